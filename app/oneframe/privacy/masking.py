"""Names as placeholders, for a screen that others see. Pure; what is copied or sent keeps its names."""

import re
from collections.abc import Iterable, Sequence

from oneframe.frames import FactKind
from oneframe.records import Fact

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "madam"})
_POSSESSIVE = re.compile(r"['’]s?$")


def names_of(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Return the names among `facts`, each once, in the order of the text."""
    found = (_POSSESSIVE.sub("", f.text) for f in facts if f.kind is FactKind.NAME)
    return tuple(dict.fromkeys(name for name in found if name))


def masked(text: str, names: Sequence[str]) -> str:
    """Return `text` with each of `names` as "Name A", "Name B" and so on.

    The same names in the same order give the same letters; "Dana", "Dana Cole" and "Ms Cole" are one person.
    """
    letters = _letters(names)
    if not letters:
        return text
    longest_first = sorted(letters, key=len, reverse=True)
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return found.sub(lambda m: letters[m.group()], text)


def _letters(names: Sequence[str]) -> dict[str, str]:
    """Return each form of each name, the whole and its parts, with its placeholder."""
    people: list[set[str]] = []
    letters: dict[str, str] = {}
    for name in names:
        parts = {p for p in name.split() if p.strip(".").lower() not in _TITLES} or {name}
        known = next((i for i, person in enumerate(people) if person & parts), len(people))
        if known == len(people):
            people.append(set())
        people[known] |= parts
        for form in (name, *parts):
            letters.setdefault(form, f"Name {_letter(known)}")
    return letters


def _letter(number: int) -> str:
    """Return A to Z, then A1 to Z1, and so on."""
    return f"{chr(65 + number % 26)}{number // 26 or ''}"
