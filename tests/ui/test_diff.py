"""The diff: aligned by sentence, escaped, and complete in both directions."""

import re
from html import unescape

import pytest

from oneframe.revising.alignment import aligned, cut
from oneframe.ui.diff import Lit, highlighted, pair

OLD = "Hi Jo. The report was late on Monday. Maybe you could try?"
NEW = "Hi Jo. This is about performance. The report was late on Monday."


def markup(before: str, after: str) -> str:
    return " ".join(pair(old, new) for old, new in aligned(cut(before), cut(after)))


def without(tag: str, html: str) -> str:
    """Return the text of the diff with every `tag` element taken out."""
    kept = re.sub(rf"<{tag}\b.*?</{tag}>", "", html, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", kept)).split())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OLD, NEW),
        ("", NEW),
        (OLD, ""),
        ("Same text here.", "Same text here."),
        ("It is due by noon. Send it.", "It is due by 11:00 at the latest. Send it."),
        ("a < b & c > d, you said.", "a < b & d, you said."),
    ],
)
def test_the_diff_holds_both_texts_whole(old, new):
    html = markup(old, new)
    squeezed = lambda text: re.sub(r"\s+", "", text)
    assert squeezed(without("ins", html)) == squeezed(old)
    assert squeezed(without("del", html)) == squeezed(new)


def test_a_kept_sentence_is_not_marked_when_others_move_in_around_it():
    html = markup(OLD, NEW)
    assert "The report was late on Monday." in html
    assert re.findall(r"<ins[^>]*>(.*?)</ins>", html) == ["This is about performance."]
    assert re.findall(r"<del[^>]*>(.*?)</del>", html) == ["Maybe you could try?"]


def test_a_changed_word_is_marked_alone():
    html = markup("The report was late on Monday.", "The report was late on Friday.")
    assert re.findall(r"<(?:ins|del)[^>]*>(.*?)</", html) == ["Monday", "Friday"]


def test_sentences_with_nothing_in_common_are_never_paired():
    assert aligned(["Cats sleep."], ["Ships sail north."]) == [("Cats sleep.", ""), ("", "Ships sail north.")]


def test_markup_in_a_text_is_escaped_everywhere():
    hostile = '<script>alert("x")</script> is what you wrote.'
    for html in (markup(hostile, ""), markup("", hostile), markup(hostile, hostile + " <b>Twice</b> now.")):
        assert "<script" not in html and "<b>" not in html


def test_a_highlighted_draft_holds_every_sentence_escaped_with_its_tag():
    html = highlighted(
        [Lit("Hi <b>Jo</b>,", "", "gray", ""), Lit("It was late.", "\n", "blue", "2 <i>Late</i>")]
    )
    assert "<b>Jo" not in html and "<i>" not in html
    assert "Hi &lt;b&gt;Jo&lt;/b&gt;," in html and "2 &lt;i&gt;Late&lt;/i&gt;: </b>It was late." in html
    assert "<br>" in html


def test_a_long_draft_is_compared_within_two_seconds():
    import time

    old = " ".join(f"Line {i} says that report {i} was due on day {i} of the month." for i in range(350))
    began = time.monotonic()
    markup(old, old.replace("due", "late"))
    assert time.monotonic() - began < 2
