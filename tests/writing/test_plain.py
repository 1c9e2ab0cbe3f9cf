"""What is required is said without softeners; nothing else of a sentence is lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneframe.writing.plain import say_plainly, softeners

PAIRS = [
    ("Maybe you could try to get them in on time if that's ok?", "I need you to get them in on time."),
    ("Maybe you could get them in on time, if that’s ok?", "I need you to get them in on time."),
    ("Would you mind sending it by noon?", "Would you mind sending it by noon?"),
    ("could you send it by noon?", "i need you to send it by noon."),
    ("It'd be really great if you could log the calls.", "I need you to log the calls."),
    ("You might want to check the seals.", "I need you to check the seals."),
    ("I'd love it if you could check the seals.", "I need you to check the seals."),
    ("Why did you keep missing the Friday report?", "You keep missing the Friday report."),
    ("Shouldn't you have told Priya?", "You should have told Priya."),
    ("The sheet is a bit late, no worries.", "The sheet is late."),
    ("No pressure, but the log is due on 3 May.", "The log is due on 3 May."),
    ("send it by 5 when you get a chance", "send it by 5"),
]
UNCHANGED = [
    "The counts have to be in by Monday noon.",
    "What kind of seal is it?",
    "Maybe.",
    "No worries!",
    "Could be.",
    "",
    "Tom",
    "That kind of error must stop.",
    "If you like, ask Marek.",
]


@pytest.mark.parametrize(("soft", "plain"), PAIRS)
def test_a_softened_sentence_is_said_plainly(soft, plain):
    assert say_plainly(soft) == plain


@pytest.mark.parametrize("text", UNCHANGED)
def test_a_sentence_without_softeners_or_too_short_stays(text):
    assert say_plainly(text) == text


@pytest.mark.parametrize(("soft", "_"), PAIRS)
def test_saying_it_twice_changes_nothing_more(soft, _):
    once = say_plainly(soft)
    assert say_plainly(once) == once


SOFT = st.sampled_from(
    [
        "",
        "Maybe ",
        "No pressure, but ",
        "Perhaps ",
        "It would be great if you could ",
        "Could you please maybe ",
    ]
)
TAIL = st.sampled_from(
    ["", " if you can", ", if that's ok?", " when you get a chance", ", no worries", "?", " or so."]
)
MIDDLE = st.lists(
    st.sampled_from(
        [
            "send",
            "the sheet",
            "3 May",
            "Priya",
            "a bit more",
            "maybe",
            "14 of 31",
            "£1,200",
            "just try to",
            "ABC-123",
            "to",
            "McKay",
        ]
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=300, deadline=None)
@given(SOFT, MIDDLE, TAIL)
def test_no_number_and_no_name_is_lost(head, middle, tail):
    sentence = head + " ".join(middle) + tail
    said = say_plainly(sentence)
    for part in re.findall(r"\w*\d\w*|Priya|McKay", sentence):
        assert part in said


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=120))
def test_no_sentence_is_emptied_and_no_number_lost(text):
    said = say_plainly(text)
    assert bool(said.strip()) == bool(text.strip())
    assert all(n in said for n in re.findall(r"\d+", text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Maybe send it, no pressure.", ("maybe", "no pressure")),
        ("when you get a sec, don’t worry", ("when you get a sec", "don't worry")),
        ("Hopefully by noon or so", ("hopefully", "or so")),
        ("The counts have to be in.", ()),
        ("The kind offer of Marek", ()),
        ("", ()),
    ],
)
def test_softeners_are_found_in_order(text, found):
    assert softeners(text) == found
