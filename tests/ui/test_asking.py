"""What a typed text asks for."""

import pytest
from ui_fakes import ASK, DRAFT, REWRITTEN, ROUTED, UNCHANGED

from oneframe.errors import DraftRefused
from oneframe.frames import Frame
from oneframe.records import Rewrite, Tone
from oneframe.talk import Answer, Reply
from oneframe.ui.asking import Asked, Past, asked

ANSWER = Answer(Reply.ANSWERED, "Say it plainly.")
OTHER_DRAFT = "Hi Sam, the stock count was due on Friday and I still do not have it from you."


def past(rewrite: Rewrite | None = REWRITTEN, **given) -> list[Past]:
    return [Past(Asked(DRAFT, DRAFT, **given), rewrite)]


@pytest.mark.parametrize(
    ("text", "before", "wish", "tone"),
    [
        ("shorter", past(), None, Tone.SHORTER),
        ("the other one", past(), Frame.COACHING, Tone.PLAIN),
        ("make it the coaching one instead", past(), Frame.COACHING, Tone.PLAIN),
        ("warmer", past(wish=Frame.COACHING), Frame.COACHING, Tone.WARMER),
        ("the coaching one", past(tone=Tone.SHORTER), Frame.COACHING, Tone.SHORTER),
        ("this is about performance", past(ASK), Frame.PERFORMANCE, Tone.PLAIN),
        ("shorter", past(None), None, Tone.SHORTER),
        ("coaching", past(UNCHANGED), Frame.COACHING, Tone.PLAIN),
    ],
)
def test_a_follow_up_asks_for_the_last_draft(text, before, wish, tone):
    assert asked(text, before) == Asked(text, DRAFT, wish, tone, number=1)


def test_a_new_draft_starts_anew():
    assert asked(OTHER_DRAFT, past(tone=Tone.SHORTER)) == Asked(OTHER_DRAFT, OTHER_DRAFT)


def test_the_same_draft_pasted_again_is_counted():
    assert asked(DRAFT, past()).number == 1


def test_a_question_to_oneframe_is_not_the_draft_of_a_follow_up():
    question = "How do I tell someone that the report is late?"
    before = [*past(), Past(asked(question, past()), None, ANSWER)]
    assert before[-1].asked.is_question
    assert asked("shorter", before).draft == DRAFT


@pytest.mark.parametrize(
    ("text", "before"), [("", []), ("shorter", []), ("the other one", past(ROUTED)), ("\0\0\0\0", past())]
)
def test_what_cannot_be_taken_is_refused(text, before):
    with pytest.raises(DraftRefused):
        asked(text, before)
