"""Draws the settings and takes their changes for this session. Must not write anything to disk."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from oneframe.errors import OneframeError
from oneframe.settings import STRICTNESS, TEXT_SIZES, Settings, TextSize
from oneframe.ui import keeping, resources
from oneframe.ui import wording_settings as words

_PERCENT: dict[TextSize, int] = {"normal": 100, "large": 115, "larger": 130}
_PROVIDER, _ADDRESS = "settings-provider", "settings-address"


def apply_looks() -> None:
    """Set the text size on whichever page is open; settings that cannot be read are for the page to tell."""
    try:
        size = resources.settings().text_size
    except OneframeError:
        return
    if size != "normal":
        st.html(f"<style>html {{ font-size: {_PERCENT[size]}% !important; }}</style>")


def draw_where(settings: Settings) -> None:
    """Draw where a text goes with these settings."""
    st.header(words.WHERE, anchor=False)
    for line in words.where(settings, sends=resources.sends(settings)):
        st.markdown(line)


def draw_writer(settings: Settings) -> None:
    """Draw who writes, the provider's model, and the test of the connection."""
    st.header(words.WRITER, anchor=False)
    now = "provider" if ":" in settings.writer else settings.writer
    wanted = st.radio(
        words.WRITER,
        list(words.WRITERS),
        list(words.WRITERS).index(now),
        format_func=words.WRITERS.__getitem__,
        key="settings-writer",
        label_visibility="collapsed",
    )
    if wanted == "provider":
        _draw_provider(settings)
    elif wanted != now:
        _change(lambda: keeping.change_writer(str(wanted), None))
    _draw_test(settings)


def _draw_provider(settings: Settings) -> None:
    with st.form("provider"):
        model = st.text_input(
            words.PROVIDER,
            settings.writer if ":" in settings.writer else "",
            key=_PROVIDER,
            placeholder=words.PROVIDER_EXAMPLE,
            autocomplete="off",
        )
        address = st.text_input(words.ADDRESS, settings.base_url or "", key=_ADDRESS, autocomplete="off")
        st.caption(words.KEY)
        if st.form_submit_button(words.USE, icon=":material/check:"):
            _change(
                lambda: keeping.change_writer(_model(str(model or "")), str(address or "").strip() or None)
            )


def _model(typed: str) -> str:
    """Return what names a provider's model; the name of a writer of ours would not need this form."""
    typed = typed.strip()
    return typed if ":" in typed else f"{typed}:"


def _draw_test(settings: Settings) -> None:
    if ":" in settings.writer:
        st.caption(words.TEST_WHAT)
    if not st.button(words.TEST, icon=":material/network_check:", key="settings-test"):
        return
    from oneframe.doctor import reach

    try:
        with st.spinner(words.TESTING):
            took_s = reach(settings)
    except OneframeError as fault:
        st.error(str(fault), title=words.TEST_FAILED, icon=":material/error:")
        return
    said = words.TEST_LOCAL if took_s is None else words.TEST_OK.format(seconds=took_s)
    st.success(said, icon=":material/check_circle:")


def draw_strictness(settings: Settings) -> None:
    """Draw how strictly two conversations are kept apart, and the house's own words for them."""
    st.header(words.APART, anchor=False)
    st.radio(
        words.APART,
        STRICTNESS,
        STRICTNESS.index(settings.strictness),
        format_func=words.STRICTNESS.__getitem__,
        label_visibility="collapsed",
        **_sets("strictness"),
    )
    st.header(words.TERMS, anchor=False)
    if not settings.terms:
        st.markdown(words.TERMS_NONE)
        return
    st.markdown(words.TERMS_WHAT)
    for name, term in settings.terms:
        st.text(f"{name}: {term}")


def draw_looks(settings: Settings) -> None:
    """Draw text size, where the theme is, and the masking of names."""
    st.header(words.LOOKS, anchor=False)
    st.radio(
        words.SIZE,
        TEXT_SIZES,
        TEXT_SIZES.index(settings.text_size),
        format_func=words.SIZES.__getitem__,
        horizontal=True,
        **_sets("text_size"),
    )
    st.caption(words.THEME)
    st.toggle(words.SCREENSHOTS, settings.screenshots, **_sets("screenshots"))
    st.caption(words.SCREENSHOTS_WHAT)


def draw_history(settings: Settings) -> None:
    """Draw whether finished rewrites are kept, for how long and where."""
    st.toggle(words.HISTORY, settings.history, **_sets("history"))
    if settings.history:
        st.number_input(words.HISTORY_DAYS, 1, 3650, settings.history_days, **_sets("history_days"))
        st.caption(words.HISTORY_WHERE)
        st.text(resources.history_place(settings))


def _sets(name: str) -> dict[str, Any]:
    """Return what lets a widget change the setting of that name as soon as it is touched."""
    key = f"settings-{name}"
    return {"key": key, "on_change": keeping.change_from, "args": (key, name)}


def _change(act: Callable[[], None]) -> None:
    """Change and draw anew, or say what cannot be used."""
    try:
        act()
    except OneframeError as fault:
        st.error(str(fault), title=words.REFUSED, icon=":material/error:")
        return
    st.rerun()
