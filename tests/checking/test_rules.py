"""Each rule beside texts that must pass it and texts that must not."""

import pytest

from heart_fakes import plan, read, scene
from oneframe.checking import rules
from oneframe.checking.checker import Checker
from oneframe.frames import Element, Frame
from oneframe.records import Outcome, Slot, Verdict

DRAFT = (
    "Hi Ana, I would love to explore what would you like to learn. The stock counts have to be in by Monday noon. "
    "Yours came late on 3 May, 10 May and 17 May. Marek in Finance never got the sheet for £1,200. Thanks, Tom"
)
OPENING = "Hi Ana, this is a performance conversation."
BODY = (
    " The stock counts have to be in by Monday noon. Yours came late on 3 May, 10 May and 17 May."
    " Marek in Finance never got the sheet for £1,200. Thanks, Tom"
)
GOOD = OPENING + BODY
SLOT = Slot(Element.CONSEQUENCE, "what happens if it does not")


@pytest.mark.parametrize("rule", rules.RULES.values(), ids=rules.RULES)
def test_a_faithful_rewrite_passes_every_rule(rule):
    assert rule(scene(DRAFT, GOOD)) is None


@pytest.mark.parametrize("rule", rules.RULES.values(), ids=rules.RULES)
def test_a_faithful_rewrite_with_its_slot_passes_every_rule(rule):
    text = GOOD.replace(" Thanks", f" If it does not change: {SLOT.text}. Thanks")
    assert rule(scene(DRAFT, text, slots=(SLOT,), phrases=("If it does not change: {slot}.",))) is None


BAD = [
    ("one-frame", GOOD + " I would love to explore how you grow."),
    ("one-frame", GOOD.replace("Yours came late", "Let us explore why yours came late")),
    ("named-in-opening", "Hi Ana." + BODY.replace("have to be", "are")),
    ("named-in-opening", "Hi Ana, this is a performance conversation and a coaching conversation." + BODY),
    ("named-in-opening", "Hi Ana, this is a coaching conversation." + BODY),
    (
        "named-in-opening",
        "Hi Ana. Lovely day. The sun is out." + BODY + " This is a performance conversation.",
    ),
    ("facts-kept", GOOD.replace("10 May and ", "")),
    ("facts-kept", GOOD.replace("Marek", "He")),
    ("facts-kept", GOOD.replace(" for £1,200", "")),
    ("nothing-added", GOOD.replace("17 May", "17 May, 24 May")),
    ("nothing-added", GOOD.replace("Thanks", "Dana will take over on Friday. Thanks")),
    ("nothing-added", GOOD.replace("Thanks", "This could end in dismissal. Thanks")),
    ("nothing-added", GOOD.replace("Thanks", "HR will be told. Thanks")),
    ("nothing-added", GOOD.replace("Thanks", "I promise your job is safe. Thanks")),
    ("nothing-added", GOOD.replace("Thanks", "Nothing you say will count against you. Thanks")),
    (
        "nothing-added",
        GOOD.replace("Thanks", "Purple elephants dance gracefully beneath moonlit orchards. Thanks"),
    ),
    ("nothing-added", GOOD.replace("Thanks", "The stock counts have to be in by Monday noon. Thanks")),
    ("nothing-added", GOOD.replace("£1,200", "£1,250")),
    ("nothing-added", GOOD.replace("have to be in by", "do not have to be in by")),
    ("nothing-added", GOOD.replace("Marek in Finance never got", "Marek in Finance got")),
    (
        "nothing-added",
        GOOD.replace("Yours came late on 3 May", "The Monday noon sheet for Marek came late on 3 May"),
    ),
    ("nothing-lost", GOOD.replace(" Marek in Finance never got the sheet for £1,200.", "")),
    ("nothing-lost", OPENING + " Thanks, Tom"),
    ("no-harder-no-softer", GOOD.replace("have to be in", "maybe have to be in")),
    ("no-harder-no-softer", GOOD.replace("Thanks", "No pressure. Thanks")),
    ("no-harder-no-softer", GOOD.replace("Thanks", "This is your last chance. Thanks")),
    ("no-harder-no-softer", GOOD.replace("Thanks", "That is unacceptable. Thanks")),
    ("no-leak", GOOD + " <|im_end|>"),
    ("no-leak", "# Rewrite\n" + GOOD),
    ("no-leak", GOOD.replace("performance conversation", "**performance conversation**")),
    ("no-leak", GOOD + " <b>now</b>"),
    ("no-leak", GOOD + " See https://evil.example/x"),
    ("no-leak", GOOD.replace("Ana", "A\u200bna")),
    ("no-leak", "Here is the rewritten message: " + GOOD),
    ("no-leak", GOOD + " Missing: consequence."),
    ("no-leak", GOOD + " ![x](https://evil.example/p.png)"),
]


@pytest.mark.parametrize(("rule", "text"), BAD)
def test_a_bad_text_is_refused_by_its_rule(rule, text):
    assert rules.RULES[rule](scene(DRAFT, text)) is not None


def test_a_missing_slot_is_refused():
    assert rules.elements_or_slots(scene(DRAFT, GOOD, slots=(SLOT,))) is not None


FINE = [
    ("named-in-opening", "Hi Ana, this is not a coaching talk. It is a performance conversation." + BODY),
    ("named-in-opening", "Hi Ana, there is a gap between what is required and where things are." + BODY),
    ("facts-kept", GOOD.replace("£1,200", "£1200")),
    ("facts-kept", GOOD.upper()),
    ("nothing-added", GOOD.replace("3 May, 10 May and 17 May", "17 May, 10 May and 3 May")),
    ("no-leak", GOOD.replace("Thanks", "(see the sheet) Thanks")),
]


@pytest.mark.parametrize(("rule", "text"), FINE)
def test_a_harmless_difference_is_let_through(rule, text):
    assert rules.RULES[rule](scene(DRAFT, text)) is None


def test_a_set_aside_fact_is_not_lost():
    draft = (
        "This is a performance conversation. Explore Lisbon with Marta. Counts have to be in by Monday noon."
    )
    text = "This is a performance conversation. Counts have to be in by Monday noon."
    assert rules.nothing_lost(scene(draft, text)) is None


def checker(**extra):
    return Checker(read, (), {**rules.RULES, **extra})


def test_a_rule_that_crashes_is_unscored_and_no_pass():
    def broken(_):
        raise ZeroDivisionError

    draft = read(DRAFT)
    verdict = checker(broken=broken).check(draft, plan(draft), GOOD)
    assert verdict.checks[-1].verdict is Outcome.UNSCORED
    assert not verdict.ok


def test_an_empty_verdict_is_no_pass():
    assert not Verdict(()).ok


def test_the_checker_passes_what_all_rules_pass():
    draft = read(DRAFT)
    ours = plan(draft)
    assert checker().check(draft, ours, GOOD, set_aside=ours.set_aside).ok


def test_coaching_is_checked_as_strictly():
    draft = read("Hi Ana, what would you like to learn? Counts have to be in by Monday noon.")
    ours = plan(draft, Frame.COACHING)
    text = "Hi Ana, this is a coaching conversation. What would you like to learn?"
    assert checker().check(draft, ours, text, set_aside=ours.set_aside).ok
    worse = text + " Counts have to be in by Monday noon."
    assert not checker().check(draft, ours, worse, set_aside=ours.set_aside).ok
