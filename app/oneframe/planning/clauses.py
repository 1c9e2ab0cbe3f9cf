"""Splits a blended sentence where both halves can stand alone. Words only; decides no frame."""

import re

_BOUNDARY = re.compile(r"\s*(?:;|\s[-–—]+\s|,?\s+(?:but|although|though|however)\s+|,\s+(?:and|so)\s+)\s*")
_STARTS_A_CLAUSE = re.compile(
    r"(?:i|we|you|u|he|she|they|it|there|this|that|these|those|the|a|an|your|our|my|his|her|their|its|"
    r"no|not|all|every|each|please|what|how|when|where|which|i'd|i'm|i've|we're|we've|you're|you've|it's|that's|"
    r"[A-Z][\w'’-]+|\d[\w.,:/-]*)\b",
    re.IGNORECASE,
)
_MIN_WORDS = 4


def clauses(sentence: str) -> tuple[str, ...]:
    """Return the main clauses of `sentence` in order, verbatim; one item when it cannot be split cleanly."""
    parts, start = [], 0
    for boundary in _BOUNDARY.finditer(sentence):
        parts.append(sentence[start : boundary.start()])
        start = boundary.end()
    parts.append(sentence[start:])
    clean = all(len(p.split()) >= _MIN_WORDS for p in parts)
    if len(parts) < 2 or not clean or not all(_STARTS_A_CLAUSE.match(p) for p in parts[1:]):
        return (sentence,)
    return tuple(parts)


_WRAPPER = re.compile(
    r"^(?:as (?:part of|a) [^,]{0,50},\s+)?(?:(?:so|and|but|also|hey|hi|hello)\b[^,]{0,20},?\s+)?"
    r"(?:would you be (?:up for|open to|interested in|willing to)|i(?:'d| would) (?:love|like|be (?:curious|interested|keen))(?: for you)? to (?:see|explore|hear|know)(?: if| whether| how)?|"
    r"what if you|how about|you might (?:like|want) to (?:explore|experiment with|try)|let's explore|(?:it would|it'd) be (?:\w+ )?(?:great|lovely|wonderful|good|nice|ideal) (?:to (?:see|explore|have)|if))\s+"
    r"(?:maybe\s+|perhaps\s+|possibly\s+)?(?:exploring,?\s+|experimenting with\s+)?(?:,?\s*as (?:like )?an? (?:\w+\s+){1,3}?(?:thing|stretch|experiment|opportunity),?\s+)?",
    re.IGNORECASE,
)


def unwrapped(sentence: str) -> str:
    """Return `sentence` without an invitation that wraps it, for quoting in a slot; never empty."""
    bare = _WRAPPER.sub("", sentence.replace("’", "'"), count=1).strip(" ,.?!")
    return bare if len(bare.split()) >= 3 else sentence.strip(" ?!.")
