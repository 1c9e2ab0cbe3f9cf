"""Says a required thing plainly: takes softeners out and turns verdict questions into statements. Adds no content."""

import re
from typing import Final

from oneframe.frames import Fault

# Sentences that carry one of these are worded plainly.
UNPLAIN: Final = (Fault.SOFTENED_STANDARD, Fault.VERDICT_QUESTION)

# "What kind of seal" asks for a kind; "kind of late" softens.
_KIND_OF = (
    "what",
    "this",
    "that",
    "some",
    "any",
    "the",
    "a",
    "one",
    "each",
    "which",
    "every",
    "same",
    "another",
)
_NO_KIND = "".join(rf"(?<!\b{word} )" for word in _KIND_OF)
_SOFTENERS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        r"^(?:um+,?|so yeah,?|anyways?,?|no pressure,?(?: but)?|no rush,?(?: but)?|just a thought,?(?: but)?|i guess,?|i suppose,?|"
        r"maybe|perhaps|a tiny thing,?|small thing,?|one small thing[,:]?|tiny thing[,:]?)\s+",
        r",?\s*\b(?:if|when(?:ever)?)\s+(?:you|u)\s+(?:get|have|find)\s+(?:a|the)\s+(?:chance|moment|minute|sec|second|time)\b",
        r",?\s*\b(?:if (?:that's|that is|it's|it is) (?:ok|okay|alright|possible|at all possible)(?: with you)?|if possible|if at all possible|"
        r"if you (?:can|could|don't mind|wouldn't mind|fancy|like|want|feel like it))\b(?=\s*[,.!?]|$)",
        r",?\s*\b(?:no (?:pressure|rush|worries|biggie|big deal)(?: (?:at all|though|if not))?|just (?:saying|a thought|putting it out there)|"
        r"is all i'm saying|i guess|i suppose|or whatever|or so|you know\?*|if that makes sense|for what it's worth)\s*(?=[.!?]|$)",
        rf"{_NO_KIND}\b(?:kinda|sorta|kind of|sort of)\s+(?=\w)",
        r"\b(?:maybe|perhaps|possibly|ideally)\s+(?=\w)",
        r",?\s*\b(?:maybe|perhaps|possibly|ideally)(?=\s*[,.!?]|$)",
        r"(?<=\s)(?:just|simply)\s+(?=(?:a (?:bit|little)|try|make|get|keep|bring|send|have|be|do)\b)",
        r"\b(?:try (?:to|and)\s+)(?:maybe\s+)?(?=\w)",
        r"\b(?:a bit|a little|a tad)\s+(?=(?:more|less|better|earlier|sooner|late|behind|short|quicker|faster|tidier|under|over)\b)",
    )
)
_REQUESTS = (
    (
        re.compile(
            r"^(.*?)\b(?:it(?:'d| would) be|that(?:'d| would) be|would be)\s+(?:\w+\s+){0,3}?(?:great|good|nice|lovely|super|ideal|helpful|amazing|fab)\s+if\s+(?:you|u|we)\s+could\s+",
            re.IGNORECASE | re.DOTALL,
        ),
        r"\1I need you to ",
    ),
    (
        re.compile(
            r"^(?:do you think you could|(?:could|would|can|might) you(?! mind\b)|would you be (?:able|willing|happy|up for|open) to|would you mind)\s+(?:please\s+)?(?:maybe\s+|perhaps\s+|possibly\s+)?(?=\w+(?<!ing)\b)(.+?)\?+$",
            re.IGNORECASE | re.DOTALL,
        ),
        r"I need you to \1.",
    ),
    (
        re.compile(
            r"^(?:i|we)(?:'d| would) (?:really )?(?:love|like|appreciate)(?: it)? (?:if you (?:could|would)|for you to)\s+",
            re.IGNORECASE,
        ),
        "I need you to ",
    ),
    (
        re.compile(
            r"^(?:you|we) (?:might|may|could) (?:(?:wish|want|like|care) to )?(?:consider|reflect|note)(?: on)? that\s+(?=.*\bbe\b)",
            re.IGNORECASE,
        ),
        "What is required is that ",
    ),
    (
        re.compile(
            r"^(?:you (?:might|may|could) (?:wish|want|like|care) to|you might consider(?! (?:\w+ing|that)\b)|maybe you could|perhaps you could|you could (?:maybe )?(?:try to )?)\s+(?=\w)",
            re.IGNORECASE,
        ),
        "I need you to ",
    ),
)
_VERDICTS = (
    (
        re.compile(
            r"^(?:so\s+)?why (?:do|did) (?:you|u) (?:still |always |keep on |keep |constantly )(\w+ing\b.+?)\?+$",
            re.IGNORECASE | re.DOTALL,
        ),
        r"You keep \1.",
    ),
    (
        re.compile(
            r"^(?:don't you|do you not|wouldn't you) (?:think|agree|say|feel) (?:that )?(?:you|u) (should .+?)\?+$",
            re.IGNORECASE | re.DOTALL,
        ),
        r"You \1.",
    ),
    (
        re.compile(r"^(?:shouldn't|should not) you (have .+?)\?+$", re.IGNORECASE | re.DOTALL),
        r"You should \1.",
    ),
)
_SOFT_WORDS = re.compile(
    rf"\b(?:maybe|perhaps|possibly|kinda|sorta|{_NO_KIND}(?:sort|kind) of|a bit|a little|a tad|no pressure|no rush|no worries|no big deal|"
    r"if you can|if (?:at all )?possible|where possible|when(?:ever)? you (?:get|have|find) (?:a|the) (?:chance|moment|minute|min|sec|second|time)|"
    r"whenever you can|when(?:ever)? (?:it )?suits|just a thought|ideally|hopefully|i guess|i suppose|don't worry|no (?:biggie|stress|hurry)|"
    r"not a big deal|it's fine|if that works|at your convenience|or so|or thereabouts|more or less|slightly|if you (?:fancy|feel like it|don't mind|like)|"
    r"roughly|approximately|it would be (?:nice|great|lovely|good|helpful)|would you mind)\b",
    re.IGNORECASE,
)

