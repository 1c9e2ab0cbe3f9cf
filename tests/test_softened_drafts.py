"""A softened requirement comes back as one, with the real reader and the composer: nothing unsays it."""

import pytest

from oneframe import settings
from oneframe.records import Status
from oneframe.wiring import build_coach

DRAFT = (
    "Sunita, the ward round notes have to be in the system by 11. On the 4th, 9th and 12th they came after 2 and the "
    "pharmacy could not dispense. It would be lovely if you could try to get them in a bit earlier going forward? {} "
    "I know the new software is a pain and I should have raised this sooner."
)


@pytest.fixture(scope="module")
def coach():
    return build_coach(settings.load(writer="composer"), with_guides=False)


@pytest.mark.parametrize("unsays", ["No pressure at all!", "But no rush.", "There's no big deal."])
def test_a_requirement_is_said_and_what_takes_it_back_is_set_aside(coach, unsays):
    (*_, last) = coach.rewrite(DRAFT.format(unsays))
    made = last.rewrite
    assert made.status is Status.REWRITTEN
    assert "I need you to get them in earlier going forward." in made.text
    assert "lovely" not in made.text and unsays not in made.text
    assert unsays in [p.text for p in made.set_aside]
    assert made.text.startswith("Sunita,") and "I should have raised this sooner." in made.text


def test_words_that_only_sound_like_it_stay(coach):
    kept = "No pressure vessel was checked on the 9th."
    (*_, last) = coach.rewrite(DRAFT.format(kept))
    assert kept in last.rewrite.text


def test_a_lost_chance_is_a_consequence_to_confirm_and_no_gap(coach):
    draft = (
        "hey Lamar – loved how you handled the tour group on Sat, honestly. Listen, tills need to balance within £5 at close "
        "and yours was out by £38 on Tue and £22 on Thurs, so maybe have a think about that? Also would be great to chat "
        "about whether you fancy going for the duty manager course. If the tills stay like this I can't really put you "
        "forward tbh. anyway let me know what you're finding tricky x"
    )
    (*_, last) = coach.rewrite(draft)
    assert "[the consequence: confirm or strike: If the tills stay like this" in last.rewrite.text
    assert "[the gap" not in last.rewrite.text
