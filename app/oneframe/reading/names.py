"""Finds names and systems by their capitals, places and company.

Must not claim what a pattern has claimed, nor hold word tables.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from oneframe.frames import FactKind
from oneframe.reading.lexicon import (
    CALENDAR_ABBREVIATIONS,
    CALENDAR_WORDS,
    COMMON_WORDS,
    GREETED_CROWDS,
    GREETINGS,
    KNOWN_SYSTEMS,
    NAME_LINKS,
    OPENING_WORDS,
    PREFIXES,
    SIGN_OFFS,
    TITLES,
)
from oneframe.records import Fact, Span

_WORD = re.compile(r"[^\W\d_](?:\w|[-'’](?=\w))*")
_COMMON_SHAPE = re.compile(
    r"\w{4,}ly|\w{3,}ed|\w*(?:ing|tions?|ments?|ness|ity|ities|[ae]nce|ers|ies|able|ful|ive|ous"
    r"|ures?|less|ship|[^aeiou]al|['’](?:re|ll|ve|d)|n['’]t)"
)
_CAMEL = re.compile(r"(?!Mc|Mac|O['’]|D['’]|De|Di|La|Le|Van|Fitz)\w*[a-z][A-Z]")
_OPENING_NAME = re.compile(
    r"\s*(?:(?:hi+|hey+|hello|hiya|heya|morning|afternoon|evening|dear|yo)\s+([a-z][\w-]+)"
    r"|([a-z][\w-]+),)",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_BREAKS = frozenset(':•“‘"([>|')
_BULLETS = frozenset({"-", "*", "–", "—", "/"})
_NEVER_INSIDE = OPENING_WORDS | CALENDAR_WORDS
_TABLES = COMMON_WORDS | OPENING_WORDS | CALENDAR_WORDS | CALENDAR_ABBREVIATIONS


class _Word(NamedTuple):
    """A word, its place, the text before it, and whether a capital there says nothing."""

    start: int
    end: int
    text: str
    gap: str
    opens: bool

    @property
    def key(self) -> str:
        """The word in lower case, without a possessive ending."""
        return _POSSESSIVE.sub("", self.text).lower().replace("’", "'")

    @property
    def capital(self) -> bool:
        """Whether the word has a capital where names have one."""
        return self.text[0].isupper()


def named(text: str, spans: tuple[Span, ...], claimed: bytearray) -> Iterator[Fact]:
    """Yield the names and systems of a text whose sentences are `spans`.

    `claimed` has a byte for each character, not 0 where the text is already a fact.
    """
    words = list(_read_words(text, spans, claimed))
    known = {w.key for w in words if w.capital and not w.opens and not _is_common(w)}
    marks = [_is_marked(words, i, known) for i in range(len(words))]
    i = 0
    while i < len(words):
        last = _last_of_run(words, marks, i)
        if marks[i]:
            start, end = words[i].start, words[last].end - len(_possessive(words[last].text))
            claimed[start:end] = b"\x01" * (end - start)
            yield Fact(text[start:end], start, end, _kind(words[i : last + 1]))
        i = last + 1
    yield from _opening_name(text, claimed)


def _read_words(text: str, spans: tuple[Span, ...], claimed: bytearray) -> Iterator[_Word]:
    """Yield the words that no pattern claimed."""
    starts = {span.start for span in spans}
    end = 0
    for match in _WORD.finditer(text):
        gap, at = text[end : match.start()], range(end, match.start() + 1)
        end = match.end()
        opens = not _BREAKS.isdisjoint(gap) or gap.strip() in _BULLETS
        if not any(claimed[match.start() : end]):
            opens = opens or any(place in starts for place in at)
            yield _Word(match.start(), end, match.group(), gap, opens)


def _is_common(word: _Word) -> bool:
    """Tell whether a word is in the tables of words that are no names, in any of its forms."""
    key = word.key
    if word.text.isupper() and key in CALENDAR_ABBREVIATIONS:
        return False
    if word.opens and "-" in key and word.text.rpartition("-")[2].islower():
        key = key.partition("-")[0]
        return key in _TABLES or key in PREFIXES or _has_common_shape(key)
    return key in _TABLES or key.rstrip("s") in COMMON_WORDS or _is_contracted(key)


def _has_common_shape(key: str) -> bool:
    """Tell whether a word ends as nouns and verbs do."""
    return _COMMON_SHAPE.fullmatch(key) is not None


def _is_contracted(key: str) -> bool:
    """Tell whether a word is a pronoun or verb with an ending, as in "I'd"."""
    return "'" in key and key.partition("'")[0] in OPENING_WORDS


def _is_marked(words: list[_Word], i: int, known: set[str]) -> bool:
    """Tell whether word `i` is, or begins, a name or a system."""
    word = words[i]
    if word.key in KNOWN_SYSTEMS:
        return True
    if _is_shouted(words, i):
        return False
    if not word.capital or word.key in CALENDAR_WORDS or _is_contracted(word.key):
        return False
    follows = i + 1 < len(words) and _is_adjacent(word, words[i + 1]) and words[i + 1].capital
    if len(word.text) == 1 or word.key in TITLES:
        return follows and not _is_common(words[i + 1]) and word.key not in OPENING_WORDS
    if _is_common(word):
        paired = follows and not word.opens and words[i + 1].key not in OPENING_WORDS
        return word.key not in OPENING_WORDS and (paired or (i > 0 and _addresses(words[i - 1], word)))
    unlikely = _has_common_shape(word.key) and not _possessive(word.text)
    return not word.opens or word.key in known or not unlikely


def _is_shouted(words: list[_Word], i: int) -> bool:
    """Tell whether a word is one of several in capitals, too long for an acronym."""
    beside = words[max(i - 1, 0) : i] + words[i + 1 : i + 2]
    long = len(words[i].text) > 4 and words[i].text.isupper()
    return long and any(w.text.isupper() and _is_common(w) for w in beside)


def _addresses(before: _Word, word: _Word) -> bool:
    """Tell whether `word` is who a greeting greets or who signs."""
    if word.key in GREETED_CROWDS or not _is_next(before, word):
        return False
    if word.gap == " ":
        return before.opens and before.key in GREETINGS
    return word.gap.startswith(",") and before.key in SIGN_OFFS


def _is_next(word: _Word, after: _Word) -> bool:
    """Tell whether no claimed text lies between two words."""
    return after.start - len(after.gap) == word.end


def _is_adjacent(word: _Word, after: _Word) -> bool:
    """Tell whether two words can be parts of one name."""
    if not _is_next(word, after):
        return False
    if after.gap in (" ", "\u00a0", " & "):
        return True
    return after.gap in (". ", ".", ".\u00a0") and (len(word.text) == 1 or word.key in TITLES)


def _last_of_run(words: list[_Word], marks: list[bool], first: int) -> int:
    """Return the last word of the name that begins at `first`."""
    last = first
    while marks[first] and last + 1 < len(words) and _is_adjacent(words[last], words[last + 1]):
        after = words[last + 1]
        beyond = words[last + 2] if last + 2 < len(words) else None
        if _possessive(words[last].text) and not words[last].opens:
            break
        if after.capital and after.key not in _NEVER_INSIDE:
            last += 1
        elif after.key in NAME_LINKS and beyond and _is_adjacent(after, beyond) and marks[last + 2]:
            last += 2
        else:
            break
    return last


def _possessive(word: str) -> str:
    """Return the possessive ending of a word, or nothing."""
    match = _POSSESSIVE.search(word)
    return match.group() if match else ""


def _kind(words: list[_Word]) -> FactKind:
    """Tell systems (acronyms, camel case, known ones) from names."""
    word = words[0].text
    shape = (len(word) > 1 and word.isupper()) or _CAMEL.match(word) is not None
    known = words[0].key in KNOWN_SYSTEMS
    return FactKind.SYSTEM if len(words) == 1 and (shape or known) else FactKind.NAME


def _opening_name(text: str, claimed: bytearray) -> Iterator[Fact]:
    """Yield the name that the text begins by addressing, in lower case or of a common shape."""
    match = _OPENING_NAME.match(text)
    if match is None:
        return
    start, end = match.span(match.lastindex or 0)
    word = _Word(start, end, text[start:end], "", True)
    # A capital before a comma outweighs a common ending, as in "Terrence, ...".
    vocative = match.lastindex == 2 and word.capital
    unlikely = word.key.endswith(("ly", "ing")) if vocative else _has_common_shape(word.key)
    if word.key in GREETED_CROWDS or _is_common(word) or unlikely:
        return
    if not any(claimed[start:end]):
        yield Fact(text[start:end], start, end, FactKind.NAME)
