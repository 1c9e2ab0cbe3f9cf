"""Messages changed for training: neutral sentences left out, one sentence of the other frame put in."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from oneframe.training.labels import Example

T = TypeVar("T")
_COACHING, _PERFORMANCE = 1, 2
_OTHER = {_COACHING: _PERFORMANCE, _PERFORMANCE: _COACHING}


@dataclass(frozen=True, slots=True)
class Donors:
    """Sentences by frame, each as message and place, to be put into messages of the other frame."""

    by_frame: dict[int, tuple[tuple[Example, int], ...]]

    @classmethod
    def of(cls, rows: Sequence[Example]) -> "Donors":
        """Collect the sentences that do one frame's work outright and commit no error."""
        found: dict[int, list[tuple[Example, int]]] = {_COACHING: [], _PERFORMANCE: []}
        for row in rows:
            if row.frames is None or row.faults is None:
                continue
            for place, (frame, fault) in enumerate(zip(row.frames, row.faults, strict=True)):
                if frame in found and fault < 0:
                    found[frame].append((row, place))
        return cls({frame: tuple(places) for frame, places in found.items()})


def kept(example: Example, share: float, rng: random.Random) -> list[int]:
    """Return the sentences that stay when each neutral one goes with chance `share`."""
    if example.frames is None:
        return list(range(len(example.lines)))
    keep = [i for i, f in enumerate(example.frames) if f != 0 or rng.random() >= share]
    return keep or list(range(len(example.lines)))


def spliced(example: Example, donors: Donors, rng: random.Random) -> Example:
    """Return a one-framed message with one sentence of the other frame; any other message as it is.

    What the message is called then, and which talk it needs, is left open: named and intent are unlabelled.
    """
    frames = set(example.frames or ()) - {0}
    if len(frames) != 1 or not frames <= set(_OTHER):
        return example
    donor, place = rng.choice(donors.by_frame[_OTHER[frames.pop()]])
    at = rng.randint(min(1, len(example.lines)), len(example.lines))

    return replace(
        example,
        lines=(*example.lines[:at], donor.lines[place], *example.lines[at:]),
        frames=_with(example.frames, at, donor.frames, place),
        faults=None,
        elements=_with(example.elements, at, donor.elements, place),
        named=None,
        intent=None,
        triggers=(*example.triggers[:at], None, *example.triggers[at:]),
    )


def _with(
    own: tuple[T, ...] | None, at: int, given: tuple[T, ...] | None, place: int
) -> tuple[T, ...] | None:
    return None if own is None or given is None else (*own[:at], given[place], *own[at:])