# Numbers, and names inside a sentence: no cut may take one with it.
_SOLID = re.compile(r"\w*\d\w*|(?<=\s)(?!O[Kk]\b)[^\W\d_]\w+")
_ASKS = re.compile(
    r"^(?:who|what|when|where|why|how|which|is|are|was|were|do|does|did|have|has|had|can|could|will|would|shall|should|may)\b",
    re.IGNORECASE,
)


def softeners(text: str) -> tuple[str, ...]:
    """Return the softeners in `text`, lower-cased, in order."""
    return tuple(m.group().lower() for m in _SOFT_WORDS.finditer(text.replace("’", "'")))


def say_plainly(sentence: str) -> str:
    """Return a performance sentence without softeners, a verdict question as the statement it hides."""
    text = sentence.replace("’", "'") if _changes(sentence) else sentence
    for pattern, plain in (*_VERDICTS, *_REQUESTS):
        text = pattern.sub(plain, text, count=1)
    for softener in _SOFTENERS:
        text = softener.sub("", text)
    text = _tidy(text, sentence)
    return text if all(solid in text for solid in _solid(sentence)) else sentence


def _solid(sentence: str) -> list[str]:
    return [w for w in _SOLID.findall(sentence) if w[0].isupper() or any(c.isdigit() for c in w)]


def _changes(sentence: str) -> bool:
    text = sentence.replace("’", "'")
    return any(p.search(text) for p in (*_SOFTENERS, *(p for p, _ in (*_VERDICTS, *_REQUESTS))))


def _tidy(text: str, original: str) -> str:
    """Mend spacing and the first letter after a cut; an emptied sentence stays as it was."""
    text = re.sub(r"[ \t]{2,}", " ", text)
    text = re.sub(r"\s+([,.!?;:])", r"\1", text).strip(" ,;")
    if len(text.split()) < 3:
        return original
    if original[:1].isupper() and text[:1].islower():
        text = text[0].upper() + text[1:]
    if text[-1:] == "?" and text != original and not _ASKS.match(text):
        text = text.rstrip("?!. ") + "."
    if text.startswith("I need you to"):
        text = "i" + text[1:] if original[:1].islower() else text
    return text
