"""What the page "Settings" says, and the advice that goes with how strictly two talks are kept apart."""

from typing import Final

from oneframe.settings import Settings, Strictness, TextSize

TITLE: Final = "Settings"
WHAT: Final = (
    "For this tab, until you close or reload it. To keep a setting, put it in `oneframe.toml` or in an "
    "`ONEFRAME_*` variable; `oneframe doctor` shows what holds."
)
WRITER: Final = "Who writes"
WRITERS: Final = {
    "auto": "Automatic: the small model where it is installed, else the composer",
    "embedded": "The small model, on this machine",
    "composer": "The composer: rules only, no model",
    "provider": "A provider's model",
}
PROVIDER: Final = "Provider and model"
PROVIDER_EXAMPLE: Final = "openai:gpt-5-mini"
ADDRESS: Final = "Address (optional, for a server of your own)"
KEY: Final = (
    "No key is typed here: the provider's own variable (such as OPENAI_API_KEY) is read at the start."
)
USE: Final = "Use this writer"
TEST: Final = "Test the connection"
TEST_WHAT: Final = "Sends one fixed sentence, never a draft."
TESTING: Final = "Asking"
TEST_OK: Final = "It answered in {seconds:.1f} s."
TEST_LOCAL: Final = "It is ready, on this machine."
TEST_FAILED: Final = "It did not answer"
REFUSED: Final = "That cannot be used"

APART: Final = "When both conversations are needed"
STRICTNESS: Final[dict[Strictness, str]] = {
    "separate-days": "On separate days (what we suggest)",
    "one-sitting": "In one sitting, with the change named",
}
COMPANIONS: Final[dict[Strictness, str]] = {
    "separate-days": "The other conversation, as a message of its own. Send it on another day.",
    "one-sitting": "The other conversation. In one sitting, say the transition line before it.",
}

TERMS: Final = "House words"
TERMS_NONE: Final = (
    "None. `[terms]` in `oneframe.toml` can give your company's names for the two conversations."
)
TERMS_WHAT: Final = "From `oneframe.toml`, shown here only:"

LOOKS: Final = "Looks"
SIZE: Final = "Text size"
SIZES: Final[dict[TextSize, str]] = {"normal": "Normal", "large": "Large", "larger": "Larger"}
THEME: Final = "Light or dark follows your system. The menu at the top right (⋮) changes it."
SCREENSHOTS: Final = "Mask names on screen"
SCREENSHOTS_WHAT: Final = (
    "Names show as “Name A”, “Name B”, for sharing a screen. What you copy or download keeps them. Names are "
    "found by rules, so look before you share."
)

HISTORY_TITLE: Final = "History"
HISTORY: Final = "Keep a history of finished rewrites"
HISTORY_DAYS: Final = "Days to keep them"
HISTORY_WHERE: Final = "Kept at:"

WHERE: Final = "Where does my text go?"
LOCAL: Final = (
    "Nowhere. It is read, rewritten and checked on this machine, by a model and rules that came with "
    "Oneframe. No account, no key, no connection."
)
REMOTE: Final = (
    "Once you tick the box on the Rewrite page, your draft and up to three passages of our guides go to "
    "`{writer}`. Until then nothing leaves this machine. The answer is checked here before you can copy it."
)
REMOTE_PREPARE: Final = "Choose, Prepare and History never send anything."
TRACED: Final = "Tracing is on: what is sent is also recorded at LangSmith."
KEPT: Final = "History is on: finished rewrites are also written to the place above, for {days} days."
NOT_KEPT: Final = "History is off: nothing is written to disk. It is gone when the tab is closed or reloaded."
BOUNDARY: Final = "Oneframe edits wording. It never scores, ranks or predicts anything about a person."


def where(settings: Settings, *, sends: bool) -> tuple[str, ...]:
    """Return where a text goes with these settings, in sentences."""
    out = (REMOTE.format(writer=settings.writer.replace("`", "")), REMOTE_PREPARE) if sends else (LOCAL,)
    traced = (TRACED,) if sends and settings.tracing else ()
    kept = KEPT.format(days=settings.history_days) if settings.history else NOT_KEPT
    return (*out, *traced, kept, BOUNDARY)
