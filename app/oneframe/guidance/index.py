"""Owns the guide index and chromadb: derived data, built in generations from the corpus alone.
Drafts never enter it. A reader opens its own copy of a store, since opening one rewrites it."""

import contextlib
import importlib.metadata
import re
import shutil
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from oneframe.errors import AssetDamaged
from oneframe.frames import Frame
from oneframe.guidance import generations
from oneframe.guidance.corpus import Chunk, Count, Guide, chunks, corpus_hash, load, token_counter
from oneframe.guidance.embedding import Encoder, Vectors
from oneframe.guidance.exact import Backend, Hits, Index, read_chunks, read_exact, save
from oneframe.guidance.generations import Generation, damaged

if TYPE_CHECKING:
    from chromadb.api.client import Client

__all__ = ["Backend", "ChromaIndex", "Index", "Progress", "build", "ensure", "open_index"]

Progress = Callable[[int, int], None]

STORE: Final = "chroma"
PROBE: Final = 5  # hits that a store must share with the exact index to be published
TOLERANCE: Final = 1e-4
CHILD_SECONDS: Final = 120.0
_STEP = 16  # chunks between two calls of `on_progress`; also the encoder's batch
_BLOCK = 1000  # below Chroma's limit on one `add`


class ChromaFailed(AssetDamaged):
    """Chroma cannot build or read back a store on this machine; the exact index still can."""


class ChromaIndex:
    """Chroma over a private copy of the sealed store; `close` deletes the copy."""

    def __init__(self, sealed: Generation) -> None:
        self.backend: Backend = "chroma"
        self.chunks = read_chunks(sealed)
        self._order = {c.id: i for i, c in enumerate(self.chunks)}
        folder = _copy(sealed)
        try:
            client = _client(folder)
        except Exception as e:  # chromadb raises errors of sqlite, Rust and its own alike
            shutil.rmtree(folder, ignore_errors=True)
            raise damaged(sealed.path, f"cannot be opened by Chroma ({e})") from e
        self.close = weakref.finalize(self, _discard, client, folder)
        try:
            name = sealed.manifest["collection"]
            self._guides = client.get_collection(name, embedding_function=None)
            count = self._guides.count()
        except Exception as e:
            self.close()
            raise damaged(sealed.path, f"lacks its Chroma collection ({e})") from e
        if count != len(self.chunks):
            self.close()
            raise damaged(sealed.path, f"holds {count} chunks instead of {len(self.chunks)}")

    def query(self, vector: Vectors, k: int, frame: Frame | None) -> Hits:
        """Return up to `k` (chunk id, cosine) pairs of guides in `frame`, best first."""
        if k < 1:
            return []
        found = self._guides.query(
            query_embeddings=vector[None, :],
            n_results=min(k, len(self.chunks)),
            where={str(frame): True} if frame else None,
            include=["distances"],
        )
        distances = (found["distances"] or [[]])[0]
        hits = [(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], distances, strict=True)]
        return sorted(hits, key=lambda hit: (-hit[1], self._order[hit[0]]))


def build(
    root: Path,
    index_dir: Path,
    embedder: Encoder,
    on_progress: Progress | None = None,
    *,
    backend: Backend = "chroma",
    count: Count | None = None,
) -> Path:
    """Build and publish a new generation of the guides under `root`; return its folder.

    `on_progress` gets chunks done and chunks in all. `exact` leaves the Chroma store out.
    Raises AssetDamaged when a guide is faulty, the folder unwritable or the verification fails.
    """
    job = _Job(load(root), index_dir, embedder, backend, on_progress, count)
    with generations.writer(index_dir):
        return job.build()


def open_index(index_dir: Path, embedder: Encoder, corpus_hash: str, backend: Backend = "chroma") -> Index:
    """Open the current generation, writing nothing to it.

    Raises AssetDamaged when it is missing, altered, or not of this encoder and corpus.
    """
    sealed = generations.current(index_dir)
    for field, wanted in (("encoder", embedder.id), ("corpus", corpus_hash)):
        if sealed.manifest[field] != wanted:
            raise damaged(sealed.path, f"is of another {field}")
    exact = read_exact(sealed)  # also for Chroma: no file of a generation may be altered
    if backend == "exact":
        return exact
    if "collection" not in sealed.manifest:
        raise damaged(sealed.path, "was built without a Chroma store")
    if generations.mark_of(sealed) != _mark(sealed):
        _verify_in_child(sealed)
    return ChromaIndex(sealed)


def ensure(
    root: Path,
    index_dir: Path,
    embedder: Encoder,
    backend: Backend = "exact",
    on_progress: Progress | None = None,
) -> Index:
    """Open the index of the guides under `root`, building it first where it is absent or unfit.

    `exact` never imports chromadb. Where Chroma cannot serve, the exact index stands in for it
    and its `backend` says so. Raises AssetDamaged for a faulty guide or an unwritable folder.
    """
    guides = load(root)
    try:
        return _Job(guides, index_dir, embedder, backend, on_progress).ensure()
    except ChromaFailed:
        return _Job(guides, index_dir, embedder, "exact", on_progress).ensure()


