"""A candidate is fitted to its brief, whatever it holds."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heart_fakes import plan, read
from oneframe import settings as config
from oneframe.frames import Element
from oneframe.reading.facts import fact_key, facts
from oneframe.records import Slot
from oneframe.writing.composer import Composer
from oneframe.writing.mending import settled, spliced
from oneframe.writing.phrases import load_phrases

COMPOSER = Composer(load_phrases(config.prompts() / "phrases"))
DRAFT = "Hi Ana, the counts have to be in by noon [see the list]. Yours came late on 3 May. Thanks, Tom"
SLOTS = (
    Slot(Element.CLOSING, "what has to change"),
    Slot(Element.CONSEQUENCE, "what happens"),
    Slot(None, "confirm"),
)
BRACKET = re.compile(r"\[[^\[\]]*\]")


def brief(slots=SLOTS):
    reading = read(DRAFT)
    return COMPOSER.brief(plan(reading, slots=slots), reading)


@pytest.mark.parametrize(
    "candidate",
    [
        "",
        "Hi Ana, x.",
        "Hi Ana, x. [the closing: by when] [consequence]",
        "[Closing: made up by the writer] [The Consequence: also] [confirm this]",
        "Hi Ana, x. [whatever] y.",
        "[[[",
        "]]] [",
        "[a. [b] c. d]",
        "[the closing: a] [the closing: b] [the closing: c]",
        "x [\0] y",
        "[the consequence: You are fired on 3 June.]",
        "See [see the list] and [see the other list].",
    ],
)
def test_each_slot_stands_once_and_no_bracket_of_the_writers(candidate):
    text = settled(candidate, brief())
    assert all(text.count(s.text) == 1 for s in SLOTS)
    assert set(BRACKET.findall(text)) <= {*(s.text for s in SLOTS), "[see the list]"}


def test_the_drafts_own_bracket_stays():
    assert "[see the list]" in settled(brief().composed, brief())


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("[]. \n\0")), max_size=60))
def test_no_candidate_leaves_a_bracket_that_is_no_slot(candidate):
    text = settled(candidate, brief())
    assert set(BRACKET.findall(text)) <= {*(s.text for s in SLOTS), "[see the list]"}
    assert "\0" not in text


def test_slots_come_before_a_shared_sign_off():
    text = settled("Hi Ana, this is a performance conversation. Thanks, Tom", brief())
    assert text.endswith("Thanks, Tom")


def test_the_composed_text_is_its_own_splice():
    assert spliced(brief().composed, brief()) == (brief().composed, 1.0)


@pytest.mark.parametrize(
    "offered",
    [
        "Yours came late on 4 May.",
        "Yours came late on 3 May and 4 May.",
        "Yours never came late on 3 May.",
        "Yours came late.",
        "Yours came late on three May.",
        "Yours came late on 3 May [the gap].",
        "Yours came late on 3 May, which was careless, rude and lazy of you.",
        "Mine is fine.",
    ],
)
def test_an_unfaithful_sentence_gives_way_to_the_drafts_own(offered):
    text, share = spliced(brief().composed.replace("Yours came late on 3 May.", offered), brief())
    assert "Yours came late on 3 May." in text
    assert offered not in text
    assert share < 1


@pytest.mark.parametrize("offered", ["Yours came in late on 3 May.", "And yours came late on 3 May!"])
def test_a_faithful_wording_is_taken(offered):
    text, share = spliced(brief().composed.replace("Yours came late on 3 May.", offered), brief())
    assert offered in text
    assert share == 1


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_a_splice_holds_every_fact_of_the_lines_and_no_other(candidate):
    text, share = spliced(candidate, brief())
    assert 0 <= share <= 1
    assert {fact_key(f) for f in facts(text)} == {fact_key(f) for f in facts(brief().composed)}


def test_a_full_stop_that_the_writer_adds_to_a_terse_line_is_not_doubled():
    reading = read("ana, the counts have to be in by noon\nyours came late on 3 may\n")
    ours = COMPOSER.brief(plan(reading), reading)
    offered = ours.composed.replace("yours came late on 3 may", "yours came late on 3 may.")
    text, share = spliced(offered + " The end.", ours)
    assert share == 1.0
    assert ".." not in text and text == ours.composed
