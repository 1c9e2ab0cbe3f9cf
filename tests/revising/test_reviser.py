"""What a manager may do to a delivered text, and that nothing of it is deliverable unchecked."""

import dataclasses

import pytest

from heart_fakes import frame_of, read
from oneframe import settings
from oneframe.checking.checker import Checker
from oneframe.coach import Coach
from oneframe.frames import Element, Fault, Frame, Trigger
from oneframe.planning.plan import Planner
from oneframe.records import Outcome, Piece, Route
from oneframe.revising.forms import Form, load_form_phrases
from oneframe.revising.sheet import without_facts
from oneframe.writing.composer import Composer
from oneframe.writing.phrases import load_phrases

BANK = load_phrases(settings.prompts() / "phrases")
PHRASES = load_form_phrases(settings.prompts() / "phrases")
DRAFT = (
    "Hi Ana,\n\nI would love to explore where you want to go. The counts have to be in by Monday noon. "
    "Yours came late on 3 May and again on 10 May.\n\nTom"
)
GAP = "Yours came late on 3 May and again on 10 May."


def route_of(reading):
    return Route(Trigger.HEALTH, "Ask HR.", "pregnant") if "pregnant" in reading.text else None


def coach():
    return Coach(
        read=read,
        route=route_of,
        planner=Planner(lambda lines: tuple((frame_of(line), 0.9) for line in lines)),
        composer=Composer(BANK),
        checker=Checker(read, BANK.all()),
    )


def opened(draft=DRAFT):
    made = coach()
    *_, last = made.rewrite(draft)
    return made.reviser, made.reviser.desk(read(draft), last.rewrite)


def failed(sheet):
    return {c.rule for c in sheet.verdict.checks if c.verdict is not Outcome.PASS}


def filled(sheet, words="in by noon from 17 May, with Ben's help"):
    text = sheet.text
    for slot in sheet.plan.slots:
        text = text.replace(slot.text, words)
    return text


def test_a_desk_holds_both_delivered_texts_with_their_own_verdicts():
    _, desk = opened()
    assert desk.main.is_deliverable and desk.companion.is_deliverable
    assert desk.main.is_as_offered
    assert not any(":" in c.rule for s in (desk.main, desk.companion) for c in s.verdict.checks)


def test_what_was_delivered_passes_again():
    reviser, desk = opened()
    assert reviser.revise(desk.main, desk.main.text).is_deliverable
    assert reviser.revise(desk.companion, desk.companion.text).is_deliverable


def test_a_filled_slot_may_bring_new_facts():
    reviser, desk = opened()
    made = reviser.revise(desk.main, filled(desk.main), filled=desk.main.plan.slots)
    assert made.is_deliverable and "17 May" in made.text
    assert "nothing-added" in failed(
        dataclasses.replace(
            desk.main, verdict=Checker(read, BANK.all()).check(desk.main.draft, desk.main.plan, made.text)
        )
    ), "the same words from a model are an addition"


def test_a_slot_that_was_filled_by_hand_counts_as_filled():
    reviser, desk = opened()
    assert reviser.revise(desk.main, filled(desk.main)).is_deliverable


def test_a_slot_that_was_taken_out_with_its_sentence_is_missed():
    reviser, desk = opened()
    slot = next(s for s in desk.main.plan.slots if s.element is Element.CLOSING)
    sentence = next(s for s in desk.main.text.replace("\n", " ").split(". ") if slot.text in s)
    assert failed(reviser.revise(desk.main, desk.main.text.replace(sentence, ""))) == {"elements-or-slots"}


def test_a_fill_that_opens_the_other_conversation_fails():
    reviser, desk = opened()
    made = reviser.revise(
        desk.main, filled(desk.main, "what would you love to explore"), filled=desk.main.plan.slots
    )
    assert "one-frame" in failed(made) and not made.is_deliverable


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        ("Tom", "Tom and Ben", set()),
        (GAP, GAP + " The dock lost 40 minutes each time.", set()),
        (GAP, GAP + " Where do you want to grow?", {"one-frame"}),
        ("3 May", "4 May", {"facts-kept", "nothing-lost"}),
    ],
)
def test_typing_is_held_to_the_frame_and_to_the_facts_that_were_there(old, new, rules):
    reviser, desk = opened()
    assert failed(reviser.revise(desk.main, desk.main.text.replace(old, new))) == rules


