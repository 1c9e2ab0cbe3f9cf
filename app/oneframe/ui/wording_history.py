"""What the page "History" says. Decides nothing."""

from typing import Final

from oneframe.frames import Frame

TITLE: Final = "History"
REMINDER: Final = "Write as if they will read this: what is kept about a person, they may ask to see."
OFF: Final = "History is off: what you write is in this tab until you close or reload it, and nowhere else."
OFF_MORE: Final = "Switched on, finished rewrites are kept for {days} days at:"
SWITCH: Final = "Switch it on in Settings"
ON: Final = "Finished rewrites are kept for {days} days, on this machine, at:"
ON_SERVER: Final = "Finished rewrites are kept for {days} days in the database that your settings name:"
SERVER_COPIES: Final = "Copies that its server makes (backups, logs) are not ours to erase."
STILL_KEPT: Final = (
    "History is off, and {count} from before are still kept. Erase them here, or switch it on to see them."
)
SEARCH: Final = "Search"
EMPTY: Final = "Nothing is kept yet."
NOTHING: Final = "Nothing that is kept has these words."
DRAFT: Final = "Your draft"
REWRITE: Final = "The rewrite"
COMPANION: Final = "The second message"
OPEN: Final = "Put the draft in Rewrite"
DELETE: Final = "Delete"
DELETED: Final = "Deleted. Nothing of it is left in the file."
ERASE: Final = "Erase everything"
ERASE_SURE: Final = "All {count} go, and cannot be brought back."
ERASE_YES: Final = "Erase now"
ERASED: Final = "Erased. Nothing of it is left in the file or its log."
ERASED_SERVER: Final = "All rows are deleted."
TROUBLE: Final = "The history is not available"
NOT_KEPT: Final = "This rewrite was not kept in the history. {why}"
FRAMES: Final = {Frame.COACHING.value: "Coaching", Frame.PERFORMANCE.value: "Performance"}
NO_FRAME: Final = "No frame"


def entries(count: int) -> str:
    """Return a number of entries in words."""
    return "1 entry" if count == 1 else f"{count} entries"
