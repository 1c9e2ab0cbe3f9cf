"""Composes an answer from verbatim quotes of guides, or finds that they hold none. Invents no advice."""

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from oneframe.errors import AssetDamaged
from oneframe.guidance.corpus import Corpus
from oneframe.guidance.own import PREFIX
from oneframe.guidance.search import GuideSearch, Hit, first_of_each
from oneframe.records import Passage

QUOTES: Final = 3
FOUND: Final = 8
_DEEP = 40
_OF_ONE_GUIDE = 2
_NEAR = 0.85  # of the best score, below which a further passage is not quoted
_SAID = 400  # characters of an earlier question that are kept to search a follow-up with


@dataclass(frozen=True, slots=True)
class AnswerWording:
    """The connecting sentences of `prompts/answer.toml`; `declines` go before what lies beyond the guides."""

    first: str
    more: tuple[str, ...]
    close: str
    declined: str
    ask: str


THRESHOLD: Final = 0.5


class Signs(NamedTuple):
    """What says that the hits hold an answer: nearness, asks, shared words, and the nearest topic beyond."""

    dense: float
    asks: float
    words: float
    beyond: float


# Two logistic fits on the development questions, shifted so that they part at THRESHOLD: ours, and guides of
# the user's own, which have no asks and touch on the topics that ours leave to the company.
_OURS, _OURS_BIAS = Signs(7.40, 6.68, 3.35, -13.19), -0.54
_OWN, _OWN_BIAS = Signs(2.84, 0.0, 6.82, -9.60), 3.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the guides hold on one question: the best hit of each, their quotes, and how sure it is (0 to 1).

    `advice` says whom to ask where the question is nearest to a topic beyond the guides.
    """

    hits: tuple[Hit, ...]
    passages: tuple[Passage, ...]
    sure: float
    advice: str
    wording: AnswerWording

    @property
    def is_thin(self) -> bool:
        """True where the guides hold no answer."""
        return self.sure < THRESHOLD or not self.passages

    @property
    def answer(self) -> str:
        """The answer in the guides' own words; empty without a passage."""
        lines = zip(self.passages, (self.wording.first, *self.wording.more), strict=False)
        parts = [line.format(title=p.title, quote=p.quote) for p, line in lines]
        return "\n\n".join([*parts, self.wording.close]) if parts else ""

    @property
    def refusal(self) -> str:
        """The words for a question that no guide answers."""
        parts = (self.wording.declined, self.advice, self.wording.ask)
        return " ".join(part for part in parts if part)


class Answers:
    """Looks questions up in the guides, the company's own beside them where there are any."""

    def __init__(self, searches: Sequence[GuideSearch], corpus: Corpus, wording: AnswerWording) -> None:
        self._searches, self._wording = searches, wording
        self._advice = {b.id: b.advice for b in corpus.beyond}

    def evidence(self, question: str, earlier: Sequence[str] = ()) -> Evidence:
        """Return what the guides hold on `question`, searched together with the one it leans on.

        `earlier` are the questions before it in the same talk, oldest first.
        """
        asked = follow_up(question, earlier)
        ranked = [(h, s) for s in self._searches for h in s.ranked(asked, k=_DEEP)]
        found = _spread(sorted(ranked, key=lambda pair: -pair[0].score))
        least = _NEAR * found[0][0].score if found else 0.0
        passages = tuple(s.cited(h, asked) for h, s in found if h.score >= least)
        hits = tuple(h for h, _ in found)
        topic = self._searches[0].beyond(asked)
        advice = self._advice.get(topic[0], "") if topic else ""
        return Evidence(hits, passages, _sure(hits, topic[1] if topic else 0.0), advice, self._wording)

    def found(self, sought: str, k: int = FOUND) -> tuple[Passage, ...]:
        """Return the best passage of each guide that shares meaning or words with `sought`, best first."""
        hits = [(h, s) for s in self._searches for h in first_of_each(s.ranked(sought, k=_DEEP))]
        hits.sort(key=lambda pair: -pair[0].score)
        return tuple(s.quoted(h, sought) for h, s in hits[:k])


def _spread(ranked: Sequence[tuple[Hit, GuideSearch]]) -> list[tuple[Hit, GuideSearch]]:
    """Return the first hits, two of one guide at most."""
    chosen: list[tuple[Hit, GuideSearch]] = []
    for hit, search in ranked:
        if sum(h.chunk.guide == hit.chunk.guide for h, _ in chosen) < _OF_ONE_GUIDE and len(chosen) < QUOTES:
            chosen.append((hit, search))
    return chosen


def follow_up(said: str, earlier: Sequence[str]) -> str:
    """Return what to search for: `said`, after the question it goes on from where it does not stand alone."""
    words = said.split()
    leans = bool(words) and words[0].lower().strip(",.") in _LEANING
    return f"{earlier[-1][:_SAID]} {said}" if earlier and (leans or len(words) <= 4) else said


_LEANING = frozenset("and but so or then what's why ok okay also still even else it that he she they".split())  # noqa: SIM905


def load_answer_wording(file: Path) -> AnswerWording:
    """Read `answer.toml`; AssetDamaged when it cannot be used."""
    try:
        t = tomllib.loads(file.read_text(encoding="utf-8"))
        return AnswerWording(t["first"], tuple(t["more"]), t["close"], t["declined"], t["ask"])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as broken:
        raise AssetDamaged(
            f"The wording file {file.name} is missing or damaged ({broken}). No question is answered without "
            "it. Reinstall Oneframe, or in a checkout: git checkout -- prompts"
        ) from broken


def _sure(hits: Sequence[Hit], beyond: float) -> float:
    """Return how likely (0 to 1) it is that the hits hold an answer."""
    if not hits:
        return 0.0
    signs = Signs(max(h.dense for h in hits), max(h.asks for h in hits), max(h.words for h in hits), beyond)
    weights, bias = (_OWN, _OWN_BIAS) if hits[0].chunk.guide.startswith(PREFIX) else (_OURS, _OURS_BIAS)
    return 1 / (1 + math.exp(-bias - sum(w * x for w, x in zip(weights, signs, strict=True))))
