"""Claims about the order of the steps of a question, with a library and a speaker that are told what to say."""

from dataclasses import dataclass, field

import pytest

from oneframe import settings
from oneframe.adviser import Adviser
from oneframe.errors import DraftRefused, WriterUnavailable
from oneframe.frames import Frame, Intent, Label, Trigger
from oneframe.planning.choose import load_choice
from oneframe.planning.triage import Triage
from oneframe.records import Passage, Reading, Route, Sentence
from oneframe.talk import Exchange, Reply

PASSAGE = Passage("moment-tears#2", "moment-tears", "When they cry", "Wait. Offer a break.", (), 1.0)
ADVICE = "Stop here and speak to people."


@dataclass(frozen=True)
class Evidence:
    passages: tuple = (PASSAGE,)
    is_thin: bool = False
    answer: str = "From the guide: “Wait. Offer a break.”"
    refusal: str = "The guides do not answer that."


@dataclass
class Library:
    found: Evidence = Evidence()
    asked: list = field(default_factory=list)

    def evidence(self, question, earlier=()):
        self.asked.append((question, tuple(earlier)))
        return self.found


class Speaker:
    def __init__(self, words="", fails=False):
        self._words, self._fails = words, fails

    def say(self, question, passages):
        if self._fails:
            raise WriterUnavailable("The provider is down.")
        return self._words, tuple(passages) if self._words else ()


def read(text):
    frame = Frame.COACHING if "your reports" in text else Frame.NEUTRAL
    label = Label.UNNAMED if frame is Frame.COACHING else Label.NEITHER
    sentence = Sentence(text, 0, len(text), frame, None, 1.0)
    return Reading(text, (sentence,), {}, (), None, label, Intent.NEITHER, 1.0)


def route(reading):
    if "kill" in reading.text:
        return Route(next(iter(Trigger)), ADVICE, "kill")
    return None


def adviser(library=None, speaker=None):
    triage = Triage(load_choice(settings.prompts() / "choose.toml"))
    return Adviser(read, route, triage, library or Library(), speaker)


def talk(said, library=None):
    """Return the answers to each of `said` in one talk."""
    one, past = adviser(library), []
    for words in said:
        past.append(Exchange(words, one.ask(words, past)))
    return [e.answer for e in past]


def test_a_question_is_answered_with_the_quotes_it_rests_on():
    answer = adviser().ask("she cried last time, now what")
    assert (answer.status, answer.sources) == (Reply.ANSWERED, (PASSAGE,))
    assert PASSAGE.quote in answer.text and answer.question is None


def test_thin_evidence_is_declined_and_quotes_nothing():
    answer = adviser(Library(Evidence(is_thin=True))).ask("how many weeks notice in Germany")
    assert (answer.status, answer.text, answer.sources) == (Reply.DECLINED, Evidence.refusal, ())


def test_what_must_go_to_people_is_routed_before_anything_is_searched():
    library = Library()
    answer = adviser(library).ask("he says he will kill himself, what do i say")
    assert (answer.status, answer.text, library.asked) == (Reply.ROUTED, ADVICE, [])


def test_a_draft_in_the_middle_of_a_talk_is_known_as_one():
    draft = "Hi Sam,\nyour reports were late again. What would help you grow?\nTom"
    answers = talk(["can i do both in one meeting?", draft])
    assert [a.status for a in answers] == [Reply.ANSWERED, Reply.DRAFT]


def test_a_follow_up_is_searched_with_the_questions_before_it():
    library = Library()
    talk(["she cried last time", "and if she does it again?"], library)
    assert library.asked[1] == ("and if she does it again?", ("she cried last time",))


def test_which_conversation_asks_one_thing_at_a_time_and_ends_in_a_recommendation_with_its_condition():
    answers = talk(
        [
            "which conversation do I need?",
            "yes, it is stated",
            "never, not once",
            "mine",
            "the customers suffer",
        ]
    )
    assert [a.status for a in answers] == [Reply.QUESTION] * 4 + [Reply.ANSWERED]
    assert "requirement" in answers[0].question and "said to this person" in answers[1].question
    assert answers[-1].text.startswith("Say the requirement first.")
    assert "From then on it counts." in answers[-1].text and answers[-1].question is None


@pytest.mark.parametrize(
    ("said", "start"),
    [
        (["yes", "yes they know it", "mine", "the team suffers"], "A performance conversation."),
        (["no", "theirs, they brought it up", "nothing much"], "A coaching conversation."),
        (["no", "mine", "nothing"], "An offer, which they may decline."),
        (["only in my head", "mine", "something would follow for her job"], "Say the requirement first."),
    ],
)
def test_the_answers_in_words_lead_through_the_table(said, start):
    assert talk(["is this coaching or performance?", *said])[-1].text.startswith(start)


def test_an_answer_that_is_none_is_asked_for_again_and_a_new_question_is_taken():
    answers = talk(
        ["which conversation do I need?", "purple", "she cried last time, what do i do about that now?"]
    )
    assert answers[1].status is Reply.QUESTION and answers[1].question == answers[0].question
    assert answers[2].status is Reply.ANSWERED and answers[2].sources == (PASSAGE,)


def test_verified_words_of_a_speaker_stand_in_for_the_quotes():
    answer = adviser(speaker=Speaker("Wait, and offer a break. [1]")).ask("she cried, now what")
    assert answer.text == "Wait, and offer a break. [1]" and answer.sources == (PASSAGE,)


@pytest.mark.parametrize("speaker", [Speaker(""), Speaker(fails=True)])
def test_without_a_verified_word_the_guides_speak_for_themselves(speaker):
    assert adviser(speaker=speaker).ask("she cried, now what").text == Evidence.answer


@pytest.mark.parametrize("text", ["", "  \n ", "\0\0\0\0", "word " * 6000])
def test_what_is_no_text_is_refused_and_said_to_be_kept(text):
    with pytest.raises(DraftRefused, match="kept"):
        adviser().ask(text)
