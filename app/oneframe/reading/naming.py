"""Which sentence says what the conversation is for. Patterns over text; the reader's score decides for drafts."""

import re
from collections.abc import Sequence

from oneframe.frames import Frame
from oneframe.reading.house import OURS, House
from oneframe.records import Named, Sentence

OPENING_SENTENCES = 3

_TALK = r"(?:conversation|talk|chat|moment|note|message|mail|letter|meeting|call|matter|issue|topic|item|point|gap|question|one|thing|discussion|session|time|hour|yarn|word)"
_NOT = r"(?:not|isn't|is not|no|never|rather than|instead of|nor|without|less)\s+(?:\w+\s+){0,3}"

_PERFORMANCE = (
    rf"\bperformance\s+(?:\w+\s+)?{_TALK}",
    r"\b(?:about|on|of|talk|raise|discuss|address)\s+(?:your\s+|the\s+)?(?:work\s+)?performance\b",
    rf"\baccountability\s+{_TALK}?|\bof accountability\b",
    r"\bgap\s+(?:between|in|against|on|that)\b|\bwhere (?:it|they|things|that|we) (?:need|needs|have|has|must|should)\b.{0,12}\b(?:be|to be)\b",
    r"\b(?:requirement|standard|rule|obligation|commitment|deadline|policy)s?\b.{0,40}\b(?:not|n't|missed|broken|behind|short|below|unmet)\b",
    r"\b(?:not|isn't|aren't|wasn't|weren't|hasn't|haven't)\s+(?:being\s+|been\s+)?(?:met|meeting|kept|respected|fulfilled|followed|reaching|where it|what(?:'s| is) required|at the level)\b",
    r"\b(?:fall(?:s|ing)?|fell|is|are|coming)\s+(?:\w+\s+)?(?:short|below|behind)\b",
    r"\b(?:raise|address|bring|put|discuss)\b.{0,30}\b(?:requirement|standard|concern|breach|gap|problem|missed)\b",
    r"\bimprovement plan\b|\bexpectations? (?:of|for) (?:the|your) role\b",
)
_COACHING = (
    rf"\bcoach(?:ing)?\b(?!\s+plan)(?:\s+{_TALK})?",
    r"\bhow (?:you(?:'re| are|r)?|u(?: r)?) (?:\w+ )?(?:think(?:ing)?|thought|see(?:ing)?|imagin\w+|reason\w*|find|approach\w*|picture)\b",
    r"\b(?:hear|understand|explore|learn|talk)\b.{0,30}\b(?:your thinking|you think|your thoughts|your ideas|where you (?:want|would like|see))\b",
    r"\bthink(?:ing)?\b.{0,20}\b(?:with you|together|aloud|out loud|through)\b",
    r"\byour (?:own )?(?:growth|development|learning|aspirations|ideas|career)\b",
    r"\b(?:no(?:body|t| one)?|nothing)\b.{0,25}\b(?:assess\w*|judg\w*|grad\w*|mark(?:ed|ing)|scor\w*|written down)\b",
    r"\bsounding board\b|\bmentor(?:ing)?\b",
)
_PATTERNS = {
    Frame.PERFORMANCE: tuple(re.compile(p, re.IGNORECASE | re.DOTALL) for p in _PERFORMANCE),
    Frame.COACHING: tuple(re.compile(p, re.IGNORECASE | re.DOTALL) for p in _COACHING),
}
_NEGATED = re.compile(rf"\b{_NOT}$", re.IGNORECASE)
_QUOTED = re.compile(
    r"[\"“][^\"”]*[\"”]|«[^«»]*»|(?<![\w'’])['‘](?=\w)(?:[^'‘’\n]|(?<=\w)['’](?=\w)){1,200}['’](?!\w)"
)
_CALLS = r"\b{}(?:\s*(?:\band\b|\bor\b|\bplus\b|&|/|\+)\s*(?:an?\s+)?{})?\s+(?:\w+\s+)?{}\b"
_DENIES = (
    r"\b(?:this|it|that|these)(?:\s+(?:is|was|are|will be))?(?:'s)?(?:\s+(?:really|definitely|certainly|absolutely))?"
    r"(?:n't|\s+not|\s+never|\s+no)(?!\s+(?:just|only|merely|simply)\b)(?:\s+(?:really|in any way|at all|meant as|meant to be|intended as))?"
    r"(?:\s+about(?:\s+your|\s+the)?\s+{}\b|(?:\s+(?:an?|any|your|the))*\s+{}(?:\s+\w+)?\s+{}\b)"
)
_ASSERTED = {
    Frame.PERFORMANCE: re.compile(_CALLS.format("performance", "coaching", _TALK), re.IGNORECASE),
    Frame.COACHING: re.compile(_CALLS.format("coaching", "performance", _TALK), re.IGNORECASE),
}
_DENIED = {
    frame: re.compile(_DENIES.format(frame.value, frame.value, _TALK), re.IGNORECASE)
    for frame in (Frame.PERFORMANCE, Frame.COACHING)
}


def frames_named(text: str) -> frozenset[Frame]:
    """Return the frames that `text` names for this conversation; denied and quoted mentions do not count."""
    bare = _bare(text)
    return frozenset(
        frame for frame, patterns in _PATTERNS.items() if any(_asserts(p, bare) for p in patterns)
    )


def frames_called(text: str) -> frozenset[Frame]:
    """Return the frames whose very name ("a coaching conversation") `text` asserts."""
    bare = _bare(text)
    return frozenset(frame for frame, pattern in _ASSERTED.items() if _asserts(pattern, bare))


def frames_denied(text: str) -> frozenset[Frame]:
    """Return the frames that `text` says this is not ("this isn't a performance conversation")."""
    bare = _bare(text)
    return frozenset(frame for frame, pattern in _DENIED.items() if pattern.search(bare))


def named(
    sentences: Sequence[Sentence], frame: Frame | None, p_named: float, house: House = OURS
) -> Named | None:
    """Return the opening sentence that names `frame`, or None when the opening leaves it unsaid.

    `p_named` (0 to 1) is the reader's probability that the opening names a frame at all; the
    patterns only break near ties and choose the sentence. `house` says what else a frame is called.
    """
    if frame is None:
        return None
    opening = sentences[:OPENING_SENTENCES]
    hits = [i for i, s in enumerate(opening) if frame in frames_named(house.plain(s.text))]
    if p_named < (0.3 if hits else 0.5):
        return None
    if hits:
        return Named(frame, hits[0])
    if any(frame in frames_denied(house.plain(s.text)) for s in opening):
        return None
    same = [i for i, s in enumerate(opening) if s.frame is frame]
    return Named(frame, same[0] if same else 0)


def _bare(text: str) -> str:
    """Return `text`, as long as it was, without its quotations and with plain apostrophes."""
    return _QUOTED.sub(lambda m: " " * len(m.group()), text).replace("’", "'")


def _asserts(pattern: re.Pattern[str], text: str) -> bool:
    return any(not _NEGATED.search(text[max(0, m.start() - 40) : m.start()]) for m in pattern.finditer(text))
