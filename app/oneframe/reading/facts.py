"""Finds the facts of a text (names, numbers, dates and the like) by rules, and compares them.

Must not normalise the text, load a model or decide whether a fact may go.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise

from oneframe.frames import FactKind
from oneframe.reading.lexicon import (
    CALENDAR_ABBREVIATIONS,
    MAGNITUDES,
    MONTHS,
    NUMBER_WORDS,
    ORDINAL_WORDS,
    SCALE_WORDS,
    WEEKDAYS,
)
from oneframe.reading.names import named
from oneframe.reading.patterns import SOURCES
from oneframe.reading.segment import sentences
from oneframe.records import Fact, Span

_POSSESSIVE = re.compile(r"'s$")
_MAGNITUDE = re.compile(rf"(\d+(?:\.\d+)?)({'|'.join(sorted(MAGNITUDES, reverse=True))})(?![a-z])")
_LIST_MARK = re.compile(r"\(?\d{1,2}[.)](?=\s)")


def facts(text: str) -> tuple[Fact, ...]:
    """Return the facts of `text`: ordered, not overlapping, `text[f.start:f.end] == f.text`.

    Offsets are code points. Quotations and ids come whole; a name comes with its title.
    """
    spans = sentences(text)
    claimed = _outside(text, spans)
    found = [*_shaped(text, claimed)]
    found += named(text, spans, claimed)
    return tuple(sorted(found, key=lambda fact: fact.start))


def fact_key(fact: Fact) -> str:
    """Return the form in which two tellings of one fact are equal ("3 pm", "3pm"), kinds apart."""
    text = fact.text.lower().replace("’", "'").replace("‘", "'")
    if fact.kind is FactKind.QUOTE:
        return " ".join(text.strip("\"'“”«» .,;!?").split())
    if fact.kind is FactKind.NAME:
        return _name_key(text)
    if fact.kind in (FactKind.ID, FactKind.SYSTEM):
        return re.sub(r"\s|'s$", "", text)
    if fact.kind is FactKind.TIME:
        return _time_key(text)
    if fact.kind is FactKind.DATE:
        return _date_key(text)
    return _number_key(text)


@cache
def _patterns() -> tuple[tuple[FactKind, re.Pattern[str]], ...]:
    """Compile the patterns once, at first use."""
    return tuple((kind, re.compile(source)) for kind, source in SOURCES)


def _outside(text: str, spans: tuple[Span, ...]) -> bytearray:
    """Return a byte for each character: 1 in the marks of lists and quotes, which are no facts."""
    claimed = bytearray(b"\x01") * len(text)
    for span in spans:
        mark = _LIST_MARK.match(text, span.start, span.end)
        start = mark.end() if mark else span.start
        claimed[start : span.end] = bytes(span.end - start)
    return claimed


def _shaped(text: str, claimed: bytearray) -> Iterator[Fact]:
    """Yield the facts that a pattern finds, and claim their text from the patterns after it."""
    for kind, pattern in _patterns():
        for match in pattern.finditer(text):
            start, end = match.span()
            if start < end and not any(claimed[start:end]):
                claimed[start:end] = b"\x01" * (end - start)
                yield Fact(text[start:end], start, end, kind)


def _name_key(text: str) -> str:
    """Return a name without its stops and its possessive ending."""
    return " ".join(_POSSESSIVE.sub("", text).replace(".", " ").split())


def _time_key(text: str) -> str:
    """Return a time without spaces and stops: "9.30 a.m." is "9:30am"."""
    text = re.sub(r"(?<=\d)\.(?=\d)", ":", text)
    return "".join(_as_digits(word) for word in text.split()).replace(".", "")


def _date_key(text: str) -> str:
    """Return a date with full month names, the day first, without ordinal endings."""
    words = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bthe\b|\bof\b|,|\.(?!\d)", " ", text).split()
    full = [_full_name(word) for word in words]
    for i, (a, b) in enumerate(pairwise(full)):
        if a in MONTHS and len(b) <= 2 and b.isdigit():
            full[i : i + 2] = [b, a]
    return " ".join(full)


def _full_name(word: str) -> str:
    """Return the whole name of a month or weekday, in the singular."""
    for name in MONTHS + WEEKDAYS:
        if word in (name, name + "s") or (name.startswith(word) and word in CALENDAR_ABBREVIATIONS):
            return name
    return {"tmrw": "tomorrow", "weds": "wednesday"}.get(word, word)


def _number_key(text: str) -> str:
    """Return a quantity in digits: "twelve per cent" is "12%", "£1.2k" and "£1,200" are "£1200"."""
    text = re.sub(r"\s*-?\s*(?:per ?cent(?:age)?|percent(?:age)?|pct)\b", "%", text)
    text = re.sub(r",(?=\d{2,3}(?!\d))", "", text)
    words = [w for w in re.split(r"[\s-]+", text) if w != "and"]
    digits = _spelt(words) or "".join(_as_digits(word) for word in words)
    return _MAGNITUDE.sub(_multiplied, re.sub(r"(?<=\d)\.0+(?!\d)", "", digits))


def _multiplied(match: re.Match[str]) -> str:
    """Return a number times its magnitude, in digits."""
    value = Decimal(match.group(1)) * Decimal(MAGNITUDES[match.group(2)])
    return f"{value.normalize():f}"


def _as_digits(word: str) -> str:
    """Return a number word in digits; any other word as it is."""
    value = {**NUMBER_WORDS, **ORDINAL_WORDS, "twice": 2, "dozen": 12}.get(word)
    return word if value is None else str(value)


def _spelt(words: list[str]) -> str:
    """Return the digits of a number in words, with what follows it; empty where it is in digits."""
    first = 1 if len(words) > 1 and words[0] in {"a", "an"} and _bare(words[1]) in SCALE_WORDS else 0
    total = part = 0
    for i, word in enumerate(words[first:], start=first):
        if _bare(word) in NUMBER_WORDS:
            part += NUMBER_WORDS[_bare(word)]
        elif _bare(word) in SCALE_WORDS:
            part = (part or 1) * SCALE_WORDS[_bare(word)]
            total, part = (total + part, 0) if part >= 1000 else (total, part)
        elif i > first:
            return str(total + part) + "".join(words[i:])
        else:
            return ""
        if word.endswith("%"):
            return f"{total + part}%"
    return str(total + part)


def _bare(word: str) -> str:
    """Return a word without the sign for per cent."""
    return word.rstrip("%")
