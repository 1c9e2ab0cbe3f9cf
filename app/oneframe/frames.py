"""The vocabulary of frames: what a sentence, a message and an element can be. Standard library only."""

from enum import StrEnum


class Frame(StrEnum):
    """What one sentence does (annotation guide, "Sentence labels")."""

    NEUTRAL = "neutral"
    COACHING = "coaching"
    PERFORMANCE = "performance"
    BLEND = "blend"

    @property
    def other(self) -> "Frame":
        """The frame that must not share a message with this one."""
        return {Frame.COACHING: Frame.PERFORMANCE, Frame.PERFORMANCE: Frame.COACHING}[self]


class Label(StrEnum):
    """What a whole message is, derived from its sentences and its opening."""

    COACHING = "coaching"
    PERFORMANCE = "performance"
    UNNAMED = "unnamed"
    BLENDED = "blended"
    NEITHER = "neither"


class Intent(StrEnum):
    """The conversation this manager needs to have first."""

    COACHING = "coaching"
    PERFORMANCE = "performance"
    NEITHER = "neither"


class Fault(StrEnum):
    """The error a sentence commits; `UNNAMED_FRAME` belongs to the message."""

    BAIT_AND_SWITCH = "bait-and-switch"
    HIDDEN_PERFORMANCE = "hidden-performance"
    SOFTENED_STANDARD = "softened-standard"
    VEILED_CONSEQUENCE = "veiled-consequence"
    DISCLOSURE_TRAP = "disclosure-trap"
    PRAISE_CUSHION = "praise-cushion"
    VERDICT_QUESTION = "verdict-question"
    GROWTH_BRIBE = "growth-bribe"
    UNNAMED_FRAME = "unnamed-frame"


class Element(StrEnum):
    """The four parts of a performance message."""

    STANDARD = "standard"
    GAP = "gap"
    CLOSING = "closing"
    CONSEQUENCE = "consequence"


class FactKind(StrEnum):
    """What a fact is; every kind must survive a rewrite."""

    NAME = "name"
    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"
    TIME = "time"
    PERCENT = "percent"
    ID = "id"
    SYSTEM = "system"
    QUOTE = "quote"


class Trigger(StrEnum):
    """What stops frame work before it starts, in the order of the checks."""

    CRISIS = "crisis"
    HARASSMENT = "harassment"
    RETALIATION = "retaliation"
    HEALTH = "health"
    PROTECTED = "protected"
    FORMAL = "formal"
    MISCONDUCT = "misconduct"
    PRETEXT = "pretext"
