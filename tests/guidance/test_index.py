"""Claims about opening and building the guide index (kills and tears: test_index_drills)."""

import json
import os
import subprocess
import sys
import threading

import numpy as np
import pytest
from guidance_fakes import WordEncoder, words, write_corpus

from oneframe.errors import AssetDamaged
from oneframe.frames import Frame
from oneframe.guidance import chroma, generations, index
from oneframe.guidance.corpus import read_corpus

ENCODER = WordEncoder()
FRAMES = (None, Frame.COACHING, Frame.PERFORMANCE)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return write_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def built(root, tmp_path_factory):
    where = tmp_path_factory.mktemp("index")
    index.build(read_corpus(root), where, ENCODER, count=words)
    return where


@pytest.fixture
def unverified(monkeypatch):
    """Spare a test the child process, whose own claims are tested elsewhere."""
    monkeypatch.setattr(chroma, "verify_in_child", lambda sealed: None)


def opened(where, root, backend):
    return index.open_index(where, ENCODER, read_corpus(root).digest, backend)


def test_chroma_and_the_exact_index_agree_on_the_first_ten(built, root):
    exact, store = (opened(built, root, b) for b in ("exact", "chroma"))
    assert (exact.backend, store.backend) == ("exact", "chroma")
    for text in [c.text for c in exact.chunks] + ["standard", "a growth question", "zebra"]:
        vector = ENCODER.embed([text])[0]
        for frame in FRAMES:
            a, b = (i.query(vector, 10, frame) for i in (exact, store))
            assert [x for x, _ in a] == [x for x, _ in b]
            assert np.allclose([s for _, s in a], [s for _, s in b], atol=1e-5)
    store.close()


@pytest.mark.parametrize("backend", ["exact", "chroma"])
def test_a_query_keeps_to_its_frame_and_its_number(built, root, backend):
    opened_index = opened(built, root, backend)
    frames = {c.id: c.frames for c in opened_index.chunks}
    vector = ENCODER.embed(["the standard"])[0]
    for frame in FRAMES:
        hits = opened_index.query(vector, 50, frame)
        fit = [i for i, f in frames.items() if frame is None or frame in f]
        assert sorted(i for i, _ in hits) == sorted(fit)
        scores = [s for _, s in hits]
        assert scores == sorted(scores, reverse=True)
    assert len(opened_index.query(vector, 3, None)) == 3
    assert opened_index.query(vector, 0, None) == []


