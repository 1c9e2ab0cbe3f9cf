"""The frozen records that travel the path of a draft. Standard library only; offsets are code points."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from oneframe.frames import Element, FactKind, Fault, Frame, Intent, Label, Trigger


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open code-point range `[start, end)` in the text it was read from."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A name, number, date or the like: what a rewrite may neither lose nor invent."""

    text: str
    start: int
    end: int
    kind: FactKind


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as written, with what it does. `p` is the probability (0 to 1) of `frame`."""

    text: str
    start: int
    end: int
    frame: Frame
    error: Fault | None
    p: float


@dataclass(frozen=True, slots=True)
class Named:
    """The sentence (index into `Reading.sentences`) that says what the conversation is for."""

    frame: Frame
    sentence: int


@dataclass(frozen=True, slots=True)
class Sign:
    """A sentence (index into `Reading.sentences`) that may touch a trigger, with its probability (0 to 1)."""

    trigger: Trigger
    sentence: int
    p: float


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one text. `unsure` means that the margin is too small to decide on."""

    text: str
    sentences: tuple[Sentence, ...]
    elements: Mapping[Element, tuple[Span, ...]]
    facts: tuple[Fact, ...]
    named: Named | None
    label: Label
    intent: Intent
    intent_p: float
    unsure: bool = False
    signs: tuple[Sign, ...] = ()

    def facts_in(self, sentence: Sentence) -> tuple[Fact, ...]:
        """Return the facts that lie inside `sentence`."""
        return tuple(f for f in self.facts if sentence.start <= f.start < sentence.end)


@dataclass(frozen=True, slots=True)
class Route:
    """A reason to stop, with the fixed advice that replaces a rewrite."""

    trigger: Trigger
    advice: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A part that the draft lacks: bracketed in the text, asked of the manager, never guessed."""

    element: Element | None
    hint: str

    @property
    def text(self) -> str:
        """The bracketed form that stands in the rewrite."""
        return f"[the {self.element}: {self.hint}]" if self.element else f"[{self.hint}]"


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of the draft, or a clause of a blended one, and where it came from."""

    text: str
    frame: Frame
    error: Fault | None
    sentence: int


@dataclass(frozen=True, slots=True)
class Plan:
    """One frame and what becomes of each sentence. `why` is a sentence for the manager."""

    frame: Frame
    why: str
    kept: tuple[Piece, ...]
    set_aside: tuple[Piece, ...]
    dropped: tuple[Piece, ...]
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """The one thing the manager must say before a draft can be planned."""

    text: str


@dataclass(frozen=True, slots=True)
class Untouched:
    """A draft that needs no rewrite, and the sentence that says why."""

    why: str
    frame: Frame | None


class Tone(StrEnum):
    """How a follow-up turn asks for the same content again."""

    PLAIN = "plain"
    SHORTER = "shorter"
    WARMER = "warmer"
    PLAINER = "plainer"


@dataclass(frozen=True, slots=True)
class Passage:
    """A quoted part of a guide; `id` is `guide-id#n`, `score` ranks within one search only."""

    id: str
    guide: str
    title: str
    quote: str
    frames: tuple[Frame, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a composed text and what stands before it; `is_draft` marks a sentence of the manager's."""

    text: str
    join: str
    is_draft: bool


@dataclass(frozen=True, slots=True)
class Brief:
    """What a writer is given: the frame, the lines to keep, what is missing, an opening to go on from.

    `parts` are the composer's own text, delivered when no other writer's candidate passes.
    """

    frame: Frame
    lines: tuple[str, ...]
    slots: tuple[Slot, ...]
    opening: str
    draft: str
    passages: tuple[Passage, ...] = ()
    tone: Tone = Tone.PLAIN
    attempt: int = 0
    faults: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def composed(self) -> str:
        """The composer's own text."""
        return "".join(p.join + p.text for p in self.parts).strip()


class Outcome(StrEnum):
    """What a rule says. `UNSCORED` (it crashed or cannot decide) is not a pass."""

    PASS = "pass"
    FAIL = "fail"
    UNSCORED = "unscored"


@dataclass(frozen=True, slots=True)
class Check:
    """One rule's word on one text."""

    rule: str
    verdict: Outcome
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """All rules' words on one text."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """True when every rule passed; an empty verdict is not a pass."""
        return bool(self.checks) and all(c.verdict is Outcome.PASS for c in self.checks)


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault in a draft, where it is and how to mend it."""

    rule: str
    error: Fault | None
    start: int
    end: int
    why: str
    fix: str


@dataclass(frozen=True, slots=True)
class Companion:
    """The other frame's content as a message of its own."""

    frame: Frame
    text: str
    plan: Plan | None = None


class Status(StrEnum):
    """How a rewrite ended."""

    REWRITTEN = "rewritten"
    UNCHANGED = "unchanged"
    ASK = "ask"
    ROUTED = "routed"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What the manager gets. `text` is empty for `ask` and `routed`; `why` says what was decided and why."""

    status: Status
    frame: Frame | None
    text: str
    why: str
    companion: Companion | None = None
    set_aside: tuple[Piece, ...] = ()
    slots: tuple[Slot, ...] = ()
    question: str | None = None
    route: Route | None = None
    checks: tuple[Check, ...] = ()
    sources: tuple[Passage, ...] = ()
    writer: str = "composer"
    attempts: int = 0
    seconds: float = 0.0
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Something the coach has just done, for whoever watches; `chunk` is unchecked text while writing."""

    name: str
    note: str = ""
    chunk: str = ""
    reading: Reading | None = None
    plan: Plan | None = None
    passages: tuple[Passage, ...] = ()
    verdict: Verdict | None = None
    rewrite: Rewrite | None = field(default=None)
