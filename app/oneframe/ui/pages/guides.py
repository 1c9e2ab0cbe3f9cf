"""The guides page, a flat script: one guide (`?guide=id`), or the list of them.
Guides are text to read: nothing in their bodies is rendered as markup."""

import streamlit as st

from oneframe.errors import OneframeError
from oneframe.ui import guides, resources, wording

try:
    corpus = resources.guides()
except OneframeError as fault:
    st.error(wording.SET_UP_NEXT, title=wording.SET_UP, icon=":material/error:")
    st.text(str(fault))
    st.stop()

wanted = st.query_params.get("guide")
chosen = next((g for g in corpus if g.id == wanted), None)
if chosen:
    guides.draw_guide(chosen)
else:
    guides.draw_list(corpus, is_lost=wanted is not None)
