"""The chat page, driven in process with a coach that plays a script."""

import dataclasses

import pytest
from streamlit.testing.v1 import AppTest
from ui_fakes import (
    APP,
    ASK,
    COMPANION,
    DRAFT,
    HINTED,
    PASSAGE,
    PLAN,
    REWRITTEN,
    ROUTED,
    STANDARD,
    TEXT,
    TRAPPED,
    UNCHANGED,
    FakeCoach,
    steps,
)

from oneframe import settings as config
from oneframe.errors import SettingsInvalid, WriterUnavailable
from oneframe.frames import Frame
from oneframe.records import Step, Tone
from oneframe.ui import asking, resources, state, wording
from oneframe.ui import wording_rewrite as words
from oneframe.wiring import build_coach


def sent(page: AppTest, text: str) -> AppTest:
    page.chat_input[0].set_value(text).run()
    assert not page.exception
    return page


def press(page: AppTest, label: str) -> AppTest:
    next(b for b in page.button if b.label == label).click()
    page.run()
    assert not page.exception
    return page


def labels(page: AppTest) -> list[str]:
    return [b.label for b in page.button]


def texts(page: AppTest) -> list[str]:
    return [t.value for t in page.text]


def test_an_empty_page_says_what_it_does_where_the_text_stays_and_offers_examples(open_page):
    page = open_page(FakeCoach())
    assert not page.exception
    assert wording.WHAT in [m.value for m in page.markdown]
    assert any(wording.STAYS in c.value for c in page.caption)
    assert labels(page) == [e.label for e in wording.EXAMPLES]
    assert not page.code


def test_an_example_runs_like_a_draft_and_is_marked_as_an_example(open_page):
    coach = FakeCoach(*steps(REWRITTEN))
    page = press(open_page(coach), wording.EXAMPLES[2].label)
    assert coach.asked == [(wording.EXAMPLES[2].text, None, Tone.PLAIN, 0)]
    assert wording.EXAMPLE in [c.value for c in page.caption]
    assert page.code[0].value == TEXT


def test_a_rewrite_shows_text_companion_set_aside_checks_sources_and_credit(open_page):
    page = sent(open_page(FakeCoach(*steps(REWRITTEN))), DRAFT)
    assert [c.value for c in page.code] == [TEXT, COMPANION]
    assert [e.label for e in page.expander] == ["Set aside (2)", wording.CHECKED, wording.SOURCES]
    assert f"“{PASSAGE.quote}”" not in texts(page), "nothing is drawn that nobody opened"
    page.session_state["checks-0"] = page.session_state["sources-0"] = page.session_state["aside-0"] = True
    page.run()
    assert {f"“{PASSAGE.quote}”", REWRITTEN.why, TRAPPED.text} <= set(texts(page))
    said = [m.value for m in page.markdown]
    assert any(wording.FRAMES[Frame.PERFORMANCE].word in m for m in said)
    assert any(wording.FRAMES[Frame.COACHING].word in m for m in said)
    assert any(wording.RULES["one-frame"] in m for m in said)
    assert any("built-in composer" in c.value and "0.5 s" in c.value for c in page.caption)


def test_a_filled_slot_replaces_its_bracket_and_an_empty_one_stays(open_page):
    page = sent(open_page(FakeCoach(*steps(REWRITTEN))), DRAFT)
    assert any("2 parts are still open" in c.value for c in page.caption)
    page.text_input[0].set_value("noon each Monday, agreed in March").run()
    assert "The bar is noon each Monday, agreed in March." in page.code[0].value
    assert HINTED.text in page.code[0].value and STANDARD.text not in page.code[0].value
    assert any("1 part is (of 2) still open" in c.value for c in page.caption)


def test_nothing_unfinished_can_be_copied(open_page):
    page = open_page(FakeCoach())
    unfinished = [state.Turn(0, asking.Asked(DRAFT, DRAFT), state.Phase.RUNNING)]
    page.session_state["turns"] = unfinished
    page.run()
    assert wording.STOPPED in [i.value for i in page.info]
    assert not page.code


