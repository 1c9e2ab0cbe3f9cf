"""How two texts are compared: by words, by facts, by what a pattern finds. Decides nothing."""

import re
from collections.abc import Iterable

from oneframe.frames import FactKind
from oneframe.reading.facts import fact_key, facts
from oneframe.reading.segment import sentences
from oneframe.records import Fact

_TOKEN = re.compile(r"[^\W_]+|[%£$€₦₹]")
_COUNTED = (FactKind.DATE, FactKind.TIME, FactKind.ID, FactKind.AMOUNT, FactKind.PERCENT)


def plain(text: str) -> str:
    """Return the words, numbers and signs of `text` in lower case, a space between."""
    return " ".join(_TOKEN.findall(text.lower().replace("’", "'")))


def stands_in(words: str, text: str) -> bool:
    """Return whether the plain `words` stand, whole and in a row, in the plain `text`."""
    return f" {words} " in f" {text} "


def sentences_of(text: str) -> list[str]:
    """Return the sentences of `text`."""
    return [text[s.start : s.end] for s in sentences(text)]


def fact_keys(text: str) -> frozenset[str]:
    """Return the comparison keys of the facts in `text`."""
    return frozenset(fact_key(f) for f in facts(text))


def said(fact: Fact, text: str) -> bool:
    """Return whether `text` has the words of `fact`; a bare number inside a date or a sum is another fact."""
    return stands_in(plain(fact.text), plain(bare(text) if fact.kind is FactKind.NUMBER else text))


def bare(text: str, known: Iterable[Fact] | None = None) -> str:
    """Return `text` without those of its facts (`known`, or found anew) that a bare number may stand in."""
    for other in facts(text) if known is None else known:
        if other.kind in _COUNTED:
            text = text.replace(other.text, " / ")
    return text


def found(pattern: re.Pattern[str], text: str) -> list[str]:
    """Return what `pattern` finds in `text`, in lower case."""
    return [m.group().lower() for m in pattern.finditer(text.replace("’", "'"))]


def extra(new: list[str], known: list[str]) -> str | None:
    """Return the first of `new` that is not `known`."""
    return next((f for f in new if f not in known), None)
