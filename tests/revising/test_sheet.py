"""Edits to a text by whole sentences: what is not edited stays as it was."""

import pytest

from oneframe.revising.sheet import inserted, restored, swapped

TEXT = "Hi Ana,\n\nThis is about performance. It was late on Monday.\n\nTom"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("It was late on Monday.", "It was late.", TEXT.replace("It was late on Monday.", "It was late.")),
        ("It was late on Monday.", "", TEXT.replace(" It was late on Monday.", "")),
        ("This is about performance.", "", TEXT.replace("This is about performance. ", "")),
        ("Tom", "", TEXT.removesuffix("\n\nTom")),
        ("Hi Ana,", "", TEXT.removeprefix("Hi Ana,\n\n")),
        ("Not there.", "", TEXT),
        ("Not there.", "New.", TEXT),
    ],
)
def test_a_sentence_is_swapped_or_taken_out_with_its_gap(old, new, expected):
    assert swapped(TEXT, old, new) == expected


@pytest.mark.parametrize(
    ("after", "behind"),
    [
        (("It was late on Monday.",), "Monday."),
        (("Nowhere to be found.", "This is about performance."), "performance."),
        (("Hi Ana,",), "performance."),
        ((), "performance."),
        (("Nowhere to be found.",), "Monday."),
    ],
)
def test_a_sentence_comes_behind_its_neighbour_never_before_the_naming_or_after_the_sign_off(after, behind):
    assert inserted(TEXT, "It was seen twice.", after) == TEXT.replace(behind, f"{behind} It was seen twice.")


@pytest.mark.parametrize(
    "sentence", ["Hi Ana,", "This is about performance.", "It was late on Monday.", "Tom"]
)
def test_a_sentence_that_was_taken_out_is_restored_where_it_stood(sentence):
    assert restored(swapped(TEXT, sentence, ""), sentence, TEXT) == TEXT


def test_the_first_sentence_of_an_empty_text_is_the_text():
    assert inserted("", "It was seen.", ()) == "It was seen."
