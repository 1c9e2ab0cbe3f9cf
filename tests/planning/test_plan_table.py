"""A table of readings, and what becomes of each sentence of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heart_fakes import frame_of, read
from oneframe.frames import Element, Fault, Frame, Intent, Label
from oneframe.planning.plan import Planner
from oneframe.records import Plan, Question, Untouched

GREET = "Hi Ana,"
GROW = "I would love to explore where you want to go."
RULE = "The counts have to be in by Monday noon."
GAP = "Yours came late on 3 May."
CHAT = "Lunch is at one."
PRAISE = "You are a star and all of us at Lisbon see it."
EMPTY_PRAISE = "You are a star and all of us see it."
TRAP = "Please explore with me openly, tell me anything."
BRIBE = "If you must be on time we explore the lead role."
VEIL = "I must remember this in the review."
MIX = "I want to explore your goals, but the counts have to be in by noon."
BYE = "See you, Tom"
FAULTS = {
    "star": Fault.PRAISE_CUSHION,
    "openly": Fault.DISCLOSURE_TRAP,
    "lead role": Fault.GROWTH_BRIBE,
    "in the review": Fault.VEILED_CONSEQUENCE,
    "explore your goals": Fault.BAIT_AND_SWITCH,
}
P, C = Frame.PERFORMANCE, Frame.COACHING


def planner():
    return Planner(lambda lines: tuple((frame_of(line), 0.9) for line in lines))


def planned(lines, *, wish=None, intent=Intent.PERFORMANCE, elements=None, p=0.9, again=False):
    reading = read(" ".join(lines), intent=intent, faults=FAULTS, elements=elements, p=p)
    return planner().plan(reading, wish, again=again), reading


def texts(pieces):
    return tuple(p.text for p in pieces)


@pytest.mark.parametrize(
    ("lines", "wish", "intent", "frame", "kept", "aside", "dropped"),
    [
        ((GROW, RULE, GAP), None, Intent.PERFORMANCE, P, (RULE, GAP), (GROW,), ()),
        ((GROW, RULE, GAP), None, Intent.COACHING, C, (GROW,), (RULE, GAP), ()),
        ((GROW, RULE, GAP), C, Intent.PERFORMANCE, C, (GROW,), (RULE, GAP), ()),
        ((GROW, RULE, GAP), P, Intent.COACHING, P, (RULE, GAP), (GROW,), ()),
        ((CHAT, GROW, RULE, BYE), None, Intent.PERFORMANCE, P, (CHAT, RULE, BYE), (GROW,), ()),
        ((RULE, GAP), None, Intent.PERFORMANCE, P, (RULE, GAP), (), ()),
        ((PRAISE, RULE, GROW), None, Intent.PERFORMANCE, P, (RULE,), (PRAISE, GROW), ()),
        ((EMPTY_PRAISE, RULE, GROW), None, Intent.PERFORMANCE, P, (RULE,), (GROW,), (EMPTY_PRAISE,)),
        ((TRAP, RULE), None, Intent.PERFORMANCE, P, (RULE,), (), (TRAP,)),
        ((BRIBE, RULE), None, Intent.PERFORMANCE, P, (RULE,), (BRIBE,), ()),
        ((VEIL, RULE, GROW), None, Intent.PERFORMANCE, P, (RULE,), (GROW,), ()),
        ((GROW,), P, Intent.COACHING, P, (), (GROW,), ()),
    ],
)
def test_each_sentence_goes_to_its_place(lines, wish, intent, frame, kept, aside, dropped):
    made, _ = planned(lines, wish=wish, intent=intent)
    assert isinstance(made, Plan)
    assert made.frame is frame
    assert (texts(made.kept), texts(made.set_aside), texts(made.dropped)) == (kept, aside, dropped)
    assert made.why.endswith(".")


@pytest.mark.parametrize(
    ("frame", "kept"), [(P, "the counts have to be in by noon."), (C, "I want to explore your goals")]
)
def test_a_blended_sentence_is_cut_and_each_half_finds_its_place(frame, kept):
    made, _ = planned((MIX,), wish=frame)
    assert kept in texts(made.kept)
    assert len(made.set_aside) == 1
    assert {p.sentence for p in (*made.kept, *made.set_aside)} == {0}


def test_a_bribe_is_never_cut_into_a_promise():
    made, _ = planned((BRIBE, RULE), wish=C)
    assert not any("lead role" in t for t in texts(made.kept))


@pytest.mark.parametrize(
    ("elements", "missing"),
    [
        ({}, ["standard", "gap", "closing", "consequence"]),
        ({Element.STANDARD: "have to be"}, ["gap", "closing", "consequence"]),
        ({Element.GAP: "came late"}, ["standard", "closing", "consequence"]),
        (dict.fromkeys(Element, "have to be"), []),
        # Said only where it is set aside, it is not said at all.
        ({Element.CLOSING: "explore"}, ["standard", "gap", "closing", "consequence"]),
    ],
)
def test_slots_ask_for_what_no_kept_sentence_states(elements, missing):
    made, _ = planned((GROW, RULE, GAP), elements=elements)
    assert [s.element.value for s in made.slots] == missing
    assert all(s.text.count("[") == s.text.count("]") == 1 for s in made.slots)


def test_a_slot_that_quotes_brackets_stays_one_bracket():
    reading = read("I must remember [this] in the review. The counts have to be in by noon.", faults=FAULTS)
    slots = planner().plan(reading, P).slots
    assert all(s.text.count("[") == 1 for s in slots)
    assert any("(this)" in s.text for s in slots)


@pytest.mark.parametrize(
    "text", ["This is not a performance conversation.", "Relax, it isn’t about your performance."]
)
def test_a_sentence_that_denies_the_frame_is_never_kept(text):
    reading = read(f"{text} {GROW} {RULE}")
    made = planner().plan(reading, P)
    assert text not in texts(made.kept)
    assert text in texts((*made.set_aside, *made.dropped))


@pytest.mark.parametrize(
    ("lines", "wish", "p", "kind"),
    [
        ((CHAT,), None, 0.9, Untouched),
        ((CHAT,), P, 0.9, Untouched),
        (("This is a performance conversation.", RULE), None, 0.9, Untouched),
        (("This is a performance conversation.", RULE), P, 0.9, Untouched),
        (("This is a performance conversation.", RULE), C, 0.9, Plan),
        (("This is a coaching conversation.", GROW), None, 0.1, Untouched),
        ((RULE, GAP), None, 0.1, Plan),
        ((GROW, RULE), None, 0.59, Question),
        ((GROW, RULE), None, 0.61, Plan),
        ((GROW, RULE), P, 0.1, Plan),
        (("",), None, 0.9, Untouched),
    ],
)
def test_the_planner_plans_asks_or_leaves_alone(lines, wish, p, kind):
    made, _ = planned(lines, wish=wish, p=p)
    assert isinstance(made, kind)


def test_a_blend_without_intent_takes_the_frame_that_weighs_more():
    assert planned((GROW, RULE, GAP), intent=Intent.NEITHER)[0].frame is P
    assert planned((GROW, "I would love to explore more.", RULE), intent=Intent.NEITHER)[0].frame is C


@pytest.mark.parametrize(
    ("lines", "frame"),
    [
        ((GROW, RULE, GAP), C),
        ((TRAP, RULE), None),
        ((RULE, GAP), None),
        ((CHAT, RULE, "Explore Lisbon with me openly."), None),
    ],
)
def test_a_companion_is_made_of_what_has_substance(lines, frame):
    made, reading = planned(lines)
    second = planner().companion(made, reading)
    assert (second.frame if second else None) is frame


def test_the_companion_keeps_nothing_of_the_main_message():
    made, reading = planned((GROW, RULE, GAP))
    second = planner().companion(made, reading)
    assert not {p.sentence for p in second.kept} & {p.sentence for p in made.kept}
    assert not second.set_aside


def test_shorter_drops_only_neutral_sentences_without_facts():
    made, reading = planned((GREET, CHAT, "Nothing else is new.", RULE, GAP, GROW, BYE))
    short = planner().shorter(made, reading)
    assert set(texts(made.kept)) - set(texts(short.kept)) <= {CHAT, "Nothing else is new."}
    assert RULE in texts(short.kept)
    assert set(texts(short.dropped)) == set(texts(made.kept)) - set(texts(short.kept))


POOL = (GREET, GROW, RULE, GAP, CHAT, PRAISE, EMPTY_PRAISE, TRAP, BRIBE, VEIL, MIX, BYE)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(POOL), min_size=1, max_size=8, unique=True), st.sampled_from([None, P, C]))
def test_no_sentence_is_lost_and_none_of_the_other_frame_is_kept(lines, wish):
    made, reading = planned(lines, wish=wish)
    if not isinstance(made, Plan):
        assert reading.label is not Label.BLENDED or isinstance(made, Question)
        return
    quoted = " ".join(s.hint for s in made.slots)
    placed = {p.sentence for p in (*made.kept, *made.set_aside, *made.dropped)}
    for index, sentence in enumerate(reading.sentences):
        assert index in placed or any(word in quoted for word in sentence.text.split())
    assert not [p for p in made.kept if p.frame not in (Frame.NEUTRAL, made.frame)]
