"""From scores to a reading by the annotation guide, with scores made by hand; the real model on plain messages."""

import numpy as np
import pytest

from oneframe import settings
from oneframe.errors import AssetDamaged
from oneframe.frames import Element, Fault, Frame, Intent, Label, Trigger
from oneframe.reading.model import ELEMENTS, FAULTS, FRAMES, INTENTS, TRIGGERS, ReaderModel, Scores
from oneframe.reading.reader import Reader
from oneframe.records import Span

RULE = "The counts have to be in by Monday noon."
ASK = "What would you like to learn?"
CHAT = "Lunch is at one."
NAMES = "This is a performance conversation."


class HandMade:
    """Scores each sentence by a table from a word in it to a frame; counts what it is asked."""

    def __init__(self, *, named=0.1, intent=Intent.PERFORMANCE, intent_p=0.9, marks=(), present=(0.9, 0.9)):
        self.present, self.named, self.intent, self.intent_p, self.marks, self.asked = (
            present,
            named,
            intent,
            intent_p,
            marks,
            [],
        )

    def score(self, sentences):
        self.asked.append(tuple(sentences))
        frame = np.full((len(sentences), len(FRAMES)), 0.05)
        columns = {"fault": FAULTS, "element": ELEMENTS, "trigger": TRIGGERS}
        rest = {k: np.full((len(sentences), len(v)), 0.01) for k, v in columns.items()}
        for row, sentence in enumerate(sentences):
            words = {"have to": "performance", "performance conv": "performance", "would you": "coaching"}
            kinds = {v for k, v in words.items() if k in sentence}
            name = "blend" if len(kinds) > 1 else kinds.pop() if kinds else "neutral"
            frame[row, FRAMES.index(Frame(name))] = 0.85
            for kind, part, what, p in self.marks:
                if part in sentence:
                    rest[kind][row, columns[kind].index(what)] = p
        intent = np.full(len(INTENTS), (1 - self.intent_p) / 2)
        intent[INTENTS.index(self.intent)] = self.intent_p
        present = np.array(self.present)
        return Scores(frame, rest["fault"], rest["element"], rest["trigger"], intent, present, self.named)


def read(text, **how):
    return Reader(HandMade(**how)).read(text)


@pytest.mark.parametrize(
    ("present", "label"),
    [((0.9, 0.9), Label.BLENDED), ((0.01, 0.9), Label.UNNAMED), ((0.9, 0.01), Label.UNNAMED),
     ((0.001, 0.001), Label.NEITHER)],
)  # fmt: skip
def test_a_sentence_counts_as_a_frame_that_its_message_can_hold(present, label):
    assert read(f"{ASK} {RULE}", present=present).label is label


@pytest.mark.parametrize(
    ("text", "named", "label", "intent", "unsure"),
    [
        (CHAT, 0.1, Label.NEITHER, Intent.NEITHER, False),
        (f"{RULE} {CHAT}", 0.1, Label.UNNAMED, Intent.PERFORMANCE, False),
        (f"{NAMES} {RULE}", 0.9, Label.PERFORMANCE, Intent.PERFORMANCE, False),
        (f"{NAMES} {RULE}", 0.1, Label.UNNAMED, Intent.PERFORMANCE, False),
        (f"{ASK} {CHAT}", 0.9, Label.COACHING, Intent.COACHING, False),
        (f"{ASK} {RULE}", 0.9, Label.BLENDED, Intent.PERFORMANCE, False),
        (f"{NAMES} {ASK}", 0.9, Label.BLENDED, Intent.PERFORMANCE, False),
        ("You have to say what would you change.", 0.9, Label.BLENDED, Intent.PERFORMANCE, False),
    ],
)
def test_the_label_follows_from_the_sentences_and_the_opening(text, named, label, intent, unsure):
    reading = read(text, named=named)
    assert (reading.label, reading.intent, reading.unsure) == (label, intent, unsure)


@pytest.mark.parametrize(("p", "unsure"), [(0.59, True), (0.61, False)])
def test_only_a_blend_can_be_unsure(p, unsure):
    assert read(f"{ASK} {RULE}", intent_p=p).unsure is unsure
    assert not read(f"{NAMES} {RULE}", named=0.9, intent_p=p).unsure


@pytest.mark.parametrize(
    ("present", "unsure"), [((0.9, 0.9), False), ((0.09, 0.9), True), ((0.001, 0.9), False)]
)
def test_a_reading_is_unsure_where_a_frame_may_or_may_not_be_there(present, unsure):
    assert read(f"{ASK} {RULE}", present=present).unsure is unsure


