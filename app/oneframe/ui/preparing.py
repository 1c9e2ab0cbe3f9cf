"""Draws a prepared talk: what to say, what may be heard back, note, invitation, files. Anyone's words go
through st.text or st.code. Must not word or check anything: only what the preparer passed can be copied."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from oneframe.errors import DraftRefused
from oneframe.frames import Frame
from oneframe.prepared import Preparation, Reaction, Talk
from oneframe.records import Check
from oneframe.settings import Settings
from oneframe.ui import browser, details, keeping, masks, wording
from oneframe.ui import wording_prepare as words
from oneframe.ui.keeping import Prepared
from oneframe.ui.masks import Shown
from oneframe.writing import pages
from oneframe.writing.export import Page, as_calendar, as_docx, as_mail, as_markdown

if TYPE_CHECKING:
    from oneframe.preparer import Preparer

_NOTE = "note:"
_FRAMES = (Frame.COACHING, Frame.PERFORMANCE)
_WORD_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ROOM = 220


def draw_form() -> tuple[str, Frame | None] | None:
    """Draw what is asked for; return draft and frame when it was sent."""
    if last := keeping.last_rewrite():
        st.button(
            words.FROM_LAST,
            icon=":material/edit_note:",
            on_click=keeping.put_draft,
            args=(last[0], last[1].frame),
            key="prepare-last",
        )
    with st.form("prepare", border=False, enter_to_submit=False):
        draft = st.text_area(words.DRAFT, key=keeping.DRAFT_KEY, height=_ROOM, persist_state="session")
        frame = st.radio(
            words.FRAME,
            list(words.FRAMES),
            format_func=words.FRAMES.__getitem__,
            key=keeping.FRAME_KEY,
            horizontal=True,
            persist_state="session",
        )
        sent = st.form_submit_button(words.PREPARE, icon=":material/checklist:", type="primary")
    return (str(draft or ""), Frame(frame) if frame in _FRAMES else None) if sent else None


def prepare(preparer: "Preparer", draft: str, frame: Frame | None) -> None:
    """Prepare the talk and keep it for this session."""
    with st.spinner(words.BUSY):
        try:
            rewrite = keeping.rewrite_of(draft)
            same = rewrite if rewrite and frame in (None, rewrite.frame) else None
            made = preparer.prepare(draft, wish=frame, rewrite=same)
            keeping.keep_prepared(Prepared(draft, made))
        except DraftRefused as fault:
            keeping.keep_prepared(Prepared(draft, None, str(fault)))


def draw(kept: Prepared, preparer: "Preparer", settings: Settings) -> None:
    """Draw what came of it."""
    made = kept.made
    if made is None:
        st.error(kept.fault, title=wording.REFUSED, icon=":material/error:")
    elif made.talk is None:
        _draw_none(made)
    else:
        _draw_talk(made, made.talk, preparer, masks.screen(settings, kept.draft))


def _draw_none(made: Preparation) -> None:
    if made.route:
        st.warning(made.why, title=wording.ROUTED, icon=":material/support_agent:")
    elif made.question:
        st.info(made.why, title=wording.ASK, icon=":material/help:")
    else:
        st.info(made.why, title=words.NONE, icon=":material/info:")


def _draw_talk(made: Preparation, talk: Talk, preparer: "Preparer", shown: Shown) -> None:
    st.header(pages.TITLES[talk.frame], anchor=False)
    details.badge(wording.FRAMES[talk.frame])
    st.text(made.why)
    st.caption(words.still_open(talk.open_count))
    page = pages.page_of(made)
    with st.container(border=True):
        st.subheader(pages.OPENING, anchor=False)
        st.text(shown(talk.opening))
        browser.copy_button(talk.opening, "copy-opening")
        _draw_points(talk, shown)
    with st.expander(pages.LEAVE_OUT, icon=":material/block:"):
        for item in pages.leave_out_of(talk).items:
            _draw_line(item.label, shown(item.text))
    with st.expander(pages.REACTIONS, icon=":material/hearing:", expanded=True):
        for reaction in talk.reactions:
            _draw_reaction(reaction)
    _draw_note(made, shown)
    _draw_invite(talk.frame, preparer, shown)
    _draw_files(page)
    with st.expander(words.CHECKS, icon=":material/checklist:"):
        _draw_checks(made.checks)


def _draw_points(talk: Talk, shown: Shown) -> None:
    for section in pages.points_of(talk):
        st.subheader(section.heading, anchor=False)
        for item in section.items:
            _draw_line(item.label, shown(item.text))


def _draw_line(label: str, text: str) -> None:
    with st.container(gap="xxsmall"):
        if label:
            st.markdown(f"**{label}**")
        st.text(text)


def _draw_reaction(reaction: Reaction) -> None:
    with st.container(gap="xsmall"):
        st.markdown(f"**{reaction.moment}**")
        st.text(reaction.line)
        st.caption(pages.AVOID.format(avoid=pages.quoted(reaction.avoid)))
        st.page_link(
            "views/guides.py",
            label=words.GUIDE,
            icon=":material/menu_book:",
            query_params={"guide": reaction.guide},
        )


def _draw_note(made: Preparation, shown: Shown) -> None:
    st.subheader(pages.NOTE, anchor=False)
    if not made.note:
        st.info(words.NO_NOTE, icon=":material/block:")
        return
    st.caption(f"{words.NOTE_WHAT} {words.REMINDER}")
    st.code(shown(made.note), language=None, wrap_lines=True)
    browser.copy_button(made.note, "copy-note", words.COPY_NOTE)


# A fragment, so that typing what the talk is about draws the invitation alone.
@st.fragment
def _draw_invite(frame: Frame, preparer: "Preparer", shown: Shown) -> None:
    st.subheader(pages.INVITE, anchor=False)
    st.caption(words.INVITE_WHAT)
    about = st.text_input(
        words.ABOUT, key="invite-about", placeholder=words.ABOUT_EXAMPLE, autocomplete="off"
    )
    with st.container(horizontal=True):
        at = st.datetime_input(words.AT, _next_morning(), key="invite-at", format="YYYY-MM-DD")
        minutes = st.number_input(words.MINUTES, 5, 480, 30, 5, key="invite-minutes")
    entry, why = preparer.invite(frame, about or "")
    if entry is None:
        st.warning(why, icon=":material/block:")
        return
    st.code(shown(f"{entry.title}\n\n{entry.text}"), language=None, wrap_lines=True)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        browser.copy_button(entry.title, "copy-title", words.COPY_TITLE)
        browser.copy_button(entry.text, "copy-invite", words.COPY_INVITE)
        if at and minutes:
            calendar = as_calendar(entry, at, int(minutes))
            _draw_file(words.CALENDAR, calendar, "conversation.ics", "text/calendar", ":material/event:")


def _next_morning() -> datetime:
    day = datetime.now() + timedelta(days=1)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)


def _draw_files(page: Page) -> None:
    st.subheader(words.TAKE, anchor=False)
    with st.container(horizontal=True, gap="small"):
        _draw_file(words.MARKDOWN, as_markdown(page), "plan.md", "text/markdown", ":material/markdown:")
        _draw_file(words.WORD, as_docx(page), "plan.docx", _WORD_MIME, ":material/description:")
        _draw_file(words.MAIL, as_mail(page), "plan.txt", "text/plain", ":material/mail:")
    st.caption(pages.REMINDER)


def _draw_file(label: str, made: str | bytes, name: str, mime: str, icon: str) -> None:
    st.download_button(label, made, name, mime, key=f"file-{name}", icon=icon, on_click="ignore")


def _draw_checks(checks: tuple[Check, ...]) -> None:
    """Draw the talk's checks, then the note's without the prefix that marks them."""
    st.markdown(f"**{words.CHECKED_TALK}**")
    details.draw_checks([c for c in checks if not c.rule.startswith(_NOTE)])
    st.markdown(f"**{words.CHECKED_NOTE}**")
    own = [c for c in checks if c.rule.startswith(_NOTE)]
    details.draw_checks([Check(c.rule.removeprefix(_NOTE), c.verdict, c.why) for c in own])
