"""Owns the folder of the company's own guides: adds, lists, gives and removes them, each whole or not at all.
Judges no text (intake does) and builds no index; after a removal it wipes the index, to be built anew."""

import contextlib
import hashlib
import json
import os
import re
import shutil
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from oneframe.errors import AssetDamaged, SettingsInvalid
from oneframe.frames import Frame
from oneframe.guidance import generations
from oneframe.guidance.frontmatter import FOLDERS, Guide, Source
from oneframe.guidance.intake import KEPT, refused, take
from oneframe.guidance.suspicion import Flaw, suspicions

__all__ = ["PREFIX", "Own", "add", "listed", "load", "remove", "wipe"]

PREFIX: Final = "own-"
MAX_GUIDES: Final = 200
TEXT: Final = "guide.md"
ABOUT: Final = "about.toml"
AUTHOR: Final = "Your organisation"

_ID = re.compile(r"own-[a-z0-9]+(?:-[a-z0-9]+)*")
_HALF: Final = ".half-"  # a folder that is being written or removed; what a kill left is swept later
_SHOWN_FLAWS: Final = 5


@dataclass(frozen=True, slots=True)
class Own:
    """What is known of one own guide; `sha256` is of the file that was given, `size` its bytes."""

    id: str
    title: str
    file: str
    added: date
    sha256: str
    format: str
    size: int
    frame: str
    text_sha256: str


def add(folder: Path, name: str, raw: bytes, *, title: str = "", frame: str = "both") -> Own:
    """Take a file's text in as an own guide of `frame` (coaching, performance or both); return it.

    Raises SettingsInvalid, with nothing stored, where the file cannot be read, holds hidden text or text
    for machines, or is there already.
    """
    file = _file_name(name)
    taken = take(file, raw)
    title = " ".join(title.split()) or taken.title
    flaws = (*_named(file, title), *taken.flaws)
    if flaws:
        told = "\n".join(f"  {flaw}" for flaw in flaws[:_SHOWN_FLAWS])
        more = f"\n  and {len(flaws) - _SHOWN_FLAWS} more" if len(flaws) > _SHOWN_FLAWS else ""
        raise SettingsInvalid(f"{file}: it cannot be a guide as it is. {KEPT}\n{told}{more}")
    if frame not in FOLDERS:
        raise refused(file, f"was given the frame {frame!r}", f"choose {', '.join(FOLDERS)}")
    digest = hashlib.sha256(raw).hexdigest()
    own = Own(
        id=_new_id(title, digest),
        title=title,
        file=file,
        added=date.today(),
        sha256=digest,
        format=taken.format,
        size=len(raw),
        frame=frame,
        text_sha256=hashlib.sha256(taken.text.encode()).hexdigest(),
    )
    with _alone(folder):
        _refuse_again(folder, own)
        _store(folder, own, taken.text)
    return own


def listed(folder: Path) -> tuple[Own, ...]:
    """Return what is known of every own guide, by title; raise AssetDamaged where one was altered."""
    return tuple(sorted((_about(path) for path in _homes(folder)), key=lambda own: own.title.casefold()))


def load(folder: Path) -> tuple[Guide, ...]:
    """Return the own guides as the corpus gives its guides, by id; an empty folder gives none.

    Raises AssetDamaged where one was altered since it was added: its text was judged as it was then.
    """
    return tuple(_guide(path) for path in _homes(folder))


def remove(folder: Path, id_: str) -> None:
    """Delete an own guide from the disk, a damaged one too; raise SettingsInvalid where there is none.

    The index still holds its text until `wipe`.
    """
    with _alone(folder):
        home = folder / id_
        if not _ID.fullmatch(id_) or not home.is_dir():
            known = ", ".join(path.name for path in _homes(folder)) or "there are none"
            raise SettingsInvalid(f"No own guide is called {id_}. Nothing was removed. Own guides: {known}.")
        # Renamed first, so that nobody ever reads half a guide.
        leaving = folder / f"{_HALF}{uuid.uuid4().hex}"
        home.rename(leaving)
        shutil.rmtree(leaving)


def wipe(index_dir: Path) -> None:
    """Delete every generation of the index of own guides; it is built anew at the next question."""
    if not index_dir.is_dir():
        return
    with generations.writer(index_dir):
        (index_dir / generations.POINTER).unlink(missing_ok=True)
        for path in index_dir.iterdir():
            if path.is_dir():
                shutil.rmtree(path)


