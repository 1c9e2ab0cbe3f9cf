"""Owns chromadb: the store in a generation, its verification in a child process, and a server by URL.
A reader opens its own copy of a store, since opening one rewrites it. Drafts never enter it."""

import importlib.metadata
import re
import shutil
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlsplit

from oneframe.errors import AssetDamaged
from oneframe.frames import Frame
from oneframe.guidance import generations
from oneframe.guidance.corpus import Chunk
from oneframe.guidance.embedding import Vectors
from oneframe.guidance.exact import Asks, Backend, ExactIndex, Hits, read_asks, read_chunks, read_exact
from oneframe.guidance.generations import Generation, damaged

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

STORE: Final = "chroma"
PROBE: Final = 5  # hits that a store must share with the exact index to be published
TOLERANCE: Final = 1e-4
CHILD_SECONDS: Final = 120.0
# Searched wider than by default, so that its first ten are the exact ones at the size of a large corpus.
_GRAPH: Final[Any] = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 300}}
_BLOCK = 1000  # below Chroma's limit on one `add`


class ChromaFailed(AssetDamaged):
    """Chroma cannot build or read back a store; the exact index still can."""


class ChromaIndex:
    """Chroma's answer to nearest chunks; `close` lets go of the store or the server."""

    def __init__(
        self, chunks: tuple[Chunk, ...], asks: Asks, guides: "Collection", close: Callable[[], object]
    ) -> None:
        self.backend: Backend = "chroma"
        self.chunks, self.asks, self.close = chunks, asks, close
        self._guides = guides
        self._order = {c.id: i for i, c in enumerate(chunks)}

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


def open_sealed(sealed: Generation) -> ChromaIndex:
    """Open a private copy of the store in `sealed`; raise AssetDamaged where it is unfit."""
    chunks, asks = read_chunks(sealed), read_asks(sealed)
    folder = _copy(sealed)
    try:
        client = _client(folder)
    except Exception as e:  # chromadb raises errors of sqlite, Rust and its own alike
        shutil.rmtree(folder, ignore_errors=True)
        raise damaged(sealed.path, f"cannot be opened by Chroma ({e})") from e
    try:
        guides = client.get_collection(sealed.manifest["collection"], embedding_function=None)
        count = guides.count()
    except Exception as e:
        _discard(client, folder)
        raise damaged(sealed.path, f"lacks its Chroma collection ({e})") from e
    if count != len(chunks):
        _discard(client, folder)
        raise damaged(sealed.path, f"holds {count} chunks instead of {len(chunks)}")
    return ChromaIndex(chunks, asks, guides, weakref.finalize(guides, _discard, client, folder))


def open_server(url: str, name: str, exact: ExactIndex) -> ChromaIndex:
    """Return the collection `name` of a Chroma server, filled from `exact` where it is absent or short.

    Only guides are sent. Raises ChromaFailed where the server does not answer or answers otherwise.
    """
    try:
        client = _server(url)
        guides = client.get_or_create_collection(name, configuration=_GRAPH, embedding_function=None)
        if guides.count() != len(exact.chunks):
            client.delete_collection(name)
            guides = client.create_collection(name, configuration=_GRAPH, embedding_function=None)
            _add(guides, exact.chunks, exact.vectors)
        index = ChromaIndex(exact.chunks, exact.asks, guides, lambda: None)
        why = disagreement(exact, index)
    except Exception as e:  # chromadb raises errors of httpx and its own alike
        raise ChromaFailed(f"The Chroma server {url} cannot serve the guides ({e}).") from e
    if why:
        raise ChromaFailed(f"The Chroma server {url} answers otherwise than the guides: {why}.")
    return index


def collection_name(encoder: str, digest: str) -> str:
    """Return the collection's name: another encoder or corpus has another one."""
    return "guides-" + re.sub(r"[^A-Za-z0-9-]", "-", encoder) + "-" + digest[:12]


def fill_store(folder: Path, name: str, chunks: Sequence[Chunk], vectors: Vectors) -> None:
    """Write the store into a generation and close it, so that its files are whole before they are sealed."""
    try:
        client = _client(folder / STORE)
        try:
            _add(
                client.create_collection(name, configuration=_GRAPH, embedding_function=None), chunks, vectors
            )
        finally:
            client.close()
    except Exception as e:  # chromadb raises errors of sqlite, Rust and its own alike
        raise ChromaFailed(f"Chroma cannot build the guide index ({e}). Reinstall it.") from e


def version() -> str:
    """Return which Chroma this is: another one must verify a store again."""
    return importlib.metadata.version("chromadb")


def verify_in_child(sealed: Generation) -> None:
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


def probe(path: Path, digest: str) -> str:
    """Return what is wrong with a store: the child's half of the verification."""
    sealed = generations.generation(path, digest)
    exact, chroma = read_exact(sealed), open_sealed(sealed)
    why = disagreement(exact, chroma)
    chroma.close()
    return why


def disagreement(exact: ExactIndex, chroma: ChromaIndex) -> str:
    """Return how the nearest chunks of the first one differ, or an empty text."""
    vector = exact.vector(0)
    found = chroma.query(vector, PROBE, None)
    # Ids of equal scores may come in any order; their scores may not.
    scores = dict(exact.query(vector, len(exact.chunks), None))
    wanted = list(scores.values())[:PROBE]
    gaps = [abs(s - w) + abs(s - scores[i]) for (i, s), w in zip(found, wanted, strict=False)]
    good = len(found) == len(wanted) and max(gaps) < TOLERANCE
    return "" if good else f"{found} where {wanted} was expected"


def _add(guides: "Collection", chunks: Sequence[Chunk], vectors: Vectors) -> None:
    for start in range(0, len(chunks), _BLOCK):
        block = chunks[start : start + _BLOCK]
        guides.add(
            ids=[c.id for c in block],
            embeddings=vectors[start : start + _BLOCK],
            metadatas=[_metadata(c) for c in block],
        )


def _metadata(chunk: Chunk) -> dict[str, Any]:
    flags = {str(f): f in chunk.frames for f in (Frame.COACHING, Frame.PERFORMANCE)}
    return {"guide": chunk.guide, "title": chunk.title, "heading": chunk.heading, **flags}


def _client(folder: Path) -> "Client":
    import chromadb
    from chromadb.config import Settings

    silent = Settings(anonymized_telemetry=False)
    return cast("Client", chromadb.PersistentClient(str(folder), settings=silent))


def _server(url: str) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    where = urlsplit(url)
    if where.scheme not in ("http", "https") or not where.hostname:
        raise ValueError("the address must read like http://127.0.0.1:8000")
    ssl = where.scheme == "https"
    port = where.port or (443 if ssl else 80)
    silent = Settings(anonymized_telemetry=False)
    return chromadb.HttpClient(where.hostname, port, ssl, settings=silent)


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


if __name__ == "__main__":
    sys.exit(probe(Path(sys.argv[1]), sys.argv[2]) or 0)
