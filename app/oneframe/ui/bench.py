"""Draws both texts of a finished turn and all that can be done to them, in a fragment of their own.
Must not decide what passes: a text is copyable only where its sheet says that it passed every check."""

from typing import TYPE_CHECKING, cast

import streamlit as st

from oneframe.records import Passage, Piece
from oneframe.revising.forms import Form
from oneframe.ui import asks, browser, details, highlights, masks, resources, state, wording
from oneframe.ui import wording_rewrite as words
from oneframe.ui.state import Turn
from oneframe.ui.texts import Text
from oneframe.ui.versions import COMPANION, MAIN, Versions, set_aside
from oneframe.ui.wording_settings import COMPANIONS

if TYPE_CHECKING:
    from oneframe.revising.reviser import Reviser


@st.fragment
def draw(turn: Turn, versions: Versions, reviser: "Reviser", *, is_last: bool) -> None:
    """Draw the version that stands, and what stands behind it."""
    desk = versions.now.desk
    settings = resources.settings()
    shown = masks.screen(settings, desk.main.draft.text)
    details.badge(wording.FRAMES[desk.main.plan.frame])
    st.text(versions.now.rewrite.why)
    if turn.trouble:
        st.warning(wording.TROUBLE, icon=":material/cloud_off:")
        st.text(turn.trouble)
    picker = st.container()
    form = _draw_forms(turn)
    sheets = [Text(turn, versions, reviser, shown, MAIN, form).draw()]
    if is_last:
        asks.draw(turn, versions.now.rewrite)
    if desk.companion:
        with st.container(border=True):
            details.badge(wording.FRAMES[desk.companion.plan.frame])
            st.text(COMPANIONS[settings.strictness])
            sheets.append(Text(turn, versions, reviser, shown, COMPANION, form).draw())
            _draw_transition(turn, versions)
    _draw_aside(turn, versions, reviser, shown)
    highlights.draw(turn, versions, reviser, shown)
    # Drawn when it is opened: a page is drawn again and again, and this is seldom looked at.
    box = st.expander(
        wording.CHECKED, icon=":material/checklist:", key=f"checks-{turn.id}", on_change="rerun"
    )
    if box.open:
        with box:
            details.draw_checks(*(s.verdict.checks for s in sheets))
    # Last, since typing may just have made a version.
    with picker:
        _draw_versions(turn, versions)
    if versions.now.rewrite.sources:
        box = st.expander(
            wording.SOURCES, icon=":material/menu_book:", key=f"sources-{turn.id}", on_change="rerun"
        )
        if box.open:
            with box:
                draw_sources(versions.now.rewrite.sources)
    st.caption(wording.credit(versions.now.rewrite))


def draw_sources(passages: tuple[Passage, ...]) -> None:
    """Draw what the guides say, each passage with the way to its guide."""
    for passage in passages:
        st.text(f"“{passage.quote}”")
        st.page_link(
            "views/guides.py",
            label=passage.title,
            icon=":material/menu_book:",
            query_params={"guide": passage.guide},
        )


def _draw_versions(turn: Turn, versions: Versions) -> None:
    """Draw the versions of the draft, where there is more than one, and the way back."""
    if len(versions.made) < 2:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        # The key holds where the manager stands, so that the picker follows an undo as it follows a pick.
        key = f"version-{turn.id}-{len(versions.made)}-{versions.at}"
        st.selectbox(
            words.VERSION,
            list(range(len(versions.made))),
            index=versions.at,
            format_func=lambda at: f"{at + 1}. {versions.made[at].label}",
            key=key,
            on_change=lambda: versions.pick(cast("int", state.value(key))),
            width=320,
        )
        st.button(
            words.UNDO,
            icon=":material/undo:",
            key=f"undo-{turn.id}",
            on_click=versions.undo,
            disabled=not versions.at,
        )


def _draw_forms(turn: Turn) -> Form:
    """Draw the forms that both texts can take."""
    chosen = st.segmented_control(
        words.FORM,
        list(Form),
        default=Form.MESSAGE,
        required=True,
        format_func=lambda form: words.FORMS[form],
        key=f"form-{turn.id}",
        label_visibility="collapsed",
    )
    return chosen or Form.MESSAGE


def _draw_transition(turn: Turn, versions: Versions) -> None:
    """Draw, on request, the line that is said between the two conversations."""
    # In one sitting the line is wanted at once; on separate days it is there on request.
    is_shown = versions.has_transition != (resources.settings().strictness == "one-sitting")
    if is_shown:
        with st.container(border=True):
            st.text(words.TRANSITION_WHAT)
            line = resources.form_phrases().transitions[versions.now.desk.main.plan.frame.other]
            st.code(line, language=None, wrap_lines=True)
            browser.copy_button(line, f"copy-{turn.id}-transition")
    st.button(
        words.TRANSITION_HIDE if is_shown else words.TRANSITION,
        icon=":material/alt_route:",
        key=f"transition-{turn.id}",
        on_click=_flip_transition,
        args=(versions,),
    )


def _flip_transition(versions: Versions) -> None:
    versions.has_transition = not versions.has_transition


def _draw_aside(turn: Turn, versions: Versions, reviser: "Reviser", shown: masks.Shown) -> None:
    """Draw the list of what stands in neither text by itself; its pieces when it is opened."""
    pieces = set_aside(versions.now.desk)
    if not pieces:
        return
    label = f"{wording.SET_ASIDE} ({len(pieces)})"
    box = st.expander(label, icon=":material/move_item:", key=f"aside-{turn.id}", on_change="rerun")
    if box.open:
        with box:
            if versions.note:
                st.warning(words.NOT_BACK, icon=":material/block:")
                st.text(versions.note)
            _draw_pieces(turn, versions, reviser, shown)


def _draw_pieces(turn: Turn, versions: Versions, reviser: "Reviser", shown: masks.Shown) -> None:
    """Draw each piece, why it was set aside, and the way back into the text of its frame."""
    desk = versions.now.desk
    taken = (*desk.main.taken_out, *(desk.companion.taken_out if desk.companion else ()))
    reasons = details.reasons(turn.reading)
    for number, piece in enumerate(set_aside(desk)):
        is_moved = bool(desk.companion and piece.text.rstrip(".!?") in desk.companion.text)
        why = words.YOU_TOOK if piece in taken else reasons.get(piece.sentence, "")
        st.text(shown(piece.text))
        st.caption(wording.aside(piece, is_moved, why))
        if not is_moved:
            st.button(
                words.change(str(number + 1), words.BACK_TO_TEXT),
                icon=":material/undo:",
                key=f"back-{turn.id}-{number}",
                on_click=_bring_back,
                args=(versions, reviser, piece),
            )


def _bring_back(versions: Versions, reviser: "Reviser", piece: Piece) -> None:
    made = reviser.bring_back(versions.now.desk, piece)
    versions.note = made.why
    if not made.why:
        versions.add(words.BROUGHT, made)
