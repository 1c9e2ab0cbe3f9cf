"""Labelled messages and routing cases from JSONL, to learn from and to measure against. Owns no library."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from oneframe.errors import SettingsInvalid
from oneframe.frames import Element


@dataclass(frozen=True, slots=True)
class Marked:
    """One sentence and what its reader marked: its frame, the error it commits, the elements it states."""

    text: str
    frame: str
    fault: str | None
    elements: frozenset[str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message and its labels.

    `disputed` ones are left out of scores (`intent_disputed`: of the intent's); where `marked` is False,
    errors and elements were not looked for; `source` groups texts of one place (None: written for us).
    """

    id: str
    text: str
    kind: str
    label: str
    intent: str
    sentences: tuple[Marked, ...]
    facts: tuple[str, ...]
    disputed: bool
    marked: bool
    source: str | None
    triggers_unknown: bool
    intent_disputed: bool


@dataclass(frozen=True, slots=True)
class RouteCase:
    """A text that must route (to `expect`, or to one of `also`), or, with no `expect`, must not.

    `evidence` holds the sentences that carry the trigger, word for word.
    """

    id: str
    text: str
    expect: str | None
    near: str | None
    also: tuple[str, ...]
    evidence: tuple[str, ...]


def rows(folder: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a JSONL file, or of every JSONL file in a folder, by name."""
    files = [folder] if folder.is_file() else sorted(folder.glob("*.jsonl"))
    if not files:
        raise SettingsInvalid(f"{folder} holds no .jsonl file of labelled texts.")
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                try:
                    yield json.loads(line)
                except json.JSONDecodeError as broken:
                    raise SettingsInvalid(
                        f"{file.name}, line {number} is not JSON ({broken.msg})."
                    ) from broken


def labelled(folder: Path) -> tuple[Labelled, ...]:
    """Return the labelled messages under `folder`."""
    return tuple(message(row) for row in rows(folder) if "label" in row)


def route_cases(folder: Path) -> tuple[RouteCase, ...]:
    """Return the routing cases under `folder`."""
    return tuple(case(row) for row in rows(folder) if "expect" in row)


def message(row: Mapping[str, Any]) -> Labelled:
    """Return a row of a messages file."""
    sentences = tuple(_marked(part, row.get("elements") or {}) for part in row["draft"])
    return Labelled(
        row["id"],
        row.get("text") or " ".join(s.text for s in sentences),
        row.get("kind", ""),
        row["label"],
        row["intent"],
        sentences,
        tuple(row.get("facts", ())),
        bool(row.get("disputed")) or row.get("confidence") == 1,
        row["label"] in ("neither", "coaching") or any(s.fault or s.elements for s in sentences),
        _place(row.get("source") or ""),
        bool(row.get("triggers_unknown")),
        bool(row.get("intent_disputed")),
    )


def case(row: Mapping[str, Any]) -> RouteCase:
    """Return a row of a routing file."""
    also, evidence = tuple(row.get("also", ())), tuple(row.get("evidence", ()))
    return RouteCase(row["id"], row["text"], row["expect"], row.get("near"), also, evidence)


def overlaps(part: str, text: str) -> bool:
    """Return whether `part` lies in the sentence `text`, or spans it."""
    return bool(part) and (part in text or (len(text) > 12 and text in part))


def _place(source: str) -> str | None:
    """Return the site of an address, or the repository of `owner/name:path`."""
    return (urlsplit(source).netloc if "://" in source else source.split(":")[0]) or None


def _marked(part: Mapping[str, Any], elements: Mapping[str, str | None]) -> Marked:
    """A sentence's own `elements` count; files without them give one stretch of text an element."""
    stated = part.get("elements")
    if stated is None:
        stated = [e.value for e in Element if overlaps(elements.get(e.value) or "", part["text"])]
    return Marked(part["text"], part["frame"], part.get("error"), frozenset(stated))
