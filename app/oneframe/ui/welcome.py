"""Draws the empty page (what it does, where a text stays, examples) and the consent to send drafts."""

import streamlit as st

from oneframe.settings import Settings
from oneframe.ui import state, wording


def draw(*, sends: bool) -> None:
    """Draw what a first visit shows."""
    st.markdown(wording.WHAT)
    st.caption(f":material/lock_open: {wording.SENDS}" if sends else f":material/lock: {wording.STAYS}")
    if state.can_bring_back():
        st.button(wording.BRING_BACK, icon=":material/undo:", on_click=state.bring_back, key="undo")
    st.markdown(wording.EXAMPLES_LABEL)
    with st.container(horizontal=True, gap="small"):
        for number, example in enumerate(wording.EXAMPLES):
            st.button(
                example.label,
                icon=example.icon,
                on_click=state.submit_example,
                args=(example.text,),
                key=f"example-{number}",
            )
    st.caption(wording.BOUNDARY)


def draw_consent(settings: Settings) -> None:
    """Draw the sentence to tick before a draft may leave this machine."""
    if settings.tracing:
        st.caption(wording.tracing(settings.writer))
    st.checkbox(wording.consent(settings.writer), key=state.CONSENT_KEY, persist_state="session")
