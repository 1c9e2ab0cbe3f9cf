"""Mends a writer's candidate without a model: settles its slots, takes out bad sentences, puts lost ones back."""

import re
from collections.abc import Sequence

from oneframe.frames import Element
from oneframe.reading.segment import sentences
from oneframe.reading.wordset import words
from oneframe.records import Brief, Piece, Slot

_BRACKET = re.compile(r"\[[^\[\]]*\]")
_CUES = {
    Element.STANDARD: re.compile(
        r"\b(?:standard|requirement|required|rule|policy|expected|must|need(?:s|ed)? to be|target|agreed)\b",
        re.I,
    ),
    Element.GAP: re.compile(r"\b(?:gap|saw|seen|instances?|which|how many|times?|examples?|missed)\b", re.I),
    Element.CLOSING: re.compile(
        r"\b(?:closing|by when|date|change|support|start|first|from|deadline|day|week|month)\b",
        re.I,
    ),
    Element.CONSEQUENCE: re.compile(
        r"\b(?:consequence|happens?|follows?|otherwise|if (?:it|not|this|they)|next step|do about|decide[sd]?)\b",
        re.I,
    ),
}


def settle(candidate: str, brief: Brief) -> str:
    """Return the candidate with the plan's own slots: its brackets reworded, surplus ones out, missing ones carried in."""
    wanted = list(brief.slots)
    text = _BRACKET.sub(
        lambda m: _settled(m.group(), wanted, candidate[max(0, m.start() - 80) : m.start()]),
        candidate,
    )
    text = _without_stubs(text)
    missing = [c for slot, c in zip(brief.slots, brief.carriers, strict=True) if slot in wanted]
    return before_sign_off(text, missing, brief)


def repaired(candidate: str, brief: Brief, kept: Sequence[Piece]) -> str:
    """Return the candidate without sentences foreign to the draft, and with the kept lines that it lost."""
    here = words(candidate)
    gone = [p.text for p in kept if not words(p.text) <= here and p.text not in candidate]
    lines = [ln for ln in brief.lines if any(_overlap(ln, g) for g in gone) and not words(ln) <= here]
    known = words(brief.draft) | words(brief.composed)
    text = candidate
    for sentence in (candidate[s.start : s.end] for s in sentences(candidate)):
        used = words(sentence)
        foreign = len(used - known) > len(used) // 4
        replaced = bool(used) and any(used <= words(ln) for ln in lines)
        if sentence not in brief.opening and (foreign or replaced):
            text = text.replace(sentence, "", 1)
    return before_sign_off(_tidy(text), lines, brief)


def _overlap(line: str, piece: str) -> bool:
    ours, theirs = words(line), words(piece)
    return bool(theirs) and len(ours & theirs) >= len(theirs) // 2


def before_sign_off(text: str, lines: Sequence[str], brief: Brief) -> str:
    """Return `text` with `lines` before its sign-off, if it ends with the brief's."""
    if not lines:
        return text
    tail = brief.sign_off.strip()
    added = " ".join(lines)
    if tail and text.rstrip().endswith(tail):
        head = text.rstrip()[: -len(tail)]
        return f"{head.rstrip()} {added}{brief.sign_off if brief.sign_off[:1].isspace() else ' ' + brief.sign_off}"
    return f"{text.rstrip()} {added}"


def _settled(bracket: str, wanted: list[Slot], before: str) -> str:
    slot = _match(bracket, wanted, before)
    if slot is None:
        return "\0"
    wanted.remove(slot)
    return slot.text


def _match(bracket: str, wanted: Sequence[Slot], before: str) -> Slot | None:
    """Return the wanted slot that a bracket stands for: named, then cued, then none."""
    inner = bracket.strip("[]").lower()
    for slot in wanted:
        if slot.element and inner.startswith((f"the {slot.element}", slot.element.value)):
            return slot
    for slot in reversed(wanted):
        if slot.element and _CUES[slot.element].search(inner):
            return slot
    return wanted[0] if wanted and wanted[0].element and _CUES[wanted[0].element].search(before) else None


def _without_stubs(text: str) -> str:
    """Take out the sentences whose bracket stands for nothing that is missing."""
    if "\0" not in text:
        return text
    spans = [text[s.start : s.end] for s in sentences(text)]
    for sentence in spans:
        if "\0" in sentence:
            text = text.replace(sentence, "", 1)
    return _tidy(text.replace("\0", ""))


def _tidy(text: str) -> str:
    text = re.sub(r"[ \t]{2,}", " ", text)
    return re.sub(r" ?\n{3,}", "\n\n", text).strip()
