"""Claims about the encoder; the shipped model is used only here and in test_search."""

import hashlib
import shutil

import numpy as np
import pytest

from oneframe import settings
from oneframe.errors import AssetDamaged
from oneframe.guidance.corpus import read_corpus, token_counter
from oneframe.guidance.embedding import MODELS, Embedder, ship
from oneframe.guidance.index import parts_of, texts_of


@pytest.fixture(scope="module")
def encoder():
    return Embedder()


def test_vectors_are_unit_length_and_in_the_order_of_their_texts(encoder):
    texts = ["A cat sat.", "The quarterly report is late again. " * 9, "A kitten was sitting."] * 7
    vectors = encoder.embed(texts)
    assert (vectors.shape, vectors.dtype) == ((21, 384), np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    alone = np.concatenate([encoder.embed([t]) for t in texts[:3]])
    assert (vectors[:3] * alone).sum(1).min() > 0.95  # quantised: a batch moves a vector a little
    assert vectors[0] @ vectors[2] > vectors[0] @ vectors[1] + 0.2


def test_no_texts_make_no_vectors_and_an_empty_text_makes_one(encoder):
    assert encoder.embed([]).shape == (0, 384)
    assert encoder.embed([""]).shape == (1, 384)


def test_only_the_first_256_tokens_count(encoder):
    a, b, c = (["report "] * n for n in (254, 300, 100))
    same = encoder.embed(["".join(a)]) @ encoder.embed(["".join(b)]).T
    less = encoder.embed(["".join(a)]) @ encoder.embed(["".join(c) + "cat " * 150]).T
    assert same > 0.999 > less


def test_the_id_names_the_model_and_its_bytes(encoder, tmp_path):
    digest = hashlib.sha256((MODELS / "embed.onnx").read_bytes()).hexdigest()
    assert encoder.id == f"minilm-l6-{digest[:12]}"
    (tmp_path / "embed.onnx").write_bytes(b"another")
    assert Embedder(tmp_path).id != encoder.id


@pytest.mark.parametrize("file", ["embed.onnx", "tokenizer.json"])
@pytest.mark.parametrize("content", [None, b"", b"torn"])
def test_a_missing_or_torn_model_file_is_named(tmp_path, file, content):
    for name in ("embed.onnx", "tokenizer.json"):
        shutil.copy(MODELS / name, tmp_path / name)
    (tmp_path / file).unlink()
    if content is not None:
        (tmp_path / file).write_bytes(content)
    with pytest.raises(AssetDamaged, match=file):
        Embedder(tmp_path).embed(["x"])


def test_the_shipped_guides_come_with_their_vectors(encoder, monkeypatch):
    corpus = read_corpus(settings.corpus())
    texts = texts_of(parts_of(corpus, token_counter()), corpus.asks)
    monkeypatch.setattr(encoder, "_load", lambda: pytest.fail("a guide has no vector: corpus lint --write"))
    vectors = encoder.embed(texts)
    assert vectors.shape == (len(texts), 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_shipped_vector_is_the_one_that_the_encoder_gives():
    corpus = read_corpus(settings.corpus())
    texts = texts_of(parts_of(corpus, token_counter()), ())[::40]
    shipped, computed = Embedder().embed(texts), Embedder(with_shipped=False).embed(texts)
    assert (shipped * computed).sum(1).min() > 0.97  # quantised: a batch moves a vector a little


def test_vectors_of_another_encoder_are_not_used(tmp_path):
    for name in ("embed.onnx", "tokenizer.json"):
        shutil.copy(MODELS / name, tmp_path)
    assert ship(["Is this on record?"], tmp_path) > 0
    assert len(Embedder(tmp_path)._shipped) == 1
    with (tmp_path / "embed.onnx").open("ab") as model:
        model.write(b"\0")
    assert Embedder(tmp_path)._shipped == {}