def _homes(folder: Path) -> list[Path]:
    """Return the folders of own guides, by id."""
    return sorted(p for p in folder.iterdir() if _ID.fullmatch(p.name)) if folder.is_dir() else []


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, and sweep what a killed process left half done."""
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(folder / "guides.lock", timeout=30):
            for left in folder.glob(f"{_HALF}*"):
                shutil.rmtree(left, ignore_errors=True)
            yield
    except Timeout as e:
        raise SettingsInvalid(f"{folder} is being changed by another process. {KEPT} Try again.") from e
    except OSError as e:
        mend = "Free some space, or set guides_dir to another folder."
        raise SettingsInvalid(f"{folder} cannot be written ({e.strerror}). {KEPT} {mend}") from e


def _store(folder: Path, own: Own, text: str) -> None:
    """Write the guide beside its place, flush it, and move it there in one step."""
    half = folder / f"{_HALF}{uuid.uuid4().hex}"
    half.mkdir(mode=0o700)
    try:
        for name, content in ((TEXT, text), (ABOUT, _toml(own))):
            with (half / name).open("w", encoding="utf-8", newline="\n") as handle:
                handle.write(content)
                handle.flush()
                os.fsync(handle.fileno())
        half.rename(folder / own.id)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise


def _refuse_again(folder: Path, own: Own) -> None:
    homes = _homes(folder)
    if any(path.name.endswith(own.id[-8:]) for path in homes):
        there = next(path.name for path in homes if path.name.endswith(own.id[-8:]))
        raise refused(
            own.file, f"is there already, as {there}", f"remove that one first: guides remove {there}"
        )
    if len(homes) >= MAX_GUIDES:
        raise refused(own.file, f"would be guide {len(homes) + 1} of at most {MAX_GUIDES}", "remove some")


def _guide(home: Path) -> Guide:
    own, text = _about(home), _read(home / TEXT)
    if hashlib.sha256(text.encode()).hexdigest() != own.text_sha256:
        raise _damaged(home, "its text was changed after it was added")
    stamp = hashlib.sha256(f"{own.title}\n{own.frame}\n{own.text_sha256}".encode()).hexdigest()
    source = Source(AUTHOR, own.added.year, own.file, seen=True)
    return Guide(
        id=own.id,
        title=own.title,
        frames=_frames(own),
        topics=("own guide",),
        reviewed=own.added,
        sources=(source,),
        body=text,
        path=home / TEXT,
        sha256=stamp,
    )


def _frames(own: Own) -> tuple[Frame, ...]:
    return FOLDERS[own.frame]


def _about(home: Path) -> Own:
    """Return what `about.toml` says; raise AssetDamaged where it is not what was written."""
    try:
        own = Own(**tomllib.loads(_read(home / ABOUT)))
    except (tomllib.TOMLDecodeError, TypeError) as e:
        raise _damaged(home, f"{ABOUT} cannot be read ({e})") from e
    if own.id != home.name or own.frame not in FOLDERS or type(own.added) is not date:
        raise _damaged(home, f"{ABOUT} does not fit the folder")
    return own


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise _damaged(path.parent, f"{path.name} cannot be read") from e


def _damaged(home: Path, fact: str) -> AssetDamaged:
    mend = f"Remove it (oneframe guides remove {home.name}) and add the file again."
    return AssetDamaged(f"Own guide {home}: {fact}. {mend}")


def _toml(own: Own) -> str:
    """Return the fields as TOML; a JSON text of printable characters is a TOML text too."""
    rows: dict[str, Any] = {name: getattr(own, name) for name in Own.__slots__}
    return "".join(
        f"{name} = {value if isinstance(value, (date, int)) else json.dumps(value, ensure_ascii=False)}\n"
        for name, value in rows.items()
    )


def _file_name(name: str) -> str:
    """Return the last part of a path, as any system writes it, on one line."""
    return " ".join(re.split(r"[\\/]", name)[-1].split())[-120:] or "file"


def _named(file: str, title: str) -> Iterator[Flaw]:
    """Yield what is suspicious in the two texts that are shown as names."""
    for place, text in (("file name", file), ("title", title)):
        for flaw in suspicions(text):
            yield Flaw(flaw.rule, place, flaw.what, flaw.mend)


def _new_id(title: str, digest: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-")
    return f"{PREFIX}{slug}-{digest[:8]}" if slug else f"{PREFIX}{digest[:8]}"