@pytest.mark.parametrize(
    ("rewrite", "kind"),
    [(UNCHANGED, "success"), (ASK, "info"), (ROUTED, "warning")],
    ids=lambda x: str(x)[:20],
)
def test_every_other_ending_has_its_own_box_and_no_text_to_copy(open_page, rewrite, kind):
    page = sent(open_page(FakeCoach(*steps(rewrite))), DRAFT)
    boxes = {k: [b.value for b in page.get(k)] for k in ("success", "info", "warning", "error")}
    said = {"success": rewrite.why, "info": rewrite.question, "warning": "Speak to HR first."}[kind]
    assert boxes.pop(kind) == [said]
    assert not any(boxes.values()) and not page.code


def test_a_routed_draft_offers_no_other_wording(open_page):
    page = sent(open_page(FakeCoach(*steps(ROUTED))), DRAFT)
    assert labels(page) == [wording.NEW_DRAFT]


def test_a_question_can_be_answered_by_button_and_in_words(open_page):
    coach = FakeCoach(*steps(ASK))
    page = press(sent(open_page(coach), DRAFT), wording.ANSWERS[Frame.COACHING])
    sent(page, "performance")
    assert [a[:2] for a in coach.asked] == [
        (DRAFT, None),
        (DRAFT, Frame.COACHING),
        (DRAFT, Frame.PERFORMANCE),
    ]


def test_follow_ups_ask_for_the_same_draft_in_another_way_and_keep_earlier_turns(open_page):
    coach = FakeCoach(*steps(REWRITTEN))
    page = sent(open_page(coach), DRAFT)
    press(sent(page, "shorter"), wording.OTHER)
    sent(page, "make it the performance one instead, warmer")
    assert coach.asked == [
        (DRAFT, None, Tone.PLAIN, 0),
        (DRAFT, None, Tone.SHORTER, 1),
        (DRAFT, Frame.COACHING, Tone.SHORTER, 2),
        (DRAFT, Frame.PERFORMANCE, Tone.WARMER, 3),
    ]
    press(page, words.EARLIER.format(count=2))
    assert [t for t in texts(page) if t in (DRAFT, "shorter", wording.OTHER)] == [
        DRAFT,
        "shorter",
        wording.OTHER,
    ]
    assert labels(page).count(wording.AGAIN) == 1, "only the last turn offers what comes next"


def test_a_refused_text_is_explained_shown_and_put_back(open_page):
    coach = FakeCoach(*steps(REWRITTEN))
    german = "Hallo Jo, der Bericht war am Montag nicht da und wir haben auf ihn gewartet."
    page = open_page(coach)
    page.chat_input[0].set_value(german).run()
    assert "German" in page.error[0].value
    assert german in texts(page)
    assert not coach.asked
    assert not sent(page, DRAFT).error, "the next text clears it"


def test_a_wish_without_a_draft_asks_for_the_draft(open_page):
    page = open_page(FakeCoach(*steps(REWRITTEN)))
    page.chat_input[0].set_value("shorter").run()
    assert page.error[0].value == wording.NO_DRAFT_YET


def test_a_failing_writer_is_explained_keeps_the_draft_and_can_be_tried_again(open_page):
    coach = FakeCoach(Step("reading"), WriterUnavailable("The worker died. Start it again."))
    page = sent(open_page(coach), DRAFT)
    assert page.error[0].value == wording.FAILED_KEPT
    assert {DRAFT, "The worker died. Start it again."} <= set(texts(page))
    coach.script = steps(REWRITTEN)
    assert press(page, wording.RETRY).code[0].value == TEXT
    assert len(coach.asked) == 2 and coach.closed == 2


def test_an_unforeseen_fault_never_repeats_the_draft(open_page, caplog):
    page = sent(open_page(FakeCoach(Step("reading"), ValueError(DRAFT))), DRAFT)
    assert wording.BROKEN.format(kind="ValueError") in texts(page)
    assert DRAFT not in caplog.text


