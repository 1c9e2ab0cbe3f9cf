"""Nothing that the coach can say is without words on the page."""

import dataclasses

import pytest
from ui_fakes import REWRITTEN

from oneframe.checking.rules import RULES
from oneframe.frames import Element, Fault, Frame, Label
from oneframe.records import Outcome
from oneframe.ui import wording


@pytest.mark.parametrize(
    ("words", "of"),
    [
        (wording.RULES, RULES),
        (wording.FAULTS, Fault),
        (wording.SENTENCES, Frame),
        (wording.ASIDE, Frame),
        (wording.ELEMENTS, [*Element, None]),
        (wording.READ_AS, Label),
        (wording.OUTCOMES, Outcome),
    ],
    ids=["rules", "faults", "sentences", "aside", "elements", "labels", "outcomes"],
)
def test_there_are_words_for_every_member(words, of):
    assert set(words) == set(of)


def test_no_frame_is_told_by_colour_alone():
    looks = [*wording.SENTENCES.values()]
    assert len({x.word for x in looks}) == len({x.icon for x in looks}) == len(looks)


@pytest.mark.parametrize(
    ("writer", "attempts", "expected"),
    [
        ("composer", 0, "Written by the built-in composer (rules, no model), in 0.5 s."),
        (
            "composer",
            3,
            "Written by the built-in composer (rules, no model), after 3 of the model's tries did not pass, in 0.5 s.",
        ),
        ("embedded", 1, "Written by the small model on this machine at the first try, in 0.5 s."),
        ("openai:gpt-x", 2, "Written by `openai:gpt-x` in 2 tries, in 0.5 s."),
    ],
)
def test_the_credit_names_who_wrote_it(writer, attempts, expected):
    assert wording.credit(dataclasses.replace(REWRITTEN, writer=writer, attempts=attempts)) == expected


def test_an_unforeseen_fault_is_told_by_its_kind_only():
    assert "secret" not in wording.broken(ValueError("secret"))
