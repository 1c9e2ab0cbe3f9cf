"""The guided path: every set of answers leads to one recommendation, with its words and its checklist."""

from itertools import product

import pytest

from oneframe import settings
from oneframe.errors import AssetDamaged
from oneframe.frames import Frame
from oneframe.planning.choose import (
    Answers,
    Kind,
    Need,
    Requirement,
    Stake,
    Told,
    Topic,
    choose,
    load_choice,
    missing,
)
from oneframe.wiring import build_preparer

FILE = settings.prompts() / "choose.toml"
WORDING = load_choice(FILE)
COMPLETE = [
    a
    for r, t, topic, s in product(Requirement, (None, *Told), Topic, Stake)
    if (a := Answers(r, t, topic, s)).is_complete
]
Y, U, N = Requirement.YES, Requirement.UNSAID, Requirement.NO
THEIRS, MINE = Topic.THEIRS, Topic.MINE
NOTHING, WORK, PERSON = Stake.NOTHING, Stake.WORK, Stake.PERSON
TABLE = {
    (Y, Told.YES, THEIRS, NOTHING): Kind.COACHING,
    (Y, Told.YES, THEIRS, WORK): Kind.PERFORMANCE,
    (Y, Told.YES, THEIRS, PERSON): Kind.PERFORMANCE,
    (Y, Told.YES, MINE, NOTHING): Kind.EVERYDAY,
    (Y, Told.YES, MINE, WORK): Kind.PERFORMANCE,
    (Y, Told.YES, MINE, PERSON): Kind.PERFORMANCE,
    (Y, Told.NO, THEIRS, NOTHING): Kind.COACHING,
    (Y, Told.NO, THEIRS, WORK): Kind.TELL_FIRST,
    (Y, Told.NO, THEIRS, PERSON): Kind.TELL_FIRST,
    (Y, Told.NO, MINE, NOTHING): Kind.TELL_FIRST,
    (Y, Told.NO, MINE, WORK): Kind.TELL_FIRST,
    (Y, Told.NO, MINE, PERSON): Kind.TELL_FIRST,
    (U, None, THEIRS, NOTHING): Kind.COACHING,
    (U, None, THEIRS, WORK): Kind.TELL_FIRST,
    (U, None, THEIRS, PERSON): Kind.TELL_FIRST,
    (U, None, MINE, NOTHING): Kind.TELL_FIRST,
    (U, None, MINE, WORK): Kind.TELL_FIRST,
    (U, None, MINE, PERSON): Kind.TELL_FIRST,
    (N, None, THEIRS, NOTHING): Kind.COACHING,
    (N, None, THEIRS, WORK): Kind.TELL_FIRST,
    (N, None, THEIRS, PERSON): Kind.TELL_FIRST,
    (N, None, MINE, NOTHING): Kind.OFFER,
    (N, None, MINE, WORK): Kind.TELL_FIRST,
    (N, None, MINE, PERSON): Kind.TELL_FIRST,
}


@pytest.mark.parametrize(("answers", "kind"), TABLE.items())
def test_each_row_of_the_table(answers, kind):
    assert choose(Answers(*answers)) is kind


def test_the_table_has_every_complete_set_of_answers():
    given = {(a.requirement, a.told if a.requirement is Y else None, a.topic, a.stake) for a in COMPLETE}
    assert given == set(TABLE)


def test_whether_it_was_said_matters_only_where_it_is_stated():
    for answers in COMPLETE:
        if answers.requirement is not Y:
            assert choose(answers) is TABLE[answers.requirement, None, answers.topic, answers.stake]


def test_nobody_is_held_to_what_was_never_said():
    held = [a for a in COMPLETE if choose(a) is Kind.PERFORMANCE]
    assert held
    assert all(a.requirement is Y and a.told is Told.YES for a in held)


def test_nothing_is_explored_while_something_hangs_on_it():
    assert all(a.stake is NOTHING and a.topic is THEIRS for a in COMPLETE if choose(a) is Kind.COACHING)


@pytest.mark.parametrize("left_out", ["requirement", "told", "topic", "stake"])
def test_an_open_question_leaves_the_answers_incomplete(left_out):
    from dataclasses import replace

    assert not replace(Answers(Y, Told.YES, MINE, WORK), **{left_out: None}).is_complete


def test_the_checklist_says_what_is_there_and_what_is_missing():
    answers = Answers(Y, Told.NO, MINE, PERSON)
    done = {c.need: c.is_done for c in missing(Kind.TELL_FIRST, answers, WORDING)}
    assert done == {Need.STANDARD: True, Need.TOLD: False, Need.CONSEQUENCE: False}
    assert all(c.words for c in missing(Kind.TELL_FIRST, answers, WORDING))


@pytest.mark.parametrize("answers", COMPLETE)
def test_every_line_of_every_checklist_has_words(answers):
    assert all(c.name and c.words for c in missing(choose(answers), answers, WORDING))


@pytest.fixture(scope="module")
def preparer():
    return build_preparer(settings.load(writer="composer"))


@pytest.mark.parametrize("kind", Kind)
def test_an_opening_to_copy_carries_its_frame_and_no_other(preparer, kind):
    advice = WORDING.advice[kind]
    assert preparer.carries(advice.opening, advice.frame)
    assert not any(
        preparer.carries(advice.opening, f)
        for f in (Frame.COACHING, Frame.PERFORMANCE)
        if f is not advice.frame
    )


def test_a_damaged_wording_file_is_named_with_its_mending(tmp_path):
    (tmp_path / "choose.toml").write_text(
        FILE.read_text("utf-8").replace("[advice.offer]", "[advice.gift]"), "utf-8"
    )
    with pytest.raises(AssetDamaged, match=r"choose\.toml.*git checkout"):
        load_choice(tmp_path / "choose.toml")
