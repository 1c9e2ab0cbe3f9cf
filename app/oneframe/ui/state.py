"""Owns `st.session_state`: the turns of one conversation, the refused text, the consent.
The only module that touches it. Must not draw, and keeps nothing outside the session."""

from dataclasses import dataclass, replace
from enum import StrEnum

import streamlit as st

from oneframe.errors import DraftRefused
from oneframe.planning.requests import Wish
from oneframe.records import Passage, Reading, Rewrite, Step
from oneframe.talk import Answer, Exchange
from oneframe.ui import asking
from oneframe.ui.asking import Asked, Past
from oneframe.ui.versions import Versions

DRAFT_KEY = "draft"
CONSENT_KEY = "agreed"


class Phase(StrEnum):
    """Where a turn is. `RUNNING` at the start of a script run means that it was stopped."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass
class Turn:
    """One request and all that came of it. A plain object: writing to it never meets a stop."""

    id: int
    asked: Asked
    phase: Phase = Phase.WAITING
    reading: Reading | None = None
    passages: tuple[Passage, ...] = ()
    rewrite: Rewrite | None = None
    fault: str = ""
    trouble: str = ""
    versions: Versions | None = None
    answer: Answer | None = None
    is_open: bool = False

    def start(self) -> None:
        """Begin, or begin again after a stop or a failure."""
        self.reading, self.rewrite, self.fault, self.trouble = None, None, "", ""
        self.phase, self.versions, self.answer = Phase.RUNNING, None, None

    def apply(self, step: Step, writer: str) -> None:
        """Keep what a step brought; a writing step without text is a `writer` that cannot serve."""
        self.reading = step.reading or self.reading
        if step.name == "writing" and not step.chunk and step.note not in ("", writer):
            self.trouble = step.note
        if step.rewrite:
            self.rewrite, self.phase = step.rewrite, Phase.DONE

    def answered(self, answer: Answer) -> None:
        """Keep the answer to a question."""
        self.answer, self.phase = answer, Phase.DONE

    def fail(self, fault: str) -> None:
        """Keep why no rewrite came."""
        self.fault, self.phase = fault, Phase.FAILED

    @property
    def past(self) -> Past:
        """The request and how it ended; the version that was chosen last stands for them."""
        chosen = self.versions.now if self.versions else None
        return Past(chosen.asked, chosen.rewrite) if chosen else Past(self.asked, self.rewrite, self.answer)

    def open(self) -> None:
        """Show an earlier turn in whole (a callback)."""
        self.is_open = True


@dataclass(frozen=True, slots=True)
class Refusal:
    """A text that could not be taken, and why."""

    text: str
    why: str


def turns() -> list[Turn]:
    """Return the turns of this conversation, oldest first."""
    kept: list[Turn] = st.session_state.setdefault("turns", [])
    return kept


def waiting() -> Turn | None:
    """Return the turn that has still to run, if there is one."""
    return next((t for t in turns() if t.phase is Phase.WAITING), None)


def past() -> list[Past]:
    """Return the earlier requests and how they ended, oldest first."""
    return [t.past for t in turns()]


def talk() -> list[Exchange]:
    """Return the questions so far with their answers, oldest first."""
    return [Exchange(t.asked.said, t.answer) for t in turns() if t.answer]


def take_as_draft(turn: Turn) -> None:
    """Rewrite what was taken for a question (a callback)."""
    begin(replace(turn.asked, is_question=False))


def versions_before(turn: Turn) -> Versions | None:
    """Return the versions of the same draft that earlier turns made."""
    same = (t for t in reversed(turns()) if t.id < turn.id and t.asked.draft == turn.asked.draft)
    return next((t.versions for t in same if t.versions), None)


def value(key: str) -> object:
    """Return what a widget holds, for the callback of that widget."""
    return st.session_state.get(key)


def shows_all() -> bool:
    """Return whether the earliest turns were asked for."""
    return bool(st.session_state.get("shows_all"))


def show_all() -> None:
    """Show the earliest turns too (a callback)."""
    st.session_state["shows_all"] = True


def submit() -> None:
    """Take what was typed (a callback): a turn that waits, or a refusal with the text put back."""
    _take(str(st.session_state.get(DRAFT_KEY) or ""))


def submit_example(text: str) -> None:
    """Take an example (a callback)."""
    begin(asking.asked(text, past(), is_example=True))


def ask_again(said: str, wish: Wish) -> None:
    """Ask for the last draft in another way (a callback)."""
    begin(asking.follow_up(said, wish, past()))


def retry(turn: Turn) -> None:
    """Let a stopped or failed turn run again (a callback)."""
    turn.phase = Phase.WAITING


def begin(request: Asked) -> None:
    """Store a turn before anything is read or written."""
    number = st.session_state.get("count", 0)
    st.session_state["count"] = number + 1
    st.session_state.pop("refusal", None)
    st.session_state.pop("cleared", None)
    turns().append(Turn(number, request))


def refusal() -> Refusal | None:
    """Return the text that was refused last, while nothing else was sent."""
    kept: Refusal | None = st.session_state.get("refusal")
    return kept


def clear() -> None:
    """Begin an empty conversation (a callback); `bring_back` undoes it."""
    st.session_state["cleared"] = turns()
    st.session_state["turns"] = []
    st.session_state.pop("refusal", None)


def can_bring_back() -> bool:
    """Return whether a cleared conversation is still kept."""
    return bool(st.session_state.get("cleared"))


def bring_back() -> None:
    """Undo `clear` (a callback)."""
    st.session_state["turns"] = st.session_state.pop("cleared", [])


def has_agreed() -> bool:
    """Return whether sending drafts to the provider was agreed to in this session."""
    return bool(st.session_state.get(CONSENT_KEY))


def _take(text: str) -> None:
    try:
        request = asking.asked(text, past())
    except DraftRefused as fault:
        st.session_state["refusal"] = Refusal(text, str(fault))
        st.session_state[DRAFT_KEY] = text
        return
    begin(request)
