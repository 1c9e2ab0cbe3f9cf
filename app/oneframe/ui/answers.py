"""Draws the answer to one question: its words, sources, and what is asked next. Must not answer anything."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from oneframe.guidance.corpus import Guide
from oneframe.talk import Answer, Reply
from oneframe.ui import guides, state, wording, wording_ask

if TYPE_CHECKING:
    from oneframe.ui.state import Turn

_ICONS = {
    Reply.ANSWERED: ":material/menu_book:",
    Reply.DECLINED: ":material/block:",
    Reply.QUESTION: ":material/help:",
}


def draw(turn: "Turn", answer: Answer, corpus: Sequence[Guide], *, is_last: bool) -> None:
    """Draw an answer; the last one also offers to take the text as a draft after all."""
    if answer.status is Reply.ROUTED:
        st.warning(answer.text, title=wording.ROUTED, icon=":material/support_agent:")
        return
    st.badge(wording_ask.ANSWERS[answer.status], icon=_ICONS[answer.status], color="gray")
    if answer.text:
        st.text(answer.text)
    if answer.question:
        st.info(answer.question, icon=":material/help:")
    if answer.sources:
        st.caption(wording_ask.SOURCES)
        with st.container(gap="xsmall"):
            for source in answer.sources:
                guides.draw_link(source, corpus)
    if is_last and answer.status is not Reply.QUESTION:
        st.button(
            wording_ask.LOOKS_LIKE_A_DRAFT,
            icon=":material/edit_note:",
            on_click=state.take_as_draft,
            args=(turn,),
            key=f"as-draft-{turn.id}",
        )
