"""Decides one frame and what becomes of each sentence. Writes no text of the rewrite."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from oneframe.frames import Element, Fault, Frame, Intent, Label
from oneframe.planning.clauses import clauses, unwrapped
from oneframe.reading.house import OURS, House
from oneframe.reading.naming import frames_denied
from oneframe.records import Piece, Plan, Question, Reading, Sentence, Slot, Untouched

Frames = Callable[[Sequence[str]], tuple[tuple[Frame, float], ...]]

_CLAUSE_P = 0.6
_DOUBT = " I am not certain of that: choose a frame if you see it otherwise."
_LATER = "the growth talk can wait its turn."
_HINTS = {
    Element.STANDARD: "what is required, and where it was agreed",
    Element.GAP: "what you saw, and when",
    Element.CLOSING: "what has to change, by when, with what support",
    Element.CONSEQUENCE: "what happens if it does not",
}
_TRAPS = frozenset({Fault.DISCLOSURE_TRAP})
_CONDITIONS = frozenset({Fault.GROWTH_BRIBE, Fault.VEILED_CONSEQUENCE})
_STAKE = re.compile(
    r"\b(?:if|or|unless|otherwise|else|review|appraisal|bonus|salary|pay|rating|promot\w+|contract|renew\w*|probation|decid\w+|decision|"
    r"panel|board|file|record|note|notes|notice\w*|remember\w*|look at|looks at|look like|role|shift|hours|rota|place|job|cuts?|"
    r"recommend\w*|consider\w*|weigh\w*|reflect\w*|think about|hr|boss|partners?|directors?|governors?|client)\b",
    re.IGNORECASE,
)
# A sentence that does nothing but take the requirement back.
_UNSAYS = re.compile(
    r"^\W*(?:(?:but|and|so)\s+)?(?:there(?:'s| is)\s+)?(?:absolutely\s+|really\s+)?no\s+"
    r"(?:pressure|rush|hurry|stress|worries|biggie|big deal)(?:\s+(?:at all|though|of course|whatsoever|or anything))*\W*$",
    re.IGNORECASE,
)
# What follows if nothing changes, said of a chance that is then lost: a consequence, not a gap.
_THREATENS = re.compile(
    r"\b(?:if|unless|otherwise)\b.*\b(?:can'?t|cannot|couldn'?t|won'?t|will not|wouldn'?t|not (?:be )?able to|never)\b",
    re.IGNORECASE | re.DOTALL,
)
_WRAPPING = frozenset({Fault.PRAISE_CUSHION, Fault.BAIT_AND_SWITCH})


class Planner:
    """Plans a reading. `frames` reads clauses that stand alone (see `Reader.frames`)."""

    def __init__(self, frames: Frames, house: House = OURS) -> None:
        self._frames, self._house = frames, house

    def plan(
        self, reading: Reading, wish: Frame | None = None, *, again: bool = False
    ) -> Plan | Question | Untouched:
        """Return the plan, the one question that must come first, or why nothing needs to change.

        `wish` is the frame that the manager asked for; it overrides the reading, save that a text
        without any frame stays untouched. `again` asks for another wording even of a good draft.
        """
        untouched = _untouched(reading, wish)
        if untouched and again and untouched.frame:
            return self._split(reading, untouched.frame, "You asked for another wording.")
        if untouched:
            return untouched
        if wish is None and (question := _question(reading)):
            return question
        frame = wish or _frame(reading)
        return self._split(reading, frame, _why(reading, frame, wish))

    def companion(self, plan: Plan, reading: Reading) -> Plan | None:
        """Return the plan of the second message, or None when nothing of substance was set aside."""
        other = plan.frame.other
        pieces = tuple(p for p in plan.set_aside if p.frame in (other, Frame.BLEND) and p.error not in _TRAPS)
        if not pieces:
            return None
        why = f"The {other} content of the draft, as a message of its own."
        return _with_slots(other, why, pieces, reading)

    def shorter(self, plan: Plan, reading: Reading) -> Plan:
        """Return `plan` without the neutral sentences that carry no fact, neither first nor last."""
        inner = range(1, len(reading.sentences) - 2)
        go = tuple(
            p
            for p in plan.kept
            if p.frame is Frame.NEUTRAL
            and p.sentence in inner
            and not reading.facts_in(reading.sentences[p.sentence])
        )
        return replace(plan, kept=tuple(p for p in plan.kept if p not in go), dropped=(*plan.dropped, *go))

    def _split(self, reading: Reading, frame: Frame, why: str) -> Plan:
        kept: list[Piece] = []
        aside: list[Piece] = []
        dropped: list[Piece] = []
        for piece in self._pieces(reading, frame):
            known = replace(piece, text=self._house.plain(piece.text))
            place = _place(known, frame, has_facts=bool(reading.facts_in(reading.sentences[piece.sentence])))
            {"keep": kept, "aside": aside, "drop": dropped}[place].append(piece)
        return _with_slots(frame, why, kept, reading, tuple(aside), tuple(dropped))

    def _pieces(self, reading: Reading, frame: Frame) -> Iterable[Piece]:
        for index, sentence in enumerate(reading.sentences):
            if sentence.frame is Frame.BLEND:
                yield from self._clauses(sentence, index, frame)
            else:
                yield Piece(sentence.text, sentence.frame, sentence.error, index)

    def _clauses(self, sentence: Sentence, index: int, frame: Frame) -> tuple[Piece, ...]:
        """Split a blended sentence if each half reads as one frame; else it stays one blended piece."""
        whole = (Piece(sentence.text, Frame.BLEND, sentence.error, index),)
        parts = clauses(sentence.text)
        if len(parts) < 2 or sentence.error in _CONDITIONS:
            return whole
        read = [(f if p >= _CLAUSE_P else Frame.BLEND) for f, p in self._frames(parts)]
        if frame not in read or len(set(read)) < 2:
            return whole
        return tuple(
            Piece(text, f, sentence.error if f in (Frame.BLEND, frame.other) else None, index)
            for text, f in zip(parts, read, strict=True)
        )


def _untouched(reading: Reading, wish: Frame | None) -> Untouched | None:
    doubt = _DOUBT if reading.unsure else ""
    if reading.label is Label.NEITHER and not (wish and reading.unsure):
        return Untouched(
            "This is neither a coaching nor a performance message (logistics, thanks or everyday "
            f"feedback), so there is no frame to name and nothing to change.{doubt}",
            None,
        )
    if reading.label in (Label.COACHING, Label.PERFORMANCE):
        frame = Frame(reading.label.value)
        if wish in (None, frame):
            return Untouched(
                f"This already carries one frame, {frame}, and says so in its opening.{doubt}", frame
            )
    return None


def _question(reading: Reading) -> Question | None:
    if reading.label is not Label.BLENDED or not reading.unsure:
        return None
    return Question(
        "The draft could open either conversation, and only you know which comes first. Is a required "
        "standard not being met, so that something must change (performance), or is this about the "
        "person's own growth, with nothing at stake (coaching)?"
    )


def _frame(reading: Reading) -> Frame:
    if reading.intent is not Intent.NEITHER:
        return Frame(reading.intent.value)
    weight = {
        f: sum(s.p for s in reading.sentences if s.frame is f) for f in (Frame.COACHING, Frame.PERFORMANCE)
    }
    return max(weight, key=weight.__getitem__)


def _why(reading: Reading, frame: Frame, wish: Frame | None) -> str:
    if wish:
        return f"You asked for the {frame} frame."
    if reading.label is Label.UNNAMED:
        return f"The draft keeps to {frame} but never says so; the opening now does."
    if frame is Frame.COACHING:
        return "The person's own topic is what this is for; what is assessed belongs in a separate message."
    stated = [e for e in (Element.STANDARD, Element.GAP) if reading.elements[e]]
    if len(stated) == 2:
        return f"A standard is stated and not met, so this is a performance conversation; {_LATER}"
    return f"The draft carries a concern about required work, so it should open as performance; {_LATER}"


def _place(piece: Piece, frame: Frame, *, has_facts: bool) -> str:
    """Where a piece goes: kept, set aside (listed, perhaps in the companion) or dropped (carries nothing)."""
    if frame in frames_denied(piece.text):
        return "aside" if has_facts else "drop"
    if piece.frame is Frame.NEUTRAL:
        wraps = piece.error in _WRAPPING or (frame is Frame.PERFORMANCE and bool(_UNSAYS.match(piece.text)))
        return "keep" if not wraps else ("aside" if has_facts else "drop")
    if piece.frame is frame:
        return "keep"
    if piece.error in _TRAPS:
        return "aside" if has_facts else "drop"
    bribes = piece.error is Fault.GROWTH_BRIBE and not _THREATENS.search(piece.text)
    if piece.frame is Frame.BLEND and frame is Frame.PERFORMANCE and not bribes:
        return "keep"
    return "aside"


def _with_slots(
    frame: Frame,
    why: str,
    pieces: Sequence[Piece],
    reading: Reading,
    aside: tuple[Piece, ...] = (),
    dropped: tuple[Piece, ...] = (),
) -> Plan:
    """Turn pieces that cannot stand as statements into slots that quote them; ask for missing elements."""
    hinted = tuple(p for p in pieces if _only_hints(p, frame))
    kept = tuple(p for p in pieces if p not in hinted)
    quoted = _merged(_quoting(p, frame) for p in hinted)
    asked = {s.element for s in quoted}
    missing = tuple(s for s in _missing(frame, kept, reading) if s.element not in asked)
    order = [*Element, None]
    slots = sorted((*quoted, *missing), key=lambda s: order.index(s.element))
    return Plan(frame, why, kept, aside, dropped, tuple(slots))


def _only_hints(piece: Piece, frame: Frame) -> bool:
    """A blended sentence, or a hinted consequence, is nothing the manager has said outright."""
    veiled = piece.error is Fault.VEILED_CONSEQUENCE and bool(_STAKE.search(piece.text))
    return piece.frame is Frame.BLEND or (piece.frame is frame and veiled)


def _quoting(piece: Piece, frame: Frame) -> Slot:
    """Return a slot that holds the manager's own words, to confirm or strike."""
    words = unwrapped(piece.text).replace("[", "(").replace("]", ")")
    if frame is Frame.COACHING:
        return Slot(None, f"confirm that this is open whatever happens, or strike it: {words}")
    if piece.error is Fault.VEILED_CONSEQUENCE or _THREATENS.search(piece.text):
        return Slot(Element.CONSEQUENCE, f"confirm or strike: {words}")
    return Slot(Element.GAP, f"say it outright, or strike it: {words}")


def _merged(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """Return one slot an element: hints for the same element follow each other in it."""
    hints: dict[Element | None, str] = {}
    for slot in slots:
        hints[slot.element] = f"{hints[slot.element]} / {slot.hint}" if slot.element in hints else slot.hint
    return tuple(Slot(element, hint) for element, hint in hints.items())


def _missing(frame: Frame, kept: Sequence[Piece], reading: Reading) -> tuple[Slot, ...]:
    """Return a slot for each element that no kept sentence states. Coaching needs none."""
    if frame is not Frame.PERFORMANCE:
        return ()
    stated = {p.sentence for p in kept if p.frame is Frame.PERFORMANCE}
    spans = {(reading.sentences[i].start, reading.sentences[i].end) for i in stated}
    return tuple(
        Slot(element, _HINTS[element])
        for element in Element
        if not any((s.start, s.end) in spans for s in reading.elements[element])
    )
