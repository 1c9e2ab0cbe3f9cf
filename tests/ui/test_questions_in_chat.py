"""Questions in the chat: answered from the guides with links, declined, triaged, and taken as drafts after all."""

import pytest
from streamlit.testing.v1 import AppTest
from ui_fakes import DRAFT, REWRITTEN, FakeCoach, steps

from oneframe.talk import Reply
from oneframe.ui import resources, wording_ask


@pytest.fixture
def page(open_page) -> AppTest:
    return open_page(FakeCoach(*steps(REWRITTEN)))


def send(page, text):
    return page.chat_input[0].set_value(text).run()


def badges(page):
    return [m.value for m in page.markdown if any(w in m.value for w in wording_ask.ANSWERS.values())]


def test_a_question_is_answered_with_verbatim_quotes_and_links_to_their_place(page):
    page = send(page, "she cried last time i raised it, now what")
    assert not page.exception
    bodies = "\n".join(g.body for g in resources.guides())
    (said,) = [t.value for t in page.text if t.value.startswith("From the guide")]
    quotes = [part.split("”")[0] for part in said.split(":\n“")[1:]]
    assert quotes and all(q in bodies for q in quotes)
    assert len(page.get("page_link")) >= len(quotes)


def test_what_the_guides_do_not_answer_is_declined(page):
    page = send(page, "how many weeks notice do i owe someone in germany")
    assert not page.exception
    assert any("do not answer that" in t.value for t in page.text)


def test_which_conversation_asks_until_it_can_recommend(page):
    page = send(page, "which conversation do I need?")
    for answer in ("yes, it is stated", "no, never", "mine", "the customers suffer"):
        assert page.info and not page.exception
        page = send(page, answer)
    assert any(t.value.startswith("Say the requirement first.") for t in page.text)


def test_a_draft_between_questions_is_rewritten_and_a_follow_up_keeps_to_it(page):
    page = send(page, "isn't this just HR theatre?")
    page = send(page, DRAFT)
    assert page.code and not page.exception
    page = send(page, "can I do both in one meeting?")
    page = send(page, "shorter")
    assert page.code and not page.exception


def test_what_was_taken_for_a_question_can_be_rewritten_after_all(page):
    page = send(page, "is she ready to hear that the till report was late?")
    page = next(b for b in page.button if b.label == wording_ask.LOOKS_LIKE_A_DRAFT).click().run()
    assert page.code and not page.exception


def test_each_kind_of_answer_has_its_words():
    assert set(wording_ask.ANSWERS) == set(Reply)
