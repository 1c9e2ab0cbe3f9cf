"""Owns the search of the guides: nearness, asks and words weighed, and the sentences quoted from a hit.
Quotes are verbatim. Knows neither Chroma nor the writer."""

import itertools
import math
import re
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from oneframe.frames import Element, Fault, Frame
from oneframe.guidance.corpus import BEYOND, Chunk, sentences
from oneframe.guidance.embedding import Encoder, Vectors
from oneframe.guidance.exact import Index, fits, top
from oneframe.records import Passage

if TYPE_CHECKING:
    from bm25s import BM25

DEPTH: Final = 50  # chunks taken from nearness and from words
GUIDES: Final = 12  # guides taken from the asks
UNASKED: Final = 0.12
HALF: Final = 8.0  # the BM25 score that counts half
CLAUSES: Final = 6  # sentences of a query that are searched for
QUOTED: Final = 3  # sentences in a quote, at most
CITED: Final = 2  # sentences in a quote that answers a question, at least
_QUOTE_WORDS = 7  # a shorter run says little by itself
_QUOTE_CHARS = 400  # a longer run is not read beside a rewrite

# A quote that opens with an example of what not to write is the last to be taken.
_BAD = re.compile(
    r"(?:also |another, also to )?(?:avoid|never|poor|bad|too \w+|blended|disguised|false|trap|bribe|"
    r"oversold|overdone|muddled|veiled|unfair|vague|hidden|sham|empty|misleading|pretended|unkeepable|cushion|leading|"
    r"loaded|fishing|closed|mixed|theatre)\b[^:\n]{0,40}:",
    re.IGNORECASE,
)
_BAD_COST = 0.2

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


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign of fit counts: nearness, nearness of a guide's asks, shared words (0 to 1)."""

    dense: float = 1.0
    asks: float = 1.0
    words: float = 0.3


