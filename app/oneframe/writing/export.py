"""Sets a page as Markdown, Word or plain mail, an invitation as a calendar file. Words nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from uuid import uuid4

from oneframe.prepared import Invite

# A bracket is markup only before what makes it a link.
_MARKUP = re.compile(r"[\\`*_<>#|~]|\](?=[(\[:])")
_LIST_MARK = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)", re.MULTILINE)
# What an XML file may not hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FOLD_BYTES = 75


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a section: what it is, its words, an aside under it; `label` and `aside` may be empty."""

    text: str
    label: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with items under it, or with one longer `body`."""

    heading: str
    items: tuple[Item, ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that a person reads, prints or mails. `last` is the line under it."""

    title: str
    sections: tuple[Section, ...]
    last: str = ""


def as_markdown(page: Page) -> str:
    """Return the page as Markdown; nothing in anyone's words is markup."""
    lines = [f"# {_escaped(page.title)}"]
    for section in page.sections:
        lines += ["", f"## {_escaped(section.heading)}", "", *map(_markdown_item, section.items)]
        lines += [f"> {_escaped(line)}".rstrip() for line in section.body.splitlines()]
    return "\n".join([*lines, *(["", f"*{_escaped(page.last)}*"] if page.last else [])]) + "\n"


def as_mail(page: Page) -> str:
    """Return the page as a plain mail: a subject line, an empty one, the body."""
    lines = [f"Subject: {page.title}"]
    for section in page.sections:
        lines += ["", section.heading.upper(), *(line for i in section.items for line in _mail_item(i))]
        lines += [section.body] if section.body else []
    return "\n".join([*lines, *(["", page.last] if page.last else [])]) + "\n"


def as_docx(page: Page) -> bytes:
    """Return the page as a Word file without an author."""
    from docx import Document

    document = Document()
    about = document.core_properties
    about.author, about.title, about.comments = "", _printable(page.title), ""
    about.created = about.modified = datetime.now(UTC).replace(tzinfo=None)
    document.add_heading(_printable(page.title), level=1)
    for section in page.sections:
        document.add_heading(_printable(section.heading), level=2)
        for item in section.items:
            line = document.add_paragraph(style="List Bullet")
            if item.label:
                line.add_run(f"{_printable(item.label)}: ").bold = True
            line.add_run(_printable(_one_line(item.text)))
            if item.aside:
                line.add_run(f"\n{_printable(item.aside)}").italic = True
        for paragraph in _paragraphs(section.body):
            document.add_paragraph(_printable(paragraph))
    document.add_paragraph(_printable(page.last))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def as_calendar(entry: Invite, at: datetime, minutes: int) -> str:
    """Return a private calendar event (RFC 5545) at `at`, on whatever clock the reader's calendar keeps."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Oneframe//Oneframe//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{uuid4()}@oneframe",
        f"DTSTAMP:{datetime.now(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{at:%Y%m%dT%H%M%S}",
        f"DURATION:PT{minutes}M",
        f"SUMMARY:{_calendar_text(entry.title)}",
        f"DESCRIPTION:{_calendar_text(entry.text)}",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _markdown_item(item: Item) -> str:
    label = f"**{_escaped(item.label)}:** " if item.label else ""
    aside = f"  \n  *{_escaped(item.aside)}*" if item.aside else ""
    return f"- {label}{_escaped(_one_line(item.text))}{aside}"


def _mail_item(item: Item) -> tuple[str, ...]:
    label = f"{item.label}: " if item.label else ""
    return (f"- {label}{_one_line(item.text)}", *([f"  ({item.aside})"] if item.aside else []))


def _paragraphs(body: str) -> Iterator[str]:
    return (p for p in re.split(r"\n\s*\n", body) if p.strip())


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return _LIST_MARK.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", text))


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


def _calendar_text(text: str) -> str:
    escaped = re.sub(r"([\\;,])", r"\\\1", _printable(text))
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Yield `line` in parts of at most 75 bytes, each but the first after a space; no character is cut."""
    part, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _FOLD_BYTES:
            yield part
            part, size = " ", 1
        part, size = part + char, size + width
    yield part
