"""Claims about the measures of search: gains, recall, nDCG and its interval, declines, verbatim quotes."""

import json
from dataclasses import dataclass

import pytest

from oneframe.evals.retrieval import Asked, declines, latency, measure, missed, ndcg, questions
from oneframe.guidance.corpus import Chunk
from oneframe.guidance.search import Hit
from oneframe.records import Passage

CHUNKS = {
    name: Chunk(name, name.split("#")[0], "T", f"T › {heading}", (), f"text of {name}")
    for name, heading in (("a#1", "What it is"), ("a#2", "How to say it"), ("b#1", "Why"), ("c#1", "Why"))
}


@dataclass
class Fixed:
    """A search that gives the same order for any question."""

    order: tuple

    @property
    def index(self):
        return self

    @property
    def chunks(self):
        return tuple(CHUNKS.values())

    def ranked(self, question, frame=None, k=10):
        return tuple(Hit(CHUNKS[n], 0, 0, 0, -i) for i, n in enumerate(self.order))[:k]


ASKED = Asked("q1", "how?", ("a",), {"a": ("How to say it",)})


def test_the_passage_that_answers_counts_more_than_another_of_its_guide():
    assert [ASKED.gain(c) for c in CHUNKS.values()] == [1, 2, 0, 0]
    assert Asked("q", "?", ("b",), {}).gain(CHUNKS["b#1"]) == 2


def test_the_best_order_has_ndcg_one_and_a_worse_one_less():
    assert ndcg(ASKED, Fixed(("a#2", "a#1", "b#1", "c#1"))) == pytest.approx(1)
    worse = [
        ndcg(ASKED, Fixed(order)) for order in (("a#1", "a#2", "b#1"), ("b#1", "a#2", "a#1"), ("b#1", "c#1"))
    ]
    assert 1 > worse[0] > worse[1] > worse[2] == 0


def test_recall_counts_the_passages_that_would_be_cited_one_a_guide():
    right, wrong = Fixed(("b#1", "a#2")), Fixed(("b#1", "a#1", "a#2"))
    found = measure([ASKED, Asked("q2", "?", (), {})], right, {"words": wrong})
    assert found["questions"] == 1 and found["recall_at_5"]["hits"] == 1
    assert found["words"]["recall_at_5"]["hits"] == 0
    assert measure([ASKED], wrong, {})["guide_recall_at_5"]["hits"] == 1
    assert missed([ASKED], wrong)[0]["found"] == ["b", "a"] and not missed([ASKED], right)


def test_the_interval_of_a_difference_is_paired():
    better, worse = Fixed(("a#2", "a#1")), Fixed(("b#1", "c#1"))
    above = measure([ASKED] * 8, better, {"words": worse})["words"]["ours_above"]
    assert above == {"mean": 1.0, "low": 1.0, "high": 1.0}


@dataclass
class Evidence:
    is_thin: bool
    hits: tuple = ()
    passages: tuple = ()


def test_declines_and_quotes_are_counted_apart():
    hit = Hit(CHUNKS["a#1"], 0, 0, 0, 0)
    quotes = [Passage("a#1", "a", "T", quote, (), 0.0) for quote in ("text of a#1", "text of A#1")]
    told = {
        "how?": Evidence(False, (hit, hit), tuple(quotes)),
        "no?": Evidence(True),
        "yes?": Evidence(True),
        "odd?": Evidence(False),
    }
    rows = [ASKED, Asked("n", "no?", (), {}), Asked("y", "yes?", ("b",), {}), Asked("o", "odd?", (), {})]
    found = declines(rows, told.__getitem__)
    assert (found["answered_wrongly"], found["declined_wrongly"]) == (["o"], ["y"])
    assert found["quotes_verbatim"]["hits"] == 1 and found["quotes_verbatim"]["n"] == 2


def test_latency_leaves_the_first_search_out():
    ticks = iter([0, 9, *(t for n in range(4) for t in (n, n + 0.002))])
    assert latency([ASKED] * 4, Fixed(("a#1",)), lambda: next(ticks)) == {"p50_ms": 2.0, "p95_ms": 2.0}


def test_question_files_are_read_with_their_headings(tmp_path):
    row = {"id": "q", "question": "?", "guides": ["a", "own:b"], "headings": {"a": ["## Why"]}}
    (tmp_path / "q.jsonl").write_text(json.dumps(row) + "\n")
    (asked,) = questions(tmp_path / "q.jsonl")
    assert asked.headings == {"a": ("Why",)} and asked.is_own
