"""Claims about messages changed for training: other people, the same labels; shipped weights come back."""

import random

import pytest

from oneframe.evals import twins
from oneframe.training import augment
from oneframe.training.labels import Example

EXAMPLE = Example(
    "x", ("Hi Marta,", "Marta told him that her reports are late.", "He said she is right."), frames=(0, 2, 0)
)


def test_people_get_other_names_the_same_throughout_and_labels_stay():
    made = augment.renamed(EXAMPLE, random.Random(1))
    name = made.lines[0].removeprefix("Hi ").rstrip(",")
    assert name != "Marta" and made.lines[1].startswith(f"{name} told")
    assert made.frames == EXAMPLE.frames and len(made.lines) == 3


def test_half_of_the_messages_get_other_pronouns():
    made = [augment.renamed(EXAMPLE, random.Random(n)).lines[2] for n in range(40)]
    assert set(made) == {"He said she is right.", "She said he is right."}
    swapped = next(augment.renamed(EXAMPLE, random.Random(n)) for n in range(40) if made[n].startswith("She"))
    assert "told her that his reports" in swapped.lines[1]


@pytest.mark.parametrize("names", [twins._WOMEN, twins._MEN])
def test_no_name_that_measures_flips_is_trained_with(names):
    assert not set(names) & set(augment._NAMES)


COACHING = Example(
    "c",
    ("Hi Marta,", "What would you like to learn next from it?", "See you on Thursday at ten."),
    frames=(0, 1, 0),
    faults=(-1, -1, -1),
    elements=((0,) * 4,) * 3,
    named=1,
    intent=0,
    triggers=(frozenset(),) * 3,
)
PERFORMANCE = Example(
    "p",
    ("The counts have to be in by noon.", "The vans leave at two on Fridays."),
    frames=(2, 0),
    faults=(-1, -1),
    elements=((1, 0, 0, 0), (0,) * 4),
    named=0,
    intent=1,
    triggers=(frozenset(),) * 2,
)


def test_a_spliced_message_says_what_was_put_in_and_only_a_blend_loses_its_name_and_intent():
    donors = augment.Donors.of([COACHING, PERFORMANCE])
    made = [augment.spliced(COACHING, donors, random.Random(n)) for n in range(60)]
    blends = [m for m in made if 2 in m.frames]
    assert 15 < len(blends) < 45 and all(len(m.lines) == 4 and m.lines[0] == "Hi Marta," for m in made)
    assert all(m.named is None and m.intent is None and m.faults is None for m in blends)
    honest = [m for m in made if m not in blends]
    assert {m.frames.count(1) for m in honest} == {1, 2}
    assert all(m.named == 1 and m.intent == 0 and m.faults == (-1,) * 4 for m in honest)


def test_a_message_without_a_frame_is_given_neutral_sentences_only():
    plain = Example("n", ("Lunch is at one.",), frames=(0,), faults=(-1,), triggers=(frozenset(),))
    donors = augment.Donors.of([COACHING, PERFORMANCE])
    assert all(set(augment.spliced(plain, donors, random.Random(n)).frames) == {0} for n in range(30))


def test_a_blend_is_left_as_it_is():
    blend = Example("b", ("One.", "Two."), frames=(1, 2))
    assert augment.spliced(blend, augment.Donors.of([COACHING, PERFORMANCE]), random.Random(1)) is blend
