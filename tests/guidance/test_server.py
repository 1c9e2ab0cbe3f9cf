"""Claims about a Chroma server by URL: the real server, on loopback, with the guides of a small corpus."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from guidance_fakes import WordEncoder, write_corpus

from oneframe.guidance import chroma, index
from oneframe.guidance.corpus import read_corpus

ENCODER = WordEncoder()
SERVER = Path(sys.executable).with_name("chroma")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    if not SERVER.exists():
        pytest.skip("the chroma command is not installed beside Python")
    port, where = free_port(), tmp_path_factory.mktemp("server")
    command = [str(SERVER), "run", "--path", str(where), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=where)
    url = f"http://127.0.0.1:{port}"
    for _ in range(240):
        try:
            if httpx.get(f"{url}/api/v2/heartbeat", timeout=1).status_code == 200:
                break
        except httpx.TransportError:
            time.sleep(0.25)
    yield url
    process.terminate()
    process.wait(20)


@pytest.fixture
def corpus(tmp_path):
    return read_corpus(write_corpus(tmp_path / "corpus"))


def test_a_server_is_filled_once_and_answers_as_the_exact_index_does(server, corpus, tmp_path, monkeypatch):
    exact = index.ensure(corpus, tmp_path / "index", ENCODER, "exact")
    served = index.ensure(corpus, tmp_path / "index", ENCODER, "chroma", server=server)
    assert (served.backend, served.asks.rows) == ("chroma", exact.asks.rows)
    for chunk in exact.chunks:
        vector = ENCODER.embed([chunk.text])[0]
        a, b = ([i for i, _ in x.query(vector, 10, None)] for x in (exact, served))
        assert a == b
    monkeypatch.setattr(chroma, "_add", lambda *_: pytest.fail("it was filled a second time"))
    assert index.ensure(corpus, tmp_path / "index", ENCODER, "chroma", server=server).backend == "chroma"


def test_a_collection_that_lost_guides_is_filled_again(server, corpus, tmp_path):
    index.ensure(corpus, tmp_path / "index", ENCODER, "chroma", server=server)
    client = chroma._server(server)
    guides = client.get_collection(chroma.collection_name(ENCODER.id, corpus.digest), embedding_function=None)
    guides.delete(ids=guides.get(include=[])["ids"][:3])
    found = index.ensure(corpus, tmp_path / "index", ENCODER, "chroma", server=server)
    assert found.backend == "chroma" and len(found.query(ENCODER.embed(["gap"])[0], 50, None)) == 16


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "ftp://127.0.0.1", "not a url"])
def test_where_no_server_answers_the_exact_index_stands_in(corpus, tmp_path, url):
    assert index.ensure(corpus, tmp_path / "index", ENCODER, "chroma", server=url).backend == "exact"


def test_nothing_but_ids_vectors_and_headings_is_sent(server, corpus, tmp_path):
    index.ensure(corpus, tmp_path / "index", ENCODER, "chroma", server=server)
    guides = chroma._server(server).get_collection(
        chroma.collection_name(ENCODER.id, corpus.digest), embedding_function=None
    )
    held = guides.get(include=["documents", "metadatas"])
    assert not any(held["documents"] or [])
    assert set(held["metadatas"][0]) == {"guide", "title", "heading", "coaching", "performance"}
