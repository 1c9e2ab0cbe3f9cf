"""What a user can set, by file, environment or option. The only reader and writer of `os.environ`."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, cast

from oneframe.errors import SettingsInvalid

Backend = Literal["auto", "chroma", "exact"]
Strictness = Literal["one-sitting", "separate-days"]
TextSize = Literal["normal", "large", "larger"]
STRICTNESS: tuple[Strictness, ...] = ("separate-days", "one-sitting")
TEXT_SIZES: tuple[TextSize, ...] = ("normal", "large", "larger")
WRITERS = ("auto", "embedded", "composer")
_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parents[1]
_FILE = "oneframe.toml"
_MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their defaults. Paths are absolute; times are seconds."""

    writer: str = "auto"
    base_url: str | None = None
    timeout_s: float = 60.0
    index_dir: Path = Path()
    index_backend: Backend = "auto"
    chroma_url: str | None = None
    guides_dir: Path = Path()
    terms: tuple[tuple[str, str], ...] = ()
    tone: tuple[tuple[str, str], ...] = ()
    threads: int = 2
    tracing: bool = False
    strictness: Strictness = "separate-days"
    history: bool = False
    history_url: str = ""
    history_days: int = 30
    screenshots: bool = False
    text_size: TextSize = "normal"

    @property
    def for_writing(self) -> "Settings":
        """These settings without what only the pages go by: two that write alike are equal."""
        return replace(
            self,
            strictness="separate-days",
            history=False,
            history_url="",
            history_days=30,
            screenshots=False,
            text_size="normal",
        )

    @property
    def writer_threads(self) -> int:
        """Threads of the embedded writer; one core is left to the page, as sharing it stalls the model."""
        return max(1, min(4, (os.cpu_count() or 2) - 1))

    @property
    def own_index_dir(self) -> Path:
        """Where the company's own guides are indexed, apart from ours."""
        return self.index_dir / "own"

    def __post_init__(self) -> None:
        """Refuse what no part could use."""
        if self.writer not in WRITERS and ":" not in self.writer:
            raise SettingsInvalid(
                f'writer = "{self.writer}" is not known. Use auto, embedded, composer, or provider:model '
                "(for example openai:gpt-5-mini)."
            )
        if self.index_backend not in ("auto", "chroma", "exact"):
            raise SettingsInvalid(f'index_backend = "{self.index_backend}": use auto, chroma or exact.')
        if self.timeout_s <= 0 or self.threads < 1:
            raise SettingsInvalid("timeout_s and threads must be above 0.")
        self._refuse_for_pages()

    def _refuse_for_pages(self) -> None:
        if self.strictness not in STRICTNESS:
            raise SettingsInvalid(f'strictness = "{self.strictness}": use {" or ".join(STRICTNESS)}.')
        if self.text_size not in TEXT_SIZES:
            raise SettingsInvalid(f'text_size = "{self.text_size}": use {", ".join(TEXT_SIZES)}.')
        if not 1 <= self.history_days <= _MOST_DAYS:
            raise SettingsInvalid(f"history_days is from 1 to {_MOST_DAYS}.")


def load(**options: object) -> Settings:
    """Return the settings: options over `ONEFRAME_*` over `oneframe.toml` over defaults."""
    given = {k: v for k, v in options.items() if v is not None}
    merged = {**_default_folders(), **_from_file(), **_from_environment(), **given}
    known = {f.name: f for f in fields(Settings)}
    if unknown := sorted(merged.keys() - known.keys()):
        raise SettingsInvalid(f"Unknown setting {unknown[0]!r}. Known: {', '.join(known)}.")
    return replace(Settings(), **cast("dict[str, Any]", _typed(merged)))


def models() -> Path:
    """Return the folder of model files."""
    return _PACKAGE / "models"


def prompts() -> Path:
    """Return the folder of prompts and phrases: the checkout's, else the wheel's."""
    return _asset("prompts")


def corpus() -> Path:
    """Return the folder of guides: the checkout's, else the wheel's."""
    return _asset("corpus")


def keep_quiet(*, tracing: bool) -> None:
    """Switch off what other libraries would send from this machine, unless tracing was asked for."""
    os.environ.setdefault("STREAMLIT_BROWSER_GATHER_USAGE_STATS", "false")
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if not tracing:
        for name in (
            "LANGSMITH_TRACING",
            "LANGSMITH_TRACING_V2",
            "LANGCHAIN_TRACING",
            "LANGCHAIN_TRACING_V2",
        ):
            os.environ[name] = "false"


def _asset(name: str) -> Path:
    bundled = _PACKAGE / "bundled" / name
    return bundled if bundled.is_dir() else _CHECKOUT / name


def _default_folders() -> Mapping[str, object]:
    from platformdirs import user_cache_path, user_data_path

    return {
        "index_dir": user_cache_path("oneframe") / "index",
        "guides_dir": user_data_path("oneframe") / "guides",
        "history_url": f"sqlite:///{(user_data_path('oneframe') / 'history.db').as_posix()}",
    }


def _from_file() -> Mapping[str, object]:
    file = Path(os.environ.get("ONEFRAME_CONFIG", _FILE))
    if not file.is_file():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as broken:
        raise SettingsInvalid(f"{file} cannot be read as TOML: {broken}.") from broken


def _from_environment() -> Mapping[str, object]:
    prefix = "ONEFRAME_"
    skip = {"ONEFRAME_CONFIG"}
    return {
        k[len(prefix) :].lower(): v for k, v in os.environ.items() if k.startswith(prefix) and k not in skip
    }


def _typed(values: Mapping[str, object]) -> dict[str, object]:
    """Return the values in their fields' types; environment values arrive as text."""
    convert = {
        "timeout_s": float,
        "threads": int,
        "tracing": _flag,
        "history": _flag,
        "history_days": int,
        "screenshots": _flag,
        "index_dir": lambda p: Path(str(p)).expanduser().absolute(),
        "guides_dir": lambda p: Path(str(p)).expanduser().absolute(),
        "terms": _pairs,
        "tone": _pairs,
    }
    try:
        return {k: convert[k](v) if k in convert else v for k, v in values.items()}  # type: ignore[operator]
    except (TypeError, ValueError) as broken:
        raise SettingsInvalid(f"A setting has the wrong type: {broken}.") from broken


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    """Return a table of texts as pairs, which a frozen record can hold."""
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise TypeError('terms and tone are tables of texts: [terms], then performance = "standards review"')
    return tuple(value.items())


def _flag(value: object) -> bool:
    return value is True or str(value).lower() in ("1", "true", "yes", "on")
