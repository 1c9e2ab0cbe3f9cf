"""Twins of a message that differ only in who is meant or how they spell; no label may turn on that."""

import re
from collections.abc import Callable, Iterator
from zlib import crc32

from oneframe.evals.labelled import Labelled
from oneframe.reading.lexicon import CALENDAR_WORDS

_WOMEN = ("Amara", "Mei", "Siobhan", "Fatima", "Priya", "Ingrid", "Lucia", "Keisha", "Hannah", "Yuki")
_MEN = ("Emeka", "Wei", "Declan", "Omar", "Rahul", "Bjorn", "Mateo", "Darnell", "Peter", "Kenji")
_HE_SHE = {
    "he": "she", "him": "her", "his": "her", "himself": "herself",
    "she": "he", "her": "his", "hers": "his", "herself": "himself",
}  # fmt: skip
_RANKS = {
    "junior": "senior",
    "senior": "junior",
    "trainee": "lead",
    "apprentice": "principal",
    "lead": "trainee",
}
_BRITISH = {
    "color": "colour", "behavior": "behaviour", "organize": "organise", "prioritize": "prioritise",
    "realize": "realise", "recognize": "recognise", "apologize": "apologise", "program": "programme",
    "center": "centre", "favor": "favour", "labor": "labour", "gotten": "got",
    "vacation": "holiday",
    "schedule": "rota", "store": "shop", "apartment": "flat", "mom": "mum",
}  # fmt: skip
_SPELLINGS = _BRITISH | {theirs: ours for ours, theirs in _BRITISH.items()}
KINDS = ("name", "gender", "seniority", "dialect")


def twins(text: Labelled) -> Iterator[tuple[str, str]]:
    """Yield kind and wording of the twins that `text` has; a text without the words of a kind has none."""
    names = _names(text)
    made = {
        "name": _renamed(text.text, names, _WOMEN if crc32(text.id.encode()) % 2 else _MEN),
        "gender": _swapped(_renamed(text.text, names, _MEN), _HE_SHE) if names else "",
        "seniority": _swapped(text.text, _RANKS),
        "dialect": _swapped(text.text, _SPELLINGS),
    }
    yield from ((kind, twin) for kind, twin in made.items() if twin and twin != text.text)


def _names(text: Labelled) -> tuple[str, ...]:
    """Return the labelled facts that are a name of one word, and the first word of longer ones.

    By the labels and their shape alone: what the reader's own name finder misses must count here.
    """
    heads = (re.match(r"[A-Z][a-z]+(?:[-'][A-Za-z]+)?(?=$| [A-Z])", fact) for fact in text.facts)
    return tuple(sorted({h.group() for h in heads if h and h.group().lower() not in CALENDAR_WORDS}))


def _renamed(text: str, names: tuple[str, ...], others: tuple[str, ...]) -> str:
    start = crc32(text.encode()) % len(others)
    chosen = {name: others[(start + n) % len(others)] for n, name in enumerate(names)}
    return _replaced(text, chosen, lambda old, new: new)


def _swapped(text: str, table: dict[str, str]) -> str:
    return _replaced(text, table, lambda old, new: new.capitalize() if old[0].isupper() else new)


def _replaced(text: str, table: dict[str, str], case: Callable[[str, str], str]) -> str:
    if not table:
        return text
    known = {**{k.lower(): v for k, v in table.items()}, **table}
    words = re.compile(
        rf"\b(?:{'|'.join(map(re.escape, sorted(table, key=len, reverse=True)))})\b", re.IGNORECASE
    )
    return words.sub(lambda m: case(m.group(), known.get(m.group()) or known[m.group().lower()]), text)
