"""Claims about answers in the guides' own words: verbatim, from few guides, thin where nothing fits."""

import pytest

from oneframe import settings
from oneframe.errors import AssetDamaged
from oneframe.guidance import own
from oneframe.guidance.answer import QUOTES, follow_up, load_answer_wording
from oneframe.settings import load
from oneframe.wiring import LazyGuides

HANDBOOK = """# Supervision at Lantern Street

## How often we meet
Every caseworker meets their supervisor for fifty minutes every third Tuesday, in the green room.

## Who keeps the notes
The caseworker keeps the notes; the supervisor signs them within two working days.
"""
QUESTIONS = (
    "she cried last time i raised it, now what",
    "isn't this just HR theatre?",
    "can I do both in one meeting?",
    "is there any research that separating the two helps",
)


@pytest.fixture(scope="module")
def guides(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    return LazyGuides(load(index_dir=home / "index", guides_dir=home / "guides"))


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_quotes_its_guides_letter_by_letter(guides, question):
    evidence = guides.evidence(question)
    bodies = {g.id: g.body for g in guides._corpus.guides}
    assert not evidence.is_thin and 1 <= len(evidence.passages) <= QUOTES
    for passage in evidence.passages:
        assert passage.quote in bodies[passage.guide] and passage.quote in evidence.answer
        assert passage.title in evidence.answer


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("how many weeks notice do i owe someone in germany after 7 years", "law"),
        ("will she quit if i raise it", "people"),
        ("how do i make a pivot table", ""),
        ("what's the capital of Peru", ""),
    ],
)
def test_what_lies_beyond_the_guides_is_declined_with_a_pointer(guides, question, word):
    evidence = guides.evidence(question)
    assert evidence.is_thin
    assert evidence.refusal.startswith("The guides here do not answer that") and word in evidence.refusal


def test_two_passages_of_one_guide_at_most(guides):
    for question in QUESTIONS:
        named = [p.guide for p in guides.evidence(question).passages]
        assert max(map(named.count, named)) <= 2


def test_a_guide_of_the_users_own_answers_until_it_is_removed(guides):
    question = "who keeps the notes of supervision at lantern street"
    added = own.add(guides.settings.guides_dir, "handbook.md", HANDBOOK.encode())
    evidence = guides.evidence(question)
    assert evidence.passages[0].guide == added.id and not evidence.is_thin
    assert "The caseworker keeps the notes" in evidence.answer
    own.remove(guides.settings.guides_dir, added.id)
    assert added.id not in {p.guide for p in guides.evidence(question).passages}


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("and if she refuses?", "she cried last time and if she refuses?"),
        ("why?", "she cried last time why?"),
        ("how do i open a talk about lateness", "how do i open a talk about lateness"),
    ],
)
def test_a_follow_up_is_searched_with_what_it_leans_on(said, asked):
    assert follow_up(said, ["an older one", "she cried last time"]) == asked
    assert follow_up(said, []) == said


def test_wording_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "answer.toml").write_text("first = 3")
    with pytest.raises(AssetDamaged, match=r"answer\.toml"):
        load_answer_wording(tmp_path / "answer.toml")
    assert load_answer_wording(settings.prompts() / "answer.toml").more
