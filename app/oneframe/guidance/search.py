"""Owns the search of the guides: dense and word ranks fused, and the sentences quoted from a hit.
Quotes are verbatim. Knows neither Chroma nor the writer."""

import itertools
import math
import re
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from oneframe.frames import Element, Fault, Frame
from oneframe.guidance.corpus import Chunk, sentences
from oneframe.guidance.embedding import Encoder, Vectors
from oneframe.guidance.exact import Index
from oneframe.records import Passage

if TYPE_CHECKING:
    from bm25s import BM25

RRF: Final = 60
DEPTH: Final = 30  # hits taken from each of the two rankings
CLAUSES: Final = 6  # sentences of a query that are searched for
QUOTED: Final = 3  # sentences in a quote, at most
_QUOTE_WORDS = 7  # a shorter run says little by itself
_QUOTE_CHARS = 400  # a longer run is not read beside a rewrite

_FAULTS: Final[Mapping[Fault, str]] = {
    Fault.BAIT_AND_SWITCH: "a coaching opening that turns into a verdict, bait and switch",
    Fault.HIDDEN_PERFORMANCE: "a requirement hidden inside a coaching conversation",
    Fault.SOFTENED_STANDARD: "a softened standard that sounds optional",
    Fault.VEILED_CONSEQUENCE: "a veiled threat in place of a stated consequence",
    Fault.DISCLOSURE_TRAP: "asking for openness and using the disclosure as evidence",
    Fault.PRAISE_CUSHION: "praise as a cushion around criticism",
    Fault.VERDICT_QUESTION: "a question that already holds the verdict",
    Fault.GROWTH_BRIBE: "growth or promotion offered as a bribe for meeting the standard",
    Fault.UNNAMED_FRAME: "naming the frame in the opening of the message",
}
_ELEMENTS: Final[Mapping[Element, str]] = {
    Element.STANDARD: "state the required standard first",
    Element.GAP: "name the gap with facts and dates",
    Element.CLOSING: "say what closes the gap, by when, and with what support",
    Element.CONSEQUENCE: "state the consequence if the gap stays",
}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ENDINGS = re.compile(r"(?<=\w{3})(?:ing|edly|ed|ies|es|ly|s|e|y)$")
_STOP: Final = frozenset(
    """a about after all also an and any are as at be been before but by can could did do does for
    from had has have he her his how i if in into is it its just me more my no not of on one only or
    our out she should so some than that the their them then there these they this those to up was
    we were what when where which who will with would you your""".split()  # noqa: SIM905
)


def query_for(frame: Frame, why: str, faults: Sequence[Fault], missing: Sequence[Element]) -> str:
    """Return in words what a plan needs guidance on: frame, reason, faults, missing parts."""
    parts = [_FAULTS[f] for f in dict.fromkeys(faults)]
    parts += [_ELEMENTS[e] for e in dict.fromkeys(missing)]
    # Only where there is nothing more telling: these two words draw the same guide every time.
    parts = parts or [f"what a {frame} conversation is for"]
    parts += [why.strip().rstrip(".")]
    return " ".join(_said(p) for p in parts if p)


def _said(part: str) -> str:
    return f"{part[0].upper()}{part[1:]}."


_FIXED: Final = frozenset(map(_said, (*_FAULTS.values(), *_ELEMENTS.values())))


