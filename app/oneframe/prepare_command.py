"""The command `prepare`: its arguments, and the plan for a talk in the format asked for. Prints nothing."""

import argparse
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from oneframe.errors import SettingsInvalid
from oneframe.frames import Frame
from oneframe.prepared import Preparation
from oneframe.sources import text_of
from oneframe.writing.export import as_calendar, as_docx, as_mail, as_markdown
from oneframe.writing.pages import page_of

FORMATS = ("md", "docx", "mail", "ics")
SCHEMA = 1
_FINE, _SHORT = 0, 1
_MOST_MINUTES = 24 * 60


def add_prepare(commands: Any, run: Mapping[str, Callable[[argparse.Namespace], int]]) -> None:  # noqa: ANN401
    """Add the command to the parser."""
    what = "lay out the talk that a draft opens: opening line, points, likely reactions, note and invitation"
    parser = commands.add_parser("prepare", help=what, description=f"{what[0].upper()}{what[1:]}.")
    parser.add_argument("file", nargs="?", default="-", help="a text file, or - for standard input (default)")
    parser.add_argument("--json", action="store_true", help="print one JSON object (schema 1)")
    parser.add_argument("--format", choices=FORMATS, default="md", help="how it is set (default: md)")
    parser.add_argument("--frame", choices=["coaching", "performance"], help="the frame of the talk")
    parser.add_argument("--at", metavar="YYYY-MM-DDTHH:MM", help="when the talk is, for --format ics")
    parser.add_argument("--minutes", type=int, default=30, help="how long it takes, for --format ics")
    parser.add_argument("--about", default="", help="what it is about in a few words, for --format ics")
    parser.add_argument("-o", "--output", metavar="FILE", help="write to FILE (docx needs one)")
    parser.set_defaults(command=run["prepare"])


def prepare(options: argparse.Namespace, _bar: object) -> tuple[str, int]:
    """Return what is printed, and the exit code: 1 where the draft opens no talk."""
    from oneframe import settings as config
    from oneframe.wiring import build_preparer

    _usable(options)
    settings = config.load()
    config.keep_quiet(tracing=settings.tracing)
    preparer = build_preparer(settings)
    made = preparer.prepare(text_of(options.file), wish=Frame(options.frame) if options.frame else None)
    if options.json:
        return _kept(json.dumps(prepare_json(made), ensure_ascii=False), options), _code(made)
    if made.talk is None:
        return made.why, _SHORT
    if options.format == "ics":
        entry, why = preparer.invite(made.talk.frame, options.about)
        if entry is None:
            return why, _SHORT
        return _kept(as_calendar(entry, _moment(options.at), options.minutes), options), _FINE
    page = page_of(made)
    if options.format == "docx":
        return _kept(as_docx(page), options), _FINE
    return _kept((as_mail if options.format == "mail" else as_markdown)(page), options), _FINE


def prepare_json(made: Preparation) -> dict[str, Any]:
    """Return the versioned object of a preparation (see `schemas/prepare.json`)."""
    talk, invite, route = made.talk, made.invite, made.route
    return {
        "schema": SCHEMA,
        "status": "prepared" if talk else "routed" if route else "ask" if made.question else "none",
        "why": made.why,
        "frame": talk.frame.value if talk else None,
        "opening": talk.opening if talk else None,
        "points": [
            {"elements": [e.value for e in p.elements], "text": p.text, "open": p.is_open}
            for p in (talk.points if talk else ())
        ],
        "questions": [{"text": p.text, "open": p.is_open} for p in (talk.questions if talk else ())],
        "set_aside": list(talk.set_aside) if talk else [],
        "stay_out": list(talk.stay_out) if talk else [],
        "reactions": [
            {"id": r.id, "moment": r.moment, "line": r.line, "avoid": r.avoid, "guide": r.guide}
            for r in (talk.reactions if talk else ())
        ],
        "note": made.note,
        "invite": {"title": invite.title, "text": invite.text} if invite else None,
        "question": made.question,
        "route": {"trigger": route.trigger.value, "advice": route.advice} if route else None,
        "checks": [{"rule": c.rule, "verdict": c.verdict.value, "why": c.why} for c in made.checks],
    }


def _usable(options: argparse.Namespace) -> None:
    """Refuse a combination that could write nothing, before anything is read."""
    if options.json:
        return
    if options.format == "docx" and not options.output:
        raise SettingsInvalid("A Word file needs a name: add -o FILE.docx.")
    if options.format == "ics":
        _moment(options.at)
        if not 0 < options.minutes <= _MOST_MINUTES:
            raise SettingsInvalid(f"--minutes is from 1 to {_MOST_MINUTES}.")


def _moment(at: str | None) -> datetime:
    try:
        return datetime.fromisoformat(at or "")
    except ValueError as broken:
        raise SettingsInvalid("A calendar file needs to know when: add --at 2026-12-03T15:00.") from broken


def _kept(made: str | bytes, options: argparse.Namespace) -> str:
    """Write to the file that was named, and say so; else return the text."""
    if not options.output:
        return made.strip() if isinstance(made, str) else ""
    file = Path(options.output)
    try:
        file.write_bytes(made.encode() if isinstance(made, str) else made)
    except OSError as fault:
        raise SettingsInvalid(f"{file} cannot be written: {fault.strerror or fault}.") from fault
    return f"Written to {file}."


def _code(made: Preparation) -> int:
    return _FINE if made.talk else _SHORT
