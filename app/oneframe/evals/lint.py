"""Looks for flaws in folders of labelled texts: form, spans, labels against frames, twins across splits."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import Any

from oneframe.errors import SettingsInvalid
from oneframe.evals.labelled import message, rows
from oneframe.evals.suite import shingles

_TWIN = 0.4
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with one row; `where` is its file and id."""

    where: str
    what: str

    def __str__(self) -> str:
        """For example `train/messages-a.jsonl a-062: label is …`."""
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class _Placed:
    split: str
    where: str
    row: Row


def lint(root: Path) -> tuple[int, list[Flaw]]:
    """Return how many rows `root` holds and the flaws found; `root`'s sub-folders are the splits.

    Rows fit `schemas/labelled.json`, ids are unique, parts stand in their text, labels follow from
    frames, and no two splits hold near-duplicates (0.4 of the shorter's five-word shingles shared).
    """
    placed = [
        _Placed(file.relative_to(root).parts[0], f"{file.relative_to(root)} {row.get('id', '?')}", row)
        for file in _files(root)
        for row in rows(file)
    ]
    flaws = [Flaw(p.where, what) for p in placed for what in _faults(p.row)]
    counts = Counter(p.row.get("id") for p in placed)
    flaws += [Flaw(p.where, "another row has this id") for p in placed if counts[p.row.get("id")] > 1]
    return len(placed), flaws + list(_twins(placed))


def _files(root: Path) -> list[Path]:
    found = sorted(root.rglob("*.jsonl"))
    if not found:
        raise SettingsInvalid(f"{root} holds no .jsonl file of labelled texts.")
    return found


def _faults(row: Row) -> Iterator[str]:
    form = [
        f"{'/'.join(map(str, e.path)) or 'row'}: {e.message[:160]}" for e in _validator().iter_errors(row)
    ]
    yield from form
    if form:
        return
    if "expect" in row:
        yield from (
            f"evidence is not in the text: {e!r}" for e in row.get("evidence", ()) if e not in row["text"]
        )
        return
    yield from _spans(row)
    wanted = _labels(frozenset(d["frame"] for d in row["draft"]))
    if row["label"] not in wanted:
        yield f"label is {row['label']}, its frames say {' or '.join(wanted)}"


@cache
def _validator() -> Any:  # noqa: ANN401 - jsonschema ships no types
    from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

    schema = files("oneframe.schemas").joinpath("labelled.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(schema))


def _spans(row: Row) -> Iterator[str]:
    """Sentences stand in the text one after the other; facts and elements stand in it somewhere."""
    text, at = message(row).text, 0
    for part in row["draft"]:
        start = text.find(part["text"], at)
        if start < 0:
            yield f"sentence is not in the text at its place: {part['text'][:60]!r}"
            return
        at = start + len(part["text"])
    parts = [*row.get("facts", ()), *(e for e in (row.get("elements") or {}).values() if e)]
    yield from (f"not in the text: {part[:60]!r}" for part in parts if part not in text)


def _labels(frames: frozenset[str]) -> tuple[str, ...]:
    """Return the labels that a message with these sentence frames can have."""
    kinds = frames - {"neutral"}
    if not kinds:
        return ("neither",)
    if len(kinds) > 1 or "blend" in kinds:
        return ("blended",)
    return (next(iter(kinds)), "unnamed")


def _twins(placed: Sequence[_Placed]) -> Iterator[Flaw]:
    """Yield the texts that share too many shingles with a text of another split."""
    shingles = [_shingles(p.row) for p in placed]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, own in enumerate(shingles):
        for shingle in own:
            holders[shingle].append(number)
    shared = Counter(pair for at in holders.values() if 1 < len(at) < 40 for pair in combinations(at, 2))
    for (a, b), n in shared.items():
        apart = placed[a].split != placed[b].split
        if apart and n >= _TWIN * min(len(shingles[a]), len(shingles[b])):
            yield Flaw(placed[b].where, f"near-duplicate of {placed[a].where}")


def _shingles(row: Row) -> frozenset[tuple[str, ...]]:
    return shingles(row.get("text") or " ".join(d.get("text", "") for d in row.get("draft", ())))
