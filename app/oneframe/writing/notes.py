"""Lays out the note after a talk and its invitation, in the draft's words or fixed ones. Checks none."""

from dataclasses import replace

from oneframe.frames import Frame
from oneframe.prepared import FrameWording, Invite, NoteWording, TalkWording
from oneframe.reading.naming import frames_named
from oneframe.records import Brief, Piece, Plan, Reading
from oneframe.writing.composer import Composer, greeting_in, is_sign_off

_NAME_WORDS = 3


class NoteComposer:
    """Composes notes as the composer does messages, with a note's opening and end. Stateless."""

    def __init__(self, composer: Composer, wording: TalkWording) -> None:
        self._composer, self._wording = composer, wording

    def note(self, reading: Reading, plan: Plan) -> tuple[Plan, str]:
        """Return the note's plan (what of the draft it holds, with its slots) and its text."""
        words = self._wording.frames[plan.frame].note
        narrowed = _narrowed(reading, plan)
        brief = self._composer.brief(narrowed, reading)
        text = _laid_out(
            brief, words, greeting_in(reading.sentences[0].text), _tail(brief, narrowed, reading)
        )
        return replace(narrowed, slots=(*narrowed.slots, *(c.slot for c in words.closers))), text


def invite(words: FrameWording, about: str = "") -> Invite:
    """Return the entry's title and text; `about` says in a few words what the talk is about."""
    said = f" It is about {about.strip().rstrip('.')}." if about.strip() else ""
    return Invite(words.invite.title, words.invite.text.format(about=said))


def _laid_out(brief: Brief, words: NoteWording, greeting: str, tail: int) -> str:
    """Return greeting, naming, what was said, what only the manager knows, and the last `tail` parts."""
    parts = brief.parts[1:]
    body, end = parts[: len(parts) - tail], parts[len(parts) - tail :]
    said = f"{words.naming} {words.scope}" + "".join(p.join + p.text for p in body)
    closers = " ".join([*(c.text for c in words.closers), words.last])
    signed = "".join(p.join + p.text for p in end).strip()
    return "\n\n".join(p for p in (greeting, said, closers, signed) if p)


def _narrowed(reading: Reading, plan: Plan) -> Plan:
    """Return the plan without what a note leaves out: the naming, and all that a coaching talk explored."""
    out = tuple(p for p in plan.kept if not _stays(p, reading, plan.frame))
    kept = tuple(p for p in plan.kept if p not in out)
    slots = plan.slots if plan.frame is Frame.PERFORMANCE else ()
    return replace(plan, kept=kept, set_aside=(*plan.set_aside, *out), slots=slots)


def _stays(piece: Piece, reading: Reading, frame: Frame) -> bool:
    if frame is Frame.COACHING:
        return greeting_in(piece.text) == piece.text.strip() or _signs(piece, reading)
    sentence = reading.sentences[piece.sentence]
    at = (sentence.start, sentence.end)
    states = any((s.start, s.end) == at for spans in reading.elements.values() for s in spans)
    return states or bool(reading.facts_in(sentence)) or frames_named(piece.text) != {frame}


def _tail(brief: Brief, plan: Plan, reading: Reading) -> int:
    """Return how many parts at the end sign the note, whether the composer saw them as that or not."""
    has_greeting = bool(greeting_in(reading.sentences[0].text))
    drafted = sum(p.is_draft for p in brief.parts)
    signed = len(brief.lines) - drafted - has_greeting
    if signed or not plan.kept:
        return signed
    return int(brief.parts[-1].is_draft and _signs(plan.kept[-1], reading))


def _signs(piece: Piece, reading: Reading) -> bool:
    """A closing formula, or a name at the very end."""
    if piece.frame is not Frame.NEUTRAL or piece.sentence < len(reading.sentences) - 2:
        return False
    last = piece.sentence == len(reading.sentences) - 1
    before = reading.text[: reading.sentences[piece.sentence].start]
    join = before[len(before.rstrip()) :]
    return is_sign_off(piece.text, join) or (last and len(piece.text.split()) <= _NAME_WORDS)
