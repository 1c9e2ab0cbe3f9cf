"""What the commands of `oneframe eval` share: their types, the day, and the consent to send drafts."""

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from oneframe.errors import SettingsInvalid

Bar = Callable[[str, str], AbstractContextManager[Callable[[int, int], None]]]
Told = tuple[str, int]


def today() -> str:
    """Return the day in UTC, as ISO."""
    return datetime.now(UTC).date().isoformat()


def agreed(writer: str, options: argparse.Namespace) -> None:
    """Refuse to send a suite's drafts elsewhere unless that was agreed for this command."""
    if ":" not in writer or options.send_drafts:
        return
    from oneframe import settings
    from oneframe.wiring import leaves_this_machine

    if leaves_this_machine(settings.load(writer=writer)):
        raise SettingsInvalid(
            f"{writer} is not on this machine, and drafts may name people. Nothing was sent. "
            "Add --send-drafts to agree for this command."
        )
