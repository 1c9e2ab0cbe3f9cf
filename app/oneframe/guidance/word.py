"""Owns python-docx: the body of a Word file as plain text with Markdown headings, and its hidden runs.
Leaves out headers, footers, notes, comments and deleted text. Keeps no file; runs in a child process."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from oneframe.guidance.suspicion import Flaw

if TYPE_CHECKING:
    from docx.styles.styles import Styles
    from docx.text.font import Font

MAX_BYTES: Final = 40_000_000  # unpacked; the packed file is at most 2 MB
MAX_ENTRIES: Final = 2_000
SMALLEST_PT: Final = 2.0

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OUT: Final = (
    f"{_W}del",
    f"{_W}moveFrom",
    f"{_W}instrText",
    f"{_W}delText",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)
_BREAKS: Final = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_HEADING = re.compile(r"heading (\d)", re.I)
_MEND: Final = (
    "show all text in Word (no hidden font, readable size and colour), or delete it, and save again"
)
_NEAR: Final = 24  # of 255: nearer colours than this are one to the eye


def unfit(raw: bytes) -> str:
    """Return why the packed file must not be opened, or an empty text; reads only its directory and heads."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            entries = packed.infolist()
            if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_BYTES:
                return f"unpacks to more than {MAX_BYTES // 1_000_000} MB or {MAX_ENTRIES} parts"
            if any(e.flag_bits & 1 for e in entries):
                return "is locked with a password"
            if "word/document.xml" not in packed.namelist():
                return "holds no Word document"
            # No entry can give more bytes than its stated size: zipfile stops there.
            heads = (packed.open(e).read(2_000) for e in entries if e.filename.endswith((".xml", ".rels")))
            if any(b"<!DOCTYPE" in head or b"<!ENTITY" in head for head in heads):
                return "defines XML entities, which Word never writes"
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as e:
        return f"is not a sound Word file ({e})"
    return ""


def text_of(raw: bytes) -> tuple[str, tuple[Flaw, ...]]:
    """Return the text of a .docx that `unfit` has passed, and what of it a reader would not see."""
    import docx

    document = docx.Document(io.BytesIO(raw))
    body = _Body(*_looks(document.styles))
    blocks = [b for b in body.blocks(document.element.body) if b.strip()]
    return "\n\n".join(blocks), tuple(body.flaws)


@dataclass(frozen=True, slots=True)
class _Look:
    """What a run or a style says of how text looks; None where it leaves that to what stands above it."""

    name: str = ""
    hidden: bool | None = None
    size: float | None = None
    colour: tuple[int, int, int] | None = None

    def over(self, below: "_Look") -> "_Look":
        """Return this look, with what it leaves open taken from `below`."""
        return _Look(
            self.name or below.name,
            below.hidden if self.hidden is None else self.hidden,
            below.size if self.size is None else self.size,
            self.colour or below.colour,
        )


