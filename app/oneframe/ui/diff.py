"""Shows what changed in a sentence, word by word, and a draft with its sentences tinted.
The one place that hands HTML to the page, all of it escaped here. Must not judge or store a text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from typing import NewType

Markup = NewType("Markup", str)
"""HTML whose every character of anyone's text went through `html.escape`."""

_TOKEN = re.compile(r"\s+|[^\W_]+(?:['’][^\W_]+)*|\S")
_PAGE = '<div dir="auto" style="line-height:1.65;overflow-wrap:anywhere">{}</div>'
_ADDED = '<ins style="background:rgba(46,160,100,.20);text-decoration:underline">{}</ins>'
_TAKEN = '<del style="background:rgba(200,80,60,.18);text-decoration:line-through">{}</del>'


_TINTS = {
    "green": "rgba(46,140,90,.20)",
    "blue": "rgba(60,120,190,.20)",
    "orange": "rgba(215,140,40,.24)",
    "gray": "transparent",
}
_MARK = (
    '<span style="background:{};border-radius:.2em;padding:.1em 0"><b style="font-size:.8em">{}</b>{}</span>'
)


@dataclass(frozen=True, slots=True)
class Lit:
    """A sentence to highlight: what stands before it, its tint, and the words of its tag."""

    text: str
    before: str
    tint: str
    tag: str


def pair(old: str, new: str) -> Markup:
    """Return one sentence and what became of it as escaped HTML with `<ins>` and `<del>`."""
    return Markup(_PAGE.format(_pair(old, new)))


def highlighted(parts: Sequence[Lit]) -> Markup:
    """Return a draft as escaped HTML, each sentence tinted and tagged in words."""
    return Markup(_PAGE.format("".join(_lit(p) for p in parts)))


def show(changes: Markup) -> None:
    """Draw what `pair` or `highlighted` returned."""
    import streamlit as st

    st.html(changes)


def _lit(part: Lit) -> str:
    gap = escape(part.before).replace("\n", "<br>")
    tag = f"{escape(part.tag)}: " if part.tag else ""
    return gap + _MARK.format(_TINTS[part.tint], tag, escape(part.text))


def _pair(old: str, new: str) -> str:
    if not old or not new:
        return _change(old, new)
    return "".join(escape(b) if a == b else _change(a, b) for a, b in _runs(old, new))


def _runs(old: str, new: str) -> list[tuple[str, str]]:
    """Return (old, new) runs, equal or changed; a lone space between two changes joins them."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    runs: list[tuple[str, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        was, now = "".join(a[i1:i2]), "".join(b[j1:j2])
        lone = tag == "equal" and not now.strip() and bool(runs)
        if runs and runs[-1][0] != runs[-1][1] and (tag != "equal" or lone):
            runs[-1] = (runs[-1][0] + was, runs[-1][1] + now)
        else:
            runs.append((was, now))
    return runs


def _change(old: str, new: str) -> str:
    taken = _TAKEN.format(escape(old)) if old.strip() else ""
    added = _ADDED.format(escape(new)) if new.strip() else escape(new)
    return taken + (" " if taken and new.strip() else "") + added
