"""Turns what a manager typed into what is asked of the coach: a new draft, or a change to the last one.
Pure: must not draw, store or rewrite anything."""

from collections.abc import Sequence
from dataclasses import dataclass

from oneframe.errors import DraftRefused
from oneframe.frames import Frame
from oneframe.planning.questions import asks
from oneframe.planning.requests import Wish, wish_of
from oneframe.reading.intake import accept
from oneframe.records import Rewrite, Status, Tone
from oneframe.talk import Answer
from oneframe.ui import wording

_ANSWER_WORDS = 8
_LONE_WISH_WORDS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: `said` is what was typed or pressed, `number` counts the requests for the same draft."""

    said: str
    draft: str
    wish: Frame | None = None
    tone: Tone = Tone.PLAIN
    number: int = 0
    is_example: bool = False
    is_question: bool = False

    @property
    def is_follow_up(self) -> bool:
        """True when `said` asks for a change and is not itself the draft."""
        return self.said != self.draft


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier request and how it ended: a rewrite, an answer, or neither."""

    asked: Asked
    rewrite: Rewrite | None
    answer: Answer | None = None


def asked(text: str, past: Sequence[Past], *, is_example: bool = False) -> Asked:
    """Return what `text` asks for after `past` (oldest first); DraftRefused where it cannot be read."""
    last = _last(past)
    wish = None if is_example else _wish(text, last)
    if wish and last:
        return follow_up(text, wish, past)
    if wish and len(text.split()) <= _LONE_WISH_WORDS:
        raise DraftRefused(wording.NO_DRAFT_YET)
    draft = accept(text)
    is_question = not is_example and (asks(draft) or _answers(draft, past))
    return Asked(draft, draft, number=_count(draft, past), is_example=is_example, is_question=is_question)


def follow_up(said: str, wish: Wish, past: Sequence[Past]) -> Asked:
    """Return the last draft asked for again; what `wish` leaves open stays as it was."""
    last = _last(past)
    if last is None:
        raise DraftRefused(wording.NO_DRAFT_YET)
    frame = _other(last) if wish.other else wish.frame or last.asked.wish
    tone = wish.tone or last.asked.tone
    return Asked(said, last.asked.draft, frame, tone, _count(last.asked.draft, past))


def _wish(text: str, last: Past | None) -> Wish | None:
    """Return the wish in `text`; after a question, a few words that name a frame are its answer."""
    wish = wish_of(text)
    asks = last and last.rewrite and last.rewrite.status is Status.ASK
    if wish is None and asks and len(text.split()) <= _ANSWER_WORDS:
        return wish_of(f"make it {text}")
    return wish


def _answers(text: str, past: Sequence[Past]) -> bool:
    """Return whether a few words answer what was asked last."""
    asked = past[-1].answer.question if past and past[-1].answer else None
    return asked is not None and len(text.split()) <= _ANSWER_WORDS


def _other(last: Past) -> Frame:
    frame = last.rewrite.frame if last.rewrite else last.asked.wish
    if frame is None or frame is Frame.NEUTRAL:
        raise DraftRefused(wording.NO_FRAME_YET)
    return frame.other


def _last(past: Sequence[Past]) -> Past | None:
    """Return the last request that had a draft, not a question put to Oneframe."""
    return next((p for p in reversed(past) if not p.asked.is_question), None)


def _count(draft: str, past: Sequence[Past]) -> int:
    return sum(p.asked.draft == draft for p in past)
