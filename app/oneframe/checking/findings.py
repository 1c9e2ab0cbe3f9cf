"""What is wrong in a draft, where, and how to mend it: for `check` and for the highlights in the chat."""

from collections.abc import Iterator

from oneframe.frames import Fault, Frame, Label
from oneframe.records import Finding, Reading, Sentence

_ADVICE: dict[Fault, tuple[str, str]] = {
    Fault.BAIT_AND_SWITCH: (
        "The message opens one way and then assesses without saying so.",
        "Name the conversation in the first two sentences and keep to it.",
    ),
    Fault.HIDDEN_PERFORMANCE: (
        "A concern about required work is only implied here.",
        "State the standard and what you saw, or leave the concern out.",
    ),
    Fault.SOFTENED_STANDARD: (
        "A requirement is worded as an option, so it may be heard as one.",
        'Say what is required and by when; drop "maybe", "just" and "if you can".',
    ),
    Fault.VEILED_CONSEQUENCE: (
        "A consequence is hinted at instead of stated.",
        "Say what follows if nothing changes, or take the hint out.",
    ),
    Fault.DISCLOSURE_TRAP: (
        "Openness is asked for in a message that also assesses.",
        "Take the invitation out, or offer it in a separate conversation.",
    ),
    Fault.PRAISE_CUSHION: (
        "Praise wraps the gap, so that neither is heard.",
        "Put the gap first; give recognition on its own, about something specific.",
    ),
    Fault.VERDICT_QUESTION: (
        "A judgement is put as a question.",
        "Say it as a statement; ask only what you do not know.",
    ),
    Fault.GROWTH_BRIBE: (
        "A development opportunity is made a condition.",
        "Keep the opportunity for a coaching message, open whatever happens with the gap.",
    ),
}
_BLEND = (
    "This sentence opens growth and assesses at once.",
    "Say one thing here; move the other to its own message.",
)
_SECOND = "{frame} content in a message that is {other}."
_SECOND_FIX = "Move it to a message of its own."
_UNNAMED = (
    "The opening does not say what the conversation is for.",
    "Add one sentence in the first two that names it, for example: {example}",
)
_EXAMPLES = {
    Frame.PERFORMANCE: '"This is a performance conversation."',
    Frame.COACHING: '"This is a coaching conversation: I would like to hear how you are thinking about it."',
}


def findings(reading: Reading) -> tuple[Finding, ...]:
    """Return the faults of a draft in reading order; a message without any is not blended and is named."""
    found = [f for s in reading.sentences if (f := _of_sentence(s, reading))]
    return (*_unnamed(reading), *found)


def is_ok(reading: Reading) -> bool:
    """Return whether the message carries at most one frame, named where there is one."""
    return reading.label not in (Label.BLENDED, Label.UNNAMED)


def _unnamed(reading: Reading) -> Iterator[Finding]:
    if reading.label is not Label.UNNAMED:
        return
    first = reading.sentences[0]
    frame = next(s.frame for s in reading.sentences if s.frame is not Frame.NEUTRAL)
    why, fix = _UNNAMED
    yield Finding(
        "named-in-opening",
        Fault.UNNAMED_FRAME,
        first.start,
        first.end,
        why,
        fix.format(example=_EXAMPLES[frame]),
    )


def _of_sentence(sentence: Sentence, reading: Reading) -> Finding | None:
    if sentence.frame is Frame.BLEND:
        why, fix = _ADVICE.get(sentence.error, _BLEND) if sentence.error else _BLEND
        return Finding("one-frame", sentence.error, sentence.start, sentence.end, why, fix)
    if sentence.error:
        why, fix = _ADVICE[sentence.error]
        return Finding("frame-fault", sentence.error, sentence.start, sentence.end, why, fix)
    if reading.label is Label.BLENDED and sentence.frame.value not in (
        Frame.NEUTRAL.value,
        reading.intent.value,
    ):
        why = _SECOND.format(frame=sentence.frame.value.capitalize(), other=reading.intent.value)
        return Finding("one-frame", None, sentence.start, sentence.end, why, _SECOND_FIX)
    return None
