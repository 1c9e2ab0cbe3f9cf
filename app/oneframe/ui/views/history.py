"""The page "History", a flat script: what is kept and where, or that nothing is."""

import streamlit as st

from oneframe.errors import OneframeError
from oneframe.ui import keeping, remembering, resources
from oneframe.ui import wording_history as words

st.title(words.TITLE, anchor=False)
st.caption(words.REMINDER)
try:
    settings = resources.settings()
    if settings.history or resources.has_history(settings):
        remembering.draw(settings, resources.history(settings))
    if not settings.history:
        remembering.draw_off(settings, resources.history_place(settings))
except OneframeError as fault:
    st.error(str(fault), title=words.TROUBLE, icon=":material/error:")
if said := keeping.said():
    st.toast(said, icon=":material/info:", duration="long")
