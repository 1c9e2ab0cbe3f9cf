"""Tells a message to send from a question about one, in a talk where either may be pasted. Patterns only."""

import re

from oneframe.frames import Label
from oneframe.planning.requests import asks_the_assistant
from oneframe.records import Reading

_GREETING = re.compile(
    r"^\s*(?:(?:subject|re|fw|fwd)\s*:.*\n+\s*)?(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|morning|team|all)\b"
    r"[^\n?]{0,40}[,!\n:-]"
    r"|^\s*(?-i:[A-Z])[\w'’-]+(?: (?-i:[A-Z])[\w'’-]+)?,[ \t]*\n",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"\n\s*(?:(?:kind |best |warm )?regards|best|thanks|thank you|cheers|yours (?:sincerely|faithfully)|many thanks)\b[^\n]{0,40}"
    r"(?:\n[^\n]{0,40})?\s*$",
    re.IGNORECASE,
)
_TO_ONEFRAME = re.compile(
    r"\boneframe\b|^\W*(?:(?:hi|hello|hey)\W+)?(?:do you have|can you (?:tell|help|explain))\b", re.IGNORECASE
)
# Managers ask this of the person, too: it counts where nobody is greeted.
_OPINION = re.compile(
    r"\byour guides?\b|\bwhat do you (?:think|say|suggest|recommend)\s*\?\s*$", re.IGNORECASE
)
_YOU = re.compile(r"\b(?:you|your|yours|you're|you've|you'll|u|ur)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:should i|do i|can i|could i|may i|must i|am i|how (?:do|can|should|would|to)|what (?:do|should|can|if|is|are)|"
    r"is (?:it|there|this|that)|are there|why (?:do|does|is|are|should)|which|when (?:do|should))\b",
    re.IGNORECASE,
)
_ME = re.compile(r"\b(?:i|i'm|i've|my|me)\b", re.IGNORECASE)
_QUESTION_WORDS = 80
_THEY = re.compile(
    r"\b(?:she|he|they|her|him|them|his|their|someone|somebody|one of my|my (?:team|report|staff))\b", re.I
)


def asks(text: str) -> bool:
    """Return whether a text is a question put to Oneframe by its words alone: not greeted, not signed."""
    if asks_the_assistant(text) or _TO_ONEFRAME.search(text):
        return True
    if _is_letter(text) or len(text.split()) > _QUESTION_WORDS:
        return False
    if _OPINION.search(text):
        return True
    spoken_to, spoken_of = len(_YOU.findall(text)), len(_THEY.findall(text))
    is_open = text.rstrip().endswith("?") or bool(_ASKS.search(text))
    # Told about somebody and to nobody: a situation, with the question left unsaid.
    tells = not spoken_to and spoken_of > 0 and bool(_ME.search(text))
    return tells or (is_open and spoken_to <= spoken_of)


def is_draft(reading: Reading) -> bool:
    """Return whether a text is a message to a person: greeted, signed, or doing a frame's work on a "you"."""
    text = reading.text
    if asks_the_assistant(text) or _TO_ONEFRAME.search(text):
        return False
    spoken_to, spoken_of = len(_YOU.findall(text)), len(_THEY.findall(text))
    if _is_letter(text) and spoken_to:
        return True
    if _OPINION.search(text):
        return False
    asks = text.rstrip().endswith("?") or bool(_ASKS.search(text))
    works = reading.label is not Label.NEITHER
    return works and spoken_to > spoken_of and not (asks and len(reading.sentences) < 3)


def _is_letter(text: str) -> bool:
    """Return whether a text greets or signs, as messages do and questions do not."""
    return bool(_GREETING.match(text) or _SIGNED.search(text))
