"""What is taken in as it is, and what is refused, whatever is pasted or piped."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneframe.errors import DraftRefused
from oneframe.reading.intake import MAX_BYTES, MAX_WORDS, accept, decoded

TAKEN = [
    "ok thx",
    "k",
    "no",
    "late again",
    "running 5 late, sorry!",
    "Thx 😀",
    "How far, abeg make you no forget the report wey dey for table o.",
    "Oga say make we finish am before Friday, you sabi the matter well well.",
    "Wah, like that also can? Report still not in leh, please send by 5pm hor.",
    "Aiyo, the counts don't tally again lah.",
    "def late(count): return count > 3  # please fix by Friday",
    "SELECT name FROM counts WHERE late = 1; was run on the wrong table, please roll it back.",
    "if (x < 3 && y > 4) { return; } broke the build, revert it today",
    "Please read https://site.example/counts?a=1&b=2 by noon.",
    "Zoë, José and Łukasz: señor Núñez asks for the sheet.",
    "Hi 山田さん, please send the sheet by noon today.",
    "The word بيت is on the sign, please translate it.",
    "Die Hard is on tonight, want to come?",
    "Que sera sera, see you at the meeting on Monday.",
    "Please use <b> and </b> around the title.",
    "1. Counts by noon\n2. Log by five\n3. Call Marek",
    "\tHi\r\n\r\nAna\x0b",
    "word " * MAX_WORDS,
]
REFUSED = [
    ("", "no text"),
    ("   ", "no text"),
    ("\n\r\t\u00a0", "no text"),
    ("😀", "no words"),
    ("👩‍💻🎉❤️", "no words"),
    ("12:30 - 14:00", "no words"),
    ("hello\0world", "binary"),
    ("\x01\x02\x03abc", "binary"),
    ("\ufffd\ufffdPNG\ufffd", "binary"),
    ("word " * 20_000, "20,000 words"),
    ("<div><p>Hi Ana</p></div>", "HTML"),
    ("<table><tr><td>late</td></tr></table>", "HTML"),
    ("Hallo Anna, die Berichte sind nicht pünktlich und ich möchte mit dir sprechen.", "German"),
    ("Bonjour Anna, les rapports sont en retard et je voudrais vous parler.", "French"),
    ("你的报告又迟到了，我们需要谈谈。", "English"),
    ("レポートがまた遅れています。話しましょう。", "English"),
    ("التقارير متأخرة مرة أخرى", "English"),
    ("रिपोर्ट फिर से देर से आई", "English"),
    ("Отчёты снова опоздали, нам нужно поговорить.", "English"),
]


@pytest.mark.parametrize("text", TAKEN)
def test_english_of_any_kind_is_taken_as_it_is(text):
    assert accept(text) == text


@pytest.mark.parametrize(("text", "says"), REFUSED)
def test_the_rest_is_refused_with_what_to_do(text, says):
    with pytest.raises(DraftRefused, match=says) as refused:
        accept(text)
    said = str(refused.value)
    assert "kept" in said
    assert any(word in said for word in ("Paste", "Write"))
    assert len(said) < 300
    assert not text.strip() or text[:40] not in said


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"Hi Ana", "Hi Ana"),
        ("Hi Zoë 😀".encode(), "Hi Zoë 😀"),
        (b"\xef\xbb\xbfHi", "Hi"),
        ("Hi Zoë".encode("utf-16"), "Hi Zoë"),
        (b"\xfe\xff" + "Hi Zoë".encode("utf-16-be"), "Hi Zoë"),
        (b"", ""),
        (b"a\r\nb", "a\r\nb"),
        (b"x" * MAX_BYTES, "x" * MAX_BYTES),
    ],
)
def test_a_unicode_file_is_decoded(raw, text):
    assert decoded(raw) == text


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("Größe".encode("latin-1"), "another encoding"),
        ("Größe".encode("cp1252"), "UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\xff", "binary"),
        (b"x" * (MAX_BYTES + 1), r"1\.0 MB"),
        (b"x" * 5_000_000, r"5\.0 MB"),
    ],
)
def test_any_other_file_is_refused_with_what_to_do(raw, says):
    with pytest.raises(DraftRefused, match=says) as refused:
        decoded(raw)
    assert "kept" in str(refused.value)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_what_is_taken_has_its_length_and_no_surrogate(text):
    try:
        taken = accept(text)
    except DraftRefused:
        return
    assert len(taken) == len(text)
    taken.encode()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(raw):
    try:
        assert isinstance(decoded(raw), str)
    except DraftRefused as refused:
        assert "kept" in str(refused)
