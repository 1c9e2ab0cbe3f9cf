"""Owns the folder of index generations: one writer, sealed `gen-N` folders, the `CURRENT` pointer.
Knows nothing of what a generation holds. Readers never write here."""

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from oneframe.errors import AssetDamaged

POINTER: Final = "CURRENT"
SEAL: Final = "manifest.json"
MARK: Final = "verified"
SCHEMA: Final = 1
REBUILD: Final = "Delete the index folder and start again: it is rebuilt from the guides."

_NAME = re.compile(r"gen-(\d+)")
_LINE = re.compile(r"(gen-\d+) ([0-9a-f]{64})\n")


@dataclass(frozen=True, slots=True)
class Generation:
    """One sealed generation: its folder, the digest of its manifest, and the manifest."""

    path: Path
    digest: str
    manifest: Mapping[str, Any]

    def read(self, name: str) -> bytes:
        """Return the bytes of a sealed file, checked as read; raise AssetDamaged if altered."""
        wanted = self.manifest["files"].get(name)
        found = _bytes(self.path / name)
        if hashlib.sha256(found).hexdigest() != wanted:
            raise damaged(self.path / name, "differs from its manifest")
        return found

    def names(self, folder: str) -> list[str]:
        """Return the sealed files under `folder`."""
        return [n for n in self.manifest["files"] if n.startswith(f"{folder}/")]


def damaged(path: Path, fact: str) -> AssetDamaged:
    """Return the error for an index file that cannot be used."""
    return AssetDamaged(f"The guide index {path} {fact}. {REBUILD}")


@contextlib.contextmanager
def writer(index_dir: Path, timeout: float = 600) -> Iterator[None]:
    """Hold the writer's lock; the system releases it when its holder dies, so it is never stale."""
    from filelock import FileLock, Timeout

    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(index_dir / "writer.lock", timeout=timeout):
            yield
    except Timeout as e:
        fact = f"has been locked by another builder for {timeout:.0f} s"
        raise AssetDamaged(f"The guide index {index_dir} {fact}. End that process.") from e
    except OSError as e:
        fact = f"cannot be written ({e})"
        mend = "Free some space, or choose another folder for it."
        raise AssetDamaged(f"The guide index {index_dir} {fact}. {mend}") from e


def current(index_dir: Path) -> Generation:
    """Return the generation that `CURRENT` names; raise AssetDamaged if its manifest is torn."""
    pointer = index_dir / POINTER
    line = _LINE.fullmatch(_bytes(pointer).decode("ascii", "replace"))
    if line is None:
        raise damaged(pointer, "is not a pointer to a generation")
    return generation(index_dir / line[1], line[2])


def generation(path: Path, digest: str | None = None) -> Generation:
    """Return the sealed generation at `path`, which must have `digest` if one is given."""
    raw = _bytes(path / SEAL)
    found = hashlib.sha256(raw).hexdigest()
    if digest not in (None, found):
        raise damaged(path / SEAL, "is not the one that CURRENT names")
    try:
        manifest = json.loads(raw)
    except ValueError as e:
        raise damaged(path / SEAL, "is not JSON") from e
    if manifest.get("schema") != SCHEMA:
        raise damaged(path / SEAL, "was written by another version")
    return Generation(path, found, manifest)


def write(
    index_dir: Path,
    fill: Callable[[Path], Mapping[str, Any]],
    verify: Callable[[Generation], str],
) -> Path:
    """Fill, seal, verify and publish a new generation; the caller holds the writer's lock.

    `fill` writes the files and returns the manifest's facts; `verify` returns the mark to leave or
    raises. Until the last step readers see the old generation; a failure leaves it in place.
    """
    path = index_dir / f"gen-{max(_numbers(index_dir), default=0) + 1}"
    before = _served(index_dir)
    path.mkdir()
    try:
        facts = fill(path)
        sealed = _seal(path, facts)
        leave_mark(sealed, verify(sealed))
        _replace(index_dir / POINTER, f"{path.name} {sealed.digest}\n")
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise
    _prune(index_dir, {path.name, before})
    return path


def leave_mark(sealed: Generation, mark: str) -> None:
    """Note in a generation that it was verified, and by what."""
    _replace(sealed.path / MARK, mark)


def mark_of(sealed: Generation) -> str:
    """Return the note that verification left, or an empty text."""
    try:
        return (sealed.path / MARK).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as e:
        raise damaged(path, f"cannot be read ({e.strerror})") from e


def _seal(path: Path, facts: Mapping[str, Any]) -> Generation:
    """Flush every file to the disk and write down its digest."""
    files = {}
    for file in sorted(p for p in path.rglob("*") if p.is_file()):
        with file.open("rb+") as handle:
            files[file.relative_to(path).as_posix()] = hashlib.sha256(handle.read()).hexdigest()
            os.fsync(handle.fileno())
    for folder in (p for p in path.rglob("*") if p.is_dir()):
        _sync_folder(folder)
    _replace(path / SEAL, json.dumps({"schema": SCHEMA, **facts, "files": files}, indent=1) + "\n")
    return generation(path)


def _replace(path: Path, text: str) -> None:
    """Put `text` at `path` so that a reader or a power cut sees the old or the new, never half."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8", newline="\n") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(path)
    _sync_folder(path.parent)


def _sync_folder(path: Path) -> None:
    """Flush a folder's entries; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _numbers(index_dir: Path) -> list[int]:
    return [int(m[1]) for p in index_dir.iterdir() if (m := _NAME.fullmatch(p.name))]


def _prune(index_dir: Path, keep: set[str]) -> None:
    """Remove all generations but those in `keep`, and so what killed builds left."""
    for number in _numbers(index_dir):
        if f"gen-{number}" not in keep:
            shutil.rmtree(index_dir / f"gen-{number}", ignore_errors=True)


def _served(index_dir: Path) -> str:
    """Return the name of the generation that readers see now, or an empty text."""
    try:
        return current(index_dir).path.name
    except AssetDamaged:
        return ""
