"""The page "Choose": one question after the other, a recommendation, and where it goes on."""

import pytest
from pages_fakes import press, words_of

from oneframe import settings
from oneframe.planning.choose import Kind, load_choice
from oneframe.ui import wording_choose as words

CHOICE = load_choice(settings.prompts() / "choose.toml")
PERFORMANCE = ("yes", "yes", "mine", "work")


@pytest.fixture
def page(opened):
    return opened("choose")


def answered(page, *answers):
    for number, answer in enumerate(answers):
        page = page.radio[number].set_value(answer).run()
    return page


def test_the_next_question_comes_when_the_one_before_is_answered(page):
    for number, answer in enumerate(PERFORMANCE):
        assert len(page.radio) == number + 1
        page = page.radio[number].set_value(answer).run()
    assert len(page.radio) == 4


def test_what_was_never_stated_is_not_asked_to_have_been_said(page):
    page = answered(page, "unsaid")
    assert [r.label for r in page.radio] == [CHOICE.questions[q]["ask"] for q in ("requirement", "topic")]


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        (PERFORMANCE, Kind.PERFORMANCE),
        (("yes", "no", "mine", "work"), Kind.TELL_FIRST),
        (("no", "theirs", "nothing"), Kind.COACHING),
        (("no", "mine", "nothing"), Kind.OFFER),
        (("yes", "yes", "mine", "nothing"), Kind.EVERYDAY),
    ],
)
def test_the_answers_lead_to_words_a_condition_and_a_line_that_passed(page, answers, kind):
    page = answered(page, *answers)
    advice = CHOICE.advice[kind]
    said = words_of(page)
    assert advice.name in said
    assert advice.condition in said
    assert [c.value for c in page.code] == [advice.opening]
    assert (words.PREPARE in {b.label for b in page.button}) is (advice.frame is not None)


def test_the_checklist_says_what_is_there_and_what_is_missing(page):
    said = words_of(answered(page, "yes", "no", "mine", "person"))
    assert f"{words.THERE}{CHOICE.checklist['standard']['done']}" in said
    assert f"{words.MISSING}{CHOICE.checklist['told']['missing']}" in said


def test_it_goes_on_to_prepare_with_the_line_and_its_frame(page):
    page = press(answered(page, *PERFORMANCE), words.PREPARE)
    assert not page.exception
    assert page.text_area[0].value == CHOICE.advice[Kind.PERFORMANCE].opening
    assert page.radio[0].value == "performance"


def test_it_goes_on_to_rewrite_with_the_line_in_the_input(page):
    page = press(answered(page, *PERFORMANCE), words.WRITE)
    assert not page.exception
    assert page.chat_input[0].proto.value == CHOICE.advice[Kind.PERFORMANCE].opening


def test_it_can_start_over(page):
    page = press(answered(page, *PERFORMANCE), words.AGAIN)
    assert [r.value for r in page.radio] == [None]


def test_what_is_for_none_of_these_is_said_first(page):
    assert words.STOP in words_of(page)
