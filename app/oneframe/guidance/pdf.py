"""Owns pypdf: the text layer of a PDF, page by page, and what of it the page does not show.
Reads no picture, form, attachment or script. Keeps no file; runs in a child process."""

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import sqrt
from typing import TYPE_CHECKING, Any, Final

from oneframe.guidance.suspicion import Flaw

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES: Final = 200
SMALLEST_PT: Final = 2.0

_INVISIBLE: Final = (3, 7)  # render modes: neither filled nor stroked
_SHOWS: Final = frozenset({b"Tj", b"TJ", b"'", b'"'})
_PAINTS: Final = frozenset(
    {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh", b"Do", b"EI", b"INLINE IMAGE"}
)
_MEND: Final = "save the PDF again without that text, or add the original document"
_SOFT_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_UNIT: Final = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def text_of(raw: bytes) -> tuple[str, tuple[Flaw, ...], str]:
    """Return the text of a PDF, what of it no reader sees, and why it cannot be taken (or an empty text)."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            return "", (), "is locked with a password"
        if (count := len(reader.pages)) > MAX_PAGES:
            return "", (), f"has {count} pages; up to {MAX_PAGES} can be read"
        read = [_page(page, number) for number, page in enumerate(reader.pages, 1)]
        layers = _hidden_layers(reader)
    except DependencyError:
        return "", (), "is encrypted"
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as e:
        return "", (), f"is not a sound PDF ({e})"
    flaws = (*layers, *(flaw for _, found in read for flaw in found))
    return _joined([text for text, _ in read]), flaws, ""


@dataclass(frozen=True, slots=True)
class _Look:
    """How text would be drawn at one moment."""

    mode: int = 0
    white: bool = False
    faint: bool = False
    size: float = 12.0


@dataclass(slots=True)
class _Watch:
    """Follows the drawing of one page and counts characters that are not seen, by reason."""

    box: tuple[float, float, float, float]
    faint_states: frozenset[str]
    look: _Look = _Look()
    saved: list[_Look] = field(default_factory=list)
    bases: list[Sequence[float]] = field(default_factory=lambda: [_UNIT])
    painted: bool = False
    shown: int = 0
    unseen: Counter[str] = field(default_factory=Counter)

    def before(
        self, operator: bytes, operands: Sequence[Any], cm: Sequence[float], tm: Sequence[float]
    ) -> None:
        """Take one drawing step."""
        if operator == b"q" or operator == b"Do":
            self.saved.append(self.look)
        if operator == b"Do":
            self.bases.append(_times(cm, self.bases[-1]))
        elif operator == b"Q" and self.saved:
            self.look = self.saved.pop()
        elif operator in _SHOWS:
            self._show(operands, _times(tm, _times(cm, self.bases[-1])))
        else:
            self._set(operator, operands)
        self.painted |= operator in _PAINTS and not self.look.white

    def after(self, operator: bytes, *_: object) -> None:
        """Leave a drawing within the drawing."""
        if operator == b"Do":
            self.look = self.saved.pop() if self.saved else _Look()
            self.bases.pop()

    def _set(self, operator: bytes, operands: Sequence[Any]) -> None:
        if operator == b"Tr" and operands:
            self.look = replace(self.look, mode=int(operands[0]))
        elif operator == b"Tf" and len(operands) > 1:
            self.look = replace(self.look, size=float(operands[1]))
        elif operator == b"gs" and operands:
            self.look = replace(self.look, faint=str(operands[0]) in self.faint_states)
        elif operator in (b"g", b"rg", b"k", b"sc", b"scn", b"cs"):
            self.look = replace(self.look, white=_is_white(operands))

    def _show(self, operands: Sequence[Any], place: Sequence[float]) -> None:
        said = operands[-1] if operands else ""
        parts = [p for p in said if isinstance(p, (str, bytes))] if isinstance(said, list) else [said]
        length = sum(len(p) for p in parts if not str(p).isspace())
        self.shown += length
        if why := self._why(place):
            self.unseen[why] += length

    def _why(self, place: Sequence[float]) -> str:
        left, bottom, right, top = self.box
        if self.look.mode in _INVISIBLE:
            return "drawn invisibly"
        if self.look.faint:
            return "fully transparent"
        if abs(self.look.size) * sqrt(abs(place[0] * place[3] - place[1] * place[2])) <= SMALLEST_PT:
            return f"at most {SMALLEST_PT:g} points small"
        if not (left <= place[4] <= right and bottom <= place[5] <= top):
            return "outside the page"
        return "white on white" if self.look.white and not self.painted else ""


def _page(page: "PageObject", number: int) -> tuple[str, list[Flaw]]:
    """Return a page's text and its flaws; a scan whose whole text is the recognised layer has none."""
    box = page.mediabox
    watch = _Watch(
        (float(box.left) - 1, float(box.bottom) - 1, float(box.right) + 1, float(box.top) + 1), _faint(page)
    )
    text = page.extract_text(visitor_operand_before=watch.before, visitor_operand_after=watch.after)
    is_scan = watch.painted and watch.unseen["drawn invisibly"] == watch.shown
    found = [
        Flaw("hidden", f"page {number}", f"holds {count} characters {why}", _MEND)
        for why, count in watch.unseen.items()
        if count >= 3 and not is_scan
    ]
    return text, found


def _faint(page: "PageObject") -> frozenset[str]:
    """Return the names of the page's graphics states that draw nothing one could see."""
    states = _got(_got(page.get("/Resources")).get("/ExtGState"))
    return frozenset(str(name) for name, state in states.items() if float(_got(state).get("/ca", 1)) < 0.05)


def _hidden_layers(reader: "PdfReader") -> tuple[Flaw, ...]:
    layers = _got(_got(reader.trailer["/Root"]).get("/OCProperties"))
    off = _got(layers.get("/D")).get("/OFF")
    if off is None or not len(off.get_object()):
        return ()
    return (Flaw("hidden", "layers", "has layers that are switched off", _MEND),)


def _got(found: Any) -> Any:  # noqa: ANN401 - pypdf's objects have no common type
    """Return a PDF dictionary behind any reference, or an empty one."""
    found = found.get_object() if found is not None else {}
    return found if hasattr(found, "get") else {}


def _is_white(operands: Sequence[Any]) -> bool:
    try:
        values = [float(v) for v in operands]
    except (TypeError, ValueError):
        return False
    return (len(values) in (1, 3) and min(values) > 0.95) or (len(values) == 4 and max(values) < 0.05)


def _times(one: Sequence[float], two: Sequence[float]) -> tuple[float, ...]:
    """Return the product of two PDF matrices."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _joined(pages: Sequence[str]) -> str:
    """Return the pages as one text, without the heads and feet that most pages share."""
    lines = [[ln.strip() for ln in page.split("\n")] for page in pages]
    lines = [[ln for ln in page if ln] for page in lines]
    ends = Counter(_key(ln) for page in lines for ln in {*page[:1], *page[-1:]})
    often = {key for key, count in ends.items() if len(pages) > 2 and count > len(pages) / 2}
    kept = [
        [ln for at, ln in enumerate(page) if at not in (0, len(page) - 1) or _key(ln) not in often]
        for page in lines
    ]
    return _SOFT_HYPHEN.sub("", "\n\n".join("\n".join(page) for page in kept if page))


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", line.casefold())
