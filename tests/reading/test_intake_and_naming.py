"""What is read at all, and which sentence names the frame."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneframe.errors import DraftRefused
from oneframe.frames import Frame
from oneframe.reading.intake import accept, decoded
from oneframe.reading.naming import frames_called, frames_named

GOOD = [
    "ok thx",
    "Abeg, your report dey late again o, bring am by five. We go talk for my office.",
    "Can or not you send on time lah? Friday 5pm is the cut-off ah.",
    "Hi Zoë, the Größe field in the São Paulo sheet is wrong.",
    "standup's 9:15 not 9:30",
    "Kia ora Mele, how was the hui? Ngā mihi",
    "5 < 6 & the <b> tag in the CMS is broken",
    "Bro month end recon still not in, was due Tues 6pm, by noon today pls",
]


@pytest.mark.parametrize("text", GOOD)
def test_every_english_is_read(text):
    assert accept(text) == text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no text"),
        (" \n\t", "no text"),
        ("😀🎉", "no words"),
        ("...!?", "no words"),
        ("a\0b", "binary"),
        ("word " * 5001, "5,001 words"),
        ("<html><body><p>late</p></body></html>", "HTML"),
        ("Ich möchte mit dir über die Berichte sprechen, die nicht pünktlich sind.", "German"),
        ("Je voudrais parler avec vous de la réunion et des rapports qui sont en retard.", "French"),
        ("Quiero hablar contigo de los informes que no están en el sistema.", "Spanish"),
        ("我想和你谈谈你的工作表现。", "English"),
        ("أريد أن أتحدث معك عن التقارير المتأخرة", "English"),
        ("मैं आपसे रिपोर्ट के बारे में बात करना चाहता हूँ", "English"),
    ],
)
def test_the_rest_is_refused_in_one_sentence_that_keeps_the_text(text, says):
    with pytest.raises(DraftRefused, match=says) as refused:
        accept(text)
    assert "kept" in str(refused.value)


@pytest.mark.parametrize("raw", ["Hi Zoë".encode(), "Hi Zoë".encode("utf-8-sig"), "Hi Zoë".encode("utf-16")])
def test_unicode_files_are_decoded(raw):
    assert decoded(raw) == "Hi Zoë"


@pytest.mark.parametrize(
    ("raw", "says"),
    [("Größe".encode("latin-1"), "UTF-8"), (b"\xff\x00\x01\x80", "binary"), (b"x" * 1_000_001, "MB")],
)
def test_other_files_are_refused(raw, says):
    with pytest.raises(DraftRefused, match=says):
        decoded(raw)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_what_is_accepted_keeps_its_length(text):
    try:
        assert len(accept(text)) == len(text)
    except DraftRefused as refused:
        assert "kept" in str(refused)


def test_a_lone_surrogate_is_replaced_in_place():
    assert accept("Hi \ud800 Ana, see you at noon") == "Hi \ufffd Ana, see you at noon"


P, C = Frame.PERFORMANCE, Frame.COACHING


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("This is a performance conversation.", {P}),
        ("I want to talk about the gap between where the log is and where it needs to be.", {P}),
        ("this one's about performance, nothing else", {P}),
        ("I have to raise a requirement that is not being met.", {P}),
        ("This is a coaching conversation.", {C}),
        ("I'd love to hear how you're thinking about the move.", {C}),
        ("This is not a performance conversation.", set()),
        ("This is not a coaching talk.", set()),
        ('She called it "a coaching conversation" in her mail.', set()),
        ("Lunch is at one.", set()),
    ],
)
def test_a_frame_is_named_not_mentioned(text, frames):
    assert frames_named(text) == frames


def test_only_its_very_name_calls_a_frame():
    assert frames_called("This is a performance conversation, no coaching conversation.") == {P}
    assert frames_called("How are you thinking about it?") == set()
