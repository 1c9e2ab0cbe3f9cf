"""The page "Prepare": a talk in the manager's own words, a checked note, and files to take along."""

import pytest
from pages_fakes import press, words_of
from ui_fakes import REWRITTEN

from oneframe.ui import asking, state
from oneframe.ui import wording_prepare as words
from oneframe.writing import pages

DRAFT = (
    "Hi Priya, I would love to explore where you want to go next year. The month-end reports have to be in by the 3rd "
    "and yours were late in July and August. What would help you shine? Tom"
)


@pytest.fixture
def page(opened):
    return opened("prepare")


def prepared(page, draft=DRAFT, frame="draft"):
    page.text_area[0].set_value(draft)
    page.radio[0].set_value(frame)
    return press(page, words.PREPARE)


def test_a_draft_becomes_a_plan_with_note_invitation_and_files(page):
    made = prepared(page)
    assert not made.exception
    said = words_of(made)
    assert pages.TITLES["performance"] in said
    assert "yours were late in July and August" in said
    assert "[the closing: " in said
    assert "This is the note on our performance conversation." in made.code[0].value
    assert "Performance conversation, private" in made.code[1].value
    assert {b.label for b in made.get("download_button")} == {
        words.MARKDOWN,
        words.WORD,
        words.MAIL,
        words.CALENDAR,
    }


def test_the_frame_asked_for_is_the_talk_s(page):
    made = prepared(page, frame="coaching")
    said = words_of(made)
    assert pages.TITLES["coaching"] in said
    assert pages.QUESTIONS in said
    assert "July" not in made.code[0].value


def test_an_invitation_that_would_mix_the_frames_is_not_offered(page):
    made = prepared(page, frame="coaching")
    made.text_input(key="invite-about").set_value(
        "the missed deadlines, which must not happen again or HR is involved"
    ).run()
    assert not made.exception
    assert "no longer reads as coaching" in made.warning[0].value
    assert words.CALENDAR not in {b.label for b in made.get("download_button")}


def test_where_people_come_first_nothing_is_laid_out(page):
    made = prepared(page, "Ravi, since you went to HR about me your counts have been late. Expect a warning.")
    assert [w.value for w in made.warning] and not made.code
    assert not made.get("download_button")


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        ("", "no text"),
        ("The canteen is closed on Friday.", "No talk to prepare"),
        ("what is coaching?", "question"),
    ],
)
def test_a_text_without_a_talk_says_why_and_keeps_the_text(page, draft, says):
    made = prepared(page, draft)
    assert not made.exception
    assert says in words_of(made)
    assert made.text_area[0].value == draft


def test_the_last_message_of_the_rewrite_page_can_be_taken_over(page):
    assert words.FROM_LAST not in {b.label for b in page.button}
    page.session_state["turns"] = [
        state.Turn(0, asking.Asked(DRAFT, DRAFT), state.Phase.DONE, rewrite=REWRITTEN),
    ]
    page = press(page.run(), words.FROM_LAST)
    assert page.text_area[0].value == DRAFT
    assert page.radio[0].value == REWRITTEN.frame.value


def test_names_are_masked_on_the_screen_and_kept_in_the_files(monkeypatch, page):
    monkeypatch.setenv("ONEFRAME_SCREENSHOTS", "true")
    made = prepared(page)
    drawn = "\n".join([*(t.value for t in made.text), *(c.value for c in made.code)])
    assert "Name A" in drawn
    assert "Priya" not in drawn


def test_a_hostile_draft_is_shown_as_text(page):
    made = prepared(page, DRAFT.replace("What would", "<b>:red[x]</b> What would"), "coaching")
    assert not made.exception
    assert not any(":red[" in m.value for m in made.markdown)


def test_every_line_above_a_page_says_what_is_open():
    assert words.still_open(0) == words.NOTHING_OPEN
    assert words.still_open(1).startswith("1 part only")
    assert words.still_open(2).startswith("2 parts only")
