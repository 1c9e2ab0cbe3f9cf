"""Claims about a house's own words: they name its conversations and never change what one frame is."""

import pytest

from oneframe import settings as config
from oneframe.errors import SettingsInvalid
from oneframe.frames import Frame, Label
from oneframe.house_rules import house_rules
from oneframe.reading.house import OURS
from oneframe.records import Outcome, Status
from oneframe.wiring import build_coach, build_reader
from oneframe.writing.phrases import load_phrases

TERMS = {"performance": "standards review", "coaching": "growth talk"}
TONE = {"shine": "do well", "touch base": "talk"}
BLENDED = (
    "Hi Ravi, you have so much to look forward to next year. Stock counts have to be in by Monday noon "
    "and yours were late on 3, 10 and 17 May. What would help you shine?",
    "Priya, you are one of our best and I want you to think big about your path. The month-end reports are due on "
    "the 3rd and yours came on the 9th in July and August. Where would you like to be in two years?",
    "hey sam, the till has to be counted twice at close and it wasn't on 4 and 5 june. what do you want to learn next?",
)


@pytest.fixture(scope="module")
def settings():
    return config.load(writer="composer", terms=TERMS, tone=TONE)


@pytest.fixture(scope="module")
def coach(settings):
    return build_coach(settings, with_guides=False)


@pytest.fixture(scope="module")
def reader(settings):
    return build_reader(settings)


@pytest.mark.parametrize("wish", [Frame.PERFORMANCE, Frame.COACHING])
@pytest.mark.parametrize("draft", BLENDED)
@pytest.mark.parametrize("turn", [0, 1, 2])
def test_a_rewrite_in_house_words_is_one_framed_named_and_passes(coach, reader, draft, wish, turn):
    *_, last = coach.rewrite(draft, wish=wish, turn=turn)
    made = last.rewrite
    assert made.status is Status.REWRITTEN
    assert made.frame is wish
    assert {c.verdict for c in made.checks} == {Outcome.PASS}
    assert TERMS[wish.value] in made.text.lower()
    assert f"{wish} " not in made.text.lower().replace("performance review", "")
    read = reader.read(made.text)
    assert read.label is Label(wish.value)
    assert read.named is not None
    assert read.named.frame is wish
    assert {s.frame for s in read.sentences} <= {wish, Frame.NEUTRAL}


def test_the_house_tone_reaches_the_rewrite_and_its_checks_still_pass(coach):
    *_, last = coach.rewrite(BLENDED[0], wish=Frame.COACHING)
    assert "What would help you do well?" in last.rewrite.text
    assert {c.verdict for c in last.rewrite.checks} == {Outcome.PASS}


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        (
            "Sam, this is a standards review. Reports are due on Mondays; yours came on Tuesday.",
            Frame.PERFORMANCE,
        ),
        ("Sam, this is a Growth Talk. What would you like to learn next year?", Frame.COACHING),
    ],
)
def test_the_reader_takes_a_house_name_as_naming_that_frame_at_its_true_place(reader, text, frame):
    read = reader.read(text)
    assert read.named.frame is frame
    assert read.label is Label(frame.value)
    assert all(text[s.start : s.end] == s.text for s in read.sentences)


def test_a_house_name_of_the_other_frame_is_still_a_blend_to_the_checker(coach, reader):
    text = "Sam, this is a growth talk. Reports are due on Mondays; yours came on Tuesday. I need them on Monday."
    assert reader.read(text).label is Label.BLENDED


def test_every_phrase_in_house_words_names_its_frame_and_no_other():
    house = house_rules(TERMS, {})
    bank = load_phrases(config.prompts() / "phrases").in_house(house)
    for frame, purposes in bank.phrases.items():
        for phrases in purposes["naming"].values():
            assert phrases
            for phrase in phrases:
                assert TERMS[frame] in phrase
                assert TERMS[frame.other] not in phrase
                assert not {"performance", "coaching"} & set(phrase.lower().replace(".", " ").split())


def test_an_article_fits_the_house_name():
    house = house_rules({"coaching": "open hour"}, {})
    assert house.phrase("A coaching chat, if you like.") == "An open hour, if you like."
    assert house.plain("This is an open hour.") == "This is a coaching conversation."


def test_without_house_rules_nothing_is_changed():
    bank = load_phrases(config.prompts() / "phrases")
    assert bank.in_house(OURS).phrases == bank.phrases
    assert OURS.plain("A growth talk.") == "A growth talk."


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"performance": "coaching chat"}, "names the coaching conversation"),
        ({"performance": "growth review"}, "names the coaching conversation"),
        ({"performance": "career exploration"}, "names the coaching conversation"),
        ({"coaching": "performance chat"}, "names the performance conversation"),
        ({"coaching": "standards hour"}, "names the performance conversation"),
        ({"performance": "weekly sync", "coaching": "Weekly Sync"}, "names both conversations alike"),
        ({"performance": "quality hour", "coaching": "our quality hour"}, "names both conversations alike"),
        ({"performance": "friendly reminder"}, "less than a performance conversation"),
        ({"performance": "no blame hour"}, "less than a performance conversation"),
        ({"performance": "dismissal hearing"}, "says a stake"),
        ({"performance": "team meeting"}, "is said of any talk"),
        ({"performance": "review"}, "is not two to 5 words"),
        ({"performance": "standards <b>review</b>"}, "is not two to 5 words"),
        ({"performance": "standards\u200b review"}, "is not two to 5 words"),
        ({"performance": ""}, "is not two to 5 words"),
        ({"blend": "both at once"}, "is no conversation of ours"),
    ],
)
def test_a_hostile_term_is_refused_with_its_reason(terms, why):
    with pytest.raises(SettingsInvalid) as told:
        house_rules(terms, {})
    assert why in str(told.value)
    assert "To mend it" in str(told.value)


@pytest.mark.parametrize(
    ("tone", "why"),
    [
        ({"must": "could"}, "change what is required"),
        ({"please": "you must"}, "change what is required"),
        ({"not": "gladly"}, "turn a yes into a no"),
        ({"well": "never"}, "turn a yes into a no"),
        ({"performance": "journey"}, "which conversation is named"),
        ({"talk": "coaching conversation"}, "which conversation is named"),
        ({"talk": "final warning"}, "harder or softer"),
        ({"late": "a bit late"}, "harder or softer"),
        ({"late": "17"}, "is not words for words"),
        ({"late": ""}, "is not words for words"),
        ({"late": "<b>late</b>"}, "is not words for words"),
    ],
)
def test_a_tone_that_would_change_the_message_is_refused(tone, why):
    with pytest.raises(SettingsInvalid) as told:
        house_rules({}, tone)
    assert why in str(told.value)


def test_house_rules_are_read_from_the_settings_file(tmp_path, monkeypatch):
    file = tmp_path / "oneframe.toml"
    monkeypatch.setenv("ONEFRAME_CONFIG", str(file))
    file.write_text('[terms]\nperformance = "standards review"\n[tone]\nshine = "do well"\n')
    loaded = config.load()
    assert (loaded.terms, loaded.tone) == ((("performance", "standards review"),), (("shine", "do well"),))
    file.write_text('terms = "standards review"\n')
    with pytest.raises(SettingsInvalid, match="tables of texts"):
        config.load()
