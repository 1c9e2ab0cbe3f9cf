"""The page "Prepare and follow up", a flat script: a draft, and the talk that it opens."""

import streamlit as st

from oneframe.errors import OneframeError
from oneframe.ui import keeping, preparing, resources, wording
from oneframe.ui import wording_prepare as words

st.title(words.TITLE, anchor=False)
st.markdown(words.WHAT)
try:
    settings = resources.settings()
    preparer = resources.preparer(settings)
except OneframeError as fault:
    st.error(wording.SET_UP_NEXT, title=wording.SET_UP, icon=":material/error:")
    st.text(str(fault))
    st.stop()

if asked := preparing.draw_form():
    preparing.prepare(preparer, *asked)
if kept := keeping.prepared():
    preparing.draw(kept, preparer, settings)