@dataclass(frozen=True, slots=True)
class _Body:
    """Walks the body once. `looks` are the document's styles by id, `plain` that of a bare paragraph."""

    looks: dict[str, _Look]
    plain: _Look
    flaws: list[Flaw] = field(default_factory=list)

    def blocks(self, parent: Any) -> Iterator[str]:  # noqa: ANN401 - lxml
        """Yield the paragraphs under `parent` in order, a table's rows as lines, content controls opened."""
        for child in parent:
            if child.tag == f"{_W}p":
                yield self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                rows = (
                    [" ".join(self.blocks(cell)).strip() for cell in row.iter(f"{_W}tc")]
                    for row in child.iterchildren(f"{_W}tr")
                )
                yield "\n".join(" | ".join(c for c in row if c) for row in rows)
            elif child.tag not in _OUT and isinstance(child.tag, str):
                yield from self.blocks(child)

    def _paragraph(self, paragraph: Any) -> str:  # noqa: ANN401 - lxml
        """Return a paragraph's text, with the mark of its heading level or list."""
        style = self.looks.get(paragraph.style or "", self.plain)
        pieces = []
        for run in _runs(paragraph):
            piece = _run_text(run)
            if piece.strip() and (why := self._unseen(run, style)):
                shown = " ".join(piece.split())[:40]
                self.flaws.append(Flaw("hidden", f'text "{shown}"', why, _MEND))
            pieces.append(piece)
        text = "".join(pieces).strip()
        if text and (level := _HEADING.match(style.name)):
            return f"{'#' * min(6, int(level[1]) + 1)} {' '.join(text.split())}"
        if text and style.name == "Title":
            return f"# {' '.join(text.split())}"
        is_item = "List" in style.name or paragraph.find(f"{_W}pPr/{_W}numPr") is not None
        return f"- {text}" if text and is_item else text

    def _unseen(self, run: Any, style: _Look) -> str:  # noqa: ANN401 - lxml
        """Return why a run is not seen on the page, or an empty text."""
        from docx.text.font import Font

        own = _look("", Font(run)) if run.rPr is not None else _Look()
        look = own.over(self.looks.get(run.style or "", _Look())).over(style)
        if look.hidden:
            return "is marked as hidden"
        if look.size is not None and look.size <= SMALLEST_PT:
            return f"is {look.size:g} points small"
        ground = _ground(run) if look.colour else None
        if (
            look.colour
            and ground
            and max(abs(a - b) for a, b in zip(look.colour, ground, strict=True)) < _NEAR
        ):
            return "has the colour of the page behind it"
        return ""


def _looks(styles: "Styles") -> tuple[dict[str, _Look], _Look]:
    """Return the look of each style by its id, what it is based on included, and that of a bare paragraph."""
    looks: dict[str, _Look] = {}
    plain = _Look()
    for element in styles.element.style_lst:
        chain, one = [], element
        while one is not None and one not in chain:
            chain.append(one)
            one = one.base_style
        look = _Look()
        for each in chain:
            look = look.over(_style_look(each))
        looks[element.styleId or ""] = look
        if element.get(f"{_W}default") in ("1", "true") and element.get(f"{_W}type") == "paragraph":
            plain = look
    return looks, plain


def _style_look(element: Any) -> _Look:  # noqa: ANN401 - lxml
    from docx.text.font import Font

    name = element.name_val or ""
    return _look(name, Font(element)) if element.find(f"{_W}rPr") is not None else _Look(name)


def _look(name: str, font: "Font") -> _Look:
    return _Look(name, font.hidden, font.size.pt if font.size is not None else None, _colour(font))


def _runs(node: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml
    """Yield the runs under a paragraph, also in links, insertions and text boxes, not in deletions."""
    for child in node:
        if child.tag in _OUT:
            continue
        if child.tag == f"{_W}r":
            yield child
        if isinstance(child.tag, str):
            yield from _runs(child)


def _run_text(run: Any) -> str:  # noqa: ANN401 - lxml
    return "".join(
        (child.text or "") if child.tag == f"{_W}t" else _BREAKS.get(str(child.tag), "") for child in run
    )


def _colour(font: "Font") -> tuple[int, int, int] | None:
    from docx.enum.dml import MSO_THEME_COLOR

    if font.color is None:
        return None
    if font.color.theme_color in (MSO_THEME_COLOR.BACKGROUND_1, MSO_THEME_COLOR.LIGHT_1):
        return 255, 255, 255
    rgb = font.color.rgb
    return (rgb[0], rgb[1], rgb[2]) if rgb is not None else None


def _ground(run: Any) -> tuple[int, int, int] | None:  # noqa: ANN401 - lxml
    """Return the colour behind a run; None where a table's style decides it."""
    for node in (run, *run.iterancestors()):
        for holder in ("rPr", "pPr", "tcPr", "tblPr"):
            shade = node.find(f"{_W}{holder}/{_W}shd")
            fill = shade.get(f"{_W}fill") if shade is not None else None
            if fill and re.fullmatch(r"[0-9A-Fa-f]{6}", fill):
                return int(fill[:2], 16), int(fill[2:4], 16), int(fill[4:], 16)
        if node.tag == f"{_W}tbl" and node.find(f"{_W}tblPr/{_W}tblStyle") is not None:
            return None
    return 255, 255, 255
