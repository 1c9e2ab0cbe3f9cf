"""Every way another harness was seen to exit 0 without having shown anything: ours is red, or says why not."""

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial

import pytest
from suite_fakes import BLENDED, GOOD, case, suite_in

from oneframe.cli import main

pytestmark = pytest.mark.usefixtures("no_model")


def ended(*command):
    """Return the exit code of `oneframe eval …`."""
    with pytest.raises(SystemExit) as end:
        main(["eval", *map(str, command)])
    return end.value.code


def run_and_gate(file, out, *options):
    return ended("run", file, "-o", out, *options), ended("gate", out)


@pytest.mark.parametrize("options", [(), ("--tag", "nowhere"), ("--case", "nobody"), ("--split", "none")])
def test_no_case_is_never_green_and_none_is_invented(tmp_path, capsys, options):
    file = suite_in(tmp_path / "s", [case("a")] if options else [])
    assert run_and_gate(file, tmp_path / "r", *options) == (5, 5)
    assert "no case" in capsys.readouterr().out
    assert (tmp_path / "r" / "samples.jsonl").read_text() == ""


RAISES = "def rewrite(draft):\n    raise ConnectionError('provider down')\n"


def test_a_target_that_raises_every_time_is_not_green(tmp_path, capsys):
    file = suite_in(tmp_path / "s", [case(c) for c in "abc"], target={"call": "raises_for_test:rewrite"})
    (tmp_path / "s" / "raises_for_test.py").write_text(RAISES)
    assert run_and_gate(file, tmp_path / "r") == (3, 3)
    told = capsys.readouterr().out
    assert "3 answers wanted, 3 failed" in told and "ConnectionError: provider down" in told


def test_one_failure_in_two_hundred_is_red(tmp_path):
    cases = [case(f"c{n}") for n in range(200)]
    lines = [{"id": f"c{n}", "text": BLENDED if n == 77 else GOOD} for n in range(200)]
    checks = [{"type": "one_frame"}]
    assert run_and_gate(suite_in(tmp_path / "s", cases, lines, checks=checks), tmp_path / "r") == (0, 1)


def test_a_comparison_of_nothing_is_not_green(tmp_path):
    for name in "ab":
        file = suite_in(tmp_path / f"s{name}", [case(name)])
        assert ended("run", file, "-o", tmp_path / name) == 0
    assert ended("compare", tmp_path / "a", tmp_path / "b", "--fail-on", "regression") == 5
    empty = suite_in(tmp_path / "none", [])
    ended("run", empty, "-o", tmp_path / "e")
    assert ended("bless", tmp_path / "e", "-o", tmp_path / "base.json") == 2


def test_a_missing_shard_is_not_merged_to_a_green_whole(tmp_path, capsys):
    file = suite_in(tmp_path / "s", [case(f"c{n}") for n in range(12)])
    for part in (1, 3):
        ended("run", file, "-o", tmp_path / f"r{part}", "--shard", f"{part}/3")
    assert ended("merge", tmp_path / "r1", tmp_path / "r3", "-o", tmp_path / "m") == 2
    assert "Shards are missing: 2/3" in capsys.readouterr().err
    assert not (tmp_path / "m").exists()


SLOW = "import sys, time; sys.stdin.read(); time.sleep(0.2); print('We meet at noon.')"


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to one process")
def test_a_run_that_is_interrupted_says_130_and_its_gate_is_not_green(tmp_path):
    target = {"command": [sys.executable, "-c", SLOW]}
    file = suite_in(
        tmp_path / "s", [case(f"c{n}") for n in range(40)], target=target, checks=[{"type": "answered"}]
    )
    command = [sys.executable, "-m", "oneframe.cli", "eval", "run", str(file), "-o", str(tmp_path / "r")]
    # A shell's background job ignores the signal, and so would its children.
    heeds = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    child = subprocess.Popen(command, stderr=subprocess.DEVNULL, preexec_fn=heeds)
    journal = tmp_path / "r" / "samples.jsonl"
    while not (journal.exists() and journal.stat().st_size):
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    assert child.wait(20) == 130
    assert ended("gate", tmp_path / "r") == 3


def test_the_outputs_can_be_read_without_opening_a_file(tmp_path, capsys):
    lines = [{"id": "a", "text": GOOD}, {"id": "b", "text": BLENDED}]
    file = suite_in(tmp_path / "s", [case("a"), case("b")], lines)
    ended("run", file, "-o", tmp_path / "r", "--show", "failing")
    told = capsys.readouterr().out
    assert "FAIL b, trial 1" in told and f"  | {BLENDED}" in told and "PASS a" not in told
    ended("run", file, "-o", tmp_path / "q", "--show", "all")
    assert "PASS a, trial 1" in capsys.readouterr().out


def test_a_dry_run_counts_the_judge_s_calls_too(tmp_path, capsys):
    target = {"command": ["nothing"], "usd_per_call": 0.01}
    judge = {"model": "openai:tiny", "votes": 3, "usd_per_call": 0.002}
    file = suite_in(tmp_path / "s", [case("a"), case("b")], target=target, judge=judge, trials=2)
    assert ended("run", file, "-o", tmp_path / "r", "--dry-run") == 0
    told = capsys.readouterr().out
    assert "4 calls, 0.04 USD" in told and "judge: 24 calls, 0.05 USD; together 0.09 USD" in told
    assert not (tmp_path / "r").exists()


def test_the_summary_s_json_says_what_the_exit_code_says(tmp_path):
    file = suite_in(tmp_path / "s", [case("a")], [{"id": "a", "text": BLENDED}])
    code = run_and_gate(file, tmp_path / "r")[1]
    gate = json.loads((tmp_path / "r" / "summary.json").read_text())["gate"]
    assert (gate["exit_code"], gate["verdict"]) == (code, "GATE FAILED")


def test_no_tracing_is_on_where_nobody_asked_for_it(tmp_path, monkeypatch):
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGCHAIN_TRACING_V2", "true")
    ended("run", suite_in(tmp_path / "s", [case("a")]), "-o", tmp_path / "r")
    assert os.environ["LANGSMITH_TRACING"] == os.environ["LANGCHAIN_TRACING_V2"] == "false"
