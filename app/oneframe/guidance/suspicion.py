"""Finds what a text holds for machines and not for readers: hidden characters, look-alike letters, orders
to an assistant, addresses that would carry text out, encoded runs. Judges plain text; mends nothing."""

import base64
import binascii
import codecs
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

__all__ = ["Flaw", "folded", "suspicions"]

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# Letters of other scripts that are drawn like Latin ones.
_ALIKE: Final = str.maketrans(
    "аеорсухіјѕԁһԛԝвкмнтАВЕКМНОРСТХІЈЅУαινορυτκχΑΒΕΖΗΙΚΜΝΟΡΤΥΧıɑɡꓮꓐ",
    "aeopcyxijsdhqwbkmhtABEKMHOPCTXIJSYaivoputkxABEZHIKMNOPTYXiagAB",
)
_WORD = re.compile(r"[^\W\d_]+")
_DRAWN_ALIKE: Final = frozenset({"CYRILLIC", "GREEK", "CHEROKEE", "ARMENIAN", "LISU"})
_MACHINE = r"(?:ai|a\.i\.|assistant|language model|llm|chat ?bot|gpt|bot|machine)"
_RULES = r"(?:instructions?|prompts?|directives?|guidelines|guardrails|safety rules|system messages?)"
_ORDERS: Final = tuple(
    re.compile(p, re.I | re.M)
    for p in (
        rf"\b(?:ignore|disregard|forget|override|overrule|bypass|skip|drop)\b[^.\n]{{0,40}}\b(?:previous|prior|above|earlier|preceding|foregoing|your|all|any|other|existing|system)\b[^.\n]{{0,30}}\b{_RULES}",
        r"\b(?:ignore|disregard|forget)\s+(?:everything|anything|all(?: of)?(?: (?:this|that))?)\s+(?:above|before|previous|so far|you)",
        r"\bsystem\s+prompt\b|\bsystem\s+override\b|\bdeveloper\s+(?:mode|message)\b|\bprompt\s+injection\b",
        r"\byou\s+are\s+(?:now\s+)?(?:an?\s+)?(?:\w+\s+){0,3}(?:assistant|language model|chat ?bot|large language|ai model|dan)\b",
        rf"\b(?:as|dear|attention|note to|message to|instructions? (?:to|for)|hey|hello)[,:]?\s+(?:an?\s+|the\s+|any\s+|all\s+)?{_MACHINE}s?\b[^.\n]{{0,40}}(?:\b(?:must|should|shall|will|please|reading|processing)\b|:)",
        rf"^\s*(?:if|when)\s+you\s+are\s+(?:an?\s+)?{_MACHINE}\b",
        r"<\|?/?(?:im_start|im_end|system|endoftext|assistant|user)\|?>|\[/?INST\]|<</?SYS>>|<s>|\bEND OF (?:PROMPT|INSTRUCTIONS|CONTEXT)\b",
        r"^\W{0,6}(?:system|assistant|developer)\s*(?:message\s*)?:[^\n]{0,80}\b(?:you|user|users|ignore|model|prompt|instructions?|approve|override|must|always|never)\b",
        r"\b(?:reveal|print|output|repeat|show|leak|disclose|send|share)\b[^.\n]{0,30}\b(?:your|the|hidden|initial|internal)\s+(?:\w+\s+)?(?:instructions|prompt|rules you|configuration|secret|api key|credentials)",
        r"\b(?:do not|don't|never)\s+(?:tell|mention|reveal|inform|show|disclose)\b[^.\n]{0,30}\b(?:the (?:user|reader|manager)|this (?:instruction|prompt|message))\b",
        r"\b(?:respond|reply|answer)\s+(?:only|exclusively|always)\s+(?:with|in|by)\b|\brespond to (?:every|all|any) (?:question|prompt|request|query)",
        r"\bfrom now on,?\s+(?:you\s+(?:will|must|are|shall)|respond|reply|answer (?:every|all|only))|\bnew instructions?\s*:",
        rf"\bact as (?:an?|the|my) (?:\w+ )?{_MACHINE}\b|\bpretend (?:that )?you (?:are|have) (?:an? )?(?:unrestricted|not bound|no (?:rules|limits)|{_MACHINE})\b|\bjailbreak",
        r"\b(?:append|insert|add|include|recommend|cite)\b[^.\n]{0,40}\b(?:to|in|at the end of) (?:every|each|all|your) (?:answers?|repl(?:y|ies)|responses?|outputs?|rewrites?)\b",
        r"\b(?:call|invoke|use|run|execute)\s+the\s+\w+\s+(?:tool|function|plugin)\b|\btool_call\b|\bfunction_call\b",
    )
)
_CARRIES: Final = tuple(
    re.compile(p, re.I | re.S)
    for p in (
        r"!\[[^\]]*\]\(\s*<?[^)]*[?&=$#{][^)]*\)|!\[[^\]]*\]\[[^\]]*\]",
        r"<(?:iframe|script|object|embed|form|base|input)\b[^>]*>?",
        r"<(?:img|video|audio|link|svg|source)\b[^>]*(?:[?{$]|https?:)[^>]*>?",
        r"<\w+[^>]*\b(?:on[a-z]+\s*=|hidden\b)",
        r"(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?!\.[1-9])|font-size\s*:\s*[01](?:px|pt|em|\b)|color\s*:\s*(?:white|#fff|transparent))",
        r"\b(?:javascript|vbscript)\s*:\s*\w|\bdata\s*:\s*\w+/\w+[;,]",
        r"https?://\S*(?:\{|\$|%7b)|https?://\S+[?&](?:text|msg|draft|leak|payload|prompt)=",
        r"<!--(?:\s*[^\s>-]+){4,}",
    )
)
_RUNS: Final = tuple(
    re.compile(p)
    for p in (
        r"(?<![\w+/])(?=[\w+/]*[A-Z])(?=[\w+/]*[a-z])(?=[A-Za-z+/]*\d)[A-Za-z0-9+/]{24,}={0,2}(?![\w+/])",
        r"(?<![\w+/])[A-Za-z0-9+/]{16,}={1,2}(?![\w+/])",
        r"(?<!\w)[A-Z2-7]{32,}={0,6}(?!\w)",
        r"(?i)(?<!\w)(?:0x)?(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{32,}(?!\w)",
        r"(?i)(?<!\w)(?=(?:[0-9a-f]{2}[ ,:-]){0,11}(?:[a-f][0-9a-f]|\d[a-f]))(?:[0-9a-f]{2}[ ,:-]){12,}",
        r"(?i)(?:\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|%[0-9a-f]{2}|&#x?[0-9a-f]{2,6};){4,}",
        r"(?:(?<!\d)[01]{8}\s*){6,}",
        r"(?:[.-]{1,5}[ /]+){20,}",
    )
)
_LINK = re.compile(r"\b(?:https?|file|mailto):\S+", re.I)
ENDLESS: Final = 1_000
_ENDLESS = re.compile(rf"\S{{{ENDLESS},}}")
_PART: Final = 1_000
_OVERLAP: Final = 200
_ENTITY = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_FLIPPED: Final = tuple(re.compile(p) for p in (r"snoitcurtsni", r"tpmorp", r"suoiverp", r"tnatsissa"))
_LEET: Final = str.maketrans("013457@$!", "oieastasi")


