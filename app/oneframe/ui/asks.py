"""Draws what can be asked next of the last turn, a button a wish. Must not write or check anything."""

import streamlit as st

from oneframe.frames import Frame
from oneframe.planning.requests import Wish, asks_the_assistant
from oneframe.records import Rewrite, Status
from oneframe.ui import state, wording
from oneframe.ui import wording_rewrite as words
from oneframe.ui.state import Turn


def draw(turn: Turn, rewrite: Rewrite) -> None:
    """Draw the buttons; nothing where the way is to people."""
    with st.container(horizontal=True, gap="small"):
        for said, icon, wish in _offers(turn, rewrite):
            # Not a callback: inside a fragment the page itself has to run, so that the new turn does.
            if st.button(said, icon=icon, key=f"ask-{turn.id}-{said}"):
                state.ask_again(said, wish)
                st.rerun()


def _offers(turn: Turn, rewrite: Rewrite) -> list[tuple[str, str, Wish]]:
    if rewrite.status is Status.ROUTED or asks_the_assistant(turn.asked.draft):
        return []
    if rewrite.status is Status.ASK:
        return [
            (said, wording.FRAMES[frame].icon, Wish(frame, None)) for frame, said in wording.ANSWERS.items()
        ]
    if rewrite.frame in (None, Frame.NEUTRAL):
        return []
    tones = [(said, icon, Wish(None, tone)) for tone, (said, icon) in words.TONES.items()]
    again = [(wording.AGAIN, ":material/refresh:", Wish(None, None))]
    other = (wording.OTHER, ":material/swap_horiz:", Wish(None, None, other=True))
    return [other, *tones, *(again if rewrite.status is Status.REWRITTEN else [])]
