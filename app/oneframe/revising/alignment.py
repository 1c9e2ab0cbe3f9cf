"""Pairs the sentences of two texts in reading order. Pure: decides nothing and changes no text."""

from collections.abc import Iterator

from oneframe.reading.segment import sentences
from oneframe.reading.wordset import words

# Below this share of common words a word-by-word diff is confetti; whole sentences read better.
_ALIKE = 0.4


def cut(text: str) -> list[str]:
    """Return the sentences of `text`."""
    return [text[s.start : s.end] for s in sentences(text)]


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
