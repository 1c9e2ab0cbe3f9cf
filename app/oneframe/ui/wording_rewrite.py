"""What the Rewrite page says about a delivered text: versions, forms, edits, highlights. Decides nothing."""

from typing import Final

from oneframe.records import Tone
from oneframe.revising.forms import Form

FIRST: Final = "First rewrite"
FILLED: Final = "Filled in"
BY_HAND: Final = "Edited by hand"
MINE: Final = "My sentence kept"
TAKEN: Final = "Change taken"
LEFT_OUT: Final = "Sentence left out"
PUT_IN: Final = "Sentence put back"
BROUGHT: Final = "Brought back"
MEANT: Final = "Changed on purpose"
VERSION: Final = "Version"
UNDO: Final = "Undo"

FORM: Final = "As"
FORMS: Final = {
    Form.MESSAGE: "Message",
    Form.CHAT: "Chat",
    Form.MAIL: "Mail",
    Form.OPENER: "Opener",
    Form.AGENDA: "Agenda",
}
FORM_PART: Final = "Cut from your text for a talk; the rest of it stays in the message."
SUBJECT: Final = "Subject"
EDIT: Final = "Edit by hand"
EDIT_DONE: Final = "Done editing"
EDIT_LABEL: Final = "Your text; it is checked when you pause"
COPY_SUBJECT: Final = "Copy subject"
GIVEN: Final = (
    "What you type yourself counts as yours: it need not be in the draft, but it must keep to the frame."
)
FAILS: Final = "Not yet: this text has no Copy button until it passes."
FAILS_ROUTE: Final = "Talk to someone before you send this"
ON_PURPOSE: Final = "I changed that on purpose"

BACK_TO_TEXT: Final = "Bring back"
NOT_BACK: Final = "It cannot stand there. The reason:"
YOU_TOOK: Final = "You took it out or changed it."

TRANSITION: Final = "Transition line"
TRANSITION_HIDE: Final = "Hide transition line"
TRANSITION_WHAT: Final = "To say between the two, if both must be said in one talk. Pause after it."

HIGHLIGHTS: Final = "Your draft, sentence by sentence"
CHANGES: Final = "What was changed"
KEEP_MINE: Final = "Keep mine"
TAKE: Final = "Take the change"
LEAVE_OUT: Final = "Leave out"
PUT_BACK: Final = "Put it in"
TOUCHED: Final = "You have reworded this one."
FACTS_KEPT: Final = "Names, numbers, dates and quotations are all kept, or listed as set aside."

TONES: Final = {
    Tone.SHORTER: ("Shorter", ":material/compress:"),
    Tone.WARMER: ("Warmer", ":material/favorite:"),
    Tone.PLAINER: ("Plainer", ":material/notes:"),
}
EARLIER: Final = "Show earlier turns ({count})"
OPEN_TURN: Final = "Open"
UNFINISHED: Final = "Not finished."


def unchanged(same: int, total: int) -> str:
    """Return what was not changed: how many sentences of the draft stand as they were."""
    return f"Not changed: {same} of the {total} sentences of your draft stand word for word in what you send."


def change(mark: str, verb: str) -> str:
    """Return the words of a button, told apart by the mark of its sentence."""
    return f"{verb} ({mark})"
