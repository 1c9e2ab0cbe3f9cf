"""Fits a writer's candidate to the brief without a model: its slots, order and lines. Decides nothing."""

import re
from collections.abc import Sequence
from dataclasses import replace

from oneframe.reading.facts import fact_key, facts
from oneframe.reading.segment import sentences
from oneframe.reading.wordset import negations, words
from oneframe.records import Brief, Part, Slot

_BRACKET = re.compile(r"\[[^\[\]]*\]")
_COVERS = 0.95
_NEW = 0.1


def spliced(candidate: str, brief: Brief) -> tuple[str, float]:
    """Return the composer's text with the candidate's wording of each sentence that is faithful to it.

    The number is the share (0 to 1) of the draft's sentences that the candidate gave faithfully.
    """
    offered = [candidate[s.start : s.end] for s in sentences(candidate)]
    parts, used = [], 0
    for part in brief.parts:
        match = _faithful(part.text, offered) if part.is_draft else None
        if match is not None:
            offered.remove(match)
            used += 1
            part = replace(part, text=_ended_as(part.text, match))
        parts.append(part)
    drafted = sum(p.is_draft for p in brief.parts)
    return replace(brief, parts=tuple(parts)).composed, used / drafted if drafted else 0.0


def _ended_as(line: str, wording: str) -> str:
    """Return `wording` without a full stop that `line` lacks: what joins it to the next brings one."""
    return wording if line[-1:] in ".!?…" else wording.removesuffix(".")


def settled(candidate: str, brief: Brief) -> str:
    """Return the candidate with the plan's own slots for its brackets; missing ones are carried in.

    A bracket of the draft's own stays; with any other its sentence goes, since nobody can fill it.
    """
    wanted = list(brief.slots)
    text = _BRACKET.sub(lambda m: _settled(m.group(), wanted, brief.draft), candidate.replace("\0", ""))
    text = _without_stubs(text)
    while strays := [b for b in _BRACKET.findall(text) if not _belongs(b, brief)]:
        text = text.replace(strays[0], " ")
    absent = [s.text for s in brief.slots if s.text not in text]
    missing = [p.text for p in brief.parts if any(slot in p.text for slot in absent)]
    return _before_sign_off(text, missing, brief.parts)


def _faithful(line: str, offered: Sequence[str]) -> str | None:
    """Return the offered sentence that says what `line` says, no less and hardly more."""
    if line in offered:
        return line
    wanted, keys = words(line), _keys(line)
    for sentence in offered:
        used = words(sentence)
        covers = len(wanted & used) >= _COVERS * len(wanted) and bool(wanted)
        adds_little = len(used - wanted) <= _NEW * len(used)
        if covers and adds_little and _keys(sentence) == keys and _verbatim(line, sentence):
            return sentence
    return None


def _verbatim(line: str, sentence: str) -> bool:
    """Every fact and every "not" stands as it was: "8 of 21" does not become "eight of 21"."""
    low = sentence.lower()
    if "[" in sentence or negations(sentence) != negations(line):
        return False
    return all(f.text.lower() in low for f in facts(line))


def _keys(text: str) -> frozenset[str]:
    return frozenset(fact_key(f) for f in facts(text))


def _belongs(bracket: str, brief: Brief) -> bool:
    return bracket in brief.draft or any(bracket == s.text for s in brief.slots)


def _settled(bracket: str, wanted: list[Slot], draft: str) -> str:
    inner = bracket.strip("[]").lower()
    for slot in wanted:
        name = slot.element.value if slot.element else slot.hint[:12].lower()
        if inner.startswith((f"the {name}", name)) or bracket == slot.text:
            wanted.remove(slot)
            return slot.text
    return bracket if bracket in draft else "\0"


def _without_stubs(text: str) -> str:
    """Take out the sentences whose bracket stands for nothing that is missing."""
    if "\0" not in text:
        return text
    for sentence in [text[s.start : s.end] for s in sentences(text)]:
        if "\0" in sentence:
            text = text.replace(sentence, "", 1)
    return re.sub(r"[ \t]{2,}", " ", text.replace("\0", "")).strip()


def _before_sign_off(text: str, lines: Sequence[str], parts: Sequence[Part]) -> str:
    """Return `text` with `lines` before the sign-off that it shares with the composed parts."""
    if not lines:
        return text
    tail = ""
    for part in reversed(parts):
        if part.is_draft or _BRACKET.search(part.text) or not text.rstrip().endswith(part.text + tail):
            break
        tail = part.join + part.text + tail
    head = text.rstrip()[: len(text.rstrip()) - len(tail.strip())].rstrip() if tail else text.rstrip()
    return f"{head} {' '.join(lines)}{tail}"
