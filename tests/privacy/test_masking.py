"""Names on a shared screen: gone, consistent, and only names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneframe.privacy.masking import masked, names_of
from oneframe.reading.facts import facts

TEXT = "Hi Priya, Tom says that Priya Shah's report of 3 May is late. Ms Shah, please ring Tom. Tomorrow will do."


def test_every_name_is_masked_and_one_person_keeps_one_letter():
    made = masked(TEXT, ("Priya", "Tom", "Priya Shah", "Ms Shah"))
    assert made == (
        "Hi Name A, Name B says that Name A's report of 3 May is late. Name A, please ring Name B. Tomorrow will do."
    )


def test_the_names_are_the_reader_s_facts():
    names = names_of(facts(TEXT))
    assert "Priya" in names
    assert not {"3 May", "May"} & set(names)
    assert not any(name in masked(TEXT, names) for name in ("Priya", "Shah"))


def test_two_texts_of_one_turn_share_their_letters():
    names = ("Ana", "Bo")
    assert masked("Bo and Ana", names) == "Name B and Name A"
    assert masked("Only Bo", names) == "Only Name B"


def test_a_name_that_is_a_word_of_another_is_left_whole():
    assert masked("Tom met Tomas at Tom-Tom.", ("Tom",)) == "Name A met Tomas at Name A-Name A."


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=8), max_size=5))
def test_masking_never_fails_and_no_names_means_no_change(text, names):
    assert masked(text, ()) == text
    assert isinstance(masked(text, names), str)


@pytest.mark.parametrize("count", [26, 27, 60])
def test_letters_do_not_run_out(count):
    names = [f"N{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(count)]
    made = masked(" ".join(names), names)
    assert len(set(made.replace("Name ", "").split())) == count
