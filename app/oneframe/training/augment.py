"""Messages changed for training: sentences left out or put in, people given other names and pronouns."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from oneframe.frames import FactKind
from oneframe.reading.blind import as_he, blinded
from oneframe.reading.facts import facts
from oneframe.training.labels import Example

T = TypeVar("T")
_NEUTRAL, _COACHING, _PERFORMANCE = 0, 1, 2
_LEAST_WORDS = 5
_OTHER = {_COACHING: _PERFORMANCE, _PERFORMANCE: _COACHING}
# None of these stands in `evals.twins`, whose flips measure what this is to prevent.
_NAMES = """
Abena Adaeze Agnes Ahmed Aiko Alan Aleks Alejandro Alice Aisling Anders Anjali Anneke Antonio Arjun
Asha Astrid Ayesha Babajide Beatriz Bella Boris Brendan Bronwyn Camille Carlos Carmen Catriona Chen
Chidi Chloe Clara Conor Dana Daniel Deepa Diego Dmitri Dorothy Duncan Ebony Eduardo Elena Elif
Esther Eun-ji Farah Femi Fiona Florian Folake Francesca Gareth George Grace Greta Hamza Haruto Helen
Hiroshi Ibrahim Imani Irene Isaac Isla Ivan Jamal Javier Jean Jiho Joyce Juan Kamala Karl Katarzyna
Kavita Khalid Kofi Kwame Lars Laura Leila Lerato Li Ling Lorenzo Malik Manuel Marek Margaret Maria
Marta Mehmet Michael Minh Miriam Mohammed Monique Nadia Ngozi Nia Nikhil Nils Nkechi Nora Olga
Oluwaseun Oscar Pablo Parvati Paul Pedro Petra Quentin Rachel Rashid Rebecca Renata Rhys Rina Roisin
Rosa Rukmini Samuel Sanjay Sara Sean Sergei Shanice Simone Sipho Sofia Stefan Sunita Susan Svetlana
Tariq Thandiwe Theo Thi Tomasz Tunde Uche Ulrike Valentina Victor Vikram Wanjiru William Xin Yasmin
Yusuf Zainab Zanele Zofia
""".split()  # noqa: SIM905
_PRONOUN = re.compile(r"\b(he|him|his|himself|she|her|hers|herself)\b(?=(\s+[a-z])?)", re.IGNORECASE)
_SHE = {"he": "she", "him": "her", "his": "her", "himself": "herself"}


@dataclass(frozen=True, slots=True)
class Donors:
    """Sentences by frame, each as message and place, to be put into other messages."""

    by_frame: dict[int, tuple[tuple[Example, int], ...]]

    @classmethod
    def of(cls, rows: Sequence[Example]) -> "Donors":
        """Collect the sentences of five words or more that do one frame's work, or none, and no error."""
        found: dict[int, list[tuple[Example, int]]] = {_NEUTRAL: [], _COACHING: [], _PERFORMANCE: []}
        for row in rows:
            if row.frames is None or row.faults is None:
                continue
            for place, (frame, fault) in enumerate(zip(row.frames, row.faults, strict=True)):
                if frame in found and fault < 0 and len(row.lines[place].split()) >= _LEAST_WORDS:
                    found[frame].append((row, place))
        return cls({frame: tuple(places) for frame, places in found.items()})


def kept(example: Example, share: float, rng: random.Random) -> list[int]:
    """Return the sentences that stay when each neutral one goes with chance `share`."""
    if example.frames is None:
        return list(range(len(example.lines)))
    keep = [i for i, f in enumerate(example.frames) if f != 0 or rng.random() >= share]
    return keep or list(range(len(example.lines)))


def spliced(example: Example, donors: Donors, rng: random.Random) -> Example:
    """Return the message with one sentence of another: every second time of the other frame.

    The rest of the time the sentence is neutral or of the message's own frame, so that standing oddly
    does not come to mean being a blend. A message that is not one-framed is left as it is.
    """
    frames = set(example.frames or ()) - {_NEUTRAL}
    if example.frames is None or len(frames) > 1 or not frames <= set(_OTHER):
        return example
    own = frames.pop() if frames else _NEUTRAL
    if own != _NEUTRAL and rng.random() < 0.5:
        # What it is called now, and which talk it needs, is left open.
        blended = replace(example, faults=None, named=None, intent=None)
        return _put(blended, *rng.choice(donors.by_frame[_OTHER[own]]), rng)
    return _put(example, *rng.choice(donors.by_frame[rng.choice((_NEUTRAL, own))]), rng)


def _put(example: Example, donor: Example, place: int, rng: random.Random) -> Example:
    at = rng.randint(min(1, len(example.lines)), len(example.lines))
    return replace(
        example,
        lines=(*example.lines[:at], donor.lines[place], *example.lines[at:]),
        frames=_with(example.frames, at, donor.frames, place),
        faults=_with(example.faults, at, donor.faults, place),
        elements=_with(example.elements, at, donor.elements, place),
        triggers=(*example.triggers[:at], None, *example.triggers[at:]),
    )


def _with(
    own: tuple[T, ...] | None, at: int, given: tuple[T, ...] | None, place: int
) -> tuple[T, ...] | None:
    return None if own is None or given is None else (*own[:at], given[place], *own[at:])


def renamed(example: Example, rng: random.Random) -> Example:
    """Return the message about other people: new first names, and every second time other pronouns."""
    names = {w for line in example.lines for w in _people(line)}
    chosen = dict(zip(sorted(names), rng.sample(_NAMES, len(names)), strict=True)) if names else {}
    lines = tuple(_with_names(line, chosen) for line in example.lines)
    if rng.random() < 0.5:
        lines = tuple(_PRONOUN.sub(_swap, line) for line in lines)
    return replace(example, lines=lines)


def shown(example: Example) -> Example:
    """Return the message as the reader is shown it: with stand-in names and one set of pronouns."""
    return replace(example, lines=tuple(blinded(example.lines, facts("\n".join(example.lines)))))


def _people(line: str) -> list[str]:
    return [f.text for f in facts(line) if f.kind is FactKind.NAME and f.text.isalpha() and f.text.istitle()]


def _with_names(line: str, chosen: dict[str, str]) -> str:
    for old, new in chosen.items():
        line = re.sub(rf"\b{re.escape(old)}\b", new, line)
    return line


def _swap(found: re.Match[str]) -> str:
    other = _SHE.get(found[1].lower())
    if other is None:
        return as_he(found[1], before_a_word=bool(found[2]))
    return other.capitalize() if found[1][0].isupper() else other
