"""Draws the guides: search, the list, and one of them. Must not render markup in a guide's body."""

import re
from collections.abc import Iterator, Sequence

import streamlit as st

from oneframe.guidance.corpus import Guide
from oneframe.guidance.frontmatter import HEADING
from oneframe.records import Passage
from oneframe.ui import browser, details, wording, wording_ask

_PAGE = "views/guides.py"
_SPECIAL = re.compile(r"([\\`*_\[\]<>$:~])")
_CONTENTS_FROM = 3  # a guide of fewer sections is seen at a glance


def draw_search() -> str:
    """Draw the search field; return what is sought."""
    return st.text_input(
        wording_ask.SEARCH,
        key="guides-search",
        placeholder=wording_ask.SEARCH_HINT,
        icon=":material/search:",
        autocomplete="off",
    ).strip()


def draw_found(passages: Sequence[Passage], corpus: Sequence[Guide]) -> None:
    """Draw what a search found: the quote, and the way to its place."""
    if not passages:
        st.info(wording_ask.SEARCH_NONE, icon=":material/search_off:")
    for passage in passages:
        with st.container(gap="xsmall"):
            draw_link(passage, corpus)
            st.text(f"“{passage.quote}”")


def draw_link(passage: Passage, corpus: Sequence[Guide]) -> None:
    """Draw the link that opens a guide where the passage stands."""
    body = next((g.body for g in corpus if g.id == passage.guide), "")
    at = body.find(passage.quote)
    place = {"guide": passage.guide} | ({"at": str(at)} if at >= 0 else {})
    st.page_link(_PAGE, label=_plain(passage.title), icon=":material/menu_book:", query_params=place)


def draw_list(corpus: Sequence[Guide], *, is_lost: bool) -> None:
    """Draw links to all guides, a group a frame; `is_lost` says that a link led nowhere."""
    st.markdown(wording.GUIDES_WHAT)
    if is_lost:
        st.info(wording.GUIDE_UNKNOWN, icon=":material/search_off:")
    own = [g for g in corpus if g.id.startswith("own-")]
    if own:
        _draw_group(wording_ask.OWN, own)
    for frames, group in wording.GUIDE_GROUPS.items():
        _draw_group(group, [g for g in corpus if g.frames == frames and g not in own])


def _draw_group(name: str, guides: Sequence[Guide]) -> None:
    st.subheader(name, anchor=False)
    with st.container(gap="xsmall"):
        for guide in guides:
            st.page_link(_PAGE, label=_plain(guide.title), query_params={"guide": guide.id})


def draw_guide(guide: Guide, at: int | None) -> None:
    """Draw one guide with its frames, contents and sources; the section that holds `at` is marked."""
    with st.container(horizontal=True):
        st.page_link("views/rewrite.py", label=wording.BACK, icon=":material/arrow_back:")
        st.page_link(_PAGE, label=wording.ALL_GUIDES, icon=":material/menu_book:")
    st.title(_plain(guide.title), anchor=False)
    with st.container(horizontal=True):
        for frame in guide.frames:
            details.badge(wording.FRAMES[frame])
    sections = list(_sections(guide))
    if len(sections) >= _CONTENTS_FROM:
        _draw_contents([heading for heading, _, _ in sections if heading])
    for number, (heading, text, (start, end)) in enumerate(sections):
        is_quoted = at is not None and start <= at < end
        _draw_section(number, heading, text, is_quoted=is_quoted)
    st.subheader(wording.GUIDE_SOURCES, anchor=False)
    for source in guide.sources:
        memory = "" if source.seen else f" ({wording.FROM_MEMORY})"
        st.text(f"{source.author}, {source.year}. {source.where}{memory}")
    st.caption(wording.GUIDE_REVIEWED.format(day=guide.reviewed))


def _draw_contents(headings: Sequence[str]) -> None:
    with st.expander(wording_ask.CONTENTS, icon=":material/toc:"):
        st.markdown("\n".join(f"- [{_plain(h)}](#{_anchor(h)})" for h in headings))


def _draw_section(number: int, heading: str, text: str, *, is_quoted: bool) -> None:
    with st.container(border=is_quoted, key="quoted" if is_quoted else f"section-{number}"):
        if is_quoted:
            st.caption(f":material/format_quote: {wording_ask.QUOTED}")
        if heading:
            st.subheader(_plain(heading), anchor=_anchor(heading))
        st.text(text)
    if is_quoted:
        browser.bring_into_view("quoted", str(number))


def _sections(guide: Guide) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Yield heading, text and offsets of each section; the title is drawn on its own."""
    marks = list(HEADING.finditer(guide.body))
    first = marks[0].start() if marks else len(guide.body)
    if text := guide.body[:first].strip():
        yield "", text, (0, first)
    ends = [m.start() for m in marks[1:]] + [len(guide.body)]
    for mark, end in zip(marks, ends, strict=True):
        heading = "" if mark[2] == guide.title else mark[2]
        if text := guide.body[mark.end() : end].strip():
            yield heading, text, (mark.end(), end)


def _anchor(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-") or "section"


def _plain(text: str) -> str:
    """Return text in which Streamlit finds no markup."""
    return _SPECIAL.sub(r"\\\1", text)
