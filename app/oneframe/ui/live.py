"""Runs one turn and shows its steps as they come; unchecked text is labelled and cannot be copied.
Must not touch the session: a stop may end it at any line."""

import logging
from collections.abc import Generator, Sequence
from contextlib import closing
from time import monotonic
from typing import TYPE_CHECKING, cast

import streamlit as st

from oneframe.errors import OneframeError
from oneframe.records import Step
from oneframe.talk import Exchange, Reply
from oneframe.ui import wording, wording_ask
from oneframe.ui.state import Phase, Turn

if TYPE_CHECKING:
    from oneframe.adviser import Adviser
    from oneframe.coach import Coach

_PAUSE_S = 0.1
_log = logging.getLogger(__name__)


@st.fragment(run_every=1.0)
def watch(turn: Turn) -> None:
    """Draw the page again once `turn` was stopped; nothing can be drawn by the script that a stop has ended.

    A fragment waits while the page's script runs, so a turn that is still running here runs no more.
    """
    if turn.phase is Phase.RUNNING:
        st.rerun()


def run(turn: Turn, coach: "Coach", adviser: "Adviser", past: Sequence[Exchange]) -> None:
    """Take a turn along the coach's path, or the adviser's; whatever goes wrong ends up on the turn."""
    turn.start()
    board = Board(wording.BUSY["reading"] if not turn.asked.is_question else wording_ask.ASKING)
    try:
        if not (turn.asked.is_question and _answer(turn, adviser, past)):
            _follow(turn, coach, board)
    except OneframeError as fault:
        turn.fail(wording.broken(fault))
    except Exception as fault:
        # The words of an unforeseen error may quote the draft, so only its kind is kept.
        _log.error("a turn failed with %s", type(fault).__name__)
        turn.fail(wording.broken(fault))
    board.close(is_done=turn.phase is Phase.DONE)


def _answer(turn: Turn, adviser: "Adviser", past: Sequence[Exchange]) -> bool:
    """Answer the turn's question; False where it turns out to be a draft."""
    answer = adviser.ask(turn.asked.said, past)
    if answer.status is Reply.DRAFT:
        return False
    turn.answered(answer)
    return True


def _follow(turn: Turn, coach: "Coach", board: "Board") -> None:
    asked = turn.asked
    steps = coach.rewrite(asked.draft, wish=asked.wish, tone=asked.tone, turn=asked.number)
    # Closing matters at a stop: it ends the generation in the writer's worker.
    with closing(cast("Generator[Step]", steps)):
        for step in steps:
            turn.apply(step, coach.writer)
            board.show(step)
    if turn.rewrite is None:
        raise RuntimeError("the coach ended without a rewrite")


class Board:
    """The live view of one turn: a line for each finished step and the text as it arrives."""

    def __init__(self, busy: str) -> None:
        """Draw the empty board where the page stands, with what is done first."""
        self._status = st.status(f":shimmer[{busy}]", expanded=True)
        self._lines = self._status.container()
        self._note, self._text = self._status.empty(), self._status.empty()
        self._arrived, self._drawn_at, self._is_over = "", 0.0, True

    def show(self, step: Step) -> None:
        """Draw one step; text at most ten times a second."""
        if step.name in wording.BUSY:
            self._status.update(label=f":shimmer[{wording.BUSY[step.name]}]", expanded=True)
        if line := _line(step):
            self._lines.text(line)
        if step.name == "writing":
            self._write(step.chunk)
        elif self._arrived and not self._is_over:
            self._draw()
            self._is_over = True

    def close(self, *, is_done: bool) -> None:
        """Say that nothing more will come."""
        self._status.update(state="complete" if is_done else "error", expanded=False)

    def _write(self, chunk: str) -> None:
        self._arrived = chunk if self._is_over else self._arrived + chunk
        self._is_over = False
        if monotonic() - self._drawn_at >= _PAUSE_S:
            self._draw()

    def _draw(self) -> None:
        self._note.badge(wording.UNCHECKED, icon=":material/hourglass_empty:", color="gray")
        self._text.text(self._arrived)
        self._drawn_at = monotonic()


def _line(step: Step) -> str | None:
    if step.reading:
        return wording.DONE_READ.format(count=len(step.reading.sentences), label=step.reading.label)
    if step.plan:
        return wording.DONE_PLANNED.format(frame=step.plan.frame, why=step.plan.why)
    if step.name == "guided":
        return wording.DONE_GUIDED.format(count=len(step.passages))
    return wording.DONE_CHECKED[step.verdict.ok] if step.verdict else None