WEIGHTS: Final = Weights()


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk and why it was found: two cosines and a word score (0 to 1), and their weighted sum."""

    chunk: Chunk
    dense: float
    asks: float
    words: float
    score: float


class GuideSearch:
    """Search over an opened index. Safe to share between threads."""

    def __init__(self, index: Index, embedder: Encoder, weights: Weights = WEIGHTS) -> None:
        self._index = index
        self._embedder = embedder
        self._weigh = weights
        self._lock = threading.Lock()
        self._known: dict[str, Vectors] = {}

    @property
    def index(self) -> Index:
        """The index that is searched."""
        return self._index

    def weighing(self, weights: Weights) -> "GuideSearch":
        """Return the same search with other weights."""
        return GuideSearch(self._index, self._embedder, weights)

    def ranked(self, question: str, frame: Frame | None = None, k: int = 10) -> tuple[Hit, ...]:
        """Return up to `k` chunks that answer `question`, best first, of guides in `frame`."""
        if not _words(question):
            return ()
        return self._ranked(question, self._embedder.embed([question])[0], frame, k)

    def beyond(self, question: str) -> tuple[str, float] | None:
        """Return the topic outside the guides that `question` is nearest to, and the cosine."""
        near = self._index.asks.best(self._embedder.embed([question])[0])
        topics = [(score, name) for name, score in near.items() if name.startswith(BEYOND)]
        return (max(topics)[1].removeprefix(BEYOND), max(topics)[0]) if topics else None

    def quoted(self, hit: Hit, question: str) -> Passage:
        """Return the sentences of a hit that fit `question` best, as a passage to cite."""
        weights = {w: self._weights.get(w, 0.0) for w in _words(question)}
        c = hit.chunk
        return Passage(c.id, c.guide, c.title, _quote(c.text, weights), c.frames, hit.score)

    def cited(self, hit: Hit, question: str) -> Passage:
        """Return the sentences of a hit whose meaning is nearest to `question`, as a passage to cite."""
        c = hit.chunk
        runs = _runs(c.text, least=CITED)
        texts = [c.text[a:b] for a, b in runs]
        vectors = self._embedder.embed([question, *texts])
        near = (vectors[1:] @ vectors[0]).tolist()
        best = max(range(len(runs)), key=lambda i: near[i] - (_BAD_COST if _BAD.match(texts[i]) else 0.0))
        return Passage(c.id, c.guide, c.title, texts[best], c.frames, hit.score)

    def passages(self, query: str, frame: Frame | None, k: int = 3) -> tuple[Passage, ...]:
        """Return up to `k` quotes, best first, one a guide at most, of guides in `frame`."""
        asked = [query[a:b] for block in sentences(query) for a, b in block]
        asked = [s for s in asked if _words(s)][:CLAUSES]
        if k < 1 or not asked:
            return ()
        vectors = self._vectors(asked)
        rankings = [first_of_each(self._ranked(s, vectors[s], frame, DEPTH)) for s in asked]
        best: dict[str, Passage] = {}
        # In turns, so that each sentence of the query has its say before any has its second.
        turns = (hit for turn in itertools.zip_longest(*rankings) for hit in zip(asked, turn, strict=True))
        for sentence, hit in turns:
            if len(best) == k:
                break
            if hit and hit.chunk.guide not in best:
                best[hit.chunk.guide] = self.quoted(hit, sentence)
        return tuple(sorted(best.values(), key=lambda p: -p.score))

    def _vectors(self, asked: Sequence[str]) -> dict[str, Vectors]:
        """Return each sentence's vector; kept are those of our own sentences, never of a draft's."""
        for sentence in _FIXED.intersection(asked) - self._known.keys():
            self._known[sentence] = self._embedder.embed([sentence])[0]
        fresh = [s for s in asked if s not in self._known]
        return {**self._known, **dict(zip(fresh, self._embedder.embed(fresh), strict=True))}

    def _ranked(self, question: str, vector: Vectors, frame: Frame | None, k: int) -> tuple[Hit, ...]:
        """Score the chunks that any of the three signs points to."""
        dense = dict(self._index.query(vector, DEPTH, frame))
        words = self._by_words(_words(question), frame)
        asks = self._index.asks.best(vector)
        nearest = sorted((g for g in asks if g in self._of_guide), key=lambda g: -asks[g])[:GUIDES]
        told = [c.id for g in nearest for c in self._of_guide[g] if frame is None or frame in c.frames]
        # A chunk that only another sign found is at most as near as the last that nearness found.
        floor = min(dense.values(), default=0.0)
        hits = [
            self._hit(name, dense.get(name, floor), asks, words.get(name, 0.0))
            for name in dict.fromkeys((*dense, *words, *told))
        ]
        return tuple(sorted(hits, key=lambda h: (-h.score, h.chunk.id))[:k])

    def _hit(self, name: str, dense: float, asks: Mapping[str, float], words: float) -> Hit:
        chunk, weigh = self._chunks[name], self._weigh
        # A question is nearer to a question than to a text: a guide without asks is owed the difference.
        near = asks.get(chunk.guide, dense + UNASKED)
        score = weigh.dense * dense + weigh.asks * near + weigh.words * words
        return Hit(chunk, dense, near, words, score)

    def _by_words(self, words: list[str], frame: Frame | None) -> dict[str, float]:
        """Return the chunks that share words with the query, the best of them, each with 0 to 1."""
        import numpy as np

        with self._lock:
            scores = np.asarray(self._bm25.get_scores(words))
        if frame is not None:
            scores = np.where(self._fits[frame], scores, 0.0)
        rows = [i for i in top(scores, DEPTH) if scores[i] > 0]
        return {self._index.chunks[i].id: float(scores[i] / (scores[i] + HALF)) for i in rows}

    @cached_property
    def _chunks(self) -> Mapping[str, Chunk]:
        return {c.id: c for c in self._index.chunks}

    @cached_property
    def _of_guide(self) -> Mapping[str, list[Chunk]]:
        found: dict[str, list[Chunk]] = {}
        for chunk in self._index.chunks:
            found.setdefault(chunk.guide, []).append(chunk)
        return found

    @cached_property
    def _fits(self) -> Mapping[Frame, Any]:
        return fits(self._index.chunks)

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


def first_of_each(hits: Iterable[Hit]) -> list[Hit]:
    """Return the best hit of each guide, in order."""
    found: dict[str, Hit] = {}
    for hit in hits:
        found.setdefault(hit.chunk.guide, hit)
    return list(found.values())


def _words(text: str) -> list[str]:
    """Return the text's content words, lower case, common endings cut."""
    words = (w.replace("’", "'").removesuffix("'s") for w in _WORD.findall(text.lower()))
    return [_ENDINGS.sub("", w) for w in words if w not in _STOP]


def _quote(text: str, weights: Mapping[str, float]) -> str:
    """Return the verbatim run of 1 to 3 sentences of one paragraph that best fits the weights."""
    start, end = max(_runs(text), key=lambda r: (_density(text[r[0] : r[1]], weights), -r[0]))
    return text[start:end]


def _runs(text: str, least: int = 1) -> list[tuple[int, int]]:
    """Return the runs of `least` to 3 sentences of a paragraph (or all it has) that are not too long."""
    blocks = sentences(text)
    runs = [
        (block[i][0], block[j][1])
        for block in blocks
        for i in range(len(block))
        for j in range(i, min(i + QUOTED, len(block)))
        if j - i + 1 >= min(least, len(block))
    ]
    return [r for r in runs if r[1] - r[0] <= _QUOTE_CHARS] or runs[:1]


def _density(run: str, weights: Mapping[str, float]) -> float:
    """Return the weight of the query words in a run, less if it is long or very short."""
    words = _words(run)
    weight = sum(weights.get(w, 0.0) for w in set(words)) / math.sqrt(8 + len(words))
    return weight if len(run.split()) >= _QUOTE_WORDS else weight / 2
