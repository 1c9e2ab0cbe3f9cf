"""The errors a person can meet. Each says what happened, what was kept and what to do."""


class OneframeError(Exception):
    """Shown to the user as it stands; `exit_code` is the CLI's."""

    exit_code = 2


class DraftRefused(OneframeError):
    """The text cannot be read as a message (empty, too long, binary, not English). Exit 2."""


class SettingsInvalid(OneframeError):
    """A setting, option or file of the user's cannot be used. Exit 2."""


class AssetDamaged(OneframeError):
    """A model, prompt, corpus or index file is missing or altered; the text names the mending command."""

    exit_code = 3


class WriterUnavailable(OneframeError):
    """A writer cannot serve: weights absent, provider down, worker died. Exit 3."""

    exit_code = 3


class WriterTruncated(WriterUnavailable):
    """A writer stopped in the middle; what arrived is never delivered. Exit 3."""


class HistoryUnavailable(OneframeError):
    """The history cannot be opened, written or erased; the text never quotes what is in it. Exit 3."""

    exit_code = 3
