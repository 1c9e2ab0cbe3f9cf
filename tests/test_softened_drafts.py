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
    threat = "If the tills stay like this I can't really put you forward."
    draft = (
        "Hi Lamar, tills have to balance within £5 at close and yours was out by £38 on Tuesday. It would be great to chat "
        f"about the duty manager course. {threat}"
    )
    (*_, last) = coach.rewrite(draft)
    assert f"[the consequence: confirm or strike: {threat}" in last.rewrite.text.replace(
        "forward]", "forward.]"
    )
    assert "[the gap" not in last.rewrite.text
