"""The router that `streamlit run` starts: page settings and navigation.
Holds no page; an absolute import works from a checkout and from a wheel alike."""

import streamlit as st

from oneframe.ui import wording

st.set_page_config(
    page_title="Oneframe",
    page_icon=":material/filter_1:",
    layout="centered",
    menu_items={"About": f"{wording.WHAT}\n\n{wording.BOUNDARY}"},
)
st.navigation(
    [
        st.Page("pages/rewrite.py", title="Rewrite", icon=":material/edit_note:", default=True),
        st.Page("pages/guides.py", title=wording.GUIDES, icon=":material/menu_book:", url_path="guides"),
    ],
    position="top",
).run()
