"""Draws the draft sentence by sentence: what each does, what is wrong in it, what became of it, the choice.
Must not check a text itself: a choice makes a version, and the reviser says whether that passes."""

import itertools
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING

import streamlit as st

from oneframe.checking.compare import plain, stands_in
from oneframe.frames import Frame
from oneframe.records import Reading
from oneframe.revising.alignment import aligned, cut
from oneframe.revising.sheet import Sheet, restored, swapped
from oneframe.ui import details, diff, masks, wording
from oneframe.ui import wording_rewrite as words
from oneframe.ui.state import Turn
from oneframe.ui.versions import MAIN, Versions, with_sheet
from oneframe.writing.composer import greeting_in

if TYPE_CHECKING:
    from oneframe.revising.reviser import Reviser


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence of the draft and the coach's wording of it; empty where there is none.

    `mark` is the number of the draft's sentence, or a letter for one that was added.
    """

    mark: str
    old: str
    new: str

    @property
    def is_change(self) -> bool:
        """True where the coach's wording differs, or is new; what is set aside has its own list."""
        return bool(self.new) and self.old != self.new


def rows(sheet: Sheet) -> tuple[Row, ...]:
    """Return the draft beside what was offered, aligned by sentence."""
    pairs = aligned(cut(sheet.draft.text), cut(sheet.offered))
    numbers, letters = itertools.count(1), iter(ascii_lowercase * len(pairs))
    marks = [str(next(numbers)) if old else next(letters) for old, _ in pairs]
    return tuple(Row(mark, old, new) for mark, (old, new) in zip(marks, pairs, strict=True))


def unchanged(sheet: Sheet, companion: Sheet | None) -> int:
    """Return how many sentences of the draft stand word for word in one of the texts, greeting apart."""
    texts = plain(f"{sheet.text}\n{companion.text if companion else ''}")
    bare = (s.text.removeprefix(greeting_in(s.text)) or s.text for s in sheet.draft.sentences)
    return sum(stands_in(plain(s), texts) for s in bare)


def draw(turn: Turn, versions: Versions, reviser: "Reviser", shown: masks.Shown) -> None:
    """Draw the highlighted draft, what was changed in it with a choice each, and what was not."""
    sheet = versions.now.desk.main
    found = rows(sheet)
    with st.container(key=f"sentences-{turn.id}"):
        st.header(words.HIGHLIGHTS, anchor=False)
        st.caption(wording.READ_AS[sheet.draft.label])
        diff.show(_lit(sheet.draft, shown))
        details.draw_findings(sheet.draft)
        st.header(words.CHANGES, anchor=False)
        same = unchanged(sheet, versions.now.desk.companion)
        kept = f" {words.FACTS_KEPT}" if sheet.is_deliverable else ""
        st.caption(words.unchanged(same, len(sheet.draft.sentences)) + kept)
        for row in found:
            if row.is_change:
                _Choice(turn, versions, reviser, row).draw(shown)
        st.caption(wording.CHANGED_KEY)


def _lit(reading: Reading, shown: masks.Shown) -> diff.Markup:
    """Return the draft with each sentence tinted by what it does; the tag says the same in words."""
    parts, end = [], 0
    for number, sentence in enumerate(reading.sentences, 1):
        look = wording.SENTENCES[sentence.frame]
        fault = f", {wording.FAULTS[sentence.error]}" if sentence.error else ""
        tag = f"{number} {look.word}{fault}" if fault or sentence.frame is not Frame.NEUTRAL else ""
        parts.append(diff.Lit(shown(sentence.text), reading.text[end : sentence.start], look.color, tag))
        end = sentence.end
    return diff.highlighted(parts)


@dataclass(frozen=True)
class _Choice:
    """One change, with the button that takes it back or takes it again."""

    turn: Turn
    versions: Versions
    reviser: "Reviser"
    row: Row

    def draw(self, shown: masks.Shown) -> None:
        """Draw the change and the one thing that can be done with it now."""
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            diff.show(diff.pair(shown(self.row.old), shown(self.row.new)))
            label, text, said = self._offer()
            if label:
                st.button(
                    words.change(self.row.mark, label),
                    key=f"row-{self.turn.id}-{self.row.mark}",
                    on_click=self._make,
                    args=(text, said),
                )
            else:
                st.caption(words.TOUCHED, width="content")

    def _offer(self) -> tuple[str, str, str]:
        """Return the button, the text that it makes, and the name of that version."""
        text, row = self.versions.now.desk.main.text, self.row
        if row.new in text:
            label, said = (words.KEEP_MINE, words.MINE) if row.old else (words.LEAVE_OUT, words.LEFT_OUT)
            return label, swapped(text, row.new, row.old), said
        if row.old and row.old in text:
            return words.TAKE, swapped(text, row.old, row.new), words.TAKEN
        if not row.old:
            offered = self.versions.now.desk.main.offered
            return words.PUT_BACK, restored(text, row.new, offered), words.PUT_IN
        return "", "", ""

    def _make(self, text: str, said: str) -> None:
        """Check the text and let it stand as a version."""
        desk = self.versions.now.desk
        sheet = self.reviser.revise(desk.main, text)
        self.versions.editing = ""
        self.versions.add(said, with_sheet(desk, MAIN, sheet))
