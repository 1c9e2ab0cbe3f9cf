"""Cuts a text into sentences by rules, with offsets into the text as it stands.

Must not normalise the text, load a model or judge what a sentence does.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from oneframe.reading.lexicon import (
    CALENDAR_ABBREVIATIONS,
    CALENDAR_WORDS,
    LEADING_ABBREVIATIONS,
    LETTERED_WORDS,
    NUMBER_ABBREVIATIONS,
    OPENING_WORDS,
    RUN_ON_WORDS,
    TITLE_WORDS,
    TRAILING_ABBREVIATIONS,
    UNIT_ABBREVIATIONS,
)
from oneframe.records import Span

_NEWLINE = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_TOKEN = re.compile(r"[^\s。！？]*[。！？]+[”’」』）]*|\S+")
_QUOTE_MARK = re.compile(r"[^\S\n\r]*(?:>[^\S\n\r]*)+")
_BULLET = re.compile(
    r"(?:[•·‣▪●○◦]\s*|[-*+–—]\s+|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)\s+|(?:\d{1,2}|[a-z])\.\s+)(?=\S)"
)
_INLINE_MARK = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])[.)]|[-*•–—]")
_CLOSERS = "\"'”’»)]}*_"
_OPENERS = "\"'“‘«([{*_¿¡"
_STOPS = ".?!…؟۔。！？"
_EMOJI = re.compile(
    r"(?:[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3\U0001f000-\U0001faff]"
    r"|[:;=]-?[)(DPp/]|<3)+$"
)
_DASHES = frozenset("-*•")
_FORGETFUL = OPENING_WORDS - TITLE_WORDS
_BEFORE_LIST = ":;.?!)"
_KISSES = frozenset({"x", "xx", "xxx", "xo"})
_MOST_ORNAMENTS = 4
# In words. Measured: cutting run-ons there gains four true boundaries for each false one.
_LONGEST, _SHORTEST = 45, 6
_DOTTED = re.compile(r"(?:[A-Za-z]\.){2,}$")
_STUCK = re.compile(r"(?<=[a-z]{2})[.?!]+(?=([A-Z][a-z]*)$)")
_GREETING = re.compile(
    r"(?:dear|hi+|hello|hey+|hiya|howdy|howzit|howya|greetings|g'?day|kia ora|bonjour|hola|hallo"
    r"|good (?:morning|afternoon|evening|day)|morning|afternoon|evening)\b"
    r"(?: [^\s,.?!:;]+\.?){0,4}$",
    re.IGNORECASE,
)
_TITLED = re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Engr)\b\.?(?: [^\s,.?!:;]+\.?){1,3}$")
_SIGN_OFF = re.compile(
    r"(?:(?:with|my|kind|kindest|best|warm|warmest|many|all the|yours|very|and) )*"
    r"(?:regards|wishes|thanks|thank you|cheers|best|sincerely|faithfully|truly|yours|love|respect"
    r"|warmth|affection|warmly|respectfully)(?: and regards)?[,.!]?$",
    re.IGNORECASE,
)


class _Line(NamedTuple):
    """A line's content, without marks and margins; `fresh` lines never continue the one before."""

    start: int
    end: int
    fresh: bool


class _Word(NamedTuple):
    """A run of non-blank characters."""

    start: int
    end: int
    text: str


def sentences(text: str) -> tuple[Span, ...]:
    """Return the spans of the sentences of `text`: ordered, stripped, not empty, not overlapping.

    Offsets are code points. White space, quote marks and the bullet at the head of a line lie
    outside the spans; every other character lies in exactly one.
    """
    return tuple(span for block in _blocks(text) for span in _cut(text, *block))


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines that hold something."""
    fresh, at = True, 0
    for stop in [m.span() for m in _NEWLINE.finditer(text)] + [(len(text), len(text))]:
        start, end = at, stop[0]
        at = stop[1]
        quoted = _QUOTE_MARK.match(text, start, end)
        start = quoted.end() if quoted else start
        content = text[start:end]
        start += len(content) - len(content.lstrip())
        end -= len(content) - len(content.rstrip())
        if start >= end:
            fresh = True
            continue
        bullet = _BULLET.match(text, start, end)
        yield _Line(bullet.end() if bullet else start, end, fresh or bullet is not None)
        fresh = False


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges in which a line break says nothing: one line, or lines that were wrapped."""
    paragraph: list[_Line] = []
    for line in _lines(text):
        if line.fresh and paragraph:
            yield from _unwrapped(text, paragraph)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield from _unwrapped(text, paragraph)


