"""Draws one finished, stopped or failed turn. Anyone's text goes through st.text, st.code or the diff.
Must not run a turn or decide what may be copied: only a rewrite that passed has a copy button."""

from collections.abc import Mapping, Sequence

import streamlit as st

from oneframe.frames import Frame
from oneframe.planning.requests import Wish, asks_the_assistant
from oneframe.records import Companion, Passage, Rewrite, Slot, Status, Tone
from oneframe.ui import browser, details, slots, state, wording
from oneframe.ui.state import Phase, Refusal, Turn

_LONG_CHARS = 900
PERSON, ONEFRAME = ":material/person:", ":material/edit_note:"


def draw_request(turn: Turn) -> None:
    """Draw what was asked: a draft as it was pasted, or a few words."""
    asked = turn.asked
    with st.chat_message("user", avatar=PERSON):
        if asked.is_example:
            st.caption(wording.EXAMPLE)
        if len(asked.said) > _LONG_CHARS:
            with st.expander(wording.YOUR_DRAFT.format(words=len(asked.said.split()))):
                st.text(asked.said)
        else:
            st.text(asked.said)


def draw_outcome(turn: Turn, *, is_last: bool) -> None:
    """Draw what came of it; the last turn also offers what can be asked next."""
    with st.chat_message("assistant", avatar=ONEFRAME):
        if turn.phase is Phase.DONE and turn.rewrite:
            _OUTCOMES[turn.rewrite.status](turn, turn.rewrite)
            if is_last:
                _draw_actions(turn, turn.rewrite)
        else:
            _draw_unfinished(turn, is_last)


def _draw_rewritten(turn: Turn, rewrite: Rewrite) -> None:
    if rewrite.frame:
        details.badge(wording.FRAMES[rewrite.frame])
    st.text(rewrite.why)
    if turn.trouble:
        st.warning(wording.TROUBLE, icon=":material/cloud_off:")
        st.text(turn.trouble)
    _draw_text(rewrite.text, slots.slots_of(rewrite.text, rewrite.slots), f"{turn.id}-main")
    if rewrite.companion:
        _draw_companion(rewrite.companion, turn)
    _draw_aside(turn, rewrite)
    with st.expander(wording.CHANGED, icon=":material/difference:"):
        details.draw_changes(turn)
    with st.expander(wording.CHECKED, icon=":material/checklist:"):
        details.draw_checks(rewrite.checks)
    _draw_reading(turn)
    if rewrite.sources:
        with st.expander(wording.SOURCES, icon=":material/menu_book:"):
            _draw_sources(rewrite.sources)
    st.caption(wording.credit(rewrite))


# A fragment, so that filling in a part never restarts a turn that is being written.
@st.fragment
def _draw_text(text: str, parts: Sequence[Slot], key: str) -> None:
    above = st.container()
    fills = _draw_slots(parts, key)
    ready = slots.filled(text, fills)
    with above:
        st.caption(wording.still_open(slots.open_count(fills), len(fills)))
        st.code(ready, language=None, wrap_lines=True)
        browser.copy_button(ready, f"copy-{key}")


def _draw_slots(parts: Sequence[Slot], key: str) -> Mapping[Slot, str]:
    """Draw an input for each part; hints may quote the draft, so they are shown as plain text."""
    if not parts:
        return {}
    fills: dict[Slot, str] = {}
    with st.container(border=True):
        st.caption(wording.SLOTS)
        for number, slot in enumerate(parts):
            with st.container(gap="xsmall"):
                fills[slot] = _draw_slot(slot, f"slot-{key}-{number}")
    return fills


def _draw_slot(slot: Slot, key: str) -> str:
    label = wording.ELEMENTS[slot.element]
    st.markdown(f"**{label}**")
    st.text(slot.hint)
    return st.text_input(
        label,
        key=key,
        placeholder=wording.SLOT_EMPTY,
        live=True,
        persist_state="session",
        autocomplete="off",
        label_visibility="collapsed",
    )


def _draw_companion(companion: Companion, turn: Turn) -> None:
    with st.container(border=True):
        details.badge(wording.FRAMES[companion.frame])
        st.text(wording.COMPANION)
        _draw_text(companion.text, slots.slots_of(companion.text), f"{turn.id}-companion")


