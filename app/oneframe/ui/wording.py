"""Every sentence that the pages say to a reader, and the words and colours of frames, rules and elements.
Must not decide anything; the coach's own sentences (why, question, advice) are said as they come."""

from dataclasses import dataclass
from typing import Final

from oneframe.errors import OneframeError
from oneframe.frames import Element, Fault, Frame, Label
from oneframe.records import Outcome, Piece, Rewrite

TITLE: Final = "One conversation, one frame"
WHAT: Final = (
    "Paste the message you are about to send; you get it back as one conversation, coaching or performance, "
    "named in its opening."
)
STAYS: Final = "Your text stays on this machine, in this browser tab, until you close or reload it."
SENDS: Final = (
    "Your settings name a writer outside this machine. Nothing is sent to it until you tick the box below; "
    "until then the built-in composer writes, here."
)
BOUNDARY: Final = "Oneframe edits wording. It never scores, ranks or predicts anything about a person."
EXAMPLES_LABEL: Final = "Or try an invented example:"
PASTE: Final = "Paste the message you are about to send, or ask a question"
GO_ON: Final = 'Ask for a change ("shorter", "the coaching one"), or paste another message'
NEW_DRAFT: Final = "New draft"
BRING_BACK: Final = "Bring back what I cleared"
EXAMPLE: Final = "An invented example"
YOUR_DRAFT: Final = "Your draft, {words:,} words"

NO_DRAFT_YET: Final = "There is no draft to change yet. Paste the message you are about to send first."
NO_FRAME_YET: Final = 'The draft has no frame yet, so there is no other one. Say "coaching" or "performance".'
REFUSED: Final = "That text could not be taken"
REFUSED_KEPT: Final = "It is back in the box below, as it was. Change it there and send it again."
REFUSED_TEXT: Final = "The text as you sent it"

STOPPED: Final = "Stopped before it was finished. Your draft is kept; nothing unchecked is shown."
FAILED: Final = "No rewrite this time"
FAILED_KEPT: Final = (
    "Your draft is kept above. Try again; if it fails again, `oneframe doctor` says what is wrong."
)
BROKEN: Final = "Something inside Oneframe broke ({kind}). It is a fault of ours, not of your draft."
TROUBLE: Final = "The chosen writer could not serve, so the built-in composer wrote this."
RETRY: Final = "Try again"
SET_UP: Final = "Oneframe cannot start"
SET_UP_NEXT: Final = "No text was read. Mend this, then reload the page."

UNCHECKED: Final = "Not checked yet"
BUSY: Final = {
    "reading": "Reading your draft",
    "read": "Choosing one frame",
    "planned": "Searching the guides",
    "guided": "Writing",
    "writing": "Writing",
    "checked": "Checking",
    "companion": "Writing the second message",
}
DONE_READ: Final = "Sentences read: {count}. The draft is {label}."
DONE_PLANNED: Final = "Planned as {frame}: {why}"
DONE_GUIDED: Final = "Passages found in the guides: {count}"
DONE_CHECKED: Final = {True: "Checked: passed", False: "Checked: not good enough yet, trying again"}

COPY: Final = "Checked, ready to send."
COPY_OPEN: Final = "Checked. {open} still open: type below, and it is filled in here."
COPY_BUTTON: Final = "Copy"
COPIED: Final = "Copied"
NOT_COPIED: Final = "The browser did not allow it. Select the text and copy it."
SLOTS: Final = "Only you can say this"
SLOT_EMPTY: Final = "Left empty, it stays in brackets"
COMPANION: Final = "The other conversation, as a message of its own. Send it separately."
SET_ASIDE: Final = "Set aside"
SET_ASIDE_MOVED: Final = "It is in the second message."
SET_ASIDE_OUT: Final = "It is left out of what you send."
CHANGED_KEY: Final = "Underlined was added, struck through was taken out."
CHECKED: Final = "What was checked"
CHECKED_COMPANION: Final = "The second message"
CHECKED_BOTH: Final = "The second message passed the same {count} checks."
SOURCES: Final = "What the guides say"
READ: Final = "How I read your draft"
READ_AS: Final = {
    Label.COACHING: "One frame, coaching, named in the opening.",
    Label.PERFORMANCE: "One frame, performance, named in the opening.",
    Label.UNNAMED: "One frame, but the opening does not name it.",
    Label.BLENDED: "Two frames in one message.",
    Label.NEITHER: "Neither coaching nor performance.",
}
UNCHANGED: Final = "Nothing to change"
ASK: Final = "One question first"
ROUTED: Final = "Talk to someone before you write"

OTHER: Final = "Other frame"
AGAIN: Final = "Word it again"
ANSWERS: Final = {Frame.PERFORMANCE: "It is performance", Frame.COACHING: "It is coaching"}

GUIDES: Final = "Guides"
GUIDES_WHAT: Final = (
    "What the rewrites rely on: short guides, each with its sources and what speaks against it."
)
GUIDE_GROUPS: Final = {
    (Frame.COACHING,): "Coaching",
    (Frame.PERFORMANCE,): "Performance",
    (Frame.COACHING, Frame.PERFORMANCE): "Both",
}
GUIDE_UNKNOWN: Final = "There is no guide of that name. These are all of them."
GUIDE_SOURCES: Final = "Sources"
GUIDE_REVIEWED: Final = "Last reviewed {day}"
FROM_MEMORY: Final = "cited from memory"
ALL_GUIDES: Final = "All guides"
BACK: Final = "Back to your message"


@dataclass(frozen=True, slots=True)
class Look:
    """How a frame is shown: never by colour alone."""

    word: str
    icon: str
    color: str


