"""Reads the fixed wording of a talk from `prompts/talk.toml`. Words nothing itself."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from oneframe.errors import AssetDamaged
from oneframe.frames import Frame
from oneframe.prepared import Closer, FrameWording, Invite, Moment, NoteWording, TalkWording
from oneframe.records import Slot

_FRAMES = (Frame.COACHING, Frame.PERFORMANCE)


def load_wording(file: Path) -> TalkWording:
    """Return the wording of both frames; AssetDamaged when the file cannot be used."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        moments = tuple(_moment(row) for row in table["reactions"])
        return TalkWording({f: _frame(table[f.value]) for f in _FRAMES}, moments)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as broken:
        raise AssetDamaged(
            f"The wording file {file.name} is missing or damaged ({broken}). No talk can be prepared "
            "without it. Reinstall Oneframe, or in a checkout: git checkout -- prompts"
        ) from broken


def _frame(table: Mapping[str, Any]) -> FrameWording:
    note = table["note"]
    closers = tuple(Closer(Slot(None, row["hint"]), row["line"]) for row in note["closers"])
    return FrameWording(
        table["opening"],
        table["question"],
        tuple(table["stay_out"]),
        NoteWording(note["naming"], note["scope"], closers, note["last"]),
        Invite(table["invite"]["title"], table["invite"]["text"]),
    )


def _moment(row: Mapping[str, Any]) -> Moment:
    return Moment(row["id"], row["moment"], row["guide"], {f: row[f.value] for f in _FRAMES}, row["avoid"])
