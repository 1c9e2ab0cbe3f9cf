"""Draws one of the two texts of a turn: its form, its open parts, the hand that edits it, its Copy button.
Must not decide what passes: a text is copyable only where its sheet says that it passed every check."""

from typing import TYPE_CHECKING

import streamlit as st

from oneframe.records import Outcome, Slot
from oneframe.revising.forms import Form
from oneframe.revising.sheet import Sheet, without_facts
from oneframe.ui import browser, details, masks, resources, slots, wording
from oneframe.ui import wording_rewrite as words
from oneframe.ui.state import Turn
from oneframe.ui.versions import Versions, with_sheet

if TYPE_CHECKING:
    from oneframe.revising.reviser import Reviser

_LOSSES = {"facts-kept", "nothing-lost"}


class Text:
    """One of the two texts: its form, its open parts, the hand that edits it, and its Copy button."""

    def __init__(
        self, turn: Turn, versions: Versions, reviser: "Reviser", shown: masks.Shown, which: str, form: Form
    ) -> None:
        self.turn, self.versions, self.reviser, self.shown = turn, versions, reviser, shown
        self.which, self.form = which, form
        self.key = f"{turn.id}-{which}"
        sheet = versions.now.sheet(which)
        assert sheet is not None
        self.sheet = sheet

    def draw(self) -> Sheet:
        """Draw the text above its inputs, as they were just filled in; return it as it is shown."""
        above = st.container()
        fills: dict[Slot, str] = {}
        if self.is_edited:
            with above:
                self._draw_editor()
        else:
            fills = self._draw_slots()
        whole = self._filled(fills)
        subject, sheet = self._formed(whole)
        with above:
            _draw_subject(subject, self.key)
            _draw_verdict(sheet, slots.open_count(fills), len(fills), self.form)
            if not self.is_edited:
                _draw_text(sheet, self.shown)
            self._draw_hands(sheet, whole)
        return sheet

    @property
    def is_edited(self) -> bool:
        """True while this text is the one that is edited by hand."""
        return self.versions.editing == self.which

    def _filled(self, fills: dict[Slot, str]) -> Sheet:
        """Return the sheet with what was typed for its open parts, checked once for each text."""
        ready = slots.filled(self.sheet.text, fills)
        if ready == self.sheet.text:
            return self.sheet
        filled = [slot for slot, fill in fills.items() if fill.strip()]
        make = lambda: ("", self.reviser.revise(self.sheet, ready, filled=filled))
        return self.versions.once((self.which, ready, Form.MESSAGE), make)[1]

    def _formed(self, whole: Sheet) -> tuple[str, Sheet]:
        """Return subject and sheet of the form that was asked for; a text that failed has no other form."""
        if self.is_edited or self.form is Form.MESSAGE or not whole.is_deliverable:
            return "", whole
        make = lambda: self.reviser.formed(whole, self.form, resources.form_phrases())
        return self.versions.once((self.which, whole.text, self.form), make)

    def _draw_editor(self) -> None:
        """Draw the text to type in; what was typed is checked and stands as a version."""
        key = f"edit-{self.key}-{self.versions.edits}"
        typed = st.text_area(words.EDIT_LABEL, self.sheet.text, height="content", key=key)
        browser.tell_at_pauses(key)
        st.caption(words.GIVEN)
        if typed is not None and typed.strip() != self.sheet.text.strip():
            self.sheet = self.reviser.revise(self.sheet, typed)
            desk = with_sheet(self.versions.now.desk, self.which, self.sheet)
            self.versions.add(words.BY_HAND, desk, is_typed=True)

    def _draw_slots(self) -> dict[Slot, str]:
        """Draw an input for each part; hints may quote the draft, so they are shown as plain text."""
        parts = slots.slots_of(self.sheet.text, self.sheet.plan.slots)
        if not parts:
            return {}
        fills: dict[Slot, str] = {}
        with st.container(border=True):
            st.caption(wording.SLOTS)
            for number, slot in enumerate(parts):
                with st.container(gap="xsmall"):
                    fills[slot] = _draw_slot(slot, self.shown(slot.hint), f"slot-{self.key}-{number}")
        return fills

    def _draw_hands(self, sheet: Sheet, whole: Sheet) -> None:
        """Draw what can be done with the text: copy it if it passed, edit it, say that a change was meant."""
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if sheet.is_deliverable:
                browser.copy_button(sheet.text, f"copy-{self.key}")
            st.button(
                words.EDIT_DONE if self.is_edited else words.EDIT,
                icon=":material/check:" if self.is_edited else ":material/edit:",
                key=f"hand-{self.key}",
                on_click=self._toggle,
                args=(whole,),
            )
            if _only_loses(whole):
                key = f"meant-{self.key}"
                st.button(words.ON_PURPOSE, key=key, on_click=self._mean, args=(whole,))

    def _toggle(self, whole: Sheet) -> None:
        """Begin or end the edit; it begins with what was filled in so far."""
        if self.is_edited:
            self.versions.editing = ""
            return
        self.versions.editing, self.versions.edits = self.which, self.versions.edits + 1
        if whole.text != self.sheet.text:
            self.versions.add(words.FILLED, with_sheet(self.versions.now.desk, self.which, whole))

    def _mean(self, whole: Sheet) -> None:
        """Count the changed facts as meant (a callback)."""
        made = self.reviser.revise(whole, whole.text, meant=without_facts(whole))
        self.versions.add(words.MEANT, with_sheet(self.versions.now.desk, self.which, made))


def _only_loses(sheet: Sheet) -> bool:
    failed = {c.rule for c in sheet.verdict.checks if c.verdict is not Outcome.PASS}
    return bool(failed) and failed <= _LOSSES and not sheet.is_as_offered and bool(without_facts(sheet))


def _draw_subject(subject: str, key: str) -> None:
    if subject:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.text(f"{words.SUBJECT}: {subject}", width="content")
            browser.copy_button(subject, f"subject-{key}", words.COPY_SUBJECT)


def _draw_verdict(sheet: Sheet, open_: int, total: int, form: Form) -> None:
    """Say whether the text can be copied, and if not which rule it fails, in words."""
    if sheet.is_deliverable:
        st.caption(words.FORM_PART if form.is_part else wording.still_open(open_, total))
    elif sheet.route:
        st.warning(sheet.route.advice, title=words.FAILS_ROUTE, icon=":material/support_agent:")
    else:
        st.warning(words.FAILS, icon=":material/block:")
        details.draw_faults(sheet.verdict.checks)


def _draw_text(sheet: Sheet, shown: masks.Shown) -> None:
    """Draw the text; only one that passed is drawn with Streamlit's own copy button."""
    if sheet.is_deliverable:
        st.code(shown(sheet.text), language=None, wrap_lines=True)
    else:
        with st.container(border=True):
            st.text(shown(sheet.text))


def _draw_slot(slot: Slot, hint: str, key: str) -> str:
    label = wording.ELEMENTS[slot.element]
    st.markdown(f"**{label}**")
    st.text(hint)
    return st.text_input(
        label,
        key=key,
        placeholder=wording.SLOT_EMPTY,
        live=True,
        persist_state="session",
        autocomplete="off",
        label_visibility="collapsed",
    )