@dataclass(frozen=True, slots=True)
class Flaw:
    """One flaw of a text: the rule it breaks, where (a line, a page, a field), what it is, the mend."""

    rule: str
    place: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}. To mend it, {self.mend}."


def suspicions(text: str) -> Iterator[Flaw]:
    """Yield what in `text` speaks to a machine or hides from a reader, a flaw a line and rule at most.

    A run of characters that no language has is all that is told of a text: it is no text to look at closer.
    """
    if endless := _ENDLESS.search(text):
        at = text.count("\n", 0, endless.start()) + 1
        what = f"holds a run of more than {ENDLESS} characters without a space"
        yield Flaw("encoded", f"line {at}", what, "delete it")
        return
    for number, line in enumerate(text.split("\n"), 1):
        for rule, look, mend in _LOOKS:
            if what := next((said for part in _parts(line) if (said := look(part))), ""):
                yield Flaw(rule, f"line {number}", what, mend)
    yield from _across_lines(text)


def _parts(line: str) -> Iterator[str]:
    """Yield a line in overlapping parts: no look is asked for more than it can take in a moment."""
    for start in range(0, max(1, len(line) - _OVERLAP), _PART - _OVERLAP):
        yield line[start : start + _PART]


def folded(text: str) -> str:
    """Return `text` as a reader takes it: hidden characters out, look-alike letters in Latin."""
    seen = "".join(c for c in text if not _is_hidden(c))
    plain = unicodedata.normalize("NFKD", seen).translate(_ALIKE)
    return "".join(c for c in plain if not unicodedata.combining(c))


def _is_hidden(char: str) -> bool:
    return (char not in "\t\n" and unicodedata.category(char) in _HIDDEN) or bool(_BLANK.match(char))


