"""Keeps finished turns in the history where that is on, and draws it. Anyone's text goes through st.text or
st.code. Must not keep anything while history is off."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from oneframe.errors import HistoryUnavailable
from oneframe.privacy.history import Kept
from oneframe.records import Status
from oneframe.settings import Settings
from oneframe.ui import browser, keeping, masks, resources
from oneframe.ui import wording_history as words
from oneframe.ui.state import Turn

if TYPE_CHECKING:
    from oneframe.privacy.history import History

_SEARCH = "history-search"


def keep(turn: Turn, settings: Settings) -> None:
    """Keep a finished rewrite, if history is on; a history that fails costs the turn nothing."""
    rewrite = turn.rewrite
    if not settings.history or rewrite is None or rewrite.status is not Status.REWRITTEN:
        return
    companion = rewrite.companion.text if rewrite.companion else ""
    entry = Kept(turn.asked.draft, rewrite.text, str(rewrite.frame or ""), companion)
    try:
        resources.history(settings).keep(entry)
    except HistoryUnavailable as fault:
        st.toast(words.NOT_KEPT.format(why=fault), icon=":material/error:", duration="long")


def draw(settings: Settings, history: "History") -> None:
    """Draw what is kept; while history is off, only that there is something left to erase."""
    count = len(history.entries())
    if settings.history:
        _draw_where(settings, history)
        if count:
            _draw_entries(settings, history)
        else:
            st.info(words.EMPTY, icon=":material/inbox:")
    elif count:
        st.warning(words.STILL_KEPT.format(count=words.entries(count)), icon=":material/history:")
    if count:
        _draw_erase(history, count)


def draw_off(settings: Settings, where: str) -> None:
    """Draw that nothing is kept, and where it would be."""
    st.markdown(words.OFF)
    st.caption(words.OFF_MORE.format(days=settings.history_days))
    st.text(where)
    st.page_link("views/settings.py", label=words.SWITCH, icon=":material/settings:")


def _draw_where(settings: Settings, history: "History") -> None:
    on = words.ON if history.is_file else words.ON_SERVER
    st.markdown(on.format(days=settings.history_days))
    st.text(history.where)
    if not history.is_file:
        st.caption(words.SERVER_COPIES)


def _draw_entries(settings: Settings, history: "History") -> None:
    search = st.text_input(words.SEARCH, key=_SEARCH, autocomplete="off", icon=":material/search:")
    found = history.entries(str(search or ""))
    if not found:
        st.info(words.NOTHING, icon=":material/search_off:")
    for entry in found:
        _draw_entry(entry, settings, history)


def _draw_entry(entry: Kept, settings: Settings, history: "History") -> None:
    shown = masks.screen(settings, entry.draft)
    with st.expander(_title(entry), icon=":material/history:", key=f"kept-{entry.id}"):
        st.caption(words.DRAFT)
        st.text(shown(entry.draft))
        st.caption(words.REWRITE)
        st.code(shown(entry.text), language=None, wrap_lines=True)
        browser.copy_button(entry.text, f"copy-kept-{entry.id}")
        if entry.companion:
            st.caption(words.COMPANION)
            st.code(shown(entry.companion), language=None, wrap_lines=True)
            browser.copy_button(entry.companion, f"copy-other-{entry.id}")
        with st.container(horizontal=True, gap="small"):
            if st.button(words.OPEN, icon=":material/edit_note:", key=f"reopen-{entry.id}"):
                keeping.put_message(entry.draft)
                st.switch_page("views/rewrite.py")
            st.button(
                words.DELETE,
                icon=":material/delete:",
                key=f"delete-{entry.id}",
                on_click=_delete,
                args=(history, entry.id),
            )


def _title(entry: Kept) -> str:
    """Return when it was and what it was: no word of anyone's, as a title is read as markup."""
    when = entry.at.astimezone().strftime("%d %b %Y, %H:%M")
    return f"{when} · {words.FRAMES.get(entry.frame, words.NO_FRAME)} · {len(entry.draft.split()):,} words"


def _draw_erase(history: "History", count: int) -> None:
    with st.popover(words.ERASE, icon=":material/delete_forever:"):
        st.markdown(words.ERASE_SURE.format(count=words.entries(count)))
        st.button(words.ERASE_YES, type="primary", key="erase", on_click=_erase, args=(history,))


def _delete(history: "History", id_: int) -> None:
    _tell(lambda: history.delete(id_), words.DELETED)


def _erase(history: "History") -> None:
    _tell(history.erase, words.ERASED if history.is_file else words.ERASED_SERVER)


def _tell(act: Callable[[], None], done: str) -> None:
    """Do it and say that it is done, or why it is not."""
    try:
        act()
        keeping.say(done)
    except HistoryUnavailable as fault:
        keeping.say(str(fault))
