"""The writer that cannot fail: any draft, laid out again, keeps its facts, its order and its layout."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heart_fakes import plan, read
from oneframe import settings as config
from oneframe.frames import Element, Fault, Frame
from oneframe.reading.facts import fact_key, facts
from oneframe.reading.naming import frames_called, frames_named
from oneframe.reading.segment import sentences
from oneframe.records import Slot, Tone
from oneframe.writing.composer import Composer
from oneframe.writing.phrases import load_phrases

BANK = load_phrases(config.prompts() / "phrases")
COMPOSER = Composer(BANK)
P, C = Frame.PERFORMANCE, Frame.COACHING
SLOTS = tuple(Slot(e, f"hint {e}") for e in Element)
GREETINGS = [
    "",
    "Hi Ana,",
    "Dear Ms. Fonseca,",
    "yo sam",
    "Jonah -",
    "Good morning Mr Haddad.",
    "Hey Lupe!",
    "Hiya 😀",
]
ENDS = ["", "Thanks, Tom", "Kind regards\nTom Obi", "Cheers!", "x", "See you at 9"]
BODY = [
    "The counts have to be in by Monday noon.",
    "Maybe you could just try to send 14 of 31 files to Priya by 5pm if that's ok?",
    "yours came late on 3 May",
    "Marek saw 14 of 31 files, again.",
    "£1,200 went to Dr. Obi by 9.30am.",
    "See ticket ABC-123, it must close!",
    "I would love to explore where you want to go.",
    "Lunch is at one…",
    "- a bullet about 12% of it",
    "Why do you keep missing the 7:30 call?",
    'He said "not by 4 June" again.',
    "See [the list] first.",
]
FAULTS = {"Maybe": Fault.SOFTENED_STANDARD, "Why do": Fault.VERDICT_QUESTION}
DRAFTS = st.builds(
    lambda hello, lines, end, join: join.join([*([hello] if hello else []), *lines, *([end] if end else [])]),
    st.sampled_from(GREETINGS),
    st.lists(st.sampled_from(BODY), min_size=1, max_size=6, unique=True),
    st.sampled_from(ENDS),
    st.sampled_from([" ", "\n", "\n\n", "\r\n"]),
)


def brief(text, frame=P, slots=(), **how):
    reading = read(text, faults=FAULTS)
    return COMPOSER.brief(plan(reading, frame, slots), reading, **how), plan(reading, frame, slots)


@settings(max_examples=200, deadline=None)
@given(DRAFTS, st.sampled_from([P, C]), st.sampled_from(Tone), st.booleans(), st.booleans())
def test_every_fact_of_every_kept_sentence_is_in_the_text(text, frame, tone, companion, bare):
    made, ours = brief(text, frame, SLOTS if frame is P else (), tone=tone, companion=companion, bare=bare)
    keys = {fact_key(f) for f in facts(made.composed)}
    for piece in ours.kept:
        assert all(fact_key(f) in keys or f.text in made.composed for f in facts(piece.text)), piece


@settings(max_examples=200, deadline=None)
@given(DRAFTS, st.sampled_from([P, C]), st.integers(0, 5))
def test_the_opening_names_the_frame_and_each_slot_stands_once(text, frame, turn):
    slots = SLOTS if frame is P else ()
    made, _ = brief(text, frame, slots, turn=turn)
    opening = [made.composed[s.start : s.end] for s in sentences(made.composed)][:3]
    assert any(frame in frames_named(s) for s in opening)
    assert frame.other not in frozenset().union(*map(frames_called, opening))
    assert all(made.composed.count(s.text) == 1 for s in slots)


@settings(max_examples=200, deadline=None)
@given(DRAFTS)
def test_the_parts_make_the_text_and_mark_the_drafts_sentences(text):
    made, ours = brief(text, slots=SLOTS)
    assert (
        "".join(p.join + p.text for p in made.parts).strip() == made.composed == "".join(COMPOSER.write(made))
    )
    assert sum(p.is_draft for p in made.parts) <= len(ours.kept)
    assert made.composed.startswith(made.opening.strip())
    assert not any(line.strip() == "" for line in made.lines)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=150), st.sampled_from([P, C]), st.booleans())
def test_no_draft_crashes_the_composer(text, frame, bare):
    slots = SLOTS if frame is P else (Slot(None, "confirm this"),)
    made, _ = brief(text, frame, slots, bare=bare)
    assert all(s.text in made.composed for s in slots)


@pytest.mark.parametrize("greeting", [g for g in GREETINGS if g])
def test_the_greeting_stays_first_word_for_word(greeting):
    made, _ = brief(f"{greeting}\n\nThe counts have to be in by Monday noon.\nTom")
    assert made.composed.startswith(greeting)
    assert made.composed.count(greeting) == 1


@pytest.mark.parametrize("join", [" ", "\n", "\n\n"])
@pytest.mark.parametrize("end", ["Thanks, Tom", "Cheers!", "Kind regards\nTom"])
def test_the_sign_off_stays_last(join, end):
    made, _ = brief(f"Hi Ana,{join}The counts have to be in by noon.{join}{end}", slots=SLOTS)
    assert made.composed.endswith(end)


def test_bullets_stay_bullets():
    made, _ = brief("Hi Ana,\n- the counts have to be in by noon\n- yours came late on 3 May\nTom")
    assert "\n- yours came late on 3 May" in made.composed


def test_a_draft_that_names_its_frame_is_not_told_so_twice():
    made, _ = brief("Hi Ana,\nThis is a performance conversation. The counts have to be in by noon.")
    assert made.composed.count("performance") == 1


def test_softeners_go_in_performance_and_stay_in_coaching():
    soft = "Maybe you could send the counts, they must be in by noon?"
    reading = read(soft, faults=FAULTS)
    assert "Maybe" not in COMPOSER.brief(plan(reading), reading).composed
    assert soft in COMPOSER.brief(plan(reading), reading, bare=True).composed


def test_the_next_turn_words_it_anew():
    texts = {brief("Hi Ana, the counts have to be in by noon.", turn=n)[0].composed for n in range(4)}
    assert len(texts) > 2


def test_shorter_is_no_longer_and_warmer_is_another_register():
    text = "Hi Ana, the counts have to be in by noon. Yours came late on 3 May."
    plain, short = brief(text)[0].composed, brief(text, tone=Tone.SHORTER)[0].composed
    assert len(short) <= len(plain)
    warm = brief(text, tone=Tone.WARMER)[0].opening
    assert any(p in warm for p in (p[0].lower() + p[1:] for p in BANK.phrases[P]["naming"]["warm"])) or any(
        p in warm for p in BANK.phrases[P]["naming"]["warm"]
    )


def test_plainer_words_say_a_requirement_outright_whether_or_not_a_fault_was_read():
    draft = "Hi Ana! Perhaps send the counts by Monday noon. They have to be in by then."
    made, plainer = (brief(draft, tone=tone)[0].composed for tone in (Tone.PLAIN, Tone.PLAINER))
    assert "Perhaps" in made and "Perhaps" not in plainer
    assert "Send the counts by Monday noon." in plainer