def _hidden(line: str) -> str:
    """Return the first character that is not seen; one that only shapes an emoji is."""
    for at, c in enumerate(line):
        if _is_hidden(c) and not _shapes_an_emoji(line, at):
            return f"holds the hidden character U+{ord(c):04X}"
    return ""


def _shapes_an_emoji(line: str, at: int) -> bool:
    before = line[at - 1 : at]
    return line[at] in "\ufe0e\ufe0f\u200d" and unicodedata.category(before or "a") in ("So", "Sk", "Mn")


def _lookalike(line: str) -> str:
    """Return a word that mixes Latin with letters drawn like it, or is all of such among Latin ones."""
    is_latin = sum("a" <= c.lower() <= "z" for c in line) > len(line) / 2
    for word in (w for w in _WORD.findall(line) if len(w) > 2 and not w.isascii()):
        scripts = {_script(c) for c in word}
        if scripts & {"MATHEMATICAL", "FULLWIDTH"}:
            return f"writes {word!r} in letters made for formulas or wide type"
        if "LATIN" in scripts and scripts & _DRAWN_ALIKE and len(word) > 3:
            return f"mixes alphabets in {word!r}"
        if is_latin and scripts <= _DRAWN_ALIKE and word.translate(_ALIKE).isascii():
            return f"writes {word!r} in letters that only look Latin"
    return ""


def _script(char: str) -> str:
    return unicodedata.name(char, "").split(" ")[0]


def _instructing(line: str) -> str:
    """Return what in a line gives orders to a machine, also reversed, turned by 13 or written in digits."""
    plain = folded(line)
    if found := _first(_ORDERS, plain):
        return f"speaks to a machine ({_short(found)})"
    joined = re.sub(r"(?<=\b\w)[ .*_-](?=\w\b)", "", plain)
    for turned in (codecs.encode(plain, "rot13"), plain.translate(_LEET), joined):
        if turned != plain and (found := _first(_ORDERS, turned)):
            return f"speaks to a machine in disguise ({_short(found)})"
    return "holds reversed orders" if sum(bool(p.search(plain.lower())) for p in _FLIPPED) > 1 else ""


def _carrying(line: str) -> str:
    found = _first(_CARRIES, line)
    return f"would hide or send text where it is rendered ({_short(found)})" if found else ""


def _encoded(line: str) -> str:
    """Return a run that no reader can read: encoded bytes of some kind; an address may have its own."""
    links = [hit.span() for hit in _LINK.finditer(line)]
    for hit in (hit for rule in _RUNS for hit in rule.finditer(line)):
        said = _meaning(hit.group())
        if said or not any(a <= hit.start() < b for a, b in links):
            return f"holds an encoded run ({_short(hit.group())}){said}"
    return ""


def _meaning(run: str) -> str:
    """Return what an encoded run says, where it is plain text."""
    tries: tuple[Callable[[], bytes], ...] = (
        lambda: base64.b64decode(run + "=" * (-len(run) % 4), validate=True),
        lambda: bytes.fromhex(re.sub(r"[^0-9a-fA-F]", "", run)),
        lambda: unquote(run).encode() if _ENTITY.search(run) else b"",
    )
    for attempt in tries:
        try:
            said = attempt().decode("utf-8")
        except (ValueError, binascii.Error):
            continue
        if said and said.isprintable():
            return f", which says {_short(said)}"
    return ""


def _across_lines(text: str) -> Iterator[Flaw]:
    """Yield orders that a line break cuts in two."""
    lines = text.split("\n")
    for number, (one, two) in enumerate(itertools.pairwise(lines), 1):
        if one.strip() and two.strip():
            both = _first(_ORDERS[:3], folded(f"{one.strip()[-_OVERLAP:]} {two.strip()[:_OVERLAP]}"))
            # An order that stands in one of the two lines was told of already.
            if both and not (_instructing(one[-_OVERLAP:]) or _instructing(two[:_OVERLAP])):
                yield Flaw("instructing", f"line {number}", f"speaks to a machine ({_short(both)})", _DROP)


def _first(rules: tuple[re.Pattern[str], ...], text: str) -> str:
    return next((hit.group() for rule in rules if (hit := rule.search(text))), "")


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return f'"{flat[:60]}…"' if len(flat) > 60 else f'"{flat}"'


_DROP: Final = "delete it or word it for a person"
_LOOKS: Final[tuple[tuple[str, Callable[[str], str], str], ...]] = (
    ("hidden", _hidden, "delete it, or save the text again as plain text"),
    ("lookalike", _lookalike, "type the word in one alphabet"),
    ("instructing", _instructing, _DROP),
    ("carrying", _carrying, "delete it, or give the bare address"),
    ("encoded", _encoded, "delete it, or write out what it says"),
)
