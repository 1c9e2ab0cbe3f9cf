"""The one place where parts are chosen and put together. Holds no logic of any of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from oneframe import settings as config
from oneframe.checking.checker import Checker
from oneframe.coach import Coach
from oneframe.errors import SettingsInvalid
from oneframe.frames import Element, Fault, Frame
from oneframe.house_rules import house_rules
from oneframe.planning.plan import Planner
from oneframe.planning.routing import Router, load_router
from oneframe.planning.wording import load_wording
from oneframe.preparer import Preparer
from oneframe.reading.house import House
from oneframe.reading.model import ReaderModel
from oneframe.reading.reader import Reader
from oneframe.records import Passage
from oneframe.settings import Settings
from oneframe.writing.composer import Composer
from oneframe.writing.phrases import load_phrases
from oneframe.writing.writer import Writer

if TYPE_CHECKING:
    from oneframe.guidance.search import GuideSearch

Progress = Callable[[int, int], None]


def build_reader(settings: Settings) -> Reader:
    """Return the reader; its model loads at the first text."""
    models = config.models()
    model = ReaderModel(models / "reader.onnx", models / "tokenizer.json", settings.threads)
    return Reader(model, build_house(settings))


def build_house(settings: Settings) -> House:
    """Return the house's own words; raise SettingsInvalid for one that would bend the one-frame rule."""
    return house_rules(dict(settings.terms), dict(settings.tone))


def build_router() -> Router:
    """Return the router with the fixed wording of `prompts/routes.toml`."""
    return load_router(config.prompts() / "routes.toml")


def build_coach(settings: Settings, *, with_guides: bool = True) -> Coach:
    """Return a coach with the writer that the settings name; guides are opened at the first plan."""
    reader = build_reader(settings)
    bank, house = load_phrases(config.prompts() / "phrases"), build_house(settings)
    phrases = (*bank.all(), *bank.in_house(house).all(), *house.tone.values())
    return Coach(
        read=reader.read,
        route=build_router().route,
        planner=Planner(reader.frames, house),
        composer=Composer(bank, house),
        checker=Checker(reader.read, phrases, house=house),
        guides=LazyGuides(settings) if with_guides else None,
        writer=build_writer(settings),
    )


def build_preparer(settings: Settings) -> Preparer:
    """Return what prepares talks; it loads the reader's model at the first text and no writer."""
    reader, house = build_reader(settings), build_house(settings)
    return Preparer(
        reader.read,
        build_router().route,
        Planner(reader.frames, house),
        load_phrases(config.prompts() / "phrases").in_house(house),
        load_wording(config.prompts() / "talk.toml"),
    )


def build_writer(settings: Settings) -> Writer | None:
    """Return the writer asked before the composer, or None when the composer serves alone."""
    if settings.writer == "composer":
        return None
    if settings.writer in ("auto", "embedded"):
        return _embedded(settings)
    return _provider(settings)


def leaves_this_machine(settings: Settings) -> bool:
    """Return whether a draft would be sent elsewhere with these settings."""
    if ":" not in settings.writer:
        return False
    from oneframe.writing.providers import is_remote

    return settings.tracing or is_remote(settings.base_url, settings.writer.partition(":")[0])


@dataclass
class LazyGuides:
    """The guides of the corpus, opened (and indexed, where needed) at the first question."""

    settings: Settings
    on_progress: Progress | None = None
    _lock: Lock = field(default_factory=Lock)

    def for_plan(
        self, frame: Frame, faults: Sequence[Fault], missing: Sequence[Element]
    ) -> tuple[Passage, ...]:
        """Return up to three passages for a plan of `frame`."""
        from oneframe.guidance.search import query_for

        with self._lock:  # two sessions must not open, or build, at once
            search = self.search
        return search.passages(query_for(frame, "", faults, missing), frame)

    @cached_property
    def search(self) -> "GuideSearch":
        """The search over the opened index; `auto` is the exact engine, which opens in milliseconds."""
        from oneframe.guidance.corpus import read_corpus
        from oneframe.guidance.embedding import Embedder
        from oneframe.guidance.index import ensure
        from oneframe.guidance.search import GuideSearch

        embedder, settings = Embedder(config.models()), self.settings
        index = ensure(
            read_corpus(config.corpus()),
            settings.index_dir,
            embedder,
            "exact" if settings.index_backend == "auto" else settings.index_backend,
            self.on_progress,
            settings.chroma_url,
        )
        return GuideSearch(index, embedder)


def _embedded(settings: Settings) -> Writer | None:
    from oneframe.guidance.corpus import token_counter
    from oneframe.writing.embedded import EmbeddedWriter, find_weights

    if settings.writer == "auto" and find_weights() is None:
        return None
    models = config.models()
    return EmbeddedWriter(
        adapter=models / "writer-adapter.gguf",
        prompts=config.prompts(),
        count=token_counter(models / "smollm2.tiktoken"),
        threads=settings.writer_threads,
        timeout_s=settings.timeout_s,
    )


def _provider(settings: Settings) -> Writer:
    from oneframe.guidance.corpus import token_counter
    from oneframe.writing.providers import Access, Limits, ProviderWriter

    provider, _, model = settings.writer.partition(":")
    if not model:
        raise SettingsInvalid(f'writer = "{settings.writer}": name a model after the colon.')
    return ProviderWriter(
        Access(provider, model, settings.base_url),
        prompts=config.prompts(),
        count=token_counter(config.models() / "smollm2.tiktoken"),
        limits=Limits(total_s=settings.timeout_s),
        tracing=settings.tracing,
    )
