"""What must never pass: each text is refused by its rule, and the whole checker by at least one."""

import pytest
from hostile_texts import BAD, CARRIER, DRAFT, FINE, GOOD, SLOT, plus

from heart_fakes import scene
from oneframe.checking import rules
from oneframe.checking.compare import said
from oneframe.frames import Frame
from oneframe.reading.facts import facts


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in BAD.items() for text in texts])
def test_a_bad_text_is_refused_by_its_rule(rule, text):
    assert rules.RULES[rule](scene(DRAFT, text)) is not None


def test_every_rule_has_its_hostile_texts():
    assert set(BAD) | {"elements-or-slots"} == set(rules.RULES)
    assert all(len(texts) >= 8 for texts in BAD.values())


@pytest.mark.parametrize(
    "tail",
    [
        "",
        " [the consequence: something else]",
        " " + SLOT.text.upper(),
        " " + SLOT.text.strip("[]"),
        f" {SLOT.text} [whatever]",
        f" {SLOT.text} {SLOT.text}",
        f" [ ]{SLOT.text}",
        f" [{SLOT.text}]",
        " " + SLOT.text.replace("what", "who"),
        f" {SLOT.text} [Marek]",
    ],
)
def test_a_slot_stands_once_as_planned_and_no_other_bracket_does(tail):
    assert rules.elements_or_slots(scene(DRAFT, GOOD + tail, slots=(SLOT,))) is not None


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in FINE.items() for text in texts])
def test_a_harmless_text_passes_its_rule(rule, text):
    assert rules.RULES[rule](scene(DRAFT, text)) is None


@pytest.mark.parametrize(
    "mark", ["*now*", "<b>", "www.site.example/x", "[the list]", "{name}", "`ls`", "---", "> no"]
)
def test_what_the_draft_itself_carries_is_no_leak(mark):
    draft, text = DRAFT.replace("Thanks", f"\n{mark}\nThanks"), GOOD.replace("Thanks", f"\n{mark}\nThanks")
    assert rules.no_leak(scene(draft, text)) is None
    assert rules.elements_or_slots(scene(draft, text)) is None


def test_a_mark_of_the_drafts_excuses_no_other():
    draft = DRAFT.replace("Thanks", "*now* Thanks")
    assert rules.no_leak(scene(draft, plus("*now* **never**"))) is not None


@pytest.mark.parametrize("word", ["warning", "bonus", "between us", "whatever happens", "at risk"])
def test_a_stake_or_promise_of_the_drafts_may_stay(word):
    draft = DRAFT.replace("Marek", f"The {word} is known. Marek")
    assert rules.nothing_added(scene(draft, GOOD.replace("Marek", f"The {word} is known. Marek"))) is None


def test_a_phrase_with_its_slot_says_nothing_of_the_draft():
    draft = DRAFT.replace("Thanks", "It must not change. Thanks")
    text = GOOD.replace("Thanks", f"It must not change. {CARRIER.format(slot=SLOT.text)} Thanks")
    assert rules.nothing_added(scene(draft, text, slots=(SLOT,), phrases=(CARRIER,))) is None


@pytest.mark.parametrize(
    ("wanted", "text", "is_said"),
    [
        ("Ana", "Anabel came.", False),
        ("Ana", "ANA came.", True),
        ("3 errors", "It was on 3 May.", False),
        ("3 errors", "It had 3 of them.", True),
        ("3 May", "It was 13 May.", False),
        ("£40", "It was £400.", False),
    ],
)
def test_a_fact_is_said_whole_or_not_at_all(wanted, text, is_said):
    fact = facts(f"Well, {wanted}.")[0]
    assert said(fact, text) is is_said


def test_a_lost_number_is_not_found_in_a_date():
    draft = "Counts have to be in by noon. Yours had 3 errors on 3 May."
    text = "This is a performance conversation. Counts have to be in by noon. Yours had errors on 3 May."
    assert rules.facts_kept(scene(draft, text)) is not None


@pytest.mark.parametrize(
    ("old", "new"), [("over 40", "40"), ("over 40", "under 40"), ("before 9:30", "after 9:30")]
)
def test_a_bound_stays_as_the_draft_has_it(old, new):
    draft = "Counts have to be in before 9:30. You must list over 40 of them."
    text = "This is a performance conversation. " + draft
    assert rules.nothing_added(scene(draft, text)) is None
    assert rules.nothing_added(scene(draft, text.replace(old, new))) is not None


def test_coaching_may_not_name_performance():
    draft = "Hi Ana, what would you like to learn? Counts have to be in by Monday noon."
    for opening in (
        "This is a coaching and performance conversation.",
        "This is a performance conversation.",
    ):
        text = f"Hi Ana, {opening} What would you like to learn?"
        assert rules.named_in_opening(scene(draft, text, frame=Frame.COACHING)) is not None
    denies = "Hi Ana, this is not a performance review. It is a coaching conversation. What would you like to learn?"
    assert rules.named_in_opening(scene(draft, denies, frame=Frame.COACHING)) is None


def test_brackets_hide_no_second_frame():
    text = GOOD + " [I would love to explore how you grow]"
    assert rules.one_frame(scene(DRAFT, text)) is not None
