"""The open parts of a text."""

from ui_fakes import HINTED, STANDARD, TEXT

from oneframe.frames import Element
from oneframe.records import Slot
from oneframe.ui.slots import filled, open_count, slots_of


def test_an_empty_fill_leaves_the_bracket():
    assert filled(TEXT, {STANDARD: "  ", HINTED: ""}) == TEXT
    assert open_count({STANDARD: "  ", HINTED: "x"}) == 1


def test_a_fill_stands_where_its_bracket_stood():
    assert filled(TEXT, {STANDARD: " noon "}) == TEXT.replace(STANDARD.text, "noon")


def test_a_companions_brackets_are_found_and_the_managers_own_are_not():
    confirm = Slot(None, "confirm that this is open whatever happens, or strike it: the trainer role")
    gap = Slot(Element.GAP, "what you saw, and when")
    text = f"Hi [Name], {gap.text}. {confirm.text}. See [the annex: page 3]."
    assert slots_of(text) == (gap, confirm)


def test_a_known_slot_that_the_text_lacks_is_not_asked_for():
    assert slots_of("Hi Jo, done.", (STANDARD,)) == ()
