"""The chat page, a flat script: what is shown, in reading order. Holds no logic of a step."""

import streamlit as st

from oneframe.errors import OneframeError
from oneframe.ui import browser, live, remembering, resources, state, turns, welcome, wording
from oneframe.ui.state import Phase

try:
    settings = resources.settings()
    sends = resources.sends(settings)
    coach = resources.coach(settings, may_send=state.has_agreed())
    adviser = resources.adviser(settings, may_send=state.has_agreed())
    corpus = resources.guides()
except OneframeError as fault:
    st.error(wording.SET_UP_NEXT, title=wording.SET_UP, icon=":material/error:")
    st.text(str(fault))
    st.stop()

history = state.turns()
with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.title(wording.TITLE, anchor=False, width="content")
    if history:
        st.button(wording.NEW_DRAFT, icon=":material/add:", on_click=state.clear, key="new")

# Each part that comes and goes has an `st.empty` of its own: else it lingers, greyed, while a turn runs.
greeting = st.empty()
if not history:
    with greeting.container():
        welcome.draw(sends=sends)
consent = st.empty()
if sends:
    with consent.container():
        welcome.draw_consent(settings)

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

for turn in turns.recent(history):
    if turn is not history[-1] and not turn.is_open:
        turns.draw_line(turn)
        continue
    with st.container(key=f"turn-{turn.id}"):
        turns.draw_request(turn)
        if turn.phase is not Phase.WAITING:
            turns.draw_outcome(turn, coach, corpus, is_last=turn is history[-1])

refused = st.empty()
refusal = state.refusal()
if refusal:
    with refused.container():
        turns.draw_refusal(refusal)
elif history:
    browser.bring_into_view(f"turn-{history[-1].id}", history[-1].phase)

if waiting := state.waiting():
    live.watch(waiting)
    with st.chat_message("assistant", avatar=turns.ONEFRAME):
        live.run(waiting, coach, adviser, state.talk())
        remembering.keep(waiting, settings)
    st.rerun()
