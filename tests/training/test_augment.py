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
