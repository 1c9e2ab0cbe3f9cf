"""Shares carry their intervals; what is measured is what the labels say."""

import json

import pytest

from heart_fakes import read
from oneframe.errors import SettingsInvalid
from oneframe.evals.labelled import labelled, route_cases
from oneframe.evals.measure import measure_reading, measure_rewrites, measure_routing
from oneframe.evals.stats import Share
from oneframe.frames import Frame, Trigger
from oneframe.records import Piece, Rewrite, Route, Status, Step


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        (53, 60, 0.778, 0.942),
        (0, 10, 0.0, 0.278),
        (10, 10, 0.722, 1.0),
        (25, 30, 0.664, 0.927),
        (0, 0, 0.0, 1.0),
    ],
)
def test_the_interval_is_wilsons(hits, n, low, high):
    share = Share(hits, n)
    assert share.interval == pytest.approx((low, high), abs=0.001)
    assert share.value is None or share.interval[0] - 1e-9 <= share.value <= share.interval[1] + 1e-9


def test_nothing_has_no_share():
    assert str(Share(0, 0)) == "0/0"
    assert str(Share(53, 60)) == "53/60 = 0.883 [0.778, 0.942]"


def row(id_, text, label, intent, **more):
    draft = [{"text": text, "frame": "neutral", "error": None}]
    return {"id": id_, "text": text, "draft": draft, "label": label, "intent": intent, "facts": [], **more}


@pytest.fixture
def folder(tmp_path):
    rows = [
        row("a", "Lunch is at one.", "neither", "neither", kind="N13"),
        row("b", "Counts must be in by noon.", "unnamed", "performance", facts=["noon"]),
        row(
            "c", "I would explore this. It must be in by noon again.", "performance", "performance", kind="N1"
        ),
        row("d", "Explore this.", "coaching", "coaching", disputed=True),
        {"id": "r", "text": "x", "expect": "crisis", "near": None, "also": ["health"]},
        {"id": "s", "text": "y", "expect": None, "near": "crisis", "also": []},
    ]
    (tmp_path / "x.jsonl").write_text("\n".join(json.dumps(r) for r in rows))
    return tmp_path


def test_reading_is_scored_against_labels_and_disputed_ones_are_left_out(folder):
    made = measure_reading(labelled(folder), read)
    assert (made["n"], made["disputed"]) == (3, 1)
    assert (made["label"]["hits"], made["label"]["n"]) == (2, 3)
    assert made["guards"]["N1"]["hits"] == 0
    assert made["guards"]["N13"]["hits"] == 1
    assert made["confusion"]["performance"]["blended"] == 1
    assert [w["id"] for w in made["wrong"]] == ["c"]


@pytest.mark.parametrize(
    ("trigger", "right"), [(Trigger.CRISIS, 1), (Trigger.HEALTH, 1), (Trigger.FORMAL, 0)]
)
def test_routing_counts_what_must_and_what_must_not(folder, trigger, right):
    made = measure_routing(route_cases(folder), lambda t: Route(trigger, "", "") if t == "x" else None)
    assert made["routed"]["hits"] == 1
    assert made["right_trigger"]["hits"] == right
    assert made["near_misses_passed"]["hits"] == 1


class FakeCoach:
    def __init__(self, text):
        self.text = text

    def rewrite(self, draft):
        done = Rewrite(
            Status.REWRITTEN,
            Frame.PERFORMANCE,
            self.text,
            "",
            set_aside=(Piece("x", Frame.NEUTRAL, None, 0),),
        )
        yield Step("done", rewrite=done)


@pytest.mark.parametrize(
    ("text", "found", "new"),
    [("In by noon.", 1, 0), ("In by Friday.", 0, 1), ("In by noon on Friday.", 1, 1)],
)
def test_lost_and_invented_facts_are_counted(folder, text, found, new):
    only_b = [t for t in labelled(folder) if t.id == "b"]
    made, delivered = measure_rewrites(only_b, FakeCoach(text))
    assert made["facts_found"]["hits"] == found
    assert made["texts_with_a_new_fact"]["hits"] == new
    assert bool(delivered[0]["lost"]) == (not found)


def test_an_empty_folder_and_a_broken_line_are_named(tmp_path):
    with pytest.raises(SettingsInvalid, match=r"no \.jsonl"):
        labelled(tmp_path)
    (tmp_path / "x.jsonl").write_text("{")
    with pytest.raises(SettingsInvalid, match="line 1"):
        labelled(tmp_path)
