"""Owns the guide index: derived data, built in generations from the corpus alone. Drafts never enter it.
Chooses the engine; knows neither how Chroma stores nor how a generation is sealed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from oneframe.errors import AssetDamaged
from oneframe.guidance import chroma, generations
from oneframe.guidance.chroma import ChromaFailed
from oneframe.guidance.corpus import Ask, Chunk, Corpus, Count, chunks, token_counter
from oneframe.guidance.embedding import Encoder, Vectors
from oneframe.guidance.exact import Asks, Backend, Index, read_exact, save
from oneframe.guidance.generations import Generation, damaged

__all__ = ["Backend", "Index", "Progress", "build", "ensure", "open_index"]

Progress = Callable[[int, int], None]

_STEP: Final = 16  # chunks between two calls of `on_progress`; also the encoder's batch


def build(
    corpus: Corpus,
    index_dir: Path,
    embedder: Encoder,
    on_progress: Progress | None = None,
    *,
    backend: Backend = "chroma",
    count: Count | None = None,
) -> Path:
    """Build and publish a new generation of `corpus`; return its folder.

    `on_progress` gets chunks done and chunks in all; chunks that the last generation holds are not embedded
    again. `exact` leaves the Chroma store out. Raises AssetDamaged when the folder is unwritable or the
    verification fails.
    """
    job = _Job(corpus, index_dir, embedder, backend, on_progress, count)
    with generations.writer(index_dir):
        return job.build()


def open_index(
    index_dir: Path, embedder: Encoder, digest: str, backend: Backend = "chroma", server: str | None = None
) -> Index:
    """Open the current generation, writing nothing to it; `server` is the URL of a Chroma server to ask.

    Raises AssetDamaged when it is missing, altered, or not of this encoder and corpus.
    """
    sealed = generations.current(index_dir)
    for field, wanted in (("encoder", embedder.id), ("corpus", digest)):
        if sealed.manifest[field] != wanted:
            raise damaged(sealed.path, f"is of another {field}")
    exact = read_exact(sealed)  # also for Chroma: no file of a generation may be altered
    if backend == "exact":
        return exact
    if server:
        return chroma.open_server(server, chroma.collection_name(embedder.id, digest), exact)
    if "collection" not in sealed.manifest:
        raise damaged(sealed.path, "was built without a Chroma store")
    if generations.mark_of(sealed) != _mark(sealed):
        chroma.verify_in_child(sealed)
    return chroma.open_sealed(sealed)


def ensure(
    corpus: Corpus,
    index_dir: Path,
    embedder: Encoder,
    backend: Backend = "exact",
    on_progress: Progress | None = None,
    server: str | None = None,
) -> Index:
    """Open the index of `corpus`, building it first where it is absent or unfit.

    `exact` never imports chromadb's engine. Where Chroma, or its server, cannot serve, the exact index
    stands in for it and its `backend` says so. Raises AssetDamaged for an unwritable folder.
    """
    try:
        return _Job(corpus, index_dir, embedder, backend, on_progress, server=server).ensure()
    except ChromaFailed:
        return _Job(corpus, index_dir, embedder, "exact", on_progress).ensure()


@dataclass(frozen=True)
class _Job:
    """One wish for an index: of which guides, where, by which encoder and engine."""

    corpus: Corpus
    index_dir: Path
    embedder: Encoder
    backend: Backend
    on_progress: Progress | None = None
    count: Count | None = None
    server: str | None = None

    def ensure(self) -> Index:
        # What is absent, stale or torn is what a build mends; a server that is down is not.
        try:
            if self._needs_no_mark or self._is_marked():
                return self._open()
        except ChromaFailed:
            raise
        except AssetDamaged:
            pass
        with generations.writer(self.index_dir):
            # Another process may have built or verified it while this one waited for the lock.
            try:
                index = self._open()
            except ChromaFailed:
                raise
            except AssetDamaged:
                self.build()
                return self._open()
            sealed = generations.current(self.index_dir)
            generations.leave_mark(sealed, _mark(sealed))
            return index

    def build(self) -> Path:
        """Build under the writer's lock that the caller holds."""
        return generations.write(self.index_dir, self._fill, _verify)

    @property
    def _needs_no_mark(self) -> bool:
        return self.backend == "exact" or self.server is not None

    def _is_marked(self) -> bool:
        sealed = generations.current(self.index_dir)
        return generations.mark_of(sealed) == _mark(sealed)

    def _open(self) -> Index:
        return open_index(self.index_dir, self.embedder, self.corpus.digest, self.backend, self.server)

    def _fill(self, folder: Path) -> dict[str, Any]:
        """Write a generation's files into `folder` and return the facts of its manifest."""
        counter = self.count or token_counter()
        parts, asks = parts_of(self.corpus, counter), self.corpus.asks
        vectors = self._embed(texts_of(parts, asks))
        save(folder, parts, vectors[: len(parts)], Asks(asks, vectors[len(parts) :]))
        digest = self.corpus.digest
        facts = {"encoder": self.embedder.id, "corpus": digest, "count": len(parts)}
        if self.backend == "exact" or self.server:
            return facts
        name = chroma.collection_name(self.embedder.id, digest)
        chroma.fill_store(folder, name, parts, vectors[: len(parts)])
        return {**facts, "collection": name}

    def _embed(self, texts: Sequence[str]) -> Vectors:
        """Return a vector a text; those that the last generation holds are taken from there."""
        known = self._known()
        fresh = [t for t in dict.fromkeys(texts) if t not in known]
        for start in range(0, len(fresh), _STEP):
            block = fresh[start : start + _STEP]
            known.update(zip(block, self.embedder.embed(block), strict=True))
            if self.on_progress:
                self.on_progress(min(start + _STEP, len(fresh)), len(fresh))
        return np.stack([known[t] for t in texts]) if texts else self.embedder.embed([])

    def _known(self) -> dict[str, Vectors]:
        """Return the vectors of the last generation by text, if it is sound and of this encoder."""
        try:
            sealed = generations.current(self.index_dir)
            if sealed.manifest["encoder"] != self.embedder.id:
                return {}
            last = read_exact(sealed)
        except AssetDamaged:
            return {}
        held = dict(zip(map(_text, last.chunks), last.vectors, strict=True))
        return held | dict(zip((a.text for a in last.asks.rows), last.asks.vectors, strict=True))


def parts_of(corpus: Corpus, count: Count) -> tuple[Chunk, ...]:
    """Return the chunks of all guides, in order."""
    return tuple(c for g in corpus.guides for c in chunks(g, count=count))


def texts_of(parts: Sequence[Chunk], asks: Sequence[Ask]) -> list[str]:
    """Return what is embedded: each chunk under its headings, which often hold a query's words; the asks."""
    return [*map(_text, parts), *(a.text for a in asks)]


def _text(chunk: Chunk) -> str:
    return f"{chunk.heading}\n{chunk.text}"


def _mark(sealed: Generation) -> str:
    """Return what a verified generation is marked with."""
    if "collection" not in sealed.manifest:
        return f"{sealed.digest} exact\n"
    return f"{sealed.digest} chromadb {chroma.version()}\n"


def _verify(sealed: Generation) -> str:
    """Read a sealed generation back and return its mark; raise AssetDamaged if it is unfit."""
    read_exact(sealed)
    if "collection" in sealed.manifest:
        chroma.verify_in_child(sealed)
    return _mark(sealed)