@dataclass(frozen=True)
class _Job:
    """One wish for an index: of which guides, where, by which encoder and engine."""

    guides: Sequence[Guide]
    index_dir: Path
    embedder: Encoder
    backend: Backend
    on_progress: Progress | None = None
    count: Count | None = None

    def ensure(self) -> Index:
        # What is absent, stale or torn is what a build mends.
        with contextlib.suppress(AssetDamaged):
            if self.backend == "exact" or self._is_marked():
                return self._open()
        with generations.writer(self.index_dir):
            # Another process may have built or verified it while this one waited for the lock.
            try:
                index = self._open()
            except AssetDamaged:
                self.build()
                return self._open()
            sealed = generations.current(self.index_dir)
            generations.leave_mark(sealed, _mark(sealed))
            return index

    def build(self) -> Path:
        """Build under the writer's lock that the caller holds."""
        return generations.write(self.index_dir, self._fill, _verify)

    def _is_marked(self) -> bool:
        sealed = generations.current(self.index_dir)
        return generations.mark_of(sealed) == _mark(sealed)

    def _open(self) -> Index:
        return open_index(self.index_dir, self.embedder, corpus_hash(self.guides), self.backend)

    def _fill(self, folder: Path) -> dict[str, Any]:
        """Write a generation's files into `folder` and return the facts of its manifest."""
        counter = self.count or token_counter()
        parts = tuple(c for g in self.guides for c in chunks(g, count=counter))
        vectors = _embed(parts, self.embedder, self.on_progress)
        save(folder, parts, vectors)
        digest = corpus_hash(self.guides)
        facts = {"encoder": self.embedder.id, "corpus": digest, "count": len(parts)}
        if self.backend == "exact":
            return facts
        name = "guides-" + re.sub(r"[^A-Za-z0-9-]", "-", self.embedder.id) + "-" + digest[:12]
        _fill_store(folder / STORE, name, parts, vectors)
        return {**facts, "collection": name}


def _embed(parts: Sequence[Chunk], embedder: Encoder, on_progress: Progress | None) -> Vectors:
    """Embed each chunk under its headings, which often hold the words a query uses."""
    texts = [f"{c.heading}\n{c.text}" for c in parts]
    blocks = []
    for start in range(0, len(texts), _STEP):
        blocks.append(embedder.embed(texts[start : start + _STEP]))
        if on_progress:
            on_progress(min(start + _STEP, len(texts)), len(texts))
    return np.concatenate(blocks)


def _fill_store(folder: Path, name: str, parts: Sequence[Chunk], vectors: Vectors) -> None:
    """Write the Chroma store and close it, so that its files are whole before they are sealed."""
    try:
        client = _client(folder)
        try:
            space: Any = {"hnsw": {"space": "cosine"}}
            guides = client.create_collection(name, configuration=space, embedding_function=None)
            for start in range(0, len(parts), _BLOCK):
                block = parts[start : start + _BLOCK]
                guides.add(
                    ids=[c.id for c in block],
                    embeddings=vectors[start : start + _BLOCK],
                    metadatas=[_metadata(c) for c in block],
                )
        finally:
            client.close()
    except Exception as e:  # chromadb raises errors of sqlite, Rust and its own alike
        raise ChromaFailed(f"Chroma cannot build the guide index ({e}). Reinstall it.") from e


def _metadata(chunk: Chunk) -> dict[str, Any]:
    flags = {str(f): f in chunk.frames for f in (Frame.COACHING, Frame.PERFORMANCE)}
    return {"guide": chunk.guide, "title": chunk.title, "heading": chunk.heading, **flags}


def _client(folder: Path) -> "Client":
    import chromadb
    from chromadb.config import Settings

    silent = Settings(anonymized_telemetry=False)
    return cast("Client", chromadb.PersistentClient(str(folder), settings=silent))


def _copy(sealed: Generation) -> Path:
    """Copy the sealed store, each file checked, into a temporary folder of this process."""
    folder = Path(tempfile.mkdtemp(prefix="oneframe-guides-"))
    for name in sealed.names(STORE):
        target = folder / Path(name).relative_to(STORE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(sealed.read(name))
    return folder


def _discard(client: "Client", folder: Path) -> None:
    client.close()
    shutil.rmtree(folder, ignore_errors=True)


def _mark(sealed: Generation) -> str:
    """Return what a verified generation is marked with: another Chroma must verify it again."""
    if "collection" not in sealed.manifest:
        return f"{sealed.digest} exact\n"
    return f"{sealed.digest} chromadb {importlib.metadata.version('chromadb')}\n"


def _verify(sealed: Generation) -> str:
    """Read a sealed generation back and return its mark; raise AssetDamaged if it is unfit."""
    read_exact(sealed)
    if "collection" in sealed.manifest:
        _verify_in_child(sealed)
    return _mark(sealed)


def _verify_in_child(sealed: Generation) -> None:
    """Probe a store in another process, since a torn one can kill the process that opens it."""
    # -P: a file of the user's in the current folder must not stand in for a module.
    command = [sys.executable, "-P", "-m", __spec__.name, str(sealed.path), sealed.digest]
    try:
        child = subprocess.run(command, capture_output=True, timeout=CHILD_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as e:
        raise ChromaFailed(f"The guide index could not be verified ({e}). Reinstall it.") from e
    if child.returncode:
        why = child.stderr.decode(errors="replace").strip()[-300:] or f"exit {child.returncode}"
        raise ChromaFailed(f"Chroma cannot read the guide index back ({why}). Reinstall it.")


def _probe(path: Path, digest: str) -> str:
    """Return what is wrong with a store: the child's half of the verification."""
    sealed = generations.generation(path, digest)
    exact, chroma = read_exact(sealed), ChromaIndex(sealed)
    vector = exact.vector(0)
    found = chroma.query(vector, PROBE, None)
    chroma.close()
    # Ids of equal scores may come in any order; their scores may not.
    scores = dict(exact.query(vector, len(exact.chunks), None))
    wanted = list(scores.values())[:PROBE]
    gaps = [abs(s - w) + abs(s - scores[i]) for (i, s), w in zip(found, wanted, strict=False)]
    good = len(found) == len(wanted) and max(gaps) < TOLERANCE
    return "" if good else f"{found} where {wanted} was expected"


if __name__ == "__main__":
    sys.exit(_probe(Path(sys.argv[1]), sys.argv[2]) or 0)
