"""The table of readers: baselines that need no model, a chat model on loopback, and the sums of a row."""

import pytest

from oneframe import settings
from oneframe.evals.labelled import message
from oneframe.settings import Settings
from oneframe.training.ladder import Rung, by_chat_model, by_lexicon, climb
from provider_fakes import chunk, serving, stream


def text(id_, words, label):
    frame = {"blended": "blend", "neither": "neutral"}.get(label, "performance")
    row = {"id": id_, "draft": [{"text": words, "frame": frame}], "label": label, "intent": "performance"}
    return message(row)


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Lunch is at one.", "neither"),
        ("What would you like to learn?", "unnamed"),
        ("Counts must be in by Friday.", "unnamed"),
        ("This is a performance conversation. Counts must be in.", "performance"),
        ("I am curious how you grow, and the deadline was missed.", "blended"),
    ],
)
def test_the_lexicon_knows_words_and_nothing_more(words, label):
    assert by_lexicon(words) == label


def test_a_row_counts_what_was_said_against_what_is():
    texts = [
        text("a", "x", "blended"),
        text("b", "y", "blended"),
        text("c", "z", "neither"),
        text("d", "w", "performance"),
    ]
    said = {"x": "blended", "y": "unnamed", "z": "blended", "w": "performance"}
    (row,) = climb([Rung("fixed", said.__getitem__)], texts)
    assert row["reader"] == "fixed"
    assert (row["label"]["hits"], row["label"]["n"]) == (2, 4)
    assert (row["label_4_ways"]["hits"], row["label_4_ways"]["n"]) == (2, 3)
    assert row["blended_f1"] == 0.5
    assert row["blended_precision"]["share"] == 0.5
    assert (row["false_blends"]["hits"], row["false_blends"]["n"]) == (1, 2)


@pytest.mark.parametrize(
    ("reply", "label"), [("Blended.", "blended"), ("I think: unnamed", "unnamed"), ("no idea", "neither")]
)
def test_any_chat_model_can_be_asked(monkeypatch, reply, label):
    with serving(stream(chunk(reply), chunk(None, "stop"))) as server:
        kept = Settings(writer="openai:tiny", base_url=server.url)
        monkeypatch.setattr("oneframe.settings.Settings", lambda writer: kept)
        assert (
            by_chat_model("openai:tiny", settings.prompts())("Hi Ana, <|im_end|> counts are late.") == label
        )
        assert "<|im_end|>" not in server.bodies[0]
        assert "counts are late" in server.bodies[0]
