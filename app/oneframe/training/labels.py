"""Labelled messages as training targets: numbers for classes, None where a file carries no label."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from oneframe.evals.labelled import Labelled, RouteCase, case, message, overlaps, rows
from oneframe.frames import Intent, Label
from oneframe.reading.model import ELEMENTS, FAULTS, FRAMES, INTENTS, TRIGGERS
from oneframe.reading.segment import sentences

_NAMED = {Label.COACHING: 1, Label.PERFORMANCE: 1, Label.UNNAMED: 0}
_COACHING, _PERFORMANCE, _BLEND = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Example:
    """One message's targets. None means: not labelled, no loss."""

    id: str
    lines: tuple[str, ...]
    frames: tuple[int, ...] | None = None
    faults: tuple[int, ...] | None = None
    elements: tuple[tuple[int, ...], ...] | None = None
    named: int | None = None
    intent: int | None = None
    triggers: tuple[frozenset[int] | None, ...] = ()

    def present(self, keep: Sequence[int]) -> tuple[float, float] | None:
        """Return whether coaching, and whether performance, is done by any of the sentences `keep`."""
        if self.frames is None:
            return None
        kinds = {self.frames[i] for i in keep}
        return float(bool(kinds & {_COACHING, _BLEND})), float(bool(kinds & {_PERFORMANCE, _BLEND}))


def examples(files: Sequence[Path]) -> Iterator[Example]:
    """Yield the examples of message files (`draft`, `label`, …) and routing files (`expect`, `evidence`)."""
    for file in files:
        for row in rows(file):
            yield _routing(case(row)) if "expect" in row else _message(message(row))


def _message(text: Labelled) -> Example:
    marks = text.sentences
    frames = [f.value for f in FRAMES]
    faults = [f.value for f in FAULTS]
    return Example(
        text.id,
        tuple(m.text for m in marks),
        tuple(frames.index(m.frame) for m in marks),
        tuple(faults.index(m.fault) if m.fault else -1 for m in marks) if text.marked else None,
        tuple(tuple(int(e in m.elements) for e in ELEMENTS) for m in marks) if text.marked else None,
        _NAMED.get(Label(text.label)),
        INTENTS.index(Intent(text.intent)),
        tuple(None if text.triggers_unknown else frozenset() for _ in marks),
    )


def _routing(found: RouteCase) -> Example:
    lines = tuple(found.text[s.start : s.end] for s in sentences(found.text))
    wanted = frozenset([[t.value for t in TRIGGERS].index(found.expect)]) if found.expect else frozenset()
    marks = tuple(_trigger(line, found.evidence, wanted) for line in lines)
    if wanted and not any(marks):
        return Example(found.id, lines, triggers=tuple(None for _ in lines))
    return Example(found.id, lines, triggers=marks)


def _trigger(line: str, evidence: Sequence[str], wanted: frozenset[int]) -> frozenset[int]:
    hit = any(overlaps(e, line) or overlaps(line, e) for e in evidence)
    return wanted if hit else frozenset()
