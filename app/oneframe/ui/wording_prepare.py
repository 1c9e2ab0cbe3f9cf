"""What the page "Prepare" says around a talk, whose own words are in `prompts/talk.toml`. Decides nothing."""

from typing import Final

from oneframe.frames import Frame

TITLE: Final = "Prepare and follow up"
WHAT: Final = (
    "One page for the talk: how to open it, what to say, what to leave out, what you may hear back, and the "
    "note and the invitation in the same frame. It uses your own words; what is missing stays in [brackets]."
)
DRAFT: Final = "What you would write or say to the person"
FRAME: Final = "Frame"
FRAMES: Final = {
    "draft": "As the draft says",
    Frame.COACHING.value: "Coaching",
    Frame.PERFORMANCE.value: "Performance",
}
PREPARE: Final = "Prepare the talk"
FROM_LAST: Final = "Use my last message"
BUSY: Final = "Reading, planning and checking"
NONE: Final = "No talk to prepare"
REMINDER: Final = "Write as if they will read this."
OPEN: Final = "{open} only you can say. They stay in [brackets]; nothing is guessed."
NOTHING_OPEN: Final = "Every part is stated in your own words."
GUIDE: Final = "The guide on this"
NOTE_WHAT: Final = "For the same day or the next. Checked: it keeps to one frame and adds no fact."
NO_NOTE: Final = "No wording of the note passed every check, so there is none to copy."
INVITE_WHAT: Final = "It says what the time is for, so that nobody walks in unprepared."
ABOUT: Final = "About, in a few words (optional)"
ABOUT_EXAMPLE: Final = "the month-end reports"
AT: Final = "Day and time"
MINUTES: Final = "Minutes"
TAKE: Final = "Take it with you"
MARKDOWN: Final = "Markdown"
WORD: Final = "Word"
MAIL: Final = "Plain mail"
CALENDAR: Final = "Calendar file"
COPY_TITLE: Final = "Copy title"
COPY_NOTE: Final = "Copy note"
COPY_INVITE: Final = "Copy text"
CHECKS: Final = "What was checked"
CHECKED_TALK: Final = "What you would say"
CHECKED_NOTE: Final = "The note"


def still_open(count: int) -> str:
    """Return how many parts only the manager can say."""
    if not count:
        return NOTHING_OPEN
    return OPEN.format(open="1 part" if count == 1 else f"{count} parts")
