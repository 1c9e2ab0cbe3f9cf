"""What every rule looks at: the draft, the plan and one text that might be delivered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from oneframe.checking.compare import fact_keys, plain, stands_in
from oneframe.frames import Frame
from oneframe.reading.facts import fact_key
from oneframe.reading.house import OURS, House
from oneframe.reading.wordset import words
from oneframe.records import Piece, Plan, Reading
from oneframe.writing.plain import UNPLAIN, say_plainly

_NAMING_WORDS = words(
    "performance coaching conversation talk chat message matter point frame gap requirement standard growth"
)


class Phrases:
    """The composer's own sentences: what they say is no addition. Built once, for every scene."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        self.sentences = sentences
        self.text = " ".join(sentences)
        self.words = words(self.text)
        self.keys = fact_keys(self.text)
        self._plain = tuple(plain(s.replace("{slot}", " ")) for s in sentences)

    def has(self, sentence: str) -> bool:
        """Return whether `sentence` stands, word for word, in one of the phrases."""
        said = plain(sentence)
        return bool(said) and any(stands_in(said, phrase) for phrase in self._plain)


@dataclass(frozen=True)
class Scene:
    """One text before the rules. `companion` is the other message's text, empty when there is none;
    `given` are the sentences that the manager typed into the text: no addition, and not held to the draft."""

    draft: Reading
    plan: Plan
    text: str
    reading: Reading
    companion: str = ""
    set_aside: tuple[Piece, ...] = ()
    phrases: "Phrases" = field(default_factory=lambda: Phrases(()))
    given: tuple[str, ...] = ()
    house: House = OURS

    @cached_property
    def source(self) -> str:
        """The manager's own words: the draft, and what was typed since."""
        return "\n".join([self.draft.text, *self.given])

    @cached_property
    def given_keys(self) -> frozenset[str]:
        """The keys of the facts in what was typed since the draft."""
        return fact_keys("\n".join(self.given))

    def is_own(self, sentence: str) -> bool:
        """Return whether `sentence` is the composer's phrase or was typed by the manager."""
        return sentence in self.given or self.phrases.has(sentence)

    @cached_property
    def unslotted(self) -> str:
        """The text without the plan's slots; any other bracket is content."""
        return _without(self.text, self.plan, " ")

    @cached_property
    def masked(self) -> str:
        """The text with each of the plan's slots as an ellipsis."""
        return masked(self.text, self.plan)

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
        """The keys of the draft's facts, and of those typed since."""
        return frozenset(fact_key(f) for f in self.draft.facts) | self.given_keys

    @cached_property
    def everywhere_keys(self) -> frozenset[str]:
        """The keys of the facts in all those places."""
        return fact_keys(self.everywhere)

    @cached_property
    def kept_words(self) -> tuple[frozenset[str], ...]:
        """The content words of each kept piece; of a softened one, those it has when said plainly."""
        plainly = self.plan.frame is Frame.PERFORMANCE
        return tuple(
            words(say_plainly(p.text) if plainly and p.error in UNPLAIN else p.text) for p in self.plan.kept
        )

    @cached_property
    def allowed_words(self) -> frozenset[str]:
        """The words that a text may use: the draft's and the phrase bank's."""
        return words(self.source) | self.phrases.words | words(self.kept_text) | _NAMING_WORDS


def scene(draft: Reading, plan: Plan, text: str, read: Callable[[str], Reading], **rest: object) -> Scene:
    """Return the scene of `text`; slots are masked before it is read, since nobody has filled them."""
    return Scene(draft, plan, text, read(masked(text, plan)), **rest)  # type: ignore[arg-type]


def masked(text: str, plan: Plan) -> str:
    """Return `text` with each of the plan's slots as an ellipsis."""
    return _without(text, plan, "…")


def _without(text: str, plan: Plan, instead: str) -> str:
    for slot in plan.slots:
        text = text.replace(slot.text, instead)
    return text
