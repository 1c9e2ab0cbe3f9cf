"""Says in plain words what is installed, which writer will serve and what is wrong. Mends nothing."""

import importlib.util
import platform
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from oneframe import __version__
from oneframe import settings as config
from oneframe.errors import OneframeError, WriterUnavailable
from oneframe.settings import Settings, Strictness

_TEST = ("You answer with one word.", "This is a test of the connection. Answer with the word ready.")
_TEST_CHARS = 4000
_APART: dict[Strictness, str] = {"separate-days": "on separate days", "one-sitting": "in one sitting"}


@dataclass(frozen=True)
class Line:
    """One part's state; `optional` parts may be absent without Oneframe being broken."""

    part: str
    ok: bool
    words: str
    optional: bool = False


def examine(settings: Settings) -> tuple[Line, ...]:
    """Return the state of every part, in the order of a draft's path."""
    return (
        Line("oneframe", True, f"{__version__} on Python {platform.python_version()}, {platform.system()}"),
        _tried("reader", lambda: _reader(settings)),
        _tried("routing", lambda: _routing()),
        _tried("guides", lambda: _guides(settings)),
        _embedded(settings),
        Line("writer", True, _serving(settings)),
        Line("privacy", True, _privacy(settings)),
        _tried("history", lambda: _history(settings)),
        Line("pages", True, _pages(settings)),
        *_extras(),
    )


def _tried(part: str, look: Callable[[], str]) -> Line:
    try:
        return Line(part, True, look())
    except OneframeError as fault:
        return Line(part, False, str(fault))


def _reader(settings: Settings) -> str:
    from oneframe.wiring import build_reader

    label = (
        build_reader(settings)
        .read("Sam, this is a performance conversation. Reports are due on Mondays; yours was late.")
        .label
    )
    size = (config.models() / "reader.onnx").stat().st_size / 1e6
    return f"reads ({label}), {size:.0f} MB"


def _routing() -> str:
    from oneframe.wiring import build_router

    build_router()
    return "eight triggers with fixed wording"


def _guides(settings: Settings) -> str:
    from oneframe.guidance.corpus import load

    guides = load(config.corpus())
    built = (settings.index_dir / "CURRENT").is_file()
    state = (
        f"index in {settings.index_dir}"
        if built
        else "index not built yet (the first rewrite, or `oneframe index`, builds it)"
    )
    return f"{len(guides)} guides; {state}"


def _embedded(settings: Settings) -> Line:
    from oneframe.wiring import build_writer

    try:
        writer = build_writer(
            Settings(writer="embedded", index_dir=settings.index_dir, threads=settings.threads)
        )
    except OneframeError as fault:
        return Line("embedded", False, str(fault), optional=True)
    words = str(getattr(writer, "status", lambda: "ready")())
    return Line("embedded", words.startswith("ready"), words, optional=True)


def _serving(settings: Settings) -> str:
    from oneframe.writing.embedded import find_weights

    if settings.writer == "auto":
        return (
            "embedded, then the composer"
            if find_weights()
            else "the composer (rules), since the embedded weights are absent"
        )
    return (
        "the composer (rules)" if settings.writer == "composer" else f"{settings.writer}, then the composer"
    )


def _privacy(settings: Settings) -> str:
    from oneframe.wiring import leaves_this_machine

    where = (
        "drafts would be sent to the provider, after you agree"
        if leaves_this_machine(settings)
        else "drafts stay on this machine"
    )
    return f"{where}; tracing {'on' if settings.tracing else 'off'}; settings from {_sources()}"


def _history(settings: Settings) -> str:
    from oneframe.privacy.history import History, exists, place

    where = f"{place(settings.history_url)}, {settings.history_days} days"
    if not settings.history:
        left = " (a file from before is there: the History page can erase it)"
        return f"off; it would be kept at {where}{left if exists(settings.history_url) else ''}"
    history = History(settings.history_url, settings.history_days)
    try:
        return f"on, {len(history.entries())} kept at {where}"
    finally:
        history.close()


def _pages(settings: Settings) -> str:
    masked = "masked" if settings.screenshots else "shown"
    return (
        f"the two conversations {_APART[settings.strictness]}; text {settings.text_size}; "
        f"names {masked} on screen"
    )


def reach(settings: Settings) -> float | None:
    """Ask a provider one fixed sentence, never a draft; return the seconds, None for a local writer.

    Raises WriterUnavailable, SettingsInvalid or AssetDamaged, saying why it cannot serve.
    """
    from oneframe.wiring import build_writer
    from oneframe.writing.prompts import Rendered
    from oneframe.writing.providers import ProviderWriter

    writer = build_writer(settings)
    if writer is None:
        return None
    try:
        if not isinstance(writer, ProviderWriter):
            words = str(getattr(writer, "status", lambda: "ready")())
            if not words.startswith("ready"):
                raise WriterUnavailable(words)
            return None
        began = monotonic()
        for _ in writer.answer(Rendered(*_TEST), _TEST_CHARS):
            pass
        return monotonic() - began
    finally:
        writer.close()


def _sources() -> str:
    file = Path("oneframe.toml")
    return "oneframe.toml, environment and defaults" if file.is_file() else "environment and defaults"


def _extras() -> tuple[Line, ...]:
    extras = {"openai": "langchain_openai", "anthropic": "langchain_anthropic", "ollama": "langchain_ollama"}
    return tuple(
        Line(
            f"extra {name}",
            bool(found := importlib.util.find_spec(module)),
            "installed" if found else f'not installed; pip install "oneframe[{name}]" adds it',
            optional=True,
        )
        for name, module in extras.items()
    )
