"""The frozen records of a prepared talk: fixed wording, plan, note, invitation. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass

from oneframe.frames import Element, Frame
from oneframe.records import Check, Route, Slot


@dataclass(frozen=True, slots=True)
class Closer:
    """A line of a note that only the manager can finish; `line` holds `{slot}`."""

    slot: Slot
    line: str

    @property
    def text(self) -> str:
        """The line with its bracket."""
        return self.line.format(slot=self.slot.text)


@dataclass(frozen=True, slots=True)
class NoteWording:
    """How a note opens and ends."""

    naming: str
    scope: str
    closers: tuple[Closer, ...]
    last: str

    @property
    def phrases(self) -> tuple[str, ...]:
        """Every fixed sentence, for the checker: what they say is no addition."""
        return (self.naming, self.scope, self.last, *(c.line for c in self.closers))


@dataclass(frozen=True, slots=True)
class Invite:
    """A calendar entry that names the frame; `text` may hold `{about}`."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class FrameWording:
    """What is fixed about a talk in one frame. `question` is the hint where the draft asks nothing."""

    opening: str
    question: str
    stay_out: tuple[str, ...]
    note: NoteWording
    invite: Invite


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that may be heard back, a line for it a frame, and what not to say; `guide` is an id."""

    id: str
    moment: str
    guide: str
    lines: Mapping[Frame, str]
    avoid: str


@dataclass(frozen=True, slots=True)
class TalkWording:
    """All of `prompts/talk.toml`."""

    frames: Mapping[Frame, FrameWording]
    moments: tuple[Moment, ...]

    @property
    def phrases(self) -> tuple[str, ...]:
        """Every sentence that may stand in a text that is checked."""
        return tuple(p for f in self.frames.values() for p in (f.opening, *f.note.phrases))


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to say: the draft's own words, or, where `is_open`, a bracket for the manager to fill."""

    text: str
    elements: tuple[Element, ...] = ()
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Reaction:
    """What may be heard back in this talk, and a line for it."""

    id: str
    moment: str
    line: str
    avoid: str
    guide: str


@dataclass(frozen=True, slots=True)
class Talk:
    """The plan for one conversation, on one page.

    `points` are in the order of the frame: standard, gap, closing, consequence, or the topic. `questions` are
    the manager's own open ones (coaching only). `set_aside` are sentences of the draft that stay out.
    """

    frame: Frame
    why: str
    opening: str
    points: tuple[Point, ...]
    questions: tuple[Point, ...]
    set_aside: tuple[str, ...]
    stay_out: tuple[str, ...]
    reactions: tuple[Reaction, ...]

    @property
    def open_count(self) -> int:
        """How many parts only the manager can say."""
        return sum(p.is_open for p in (*self.points, *self.questions))


@dataclass(frozen=True, slots=True)
class Preparation:
    """How a preparation ended. Without a `talk`, `why` says why there is none.

    `note` and `invite` passed the same checks as a rewrite; each is empty or None where it did not.
    """

    why: str
    talk: Talk | None = None
    note: str = ""
    invite: Invite | None = None
    checks: tuple[Check, ...] = ()
    question: str | None = None
    route: Route | None = None
