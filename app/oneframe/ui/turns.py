"""Draws one finished, stopped or failed turn. Anyone's text goes through st.text, st.code or the diff.
Must not run a turn or decide what may be copied: only a rewrite that passed has a copy button."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from oneframe.guidance.corpus import Guide
from oneframe.records import Rewrite, Status
from oneframe.ui import answers, asks, bench, details, masks, state, wording, wording_ask
from oneframe.ui import wording_rewrite as words
from oneframe.ui.state import Phase, Refusal, Turn
from oneframe.ui.versions import Version, Versions

if TYPE_CHECKING:
    from oneframe.coach import Coach

_LONG_CHARS, _LINE_CHARS = 900, 120
_RECENT = 2
_TITLES = {
    Status.REWRITTEN: words.FIRST,
    Status.UNCHANGED: wording.UNCHANGED,
    Status.ASK: wording.ASK,
    Status.ROUTED: wording.ROUTED,
}
PERSON, ONEFRAME = ":material/person:", ":material/edit_note:"


def recent(history: Sequence[Turn]) -> Sequence[Turn]:
    """Return the turns to draw, and draw the button that shows the ones before them."""
    early = len(history) - _RECENT
    if early <= 0 or state.shows_all():
        return history
    label = words.EARLIER.format(count=early)
    st.button(label, icon=":material/history:", on_click=state.show_all, key="earlier")
    return history[-_RECENT:]


def draw_request(turn: Turn) -> None:
    """Draw what was asked: a draft as it was pasted, or a few words."""
    asked = turn.asked
    said = masks.of(asked.draft)(asked.said)
    with st.chat_message("user", avatar=PERSON):
        if asked.is_example:
            st.caption(wording.EXAMPLE)
        if len(asked.said) > _LONG_CHARS:
            with st.expander(wording.YOUR_DRAFT.format(words=len(asked.said.split()))):
                st.text(said)
        else:
            st.text(said)


def draw_outcome(turn: Turn, coach: "Coach", corpus: Sequence[Guide], *, is_last: bool) -> None:
    """Draw what came of it; the last turn also offers what can be asked next."""
    with st.chat_message("assistant", avatar=ONEFRAME):
        if turn.answer:
            answers.draw(turn, turn.answer, corpus, is_last=is_last)
        elif turn.phase is not Phase.DONE or turn.rewrite is None:
            _draw_unfinished(turn, is_last)
        elif turn.rewrite.status is Status.REWRITTEN:
            _draw_rewritten(turn, turn.rewrite, coach, is_last)
        else:
            _OUTCOMES[turn.rewrite.status](turn, turn.rewrite)
            if is_last:
                asks.draw(turn, turn.rewrite)


def draw_line(turn: Turn) -> None:
    """Draw an earlier turn in a line, with the button that opens it: a long history stays cheap."""
    said = turn.asked.said
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.text(said if len(said) <= _LINE_CHARS else f"{said[:_LINE_CHARS]}…")
        st.caption(_line(turn), width="content")
        st.button(words.OPEN_TURN, icon=":material/unfold_more:", on_click=turn.open, key=f"open-{turn.id}")


def _draw_rewritten(turn: Turn, rewrite: Rewrite, coach: "Coach", is_last: bool) -> None:
    versions = turn.versions or _versions(turn, rewrite, coach)
    if versions:
        bench.draw(turn, versions, coach.reviser, is_last=is_last)


def _versions(turn: Turn, rewrite: Rewrite, coach: "Coach") -> Versions | None:
    """Lay out the texts that a turn brought, behind those that the same draft had before."""
    desk = coach.reviser.desk(turn.reading, rewrite) if turn.reading else None
    if desk is None:
        return None
    before = state.versions_before(turn)
    earlier = before.made if before else []
    label = turn.asked.said if turn.asked.is_follow_up else words.FIRST
    made = [*earlier, Version(label, turn.asked, rewrite, desk)]
    turn.versions = Versions(made, len(made) - 1)
    return turn.versions


def _draw_reading(turn: Turn) -> None:
    if turn.reading:
        with st.expander(wording.READ, icon=":material/search:"):
            details.draw_reading(turn.reading)


def _draw_unchanged(turn: Turn, rewrite: Rewrite) -> None:
    if rewrite.frame:
        details.badge(wording.FRAMES[rewrite.frame])
    st.success(rewrite.why, title=wording.UNCHANGED, icon=":material/done_all:")
    _draw_reading(turn)


def _draw_ask(turn: Turn, rewrite: Rewrite) -> None:
    st.info(rewrite.question or rewrite.why, title=wording.ASK, icon=":material/help:")
    _draw_reading(turn)


def _draw_routed(turn: Turn, rewrite: Rewrite) -> None:
    advice = rewrite.route.advice if rewrite.route else rewrite.why
    st.warning(advice, title=wording.ROUTED, icon=":material/support_agent:")


_OUTCOMES = {
    Status.UNCHANGED: _draw_unchanged,
    Status.ASK: _draw_ask,
    Status.ROUTED: _draw_routed,
}


def _line(turn: Turn) -> str:
    if turn.answer:
        return wording_ask.ANSWERS[turn.answer.status]
    if turn.phase is not Phase.DONE or turn.rewrite is None:
        return words.UNFINISHED
    rewrite = turn.past.rewrite or turn.rewrite
    if rewrite.frame and rewrite.status is Status.REWRITTEN:
        return wording.FRAMES[rewrite.frame].word
    return _TITLES[rewrite.status]


def draw_refusal(refusal: Refusal) -> None:
    """Draw why a text was not taken; it is back in the input, and shown here in whole."""
    st.error(refusal.why, title=wording.REFUSED, icon=":material/error:")
    st.caption(wording.REFUSED_KEPT)
    with st.expander(wording.REFUSED_TEXT):
        st.text(refusal.text)


def _draw_unfinished(turn: Turn, is_last: bool) -> None:
    if turn.phase is Phase.FAILED:
        st.error(wording.FAILED_KEPT, title=wording.FAILED, icon=":material/error:")
        st.text(turn.fault)
    else:
        st.info(wording.STOPPED, icon=":material/stop_circle:")
    if is_last:
        st.button(
            wording.RETRY,
            icon=":material/refresh:",
            on_click=state.retry,
            args=(turn,),
            key=f"retry-{turn.id}",
        )
