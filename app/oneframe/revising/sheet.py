"""A delivered text under the manager's hands, and edits to it by whole sentences. Pure: judges nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from oneframe.checking.compare import fact_keys, said
from oneframe.reading.facts import fact_key, facts
from oneframe.reading.naming import frames_named
from oneframe.reading.segment import sentences
from oneframe.reading.wordset import words
from oneframe.records import Piece, Plan, Reading, Route, Verdict
from oneframe.writing.composer import is_sign_off

_STANDS = 0.5


@dataclass(frozen=True, slots=True)
class Sheet:
    """One text. `offered` is the coach's wording, `text` how it stands now, `verdict` the word on `text`.

    `aside` is all of the draft that does not belong here, `taken_out` what the manager took out or changed,
    `meant` what was changed on purpose, `elsewhere` the text that this one stands beside.
    """

    draft: Reading
    plan: Plan
    offered: str
    text: str
    verdict: Verdict
    aside: tuple[Piece, ...] = ()
    taken_out: tuple[Piece, ...] = ()
    meant: tuple[Piece, ...] = ()
    elsewhere: str = ""
    route: Route | None = None

    @property
    def is_deliverable(self) -> bool:
        """True when the text as it stands passed every check."""
        return self.verdict.ok and self.route is None

    @property
    def is_as_offered(self) -> bool:
        """True while nobody has changed the text."""
        return self.text == self.offered


def without_facts(sheet: Sheet) -> tuple[Piece, ...]:
    """Return the kept pieces of which a name, number or date is no longer in the text."""
    keys = fact_keys(sheet.text)
    return tuple(
        piece
        for piece in sheet.plan.kept
        if any(fact_key(f) not in keys and not said(f, sheet.text) for f in facts(piece.text))
    )


def stands(piece: Piece, said: Sequence[frozenset[str]]) -> bool:
    """Return whether one of the sentences, given by their content words, says most of what `piece` says."""
    own = words(piece.text)
    return not own or any(len(own & s) >= _STANDS * len(own) for s in said)


def swapped(text: str, old: str, new: str) -> str:
    """Return `text` with the sentence `old` as `new`, both whole; an empty `new` takes it out."""
    if new:
        return text.replace(old, new, 1)
    start = text.find(old)
    if start < 0:
        return text
    before, after = text[:start], text[start + len(old) :]
    breaks = "\n" in before[len(before.rstrip()) :] and after.strip()
    return (before.rstrip() + after if not breaks else before + after.lstrip()).strip()


def restored(text: str, sentence: str, offered: str) -> str:
    """Return `text` with a sentence of `offered` back between its neighbours, as far apart as it was."""
    found = sentences(offered)
    cuts = [offered[s.start : s.end] for s in found]
    at = cuts.index(sentence)
    behind = offered[found[at].end : found[at + 1].start] if at + 1 < len(found) else ""
    for i in range(at - 1, -1, -1):
        if (start := text.find(cuts[i])) >= 0:
            end = start + len(cuts[i])
            rest = behind + text[end:].lstrip() if behind and text[end:].strip() else text[end:]
            return f"{text[:end]}{offered[found[at - 1].end : found[at].start]}{sentence}{rest}"
    return f"{sentence}{behind}{text}"


def inserted(text: str, sentence: str, after: Sequence[str], join: str = " ") -> str:
    """Return `text` with `sentence` behind the first of `after` that stands in it, else at its end.

    Never before the sentence that names the frame, so that the opening stays the opening.
    """
    found = sentences(text)
    cuts = [text[s.start : s.end] for s in found]
    last = len(cuts) - 1
    while last > 0 and is_sign_off(cuts[last], text[found[last - 1].end : found[last].start]):
        last -= 1
    at = max(_place(cuts, after, last), _naming(cuts))
    end = found[at].end if found else 0
    return f"{text[:end]}{join if end else ''}{sentence}{text[end:]}"


def _place(cuts: Sequence[str], after: Sequence[str], last: int) -> int:
    bags = [words(s) for s in cuts]
    for earlier in after:
        own = words(earlier)
        for at, bag in enumerate(bags):
            if earlier in cuts[at] or (own and len(own & bag) >= _STANDS * len(own)):
                return at
    return last if after else 0


def _naming(cuts: Sequence[str]) -> int:
    return next((i for i, s in enumerate(cuts[:3]) if frames_named(s)), 0)
