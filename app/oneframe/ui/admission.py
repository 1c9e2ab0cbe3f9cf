"""How many people one process serves at a time: the newest are refused politely, so that no page stalls.
Knows of a session only that it was drawn, and when."""

import threading
import time
from collections.abc import Callable
from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from oneframe.ui import wording_ask

# Measured: 100 sessions at one click in ten seconds stay under 0.6 s; with 200 a page takes half a minute.
MOST: Final = 120
ACTIVE_S: Final = 60.0


class Door:
    """Lets `most` sessions in at a time; one that was not drawn for `active_s` seconds has left."""

    def __init__(
        self, most: int = MOST, active_s: float = ACTIVE_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._active_s, self._clock = most, active_s, clock
        self._seen: dict[str, float] = {}
        self._lock = threading.Lock()

    def lets_in(self, session: str) -> bool:
        """Return whether `session` may be drawn now; whoever is inside stays inside."""
        now = self._clock()
        with self._lock:
            self._seen = {s: t for s, t in self._seen.items() if now - t < self._active_s}
            if session not in self._seen and len(self._seen) >= self._most:
                return False
            self._seen[session] = now
            return True


@st.cache_resource(show_spinner=False)
def _door() -> Door:
    return Door()


def admit() -> None:
    """End the page with a few words where too many others are at work; nothing of theirs is lost."""
    run = get_script_run_ctx()
    if run is None or _door().lets_in(run.session_id):
        return
    st.info(wording_ask.FULL, icon=":material/hourglass_empty:")
    st.button(wording_ask.FULL_RETRY, icon=":material/refresh:", key="try-again")
    st.stop()
