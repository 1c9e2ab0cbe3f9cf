"""What can go wrong with a provider, in our own words, and whether to try again.
Must not quote what a server or a library says: it may echo the key or the draft."""

import contextlib
import random
from collections.abc import Mapping
from typing import Final

_TRANSIENT: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_WORDS: Final[Mapping[int, str]] = {
    400: "refused the request (400). Check the model's name and limits",
    401: "refused the key (401). Check the key in your settings",
    403: "refused access (403). Check what the key may use",
    404: "does not know this model or address (404). Check both in your settings",
    429: "is limiting requests (429). Wait a little or check the quota",
}
_LONGEST_PAUSE_S: Final = 20.0


class Failed(Exception):
    """One attempt's failure in our own words."""

    def __init__(
        self,
        status: int | None,
        fact: str,
        *,
        may_retry: bool,
        has_begun: bool = False,
        after_s: float = 0.0,
    ) -> None:
        super().__init__(fact)
        self.status, self.fact, self.after_s = status, fact, after_s
        self.has_begun, self.may_retry = has_begun, may_retry and not has_begun


def explain(error: Exception, has_begun: bool) -> Failed:
    """Put a library's error in our words: its status and kind, never its text."""
    status = getattr(error, "status_code", None)
    if not isinstance(status, int):
        broke = f"broke off ({type(error).__name__})"
        return Failed(None, broke, may_retry=_is_network(error), has_begun=has_begun)
    fact = _WORDS.get(status, f"failed (status {status})")
    may_retry = status in _TRANSIENT
    after_s = _retry_after(error)
    return Failed(status, fact, may_retry=may_retry, has_begun=has_begun, after_s=after_s)


def _is_network(error: Exception) -> bool:
    """True for errors of the line, by the name of any class they descend from."""
    names = {c.__name__ for c in type(error).__mro__}
    return bool(names & {"APIConnectionError", "TransportError", "ConnectionError", "TimeoutError"})


def _retry_after(error: Exception) -> float:
    """Return the seconds that the server asks to wait; 0 where it does not say."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    with contextlib.suppress(ValueError, TypeError):
        asked_s: float = max(0.0, float(headers.get("retry-after", 0)))
        return asked_s
    return 0.0


def pause_seconds(failed: Failed, first_s: float, tried: int) -> float:
    """Return the seconds before the next try: doubling with full jitter, at least as asked."""
    jittered = random.uniform(0.5, 1.0) * first_s * 2.0**tried
    return max(failed.after_s, min(jittered, _LONGEST_PAUSE_S))