def snapshot(folder):
    return {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("backend", ["exact", "chroma"])
def test_a_reader_changes_no_byte_of_the_index(built, root, backend):
    before = snapshot(built)
    opened(built, root, backend).query(ENCODER.embed(["gap"])[0], 5, None)
    assert snapshot(built) == before


def test_a_closed_chroma_index_leaves_no_copy(built, root, tmp_path, monkeypatch):
    monkeypatch.setattr(chroma.tempfile, "tempdir", str(tmp_path))
    store = opened(built, root, "chroma")
    assert len(list(tmp_path.iterdir())) == 1
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_the_exact_path_imports_no_chromadb(root, tmp_path):
    code = (
        "import sys; from pathlib import Path; from guidance_fakes import WordEncoder\n"
        "from oneframe.guidance.corpus import read_corpus\n"
        "from oneframe.guidance.index import ensure\n"
        "ensure(read_corpus(Path(sys.argv[1])), Path(sys.argv[2]), WordEncoder())\n"
        "assert not {'chromadb', 'langchain', 'bm25s', 'onnxruntime'} & set(sys.modules)"
    )
    here = os.path.dirname(__file__)  # noqa: PTH120
    child = [sys.executable, "-c", code, str(root), str(tmp_path)]
    subprocess.run(child, check=True, cwd=here, timeout=60)


def test_another_encoder_or_corpus_makes_an_index_stale(built, root):
    other = WordEncoder()
    other.id = "words-2"
    with pytest.raises(AssetDamaged, match="another encoder"):
        index.open_index(built, other, read_corpus(root).digest, "exact")
    with pytest.raises(AssetDamaged, match="another corpus"):
        index.open_index(built, ENCODER, "0" * 64, "exact")


def test_the_collection_name_carries_encoder_and_corpus(built, root):
    name = generations.current(built).manifest["collection"]
    assert name == f"guides-words-1-{read_corpus(root).digest[:12]}"


def test_ensure_builds_once_then_opens(root, tmp_path):
    steps = []
    for _ in range(2):
        found = index.ensure(read_corpus(root), tmp_path, ENCODER, "exact", lambda *s: steps.append(s))
        assert found.backend == "exact"
    assert steps == [(16, 16)]
    assert [p.name for p in tmp_path.glob("gen-*")] == ["gen-1"]


def test_ensure_rebuilds_after_a_change_and_keeps_one_generation_back(tmp_path):
    for version in ("one", "two", "three", "four"):
        root = write_corpus(tmp_path / "corpus", version)
        found = index.ensure(read_corpus(root), tmp_path / "index", ENCODER, "exact")
        assert all(version in c.text for c in found.chunks)
    left = sorted(p.name for p in (tmp_path / "index").glob("gen-*"))
    assert left == ["gen-3", "gen-4"]


@pytest.mark.usefixtures("unverified")
def test_an_index_without_a_store_gets_one_when_chroma_is_asked_for(root, tmp_path):
    assert index.ensure(read_corpus(root), tmp_path, ENCODER, "exact").backend == "exact"
    assert index.ensure(read_corpus(root), tmp_path, ENCODER, "chroma").backend == "chroma"
    assert index.ensure(read_corpus(root), tmp_path, ENCODER, "exact").backend == "exact"
    assert generations.current(tmp_path).path.name == "gen-2"


def test_where_chroma_fails_the_exact_index_stands_in(root, tmp_path, monkeypatch):
    def fail(folder):
        raise RuntimeError("no sqlite here")

    monkeypatch.setattr(chroma, "_client", fail)
    found = index.ensure(read_corpus(root), tmp_path, ENCODER, "chroma")
    assert found.backend == "exact"
    with pytest.raises(AssetDamaged, match="no sqlite here"):
        index.build(read_corpus(root), tmp_path, ENCODER, count=words)
    assert opened(tmp_path, root, "exact").chunks == found.chunks


def test_another_chroma_verifies_once_and_leaves_its_mark(built, root, monkeypatch):
    calls = []
    monkeypatch.setattr(chroma, "verify_in_child", calls.append)
    generations.leave_mark(generations.current(built), "of an older chromadb\n")
    for _ in range(2):
        index.ensure(read_corpus(root), built, ENCODER, "chroma").close()
    assert len(calls) == 1


def test_the_child_says_why_a_store_cannot_be_read(built):
    sealed = generations.current(built)
    with pytest.raises(index.ChromaFailed, match="CURRENT names"):
        chroma.verify_in_child(generations.Generation(sealed.path, "0" * 64, sealed.manifest))


def test_a_failed_build_leaves_the_served_index_alone(root, tmp_path):
    index.ensure(read_corpus(root), tmp_path, ENCODER, "exact")
    before = snapshot(tmp_path)

    class Broken(WordEncoder):
        id = "words-2"

        def embed(self, texts):
            raise OSError(28, "No space left on device")

    with pytest.raises(AssetDamaged, match=r"No space left.*Free some space"):
        index.build(read_corpus(root), tmp_path, Broken(), count=words, backend="exact")
    assert snapshot(tmp_path).keys() == before.keys()
    assert len(opened(tmp_path, root, "exact").chunks) == 16


def test_chunks_of_the_last_generation_are_not_embedded_again(tmp_path):
    corpus_dir, where = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    index.ensure(read_corpus(corpus_dir), where, ENCODER, "exact")
    changed = corpus_dir / "coaching" / "standard-guide.md"
    changed.write_text(changed.read_text().replace("comes late", "comes much too late"))
    asked = []

    class Counting(WordEncoder):
        def embed(self, texts):
            asked.extend(texts)
            return super().embed(texts)

    found = index.ensure(read_corpus(corpus_dir), where, Counting(), "exact")
    assert len(asked) == 1 and "much too late" in asked[0]
    whole = index.ensure(read_corpus(corpus_dir), tmp_path / "other", ENCODER, "exact")
    assert found.chunks == whole.chunks and np.array_equal(found.vectors, whole.vectors)


def test_asks_point_to_their_guide_and_to_what_lies_beyond(tmp_path):
    corpus_dir = write_corpus(tmp_path / "corpus")
    guide = corpus_dir / "coaching" / "standard-guide.md"
    guide.write_text(guide.read_text().replace("topics =", 'asks = ["how high is the bar"]\ntopics ='))
    beyond = '[[topic]]\nid = "law"\nadvice = "Ask a lawyer."\nasks = ["how many weeks notice"]\n'
    (corpus_dir / "beyond.toml").write_text(beyond)
    corpus = read_corpus(corpus_dir)
    asks = index.ensure(corpus, tmp_path / "index", ENCODER, "exact").asks
    assert [a.guide for a in asks.rows] == ["standard-guide", "beyond/law"]
    nearest = asks.best(ENCODER.embed(["weeks of notice, how many"])[0])
    assert max(nearest, key=nearest.get) == "beyond/law"


def test_a_beyond_file_that_cannot_be_read_is_named(tmp_path):
    corpus_dir = write_corpus(tmp_path)
    (corpus_dir / "beyond.toml").write_text("[[topic]]\nid = 3")
    with pytest.raises(AssetDamaged, match=r"beyond\.toml"):
        read_corpus(corpus_dir)


def test_a_second_writer_waits_and_then_says_so(tmp_path):
    with generations.writer(tmp_path):
        failed = []

        def rival():
            try:
                with generations.writer(tmp_path, timeout=0.2):
                    pass
            except AssetDamaged as e:
                failed.append(str(e))

        thread = threading.Thread(target=rival)
        thread.start()
        thread.join()
    assert "locked by another builder" in failed[0]


@pytest.mark.parametrize(
    "pointer", ["", "gen-1", "gen-9 " + "0" * 64 + "\n", "../x " + "0" * 64 + "\n", "\x00\xff"]
)
def test_a_bad_pointer_is_damage(built, root, tmp_path, pointer):
    (tmp_path / "CURRENT").write_bytes(pointer.encode("latin-1"))
    with pytest.raises(AssetDamaged, match="Delete the index folder"):
        opened(tmp_path, root, "exact")


def test_an_index_of_another_schema_is_stale(root, tmp_path):
    index.ensure(read_corpus(root), tmp_path, ENCODER, "exact")
    sealed = generations.current(tmp_path)
    seal = sealed.path / generations.SEAL
    seal.write_text(json.dumps({**sealed.manifest, "schema": 99}))
    with pytest.raises(AssetDamaged, match="another version"):
        generations.generation(sealed.path)
