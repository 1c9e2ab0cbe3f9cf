"""The page "Choose", a flat script: plain questions, then which conversation they point to."""

import streamlit as st

from oneframe.errors import OneframeError
from oneframe.planning.choose import choose, missing
from oneframe.ui import choosing, resources, wording
from oneframe.ui import wording_choose as words

st.title(words.TITLE, anchor=False)
st.markdown(words.WHAT)
try:
    choice = resources.choice()
    preparer = resources.preparer(resources.settings())
except OneframeError as fault:
    st.error(wording.SET_UP_NEXT, title=wording.SET_UP, icon=":material/error:")
    st.text(str(fault))
    st.stop()

choosing.draw_stop()
answers = choosing.draw_questions(choice)
if answers.is_complete:
    kind = choose(answers)
    choosing.draw_advice(choice.advice[kind], missing(kind, answers, choice), preparer)
