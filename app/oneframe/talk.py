"""The frozen records of a talk: questions put to Oneframe, and what they got. Standard library only."""

from dataclasses import dataclass
from enum import StrEnum

from oneframe.records import Passage, Route


class Reply(StrEnum):
    """How a question ended; `DRAFT` means that a message was pasted, which is for the rewriter."""

    ANSWERED = "answered"
    DECLINED = "declined"
    ROUTED = "routed"
    QUESTION = "question"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question got. `sources` are the quotes that `text` rests on, verbatim, in their order.

    `question` is what the manager is asked next, where something must be known first.
    """

    status: Reply
    text: str
    sources: tuple[Passage, ...] = ()
    question: str | None = None
    route: Route | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer, earlier in the same talk."""

    said: str
    answer: Answer