def test_a_fact_changed_on_purpose_is_set_aside_and_the_text_passes():
    reviser, desk = opened()
    made = reviser.revise(desk.main, desk.main.text.replace("3 May", "4 May"))
    assert [p.text for p in without_facts(made)] == [GAP]
    meant = reviser.revise(made, made.text, meant=without_facts(made))
    assert meant.is_deliverable
    assert [p.text for p in meant.taken_out] == [GAP]


def test_a_sentence_that_was_taken_out_is_listed_and_comes_back_to_its_place():
    reviser, desk = opened()
    made = reviser.revise(desk.main, desk.main.text.replace(GAP, ""))
    assert made.is_deliverable and [p.text for p in made.taken_out] == [GAP]
    back = reviser.bring_back(dataclasses.replace(desk, main=made), made.taken_out[0])
    assert not back.why and back.main.is_deliverable and not back.main.taken_out
    assert back.main.text.index("Monday noon") < back.main.text.index(GAP) < back.main.text.index("Tom")


def test_what_opens_the_other_frame_goes_to_the_companion():
    reviser, desk = opened()
    lone = dataclasses.replace(desk, companion=None)
    piece = next(p for p in desk.main.aside if p.frame is Frame.COACHING)
    made = reviser.bring_back(lone, piece)
    assert not made.why and made.main == desk.main
    assert made.companion.is_deliverable and piece.text in made.companion.text


def test_what_cannot_stand_says_why_and_changes_nothing():
    reviser, desk = opened()
    blended = Piece("Your late counts must grow.", Frame.COACHING, Fault.DISCLOSURE_TRAP, 1)
    made = reviser.bring_back(desk, blended)
    assert made.why and (made.main, made.companion) == (desk.main, desk.companion)


def test_what_is_already_there_is_not_said_twice():
    reviser, desk = opened()
    assert reviser.bring_back(desk, desk.main.plan.kept[0]).why


def test_words_that_route_to_people_stop_the_text():
    reviser, desk = opened()
    made = reviser.revise(desk.main, desk.main.text + "\nI know that you are pregnant.")
    assert made.route and not made.is_deliverable


@pytest.mark.parametrize("text", ["", "   ", "\0\0\0", "12 34", "wort " * 6000])
def test_a_text_that_cannot_be_read_is_never_deliverable(text):
    reviser, desk = opened()
    assert not reviser.revise(desk.main, text).is_deliverable


def test_hidden_characters_are_taken_out_of_what_was_typed():
    reviser, desk = opened()
    made = reviser.revise(desk.main, desk.main.text.replace("Tom", "T\u200bom\u202e"))
    assert made.text == desk.main.text and made.is_deliverable


def test_an_edit_that_fails_can_be_taken_back():
    reviser, desk = opened()
    broken = reviser.revise(desk.main, "Where do you want to grow?")
    assert not broken.is_deliverable
    assert reviser.revise(broken, desk.main.text).is_deliverable


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("which", ["main", "companion"])
def test_every_form_is_made_of_checked_sentences_and_passes(form, which):
    reviser, desk = opened()
    sheet = getattr(desk, which)
    subject, made = reviser.formed(sheet, form, PHRASES)
    assert made.is_deliverable, failed(made)
    assert bool(subject) is (form is Form.MAIL)


def test_each_form_has_its_own_shape():
    reviser, desk = opened()
    forms = {f: reviser.formed(desk.main, f, PHRASES)[1].text for f in Form}
    assert forms[Form.MESSAGE] == desk.main.text
    assert "\n" not in forms[Form.CHAT]
    assert forms[Form.MAIL].startswith("Hi Ana,\n\n") and forms[Form.MAIL].endswith("\n\nTom")
    assert "3 May" not in forms[Form.OPENER] and "performance" in forms[Form.OPENER]
    naming, *points = forms[Form.AGENDA].splitlines()
    assert "performance" in naming and all(p.startswith("- ") for p in points) and len(points) >= 3
    assert "Tom" not in forms[Form.AGENDA]
