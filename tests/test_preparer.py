"""From a draft to a prepared talk with the real reader: one frame, nothing invented, nothing unchecked."""

import json
from pathlib import Path

import pytest

from oneframe import settings as config
from oneframe.errors import DraftRefused
from oneframe.frames import Frame, Label
from oneframe.reading.facts import fact_key, facts
from oneframe.records import Outcome, Rewrite, Status
from oneframe.wiring import build_preparer, build_reader

FRAMES = (Frame.COACHING, Frame.PERFORMANCE)
MESSAGES = Path(__file__).parents[1] / "evals" / "messages" / "dev" / "messages-dev-a.jsonl"
BLENDED = (
    "Hi Ravi, I would love to explore where you want to grow next year. Stock counts have to be in by Monday noon "
    "and yours were late on 3, 10 and 17 May. What would help you shine?\n\nTom"
)
TERSE = "ravi, counts were due monday noon and came in tuesday. need them on time from next week"


@pytest.fixture(scope="module")
def read():
    return build_reader(config.load(writer="composer")).read


@pytest.fixture(scope="module")
def preparer():
    return build_preparer(config.load(writer="composer"))


@pytest.mark.parametrize("frame", FRAMES)
def test_the_note_carries_one_frame_and_names_it(preparer, read, frame):
    made = preparer.prepare(BLENDED, wish=frame)
    assert made.note.startswith("Hi Ravi,\n\nThis is ")
    assert made.note.endswith("\n\nTom")
    assert all(c.verdict is Outcome.PASS for c in made.checks)
    assert any(c.rule == "note:one-frame" for c in made.checks)


def test_a_performance_note_keeps_the_facts_and_a_coaching_note_leaves_what_was_explored(preparer):
    assert "3, 10 and 17 May" in preparer.prepare(BLENDED).note
    coaching = preparer.prepare(BLENDED, wish=Frame.COACHING).note
    assert "May" not in coaching
    assert "grow" not in coaching


def test_nothing_in_a_talk_is_invented(preparer):
    fixed = " ".join(preparer._wording.phrases)
    known = {fact_key(f) for text in (BLENDED, fixed) for f in facts(text)}
    for frame in FRAMES:
        made = preparer.prepare(BLENDED, wish=frame)
        said = [made.note, made.talk.opening, *(p.text for p in made.talk.points)]
        assert {fact_key(f) for text in said for f in facts(text)} <= known


def test_a_softened_requirement_is_said_outright(preparer):
    made = preparer.prepare(
        "Hi Ravi, this is about performance. Maybe the counts could be in by noon, if that's ok? They were late on 3 May."
    )
    assert "Maybe" not in " ".join(p.text for p in made.talk.points)


def test_the_talk_begins_as_the_rewrite_does(preparer):
    text = (
        "Ravi, this one is about performance, and I would rather tell you that up front than have you guess. "
        + TERSE
    )
    made = preparer.prepare(TERSE, rewrite=Rewrite(Status.REWRITTEN, Frame.PERFORMANCE, text, ""))
    assert made.talk.opening in text
    assert "up front" in made.talk.opening


def test_the_draft_s_own_opening_is_kept(preparer):
    draft = (
        "Ravi, this is a performance conversation. Counts are due on Mondays at noon; yours came on Tuesday."
    )
    made = preparer.prepare(draft)
    assert "this is a performance conversation" in made.talk.opening
    assert made.talk.opening in draft


def test_a_good_draft_is_prepared_and_said_to_be_one(preparer):
    made = preparer.prepare(
        "Ravi, this is a performance conversation. Counts are due on Mondays; yours came on Tuesday."
    )
    assert made.talk is not None
    assert made.why.startswith("This already carries one frame, performance")


def test_no_talk_is_laid_out_where_people_must_come_first(preparer):
    made = preparer.prepare(
        "Ravi, since you went to HR about me your counts have been late. Expect a warning."
    )
    assert made.talk is None
    assert made.note == ""
    assert made.route is not None
    assert made.why == made.route.advice


@pytest.mark.parametrize(
    "text", ["Hi all, the canteen is closed on Friday. Bring a sandwich!", "what is coaching?"]
)
def test_a_text_without_a_talk_says_why(preparer, text):
    made = preparer.prepare(text)
    assert made.talk is None
    assert made.why


def test_an_unreadable_draft_is_refused(preparer):
    with pytest.raises(DraftRefused, match="kept"):
        preparer.prepare("   ")


@pytest.mark.parametrize("frame", FRAMES)
def test_lines_for_hard_moments_stay_in_the_frame(preparer, read, frame):
    opening = preparer._wording.frames[frame].opening
    for moment in preparer._wording.moments:
        assert read(f"{opening} {moment.lines[frame]}").label == Label(frame), moment.id


def test_an_invitation_says_what_it_is_about_only_in_its_own_frame(preparer):
    entry, why = preparer.invite(Frame.PERFORMANCE, "the stock counts")
    assert "about the stock counts." in entry.text
    assert why == ""
    entry, why = preparer.invite(
        Frame.COACHING, "the missed deadlines, which must not happen again or HR is involved"
    )
    assert entry is None
    assert "no longer reads as coaching" in why


def test_most_drafts_of_an_independent_author_can_be_prepared(preparer):
    rows = [json.loads(line) for line in MESSAGES.read_text("utf-8").splitlines()[:8]]
    made = [preparer.prepare(row["text"]) for row in rows]
    wanted = [m for m in made if m.talk or "brought to one frame" in m.why]
    assert len(wanted) > 5
    assert sum(m.talk is not None for m in wanted) >= 0.95 * len(wanted)
    assert sum(bool(m.note) for m in wanted) >= 0.9 * len(wanted)