def _draw_aside(turn: Turn, rewrite: Rewrite) -> None:
    if not rewrite.set_aside:
        return
    with st.expander(f"{wording.SET_ASIDE} ({len(rewrite.set_aside)})", icon=":material/move_item:"):
        reasons = details.reasons(turn.reading)
        for piece in rewrite.set_aside:
            is_moved = bool(rewrite.companion and piece.text.rstrip(".!?") in rewrite.companion.text)
            st.text(piece.text)
            st.caption(wording.aside(piece, is_moved, reasons.get(piece.sentence, "")))


def _draw_reading(turn: Turn) -> None:
    if turn.reading:
        with st.expander(wording.READ, icon=":material/search:"):
            details.draw_reading(turn.reading)


def _draw_sources(passages: Sequence[Passage]) -> None:
    for passage in passages:
        st.text(f"“{passage.quote}”")
        st.page_link(
            "pages/guides.py",
            label=passage.title,
            icon=":material/menu_book:",
            query_params={"guide": passage.guide},
        )


def _draw_unchanged(turn: Turn, rewrite: Rewrite) -> None:
    if rewrite.frame:
        details.badge(wording.FRAMES[rewrite.frame])
    st.success(rewrite.why, title=wording.UNCHANGED, icon=":material/done_all:")
    _draw_reading(turn)


def _draw_ask(turn: Turn, rewrite: Rewrite) -> None:
    st.info(rewrite.question or rewrite.why, title=wording.ASK, icon=":material/help:")
    _draw_reading(turn)


def _draw_routed(turn: Turn, rewrite: Rewrite) -> None:
    advice = rewrite.route.advice if rewrite.route else rewrite.why
    st.warning(advice, title=wording.ROUTED, icon=":material/support_agent:")


_OUTCOMES = {
    Status.REWRITTEN: _draw_rewritten,
    Status.UNCHANGED: _draw_unchanged,
    Status.ASK: _draw_ask,
    Status.ROUTED: _draw_routed,
}


def draw_refusal(refusal: Refusal) -> None:
    """Draw why a text was not taken; it is back in the input, and shown here in whole."""
    st.error(refusal.why, title=wording.REFUSED, icon=":material/error:")
    st.caption(wording.REFUSED_KEPT)
    with st.expander(wording.REFUSED_TEXT):
        st.text(refusal.text)


def _draw_unfinished(turn: Turn, is_last: bool) -> None:
    if turn.phase is Phase.FAILED:
        st.error(wording.FAILED_KEPT, title=wording.FAILED, icon=":material/error:")
        st.text(turn.fault)
    else:
        st.info(wording.STOPPED, icon=":material/stop_circle:")
    if is_last:
        st.button(
            wording.RETRY,
            icon=":material/refresh:",
            on_click=state.retry,
            args=(turn,),
            key=f"retry-{turn.id}",
        )


def _draw_actions(turn: Turn, rewrite: Rewrite) -> None:
    """Draw what can be asked next: nothing where the way is to people."""
    offers = _offers(turn, rewrite)
    with st.container(horizontal=True, gap="small"):
        for said, icon, wish in offers:
            st.button(
                said, icon=icon, on_click=state.ask_again, args=(said, wish), key=f"ask-{turn.id}-{said}"
            )


def _offers(turn: Turn, rewrite: Rewrite) -> list[tuple[str, str, Wish]]:
    if rewrite.status is Status.ROUTED or asks_the_assistant(turn.asked.draft):
        return []
    if rewrite.status is Status.ASK:
        return [
            (said, wording.FRAMES[frame].icon, Wish(frame, None)) for frame, said in wording.ANSWERS.items()
        ]
    if rewrite.frame in (None, Frame.NEUTRAL):
        return []
    tones = [
        (wording.TONES[Tone.SHORTER], ":material/compress:", Wish(None, Tone.SHORTER)),
        (wording.TONES[Tone.WARMER], ":material/favorite:", Wish(None, Tone.WARMER)),
    ]
    again = [(wording.AGAIN, ":material/refresh:", Wish(None, None))]
    other = (wording.OTHER, ":material/swap_horiz:", Wish(None, None, other=True))
    return [other, *tones, *(again if rewrite.status is Status.REWRITTEN else [])]
