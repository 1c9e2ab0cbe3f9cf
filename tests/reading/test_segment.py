"""Claims about where sentences end. Must not depend on the reader or any model."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneframe.reading.segment import sentences

MARK = re.compile(r"(?:[>\s]|[•·‣▪●○◦]|[-*+–—](?=\s)|\(?[0-9a-z]{1,4}[.)](?=\s))*")


def cut(text):
    return [text[s.start : s.end] for s in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "See JIRA-123, v2.1.3 and INV.2291 first.",
        "It is 3.5 days late and costs 1,200.50 in all.",
        "Be in by 9.30am on 03.06.2026 please.",
        "Mr. Bean and Dr. Who met, e.g. on Mon. 3 Jan. 2026, i.e. late.",
        "Ask approx. three of them, see Fig. 2 and No. 4 for why.",
        "We open at 8 a.m. Monday at St. Brigid's vs. Acme Ltd. as agreed.",
        "Write to Mrs. D. Llewellyn or J. Okafor in the U.S. office.",
        "Ask Dr. P. Chattopadhyay, G. Rao or M. Lee, see P. 13.",
        "I am not sure... can you look?",
        "Read https://a.example/c.d?e=f.g and mail x.y@z.example for it.",
        'Ask "what would you like?" and then wait.',
        "Clerk Gr. 3 is the grade.",
        "Hi Sam, thanks for yesterday.",
        "Femi, Thursday detentions are in D4.",
        "Hi Kaito! quick growth note",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(text):
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("We start at 5 p.m. The shop is shut.", ["We start at 5 p.m.", "The shop is shut."]),
        ("Bring pens etc. The rest is there.", ["Bring pens etc.", "The rest is there."]),
        ("done. please fix", ["done.", "please fix"]),
        ("What?! Really?? ok", ["What?!", "Really??", "ok"]),
        ('He said "stop." Then he left.', ['He said "stop."', "Then he left."]),
        ("(It was late.) We left.", ["(It was late.)", "We left."]),
        ("Great job! 🎉 Well done 👏", ["Great job! 🎉", "Well done 👏"]),
        ("Meet in Hall C. Next one is mine.", ["Meet in Hall C.", "Next one is mine."]),
        ("It took 48 hrs. Need it now.", ["It took 48 hrs.", "Need it now."]),
        ("It came late. 4. Holiday dates.", ["It came late.", "4. Holiday dates."]),
        ("I got it done.Please check.", ["I got it done.", "Please check."]),
        ("the safe had five days in it What now", ["the safe had five days in it", "What now"]),
        ("Agenda: - your goals - next steps", ["Agenda:", "- your goals", "- next steps"]),
        ("هل أنت بخير؟ نعم. شكرا", ["هل أنت بخير؟", "نعم.", "شكرا"]),
        ("好。请修改！谢谢", ["好。", "请修改！", "谢谢"]),
        ("Nice\u00a0work. Thanks\u00a0a lot.", ["Nice\u00a0work.", "Thanks\u00a0a lot."]),
    ],
)
def test_a_sentence_ends_at_its_stop(text, parts):
    assert cut(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Dear Ana,\n\nThe rota is late.", ["Dear Ana,", "The rota is late."]),
        ("Dear Ana, The rota is late.", ["Dear Ana,", "The rota is late."]),
        ("Dear Ms. Vang: The rota is late.", ["Dear Ms. Vang:", "The rota is late."]),
        ("Hi Ana,\ncan you look", ["Hi Ana,", "can you look"]),
        ("Thanks.\nKind regards,\nJo Lee\nHead", ["Thanks.", "Kind regards,\nJo Lee", "Head"]),
    ],
)
def test_greetings_and_signatures_are_sentences(text, parts):
    assert cut(text) == parts


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\n\n"])
def test_a_line_of_chat_is_a_sentence(newline):
    lines = ["hi sam", "can you send it by 3", "thx 🙏"]
    assert cut(newline.join(lines)) == lines


def test_wrapped_mail_lines_are_one_sentence_with_the_break_in_it():
    text = (
        "The handover sheet was empty on three of the last four Fridays, which\n"
        "means that the night shift starts without the list of open jobs and the\n"
        "Barcelona desk has to ring round. Please fill it in."
    )
    assert cut(text) == [text[:-19], "Please fill it in."]


def test_marks_of_lists_and_quotes_are_outside_the_spans():
    text = "- one\n* two\n1. first\n2) second\na) third\n• fourth\n> quoted\n>> deep"
    assert cut(text) == ["one", "two", "first", "second", "third", "fourth", "quoted", "deep"]


def test_a_run_on_is_cut_where_a_chat_goes_on():
    text = " ".join(["word"] * 30 + ["anyway"] + ["word"] * 30)
    assert cut(text) == ["word " * 29 + "word", "anyway " + "word " * 29 + "word"]


def test_a_long_sentence_with_a_stop_is_left_whole():
    text = " ".join(["word"] * 30 + ["but"] + ["word"] * 30) + "."
    assert cut(text) == [text]


@pytest.mark.parametrize("text", ["", "  \n\t ", ">", "> \n>>"])
def test_a_text_without_words_has_no_sentences(text):
    assert sentences(text) == ()


PIECES = st.sampled_from(
    [
        "Mr.",
        "e.g.",
        "ok",
        "Hi",
        "Ana,",
        "done.",
        "Why?!",
        "...",
        "- ",
        "> ",
        "1. ",
        "a) ",
        "• ",
        "\n",
        "\r\n",
        " ",
        "\xa0",
        "🙂",
        "x",
        "“So.”",
        "3.5",
        "word " * 12,
        "The",
        "。",
        "\u2028",
        ":",
        "but ",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join)))
def test_spans_are_ordered_stripped_and_leave_out_only_blanks_and_marks(text):
    spans = sentences(text)
    assert all(s.start < s.end for s in spans)
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    edges = [0, *(edge for s in spans for edge in (s.start, s.end)), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        assert MARK.fullmatch(text, start, end)


@pytest.mark.parametrize("unit", ["We met at 9 a.m. and left. ", "- hi you all\n"])
def test_a_megabyte_takes_seconds_not_minutes(unit):
    text = unit * (1_000_000 // len(unit))
    started = time.perf_counter()
    assert sentences(text)
    assert time.perf_counter() - started < 6
