"""From text to `Reading`: splits, scores, derives the label by the annotation guide. Owns no library."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from oneframe.frames import Element, Fault, Frame, Intent, Label
from oneframe.reading.blind import blinded
from oneframe.reading.facts import facts
from oneframe.reading.house import OURS, House
from oneframe.reading.model import ELEMENTS, FAULTS, FRAMES, INTENTS, TRIGGERS, Scores
from oneframe.reading.naming import named
from oneframe.reading.segment import sentences as split
from oneframe.records import Reading, Sentence, Sign, Span

_FAULT_P = 0.5
_ELEMENT_P = 0.45
_UNSURE_P = 0.6
_SIGN_P = 0.2
_WHOLE = 1.0


class Scorer(Protocol):
    """Gives the probabilities that a reading is derived from."""

    def score(self, sentences: Sequence[str]) -> Scores:
        """Score sentences that stand together."""
        ...


class Reader:
    """Reads messages with one scorer. Stateless: safe to share between threads."""

    def __init__(self, scorer: Scorer, house: House = OURS) -> None:
        self._scorer, self._house = scorer, house

    def read(self, text: str) -> Reading:
        """Return the reading of `text`; offsets are code points into it. An empty text reads as neither."""
        spans = split(text)
        if not spans:
            return Reading(text, (), dict.fromkeys(Element, ()), (), None, Label.NEITHER, Intent.NEITHER, 1.0)
        told = facts(text)
        lines = [self._house.plain(text[s.start : s.end]) for s in spans]
        scores = _weighed(self._scorer.score(blinded(lines, told)))
        found = tuple(_sentence(text, span, scores, row) for row, span in enumerate(spans))
        frame = single_frame(found)
        name = named(found, frame, scores.named, self._house)
        label = _label(found, name)
        best = int(scores.intent.argmax())
        intent, intent_p = _intent(label, INTENTS[best], float(scores.intent[best]))
        return Reading(
            text=text,
            sentences=found,
            elements=_elements(spans, scores),
            facts=told,
            named=name,
            label=label,
            intent=intent,
            intent_p=round(intent_p, 4),
            unsure=intent_p < _UNSURE_P or _margin(scores) < _UNSURE_P,
            signs=_signs(scores),
        )

    def frames(self, lines: Sequence[str]) -> tuple[tuple[Frame, float], ...]:
        """Return frame and probability of each of `lines`, read alone."""
        shown = [blinded([self._house.plain(line)], facts(line)) for line in lines]
        tops = [self._scorer.score(line).frame[0] for line in shown]
        return tuple((FRAMES[int(t.argmax())], float(t.max())) for t in tops)


def _weighed(scores: Scores) -> Scores:
    """Return `scores` with each sentence's frame weighed by how likely the message holds that frame at all.

    One sentence alone may look like the other frame; read with its message, it seldom does.
    """
    import numpy as np

    coaching, performance = scores.present**_WHOLE
    frame = scores.frame * np.array([1.0, coaching, performance, min(coaching, performance)])
    return replace(scores, frame=frame / frame.sum(axis=1, keepdims=True))


def _margin(scores: Scores) -> float:
    """Return how sure it is (0.5 to 1) which frames the message holds, by each frame's likeliest sentence."""
    blend = scores.frame[:, FRAMES.index(Frame.BLEND)]
    held = (scores.frame[:, FRAMES.index(f)] + blend for f in (Frame.COACHING, Frame.PERFORMANCE))
    return min(max(p, 1 - p) for p in (float(h.max()) for h in held))


def single_frame(sentences: Sequence[Sentence]) -> Frame | None:
    """Return the one frame that all non-neutral sentences share, or None."""
    frames = {s.frame for s in sentences} - {Frame.NEUTRAL}
    only = frames.pop() if len(frames) == 1 else None
    return None if only is Frame.BLEND else only


def _label(sentences: Sequence[Sentence], name: object) -> Label:
    counts = Counter(s.frame for s in sentences if s.frame is not Frame.NEUTRAL)
    if not counts:
        return Label.NEITHER
    frame = single_frame(sentences)
    if frame is None:
        return Label.BLENDED
    return Label(frame.value) if name else Label.UNNAMED


def _intent(label: Label, guess: Intent, p: float) -> tuple[Intent, float]:
    """The intent follows from a one-framed label; the reader decides it for a blend."""
    if label in (Label.COACHING, Label.PERFORMANCE):
        return Intent(label.value), 1.0
    if label is Label.NEITHER:
        return Intent.NEITHER, 1.0
    return guess, p


def _sentence(text: str, span: Span, scores: Scores, row: int) -> Sentence:
    top = int(scores.frame[row].argmax())
    return Sentence(
        text[span.start : span.end],
        span.start,
        span.end,
        FRAMES[top],
        _fault(scores, row),
        round(float(scores.frame[row][top]), 4),
    )


def _fault(scores: Scores, row: int) -> Fault | None:
    best = int(scores.fault[row].argmax())
    return FAULTS[best] if scores.fault[row][best] >= _FAULT_P else None


def _elements(spans: Sequence[Span], scores: Scores) -> Mapping[Element, tuple[Span, ...]]:
    return {
        element: tuple(span for row, span in enumerate(spans) if scores.element[row][column] >= _ELEMENT_P)
        for column, element in enumerate(ELEMENTS)
    }


def _signs(scores: Scores) -> tuple[Sign, ...]:
    """Return the likeliest sentence of each trigger, above a floor that only saves work."""
    best = [(trigger, int(scores.trigger[:, column].argmax())) for column, trigger in enumerate(TRIGGERS)]
    signs = (Sign(t, row, round(float(scores.trigger[row][TRIGGERS.index(t)]), 4)) for t, row in best)
    return tuple(sign for sign in signs if sign.p >= _SIGN_P)
