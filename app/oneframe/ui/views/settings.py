"""The page "Settings", a flat script: what holds for this tab, and where a text goes with it."""

import streamlit as st

from oneframe.errors import OneframeError
from oneframe.ui import resources, settling, wording
from oneframe.ui import wording_settings as words

st.title(words.TITLE, anchor=False)
st.markdown(words.WHAT)
try:
    settings = resources.settings()
    settling.draw_where(settings)
    settling.draw_writer(settings)
    settling.draw_strictness(settings)
    settling.draw_looks(settings)
    st.header(words.HISTORY_TITLE, anchor=False)
    settling.draw_history(settings)
except OneframeError as fault:
    st.error(wording.SET_UP_NEXT, title=wording.SET_UP, icon=":material/error:")
    st.text(str(fault))
