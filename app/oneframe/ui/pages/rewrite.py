"""The chat page, a flat script: what is shown, in reading order. Holds no logic of a step."""

import streamlit as st

from oneframe.errors import OneframeError
from oneframe.ui import browser, live, resources, state, turns, wording
from oneframe.ui.state import Phase

try:
    settings = resources.settings()
    sends = resources.sends(settings)
    coach = resources.coach(settings, may_send=state.has_agreed())
except OneframeError as fault:
    st.error(wording.SET_UP_NEXT, title=wording.SET_UP, icon=":material/error:")
    st.text(str(fault))
    st.stop()

history = state.turns()
with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.title(wording.TITLE, anchor=False, width="content")
    if history:
        st.button(wording.NEW_DRAFT, icon=":material/add:", on_click=state.clear, key="new")

if not history:
    st.markdown(wording.WHAT)
    st.caption(f":material/lock_open: {wording.SENDS}" if sends else f":material/lock: {wording.STAYS}")
    if state.can_bring_back():
        st.button(wording.BRING_BACK, icon=":material/undo:", on_click=state.bring_back, key="undo")
if sends:
    if settings.tracing:
        st.caption(wording.tracing(settings.writer))
    st.checkbox(wording.consent(settings.writer), key=state.CONSENT_KEY, persist_state="session")
if not history:
    st.markdown(wording.EXAMPLES_LABEL)
    with st.container(horizontal=True, gap="small"):
        for example in wording.EXAMPLES:
            st.button(
                example.label,
                icon=example.icon,
                on_click=state.submit_example,
                args=(example.text,),
                key=f"example-{example.label}",
            )
    st.caption(wording.BOUNDARY)

# The input comes before any turn runs: its button is what stops one. Inside `st.bottom` the page does not
# jump to its end, so that a new turn is read from its start.
with st.bottom:
    st.chat_input(
        wording.GO_ON if history else wording.PASTE,
        key=state.DRAFT_KEY,
        height=120,
        submit_mode="stop",
        on_submit=state.submit,
    )

for turn in history:
    with st.container(key=f"turn-{turn.id}"):
        turns.draw_request(turn)
        if turn.phase is not Phase.WAITING:
            turns.draw_outcome(turn, is_last=turn is history[-1])

if refusal := state.refusal():
    st.error(refusal.why, title=wording.REFUSED, icon=":material/error:")
    st.caption(wording.REFUSED_KEPT)
    with st.expander(wording.REFUSED_TEXT):
        st.text(refusal.text)

if history and not refusal:
    browser.bring_into_view(f"turn-{history[-1].id}", history[-1].phase)

if waiting := state.waiting():
    with st.chat_message("assistant", avatar=turns.ONEFRAME):
        live.run(waiting, coach)
    st.rerun()
