"""The guides page, a flat script: one guide (`?guide=id&at=offset`), or search, the list and the own guides.
Guides are text to read: nothing in their bodies is rendered as markup."""

import streamlit as st

from oneframe.errors import OneframeError
from oneframe.ui import guides, own_guides, resources, wording

try:
    settings = resources.settings()
    corpus = resources.guides() + resources.own_guides(settings)
except OneframeError as fault:
    st.error(wording.SET_UP_NEXT, title=wording.SET_UP, icon=":material/error:")
    st.text(str(fault))
    st.stop()

wanted, at = st.query_params.get("guide"), st.query_params.get("at", "")
chosen = next((g for g in corpus if g.id == wanted), None)
if chosen:
    guides.draw_guide(chosen, int(at) if at.isdecimal() else None)
    own_guides.draw_removal(chosen, settings)
else:
    st.title(wording.GUIDES, anchor=False)
    if sought := guides.draw_search():
        guides.draw_found(resources.found_guides(settings, sought), corpus)
    guides.draw_list(corpus, is_lost=wanted is not None)
    own_guides.draw_upload(settings)
