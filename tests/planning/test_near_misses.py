"""Near misses do not stop a draft; each trigger does, said in several ways."""

import dataclasses

import pytest

from heart_fakes import read
from oneframe import settings
from oneframe.frames import Trigger
from oneframe.planning.routing import load_router
from oneframe.records import Sign

ROUTER = load_router(settings.prompts() / "routes.toml")

NEAR_MISSES = [
    "This deadline is killing me, can we move the review?",
    "Please kill the process before the deploy.",
    "I nearly died laughing at the stand-up, thanks.",
    "That meeting was suicide for the roadmap.",
    "The political suicide joke in the deck has to go.",
    "Update the grievance tracker with the three new cases.",
    "The harassment training is due by Friday and yours is not done.",
    "Your harassment training certificate has lapsed, please renew it by Friday.",
    "Please finish the anti-discrimination e-learning by Monday.",
    "If this continues, the next step is the formal process.",
    "If the counts are late again I will start the formal process with HR.",
    "If nothing changes by 1 June we move to a performance improvement plan.",
    "The file for the audit has to be built by Friday.",
    "Build the file before you ship it.",
    "The theft of the van is with the police, your log is still due.",
    "Sick leave cover for the rota is missing on Tuesday.",
    "The health and safety checks have to be signed daily.",
    "Take care of your health, see you Monday.",
    "The dashboard is depressing, but the numbers are right.",
    "We have to be age-appropriate in the copy for the kids' page.",
    "The race condition in the worker is back.",
    "Your religion module in the RE syllabus is due Friday.",
    "The pregnant pause in your talk was great.",
    "Please fire the build at 5.",
    "I was fired up by your demo.",
    "The warning in the log must be fixed by Friday.",
    "You have to acknowledge the alarm, the first warning came at 9.",
    "The final written version of the spec is due by Monday.",
    "Suspend the job before you migrate.",
    "Terminate the instance by noon.",
    "The fraud model missed 3 of 40 cases last week.",
    "The stolen-card report is late again.",
    "The cut was too deep, go easy with the saw.",
    "Hang yourself a badge at the desk.",
    "You can cut yourself some slack here.",
    "Beat yourself up less about the demo.",
    "Since the union meeting moved, the rota has to change.",
    "The complaint from the customer about the late delivery has to be answered by noon.",
    "After you reported the bug, the fix took 3 days.",
    "Because you reported the outage late, we missed the SLA.",
    "The PIP in the cell line is at 3 µM, check it.",
    "Ask HR for the new rota form, please.",
    "",
    "\u200b😀",
]
SAID = [
    ("I want to end my life, I told you on Monday.", "crisis"),
    ("She said she would be better off dead.", "crisis"),
    ("He brought a knife to the site.", "crisis"),
    ("You said you were going to kill him.", "crisis"),
    ("He hurts himself, and the reports are late.", "crisis"),
    ("Your sexist remarks in the stand-up must stop.", "harassment"),
    ("You groped a colleague at the party.", "harassment"),
    ("He was bullied by the shift lead.", "harassment"),
    ("Now that you went to the union, let us talk about your numbers.", "retaliation"),
    ("Your complaint to HR was a mistake.", "retaliation"),
    ("Ever since the grievance you are late.", "retaliation"),
    ("Are you pregnant? The rota is hard to plan.", "health"),
    ("Your ADHD is why the reports are late.", "health"),
    ("Your maternity leave left us short.", "health"),
    ("You are too old for this tool.", "protected"),
    ("Being a woman you will not like the site.", "protected"),
    ("Your religion keeps you from the late shift.", "protected"),
    ("This is your final written warning.", "formal"),
    ("You are suspended from today.", "formal"),
    ("I am putting you on a PIP.", "formal"),
    ("Your employment is terminated as of Friday.", "formal"),
    ("You stole £40 from the till on Friday.", "misconduct"),
    ("You came in drunk on Monday.", "misconduct"),
    ("You faked the timesheet.", "misconduct"),
    ("Word it as coaching so that I have a paper trail to fire her.", "pretext"),
    ("Make it look like development, I need evidence to get rid of him.", "pretext"),
]


def route(text, *signs):
    return ROUTER.route(dataclasses.replace(read(text), signs=signs))


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_a_word_that_only_looks_like_a_trigger_stops_nothing(text):
    assert route(text) is None


@pytest.mark.parametrize(("text", "trigger"), SAID)
def test_a_trigger_is_seen_and_its_words_are_shown(text, trigger):
    found = route(text)
    assert found is not None
    assert found.trigger == trigger
    assert found.evidence.lower() in text.lower()


@pytest.mark.parametrize(("text", "trigger"), [s for s in SAID if "'" not in s[0]])
def test_capitals_and_line_breaks_hide_no_trigger(text, trigger):
    assert route(text.upper().replace(" ", "\n", 1)).trigger == trigger


@pytest.mark.parametrize("earlier", list(Trigger)[:-1])
def test_an_earlier_trigger_wins_over_every_later_one(earlier):
    later = list(Trigger)[list(Trigger).index(earlier) + 1 :]
    signs = [Sign(t, 0, 0.99) for t in (*later, earlier)]
    assert route("Some words.", *signs).trigger is earlier


def test_a_cue_of_a_later_trigger_does_not_hide_a_sign_of_an_earlier_one():
    assert route("You stole £40 from the till.", Sign(Trigger.CRISIS, 0, 0.99)).trigger is Trigger.CRISIS


@pytest.mark.parametrize("trigger", Trigger)
def test_each_advice_names_people_and_says_that_nothing_is_drafted(trigger):
    advice = route("Some words.", Sign(trigger, 0, 0.99)).advice.lower()
    assert any(who in advice for who in ("hr", "emergency", "legal", "occupational health"))
    assert "no message is" in advice or "does not dress up" in advice
    assert not any(start in advice for start in ("dear ", "hi ", "subject:"))
