"""Turns a planned draft into the plan for a talk. Pure: its words are the draft's, a slot, or fixed."""

from collections.abc import Sequence

from oneframe.frames import Element, FactKind, Frame
from oneframe.prepared import FrameWording, Point, Reaction, Talk, TalkWording
from oneframe.reading.naming import frames_named
from oneframe.records import Piece, Plan, Reading, Slot

_HINTS = {
    Element.STANDARD: "what is required, and where it was agreed",
    Element.GAP: "what you saw, and when",
    Element.CLOSING: "what has to change, by when, with what support",
    Element.CONSEQUENCE: "what happens if it does not",
}
_SPOKEN_WORDS = 4


def talk_of(reading: Reading, plan: Plan, wording: TalkWording, opening: str = "") -> Talk:
    """Return the plan for the talk that `plan` opens; `opening` replaces the fixed first line."""
    words = wording.frames[plan.frame]
    first = opening or words.opening
    pieces = tuple(p for p in plan.kept if p.text not in first)
    is_coaching = plan.frame is Frame.COACHING
    asked = tuple(p for p in pieces if is_coaching and _asks(p))
    told = tuple(p for p in pieces if p not in asked)
    points = _topic(told, plan, reading) if is_coaching else _parts(told, plan, reading)
    return Talk(
        plan.frame,
        plan.why,
        first,
        points,
        _questions(asked, words) if is_coaching else (),
        tuple(p.text for p in sorted((*plan.set_aside, *plan.dropped), key=lambda p: p.sentence)),
        words.stay_out,
        reactions(wording, plan.frame),
    )


def naming_sentence(reading: Reading, frame: Frame) -> str:
    """Return the sentence in which a text of one frame names it, or nothing."""
    if reading.named is None or reading.named.frame is not frame:
        return ""
    sentence = reading.sentences[reading.named.sentence].text
    return sentence if frames_named(sentence) == {frame} else ""


def reactions(wording: TalkWording, frame: Frame) -> tuple[Reaction, ...]:
    """Return what may be heard back in a talk of `frame`."""
    return tuple(Reaction(m.id, m.moment, m.lines[frame], m.avoid, m.guide) for m in wording.moments)


def _asks(piece: Piece) -> bool:
    return piece.frame is Frame.COACHING and piece.text.rstrip(" )”\"'").endswith("?")


def _questions(asked: Sequence[Piece], words: FrameWording) -> tuple[Point, ...]:
    own = tuple(Point(p.text) for p in asked)
    return own or (Point(Slot(None, words.question).text, is_open=True),)


def _topic(told: Sequence[Piece], plan: Plan, reading: Reading) -> tuple[Point, ...]:
    """The manager's own sentences about the topic, then what they have to confirm."""
    said = tuple(Point(p.text) for p in told if p.frame is Frame.COACHING or _is_context(p, reading))
    return (*said, *(Point(s.text, is_open=True) for s in plan.slots))


def _parts(told: Sequence[Piece], plan: Plan, reading: Reading) -> tuple[Point, ...]:
    """The four parts, each in the draft's words or open; then what else belongs there."""
    found = {p: _elements(p, reading) for p in told}
    points: list[Point] = []
    for element in Element:
        own = [p for p, elements in found.items() if elements[:1] == (element,)]
        points += [Point(p.text, found[p]) for p in own]
        if not any(element in elements for elements in found.values()):
            points.append(_open(element, plan))
    rest = (p for p, e in found.items() if not e and (p.frame is plan.frame or _is_context(p, reading)))
    confirm = (Point(s.text, is_open=True) for s in plan.slots if s.element is None)
    return (*points, *(Point(p.text) for p in rest), *confirm)


def _open(element: Element, plan: Plan) -> Point:
    slot = next((s for s in plan.slots if s.element is element), Slot(element, _HINTS[element]))
    return Point(slot.text, (element,), is_open=True)


def _elements(piece: Piece, reading: Reading) -> tuple[Element, ...]:
    """Return the elements that a kept sentence of the performance frame states, in their order."""
    if piece.frame is not Frame.PERFORMANCE:
        return ()
    at = reading.sentences[piece.sentence]
    return tuple(
        e for e in Element if any((s.start, s.end) == (at.start, at.end) for s in reading.elements[e])
    )


def _is_context(piece: Piece, reading: Reading) -> bool:
    """A neutral sentence that carries more than a name: where, when, how much."""
    kinds = {f.kind for f in reading.facts_in(reading.sentences[piece.sentence])} - {FactKind.NAME}
    return piece.frame is Frame.NEUTRAL and bool(kinds) and len(piece.text.split()) >= _SPOKEN_WORDS
