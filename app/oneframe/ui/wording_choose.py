"""What the page "Choose" says around its questions; those are in `prompts/choose.toml`. Decides nothing."""

from typing import Final

TITLE: Final = "Which conversation is this?"
WHAT: Final = "Up to four plain questions. Nothing about the person is asked, kept or judged."
STOP: Final = (
    "Illness, pregnancy, a complaint, harassment, a threat, a safety breach, a possible theft: none is "
    "for a message. Speak to HR first."
)
STOP_GUIDE: Final = "When to stop and get help"
OPENING: Final = "A first line you can use"
OPENING_OPEN: Final = "A first line you can use. Fill in the bracket first."
CHECKLIST: Final = "Before you begin"
THERE: Final = "There: "
MISSING: Final = "Missing: "
CONDITION: Final = "Condition."
WRITE: Final = "Write the message"
PREPARE: Final = "Prepare the talk"
AGAIN: Final = "Start over"
GUIDE: Final = "How far to trust this sorting"
