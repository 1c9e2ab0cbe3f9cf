"""The workbench of a finished turn: slots, edits, choices, versions, forms, what is brought back."""

import pytest
from streamlit.testing.v1 import AppTest
from ui_fakes import ASIDE, COMPANION, DRAFT, REWRITTEN, STANDARD, TEXT, TRAPPED, FakeCoach, steps

from oneframe.frames import Frame
from oneframe.records import Tone
from oneframe.ui import wording
from oneframe.ui import wording_rewrite as words


@pytest.fixture
def coach() -> FakeCoach:
    return FakeCoach(*steps(REWRITTEN))


@pytest.fixture
def page(open_page, coach) -> AppTest:
    return open_page(coach).chat_input[0].set_value(DRAFT).run()


def with_aside(page: AppTest) -> AppTest:
    """Open the list of what was set aside."""
    page.session_state["aside-0"] = True
    return page.run()


def press(page: AppTest, label: str) -> AppTest:
    next(b for b in page.button if b.label == label).click()
    page.run()
    assert not page.exception
    return page


def labels(page: AppTest) -> list[str]:
    return [b.label for b in page.button]


def typed(page: AppTest, text: str) -> AppTest:
    page.text_area[0].set_value(text).run()
    assert not page.exception
    return page


def versions(page: AppTest) -> list[str]:
    return list(page.selectbox[0].options) if page.selectbox else []


def test_a_filled_slot_is_checked_with_its_words(page, coach):
    page.text_input[0].set_value("noon each Monday").run()
    assert page.code[0].value == TEXT.replace(STANDARD.text, "noon each Monday")
    assert coach.checker.texts[-1] == page.code[0].value


def test_a_fill_that_fails_takes_the_copy_away_and_says_why(page):
    page.text_input[0].set_value("FAIL").run()
    assert [c.value for c in page.code] == [COMPANION]
    assert words.FAILS in [w.value for w in page.warning]
    assert any("Failed" in m.value and wording.RULES["one-frame"] in m.value for m in page.markdown)
    page.text_input[0].set_value("").run()
    assert page.code[0].value == TEXT


def test_typing_is_checked_and_stands_as_one_version_that_can_be_undone(page, coach):
    press(page, words.EDIT)
    typed(page, TEXT + " Tom")
    typed(page, TEXT + " Tom and Ben")
    assert coach.checker.texts[-1] == TEXT + " Tom and Ben"
    assert versions(page) == [f"1. {words.FIRST}", f"2. {words.BY_HAND}"]
    assert press(page, words.EDIT_DONE).code[0].value == TEXT + " Tom and Ben"
    assert press(page, words.UNDO).code[0].value == TEXT
    assert page.selectbox[0].value == 0
    page.selectbox[0].set_value(1).run()
    assert page.code[0].value == TEXT + " Tom and Ben"


def test_a_typed_text_that_fails_has_no_copy_and_its_draft_is_kept(page):
    press(page, words.EDIT)
    typed(page, "FAIL and more words")
    assert words.FAILS in [w.value for w in page.warning]
    press(page, words.EDIT_DONE)
    assert [c.value for c in page.code] == [COMPANION]
    assert "FAIL and more words" in [t.value for t in page.text]


def test_an_edit_begins_with_what_was_filled_in(page):
    page.text_input[0].set_value("noon each Monday").run()
    press(page, words.EDIT)
    assert "noon each Monday" in page.text_area[0].value
    assert versions(page)[-1] == f"2. {words.FILLED}"


def test_a_change_can_be_refused_and_taken_again(page):
    refuse = next(label for label in labels(page) if label.startswith(words.KEEP_MINE))
    press(page, refuse)
    mine = page.code[0].value
    assert mine != TEXT
    take = next(label for label in labels(page) if label.startswith(words.TAKE))
    assert press(page, take).code[0].value == TEXT
    assert [v.partition(" ")[2] for v in versions(page)] == [words.FIRST, words.MINE, words.TAKEN]


def test_an_added_sentence_can_be_left_out_and_put_back(page):
    leave = next(label for label in labels(page) if label.startswith(words.LEAVE_OUT))
    assert press(page, leave).code[0].value != TEXT
    put = next(label for label in labels(page) if label.startswith(words.PUT_BACK))
    assert press(page, put).code[0].value == TEXT


def test_what_was_set_aside_is_brought_back_into_the_text_of_its_frame(page):
    press(with_aside(page), words.change("2", words.BACK_TO_TEXT))
    assert page.code[0].value == TEXT
    assert TRAPPED.text in page.code[1].value
    assert words.change("1", words.BACK_TO_TEXT) not in labels(page), "it stands in the second message"


def test_what_cannot_be_brought_back_says_why(open_page, coach, monkeypatch):
    page = open_page(coach).chat_input[0].set_value(DRAFT).run()
    check = coach.checker.check
    refuse = lambda draft, plan, text, **rest: check(draft, plan, f"FAIL {text}", **rest)
    monkeypatch.setattr(coach.checker, "check", refuse)
    press(with_aside(page), words.change("2", words.BACK_TO_TEXT))
    assert "FAIL" in [t.value for t in page.text]
    assert [c.value for c in page.code] == [TEXT, COMPANION]


@pytest.mark.parametrize("form", ["chat", "mail", "opener", "agenda"])
def test_a_form_is_checked_and_both_texts_take_it(page, coach, form):
    before = len(coach.checker.texts)
    page.segmented_control[0].set_value(form).run()
    assert not page.exception
    assert len(page.code) == 2 and len(coach.checker.texts) == before + 2
    subjects = [t.value for t in page.text if t.value.startswith(words.SUBJECT)]
    assert len(subjects) == (2 if form == "mail" else 0)


def test_a_transition_is_said_only_on_request(page):
    assert len(page.code) == 2
    line = press(page, words.TRANSITION).code[-1].value
    assert "coaching conversation" in line and len(page.code) == 3
    assert len(press(page, words.TRANSITION_HIDE).code) == 2


@pytest.mark.parametrize(("tone", "said"), [(t, s) for t, (s, _) in words.TONES.items()])
def test_each_tone_has_a_button_and_its_version_joins_the_drafts(page, coach, tone, said):
    press(page, said)
    assert coach.asked[-1] == (DRAFT, None, tone, 1)
    assert versions(page) == [f"1. {words.FIRST}", f"2. {said}"]


def test_the_other_frame_is_the_other_of_the_version_that_stands(page, coach):
    press(page, wording.OTHER)
    page.selectbox[0].set_value(0).run()
    press(page, wording.OTHER)
    assert [a[1] for a in coach.asked] == [None, Frame.COACHING, Frame.COACHING]
    assert coach.asked[-1][2] is Tone.PLAIN


def test_what_was_not_changed_is_said(page):
    assert f"{words.unchanged(2, 2)} {words.FACTS_KEPT}" in [c.value for c in page.caption]


def test_every_fault_of_the_draft_is_explained_beside_it(page):
    body = next(h for h in page.get("html")).proto.body
    assert "1 Performance, bait and switch" in body and "2 Coaching" in body
    assert any("Bait and switch" in m.value and "Name the conversation" in m.value for m in page.markdown)


def test_an_earlier_turn_is_a_line_that_opens(page):
    other = "Hi Sam, the stock count was late on Friday and I still do not have it from you."
    page.chat_input[0].set_value(other).run()
    assert [c.value for c in page.code] == [TEXT, COMPANION]
    press(page, words.OPEN_TURN)
    assert len(page.code) == 4
    with_aside(page)
    assert ASIDE.text in [t.value for t in page.text]
