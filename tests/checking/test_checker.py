"""The verdict: every rule's word, a crash is no pass; and what any text at all does to the checker."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heart_fakes import plan, read
from oneframe.checking.checker import Checker
from oneframe.checking.rules import RULES
from oneframe.checking.scene import Phrases, masked, scene
from oneframe.frames import Element, Frame
from oneframe.records import Check, Outcome, Slot, Verdict

DRAFT = read("Hi Ana, what would you like to learn? The counts have to be in by Monday noon. Thanks, Tom")
TEXT = "Hi Ana, this is a performance conversation. The counts have to be in by Monday noon. Thanks, Tom"
SLOTS = (Slot(Element.GAP, "what you saw"), Slot(None, "confirm (this)"))
HOSTILE = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("[]{}<>*_\\$%|\0\u200b\u202e…\ud800 \n")), max_size=80
)


def broken(_):
    raise ZeroDivisionError


def test_every_rule_has_its_say_in_order():
    ours = plan(DRAFT)
    verdict = Checker(read, ()).check(DRAFT, ours, TEXT, set_aside=ours.set_aside)
    assert [c.rule for c in verdict.checks] == list(RULES)
    assert verdict.ok


def test_a_rule_that_crashes_is_unscored_and_the_others_still_speak():
    ours = plan(DRAFT)
    made = Checker(read, (), {"broken": broken, **RULES})
    verdict = made.check(DRAFT, ours, TEXT, set_aside=ours.set_aside)
    assert [c.verdict for c in verdict.checks] == [Outcome.UNSCORED] + [Outcome.PASS] * len(RULES)
    assert not verdict.ok
    assert "ZeroDivisionError" in verdict.checks[0].why


def test_a_checker_without_rules_passes_nothing():
    assert not Checker(read, (), {}).check(DRAFT, plan(DRAFT), TEXT).ok


@pytest.mark.parametrize(
    ("outcomes", "is_ok"),
    [
        ([], False),
        (["pass"], True),
        (["pass", "fail"], False),
        (["pass", "unscored"], False),
        (["unscored"], False),
    ],
)
def test_only_passes_make_a_verdict_ok(outcomes, is_ok):
    assert Verdict(tuple(Check("r", Outcome(o), "") for o in outcomes)).ok is is_ok


def test_strays_are_the_sentences_of_the_other_frame():
    strays = Checker(read, ()).strays(plan(DRAFT), TEXT + " What would you like to learn?")
    assert [s.text for s in strays] == ["What would you like to learn?"]


@settings(max_examples=200, deadline=None)
@given(HOSTILE, HOSTILE, st.sampled_from([Frame.COACHING, Frame.PERFORMANCE]))
def test_no_text_crashes_a_rule(draft, text, frame):
    reading = read(draft)
    ours = plan(reading, frame, SLOTS)
    verdict = Checker(read, ("{slot}.", "Fine.")).check(reading, ours, text, set_aside=ours.set_aside)
    assert not [c for c in verdict.checks if c.verdict is Outcome.UNSCORED]


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
def test_masking_takes_out_the_plans_slots_and_nothing_else(text):
    ours = plan(DRAFT, slots=SLOTS)
    assert masked(text, ours) == text or any(s.text in text for s in SLOTS)
    seen = scene(DRAFT, ours, f"{text} {SLOTS[0].text} {SLOTS[1].text}", read)
    assert all(s.text not in seen.unslotted for s in SLOTS)
    assert seen.masked.count("…") == text.count("…") + 2


def test_phrases_know_their_own_sentences_only():
    bank = Phrases(("If it does not change: {slot}.", "This is a performance conversation."))
    assert bank.has("If it does not change: .")
    assert bank.has("this is a performance conversation")
    assert not bank.has("If it does change: .")
    assert not bank.has("")
