"""What the pages beside Rewrite keep in the session: changed settings, a prepared talk, what was just said.
Beside `state`, the only module that touches `st.session_state`. Must not draw, and writes nothing to disk."""

from dataclasses import dataclass, replace

import streamlit as st

from oneframe.frames import Frame
from oneframe.prepared import Preparation
from oneframe.records import Rewrite
from oneframe.settings import Settings
from oneframe.ui import state
from oneframe.ui.state import Phase

DRAFT_KEY = "prepare-draft"
FRAME_KEY = "prepare-frame"
_CHANGED = "settings"
_PREPARED = "prepared"
_SAID = "said"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft and the talk that was prepared from it; `fault` says why it could not be read."""

    draft: str
    made: Preparation | None
    fault: str = ""


def applied(loaded: Settings) -> Settings:
    """Return the loaded settings with what this session changed."""
    return replace(loaded, **st.session_state.get(_CHANGED, {}))


def change(**values: object) -> None:
    """Change settings for this session. Raises SettingsInvalid on one that no part could use."""
    changed = {**st.session_state.get(_CHANGED, {}), **values}
    replace(Settings(), **changed)
    st.session_state[_CHANGED] = changed


def change_writer(writer: str, base_url: str | None) -> None:
    """Change who writes; leave to send drafts to the one before is not leave to send them to this one."""
    change(writer=writer, base_url=base_url)
    st.session_state[state.CONSENT_KEY] = False


def change_from(key: str, name: str) -> None:
    """Take a setting from the widget of that key (a callback)."""
    change(**{name: st.session_state[key]})


def prepared() -> Prepared | None:
    """Return the talk prepared last."""
    kept: Prepared | None = st.session_state.get(_PREPARED)
    return kept


def keep_prepared(one: Prepared) -> None:
    """Keep a prepared talk for this session."""
    st.session_state[_PREPARED] = one


def last_rewrite() -> tuple[str, Rewrite] | None:
    """Return the last draft of the Rewrite page that has a frame, with what came of it."""
    for turn in reversed(state.turns()):
        past = turn.past
        if turn.phase is Phase.DONE and past.rewrite and past.rewrite.frame:
            return past.asked.draft, past.rewrite
    return None


def rewrite_of(draft: str) -> Rewrite | None:
    """Return what the Rewrite page made of this very draft."""
    last = last_rewrite()
    return last[1] if last and last[0] == draft else None


def put_draft(draft: str, frame: Frame | None = None) -> None:
    """Put a draft, and the frame that it is for, on the page Prepare (a callback)."""
    st.session_state[DRAFT_KEY] = draft
    st.session_state[FRAME_KEY] = frame.value if frame else "draft"
    st.session_state.pop(_PREPARED, None)


def put_message(text: str) -> None:
    """Put a text into the input of the page Rewrite (a callback)."""
    st.session_state[state.DRAFT_KEY] = text


def forget(*keys: str) -> None:
    """Empty the widgets of these keys (a callback)."""
    for key in keys:
        st.session_state[key] = None


def say(words: str) -> None:
    """Keep a line that the page says once, after it was drawn anew."""
    st.session_state[_SAID] = words


def said() -> str:
    """Return that line, once."""
    return str(st.session_state.pop(_SAID, ""))
