"""Labelled messages as training targets: reads JSONL, knows which labels a file carries. Owns no model."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oneframe.frames import Element, Fault, Frame, Intent, Label, Trigger
from oneframe.reading.segment import sentences

FRAMES = (Frame.NEUTRAL, Frame.COACHING, Frame.PERFORMANCE, Frame.BLEND)
FAULTS = tuple(f for f in Fault if f is not Fault.UNNAMED_FRAME)
ELEMENTS = tuple(Element)
INTENTS = (Intent.COACHING, Intent.PERFORMANCE, Intent.NEITHER)
TRIGGERS = tuple(Trigger)
_NAMED = frozenset({Label.COACHING, Label.PERFORMANCE})
_NAMELESS = frozenset({Label.UNNAMED})


@dataclass(frozen=True, slots=True)
class Example:
    """One message's targets. None means: not labelled, no loss."""

    id: str
    lines: tuple[str, ...]
    frames: tuple[int, ...] | None
    faults: tuple[int, ...] | None
    elements: tuple[tuple[int, ...], ...] | None
    named: int | None
    intent: int | None
    triggers: tuple[frozenset[int] | None, ...]


def examples(files: Sequence[Path]) -> Iterator[Example]:
    """Yield the examples of message files (`draft`, `label`, …) and routing files (`expect`, `evidence`)."""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                yield _routing(row) if "expect" in row else _message(row)


def _message(row: Mapping[str, Any]) -> Example:
    draft = row["draft"]
    lines = tuple(d["text"] for d in draft)
    marked = (
        any(d.get("error") for d in draft)
        or any(row.get("elements", {}).values())
        or row["label"] == "neither"
    )
    marked = marked or row["label"] == "coaching"
    label = Label(row["label"])
    named = 1 if label in _NAMED else 0 if label in _NAMELESS else None
    return Example(
        row["id"],
        lines,
        tuple(FRAMES.index(d["frame"]) for d in draft),
        tuple(FAULTS.index(d["error"]) if d.get("error") else -1 for d in draft) if marked else None,
        tuple(_elements(row["elements"], text) for text in lines) if marked else None,
        named,
        INTENTS.index(row["intent"]),
        tuple(frozenset() if not row.get("triggers_unknown") else None for _ in lines),
    )


def _elements(elements: Mapping[str, str | None], text: str) -> tuple[int, ...]:
    return tuple(int(_overlaps(elements.get(e) or "", text)) for e in ELEMENTS)


def _overlaps(part: str, text: str) -> bool:
    return bool(part) and (part in text or (len(text) > 12 and text in part))


def _routing(row: Mapping[str, Any]) -> Example:
    text = row["text"]
    lines = tuple(text[s.start : s.end] for s in sentences(text))
    wanted = {TRIGGERS.index(row["expect"])} if row["expect"] else set()
    marks = tuple(_trigger(line, row.get("evidence", []), wanted) for line in lines)
    if wanted and not any(marks):
        return Example(row["id"], lines, None, None, None, None, None, tuple(None for _ in lines))
    return Example(row["id"], lines, None, None, None, None, None, marks)


def _trigger(line: str, evidence: Sequence[str], wanted: set[int]) -> frozenset[int]:
    return (
        frozenset(wanted) if any(_overlaps(e, line) or _overlaps(line, e) for e in evidence) else frozenset()
    )
