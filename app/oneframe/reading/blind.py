"""Hides whom a message is about before it is scored: stand-in names, one set of pronouns."""

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
    return [_SHE.sub(_he, line) for line in lines]


def _is_one_name(text: str) -> bool:
    return text.isalpha() and text.istitle()


def _he(hit: re.Match[str]) -> str:
    # "her" stands for "his" before a word, for "him" elsewhere.
    word = hit[1].lower()
    other = ("his" if hit[2] else "him") if word == "her" else _HE[word]
    return other.capitalize() if hit[1][0].isupper() else other
