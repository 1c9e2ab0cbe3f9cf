"""What every rule looks at: the draft, the plan and one text that might be delivered."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from oneframe.reading.facts import fact_key, facts
from oneframe.reading.wordset import words
from oneframe.records import Piece, Plan, Reading

_NAMING_WORDS = words(
    "performance coaching conversation talk chat message matter point frame gap requirement standard growth"
)
_SLOT = re.compile(r"\[[^\[\]]*\]")


class Phrases:
    """The composer's own sentences: what they say is no addition. Built once, for every scene."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        self.sentences = sentences
        self.text = " ".join(sentences)
        self.words = words(self.text)
        self.keys = fact_keys(self.text)


@dataclass(frozen=True)
class Scene:
    """One text before the rules. `companion` is the other message's text, empty when there is none."""

    draft: Reading
    plan: Plan
    text: str
    reading: Reading
    companion: str = ""
    set_aside: tuple[Piece, ...] = ()
    phrases: "Phrases" = field(default_factory=lambda: Phrases(()))

    @cached_property
    def unslotted(self) -> str:
        """The text without its bracketed slots."""
        return _SLOT.sub(" ", self.text)

    @cached_property
    def kept_text(self) -> str:
        """The words of the draft that belong in this text, slots included."""
        return "\n".join([*(p.text for p in self.plan.kept), *(s.hint for s in self.plan.slots)])

    @cached_property
    def everywhere(self) -> str:
        """All the places where content of the draft may have gone."""
        return "\n".join([self.text, self.companion, *(p.text for p in self.set_aside)])

    @cached_property
    def draft_keys(self) -> frozenset[str]:
        """The keys of the draft's facts."""
        return frozenset(fact_key(f) for f in self.draft.facts)

    @cached_property
    def everywhere_keys(self) -> frozenset[str]:
        """The keys of the facts in all those places."""
        return fact_keys(self.everywhere)

    @cached_property
    def kept_words(self) -> tuple[frozenset[str], ...]:
        """The content words of each kept piece."""
        return tuple(words(p.text) for p in self.plan.kept)

    @cached_property
    def allowed_words(self) -> frozenset[str]:
        """The words that a text may use: the draft's and the phrase bank's."""
        return words(self.draft.text) | self.phrases.words | words(self.kept_text) | _NAMING_WORDS


def scene(draft: Reading, plan: Plan, text: str, read: Callable[[str], Reading], **rest: object) -> Scene:
    """Return the scene of `text`; slots are masked before it is read, since nobody has filled them."""
    return Scene(draft, plan, text, read(masked(text)), **rest)  # type: ignore[arg-type]


def masked(text: str) -> str:
    """Return `text` with each slot as an ellipsis."""
    return _SLOT.sub("…", text)


def fact_keys(text: str) -> frozenset[str]:
    """Return the comparison keys of the facts in `text`."""
    return frozenset(fact_key(f) for f in facts(text))
