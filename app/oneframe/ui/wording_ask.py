"""What the guide reader and the answers say. Words only; holds no logic."""

from typing import Final

from oneframe.talk import Reply

SEARCH: Final = "Search the guides"
SEARCH_HINT: Final = "For example: she cried last time"
SEARCH_NONE: Final = "No guide speaks of that. These are all of them."
CONTENTS: Final = "In this guide"
QUOTED: Final = "The passage that was quoted"
OWN: Final = "Your organisation's own"
OWN_ADD: Final = "Add a guide of your organisation"
OWN_ADD_HINT: Final = (
    "Markdown, text, Word or PDF with a text layer, up to 2 MB. It stays on this machine and is quoted "
    "beside ours, with its name."
)
OWN_ADDED: Final = "Added. It can be searched now."
OWN_REFUSED: Final = "Not added"
OWN_REMOVE: Final = "Remove this guide"
OWN_REMOVE_SURE: Final = "Remove it from this machine, with its index"
OWN_REMOVED: Final = "Removed. Nothing of it is left on this machine."

ANSWERS: Final = {
    Reply.ANSWERED: "From the guides",
    Reply.DECLINED: "Not in the guides",
    Reply.ROUTED: "People first",
    Reply.QUESTION: "One thing first",
    Reply.DRAFT: "A draft",
}
FULL: Final = (
    "Many people are writing here just now, and one more would make everybody wait. Please try again in a "
    "minute. Nothing was taken from you, and nothing of yours was lost."
)
FULL_RETRY: Final = "Try again"
SOURCES: Final = "Read it in the guide"
ASKING: Final = "Looking in the guides"
ASKED: Final = "Looked in the guides"
LOOKS_LIKE_A_DRAFT: Final = "I meant it as a draft"
