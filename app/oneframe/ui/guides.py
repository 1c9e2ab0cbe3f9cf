"""Draws the guides of the corpus: the list, and one of them. Must not render markup in a guide's body."""

from collections.abc import Iterator, Sequence

import streamlit as st

from oneframe.guidance.corpus import Guide
from oneframe.guidance.frontmatter import HEADING
from oneframe.ui import details, wording

_PAGE = "pages/guides.py"


def draw_list(corpus: Sequence[Guide], *, is_lost: bool) -> None:
    """Draw links to all guides, a group a frame; `is_lost` says that a link led nowhere."""
    st.title(wording.GUIDES, anchor=False)
    st.markdown(wording.GUIDES_WHAT)
    if is_lost:
        st.info(wording.GUIDE_UNKNOWN, icon=":material/search_off:")
    for frames, group in wording.GUIDE_GROUPS.items():
        st.subheader(group, anchor=False)
        with st.container(gap="xsmall"):
            for guide in corpus:
                if guide.frames == frames:
                    st.page_link(_PAGE, label=guide.title, query_params={"guide": guide.id})


def draw_guide(guide: Guide) -> None:
    """Draw one guide with its frames, its sources and the way back."""
    with st.container(horizontal=True):
        st.page_link("pages/rewrite.py", label=wording.BACK, icon=":material/arrow_back:")
        st.page_link(_PAGE, label=wording.ALL_GUIDES, icon=":material/menu_book:")
    st.title(guide.title, anchor=False)
    with st.container(horizontal=True):
        for frame in guide.frames:
            details.badge(wording.FRAMES[frame])
    for heading, paragraphs in _sections(guide):
        if heading:
            st.subheader(heading, anchor=False)
        st.text(paragraphs)
    st.subheader(wording.GUIDE_SOURCES, anchor=False)
    for source in guide.sources:
        memory = "" if source.seen else f" ({wording.FROM_MEMORY})"
        st.text(f"{source.author}, {source.year}. {source.where}{memory}")
    st.caption(wording.GUIDE_REVIEWED.format(day=guide.reviewed))


def _sections(guide: Guide) -> Iterator[tuple[str, str]]:
    """Yield each heading with the text under it; the title is drawn on its own."""
    marks = list(HEADING.finditer(guide.body))
    ends = [m.start() for m in marks[1:]] + [len(guide.body)]
    for mark, end in zip(marks, ends, strict=True):
        heading = "" if mark[2] == guide.title else mark[2]
        if text := guide.body[mark.end() : end].strip():
            yield heading, text
