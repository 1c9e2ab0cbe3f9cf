"""The one place where parts are chosen and put together. Holds no logic of any of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from oneframe import settings as config
from oneframe.adviser import Adviser
from oneframe.checking.checker import Checker
from oneframe.coach import Coach
from oneframe.errors import SettingsInvalid
from oneframe.frames import Element, Fault, Frame
from oneframe.house_rules import house_rules
from oneframe.planning.choose import load_choice
from oneframe.planning.plan import Planner
from oneframe.planning.routing import Router, load_router
from oneframe.planning.triage import Triage
from oneframe.planning.wording import load_wording
from oneframe.preparer import Preparer
from oneframe.reading.house import House
from oneframe.reading.model import ReaderModel
from oneframe.reading.reader import Reader
from oneframe.records import Passage
from oneframe.settings import Settings
from oneframe.writing.composer import Composer
from oneframe.writing.phrases import load_phrases
from oneframe.writing.speaking import ModelSpeaker
from oneframe.writing.writer import Writer

if TYPE_CHECKING:
    from oneframe.guidance.answer import Answers, AnswerWording, Evidence
    from oneframe.guidance.corpus import Corpus
    from oneframe.guidance.search import GuideSearch
    from oneframe.writing.providers import ProviderWriter

Progress = Callable[[int, int], None]
_SPOKEN_CHARS = 8_000


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


def build_coach(settings: Settings, *, with_guides: bool = True, patience_s: float = -1.0) -> Coach:
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
        guides=LazyGuides(settings, patience_s=patience_s) if with_guides else None,
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


def build_adviser(
    settings: Settings, guides: "LazyGuides | None" = None, *, may_send: bool = False
) -> Adviser:
    """Return what answers questions; a provider words the answers only where `may_send` or it is local."""
    reader = build_reader(settings)
    return Adviser(
        read=reader.read,
        route=build_router().route,
        triage=Triage(load_choice(config.prompts() / "choose.toml")),
        library=guides or LazyGuides(settings),
        speaker=_speaker(settings) if may_send or not leaves_this_machine(settings) else None,
    )


def _speaker(settings: Settings) -> ModelSpeaker | None:
    """Return the provider as the speaker; the embedded writer only rewrites."""
    if ":" not in settings.writer:
        return None
    provider = _provider(settings)
    return ModelSpeaker(lambda p: "".join(provider.answer(p, _SPOKEN_CHARS)), config.prompts())


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
    patience_s: float = -1.0
    _lock: Lock = field(default_factory=Lock)
    _own: "tuple[str, GuideSearch] | None" = None

    def for_plan(
        self, frame: Frame, faults: Sequence[Fault], missing: Sequence[Element]
    ) -> tuple[Passage, ...]:
        """Return up to three passages for a plan of `frame`; none while another thread builds the index."""
        from oneframe.guidance.search import query_for

        if not self._lock.acquire(timeout=self.patience_s):  # two sessions must not open, or build, at once
            return ()
        try:
            search = self.search
        finally:
            self._lock.release()
        return search.passages(query_for(frame, "", faults, missing), frame)

    @cached_property
    def search(self) -> "GuideSearch":
        """The search over the opened index; `auto` is the exact engine, which opens in milliseconds."""
        return _search(self.settings, self.settings.index_dir, self._corpus, self.on_progress)

    def evidence(self, question: str, earlier: Sequence[str] = ()) -> "Evidence":
        """Return what our guides, and the company's own as they are now, hold on `question`."""
        return self._answers().evidence(question, earlier)

    def found(self, sought: str) -> tuple[Passage, ...]:
        """Return the passages of our and own guides that fit `sought`, best first, one a guide."""
        return self._answers().found(sought)

    def _answers(self) -> "Answers":
        from oneframe.guidance import own
        from oneframe.guidance.answer import Answers
        from oneframe.guidance.corpus import Corpus

        with self._lock:
            searches = [self.search]
            if guides := own.load(self.settings.guides_dir):
                searches.append(self._own_search(Corpus(guides)))
        return Answers(searches, self._corpus, self._wording)

    def _own_search(self, guides: "Corpus") -> "GuideSearch":
        if self._own is None or self._own[0] != guides.digest:
            # Never on a server, nor in Chroma's files: what is removed must be gone.
            exact = replace(self.settings, index_backend="exact", chroma_url=None)
            self._own = guides.digest, _search(exact, exact.own_index_dir, guides, self.on_progress)
        return self._own[1]

    @cached_property
    def _corpus(self) -> "Corpus":
        from oneframe.guidance.corpus import read_corpus

        return read_corpus(config.corpus())

    @cached_property
    def _wording(self) -> "AnswerWording":
        from oneframe.guidance.answer import load_answer_wording

        return load_answer_wording(config.prompts() / "answer.toml")


def _search(settings: Settings, where: Path, corpus: "Corpus", on_progress: Progress | None) -> "GuideSearch":
    from oneframe.guidance.embedding import Embedder
    from oneframe.guidance.index import ensure
    from oneframe.guidance.search import GuideSearch

    embedder = Embedder(config.models())
    backend = "exact" if settings.index_backend == "auto" else settings.index_backend
    index = ensure(corpus, where, embedder, backend, on_progress, settings.chroma_url)
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


def _provider(settings: Settings) -> "ProviderWriter":
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
