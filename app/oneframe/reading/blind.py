"""Hides whom a message is about before it is scored: stand-ins for known names, one set of pronouns."""

import re
from collections.abc import Sequence

from oneframe.frames import FactKind
from oneframe.records import Fact

_STAND_INS = (
    "Sam", "Alex", "Jo", "Chris", "Robin", "Kim", "Lee", "Pat", "Max", "Jamie",
    "Ash", "Drew", "Kit", "Lou", "Ray", "Val", "Dale", "Ali", "Bo", "Cary",
)  # fmt: skip
_SHE = re.compile(r"\b(she|her|hers|herself)\b(?=(\s+[a-z])?)", re.IGNORECASE)
_HE = {"she": "he", "hers": "his", "herself": "himself"}


def blinded(lines: Sequence[str], found: Sequence[Fact]) -> list[str]:
    """Return `lines` with a stand-in for each one-word name of `found`, in order, and "he" for "she"."""
    names = dict.fromkeys(f.text for f in found if f.kind is FactKind.NAME and _is_one_name(f.text))
    shown = {name: _STAND_INS[n % len(_STAND_INS)] for n, name in enumerate(names)}
    if shown:
        known = re.compile(rf"\b(?:{'|'.join(map(re.escape, shown))})\b")
        lines = [known.sub(lambda hit: shown[hit.group()], line) for line in lines]
    return [_SHE.sub(lambda hit: as_he(hit[1], before_a_word=bool(hit[2])), line) for line in lines]


def _is_one_name(text: str) -> bool:
    return text.isalpha() and text.istitle()


def as_he(word: str, *, before_a_word: bool) -> str:
    """Return the form of "he" for a form of "she", a capital kept."""
    # "her" stands for "his" before a word, for "him" elsewhere.
    other = ("his" if before_a_word else "him") if word.lower() == "her" else _HE[word.lower()]
    return other.capitalize() if word[0].isupper() else other
