"""Drills that must not share a process with pytest: they fork, kill and tear. Run as a script."""

import contextlib
import os
import random
import shutil
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path

import chromadb  # noqa: F401 - imported before the forks, so that each of them is quick
from guidance_fakes import WordEncoder, write_corpus

from oneframe.errors import AssetDamaged
from oneframe.guidance import chroma, generations, index
from oneframe.guidance.corpus import read_corpus, token_counter

ENCODER = WordEncoder()
COUNT = token_counter()


def fork(task):
    """Run `task` in a child and return its pid; it exits 0 unless the task raises."""
    pid = os.fork()
    if pid:
        return pid
    try:
        task()
    except BaseException as e:
        os.write(2, f"{task.__name__}: {type(e).__name__}: {e}\n".encode())
        os._exit(1)
    os._exit(0)


def ends_well(pid):
    return os.waitpid(pid, 0)[1] == 0


def serve_probes(listener):
    """Fork a probe for each caller: only a process without Chroma's threads may be forked."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        caller = listener.accept()[0]

        def probe(caller=caller):
            path, digest = caller.recv(4096).decode().split("\n")
            answer = chroma.probe(Path(path), digest).encode() or b"well"
            with contextlib.suppress(BrokenPipeError):  # the caller may be killed by now
                caller.sendall(answer)

        fork(probe)
        caller.close()


def quick_verification(base):
    """Verify in children of a forked server, which are spared the imports of fresh ones."""
    scratch = base / "scratch"  # the forks leave without cleaning up after themselves
    scratch.mkdir(parents=True)
    tempfile.tempdir = str(scratch)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(base / "probes"))
    listener.listen()

    def verify(sealed):
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(base / "probes"))
            line.sendall(f"{sealed.path}\n{sealed.digest}".encode())
            if line.recv(4096) != b"well":
                raise index.ChromaFailed("The probe failed.")

    chroma.verify_in_child = verify
    return fork(lambda: serve_probes(listener))


def build(root, where):
    return index.build(read_corpus(root), where, ENCODER, count=COUNT)


def read_all(where, roots):
    """Assert that the served index is whole, wholly of one corpus, and equal in both backends."""
    hashes = {read_corpus(root).digest: root for root in roots}
    served = generations.current(where).manifest["corpus"]
    own = read_corpus(hashes[served]).guides
    exact, store = (index.open_index(where, ENCODER, served, backend) for backend in ("exact", "chroma"))
    bodies = {g.id: g.body for g in own}
    assert {c.guide for c in exact.chunks} == set(bodies)
    assert all(c.text in bodies[c.guide] for c in exact.chunks)
    for chunk in exact.chunks[::4]:
        vector = ENCODER.embed([chunk.text])[0]
        found = [[i for i, _ in x.query(vector, 10, None)] for x in (exact, store)]
        assert found[0] == found[1], found
    store.close()


def kills(base, number):
    """Kill `number` builds at random moments; after each, readers get one whole generation."""
    roots = [write_corpus(base / v, v) for v in ("one", "two")]
    where = base / "index"
    start = time.perf_counter()
    assert ends_well(fork(lambda: build(roots[0], where)))
    usual = time.perf_counter() - start
    dice = random.Random(number)
    killed = 0
    for n in range(number):
        pid = fork(lambda n=n: build(roots[(n + 1) % 2], where))
        time.sleep(usual * dice.uniform(0.05, 1.05))
        os.kill(pid, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
        assert ends_well(fork(lambda: read_all(where, roots))), f"unreadable after kill {n}"
    assert killed > number // 3, f"only {killed} of {number} builds were caught alive"
    assert ends_well(fork(lambda: build(roots[1], where)))
    left = [p.name for p in where.iterdir() if p.name.startswith("gen-")]
    assert len(left) == 2, left


def builders(base):
    """Let two build at once, then let two ensure at once."""
    root = write_corpus(base / "one")
    where = base / "index"
    pids = [fork(lambda: build(root, where)) for _ in range(2)]
    assert [ends_well(p) for p in pids] == [True, True]
    assert ends_well(fork(lambda: read_all(where, [root])))
    other = base / "other"
    pids = [fork(lambda: index.ensure(read_corpus(root), other, ENCODER, "chroma")) for _ in range(2)]
    assert [ends_well(p) for p in pids] == [True, True]
    assert [p.name for p in other.glob("gen-*")] == ["gen-1"], "the second one built again"


def damages(where):
    """Return (name, damage) pairs for every file of a generation and for the pointer."""
    gen = generations.current(where).path
    files = [p.relative_to(where) for p in sorted(gen.rglob("*")) if p.is_file()]
    files = [f for f in files if f.name != generations.MARK] + [Path(generations.POINTER)]
    dice = random.Random(5)

    def cut(path):
        raw = path.read_bytes()
        path.write_bytes(raw[: dice.randrange(len(raw))] if raw else b"x")

    def flip(path):
        raw = bytearray(path.read_bytes() or b"x")
        raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
        path.write_bytes(raw)

    kinds = {"cut": cut, "flip": flip, "delete": Path.unlink}
    cases = [(f"{k} {f}", f, act) for f in files for k, act in kinds.items()]
    return [*cases, ("no generation", gen.relative_to(where), shutil.rmtree)]


def corruptions(base):
    """Damage each file in three ways: always noticed, always mended, never a crash."""
    root = write_corpus(base / "one")
    sound = base / "sound"
    assert ends_well(fork(lambda: build(root, sound)))
    digest = read_corpus(root).digest
    cases = damages(sound)
    assert len(cases) >= 20, cases
    for name, file, damage in cases:
        where = base / "torn"
        shutil.rmtree(where, ignore_errors=True)
        shutil.copytree(sound, where)
        damage(where / file)

        def notice(where=where):
            try:
                index.open_index(where, ENCODER, digest, "chroma")
            except AssetDamaged:
                return
            raise AssertionError("the damage was not noticed")

        def mend(where=where):
            assert index.ensure(read_corpus(root), where, ENCODER, "chroma").backend == "chroma"
            read_all(where, [root])

        assert ends_well(fork(notice)), name
        assert ends_well(fork(mend)), name


if __name__ == "__main__":
    drill, folder, *rest = sys.argv[1:]
    server = quick_verification(Path(folder))
    try:
        globals()[drill](Path(folder), *map(int, rest))
    finally:
        os.kill(server, signal.SIGKILL)
