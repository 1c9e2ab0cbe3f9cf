"""Tells a request to the assistant, and a follow-up wish, from a draft. Patterns only."""

import re
from dataclasses import dataclass

from oneframe.frames import Frame
from oneframe.records import Tone

_WISH_WORDS = 14
_REQUEST_WORDS = 60
_TEXT = (
    r"(?:message|note|mail|e-?mail|letter|draft|text|wording|sentence|paragraph|version|opening|reply|dm|conversation|talk|chat|"
    r"something|one|check-?in|opener|script|plan)s?"
)
_THIS = r"(?:this|that|it|these)(?=\s*(?:$|[?.!,]|\b(?:for|so|in|as|more|less|please|better|sound|into)\b))"
_FRAMING = (
    r"(?:coaching|performance|accountability|frames?|framing|oneframe|conversations?|blend\w*|mix(?:ing|ed)?)"
)
_WRITES = r"(?:re-?write|write|draft|compose|rephrase|re-?word|word|phrase|generate|suggest|shorten|prepare|edit|improve|fix|check)"
_SPEAKS = r"(?:say|tell|write|open|start|begin|raise|word|phrase|name|address|frame|ask|put|bring|avoid|deal|handle|be|sound|give|make|use|answer)"
_POLITE = r"(?:can|could|would|will) you (?:please )?"
_REQUEST = re.compile(
    r"^\s*(?:(?:hi|hello|hey|please|ok|okay|so|and|now|then|oneframe)\b[,!.\s]*){0,3}(?:"
    rf"(?:{_POLITE}|(?:please )?(?:help me (?:to )?)?){_WRITES}\s+(?:up\s+)?(?:me\s+)?(?:(?:a|an|the|this|my|some|another|his|her|their)\s+(?:\w+\s+){{0,2}}?)?(?:{_TEXT}\b(?!\s+(?:on|by)\s+each)|{_THIS})|"
    rf"{_POLITE}make (?:this|it|that) (?:sound|read|look|feel|more|less|\w+er)\b|"
    rf"{_POLITE}(?:make|help with) (?:me )?(?:an?|the|my) (?:\w+ ){{0,2}}?{_TEXT}\b|"
    rf"{_POLITE}(?:check|tell me|see) (?:whether|if) (?:my|this|the) {_TEXT}\b|(?:{_POLITE})?write to my\b|"
    rf"(?:{_POLITE})?help me\b|i(?:'d| would)? (?:need|want|like) (?:some |your )?help (?:with|writing|wording|to)\b|"
    rf"i(?:'d| would)? (?:need|want|like) (?:you to )?(?:to )?(?:{_WRITES} )?(?:a|an|another)\s+(?:\w+\s+){{0,2}}?{_TEXT}\b|"
    rf"(?:{_POLITE})?(?:tell|show|give) me\b(?=.*\b(?:{_FRAMING}|{_TEXT}|example|difference)\b)|"
    rf"(?:{_POLITE})?explain\b(?=.*\b{_FRAMING}\b)|"
    rf"how (?:do|can|should|would|could|might) (?:i|one|we|you) {_SPEAKS}\b|"
    rf"what (?:should|can|could|would|do|might) (?:i|one|we|you) {_SPEAKS}\b|"
    rf"(?:what|what's|whats|which|when|where|why|who|should|is|are|does|do|can|could|how)\b(?=.*\b{_FRAMING}\b)"
    r")",
    re.IGNORECASE,
)
# A draft speaks to someone; a question to the assistant speaks of them.
_PERSONAL = re.compile(r"\b(?:your|yours|u|ur|you(?! (?:say|tell|write|open|start|suggest|word)\b))\b", re.I)
_FRAME_WISH = {
    Frame.COACHING: re.compile(r"\bcoach(?:ing)?\b", re.IGNORECASE),
    Frame.PERFORMANCE: re.compile(r"\b(?:performance|accountability)\b", re.IGNORECASE),
}
_REJECTED = re.compile(
    r"\b(?:not|instead of|rather than|no|without)\s+(?:as\s+|in\s+)?(?:an?\s+|the\s+)?(?:coaching|performance|accountability)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\b(?:the )?other (?:one|frame|conversation|way|version)\b", re.IGNORECASE)
_LEAD = r"^\s*(?:and |now |please |can you |could you |ok |okay |no,? |yes,? |actually,? )*"
_MAKES = re.compile(rf"{_LEAD}(?:make|turn|do|keep|write|rewrite) (?:it|this|that|them)\b", re.IGNORECASE)
_CHANGES = re.compile(
    rf"{_LEAD}(?:make|turn|do|give|use|switch|change|rewrite|try|as|in|i(?:'d)? (?:want|meant|need|prefer))\b",
    re.IGNORECASE,
)
_MOST_STRANGE_WORDS = 2
_WISH_VOCABULARY = frozenset(
    """a an and as be bit but can change could different do for frame from give go have i i'd i'm in instead into is it it's just
    keep kind kinda less let like little lot make me mean meant more much my need no not now of ok okay one only please pls prefer
    rather rewrite same some sound still switch than that that's the then this to too tone try turn use version want way with would
    wording words yes you your also again about actually conversation message chat talk text format style length whole first""".split()  # noqa: SIM905
)
_TONES = {
    Tone.SHORTER: re.compile(
        r"\b(?:shorter|shorten|briefer|more concise|too long|cut it(?: down)?|tighter|less wordy|trim|half the length)\b",
        re.IGNORECASE,
    ),
    Tone.PLAINER: re.compile(
        r"\b(?:plainer|plainly|plain words|simpler|simplify|more direct|less fluff\w*|fewer flourishes|straighter|clearer)\b",
        re.IGNORECASE,
    ),
    Tone.WARMER: re.compile(
        r"\b(?:warmer|kinder|friendlier|softer in tone|more human|gentler|less cold|nicer|warm|too cold)\b",
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
    plain = text.strip().replace("’", "'")
    hit = _REQUEST.match(plain.splitlines()[0]) if plain else None
    if not hit or len(plain.split()) > _REQUEST_WORDS:
        return False
    return not _PERSONAL.search(plain[hit.end() :])


def wish_of(text: str) -> Wish | None:
    """Return what a short follow-up ("shorter", "make it coaching instead") asks for, or None for a draft."""
    if len(text.split()) > _WISH_WORDS or not _is_change(text):
        return None
    tone = next((t for t, pattern in _TONES.items() if pattern.search(text)), None)
    wanted = _REJECTED.sub(" ", text)
    frame = next((f for f, pattern in _FRAME_WISH.items() if pattern.search(wanted)), None)
    other = frame is None and bool(_OTHER.search(text))
    return Wish(frame, tone, other) if tone or frame or other else None


def _is_change(text: str) -> bool:
    """Tell whether nearly every word is one that asks for another wording, so that none is left to send."""
    if _MAKES.match(text):
        return True
    plain = text.replace("’", "'")
    for pattern in (*_TONES.values(), *_FRAME_WISH.values(), _OTHER):
        plain = pattern.sub(" ", plain)
    words = re.findall(r"[\w']+", plain.lower())
    strange = sum(w not in _WISH_VOCABULARY for w in words)
    return strange <= (_MOST_STRANGE_WORDS if _CHANGES.match(text) else 0)
