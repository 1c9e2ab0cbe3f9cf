"""Owns the embed.onnx session: texts in, unit vectors out. Keeps no text, opens no connection."""

import hashlib
import threading
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from oneframe.errors import AssetDamaged

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

MODELS: Final = Path(__file__).parent.parent / "models"
WIDTH: Final = 384
MAX_TOKENS: Final = 256
BATCH: Final = 16
SHIPPED: Final = "guides.npz"

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]


class Session(Protocol):
    """The one call of an onnxruntime session that is used here."""

    def run(self, names: Sequence[str], feeds: Mapping[str, NDArray[np.int64]]) -> list[Vectors]: ...


class Encoder(Protocol):
    """What the index and the search need of an embedder; `id` changes whenever vectors would."""

    @property
    def id(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> Vectors: ...


class Embedder:
    """The shipped MiniLM encoder, loaded at the first use. Safe to share between threads.

    The vectors of the shipped guides come with it (`guides.npz`), so that no first index waits for them.
    """

    def __init__(self, models: Path = MODELS, *, with_shipped: bool = True) -> None:
        self._model = models / "embed.onnx"
        self._words = models / "tokenizer.json"
        self._table = models / SHIPPED if with_shipped else None
        self._lock = threading.Lock()
        self._loaded: tuple[Session, Tokenizer] | None = None

    @cached_property
    def id(self) -> str:
        """Name and first 12 digits of the model's sha256; raises AssetDamaged without a model."""
        try:
            with self._model.open("rb") as file:
                return f"minilm-l6-{hashlib.file_digest(file, 'sha256').hexdigest()[:12]}"
        except OSError as e:
            raise _broken(self._model, e) from e

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return `[n, 384]` unit vectors in the order of `texts`, each cut at 256 tokens.

        The weights are dynamically quantised, so a text's vector depends a little on its batch.
        """
        held = [self._shipped.get(_key(t)) for t in texts]
        fresh = self._computed([t for t, known in zip(texts, held, strict=True) if known is None])
        rows = iter(fresh)
        vectors = [known if known is not None else next(rows) for known in held]
        return np.stack(vectors) if vectors else fresh

    @cached_property
    def _shipped(self) -> Mapping[bytes, Vectors]:
        """The vectors of the shipped guides by text, if they are of this encoder."""
        if self._table is None or not self._table.is_file():
            return {}
        with np.load(self._table, allow_pickle=False) as table:
            if str(table["encoder"]) != self.id:
                return {}
            keys, vectors = table["keys"], table["vectors"].astype(np.float32)
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return {key.tobytes(): row for key, row in zip(keys, unit, strict=True)}

    def _computed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), WIDTH), np.float32)
        if not texts:
            return vectors
        session, tokenizer = self._load()
        coded = tokenizer.encode_batch(list(texts))
        # Neighbours of one length share a batch, so that little of it is padding.
        order = sorted(range(len(texts)), key=lambda i: len(coded[i].ids))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            vectors[rows] = session.run(["embedding"], _feeds([coded[i] for i in rows]))[0]
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = vectors / np.maximum(norms, np.float32(1e-12))
        return unit

    def _load(self) -> "tuple[Session, Tokenizer]":
        with self._lock:
            if self._loaded is None:
                self._loaded = _session(self._model), _tokenizer(self._words)
            return self._loaded


def ship(texts: Sequence[str], models: Path) -> int:
    """Write `guides.npz`, the vectors of `texts` as halves, beside the encoder; return its size in bytes."""
    encoder = Embedder(models, with_shipped=False)
    unique = list(dict.fromkeys(texts))
    keys = np.array([np.frombuffer(_key(t), np.uint8) for t in unique])
    vectors = encoder.embed(unique).astype(np.float16)
    np.savez(models / SHIPPED, encoder=np.array(encoder.id), keys=keys, vectors=vectors)
    return (models / SHIPPED).stat().st_size


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:16]


def _feeds(rows: "Sequence[Encoding]") -> dict[str, Ids]:
    """Pad to the longest row, for inputs `input_ids [b, t]` and `attention_mask [b, t]`."""
    ids = np.zeros((len(rows), max(len(r.ids) for r in rows)), np.int64)
    mask = np.zeros_like(ids)
    for i, row in enumerate(rows):
        ids[i, : len(row.ids)] = row.ids
        mask[i, : len(row.ids)] = 1
    return {"input_ids": ids, "attention_mask": mask}


def _session(path: Path) -> Session:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    options.log_severity_level = 3
    try:
        session: Session = onnxruntime.InferenceSession(path.read_bytes(), options, ["CPUExecutionProvider"])
        return session
    except Exception as e:  # onnxruntime raises a dozen types of its own for a torn file
        raise _broken(path, e) from e


def _tokenizer(path: Path) -> "Tokenizer":
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_str(path.read_text(encoding="utf-8"))
    except Exception as e:  # tokenizers raises a bare Exception for a file it cannot parse
        raise _broken(path, e) from e
    # The file asks for 128 tokens and for padding to 128; neither suits us.
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    return tokenizer


def _broken(path: Path, why: Exception) -> AssetDamaged:
    return AssetDamaged(f"The encoder file {path} cannot be used ({why}). Reinstall oneframe.")
