"""The plan for a talk: the draft's own words or a slot, in the order of the frame, and nothing else."""

import pytest

from heart_fakes import frame_of, read
from oneframe import settings
from oneframe.errors import AssetDamaged
from oneframe.frames import Element, Frame
from oneframe.planning.plan import Planner
from oneframe.planning.prepare import naming_sentence, talk_of
from oneframe.planning.wording import load_wording
from oneframe.reading.naming import frames_called, frames_named

FILE = settings.prompts() / "talk.toml"
WORDING = load_wording(FILE)
FRAMES = (Frame.COACHING, Frame.PERFORMANCE)
ELEMENTS = {Element.STANDARD: "have to be", Element.GAP: "late", Element.CLOSING: "need you"}
BLENDED = (
    "Hi Ana, I would love to explore where you want to go. What would you try first? "
    "From 24 May I need you to count on Mondays. The counts have to be in by Monday noon. Yours came late on 3 May. "
    "The blue folder holds the 12 sheets. See you, Tom"
)


def talk(text=BLENDED, wish=None):
    reading = read(text, elements=ELEMENTS)
    plan = Planner(lambda lines: tuple((frame_of(line), 0.9) for line in lines)).plan(
        reading, wish, again=True
    )
    return talk_of(reading, plan, WORDING)


def test_the_four_parts_come_in_their_order_whatever_the_draft_s():
    points = talk().points
    assert [p.elements for p in points][:4] == [(e,) for e in Element]
    assert "have to be in" in points[0].text
    assert "late on 3 May" in points[1].text
    assert "From 24 May" in points[2].text


def test_what_the_draft_lacks_is_an_open_slot_and_nothing_else_is_open():
    points = talk().points
    assert [p.elements for p in points if p.is_open] == [(Element.CONSEQUENCE,)]
    assert next(p for p in points if p.is_open).text.startswith("[the consequence: ")
    assert talk().open_count == 1


def test_a_sentence_that_states_two_parts_is_said_once():
    said = talk("The counts have to be in by Monday and were late on 3 May.").points
    assert said[0].elements == (Element.STANDARD, Element.GAP)
    assert sum("late on 3 May" in p.text for p in said) == 1
    assert not any(p.is_open and Element.GAP in p.elements for p in said)


@pytest.mark.parametrize("wish", FRAMES)
def test_every_word_is_the_draft_s_a_slot_or_fixed(wish):
    made = talk(wish=wish)
    said = [p for p in (*made.points, *made.questions) if not p.is_open]
    assert said
    assert all(p.text in BLENDED for p in said)
    assert all(t in BLENDED for t in made.set_aside)
    assert all(
        p.text.startswith("[") and p.text.endswith("]") for p in (*made.points, *made.questions) if p.is_open
    )


def test_a_coaching_talk_asks_the_manager_s_own_questions_and_sets_the_assessing_aside():
    made = talk(wish=Frame.COACHING)
    assert [q.text for q in made.questions] == ["What would you try first?"]
    assert not any(p.elements for p in made.points)
    assert any("late on 3 May" in t for t in made.set_aside)


def test_a_coaching_draft_without_a_question_leaves_one_open():
    made = talk("Hi Ana, I would love to explore where you want to grow.", Frame.COACHING)
    assert [q.is_open for q in made.questions] == [True]


def test_a_performance_talk_asks_nothing():
    assert talk().questions == ()


def test_a_greeting_a_sign_off_and_the_opening_itself_are_no_points():
    text = "Hi Ana, this is a performance conversation. The counts have to be in by noon. Tom"
    reading = read(text, elements=ELEMENTS)
    opening = naming_sentence(reading, Frame.PERFORMANCE)
    plan = Planner(lambda lines: ()).plan(reading, again=True)
    said = [p.text for p in talk_of(reading, plan, WORDING, opening).points if not p.is_open]
    assert opening == "Hi Ana, this is a performance conversation."
    assert said == ["The counts have to be in by noon."]


def test_a_fact_of_the_surroundings_is_kept_as_a_point():
    assert any("12 sheets" in p.text for p in talk().points)


def test_a_blended_draft_has_no_opening_of_its_own():
    assert naming_sentence(read(BLENDED), Frame.PERFORMANCE) == ""


@pytest.mark.parametrize("frame", FRAMES)
def test_fixed_openings_name_their_frame_alone(frame):
    words = WORDING.frames[frame]
    for text in (words.opening, words.note.naming, words.invite.text.format(about="")):
        assert frames_named(text) == {frame}
        assert frame.other not in frames_called(text)


@pytest.mark.parametrize("frame", FRAMES)
def test_every_moment_has_a_line_in_both_frames_and_a_guide(frame):
    guides = {p.stem for p in settings.corpus().rglob("*.md")}
    found = talk(wish=frame).reactions
    assert {r.id for r in found} == {"silence", "tears", "anger", "counter-blame", "fired", "record"}
    assert all(r.line and r.avoid and r.guide in guides for r in found)


@pytest.mark.parametrize(
    "harm",
    [
        lambda text: text.replace("[performance.note]", "[performance.notes]"),
        lambda text: text.replace("avoid =", "never ="),
        lambda text: text.replace("version = 1", "version = "),
    ],
)
def test_a_damaged_wording_file_is_named_with_its_mending(tmp_path, harm):
    (tmp_path / "talk.toml").write_text(harm(FILE.read_text("utf-8")), "utf-8")
    with pytest.raises(AssetDamaged, match=r"talk\.toml.*git checkout"):
        load_wording(tmp_path / "talk.toml")