def _unwrapped(text: str, lines: list[_Line]) -> Iterator[tuple[int, int]]:
    """Join the lines of a paragraph that a mail program broke."""
    width = max(line.end - line.start for line in lines)
    even = len(lines) > 2 and all(_is_full(text, a, b, width) for a, b in pairwise(lines))
    prose = not text[lines[0].start].islower() and text[lines[-1].end - 1] in _STOPS
    start = lines[0].start
    for line, after in pairwise(lines):
        lower = text[after.start].islower() and prose
        wrapped = 50 <= width <= 100 and (even or lower) and _is_full(text, line, after, width)
        if not wrapped and not _signs(text, line, after):
            yield start, line.end
            start = after.start
    yield start, lines[-1].end


def _is_full(text: str, line: _Line, after: _Line, width: int) -> bool:
    """Tell whether the next line's first word would not have fitted on this line."""
    word = _TOKEN.match(text, after.start, after.end)
    return line.end - line.start + 1 + (len(word.group()) if word else 0) > width


def _signs(text: str, line: _Line, after: _Line) -> bool:
    """Tell whether `after` is the name under a closing formula."""
    if line.end - line.start > 40 or after.end - after.start > 40:
        return False
    return _SIGN_OFF.match(text[line.start : line.end]) is not None


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut one block at the words that end a sentence."""
    words = list(_words(text, start, end))
    listing = any(b.text in _DASHES and a.text[-1] in _BEFORE_LIST for a, b in pairwise(words))
    first = 0
    for i in range(len(words) - 1):
        if _is_boundary(text, words, first, i, listing):
            yield from _loosened(words[first : i + 1])
            first = i + 1
    yield from _loosened(words[first:])


def _loosened(words: list[_Word]) -> Iterator[Span]:
    """Cut a sentence; a run-on without a stop also before the words that chats go on with."""
    first = 0
    if len(words) > _LONGEST and words[-1].text[-1] not in _STOPS:
        for i in range(_SHORTEST, len(words) - _SHORTEST + 1):
            turns = _bare(words[i].text) in RUN_ON_WORDS and words[i - 1].text[-1] != ","
            if turns and i - first >= _SHORTEST:
                yield Span(words[first].start, words[i - 1].end)
                first = i
    yield Span(words[first].start, words[-1].end)


def _words(text: str, start: int, end: int) -> Iterator[_Word]:
    """Yield the words of a block, apart where a stop has no space after it ("done.Please")."""
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        stuck = _STUCK.search(word) if word.isascii() else None
        if stuck and stuck.group(1).lower() in OPENING_WORDS and word[: stuck.start()].islower():
            middle = match.start() + stuck.end()
            yield _Word(match.start(), middle, text[match.start() : middle])
            yield _Word(middle, match.end(), text[middle : match.end()])
        else:
            yield _Word(match.start(), match.end(), word)


def _is_boundary(text: str, words: list[_Word], first: int, i: int, listing: bool) -> bool:
    """Tell whether a sentence that began at word `first` ends with word `i`."""
    word, after = words[i].text, words[i + 1].text
    if after in _DASHES:
        return i >= first and (listing or after == "•")
    if i == first and _INLINE_MARK.fullmatch(word):
        return False
    if _is_ornament(after):
        return False
    if _is_ornament(word):
        return _ends_before_ornament(words, first, i)
    before = words[i - 1].text if i > first else ""
    if word[-1] in ",:!" and i - first < 6 and (greets := _greets(text, words, first, i)) is not None:
        return greets
    return _ends(before, word, after) or _lacks_stop(word, after)


def _is_ornament(word: str) -> bool:
    """Tell whether a word is emoji or a kiss, which belongs to the sentence before it."""
    return word in _KISSES or _EMOJI.fullmatch(word) is not None


def _ends_before_ornament(words: list[_Word], first: int, i: int) -> bool:
    """Decide at the last ornament what the word before the ornaments would have decided."""
    for word in reversed(words[max(first, i - _MOST_ORNAMENTS) : i]):
        if not _is_ornament(word.text):
            after = words[i + 1].text
            return word.text[-1] != "," and (_ends("", word.text, after) or words[i].text not in _KISSES)
    return False


def _greets(text: str, words: list[_Word], first: int, i: int) -> bool | None:
    """Tell whether the words so far are a greeting by itself; None where they are no greeting."""
    opening = text[words[first].start : words[i].end].rstrip(",:! ")
    after = words[i + 1].text.lstrip(_OPENERS)
    if _GREETING.fullmatch(opening) or _TITLED.fullmatch(opening):
        return after[:1].isupper()
    if first == i == 0 and words[i].text[-1] == "," and opening.istitle():
        return after[:1].isupper() and after[0] != "I" and _bare(after) in OPENING_WORDS
    return None


def _lacks_stop(word: str, after: str) -> bool:
    """Tell whether a stop was forgotten: an opening word has a capital in mid-sentence."""
    if not (word[-2:].islower() and word[-1].isalpha() and after[0].isupper()):
        return False
    return after[1:2].islower() and _bare(after) in _FORGETFUL


def _ends(before: str, word: str, after: str) -> bool:
    """Tell whether `word` ends a sentence that `after` does not continue."""
    core = _EMOJI.sub("", word).rstrip(_CLOSERS)
    if not core:
        return False
    decorated = len(core) < len(word) and word[len(core)] in _CLOSERS
    lower = after.lstrip(_OPENERS)[:1].islower()
    if core[-1] not in _STOPS or (decorated and lower):
        return False
    if core[-1] == "…" or core.endswith(".."):
        return not lower
    if core[-1] != ".":
        return True
    return not _is_abbreviated(before, core.lstrip(_OPENERS)[:-1], after)


def _is_abbreviated(before: str, stem: str, after: str) -> bool:
    """Tell whether the stop after `stem` belongs to the word and not to the sentence."""
    key, start = stem.lower(), after.lstrip(_OPENERS)
    capital = start[:1].isupper()
    opens = capital and _bare(start) in OPENING_WORDS
    if _is_initial(stem) and not (key in NUMBER_ABBREVIATIONS and start[:1].isdigit()):
        return not opens and before.lower() not in LETTERED_WORDS
    if key in LEADING_ABBREVIATIONS:
        return _bare(start) not in {"i", "i'm", "i've", "i'll", "i'd"}
    if key in NUMBER_ABBREVIATIONS:
        return start[:1].isdigit() or (key in {"fig", "sect", "para", "nos"} and not capital)
    if key in CALENDAR_ABBREVIATIONS:
        return stem[0].isupper() and not capital
    if key in {"a.m", "p.m"}:
        return not capital or _bare(start) in CALENDAR_WORDS
    if key in UNIT_ABBREVIATIONS:
        return not capital
    if key in TRAILING_ABBREVIATIONS:
        return not opens and not (len(stem) > 1 and stem.isupper())
    return _DOTTED.match(stem + ".") is not None and not opens


def _is_initial(stem: str) -> bool:
    """Tell whether a stem is a letter for a name, as in "J. Okafor"."""
    return len(stem) == 1 and stem.isupper() and stem != "I"


def _bare(word: str) -> str:
    """Return a word in lower case without the punctuation behind it."""
    return word.lower().replace("’", "'").rstrip(",.;:!?" + _CLOSERS)
