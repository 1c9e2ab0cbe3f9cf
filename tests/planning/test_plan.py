"""One frame, and what becomes of each sentence."""

from dataclasses import replace

import pytest

from heart_fakes import frame_of, read
from oneframe.frames import Element, Fault, Frame, Intent, Label
from oneframe.planning.clauses import clauses, unwrapped
from oneframe.planning.plan import Planner
from oneframe.planning.requests import asks_the_assistant, wish_of
from oneframe.records import Plan, Question, Tone, Untouched

BLENDED = (
    "Hi Ana, I would love to explore where you want to go. The counts have to be in by Monday noon. Yours came late on 3 May. "
    "See you, Tom"
)


def planner():
    return Planner(lambda lines: tuple((frame_of(line), 0.9) for line in lines))


def texts(pieces):
    return [p.text for p in pieces]


def test_the_frame_of_the_intent_is_kept_and_the_other_set_aside():
    made = planner().plan(read(BLENDED))
    assert isinstance(made, Plan)
    assert made.frame is Frame.PERFORMANCE
    assert "explore" in made.set_aside[0].text
    assert not any("explore" in t for t in texts(made.kept))


def test_a_wish_overrides_the_intent():
    assert planner().plan(read(BLENDED), Frame.COACHING).frame is Frame.COACHING


@pytest.mark.parametrize(
    "text",
    [
        "This is a performance conversation. Counts have to be in by noon.",
        "Lunch is at one.",
        "Thanks for that!",
    ],
)
def test_a_good_draft_is_untouched_and_says_why(text):
    made = planner().plan(read(text))
    assert isinstance(made, Untouched)
    assert made.why


def test_another_wording_of_a_good_draft_is_planned_when_asked_for():
    reading = read("This is a performance conversation. Counts have to be in by noon.")
    assert isinstance(planner().plan(reading, again=True), Plan)


def test_an_unsure_blend_is_asked_about():
    made = planner().plan(read(BLENDED, p=0.5))
    assert isinstance(made, Question)
    assert made.text.count("?") == 1


def test_an_unsure_blend_with_a_wish_is_not_asked_about():
    assert isinstance(planner().plan(read(BLENDED, p=0.5), Frame.COACHING), Plan)


def test_an_unsure_reading_says_so_and_lets_the_manager_decide():
    chat = replace(read("Lunch is at one."), unsure=True)
    made = planner().plan(chat)
    assert isinstance(made, Untouched) and "not certain" in made.why
    assert isinstance(planner().plan(chat, Frame.PERFORMANCE), Plan)
    assert isinstance(planner().plan(replace(chat, unsure=False), Frame.PERFORMANCE), Untouched)


def test_missing_elements_become_slots_and_stated_ones_do_not():
    stated = {Element.STANDARD: "have to be", Element.GAP: "came late"}
    made = planner().plan(read(BLENDED, elements=stated))
    assert [s.element for s in made.slots] == [Element.CLOSING, Element.CONSEQUENCE]


def test_coaching_has_no_slots():
    assert not planner().plan(read(BLENDED, intent=Intent.COACHING)).slots


def test_a_hinted_consequence_is_quoted_in_its_slot_never_stated():
    draft = BLENDED.replace("See you", "The review is in June and I must remember this. See you")
    made = planner().plan(read(draft, faults={"review": Fault.VEILED_CONSEQUENCE}))
    slot = next(s for s in made.slots if s.element is Element.CONSEQUENCE)
    assert "The review is in June" in slot.hint
    assert not any("review" in t for t in texts(made.kept))


def test_a_trap_without_facts_is_dropped_and_one_with_facts_is_set_aside():
    draft = "Hi Ana, explore this openly with me. Explore Lisbon with me. Yours came late on 3 May."
    made = planner().plan(read(draft, faults={"xplore": Fault.DISCLOSURE_TRAP}))
    assert texts(made.set_aside) == ["Explore Lisbon with me."] or "Ana" in made.set_aside[0].text


def test_no_companion_is_made_of_traps():
    reading = read(
        "Explore Lisbon with me. Yours came late on 3 May.", faults={"xplore": Fault.DISCLOSURE_TRAP}
    )
    made = planner().plan(reading)
    assert planner().companion(made, reading) is None


def test_the_companion_carries_the_other_frame():
    reading = read(BLENDED)
    second = planner().companion(planner().plan(reading), reading)
    assert second.frame is Frame.COACHING
    assert "explore" in second.kept[0].text


def test_nothing_of_the_draft_is_in_no_place():
    reading = read(BLENDED)
    made = planner().plan(reading)
    placed = {p.sentence for p in (*made.kept, *made.set_aside, *made.dropped)}
    assert placed == set(range(len(reading.sentences)))


def test_a_blend_is_split_only_where_both_halves_stand():
    assert clauses("I want to explore your goals, but the counts have to be in by noon.") == (
        "I want to explore your goals",
        "the counts have to be in by noon.",
    )
    assert len(clauses("I want to explore how you grow so I don't have to write you up.")) == 1


@pytest.mark.parametrize("text", ["x", "", "would you be open to", "a, but b"])
def test_clauses_and_unwrapping_never_empty_a_sentence(text):
    assert "".join(clauses(text)) or not text
    assert unwrapped(text) or not text


@pytest.mark.parametrize(
    ("text", "tone", "frame", "other"),
    [
        ("shorter", Tone.SHORTER, None, False),
        ("make it shorter please", Tone.SHORTER, None, False),
        ("warmer", Tone.WARMER, None, False),
        ("a bit friendlier", Tone.WARMER, None, False),
        ("make it the coaching one instead", None, Frame.COACHING, False),
        ("performance", None, Frame.PERFORMANCE, False),
        ("the other frame please", None, None, True),
    ],
)
def test_a_follow_up_is_understood(text, tone, frame, other):
    wish = wish_of(text)
    assert (wish.tone, wish.frame, wish.other) == (tone, frame, other)


@pytest.mark.parametrize(
    "text",
    [
        "Hi Sam, your coaching session moved to Monday at ten, bring the sheet and the old notes please.",
        "Thanks!",
        "ok",
        BLENDED,
    ],
)
def test_a_draft_is_no_follow_up(text):
    assert wish_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Can you help me write a message about lateness?",
        "How do I tell someone they are late?",
        "What is coaching?",
        "Write a message to Sam about the reports",
        "Which conversation do I need?",
    ],
)
def test_a_request_to_the_assistant_is_recognised(text):
    assert asks_the_assistant(text)


@pytest.mark.parametrize(
    "text",
    [
        "Can you send me the sheet by noon? The counts have to be in today.",
        "Hi Ana, how do you see it? I would like to hear your view.",
        BLENDED,
        "Could you please re-send the report, it has the wrong header. Thanks!",
    ],
)
def test_a_draft_with_a_question_is_no_request(text):
    assert not asks_the_assistant(text)


def test_a_label_is_needed_for_nothing_else():
    assert read("Lunch is at one.").label is Label.NEITHER
