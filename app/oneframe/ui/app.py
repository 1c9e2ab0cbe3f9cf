"""The router that `streamlit run` starts: page settings and navigation.
Holds no page; an absolute import works from a checkout and from a wheel alike."""

import streamlit as st

from oneframe.ui import admission, settling, wording

# Drawn here: Streamlit fetches a `:material/` page icon from the network.
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect x="4" y="6" width="24" height="20" rx="4" fill="none" stroke="#2B8A8F" stroke-width="4"/></svg>'
)

st.set_page_config(
    page_title="Oneframe",
    page_icon=_ICON,
    layout="centered",
    menu_items={"About": f"{wording.WHAT}\n\n{wording.BOUNDARY}"},
)
settling.apply_looks()
admission.admit()
st.navigation(
    [
        st.Page("views/rewrite.py", title="Rewrite", icon=":material/edit_note:", default=True),
        st.Page("views/choose.py", title="Choose", icon=":material/alt_route:", url_path="choose"),
        st.Page("views/prepare.py", title="Prepare", icon=":material/checklist:", url_path="prepare"),
        st.Page("views/guides.py", title=wording.GUIDES, icon=":material/menu_book:", url_path="guides"),
        st.Page("views/history.py", title="History", icon=":material/history:", url_path="history"),
        st.Page("views/settings.py", title="Settings", icon=":material/settings:", url_path="settings"),
    ],
    position="top",
).run()
