"""Owns the form of one guide file: TOML front matter between `+++` lines, then plain text.
Refuses whatever a reviewer would not see or a page would render; interprets nothing."""

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from oneframe.errors import AssetDamaged
from oneframe.frames import Frame

FOLDERS: Final[Mapping[str, tuple[Frame, ...]]] = {
    "coaching": (Frame.COACHING,),
    "performance": (Frame.PERFORMANCE,),
    "both": (Frame.COACHING, Frame.PERFORMANCE),
}
HEADING: Final = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", re.M)

_FENCE = re.compile(r"\A\+\+\+\n(.*?)^\+\+\+\n", re.S | re.M)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MARKUP = re.compile(r"<[A-Za-z/!]|\]\(|\w://|javascript:", re.I)
# Invisible characters that Unicode counts as letters, marks or symbols: joiner, fillers, selectors.
_BLANKS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Source:
    """A work a guide rests on; `seen` is false where it was cited from memory."""

    author: str
    year: int
    where: str
    seen: bool


@dataclass(frozen=True, slots=True)
class Guide:
    """One corpus document. `body` has `\\n` line ends; `sha256` is of the whole file so read.

    `asks` are questions in managers' words that this guide answers: they are searched, never quoted.
    """

    id: str
    title: str
    frames: tuple[Frame, ...]
    topics: tuple[str, ...]
    reviewed: date
    sources: tuple[Source, ...]
    body: str
    path: Path
    sha256: str
    asks: tuple[str, ...] = ()


def read(path: Path) -> Guide:
    """Read one guide, line ends unified so that its hash is stable; raise AssetDamaged."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        raise damaged(path, "text", f"cannot be read ({e})", "save it as UTF-8") from e
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    fence = _FENCE.match(text)
    if fence is None:
        raise damaged(path, "front matter", "is missing", "start the file with a +++ block")
    try:
        fields = tomllib.loads(fence[1])
    except tomllib.TOMLDecodeError as e:
        raise damaged(path, "front matter", f"is not TOML ({e})", "correct that line") from e
    body = text[fence.end() :]
    _refuse_hidden(path, text, body)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return _guide(path, fields, body, digest)


def damaged(path: Path, field: str, fact: str, mend: str) -> AssetDamaged:
    return AssetDamaged(f"Guide {path}: {field} {fact}. To mend it, {mend}.")


def _refuse_hidden(path: Path, text: str, body: str) -> None:
    """Raise where text could carry what a reviewer does not see, or what a page would render."""
    for n, line in enumerate(text.split("\n"), 1):
        for c in line:
            if (c != "\t" and unicodedata.category(c) in _HIDDEN) or _BLANKS.match(c):
                raise damaged(path, f"line {n}", f"holds the hidden U+{ord(c):04X}", "delete it")
    if found := _MARKUP.search(text):
        raise damaged(path, "text", f"holds markup or a link ({found[0]!r})", "write plain text")
    if not HEADING.sub("", body).strip():
        raise damaged(path, "body", "is empty", "write the guide or delete the file")


def _guide(path: Path, fields: dict[str, object], body: str, digest: str) -> Guide:
    known = {"id", "title", "frames", "topics", "reviewed", "sources", "asks"}
    if unknown := sorted(fields.keys() - known):
        raise damaged(path, unknown[0], "is not a field of a guide", "remove it")
    name = _text(path, fields, "id")
    if name != path.stem or not _ID.fullmatch(name):
        raise damaged(path, "id", f"{name!r} is not the kebab-case file name", "make them equal")
    reviewed = fields.get("reviewed")
    if type(reviewed) is not date:
        raise damaged(path, "reviewed", "is not a date", "write it as 2026-11-24, unquoted")
    return Guide(
        id=name,
        title=_text(path, fields, "title"),
        frames=_frames(path, fields),
        topics=_texts(path, fields, "topics"),
        reviewed=reviewed,
        sources=_sources(path, fields),
        body=body,
        path=path,
        sha256=digest,
        asks=_texts(path, fields, "asks") if "asks" in fields else (),
    )


def _text(path: Path, fields: Mapping[str, object], field: str) -> str:
    value = fields.get(field)
    if not isinstance(value, str) or not value.strip():
        raise damaged(path, field, "is missing or not a text", f'write {field} = "…"')
    return value


def _texts(path: Path, fields: Mapping[str, object], field: str) -> tuple[str, ...]:
    value = fields.get(field)
    if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
        raise damaged(path, field, "is not a list of texts", f'write {field} = ["…"]')
    return tuple(value)


def _frames(path: Path, fields: Mapping[str, object]) -> tuple[Frame, ...]:
    """Return the guide's frames, which are those its folder stands for."""
    wanted = FOLDERS.get(path.parent.name)
    if wanted is None:
        raise damaged(path, "folder", "is unknown", f"move it to one of {', '.join(FOLDERS)}")
    names = _texts(path, fields, "frames")
    if sorted(names) != sorted(wanted):
        asked = "[" + ", ".join(f'"{f}"' for f in wanted) + "]"
        raise damaged(path, "frames", f"{list(names)} do not fit the folder", f"write {asked}")
    return wanted


def _sources(path: Path, fields: Mapping[str, object]) -> tuple[Source, ...]:
    rows = fields.get("sources")
    if not isinstance(rows, list) or not rows or not all(isinstance(r, dict) for r in rows):
        raise damaged(path, "sources", "is missing", "name at least one [[sources]]")
    return tuple(_source(path, row) for row in rows)


def _source(path: Path, row: dict[str, object]) -> Source:
    """Return a source whose four fields are all there, of the right type and nothing else."""
    match row:
        case {
            "author": str(who),
            "year": int(year),
            "where": str(where),
            "seen": bool(seen),
            **more,
        }:
            if not more and who.strip() and where.strip() and 1800 <= year <= 2100:
                return Source(who, year, where, seen)
    mend = 'give author = "…", year = 2018, where = "…", seen = true or false, and no more'
    raise damaged(path, "sources", f"has a bad entry {row!r}", mend)
