"""Measures the search of the guides on labelled questions: recall, nDCG, bootstrap, declines. Prints nothing."""

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any, Final

from oneframe.evals.labelled import rows
from oneframe.evals.measure import share
from oneframe.guidance.corpus import Chunk
from oneframe.guidance.search import GuideSearch, Hit, Weights, first_of_each

RECALL_AT: Final = 5
NDCG_AT: Final = 10
_DRAWS: Final = 2000
ALONE: Final = {"dense": Weights(1, 0, 0), "words": Weights(0, 0, 1)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A labelled question: the guides that answer it, best first (none: the corpus cannot), and where in them."""

    id: str
    question: str
    guides: tuple[str, ...]
    headings: Mapping[str, tuple[str, ...]]

    def gain(self, chunk: Chunk) -> int:
        """Return 2 for a passage that answers, 1 for another of a guide that does, 0 for the rest."""
        if chunk.guide not in self.guides:
            return 0
        named = self.headings.get(chunk.guide)
        return 1 if named and chunk.heading.rpartition(" › ")[2] not in named else 2


def questions(file: Path) -> tuple[Asked, ...]:
    """Read labelled questions: `id`, `question`, `guides`, and `headings` by guide where they are given."""
    return tuple(
        Asked(
            r["id"],
            r["question"],
            tuple(r["guides"]),
            {g: tuple(h.lstrip("# ") for h in hs) for g, hs in r.get("headings", {}).items()},
        )
        for r in rows(file)
    )


Rank = Callable[[str], Sequence[Hit]]


def measure(asked: Sequence[Asked], search: GuideSearch, alone: Mapping[str, GuideSearch]) -> dict[str, Any]:
    """Return recall@5 and nDCG@10 of `search` on the answerable questions, beside each sign `alone`.

    Recall counts passages as the chat cites them, the best one a guide. The difference in nDCG has a
    bootstrap interval over questions (95 %, paired).
    """
    answerable = [a for a in asked if a.guides]
    ours = [ndcg(a, search) for a in answerable]
    figures: dict[str, Any] = {
        "questions": len(answerable),
        "recall_at_5": share(_is_found(a, search, least=2) for a in answerable),
        "guide_recall_at_5": share(_is_found(a, search, least=1) for a in answerable),
        "ndcg_at_10": round(fmean(ours), 4),
    }
    for name, other in alone.items():
        theirs = [ndcg(a, other) for a in answerable]
        low, high = _paired(ours, theirs)
        figures[name] = {
            "recall_at_5": share(_is_found(a, other, least=2) for a in answerable),
            "ndcg_at_10": round(fmean(theirs), 4),
            "ours_above": {"mean": round(fmean(ours) - fmean(theirs), 4), "low": low, "high": high},
        }
    return figures


def missed(asked: Sequence[Asked], search: GuideSearch) -> list[dict[str, Any]]:
    """Return the answerable questions whose passages are not among the first five, and what was found."""
    return [
        {
            "id": a.id,
            "question": a.question,
            "guides": a.guides,
            "found": [h.chunk.guide for h in five(a, search)],
        }
        for a in asked
        if a.guides and not _is_found(a, search, least=2)
    ]


def five(asked: Asked, search: GuideSearch) -> list[Hit]:
    """Return the first passages of five guides."""
    return first_of_each(search.ranked(asked.question, k=60))[:RECALL_AT]


def ndcg(asked: Asked, search: GuideSearch) -> float:
    """Return the normalised discounted gain of the first ten chunks."""
    gains = [asked.gain(h.chunk) for h in search.ranked(asked.question, k=NDCG_AT)]
    ideal = sorted((asked.gain(c) for c in search.index.chunks), reverse=True)[:NDCG_AT]
    best = _discounted(ideal)
    return _discounted(gains) / best if best else 0.0


def _discounted(gains: Sequence[int]) -> float:
    return sum((2.0**g - 1.0) / math.log2(place + 1) for place, g in enumerate(gains, 1))


def _is_found(asked: Asked, search: GuideSearch, least: int) -> bool:
    return any(asked.gain(h.chunk) >= least for h in five(asked, search))


def _paired(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the mean difference, questions drawn with their pair."""
    rng = random.Random(7)
    gaps = [a - b for a, b in zip(ours, theirs, strict=True)]
    means = sorted(fmean(rng.choices(gaps, k=len(gaps))) for _ in range(_DRAWS))
    return round(means[int(0.025 * _DRAWS)], 4), round(means[int(0.975 * _DRAWS) - 1], 4)
