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
from oneframe.records import Step
from oneframe.settings import Settings
from oneframe.ui import wording

if TYPE_CHECKING:
    from oneframe.coach import Coach
    from oneframe.guidance.corpus import Guide


def settings() -> Settings:
    """Return the settings, and keep other libraries quiet. Raises SettingsInvalid."""
    found = config.load()
    config.keep_quiet(tracing=found.tracing)
    return found


def sends(found: Settings) -> bool:
    """Return whether a draft could leave this machine: a remote provider, or tracing of any provider."""
    from oneframe.wiring import leaves_this_machine

    return leaves_this_machine(found) or (found.tracing and ":" in found.writer)


def coach(found: Settings, *, may_send: bool) -> "Coach":
    """Return the shared coach; without leave to send, the one whose composer stays on this machine."""
    local = replace(found, writer="composer") if sends(found) and not may_send else found
    return _built(local)


@st.cache_resource(show_spinner=False)
def guides() -> "tuple[Guide, ...]":
    """Return the guides of the corpus, by id. Raises AssetDamaged."""
    from oneframe.guidance.corpus import load

    return load(config.corpus())


@st.cache_resource(show_spinner=False)
def _built(found: Settings) -> "Coach":
    from oneframe.wiring import build_coach

    made = build_coach(found)
    if ":" not in found.writer:
        threading.Thread(target=_warm, args=(made,), daemon=True).start()
    return made


def _warm(made: "Coach") -> None:
    """Load reader, guides and writer on an example, up to the first word written; errors wait for a draft."""
    steps = cast("Generator[Step]", made.rewrite(wording.EXAMPLES[-1].text))
    with contextlib.suppress(OneframeError), contextlib.closing(steps):
        for step in steps:
            if step.chunk:
                return
