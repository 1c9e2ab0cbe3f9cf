"""Kappa against hand-worked tables; readings are lined up by id and sentence or refused."""

import pytest

from oneframe.errors import SettingsInvalid
from oneframe.evals.agreement import agreement, kappa
from oneframe.evals.labelled import message


@pytest.mark.parametrize(
    ("pairs", "value"),
    [
        ([], None),
        ([("a", "a")] * 4, None),
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15, 0.4),
        ([("y", "y")] * 45 + [("y", "n")] * 15 + [("n", "y")] * 25 + [("n", "n")] * 15, 0.1304),
    ],
)
def test_kappa_is_cohens(pairs, value):
    assert kappa(pairs) == (value if value is None else pytest.approx(value, abs=1e-4))


def text(id_, frames, label="blended", intent="coaching"):
    draft = [{"text": f"Sentence {n} of it.", "frame": f, "error": None} for n, f in enumerate(frames)]
    draft[0]["error"] = "praise-cushion"
    return message({"id": id_, "draft": draft, "label": label, "intent": intent})


def again(id_, frames, label="blended", intent="coaching", **more):
    return {"id": id_, "frames": frames, "label": label, "intent": intent, **more}


def test_only_shared_messages_count_and_each_class_has_its_own_figure():
    texts = [text("a", ["neutral", "coaching"]), text("b", ["blend", "neutral"]), text("c", ["neutral"])]
    second = [
        again("a", ["neutral", "coaching"], errors=["praise-cushion", None]),
        again("b", ["coaching", "neutral"], intent="performance"),
        again("z", ["neutral"]),
    ]
    found = agreement(texts, second)
    assert (found["messages"], found["sentences"]) == (2, 4)
    assert found["frame"]["each"]["neutral"] == 1.0
    assert found["frame"]["each"]["blend"] == 0.0
    assert found["error"]["n"] == 2
    assert found["differ"] == ["b"]


def test_readings_that_do_not_line_up_are_refused_by_name():
    with pytest.raises(SettingsInvalid, match="a: 1 frames for 2 sentences"):
        agreement([text("a", ["neutral", "coaching"])], [again("a", ["neutral"])])
    with pytest.raises(SettingsInvalid, match="share no id"):
        agreement([text("a", ["neutral"])], [again("b", ["neutral"])])
