"""Owns the exact index and its two files, chunks.json and vectors.npy. Imports no chromadb."""

import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final, Literal, Protocol

import numpy as np

from oneframe.frames import Frame
from oneframe.guidance.corpus import Chunk
from oneframe.guidance.embedding import Vectors
from oneframe.guidance.generations import Generation, damaged

Backend = Literal["chroma", "exact"]
Hits = list[tuple[str, float]]

CHUNKS: Final = "chunks.json"
VECTORS: Final = "vectors.npy"


class Index(Protocol):
    """Nearest chunks of the guides; `backend` says which engine answers."""

    @property
    def backend(self) -> Backend: ...

    @property
    def chunks(self) -> tuple[Chunk, ...]: ...

    def query(self, vector: Vectors, k: int, frame: Frame | None) -> Hits:
        """Return up to `k` (chunk id, cosine) pairs of guides in `frame`, best first."""


class ExactIndex:
    """Brute force over `[n, d]` unit vectors: the fast path for small corpora, and the oracle."""

    def __init__(self, chunks: tuple[Chunk, ...], vectors: Vectors) -> None:
        self.backend: Backend = "exact"
        self.chunks = chunks
        self._vectors = vectors

    def vector(self, row: int) -> Vectors:
        """Return the unit vector `[d]` of the chunk at `row`."""
        vector: Vectors = self._vectors[row]
        return vector

    def query(self, vector: Vectors, k: int, frame: Frame | None) -> Hits:
        """Return up to `k` (chunk id, cosine) pairs of guides in `frame`, best first."""
        scores = self._vectors @ vector
        rows = [i for i, c in enumerate(self.chunks) if frame is None or frame in c.frames]
        rows.sort(key=lambda i: (-scores[i], i))
        return [(self.chunks[i].id, float(scores[i])) for i in rows[: max(k, 0)]]


def save(folder: Path, chunks: Sequence[Chunk], vectors: Vectors) -> None:
    """Write the two files of an exact index, not yet sealed."""
    rows = json.dumps([asdict(c) for c in chunks], ensure_ascii=False, indent=0)
    (folder / CHUNKS).write_bytes(rows.encode())
    np.save(folder / VECTORS, vectors, allow_pickle=False)


def read_chunks(sealed: Generation) -> tuple[Chunk, ...]:
    """Return the chunks of a generation; raise AssetDamaged if they were altered."""
    rows = json.loads(sealed.read(CHUNKS))
    parts = tuple(Chunk(**{**r, "frames": tuple(map(Frame, r["frames"]))}) for r in rows)
    if len(parts) != sealed.manifest["count"]:
        raise damaged(sealed.path / CHUNKS, "has another number of chunks than its manifest")
    return parts


def read_exact(sealed: Generation) -> ExactIndex:
    """Return the exact index of a generation; raise AssetDamaged if it was altered."""
    parts = read_chunks(sealed)
    vectors = np.load(io.BytesIO(sealed.read(VECTORS)), allow_pickle=False)
    if vectors.ndim != 2 or len(vectors) != len(parts):
        raise damaged(sealed.path / VECTORS, f"has shape {vectors.shape} for {len(parts)} chunks")
    return ExactIndex(parts, vectors)
