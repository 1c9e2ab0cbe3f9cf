"""Claims about the search of the guides and the quotes it gives."""

import time
from pathlib import Path

import pytest
from guidance_fakes import WordEncoder, write_corpus

from oneframe.frames import Element, Fault, Frame
from oneframe.guidance.corpus import load, read_corpus
from oneframe.guidance.embedding import Embedder
from oneframe.guidance.index import ensure
from oneframe.guidance.search import GuideSearch, query_for

SHIPPED = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    root = write_corpus(tmp_path_factory.mktemp("corpus"))
    encoder = WordEncoder()
    return GuideSearch(ensure(read_corpus(root), tmp_path_factory.mktemp("index"), encoder), encoder)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    encoder = Embedder()
    return GuideSearch(ensure(read_corpus(SHIPPED), tmp_path_factory.mktemp("index"), encoder), encoder)


def test_the_guide_that_speaks_of_the_query_comes_first(small):
    best = small.passages("What is the consequence?", None)[0]
    assert best.guide == "consequence-guide"
    assert best.title == "About consequence-guide"
    assert best.id.startswith("consequence-guide#")


@pytest.mark.parametrize("k", [0, 1, 3, 8, 99])
def test_there_is_one_passage_a_guide_and_no_more_than_asked_for(small, k):
    found = small.passages("the talk", None, k)
    assert len({p.guide for p in found}) == len(found) == min(k, 8)
    assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)


@pytest.mark.parametrize("frame", [Frame.COACHING, Frame.PERFORMANCE])
def test_every_passage_is_of_a_guide_for_the_frame(small, shipped, frame):
    for search in (small, shipped):
        found = search.passages("how to say the standard and ask a question", frame, 20)
        assert found
        assert all(frame in p.frames for p in found)


@pytest.mark.parametrize("query", ["", "   ", "?!", "the of and"])
def test_a_query_without_content_words_finds_nothing(small, query):
    assert small.passages(query, None) == ()


def test_words_unknown_to_the_guides_do_no_harm(small):
    assert len(small.passages("zyzzyva qwertz", None)) == 3


QUERIES = [
    *(query_for(frame, "", [fault], []) for frame in (Frame.COACHING, Frame.PERFORMANCE)
      for fault in Fault),
    *(query_for(Frame.PERFORMANCE, "The date is missing.", [], [e]) for e in Element),
    "can I promise confidentiality?",
    "is there any proof that separating the two works?",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_a_quote_is_one_to_three_whole_sentences_of_its_guide(shipped, query):
    bodies = {g.id: g.body for g in load(SHIPPED)}
    for p in shipped.passages(query, None, 5):
        assert p.quote in bodies[p.guide]
        assert p.quote[-1] in '.!?:"”)'
        assert p.quote.count('"') % 2 == 0
        assert "\n#" not in p.quote
        assert 0 < len(p.quote) <= 600


@pytest.mark.parametrize(
    ("frame", "need", "guide"),
    [
        (Frame.PERFORMANCE, Fault.BAIT_AND_SWITCH, "blend-coaching-as-cover"),
        (Frame.PERFORMANCE, Fault.HIDDEN_PERFORMANCE, "blend-coaching-as-cover"),
        (Frame.PERFORMANCE, Fault.SOFTENED_STANDARD, "performance-softening"),
        (Frame.PERFORMANCE, Fault.VEILED_CONSEQUENCE, "performance-consequence"),
        (Frame.COACHING, Fault.DISCLOSURE_TRAP, "blend-disclosure-trap"),
        (Frame.PERFORMANCE, Fault.PRAISE_CUSHION, "blend-disclosure-trap"),
        (Frame.COACHING, Fault.VERDICT_QUESTION, "coaching-open-questions"),
        (Frame.PERFORMANCE, Fault.GROWTH_BRIBE, "blend-disclosure-trap"),
        (Frame.PERFORMANCE, Fault.UNNAMED_FRAME, "naming-the-frame"),
        (Frame.PERFORMANCE, Element.STANDARD, "performance-standard-first"),
        (Frame.PERFORMANCE, Element.GAP, "performance-naming-the-gap"),
        (Frame.PERFORMANCE, Element.CLOSING, "performance-closing-and-support"),
        (Frame.PERFORMANCE, Element.CONSEQUENCE, "performance-consequence"),
    ],
)
def test_each_fault_and_missing_part_finds_the_guide_on_it(shipped, frame, need, guide):
    faults, missing = ([need], []) if isinstance(need, Fault) else ([], [need])
    found = shipped.passages(query_for(frame, "", faults, missing), frame)
    assert guide in [p.guide for p in found]


def test_each_sentence_of_a_query_has_its_say(shipped):
    query = query_for(
        Frame.PERFORMANCE, "", [Fault.SOFTENED_STANDARD], [Element.CLOSING, Element.CONSEQUENCE]
    )
    found = {p.guide for p in shipped.passages(query, Frame.PERFORMANCE)}
    assert found == {
        "performance-softening",
        "performance-closing-and-support",
        "performance-consequence",
    }


def test_a_query_for_a_plan_says_each_fault_and_missing_part_once_then_the_reason():
    query = query_for(
        Frame.PERFORMANCE, "It is due.", [Fault.PRAISE_CUSHION, Fault.PRAISE_CUSHION], [Element.GAP]
    )
    assert query == ("Praise as a cushion around criticism. Name the gap with facts and dates. It is due.")
    assert query_for(Frame.COACHING, "", [], []) == "What a coaching conversation is for."


def test_every_fault_and_element_has_words_of_its_own():
    alone = {query_for(Frame.COACHING, "", [f], []) for f in Fault}
    alone |= {query_for(Frame.COACHING, "", [], [e]) for e in Element}
    assert len(alone) == len(Fault) + len(Element)


PLAN = query_for(
    Frame.PERFORMANCE,
    "The change is due.",
    [Fault.SOFTENED_STANDARD, Fault.PRAISE_CUSHION],
    [Element.CONSEQUENCE],
)


def quickest(search, query):
    """Return the least of 60 times, in seconds: other work on the machine only ever adds some."""
    times = []
    for _ in range(60):
        start = time.perf_counter()
        search.passages(query, Frame.PERFORMANCE)
        times.append(time.perf_counter() - start)
    return min(times)


def test_a_warm_search_takes_10_ms_at_most_beside_the_encoder(small):
    assert quickest(small, PLAN) <= 0.010


@pytest.mark.slow
def test_a_warm_search_of_the_guides_takes_15_ms_at_most(shipped):
    assert quickest(shipped, PLAN) <= 0.015


def test_no_vector_of_a_managers_words_is_kept(small):
    before = len(small._known)
    small.passages("Priya missed the standard. What now?", None)
    assert len(small._known) == before
