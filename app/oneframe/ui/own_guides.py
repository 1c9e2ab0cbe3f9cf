"""Draws the upload of an own guide, and its removal. Takes nothing in itself: `guidance.own` does."""

import streamlit as st

from oneframe.errors import OneframeError
from oneframe.guidance import own
from oneframe.guidance.corpus import Guide
from oneframe.settings import Settings
from oneframe.ui import wording_ask

_TYPES = ["md", "txt", "docx", "pdf"]


def draw_upload(settings: Settings) -> None:
    """Draw the field that takes a file in, and what came of it."""
    with st.expander(wording_ask.OWN_ADD, icon=":material/upload_file:"):
        with st.form("own-guide", clear_on_submit=True, border=False):
            given = st.file_uploader(wording_ask.OWN_ADD, type=_TYPES, help=wording_ask.OWN_ADD_HINT)
            asked = st.form_submit_button(wording_ask.OWN_ADD, icon=":material/add:")
        st.caption(wording_ask.OWN_ADD_HINT)
        if not asked or given is None:
            return
        try:
            own.add(settings.guides_dir, given.name, given.getvalue())
        except OneframeError as fault:
            st.error(wording_ask.OWN_REFUSED, icon=":material/error:")
            st.text(str(fault))
            return
        st.success(wording_ask.OWN_ADDED, icon=":material/check:")


def draw_removal(guide: Guide, settings: Settings) -> None:
    """Draw the removal of an own guide, said twice; our own guides have none."""
    if not guide.id.startswith("own-"):
        return
    with st.popover(wording_ask.OWN_REMOVE, icon=":material/delete:"):
        if st.button(wording_ask.OWN_REMOVE_SURE, type="primary", key="remove-own"):
            own.remove(settings.guides_dir, guide.id)
            own.wipe(settings.own_index_dir)
            st.query_params.clear()
            st.rerun()
