"""Naming, mentioning, quoting and denying a frame are told apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heart_fakes import read
from oneframe.frames import Frame
from oneframe.reading.naming import frames_called, frames_denied, frames_named, named

P, C = Frame.PERFORMANCE, Frame.COACHING


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("This is a performance conversation.", {P}),
        ("THIS IS A PERFORMANCE CONVERSATION.", {P}),
        ("a coaching session, as we said", {C}),
        ("This is a coaching and performance conversation.", {C, P}),
        ("a performance/coaching chat", {C, P}),
        ("a coaching & performance session", {C, P}),
        ("Take it as a coaching moment.", {C}),
        ("This is a coaching conversation, not a performance one.", {C}),
        ("This is a performance conversation rather than a coaching conversation.", {P}),
        ("This isn’t a coaching chat.", set()),
        ("This isn't a coaching chat.", set()),
        ("I would never call this a performance conversation.", set()),
        ("He said 'this is a performance conversation'.", set()),
        ("He said ‘this is a performance conversation’.", set()),
        ("He said “this is a performance conversation”.", set()),
        ("He said «this is a performance conversation».", set()),
        ("the lads' performance chat isn't over", {P}),
        ("The theatre performance was lovely.", set()),
        ("The coach leaves at nine.", set()),
        ("Site performance dropped, see the chat.", set()),
        ("", set()),
    ],
)
def test_a_frame_is_called_by_its_name(text, called):
    assert frames_called(text) == called


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("This is not a performance conversation.", {P}),
        ("This isn’t a performance review chat.", {P}),
        ("It's not really a performance thing.", {P}),
        ("this is no performance talk at all", {P}),
        ("I swear this isn't about performance.", {P}),
        ("It is not about your performance, Ana.", {P}),
        ("This is not meant as a coaching session.", {C}),
        ("That was never a coaching conversation.", {C}),
        ("This isn't just a performance conversation.", set()),
        ("We have never had a performance conversation.", set()),
        ("This is a performance conversation.", set()),
        ('He said "this is not a performance conversation".', set()),
        ("It is not the theatre performance that I mean.", set()),
        ("Not a word about coaching was said.", set()),
    ],
)
def test_a_frame_is_denied(text, denied):
    assert frames_denied(text) == denied


@pytest.mark.parametrize(
    ("text", "frame", "p", "sentence"),
    [
        ("Hi. This is a performance conversation. Counts have to be in.", P, 0.9, 1),
        ("This is a performance conversation. Counts have to be in.", P, 0.31, 0),
        ("This is a performance conversation. Counts have to be in.", P, 0.29, None),
        ("Hi. Counts have to be in. Lunch is at one.", P, 0.6, 1),
        ("Hi. Counts have to be in. Lunch is at one.", P, 0.49, None),
        ("Hi. One. Two. This is a performance conversation.", P, 0.4, None),
        ("Relax, this is not a performance conversation. Counts have to be in.", P, 0.9, None),
        ("Counts have to be in.", None, 0.9, None),
    ],
)
def test_the_naming_sentence_is_found_in_the_opening_only(text, frame, p, sentence):
    found = named(read(text).sentences, frame, p)
    assert (found.sentence if found else None) == sentence


def test_an_empty_text_names_nothing():
    assert named((), Frame.COACHING, 0.1) is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_looked_at(text):
    assert frames_called(text) <= {P, C}
    assert frames_denied(text) <= {P, C}
    assert frames_named(text) <= {P, C}