class GuideSearch:
    """Search over an opened index. Safe to share between threads."""

    def __init__(self, index: Index, embedder: Encoder) -> None:
        self._index = index
        self._embedder = embedder
        self._chunks = {c.id: c for c in index.chunks}
        self._lock = threading.Lock()
        self._known: dict[str, Vectors] = {}

    def passages(self, query: str, frame: Frame | None, k: int = 3) -> tuple[Passage, ...]:
        """Return up to `k` quotes, best first, one a guide at most, of guides in `frame`."""
        asked = [query[a:b] for block in sentences(query) for a, b in block]
        asked = [s for s in asked if _words(s)][:CLAUSES]
        if k < 1 or not asked:
            return ()
        vectors = self._vectors(asked)
        rankings = [self._ranked(s, vectors[s], frame) for s in asked]
        best: dict[str, Passage] = {}
        # In turns, so that each sentence of the query has its say before any has its second.
        turns = (hit for turn in itertools.zip_longest(*rankings) for hit in zip(asked, turn, strict=True))
        for sentence, hit in turns:
            if len(best) == k:
                break
            if hit and self._chunks[hit[0]].guide not in best:
                passage = self._passage(self._chunks[hit[0]], _words(sentence), hit[1])
                best[passage.guide] = passage
        return tuple(sorted(best.values(), key=lambda p: -p.score))

    def _vectors(self, asked: Sequence[str]) -> dict[str, Vectors]:
        """Return each sentence's vector; kept are those of our own sentences, never of a draft's."""
        for sentence in _FIXED.intersection(asked) - self._known.keys():
            self._known[sentence] = self._embedder.embed([sentence])[0]
        fresh = [s for s in asked if s not in self._known]
        return {**self._known, **dict(zip(fresh, self._embedder.embed(fresh), strict=True))}

    def _ranked(self, sentence: str, vector: Vectors, frame: Frame | None) -> list[tuple[str, float]]:
        """Return (chunk id, score), best first and one chunk a guide, for one sentence."""
        dense = [name for name, _ in self._index.query(vector, DEPTH, frame)]
        scores = _fuse(dense, self._by_words(_words(sentence), frame))
        ranked = sorted(scores.items(), key=lambda hit: -hit[1])
        first = {self._chunks[name].guide: (name, score) for name, score in reversed(ranked)}
        return sorted(first.values(), key=lambda hit: -hit[1])

    def _by_words(self, words: list[str], frame: Frame | None) -> list[str]:
        """Return the ids of chunks that share words with the query, best first."""
        with self._lock:
            scores = self._bm25.get_scores(words)
        fit = [
            (-float(score), i, c.id)
            for i, (c, score) in enumerate(zip(self._index.chunks, scores, strict=True))
            if score > 0 and (frame is None or frame in c.frames)
        ]
        return [name for _, _, name in sorted(fit)[:DEPTH]]

    def _passage(self, chunk: Chunk, words: Sequence[str], score: float) -> Passage:
        quote = _quote(chunk.text, {w: self._weights.get(w, 0.0) for w in words})
        return Passage(chunk.id, chunk.guide, chunk.title, quote, chunk.frames, score)

    @cached_property
    def _terms(self) -> list[list[str]]:
        return [_words(f"{c.heading} {c.text}") for c in self._index.chunks]

    @cached_property
    def _bm25(self) -> "BM25":
        import bm25s

        ranker = bm25s.BM25()
        ranker.index(self._terms, show_progress=False)
        return ranker

    @cached_property
    def _weights(self) -> dict[str, float]:
        """Return how telling each word is: the rarer in the guides, the more."""
        seen = Counter(w for terms in self._terms for w in set(terms))
        return {w: math.log(1 + len(self._terms) / n) for w, n in seen.items()}


def _fuse(*rankings: Iterable[str]) -> dict[str, float]:
    """Return reciprocal rank fusion of the rankings (Cormack and others, 2009)."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for place, name in enumerate(ranking, 1):
            scores[name] = scores.get(name, 0.0) + 1 / (RRF + place)
    return scores


def _words(text: str) -> list[str]:
    """Return the text's content words, lower case, common endings cut."""
    words = (w.replace("’", "'").removesuffix("'s") for w in _WORD.findall(text.lower()))
    return [_ENDINGS.sub("", w) for w in words if w not in _STOP]


def _quote(text: str, weights: Mapping[str, float]) -> str:
    """Return the verbatim run of 1 to 3 sentences of one paragraph that best fits the weights."""
    runs = [
        (block[i][0], block[j][1])
        for block in sentences(text)
        for i in range(len(block))
        for j in range(i, min(i + QUOTED, len(block)))
    ]
    short = [r for r in runs if r[1] - r[0] <= _QUOTE_CHARS] or runs[:1]
    start, end = max(short, key=lambda r: (_density(text[r[0] : r[1]], weights), -r[0]))
    return text[start:end]


def _density(run: str, weights: Mapping[str, float]) -> float:
    """Return the weight of the query words in a run, less if it is long or very short."""
    words = _words(run)
    weight = sum(weights.get(w, 0.0) for w in set(words)) / math.sqrt(8 + len(words))
    return weight if len(run.split()) >= _QUOTE_WORDS else weight / 2
