"""Tells a request to the assistant, and a follow-up wish, from a draft. Patterns only."""

import re
from dataclasses import dataclass

from oneframe.frames import Frame
from oneframe.records import Tone

_WISH_WORDS = 14
_REQUEST = re.compile(
    r"^\s*(?:hi|hello|hey|please|ok|so|and)?[,!\s]*(?:"
    r"(?:can|could|would|will) you (?:please )?(?:help|write|draft|rewrite|rephrase|make|tell|explain|give|check|suggest)\b|"
    r"(?:please )?(?:help me|write|draft|compose|rewrite|rephrase|generate)\s+(?:me\s+)?(?:to\s+)?(?:a|an|the|this|my|some|with|write|word|phrase|draft)\b|"
    r"(?:how (?:do|can|should|would) i|what (?:is|are|does|do|should i|would you|can i)|should i|which conversation|when (?:do|should) i|why (?:do|should|is|does) (?:i|it|this|coaching|performance))\b|"
    r"i (?:need|want|would like|'d like) (?:you )?(?:to write|help|a (?:message|draft|note|mail|letter))\b)",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"\b(?:you|your|u|ur)\b", re.IGNORECASE)
_FRAME_WISH = {
    Frame.COACHING: re.compile(r"\bcoach(?:ing)?\b", re.IGNORECASE),
    Frame.PERFORMANCE: re.compile(r"\b(?:performance|accountability)\b", re.IGNORECASE),
}
_OTHER = re.compile(r"\b(?:the )?other (?:one|frame|conversation|way)\b", re.IGNORECASE)
_ASKS_FOR_CHANGE = re.compile(
    r"^\s*(?:and |now |please |can you |could you |ok |okay |no,? )*(?:make|turn|do|give|use|switch|change|rewrite|try|keep|the|as|it|in|i (?:want|meant|need))\b",
    re.IGNORECASE,
)
_TONES = {
    Tone.SHORTER: re.compile(
        r"\b(?:shorter|shorten|briefer|more concise|too long|cut it|tighter|less wordy|trim)\b",
        re.IGNORECASE,
    ),
    Tone.WARMER: re.compile(
        r"\b(?:warmer|kinder|friendlier|softer in tone|more human|gentler|less cold|nicer|warm)\b",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a follow-up turn asks for; None keeps what was."""

    frame: Frame | None
    tone: Tone | None
    other: bool = False


def asks_the_assistant(text: str) -> bool:
    """Return whether `text` asks Oneframe for something instead of being a message to send."""
    first = text.strip().splitlines()[0] if text.strip() else ""
    if not _REQUEST.match(first) or len(text.split()) > 60:
        return False
    question = text.strip().endswith("?") or not re.search(r"[.!]\s+\S", text)
    return question or not _PERSONAL.search(_REQUEST.sub("", first))


def wish_of(text: str) -> Wish | None:
    """Return what a short follow-up ("shorter", "make it the coaching one instead") asks for, or None for a draft."""
    if len(text.split()) > _WISH_WORDS:
        return None
    changes = bool(_ASKS_FOR_CHANGE.match(text)) or len(text.split()) <= 3
    tone = next((t for t, pattern in _TONES.items() if changes and pattern.search(text)), None)
    frame = next((f for f, p in _FRAME_WISH.items() if changes and p.search(text)), None)
    other = changes and frame is None and bool(_OTHER.search(text))
    return Wish(frame, tone, other) if tone or frame or other else None
