"""Harnesses are timed side by side in one shuffled run; one that is not there is named, with the reason."""

import shutil
import sys

import pytest

from oneframe.evals import peers
from oneframe.evals.peers import Absent, Peer, compare


def absent(package, home):
    raise Absent("node and npm are not there")


def here(package, home):
    home.mkdir()
    return home


def test_peers_are_timed_beside_ours_and_what_cannot_run_is_named(tmp_path):
    echo = "import os; print([f'echo: {i}' for i in range(int(os.environ['N']))])"
    made = compare(
        tmp_path,
        (
            Peer("echo", "echo", "run.py", echo, lambda b: [sys.executable, "run.py"], here),
            Peer("gone", "gone", "run.py", "", lambda b: [], absent),
            Peer(
                "fails", "fails", "run.py", "raise SystemExit(7)", lambda b: [sys.executable, "run.py"], here
            ),
        ),
        rounds=1,
    )
    assert set(made["harnesses"]) == {"oneframe", "echo"}
    assert made["skipped"]["gone"] == "node and npm are not there"
    assert made["skipped"]["fails"].startswith("a run ended with 7")
    ours = made["harnesses"]["oneframe"]
    assert ours["start_s"] > 0 and ours["cpu_per_case_ms"] < 20


def test_a_run_of_ours_that_fails_is_not_skipped(tmp_path, monkeypatch):
    monkeypatch.setattr(peers, "ours", lambda folder, count: [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(Absent, match="ended with 3"):
        compare(tmp_path, (), rounds=1)


def test_without_node_promptfoo_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    promptfoo = next(p for p in peers.PEERS if p.name == "promptfoo")
    with pytest.raises(Absent, match="node and npm"):
        promptfoo.install(promptfoo.package, tmp_path / "p")
