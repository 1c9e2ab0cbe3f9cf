"""Times the search of the guides as the corpus grows, exact and Chroma in one run. Prints nothing."""

import json
import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

from oneframe.evals.retrieval import questions
from oneframe.guidance import chroma, generations
from oneframe.guidance.corpus import Chunk, Corpus, chunks, token_counter
from oneframe.guidance.embedding import Encoder, Vectors
from oneframe.guidance.exact import Asks, ExactIndex, Index, save
from oneframe.guidance.search import GuideSearch

SIZES: Final = (5_000, 100_000)
_QUESTIONS: Final = 60
_NOISE: Final = 0.35


def measure_scale(
    corpus: Corpus, asked: Path, embedder: Encoder, sizes: Sequence[int] = SIZES
) -> dict[str, Any]:
    """Return, by number of chunks, build seconds, megabytes and search milliseconds of both engines.

    Grown chunks are the guides' own, their sentences in another order under vectors moved at random:
    as many different words and as dense a space as a corpus of that size would have at worst.
    """
    texts = [q.question for q in questions(asked) if q.guides][:_QUESTIONS]
    return {str(n): _measured(corpus, texts, embedder, n) for n in sizes}


def _measured(corpus: Corpus, texts: Sequence[str], embedder: Encoder, size: int) -> dict[str, Any]:
    parts, vectors = grown(corpus, embedder, size)
    asks = Asks(corpus.asks, embedder.embed([a.text for a in corpus.asks]))
    with TemporaryDirectory() as place:
        where, began = Path(place), time.perf_counter()
        exact = ExactIndex(parts, vectors, asks)
        built = {"exact_s": round(time.perf_counter() - began, 2)}
        search = GuideSearch(exact, embedder)
        began = time.perf_counter()
        search.ranked(texts[0])
        built["words_s"] = round(time.perf_counter() - began, 2)
        began = time.perf_counter()
        sealed = generations.generation(_stored(where, parts, vectors, asks, embedder))
        built["chroma_s"] = round(time.perf_counter() - began, 2)
        store = chroma.open_sealed(sealed)
        told = {
            "build": built,
            "search": _timed(lambda q: search.ranked(q), texts),
            "search_with_chroma": _timed(GuideSearch(store, embedder).ranked, texts),
            "nearest": _nearest(exact, embedder, texts),
            "nearest_in_chroma": _nearest(store, embedder, texts),
            "same_ten": _same(exact, store, embedder, texts),
            "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }
        store.close()
    return told


def grown(corpus: Corpus, embedder: Encoder, size: int) -> tuple[tuple[Chunk, ...], Vectors]:
    """Return `size` chunks with unit vectors, the first of them the corpus's own."""
    rng, count = np.random.default_rng(7), token_counter()
    own = [c for g in corpus.guides for c in chunks(g, count=count)]
    base = embedder.embed([f"{c.heading}\n{c.text}" for c in own])
    picks = np.concatenate([np.arange(len(own)), rng.integers(0, len(own), max(0, size - len(own)))])[:size]
    moved = base[picks] + np.where(np.arange(size)[:, None] < len(own), 0, _NOISE) * _steps(rng, size, base)
    vectors: Vectors = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
    made = tuple(_copied(own[row], n, rng) for n, row in enumerate(picks))
    return made, vectors


def _steps(rng: np.random.Generator, size: int, base: Vectors) -> Vectors:
    steps = rng.normal(size=(size, base.shape[1])).astype(np.float32)
    unit: Vectors = steps / np.linalg.norm(steps, axis=1, keepdims=True)
    return unit


def _copied(chunk: Chunk, number: int, rng: np.random.Generator) -> Chunk:
    sentences = chunk.text.split(". ")
    text = ". ".join(sentences[i] for i in rng.permutation(len(sentences)))
    return Chunk(
        f"{chunk.guide}-{number}#1", f"{chunk.guide}-{number}", chunk.title, chunk.heading, chunk.frames, text
    )


def _stored(where: Path, parts: tuple[Chunk, ...], vectors: Vectors, asks: Asks, embedder: Encoder) -> Path:
    def fill(folder: Path) -> dict[str, Any]:
        save(folder, parts, vectors, asks)
        name = chroma.collection_name(embedder.id, "0" * 64)
        chroma.fill_store(folder, name, parts, vectors)
        return {"encoder": embedder.id, "corpus": "grown", "count": len(parts), "collection": name}

    with generations.writer(where):
        return generations.write(where, fill, lambda _: "unverified\n")


def _nearest(index: Index, embedder: Encoder, texts: Sequence[str]) -> dict[str, float]:
    vectors = dict(zip(texts, embedder.embed(texts), strict=True))
    return _timed(lambda q: index.query(vectors[q], 10, None), texts)


def _same(exact: Index, store: Index, embedder: Encoder, texts: Sequence[str]) -> float:
    """Return the share of the exact first ten that Chroma's first ten hold."""
    shares = []
    for vector in embedder.embed(texts):
        a, b = ({i for i, _ in x.query(vector, 10, None)} for x in (exact, store))
        shares.append(len(a & b) / len(a))
    return round(float(np.mean(shares)), 4)


def _timed(call: Callable[[str], object], texts: Sequence[str]) -> dict[str, float]:
    call(texts[0])
    times = []
    for text in texts:
        began = time.perf_counter()
        call(text)
        times.append(1000 * (time.perf_counter() - began))
    times.sort()
    return {"p50_ms": round(times[len(times) // 2], 2), "p95_ms": round(times[int(0.95 * len(times))], 2)}


if __name__ == "__main__":
    from oneframe import settings
    from oneframe.guidance.corpus import read_corpus
    from oneframe.guidance.embedding import Embedder

    told = measure_scale(read_corpus(settings.corpus()), Path(sys.argv[1]), Embedder())
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    record = {"schema": 1, "date": date.today().isoformat(), "machine": machine, "chunks": told}
    sys.stdout.write(json.dumps(record, indent=1) + "\n")