@pytest.mark.parametrize("text", ["", " ", "\n\r\n", "\u200b" * 0])
def test_an_empty_text_reads_as_neither_and_scores_nothing(text):
    scorer = HandMade()
    reading = Reader(scorer).read(text)
    assert (reading.label, reading.sentences, reading.named) == (Label.NEITHER, (), None)
    assert set(reading.elements) == set(Element)
    assert not scorer.asked


def test_offsets_point_into_the_text_as_written():
    text = f"Hi Ana,\r\n\r\n  {RULE}\n- {ASK} 😀\n\nTom"
    reading = read(text)
    assert all(text[s.start : s.end] == s.text for s in reading.sentences)
    assert all(text[f.start : f.end] == f.text for f in reading.facts)


def test_faults_elements_and_signs_are_taken_from_their_thresholds_on():
    marks = (
        ("fault", "Lunch", Fault.PRAISE_CUSHION, 0.51),
        ("fault", "learn", Fault.DISCLOSURE_TRAP, 0.49),
        ("element", "counts", Element.STANDARD, 0.46),
        ("element", "Lunch", Element.GAP, 0.44),
        ("trigger", "learn", Trigger.HEALTH, 0.21),
        ("trigger", "Lunch", Trigger.HEALTH, 0.2),
        ("trigger", "Lunch", Trigger.FORMAL, 0.19),
    )
    text = f"{CHAT} {ASK} {RULE}"
    reading = read(text, marks=marks)
    assert [s.error for s in reading.sentences] == [Fault.PRAISE_CUSHION, None, None]
    standard = text.index(RULE)
    assert reading.elements[Element.STANDARD] == (Span(standard, standard + len(RULE)),)
    assert reading.elements[Element.GAP] == ()
    assert [(s.trigger, s.sentence) for s in reading.signs] == [(Trigger.HEALTH, 1)]


def test_clauses_are_read_one_by_one():
    scorer = HandMade()
    frames = Reader(scorer).frames([RULE, ASK, CHAT])
    assert [f for f, _ in frames] == [Frame.PERFORMANCE, Frame.COACHING, Frame.NEUTRAL]
    assert scorer.asked == [(RULE,), (ASK,), (CHAT,)]
    assert Reader(scorer).frames([]) == ()


@pytest.fixture(scope="module")
def real():
    models = settings.models()
    return Reader(ReaderModel(models / "reader.onnx", models / "tokenizer.json"))


PLAIN = [
    (
        "Hi Sam, this is a performance conversation. Reports have to be in by Friday noon. "
        "Yours came late three weeks in a row.",
        Label.PERFORMANCE,
    ),
    (
        "Ana, this is about performance. Every order must be checked twice before it ships. On 3 May two were not.",
        Label.PERFORMANCE,
    ),
    (
        "Hi Lee, I would like a coaching conversation with you. What would you like to get better at this year?",
        Label.COACHING,
    ),
    (
        "Hi Mo, this is a coaching conversation about your own growth. Where do you see yourself in two years?",
        Label.COACHING,
    ),
    ("The meeting moved to 3 pm in room 4. See you there.", Label.NEITHER),
    ("Thanks for sending the slides, they arrived.", Label.NEITHER),
    ("Your parcel is at the front desk until six.", Label.NEITHER),
    (
        "Hi Kim, I'd love to explore how you're thinking about your growth. Also, your reports have been late "
        "four times this month and that has to stop.",
        Label.BLENDED,
    ),
    (
        "Hi Jo, what would you like to learn next? By the way, you missed the Friday deadline again and it must "
        "not happen any more.",
        Label.BLENDED,
    ),
    ("Timesheets have to be in by Friday noon. Yours was missing on 3 May and 10 May.", Label.UNNAMED),
]


@pytest.mark.parametrize(("text", "label"), PLAIN)
def test_the_real_reader_reads_a_plain_message(real, text, label):
    assert real.read(text).label is label


def test_the_real_reader_gives_one_row_a_sentence_for_a_long_text(real):
    text = " ".join(f"{RULE} {ASK}" for _ in range(60))
    reading = real.read(text)
    assert len(reading.sentences) == 120
    assert all(0 <= s.p <= 1 for s in reading.sentences)


def test_one_endless_sentence_is_read(real):
    assert len(real.read("word " * 3000).sentences) >= 1


@pytest.mark.parametrize("broken", ["reader.onnx", "tokenizer.json"])
def test_a_damaged_model_file_is_named(tmp_path, broken):
    models = settings.models()
    files = {n: models / n for n in ("reader.onnx", "tokenizer.json")}
    files[broken] = tmp_path / broken
    files[broken].write_bytes(b"not a model")
    with pytest.raises(AssetDamaged, match=broken):
        Reader(ReaderModel(files["reader.onnx"], files["tokenizer.json"])).read(CHAT)