def test_a_stopped_turn_can_be_tried_again(open_page):
    page = open_page(FakeCoach(*steps(REWRITTEN)))
    page.session_state["turns"] = [state.Turn(0, asking.Asked(DRAFT, DRAFT), state.Phase.RUNNING)]
    page.run()
    assert DRAFT in texts(page)
    assert press(page, wording.RETRY).code[0].value == TEXT


def test_a_writer_that_could_not_serve_is_named_beside_the_composers_text(open_page):
    down = Step("writing", "The provider did not answer.")
    page = sent(open_page(FakeCoach(down, *steps(REWRITTEN))), DRAFT)
    assert page.warning[0].value == wording.TROUBLE
    assert "The provider did not answer." in texts(page)
    assert page.code[0].value == TEXT


def test_a_cleared_conversation_can_be_brought_back(open_page):
    page = press(sent(open_page(FakeCoach(*steps(REWRITTEN))), DRAFT), wording.NEW_DRAFT)
    assert not page.code
    assert press(page, wording.BRING_BACK).code[0].value == TEXT


HOSTILE = (
    "Hi Jo, <img src=x onerror=alert(1)> the :red[x] till is $5 and $10 short, see ![a](http://x.invalid/i.png). "
    "**Bold** `tick` :material/home: # not a heading, you said you would mend it."
)


def test_hostile_text_is_shown_as_it_stands(open_page):
    plan = dataclasses.replace(PLAN, slots=(), set_aside=())
    hostile = dataclasses.replace(REWRITTEN, text=HOSTILE, slots=(), set_aside=(), companion=None, plan=plan)
    page = sent(open_page(FakeCoach(*steps(hostile))), HOSTILE)
    assert HOSTILE in texts(page)
    assert page.code[0].value == HOSTILE and page.code[0].language in ("", "plaintext", None)
    rendered = [e.value for kind in ("markdown", "caption", "success", "info") for e in page.get(kind)]
    assert not any("onerror" in r or ":red[x]" in r for r in rendered)
    bodies = [h.proto.body for h in page.get("html")]
    assert any("&lt;img" in b for b in bodies) and not any("<img" in b for b in bodies)


def test_hints_that_quote_the_draft_are_plain_text(open_page):
    page = sent(open_page(FakeCoach(*steps(REWRITTEN))), DRAFT)
    assert HINTED.hint in texts(page)
    assert [i.label for i in page.text_input] == [
        wording.ELEMENTS[STANDARD.element],
        wording.ELEMENTS[HINTED.element],
    ]


def test_a_broken_setting_is_explained_without_a_traceback(monkeypatch):
    def broken():
        raise SettingsInvalid("threads must be above 0.")

    monkeypatch.setattr(resources, "settings", broken)
    page = AppTest.from_file(APP, default_timeout=30).run()
    assert not page.exception
    assert "threads must be above 0." in texts(page)
    assert not page.chat_input


def test_nothing_is_sent_before_the_provider_was_agreed_to(monkeypatch):
    local, remote = FakeCoach(*steps(REWRITTEN)), FakeCoach(*steps(REWRITTEN))
    monkeypatch.setenv("ONEFRAME_WRITER", "openai:gpt-x")
    monkeypatch.setattr(resources, "_built", lambda found: local if found.writer == "composer" else remote)
    page = sent(AppTest.from_file(APP, default_timeout=30).run(), DRAFT)
    assert "openai" in page.checkbox[0].label
    assert (len(local.asked), len(remote.asked)) == (1, 0)
    page.checkbox[0].check().run()
    sent(page, "shorter")
    assert (len(local.asked), len(remote.asked)) == (1, 1)


def test_the_real_composer_gives_an_example_back_in_one_frame(monkeypatch):
    made = build_coach(config.load(), with_guides=False)
    monkeypatch.setattr(resources, "coach", lambda settings, may_send: made)
    page = press(AppTest.from_file(APP, default_timeout=30).run(), wording.EXAMPLES[2].label)
    assert "performance" in page.code[0].value and "03:00" in page.code[0].value
    assert "coaching" in page.code[1].value
    assert not page.error
