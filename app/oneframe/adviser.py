"""The order of the steps of a question: take, route, tell a draft, triage, search, answer. No library."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic
from typing import Protocol

from oneframe.errors import WriterUnavailable
from oneframe.planning.choose import Answers as Told
from oneframe.planning.questions import is_draft
from oneframe.planning.triage import Triage, wants_triage
from oneframe.reading.intake import accept
from oneframe.records import Passage, Reading, Route
from oneframe.talk import Answer, Exchange, Reply
from oneframe.writing.prompts import clean

_DRAFT = (
    "That reads like a message to send. Let Oneframe rewrite it: it comes back with exactly one frame, named."
)
_AGAIN = "I did not catch which of these it is."


class Evidence(Protocol):
    """What the guides hold on one question."""

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The quotes that answer it, best first."""
        ...

    @property
    def is_thin(self) -> bool:
        """True where the guides hold no answer."""
        ...

    @property
    def answer(self) -> str:
        """The answer in the guides' own words."""
        ...

    @property
    def refusal(self) -> str:
        """The words where they hold none."""
        ...


class Library(Protocol):
    """The guides, looked up."""

    def evidence(self, question: str, earlier: Sequence[str] = ()) -> Evidence:
        """Return what they hold on `question`, which may go on from `earlier` ones (oldest first)."""
        ...


class Speaker(Protocol):
    """Words an answer from passages; only sentences whose quotes are verbatim come back."""

    def say(self, question: str, passages: Sequence[Passage]) -> tuple[str, tuple[Passage, ...]]:
        """Return the words and the passages they quote; empty where nothing could be verified."""
        ...


class Adviser:
    """Answers one question at a time; what was said before comes with it. Holds no state of a talk."""

    def __init__(
        self,
        read: Callable[[str], Reading],
        route: Callable[[Reading], Route | None],
        triage: Triage,
        library: Library,
        speaker: Speaker | None = None,
    ) -> None:
        self._read, self._route = read, route
        self._triage, self._library, self._speaker = triage, library, speaker

    def ask(self, said: str, past: Sequence[Exchange] = ()) -> Answer:
        """Return the answer to `said` after `past` (oldest first); DraftRefused for what is no text."""
        began = monotonic()
        answer = self._answer(clean(accept(said)).strip(), past)
        return replace(answer, seconds=round(monotonic() - began, 3))

    def _answer(self, said: str, past: Sequence[Exchange]) -> Answer:
        if answer := self._triaged(said, past):
            return answer
        reading = self._read(said)
        if route := self._route(reading):
            return Answer(Reply.ROUTED, route.advice, route=route)
        if is_draft(reading):
            return Answer(Reply.DRAFT, _DRAFT)
        if wants_triage(said):
            return self._begun(said)
        evidence = self._library.evidence(said, [e.said for e in past if e.answer.status is Reply.ANSWERED])
        if evidence.is_thin:
            return Answer(Reply.DECLINED, evidence.refusal)
        text, sources = self._worded(said, evidence)
        return Answer(Reply.ANSWERED, text, sources)

    def _worded(self, said: str, evidence: Evidence) -> tuple[str, tuple[Passage, ...]]:
        """Return the speaker's verified words, or, where there are none, the guides' own."""
        own = evidence.answer, evidence.passages
        if self._speaker is None:
            return own
        try:
            spoken, quoted = self._speaker.say(said, evidence.passages)
        except WriterUnavailable:
            return own
        return (spoken, quoted) if spoken else own

    def _begun(self, said: str) -> Answer:
        """Answer "which conversation?" with what the guides say and the first thing that decides it."""
        evidence, question = self._library.evidence(said), self._triage.question(Told())
        return Answer(Reply.QUESTION, evidence.answer, evidence.passages, question)

    def _triaged(self, said: str, past: Sequence[Exchange]) -> Answer | None:
        """Return the next question or the recommendation, where `said` answers a question of the triage."""
        told = Told()
        asked = past[-1].answer.question if past else None
        if asked is None or self._triage.heard(told, asked, said) is None:
            return self._repeated(said, asked)
        run = _unbroken(past)
        for before, after in zip(run, [*(e.said for e in run[1:]), said], strict=True):
            told = self._triage.heard(told, before.answer.question or "", after) or told
        if question := self._triage.question(told):
            return Answer(Reply.QUESTION, "", question=question)
        advice, words = self._triage.advice(told)
        evidence = self._library.evidence(f"{advice.name}. {advice.why}")
        return Answer(Reply.ANSWERED, words, evidence.passages[:1])

    def _repeated(self, said: str, asked: str | None) -> Answer | None:
        """Ask once more where a few words answer a question of the triage with none of its answers."""
        if asked is None or self._triage.begun([asked]) is None or len(said.split()) > 6 or "?" in said:
            return None
        return Answer(Reply.QUESTION, _AGAIN, question=asked)


def _unbroken(past: Sequence[Exchange]) -> list[Exchange]:
    """Return the last exchanges that each ended in a question, oldest first."""
    run: list[Exchange] = []
    for exchange in reversed(past):
        if exchange.answer.question is None:
            break
        run.insert(0, exchange)
    return run