FRAMES: Final = {
    Frame.COACHING: Look("Coaching frame", ":material/forum:", "green"),
    Frame.PERFORMANCE: Look("Performance frame", ":material/flag:", "blue"),
}
SENTENCES: Final = {
    Frame.COACHING: Look("Coaching", ":material/forum:", "green"),
    Frame.PERFORMANCE: Look("Performance", ":material/flag:", "blue"),
    Frame.BLEND: Look("Both at once", ":material/call_split:", "orange"),
    Frame.NEUTRAL: Look("Neither", ":material/remove:", "gray"),
}
OUTCOMES: Final = {
    Outcome.PASS: "Passed: ",
    Outcome.FAIL: "Failed: ",
    Outcome.UNSCORED: "Could not be decided: ",
}
RULES: Final = {
    "one-frame": "every sentence, read again, stays in the one frame",
    "named-in-opening": "the opening says which conversation this is",
    "facts-kept": "every name, number and date that was kept is there",
    "nothing-added": "no name, number, date, stake or promise is new",
    "nothing-lost": "every fact of the draft is in the message, the second one or the set-aside list",
    "elements-or-slots": "standard, gap, way to close it and consequence are stated, or asked of you",
    "no-harder-no-softer": "no threat and no softening that the draft lacks",
    "no-leak": "no markup, links or hidden characters that the draft lacks",
}
ELEMENTS: Final = {
    Element.STANDARD: "The standard",
    Element.GAP: "The gap",
    Element.CLOSING: "How it closes",
    Element.CONSEQUENCE: "The consequence",
    None: "To confirm or strike",
}
FAULTS: Final = {
    Fault.BAIT_AND_SWITCH: "bait and switch",
    Fault.HIDDEN_PERFORMANCE: "hidden performance",
    Fault.SOFTENED_STANDARD: "softened standard",
    Fault.VEILED_CONSEQUENCE: "veiled consequence",
    Fault.DISCLOSURE_TRAP: "disclosure trap",
    Fault.PRAISE_CUSHION: "praise cushion",
    Fault.VERDICT_QUESTION: "verdict as a question",
    Fault.GROWTH_BRIBE: "growth as a bribe",
    Fault.UNNAMED_FRAME: "unnamed frame",
}
ASIDE: Final = {
    Frame.COACHING: "It opens a coaching conversation.",
    Frame.PERFORMANCE: "It assesses the work.",
    Frame.BLEND: "It does both at once, and cannot be split.",
    Frame.NEUTRAL: "It wraps the point and carries nothing of its own.",
}


@dataclass(frozen=True, slots=True)
class Example:
    """An invented draft, marked as one wherever it is shown."""

    label: str
    icon: str
    text: str


EXAMPLES: Final = (
    Example(
        "A coaching draft",
        FRAMES[Frame.COACHING].icon,
        "Hi Tunde, you mentioned on Thursday that you would like to run the pastry section one day. "
        "What part of it draws you most, and what have you already tried? "
        "I would like to hear how you think about it, and nothing hangs on the answer. "
        "We could use the quiet half hour after the morning bake.",
    ),
    Example(
        "A performance draft",
        FRAMES[Frame.PERFORMANCE].icon,
        "Morning Ilse, the cold-store log has to be signed every two hours, as agreed after the March audit. "
        "On 3, 5 and 9 November the 14:00 line is blank. "
        "From Monday it must be complete on every shift, and Ravi will take the dock for those five minutes.",
    ),
    Example(
        "A blended draft",
        SENTENCES[Frame.BLEND].icon,
        "Hi Maren, just checking in on how you are feeling about the front desk! "
        "You have so much potential and I would love to hear where you want to grow. "
        "The night audit has to be closed by 03:00, and last week it was open until 05:30 on three nights. "
        "Maybe we could think about what is getting in your way? "
        "If this keeps up I am not sure the trainer role will still be there for you.",
    ),
)


def consent(writer: str) -> str:
    """Return the sentence to tick before a draft may go to `writer` (`provider:model`)."""
    provider, _, model = writer.replace("`", "").partition(":")
    return f"I agree that the drafts of this session are sent to **`{provider}`** (model `{model}`)."


def tracing(writer: str) -> str:
    """Return what tracing means for a draft."""
    return f"Tracing is on: what is sent to `{writer.replace('`', '')}` is also recorded at LangSmith."


def credit(rewrite: Rewrite) -> str:
    """Return who wrote it and how long it took."""
    own = {
        "composer": "Written by the built-in composer (rules, no model)",
        "embedded": "Written by the small model on this machine",
    }
    who = own.get(rewrite.writer, f"Written by `{rewrite.writer.replace('`', '')}`")
    tries = {0: "", 1: " at the first try"}.get(rewrite.attempts, f" in {rewrite.attempts} tries")
    if rewrite.writer == "composer" and rewrite.attempts:
        tries = f", after {rewrite.attempts} of the model's tries did not pass"
    return f"{who}{tries}, in {rewrite.seconds:.1f} s."


def still_open(count: int, total: int) -> str:
    """Return the line above a text that can be copied: how many of its parts are still in brackets."""
    if not count:
        return COPY
    parts = "1 part is" if count == 1 else f"{count} parts are"
    return COPY_OPEN.format(open=f"{parts} (of {total})" if total > count else parts)


def rule(name: str) -> str:
    """Return a rule in words."""
    return RULES.get(name, name.replace("-", " "))


def aside(piece: Piece, is_moved: bool, why: str = "") -> str:
    """Return why a piece was set aside and where it went."""
    return f"{why or ASIDE[piece.frame]} {SET_ASIDE_MOVED if is_moved else SET_ASIDE_OUT}"


def broken(fault: Exception) -> str:
    """Return what is said of a fault that nobody expected; its own words may quote a draft."""
    return str(fault) if isinstance(fault, OneframeError) else BROKEN.format(kind=type(fault).__name__)
