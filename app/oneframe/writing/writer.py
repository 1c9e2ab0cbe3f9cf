"""What every writer is to the rest of the house. Knows no model, prompt or library."""

from collections.abc import Iterator
from typing import Protocol

from oneframe.records import Brief


class Writer(Protocol):
    """Proposes the text of a rewrite; what it proposes is never trusted before the checker."""

    @property
    def name(self) -> str:
        """What the rewrite's `writer` field says: `embedded`, `composer` or `provider:model`."""
        ...

    def write(self, brief: Brief) -> Iterator[str]:
        """Yield chunks of text whose concatenation is the candidate.

        The candidate starts with `brief.opening` where the writer can continue a text (`embedded`,
        `composer`); a provider is asked for it. Closing the iterator cancels the generation within
        one second. Raises WriterUnavailable or WriterTruncated, also after the first chunk.
        """
        ...

    def close(self) -> None:
        """Free what the writer holds; closing twice is fine."""
        ...
