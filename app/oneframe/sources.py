"""Where the command line's texts come from: files, pipes and JSON lines. Judges no text."""

import contextlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from oneframe.errors import SettingsInvalid
from oneframe.reading.intake import MAX_BYTES, decoded

PROGRESS_FROM = 20


def text_of(file: str) -> str:
    """Return the text of a file, or of standard input for "-"; DraftRefused when it is no text."""
    try:
        raw = sys.stdin.buffer.read(MAX_BYTES + 1) if file == "-" else Path(file).read_bytes()
    except OSError as missing:
        raise SettingsInvalid(f"{file} cannot be opened: {missing.strerror or missing}.") from missing
    return decoded(raw)


def row_of(number: int, line: str) -> tuple[str, str]:
    """Return id (the line number where none is given) and text of a JSON line; SettingsInvalid names it."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as broken:
        raise SettingsInvalid(
            f"line {number} is not JSON ({broken.msg} at column {broken.colno})"
        ) from broken
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise SettingsInvalid(f'line {number} needs an object with "id" and "text" (a string)')
    return str(row.get("id", number)), row["text"]


def lines_of(file: str) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines of a JSONL file, or of standard input, with a progress bar for a long file."""
    with _opened(file) as source:
        numbered = ((n, line) for n, line in enumerate(source, 1) if line.strip())
        yield from _with_progress(numbered, file)


def _with_progress(lines: Iterable[tuple[int, str]], file: str) -> Iterable[tuple[int, str]]:
    if file == "-" or not sys.stderr.isatty():
        return lines
    total = sum(
        1 for line in Path(file).read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()
    )
    if total < PROGRESS_FROM:
        return lines
    from tqdm import tqdm

    bar: Iterable[tuple[int, str]] = tqdm(lines, total=total, unit="text")
    return bar


def _opened(file: str) -> contextlib.AbstractContextManager[TextIO]:
    if file == "-":
        return contextlib.nullcontext(sys.stdin)
    try:
        return Path(file).open(encoding="utf-8-sig", errors="replace")
    except OSError as missing:
        raise SettingsInvalid(f"{file} cannot be opened: {missing.strerror or missing}.") from missing
