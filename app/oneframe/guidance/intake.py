"""From the bytes of a file (Markdown, text, Word, PDF) to the plain text of a guide, with its flaws.
Markup and links stay as inert text. Stores nothing; refuses what cannot be read, saying why."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from oneframe.errors import SettingsInvalid
from oneframe.guidance import documents
from oneframe.guidance.frontmatter import HEADING
from oneframe.guidance.suspicion import Flaw, suspicions

__all__ = ["MAX_BYTES", "MAX_WORDS", "TYPES", "Taken", "refused", "take"]

MAX_BYTES: Final = 2_000_000
MAX_WORDS: Final = 60_000
MAX_LETTERS: Final = 600_000
TYPES: Final = ("md", "txt", "docx", "pdf")
KEPT: Final = "Nothing was added; your file and the other guides are as they were."

_MAGIC: Final[Mapping[bytes, str]] = {
    b"%PDF": "pdf",
    b"PK\x03\x04": "docx",
    b"\xd0\xcf\x11\xe0": "an old Word file (.doc)",
    b"{\\rtf": "rich text (.rtf)",
}
_MARKS: Final[Mapping[bytes, str]] = {
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_FRONT = re.compile(r"\A(---|\+\+\+)\n(?:(?:[\w-]+\s*[:=]|[ \t]+\S|- |\[|#)[^\n]*\n|\n){1,60}?\1[ \t]*\n")
_FRONT_TITLE = re.compile(r"^title\s*[:=]\s*[\"']?(.+?)[\"']?\s*$", re.M)
# Left by word processors where a reader sees nothing amiss: breaks, soft hyphens, bullets, ligatures.
_PLAIN: Final = {
    **dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), "\n"),
    0xA0: " ",
    0xAD: "",
    **dict.fromkeys((0xF0A7, 0xF0B7, 0xF0D8, 0xF076, 0xF0FC), "•"),
    **{0xFB00 + n: run for n, run in enumerate(("ff", "fi", "fl", "ffi", "ffl"))},
}
_BLANK_LINES = re.compile(r"\n{3,}")
_NAME_LENGTH: Final = 120


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file gave: its format, its text, the title found in it, and the flaws that bar it."""

    format: str
    text: str
    title: str
    flaws: tuple[Flaw, ...]


def take(name: str, raw: bytes) -> Taken:
    """Return the text of the file called `name`; raise SettingsInvalid where it gives none.

    Limits: 2 MB; 60,000 words and 600,000 characters; of a PDF 200 pages, of an unpacked Word file 40 MB, of
    either 60 s to read.
    """
    kind = _kind(name, raw)
    text, flaws = _documented(name, kind, raw) if kind in ("docx", "pdf") else (_decoded(name, raw), ())
    text, title = _without_front(_plain(text))
    count = len(text.split())
    if not HEADING.sub("", text).strip():
        raise refused(name, "holds no text", "add a file with words in it")
    if count > MAX_WORDS:
        raise refused(name, f"has {count:,} words; a guide has up to {MAX_WORDS:,}", "add it in parts")
    if len(text) > MAX_LETTERS:
        raise refused(
            name, f"has {len(text):,} characters; a guide has up to {MAX_LETTERS:,}", "add it in parts"
        )
    heading = HEADING.search(text)
    title = (
        title or (heading[2] if heading else "") or PurePath(name).stem.replace("_", " ").replace("-", " ")
    )
    return Taken(kind, text, " ".join(title.split())[:_NAME_LENGTH], (*flaws, *suspicions(text)))


def refused(name: str, fact: str, mend: str) -> SettingsInvalid:
    """Return the error for a file that is not added: what happened, what was kept, what to do."""
    return SettingsInvalid(f"{name}: it {fact}. {KEPT} To mend it, {mend}.")


def _kind(name: str, raw: bytes) -> str:
    """Return the type that name and content agree on."""
    kind = PurePath(name).suffix.lower().removeprefix(".").replace("markdown", "md")
    if len(raw) > MAX_BYTES:
        fact = f"is larger than {MAX_BYTES // 1_000_000} MB"
        raise refused(name, fact, "leave the pictures out, or add it in parts")
    inside = next((k for magic, k in _MAGIC.items() if raw.lstrip()[: len(magic)] == magic), "")
    if kind not in TYPES or (inside and inside != kind):
        fact = f"is {inside}" if inside not in TYPES and inside else f"is no {' or '.join(TYPES)} file"
        fact = f"is called .{kind} but is a {inside} inside" if kind in TYPES and inside in TYPES else fact
        raise refused(name, fact, "save it as .docx, .pdf, .md or .txt, named as what it is")
    if kind in ("docx", "pdf") and inside != kind:
        raise refused(name, f"is called .{kind} but is none", "open it where it was made and save it again")
    return kind


def _documented(name: str, kind: str, raw: bytes) -> tuple[str, tuple[Flaw, ...]]:
    found = documents.read(kind, raw)
    if found.fault:
        raise refused(name, found.fault, "save it again, without a password, or add its text as .txt")
    if not found.text.strip():
        without = "has no text layer (it is pictures of pages)" if kind == "pdf" else "holds no text"
        raise refused(name, without, "make its text readable (OCR), or add the original document")
    return found.text, found.flaws


def _decoded(name: str, raw: bytes) -> str:
    """Return text in UTF-8, UTF-16 or -32, or else Western European bytes that are all printable."""
    mark = next((code for mark, code in _MARKS.items() if raw.startswith(mark)), "")
    wide = raw[1:400:2].count(0), raw[0:400:2].count(0)
    guess = (
        "utf-16-le" if wide[0] > 40 and not wide[1] else "utf-16-be" if wide[1] > 40 and not wide[0] else ""
    )
    for code in [mark] if mark else [guess, "utf-8", "cp1252", "latin-1"]:
        if code and (text := _tried(code, raw)) is not None:
            return text
    raise refused(name, "is binary or in an encoding that is not known", "save it as UTF-8 text")


def _tried(code: str, raw: bytes) -> str | None:
    try:
        text = raw.decode(code)
    except UnicodeDecodeError:
        return None
    controls = sum((c < " " and c not in "\t\n\r\f\v") or "\x7f" <= c < "\xa0" for c in text)
    return None if "\0" in text or controls > len(text) / 50 else text


def _plain(text: str) -> str:
    """Return text with one kind of line end, and without what word processors leave between letters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN)
    return _BLANK_LINES.sub("\n\n", "\n".join(ln.rstrip() for ln in text.split("\n"))).strip() + "\n"


def _without_front(text: str) -> tuple[str, str]:
    """Return the text without a Markdown file's front matter, and the title given there."""
    front = _FRONT.match(text)
    if front is None:
        return text, ""
    title = _FRONT_TITLE.search(front.group())
    return text[front.end() :].lstrip("\n"), title[1] if title else ""
