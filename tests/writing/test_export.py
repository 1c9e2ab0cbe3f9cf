"""A page as Markdown, Word and mail, an entry as a calendar file: whole, inert, readable by others."""

import re
from datetime import datetime
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from oneframe.prepared import Invite
from oneframe.writing.export import Item, Page, Section, as_calendar, as_docx, as_mail, as_markdown

HOSTILE = "<script>x</script> **bold** [a](http://x) # head\n- item ![i](y) `c`"
PAGE = Page(
    "A plan",
    (
        Section("Open with", (Item("Ravi, this is about performance.\nPlainly.", "Label", "An aside"),)),
        Section("The note", body="Hi Ravi,\n\nThis is the note.\n\nTom"),
    ),
    "The last line.",
)
AT = datetime(2026, 12, 3, 15, 0)


@pytest.mark.parametrize("made", [as_markdown(PAGE), as_mail(PAGE)])
def test_every_word_of_the_page_is_in_the_text(made):
    for part in (
        "A plan",
        "this is about performance. Plainly.",
        "Label",
        "An aside",
        "This is the note.",
        "Tom",
        "last line",
    ):
        assert part in made
    assert "open with" in made.lower()


def test_a_word_file_opens_and_has_no_author():
    document = Document(BytesIO(as_docx(PAGE)))
    said = "\n".join(p.text for p in document.paragraphs)
    for part in (
        "A plan",
        "Label: Ravi, this is about performance. Plainly.",
        "An aside",
        "This is the note.",
        "The last line.",
    ):
        assert part in said
    assert document.core_properties.author == ""
    assert document.core_properties.comments == ""


def test_markup_in_anyone_s_words_stays_text_in_markdown():
    made = as_markdown(Page("t", (Section("h", (Item(HOSTILE),), HOSTILE),)))
    assert "\\<script\\>" in made
    assert not re.search(r"(?<!\\)\]\(", made)
    assert not re.search(r"^> - ", made, re.MULTILINE)
    assert "**bold**" not in made


@settings(max_examples=10, deadline=None)
@given(st.text(max_size=300))
def test_any_text_makes_a_word_file_that_opens(text):
    Document(BytesIO(as_docx(Page(text, (Section(text, (Item(text, text, text),), text),), text))))


def test_a_mail_begins_with_its_subject_and_an_empty_line():
    assert as_mail(PAGE).splitlines()[:2] == ["Subject: A plan", ""]


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_calendar_file_keeps_to_its_lines_and_gives_the_text_back(title, text):
    made = as_calendar(Invite(title, text), AT, 30)
    assert made.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in made.split("\r\n"))
    unfolded = made.replace("\r\n ", "")
    names = [line.partition(":")[0] for line in unfolded.split("\r\n") if line]
    assert names == [
        "BEGIN", "VERSION", "PRODID", "METHOD", "BEGIN", "UID", "DTSTAMP", "DTSTART", "DURATION", "SUMMARY",
        "DESCRIPTION", "CLASS", "END", "END",
    ]  # fmt: skip


def test_a_calendar_entry_is_private_at_the_time_given_and_new_each_time():
    made = as_calendar(Invite("Performance conversation, private", "Line one; two\nthree"), AT, 45)
    assert "DTSTART:20261203T150000\r\n" in made
    assert "DURATION:PT45M\r\n" in made
    assert "CLASS:PRIVATE\r\n" in made
    assert "SUMMARY:Performance conversation\\, private\r\n" in made
    assert "DESCRIPTION:Line one\\; two\\nthree\r\n" in made
    assert made != as_calendar(Invite("Performance conversation, private", "Line one; two\nthree"), AT, 45)
