"""The open parts of a text: which there are, and the text with what was typed for them.
Pure: must not draw or guess what a part should say."""

import re
from collections.abc import Mapping, Sequence

from oneframe.frames import Element
from oneframe.records import Slot

_BRACKET = re.compile(rf"\[the ({'|'.join(Element)}): ([^\[\]]+)\]|\[(confirm that [^\[\]]+)\]")


def filled(text: str, fills: Mapping[Slot, str]) -> str:
    """Return `text` with each slot's bracket replaced by its fill; an empty fill leaves the bracket."""
    for slot, fill in fills.items():
        if fill.strip():
            text = text.replace(slot.text, fill.strip())
    return text


def open_count(fills: Mapping[Slot, str]) -> int:
    """Return how many slots nobody has filled."""
    return sum(not fill.strip() for fill in fills.values())


def slots_of(text: str, known: Sequence[Slot] = ()) -> tuple[Slot, ...]:
    """Return the slots whose brackets stand in `text`: the known ones, else those in our brackets."""
    found = [s for s in known if s.text in text]
    for match in () if known else _BRACKET.finditer(text):
        element, hint, confirm = match.groups()
        found.append(Slot(Element(element), hint) if element else Slot(None, confirm))
    return tuple(dict.fromkeys(found))
