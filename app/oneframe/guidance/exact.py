"""Owns the exact index and its files: chunks and asks, each with vectors. Imports no chromadb."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from oneframe.frames import Frame
from oneframe.guidance.corpus import Ask, Chunk
from oneframe.guidance.embedding import Vectors
from oneframe.guidance.generations import Generation, damaged

Backend = Literal["chroma", "exact"]
Hits = list[tuple[str, float]]

CHUNKS: Final = "chunks.json"
VECTORS: Final = "vectors.npy"
ASKS: Final = "asks.json"
ASK_VECTORS: Final = "asks.npy"


@dataclass(frozen=True, slots=True)
class Asks:
    """The questions that the guides say they answer, with unit vectors `[n, d]` in their order."""

    rows: tuple[Ask, ...]
    vectors: Vectors

    def best(self, vector: Vectors) -> Mapping[str, float]:
        """Return, by guide, the cosine of its ask that is nearest to `vector`."""
        found: dict[str, float] = {}
        for row, score in zip(self.rows, (self.vectors @ vector).tolist(), strict=True):
            if score > found.get(row.guide, -1.0):
                found[row.guide] = score
        return found


class Index(Protocol):
    """Nearest chunks of the guides; `backend` says which engine answers."""

    @property
    def backend(self) -> Backend: ...

    @property
    def chunks(self) -> tuple[Chunk, ...]: ...

    @property
    def asks(self) -> Asks: ...

    def query(self, vector: Vectors, k: int, frame: Frame | None) -> Hits:
        """Return up to `k` (chunk id, cosine) pairs of guides in `frame`, best first."""


class ExactIndex:
    """Brute force over `[n, d]` unit vectors: the fast path for small corpora, and the oracle."""

    def __init__(self, chunks: tuple[Chunk, ...], vectors: Vectors, asks: Asks) -> None:
        self.backend: Backend = "exact"
        self.chunks = chunks
        self.asks = asks
        self.vectors = vectors

    def vector(self, row: int) -> Vectors:
        """Return the unit vector `[d]` of the chunk at `row`."""
        vector: Vectors = self.vectors[row]
        return vector

    def query(self, vector: Vectors, k: int, frame: Frame | None) -> Hits:
        """Return up to `k` (chunk id, cosine) pairs of guides in `frame`, best first."""
        scores = self.vectors @ vector
        if frame is not None:
            scores = np.where(self._fits[frame], scores, -np.inf)
        return [(self.chunks[i].id, float(scores[i])) for i in top(scores, k)]

    @cached_property
    def _fits(self) -> Mapping[Frame, NDArray[np.bool_]]:
        return fits(self.chunks)


def fits(chunks: Sequence[Chunk]) -> Mapping[Frame, NDArray[np.bool_]]:
    """Return, by frame, which chunks `[n]` are of guides in it."""
    frames = (Frame.COACHING, Frame.PERFORMANCE)
    return {f: np.array([f in c.frames for c in chunks], dtype=bool) for f in frames}


def top(scores: NDArray[Any], k: int) -> list[int]:
    """Return the rows of the `k` highest scores above minus infinity, best first, ties by row."""
    k = min(k, len(scores))
    if k < 1:
        return []
    floor = np.partition(scores, len(scores) - k)[len(scores) - k]
    rows = np.flatnonzero((scores >= floor) & (scores > -np.inf))
    best: list[int] = rows[np.lexsort((rows, -scores[rows]))][:k].tolist()
    return best


def save(folder: Path, chunks: Sequence[Chunk], vectors: Vectors, asks: Asks) -> None:
    """Write the files of an exact index, not yet sealed."""
    _save(folder, CHUNKS, VECTORS, [asdict(c) for c in chunks], vectors)
    _save(folder, ASKS, ASK_VECTORS, [asdict(a) for a in asks.rows], asks.vectors)


def _save(folder: Path, names: str, table: str, rows: list[dict[str, Any]], vectors: Vectors) -> None:
    (folder / names).write_bytes(json.dumps(rows, ensure_ascii=False, indent=0).encode())
    np.save(folder / table, vectors, allow_pickle=False)


def read_chunks(sealed: Generation) -> tuple[Chunk, ...]:
    """Return the chunks of a generation; raise AssetDamaged if they were altered."""
    rows = json.loads(sealed.read(CHUNKS))
    parts = tuple(Chunk(**{**r, "frames": tuple(map(Frame, r["frames"]))}) for r in rows)
    if len(parts) != sealed.manifest["count"]:
        raise damaged(sealed.path / CHUNKS, "has another number of chunks than its manifest")
    return parts


def read_asks(sealed: Generation) -> Asks:
    """Return the asks of a generation; raise AssetDamaged if they were altered."""
    rows = tuple(Ask(**r) for r in json.loads(sealed.read(ASKS)))
    return Asks(rows, _table(sealed, ASK_VECTORS, len(rows)))


def read_exact(sealed: Generation) -> ExactIndex:
    """Return the exact index of a generation; raise AssetDamaged if it was altered."""
    parts = read_chunks(sealed)
    return ExactIndex(parts, _table(sealed, VECTORS, len(parts)), read_asks(sealed))


def _table(sealed: Generation, name: str, rows: int) -> Vectors:
    vectors: Vectors = np.load(io.BytesIO(sealed.read(name)), allow_pickle=False)
    if vectors.ndim != 2 or len(vectors) != rows:
        raise damaged(sealed.path / name, f"has shape {vectors.shape} for {rows} rows")
    return vectors
