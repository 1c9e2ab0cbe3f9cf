"""Shows what changed between a draft and its rewrite: aligned by sentence, then by word.
The one place that hands HTML to the page, all of it escaped here. Must not judge or store a text."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from html import escape
from typing import NewType

from oneframe.reading.segment import sentences
from oneframe.reading.wordset import words

Markup = NewType("Markup", str)
"""HTML whose every character of anyone's text went through `html.escape`."""

_TOKEN = re.compile(r"\s+|[^\W_]+(?:['’][^\W_]+)*|\S")
# Below this share of common words a word-by-word diff is confetti; whole sentences read better.
_ALIKE = 0.4
_PAGE = '<div dir="auto" style="line-height:1.65;overflow-wrap:anywhere">{}</div>'
_ADDED = '<ins style="background:rgba(46,160,100,.20);text-decoration:underline">{}</ins>'
_TAKEN = '<del style="background:rgba(200,80,60,.18);text-decoration:line-through">{}</del>'


def markup(before: str, after: str) -> Markup:
    """Return the changes from `before` to `after` as escaped HTML with `<ins>` and `<del>`."""
    parts = [_pair(old, new) for old, new in aligned(_cut(before), _cut(after))]
    return Markup(_PAGE.format(" ".join(parts)))


def show(changes: Markup) -> None:
    """Draw what `markup` returned."""
    import streamlit as st

    st.html(changes)


def aligned(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    """Return pairs of sentences in reading order; an empty string stands for none."""
    alike = _likeness(before, after)
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], alike[i][j] + best[i + 1][j + 1])
    return list(_walked(before, after, alike, best))


def _walked(
    before: list[str], after: list[str], alike: list[list[float]], best: list[list[float]]
) -> Iterator[tuple[str, str]]:
    i = j = 0
    while i < len(before) and j < len(after):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            yield before[i], after[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield before[i], ""
            i += 1
        else:
            yield "", after[j]
            j += 1
    yield from ((old, "") for old in before[i:])
    yield from (("", new) for new in after[j:])


def _likeness(before: list[str], after: list[str]) -> list[list[float]]:
    olds, news = [_bag(s) for s in before], [_bag(s) for s in after]
    return [[_share(old, new) for new in news] for old in olds]


def _bag(sentence: str) -> frozenset[str]:
    return words(sentence) or frozenset(sentence.split())


def _share(old: frozenset[str], new: frozenset[str]) -> float:
    """Return the share of common words; one sentence inside a longer one counts as alike."""
    common = len(old & new)
    if not common:
        return 0.0
    share = max(2 * common / (len(old) + len(new)), 0.9 * common / min(len(old), len(new)))
    return share if share >= _ALIKE and common > 0.2 * max(len(old), len(new)) else 0.0


def _cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text)]


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
