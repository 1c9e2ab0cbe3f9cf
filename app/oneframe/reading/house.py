"""What a house calls the two conversations, and the words it avoids. Says the same thing in other words:
it never changes what counts as one frame. Judges no rule of a house; `house_rules` does."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from oneframe.frames import Frame

_TALK = r"(?:conversation|chat|talk|message|matter)"


@dataclass(frozen=True, slots=True)
class House:
    """The house's name for each frame, and its word for each that it avoids; both may be empty."""

    terms: Mapping[Frame, str] = field(default_factory=dict)
    tone: Mapping[str, str] = field(default_factory=dict)

    def plain(self, text: str) -> str:
        """Return `text` with the house's names in our words, as the reader learnt them."""
        for frame, term in self.terms.items():
            known = rf"\b(an?\s+)?{_spaced(term)}(s?)(?!\w)"
            text = _put(text, known, f"{frame} conversation")
        return text

    def phrase(self, phrase: str) -> str | None:
        """Return a phrase of ours in the house's words, or None where it would not be English."""
        for frame, term in self.terms.items():
            said = _put(phrase, rf"\b(an?\s+)?{frame} {_TALK}()\b", term)
            if re.search(rf"\b{frame}\b", said, re.I) or (said != phrase and "rais" in phrase):
                return None
            phrase = said
        return self.toned(phrase)

    def naming(self, frame: Frame) -> str | None:
        """Return the plainest sentence that names `frame`, where the house has a word for it."""
        term = self.terms.get(frame)
        return self.toned(_put(f"This is a {frame} talk.", rf"(a ){frame} talk()", term)) if term else None

    def toned(self, text: str) -> str:
        """Return `text` with the words that the house avoids replaced, a capital kept."""
        for word, instead in self.tone.items():
            # A brace before it makes it the place of a slot and no word.
            known = rf"(?<![\w{{]){_spaced(word)}(?!\w)"
            text = re.sub(known, partial(_like, instead), text, flags=re.I)
        return text


OURS = House()


def _spaced(term: str) -> str:
    return r"\s+".join(map(re.escape, term.split()))


def _put(text: str, known: str, noun: str) -> str:
    """Return `text` with `noun` for each match of `known`, whose groups are its article and its plural."""

    def said(hit: re.Match[str]) -> str:
        article = ("an " if noun[:1].lower() in "aeiou" else "a ") if hit[1] else ""
        return _cased(article, hit[1] or "") + noun + hit[2]

    return re.sub(known, said, text, flags=re.I)


def _like(instead: str, hit: re.Match[str]) -> str:
    return _cased(instead, hit.group())


def _cased(word: str, like: str) -> str:
    return word[:1].upper() + word[1:] if like[:1].isupper() else word
