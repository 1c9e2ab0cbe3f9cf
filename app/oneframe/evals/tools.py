"""What checks need and a run without them must not pay for: reader, facts, token counter. Decides nothing."""

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from oneframe.records import Fact, Reading

_REMEMBERED = 256
V = TypeVar("V")


class Tools:
    """Loaded at first use. The last readings are remembered here, as several checks ask for the same."""

    def __init__(self, threads: int | None = None) -> None:
        self._threads = threads
        self._readings: dict[str, Reading] = {}
        self._facts: dict[str, tuple[Fact, ...]] = {}

    def read(self, text: str) -> Reading:
        """Read `text`."""
        known = self._readings.get(text)
        return known if known is not None else _kept(self._readings, text, self._reader(text))

    def facts(self, text: str) -> tuple[Fact, ...]:
        """Return the facts of `text`; of one that was read, its reading's."""
        from oneframe.reading.facts import facts

        if text in self._readings:
            return self._readings[text].facts
        known = self._facts.get(text)
        return known if known is not None else _kept(self._facts, text, facts(text))

    def count(self, text: str) -> int:
        """Return the tokens of `text` in the embedded model's encoding."""
        return self._counter(text)

    @cached_property
    def _reader(self) -> Callable[[str], Reading]:
        from oneframe import settings
        from oneframe.wiring import build_reader

        return build_reader(settings.load(threads=self._threads)).read

    @cached_property
    def _counter(self) -> Callable[[str], int]:
        from oneframe import settings
        from oneframe.guidance.corpus import token_counter

        return token_counter(settings.models() / "smollm2.tiktoken")

    def versions(self) -> dict[str, str]:
        """Return what decides the marks besides the suite."""
        from oneframe import __version__

        return {"oneframe": __version__, "reader": reader_version()}


def reader_version() -> str:
    """Return 12 hex digits that change with the reader's weights."""
    from oneframe import settings
    from oneframe.writing.worker import sha256_of

    return sha256_of(settings.models() / "reader.onnx")[:12]


def _kept(memory: dict[str, V], text: str, value: V) -> V:
    if len(memory) >= _REMEMBERED:
        memory.pop(next(iter(memory)), None)
    memory[text] = value
    return value
