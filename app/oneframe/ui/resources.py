"""What all sessions share: settings, coach, guides. Caches no text of anyone's and draws nothing.
Never holds a lock over a draft: a coach has no state of a turn."""

import contextlib
import threading
from collections.abc import Generator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import streamlit as st

from oneframe import settings as config
from oneframe.errors import OneframeError
from oneframe.frames import Frame
from oneframe.records import Passage, Step
from oneframe.settings import Settings
from oneframe.ui import keeping, wording

if TYPE_CHECKING:
    from oneframe.adviser import Adviser
    from oneframe.coach import Coach
    from oneframe.guidance.corpus import Guide
    from oneframe.planning.choose import ChoiceWording
    from oneframe.preparer import Preparer
    from oneframe.privacy.history import History
    from oneframe.revising.forms import FormPhrases
    from oneframe.wiring import LazyGuides

_GUIDES_WAIT_S = 2.0


def settings() -> Settings:
    """Return the settings, and keep other libraries quiet. Raises SettingsInvalid."""
    found = keeping.applied(config.load())
    config.keep_quiet(tracing=found.tracing)
    return found


def sends(found: Settings) -> bool:
    """Return whether a draft could leave this machine: a remote provider, or tracing of any provider."""
    from oneframe.wiring import leaves_this_machine

    return leaves_this_machine(found) or (found.tracing and ":" in found.writer)


def coach(found: Settings, *, may_send: bool) -> "Coach":
    """Return the shared coach; without leave to send, the one whose composer stays on this machine."""
    local = replace(found, writer="composer") if sends(found) and not may_send else found
    return _built(local.for_writing)


def preparer(found: Settings) -> "Preparer":
    """Return what prepares talks; it writes with no model and sends nothing."""
    return _prepares(found.for_writing)


def history(found: Settings) -> "History":
    """Return the history that the settings name. Raises HistoryUnavailable."""
    return _history(found.history_url, found.history_days)


@st.cache_resource(show_spinner=False)
def guides() -> "tuple[Guide, ...]":
    """Return the guides of the corpus, by id. Raises AssetDamaged."""
    from oneframe.guidance.corpus import load

    return load(config.corpus())


def own_guides(found: Settings) -> "tuple[Guide, ...]":
    """Return the organisation's own guides as they are now. Raises AssetDamaged."""
    from oneframe.guidance import own

    return own.load(found.guides_dir)


def found_guides(found: Settings, sought: str) -> "tuple[Passage, ...]":
    """Return the passages that fit `sought`, best first, one a guide."""
    return _library(found.for_writing).found(sought)


def adviser(found: Settings, *, may_send: bool) -> "Adviser":
    """Return what answers questions; a provider words them only with leave, or on this machine."""
    return _advises(found.for_writing, may_send)


@st.cache_resource(show_spinner=False)
def _advises(found: Settings, may_send: bool) -> "Adviser":
    from oneframe.wiring import build_adviser

    return build_adviser(found, _library(found), may_send=may_send)


@st.cache_resource(show_spinner=False)
def _library(found: Settings) -> "LazyGuides":
    from oneframe.wiring import LazyGuides

    return LazyGuides(found)


@st.cache_resource(show_spinner=False)
def form_phrases() -> "FormPhrases":
    """Return what mails and agendas add to a text. Raises AssetDamaged."""
    from oneframe.revising.forms import load_form_phrases

    return load_form_phrases(config.prompts() / "phrases")


def has_history(found: Settings) -> bool:
    """Return whether something may be kept there, without making a file that is not there."""
    from oneframe.privacy.history import exists

    return exists(found.history_url)


def history_place(found: Settings) -> str:
    """Return where the history is, or would be, kept; no password in it."""
    from oneframe.privacy.history import place

    return place(found.history_url)


@st.cache_resource(show_spinner=False)
def choice() -> "ChoiceWording":
    """Return the questions and recommendations of the guided path. Raises AssetDamaged."""
    from oneframe.planning.choose import load_choice

    return load_choice(config.prompts() / "choose.toml")


@st.cache_resource(show_spinner=False)
def _prepares(found: Settings) -> "Preparer":
    from oneframe.wiring import build_preparer

    return build_preparer(found)


@st.cache_resource(show_spinner=False)
def _history(url: str, days: int) -> "History":
    from oneframe.privacy.history import History

    return History(url, days)


@st.cache_resource(show_spinner=False)
def _built(found: Settings) -> "Coach":
    from oneframe.wiring import build_coach

    made = build_coach(found, patience_s=_GUIDES_WAIT_S)
    threading.Thread(target=_warm, args=(made, ":" not in found.writer), daemon=True).start()
    return made


def _warm(made: "Coach", writes: bool) -> None:
    """Open the guides, then load reader and writer on an example, up to the first word written.

    The guides come first: the very first index takes a while, and no draft should have to wait for it.
    Errors wait for a draft.
    """
    with contextlib.suppress(OneframeError):
        if made.guides:
            made.guides.for_plan(Frame.COACHING, (), ())
    if not writes:
        return
    steps = cast("Generator[Step]", made.rewrite(wording.EXAMPLES[-1].text))
    with contextlib.suppress(OneframeError), contextlib.closing(steps):
        for step in steps:
            if step.chunk:
                return
