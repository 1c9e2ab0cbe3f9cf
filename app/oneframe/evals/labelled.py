"""Labelled messages and routing cases from JSONL: what is measured against. Labels come from files alone."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oneframe.errors import SettingsInvalid


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message and its labels; `disputed` ones are left out of scores."""

    id: str
    text: str
    kind: str
    label: str
    intent: str
    frames: tuple[tuple[str, str], ...]
    facts: tuple[str, ...]
    disputed: bool


@dataclass(frozen=True, slots=True)
class RouteCase:
    """A text that must route (to `expect`, or to one of `also`), or, with no `expect`, must not."""

    id: str
    text: str
    expect: str | None
    near: str | None
    also: tuple[str, ...]


def rows(folder: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a JSONL file, or of every JSONL file in a folder, by name."""
    files = [folder] if folder.is_file() else sorted(folder.glob("*.jsonl"))
    if not files:
        raise SettingsInvalid(f"{folder} holds no .jsonl file of labelled texts.")
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                try:
                    yield json.loads(line)
                except json.JSONDecodeError as broken:
                    raise SettingsInvalid(
                        f"{file.name}, line {number} is not JSON ({broken.msg})."
                    ) from broken


def labelled(folder: Path) -> tuple[Labelled, ...]:
    """Return the labelled messages under `folder`."""
    return tuple(_message(row) for row in rows(folder) if "label" in row)


def route_cases(folder: Path) -> tuple[RouteCase, ...]:
    """Return the routing cases under `folder`."""
    return tuple(
        RouteCase(r["id"], r["text"], r["expect"], r.get("near"), tuple(r.get("also", ())))
        for r in rows(folder)
        if "expect" in r
    )


def _message(row: Mapping[str, Any]) -> Labelled:
    draft = row["draft"]
    return Labelled(
        row["id"],
        row.get("text") or " ".join(d["text"] for d in draft),
        row.get("kind", ""),
        row["label"],
        row["intent"],
        tuple((d["text"], d["frame"]) for d in draft),
        tuple(row.get("facts", ())),
        bool(row.get("disputed")),
    )
