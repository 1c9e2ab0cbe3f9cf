"""Readings, plans and scenes made by hand, and a reader that knows sentences by their words."""

from oneframe.checking.scene import Phrases, Scene, masked
from oneframe.frames import Element, Frame, Intent, Label
from oneframe.reading.facts import facts
from oneframe.reading.naming import frames_called, named
from oneframe.reading.reader import single_frame
from oneframe.reading.segment import sentences
from oneframe.records import Piece, Plan, Reading, Sentence

_COACHING = ("explore", "how you are thinking", "coaching", "what would you", "where do you want", "grow")
_PERFORMANCE = ("performance", "have to be", "late", "requirement", "by monday", "need you", "again", "must")


def frame_of(text):
    low = text.lower()
    coaching, performance = (any(w in low for w in words) for words in (_COACHING, _PERFORMANCE))
    if coaching and performance:
        return Frame.BLEND
    return Frame.COACHING if coaching else Frame.PERFORMANCE if performance else Frame.NEUTRAL


def read(text, *, intent=Intent.PERFORMANCE, faults=None, elements=None, p=0.9):
    """Read by key words; `faults` maps a part of a sentence to its error, `elements` an element to one."""
    found = []
    for span in sentences(text):
        words = text[span.start : span.end]
        error = next((f for part, f in (faults or {}).items() if part in words), None)
        found.append(Sentence(words, span.start, span.end, frame_of(words), error, 0.9))
    frame = single_frame(found)
    name = named(found, frame, 0.9 if any(frame in frames_called(s.text) for s in found[:3]) else 0.1)
    kinds = {s.frame for s in found} - {Frame.NEUTRAL}
    label = (
        Label.NEITHER
        if not kinds
        else Label.BLENDED
        if frame is None
        else Label(frame)
        if name
        else Label.UNNAMED
    )
    spans = {
        e: tuple(
            s for s in sentences(text) if (elements or {}).get(e) and elements[e] in text[s.start : s.end]
        )
        for e in Element
    }
    return Reading(text, tuple(found), spans, facts(text), name, label, intent, p, p < 0.6)


def plan(reading, frame=Frame.PERFORMANCE, slots=(), aside=()):
    """Keep every sentence that is neutral or of `frame`, save those in `aside`."""
    pieces = [Piece(s.text, s.frame, s.error, i) for i, s in enumerate(reading.sentences)]
    kept = tuple(p for p in pieces if p.frame in (Frame.NEUTRAL, frame) and p.text not in aside)
    return Plan(frame, "", kept, tuple(p for p in pieces if p not in kept), (), tuple(slots))


def scene(draft, text, *, frame=Frame.PERFORMANCE, slots=(), phrases=()):
    reading = read(draft)
    ours = plan(reading, frame, slots)
    return Scene(
        reading, ours, text, read(masked(text, ours)), set_aside=ours.set_aside, phrases=Phrases(phrases)
    )
