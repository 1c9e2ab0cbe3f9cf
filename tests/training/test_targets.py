"""What the models learn is what is served and what the labels say. Needs no torch."""

import json
import random
from pathlib import Path

import pytest

from oneframe import settings
from oneframe.evals.labelled import labelled
from oneframe.frames import Frame, Label
from oneframe.planning.plan import Planner
from oneframe.reading.model import ELEMENTS, FAULTS, FRAMES, TRIGGERS
from oneframe.records import Plan
from oneframe.training.augment import Donors, kept, spliced
from oneframe.training.labels import examples
from oneframe.training.pairs import PairMaker, gold
from oneframe.writing.composer import Composer
from oneframe.writing.embedded import EmbeddedWriter
from oneframe.writing.phrases import load_phrases
from oneframe.writing.worker import STOP

MESSAGES = Path(__file__).parents[2] / "evals" / "messages"
ROW = {
    "id": "k-1",
    "text": "Hi Asha,\nTickets are answered in 4 hours. Last week 9 took a day. What would you like to learn next?",
    "draft": [
        {"text": "Hi Asha,", "frame": "neutral", "error": None},
        {"text": "Tickets are answered in 4 hours.", "frame": "performance", "elements": ["standard"]},
        {"text": "Last week 9 took a day.", "frame": "performance", "error": "softened-standard",
         "elements": ["gap"]},
        {"text": "What would you like to learn next?", "frame": "coaching", "error": "growth-bribe"},
    ],
    "label": "blended",
    "intent": "performance",
}  # fmt: skip


@pytest.fixture
def file(tmp_path):
    rows = [
        ROW,
        {"id": "r-1", "text": "Noon works. He hit me.", "expect": "harassment", "evidence": ["He hit me."]},
        {"id": "r-2", "text": "The fire drill is at noon.", "expect": None, "evidence": []},
        {"id": "r-3", "text": "He hit me.", "expect": "harassment", "evidence": ["words that are not there"]},
    ]
    path = tmp_path / "x.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def composer():
    return Composer(load_phrases(settings.prompts() / "phrases"))


def test_a_message_becomes_a_number_a_sentence_and_head(file):
    found = next(examples([file]))
    assert [FRAMES[i] for i in found.frames] == ["neutral", "performance", "performance", "coaching"]
    assert [FAULTS[i] if i >= 0 else None for i in found.faults][2:] == [
        "softened-standard",
        "growth-bribe",
    ]
    stated = [[e.value for e, on in zip(ELEMENTS, row, strict=True) if on] for row in found.elements]
    assert stated == [[], ["standard"], ["gap"], []]
    assert found.named is None
    assert found.triggers == (frozenset(),) * 4


@pytest.mark.parametrize(("keep", "present"), [([0], (0, 0)), ([1], (0, 1)), ([3], (1, 0)), ([1, 3], (1, 1))])
def test_which_frames_are_present_follows_from_the_sentences_kept(file, keep, present):
    assert next(examples([file])).present(keep) == present


def test_a_trigger_stands_on_its_evidence_and_is_unknown_where_that_is_not_found(file):
    _, hit, near, lost = examples([file])
    harassment = frozenset([[t.value for t in TRIGGERS].index("harassment")])
    assert hit.triggers == (frozenset(), harassment)
    assert near.triggers == (frozenset(),)
    assert lost.triggers == (None,)
    assert hit.present([0]) is None


def test_the_prompt_learned_is_the_prompt_served(file, composer):
    pair, second = PairMaker(composer, settings.prompts()).pairs(file)
    (text,) = labelled(file)
    planner = Planner(lambda lines: tuple((Frame.BLEND, 0.0) for _ in lines))
    plan = planner.plan(gold(text), Frame.PERFORMANCE, again=True)
    assert isinstance(plan, Plan)
    writer = EmbeddedWriter(
        adapter=settings.models() / "writer-adapter.gguf", prompts=settings.prompts(), count=len
    )
    assert pair.prompt == writer._order(composer.brief(plan, gold(text)))["prompt"]
    assert second.id == "k-1+" and "What would you like to learn next?" in second.answer
    assert STOP not in pair.answer


def test_every_answer_learned_states_what_the_plan_keeps(composer):
    maker = PairMaker(composer, settings.prompts())
    pairs = [p for f in sorted((MESSAGES / "dev").glob("messages-*.jsonl")) for p in maker.pairs(f)]
    assert len(pairs) > 80
    for pair in pairs:
        lines = pair.prompt.split("<|im_start|>user\n")[1].split("<|im_end|>")[0].splitlines()
        whole = pair.prompt.rpartition("assistant\n")[2] + pair.answer
        numbers = {w for line in lines for w in line.split() if w.isdigit()}
        assert all(n in whole for n in numbers), pair.id


def test_gold_readings_say_what_the_labels_say():
    for text in labelled(MESSAGES / "dev"):
        reading = gold(text)
        assert reading.label == text.label
        assert (reading.named is not None) == (Label(text.label) in (Label.COACHING, Label.PERFORMANCE))
        assert [s.frame.value for s in reading.sentences] == [m.frame for m in text.sentences]


def test_a_message_with_one_frame_gets_one_sentence_more_and_keeps_its_own(file):
    rows = list(examples([MESSAGES / "dev"]))
    donors, rng = Donors.of(rows), random.Random(1)
    one = [r for r in rows if r.frames and len(set(r.frames) - {0}) == 1 and 3 not in r.frames]
    for row in one:
        made = spliced(row, donors, rng)
        assert len(made.lines) == len(row.lines) + 1 == len(made.frames) == len(made.triggers)
        is_blend = made.present(range(len(made.lines))) == (1.0, 1.0)
        assert is_blend or set(made.frames) - {0} == set(row.frames) - {0}
        assert [ln for ln in made.lines if ln in row.lines] == list(row.lines)
    blended = next(r for r in rows if r.frames and {1, 2} <= set(r.frames))
    assert spliced(blended, donors, rng) is blended


def test_only_neutral_sentences_are_left_out(file):
    found = next(examples([file]))
    assert kept(found, 1.0, random.Random(1)) == [1, 2, 3]
    assert kept(found, 0.0, random.Random(1)) == [0, 1, 2, 3]
