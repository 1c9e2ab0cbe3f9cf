"""Measures the search of the guides on labelled questions: recall, nDCG, declines, time. Prints nothing."""

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

from oneframe.evals.labelled import rows
from oneframe.evals.measure import share
from oneframe.guidance import own
from oneframe.guidance.answer import Evidence
from oneframe.guidance.corpus import Chunk
from oneframe.guidance.search import GuideSearch, Hit, Weights, first_of_each
from oneframe.records import Passage
from oneframe.settings import Settings
from oneframe.wiring import LazyGuides

RECALL_AT: Final = 5
NDCG_AT: Final = 10
_DRAWS: Final = 2000
Clock = Callable[[], float]
ALONE: Final = {"dense": Weights(1, 0, 0), "words": Weights(0, 0, 1)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A labelled question: the guides that answer it, best first (none: no guide does), and where in them."""

    id: str
    question: str
    guides: tuple[str, ...]
    headings: Mapping[str, tuple[str, ...]]

    @property
    def is_own(self) -> bool:
        """True where only a guide of the user's own answers."""
        return any(g.startswith("own:") for g in self.guides)

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


def measure_questions(
    files: Sequence[Path], settings: Settings, seconds: Clock = perf_counter
) -> dict[str, Any]:
    """Return all figures on the question files; own guides lie in the folder `own-NAME` beside `NAME.jsonl`.

    Each set of own guides is taken in, indexed and left again, in a folder of its own.
    """
    asked = [(a, f) for f in files for a in questions(f)]
    ours = [a for a, _ in asked if a.guides and not a.is_own]
    with TemporaryDirectory() as place:
        home = replace(settings, guides_dir=Path(place) / "none", index_dir=Path(place) / "index")
        guides = LazyGuides(home)
        alone = {n: guides.search.weighing(w) for n, w in ALONE.items()}
        figures = measure(ours, guides.search, alone) | {"missed": missed(ours, guides.search)}
        figures["answers"] = declines([a for a, _ in asked if not a.is_own], guides.evidence)
        figures["latency"] = latency(ours, guides.search, seconds)
        theirs = [_own(f, Path(place), home) for f in files if any(a.is_own for a in questions(f))]
    figures["own"] = {
        "recall_at_3": share(hit for found, _ in theirs for hit in found),
        "answered": share(told for _, answered in theirs for told in answered),
    }
    return {"schema": 1, **figures}


def declines(asked: Sequence[Asked], evidence: Callable[..., Evidence]) -> dict[str, Any]:
    """Return how often the unanswerable is declined, the answerable too, and whether quotes are verbatim."""
    found = [(a, evidence(a.question)) for a in asked]
    return {
        "unanswerable_declined": share(e.is_thin for a, e in found if not a.guides),
        "answerable_declined": share(e.is_thin for a, e in found if a.guides),
        "quotes_verbatim": share(
            _is_verbatim(h, p) for _, e in found for h, p in zip(e.hits, e.passages, strict=False)
        ),
        "answered_wrongly": [a.id for a, e in found if not a.guides and not e.is_thin],
        "declined_wrongly": [a.id for a, e in found if a.guides and e.is_thin],
    }


def latency(asked: Sequence[Asked], search: GuideSearch, seconds: Clock) -> dict[str, float]:
    """Return median and 95th percentile of one search, in milliseconds, after the first."""
    times = []
    for one in (asked[0], *asked):
        began = seconds()
        search.ranked(one.question)
        times.append(1000 * (seconds() - began))
    times = sorted(times[1:])
    return {"p50_ms": round(times[len(times) // 2], 2), "p95_ms": round(times[int(0.95 * len(times))], 2)}


def _own(file: Path, place: Path, home: Settings) -> tuple[list[bool], list[bool]]:
    """Return, by question on own guides, whether its guide is quoted and whether it is answered."""
    settings = replace(home, guides_dir=place / file.stem)
    ids = {}
    for path in sorted((file.parent / f"own-{file.stem.removeprefix('own-')}").glob("*.md")):
        ids[f"own:{path.stem}"] = own.add(settings.guides_dir, path.name, path.read_bytes()).id
    guides, hits, told = LazyGuides(settings), [], []
    for asked in (a for a in questions(file) if a.is_own):
        evidence = guides.evidence(asked.question)
        hits.append(any(h.chunk.guide in {ids[g] for g in asked.guides} for h in evidence.hits))
        told.append(not evidence.is_thin)
    return hits, told


def _is_verbatim(hit: Hit, passage: Passage) -> bool:
    return passage.quote in hit.chunk.text


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
