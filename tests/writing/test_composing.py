"""The composer lays out the manager's own sentences; what it adds names the frame and carries slots."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heart_fakes import frame_of, plan, read
from oneframe import settings as config
from oneframe.frames import Element, Fault, Frame
from oneframe.reading.facts import facts
from oneframe.reading.naming import frames_named
from oneframe.reading.segment import sentences
from oneframe.records import Slot, Tone
from oneframe.writing.composer import Composer
from oneframe.writing.mending import settled, spliced
from oneframe.writing.phrases import Register, load_phrases, register_of
from oneframe.writing.plain import say_plainly, softeners

BANK = load_phrases(config.prompts() / "phrases")
COMPOSER = Composer(BANK)
PHRASES = [
    (f, p, r, t) for f, ps in BANK.phrases.items() for p, rs in ps.items() for r, ts in rs.items() for t in ts
]


@pytest.mark.parametrize(("frame", "purpose", "register", "text"), PHRASES)
def test_every_phrase_is_free_of_facts_and_true_to_its_frame(frame, purpose, register, text):
    if purpose == "naming":
        first = sentences(text)[0]
        assert frames_named(text[first.start : first.end]) == {frame}
    assert not [f for f in facts(text.replace("{slot}", "")) if f.text.lower() not in ("today",)]
    assert ("{slot}" in text) == (purpose in {e.value for e in Element})


@pytest.mark.parametrize(
    ("greeting", "rest"),
    [
        ("Hi Ana,", " the counts have to be in by noon."),
        ("Dear Ms. Fonseca,", "\n\nThe counts have to be in by noon."),
        ("Good morning Mr Haddad.", " The counts have to be in by noon."),
        ("Jonah -", " the counts have to be in by noon."),
        ("yo sam", "\nthe counts have to be in by noon"),
        ("Hey Lupe!", " The counts have to be in by noon."),
        ("Hello Dr. Obi,", "\nThe counts have to be in by noon."),
    ],
)
def test_the_greeting_stays_first_and_the_name_whole(greeting, rest):
    reading = read(greeting + rest)
    composed = COMPOSER.brief(plan(reading), reading).composed
    assert composed.startswith(greeting)
    assert "counts have to be in by noon" in composed


def test_the_sign_off_stays_last_after_the_slots():
    reading = read("Hi Ana,\nthe counts have to be in by noon.\nThanks,\nTom")
    slot = Slot(Element.CONSEQUENCE, "what happens")
    assert COMPOSER.brief(plan(reading, slots=(slot,)), reading).composed.endswith("Tom")


def test_bullets_and_line_breaks_are_kept():
    reading = read("Hi Ana,\n- the counts have to be in by noon\n- yours came late on 3 May\nTom")
    composed = COMPOSER.brief(plan(reading), reading).composed
    assert "\n- yours came late on 3 May" in composed


SENTENCES = [
    "The counts have to be in by Monday noon.",
    "Yours came late on 3 May.",
    "Marek saw 14 of 31 files, again.",
    "I would love to explore where you want to go.",
    "Lunch is at one.",
    "£1,200 went to Dr. Obi by 9.30am.",
    "See ticket ABC-123, it must close.",
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6, unique=True),
    st.sampled_from([" ", "\n", "\n\n"]),
    st.sampled_from(Tone),
)
def test_every_kept_fact_is_in_the_composed_text(lines, join, tone):
    reading = read("Hi Ana," + join + join.join(lines))
    ours = plan(reading)
    composed = COMPOSER.brief(ours, reading, tone=tone).composed
    for piece in ours.kept:
        assert all(f.text in composed for f in facts(piece.text))


@pytest.mark.parametrize(
    ("soft", "plain"),
    [
        ("Maybe you could try to get them in on time if that's ok?", "I need you to get them in on time."),
        ("Could you please send the sheet by noon?", "I need you to send the sheet by noon."),
        ("It would be great if you could log the calls.", "I need you to log the calls."),
        ("Why do you keep missing the Friday report?", "You keep missing the Friday report."),
        ("Don't you think you should have told us?", "You should have told us."),
        (
            "You may wish to consider that the till be balanced daily.",
            "What is required is that the till be balanced daily.",
        ),
        ("You may wish to submit the log by noon.", "I need you to submit the log by noon."),
        ("You might consider filing earlier.", "You might consider filing earlier."),
        ("The sheet is a bit late.", "The sheet is late."),
        ("The counts have to be in by Monday noon.", "The counts have to be in by Monday noon."),
        ("send it by 5 when you get a chance", "send it by 5"),
    ],
)
def test_a_softened_requirement_is_said_plainly(soft, plain):
    assert say_plainly(soft) == plain


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=120))
def test_plain_speech_never_empties_a_sentence(text):
    assert bool(say_plainly(text).strip()) == bool(text.strip()) or len(text.split()) < 3


@pytest.mark.parametrize("fact", ["Priya", "3 May", "14 of 31", "£1,200", "ABC-123", "9.30am"])
def test_plain_speech_keeps_facts(fact):
    assert fact in say_plainly(f"Maybe you could just try to send {fact} to me if that's ok?")


def test_softeners_are_found():
    assert softeners("Maybe send it, no pressure, when you get a chance.") == (
        "maybe",
        "no pressure",
        "when you get a chance",
    )


@pytest.mark.parametrize(
    ("text", "register"),
    [
        ("yo sam\nneed it by 5", Register.TERSE),
        ("Dear Mr Obi,\nKindly submit it.", Register.FORMAL),
        ("Hi Ana! Lovely work.", Register.WARM),
        ("Ana, the sheet is due.", Register.PLAIN),
    ],
)
def test_the_register_is_heard(text, register):
    assert register_of(text) is register


def brief(slots=()):
    reading = read("Hi Ana, the counts have to be in by noon. Yours came late on 3 May. Thanks, Tom")
    return COMPOSER.brief(plan(reading, slots=slots), reading)


def test_a_faithful_candidate_is_taken_whole():
    text, share = spliced(brief().composed, brief())
    assert (text, share) == (brief().composed, 1)


@pytest.mark.parametrize(
    "worse",
    [
        lambda t: t.replace("3 May", "4 May"),
        lambda t: t.replace("Yours came late on 3 May.", ""),
        lambda t: t.replace("came late", "never came late"),
        lambda t: t.replace("3 May", "three May"),
    ],
)
def test_an_unfaithful_sentence_is_replaced_by_the_drafts_own(worse):
    text, share = spliced(worse(brief().composed), brief())
    assert "Yours came late on 3 May." in text
    assert share < 1


SLOTS = (Slot(Element.CLOSING, "what has to change"), Slot(Element.CONSEQUENCE, "what happens"))


@pytest.mark.parametrize(
    "candidate",
    [
        "Hi Ana, x. [the closing: by when] [consequence]",
        "Hi Ana, x. [whatever] y.",
        "Hi Ana, x.",
        "[[[",
        "] [ ] [x]",
        "Hi [the gap: made up] Ana.",
    ],
)
def test_only_the_plans_slots_are_left_in_brackets(candidate):
    import re

    text = settled(candidate, brief(SLOTS))
    assert all(s.text in text for s in SLOTS)
    assert set(re.findall(r"\[[^\[\]]*\]", text)) == {s.text for s in SLOTS}


def test_companions_say_that_they_stand_apart():
    reading = read("Hi Ana, I would love to explore where you want to go. The counts have to be in by noon.")
    text = COMPOSER.brief(plan(reading, Frame.COACHING), reading, companion=True).composed
    assert any(p in text for r in BANK.phrases[Frame.COACHING]["companion"].values() for p in r)


def test_a_bare_brief_changes_no_sentence():
    reading = read("Maybe the counts must be in by noon.", faults={"Maybe": Fault.SOFTENED_STANDARD})
    assert (
        "Maybe the counts must be in by noon." in COMPOSER.brief(plan(reading), reading, bare=True).composed
    )
    assert frame_of("must") is Frame.PERFORMANCE
