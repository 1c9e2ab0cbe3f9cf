"""What a run records, whatever the target does; and that a kill costs one answer, not the run."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from suite_fakes import BLENDED, GOOD, case, recorded, suite_in

from oneframe.errors import SettingsInvalid
from oneframe.evals.gate import decide
from oneframe.evals.policy import Policy
from oneframe.evals.report.files import write_reports
from oneframe.evals.running import Options, chosen, rescore
from oneframe.evals.samples import load_run, merge
from oneframe.evals.suite import load_suite
from oneframe.records import Outcome
from provider_fakes import chunk, serving, stream

pytestmark = pytest.mark.usefixtures("no_model")


def verdicts(run):
    return {s.case: s.verdict.value for s in run.samples}


def test_recorded_texts_are_checked_case_by_case(tmp_path):
    cases = [case("a"), case("b"), case("c", "coaching"), case("d")]
    outputs = [
        {"id": "a", "text": GOOD},
        {"id": "b", "text": BLENDED},
        {"id": "c", "text": GOOD},
        {"id": "d", "text": " "},
    ]
    failed, run = recorded(suite_in(tmp_path / "s", cases, outputs), tmp_path / "r")
    assert failed == 0
    assert verdicts(run) == {"a": "pass", "b": "fail", "c": "fail", "d": "fail"}
    (mark,) = [m for m in run.samples[1].marks if m.check == "one_frame"]
    (start, end), *_ = mark.spans
    assert BLENDED[start:end] == "What would you like to explore?"
    assert mark.found == "blended"


def test_a_case_without_an_answer_is_unscored_and_counted(tmp_path):
    failed, run = recorded(
        suite_in(tmp_path / "s", [case("a"), case("b")], [{"id": "a", "text": GOOD}]), tmp_path / "r"
    )
    assert failed == 1
    assert verdicts(run) == {"a": "pass", "b": "unscored"}


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"id": "a"}', "needs the strings id and text"),
        ('{"id": "a", "text": 7}', "needs the strings id and text"),
        ('["a"]', "needs the strings id and text"),
        ("{", "line 1 is not JSON"),
        ('{"id": "zz", "text": "x"}', "texts for no case: zz"),
    ],
)
def test_a_damaged_recording_is_refused(tmp_path, line, what):
    file = suite_in(tmp_path / "s", [case("a")])
    (tmp_path / "s" / "outputs.jsonl").write_text(line + "\n")
    with pytest.raises(SettingsInvalid, match=what):
        recorded(file, tmp_path / "r")


def test_a_recording_of_several_trials_plays_them_in_order(tmp_path):
    outputs = [{"id": "a", "text": GOOD}, {"id": "a", "text": BLENDED}]
    _, run = recorded(suite_in(tmp_path / "s", [case("a")], outputs), tmp_path / "r", trials=3)
    assert [s.verdict for s in run.samples] == [Outcome.PASS, Outcome.FAIL, Outcome.FAIL]


PROGRAMS = {
    "echo": f"import sys; sys.stdin.read(); print({GOOD!r})",
    "fails": "import sys; sys.stderr.write('no key'); sys.exit(3)",
    "hangs": "import time; time.sleep(30)",
    "bytes": "import sys; sys.stdout.buffer.write(b'\\xff\\xfe ' + 'late'.encode())",
}


@pytest.mark.parametrize(
    ("program", "error"),
    [("echo", None), ("fails", "ended with 3: no key"), ("hangs", "took longer than"), ("bytes", None)],
)
def test_a_program_is_asked_through_its_pipes(tmp_path, program, error):
    target = {"command": [sys.executable, "-c", PROGRAMS[program]], "timeout_s": 2}
    failed, run = recorded(suite_in(tmp_path / "s", [case("a")], target=target), tmp_path / "r", retries=0)
    assert failed == (error is not None)
    assert (error or "None") in str(run.samples[0].error)


def test_a_program_that_is_not_there_stops_the_run(tmp_path):
    file = suite_in(tmp_path / "s", [case("a")], target={"command": ["no-such-program-here"]})
    with pytest.raises(SettingsInvalid, match="was not found"):
        recorded(file, tmp_path / "r")


def test_a_function_is_called_and_its_crash_is_one_unscored_answer(tmp_path):
    file = suite_in(tmp_path / "s", [case("a"), case("b")], target={"call": "mine_for_test:rewrite"})
    (tmp_path / "s" / "mine_for_test.py").write_text(
        f"def rewrite(draft):\n    if '(b)' in draft: raise ValueError('boom')\n    return {{'text': {GOOD!r}, 'status': 'rewritten'}}\n"
    )
    failed, run = recorded(file, tmp_path / "r", workers=2)
    assert failed == 1
    assert verdicts(run) == {"a": "pass", "b": "unscored"}
    assert "ValueError: boom" in str(run.samples[1].error)
    assert run.samples[0].output.status == "rewritten"
    with pytest.raises(SettingsInvalid, match="cannot be found"):
        recorded(suite_in(tmp_path / "t", [case("a")], target={"call": "nowhere:rewrite"}), tmp_path / "q")


def test_a_chat_model_is_asked_with_the_team_s_own_prompt(tmp_path, monkeypatch):
    with serving(stream(chunk(GOOD), chunk(None, "stop"))) as server:
        monkeypatch.setenv("ONEFRAME_BASE_URL", server.url)
        target = {"model": "openai:tiny", "prompt": "mine.md"}
        file = suite_in(tmp_path / "s", [case("a")], target=target)
        (tmp_path / "s" / "mine.md").write_text("Keep $5 out of it.\n$draft")
        _, run = recorded(file, tmp_path / "r")
    assert run.samples[0].output.text == GOOD
    assert "Keep $5 out of it." in server.bodies[0] and "(a)" in server.bodies[0]


def test_a_budget_stops_the_asking_and_leaves_the_rest_unscored(tmp_path):
    target = {"command": [sys.executable, "-c", PROGRAMS["echo"]], "usd_per_call": 0.5}
    file = suite_in(tmp_path / "s", [case(c) for c in "abc"], target=target)
    failed, run = recorded(file, tmp_path / "r", budget_usd=1.0)
    assert failed == 1 and "the budget of 1 USD is spent" in str(run.samples[2].error)


def test_answers_are_remembered_by_trial_and_failures_are_not(tmp_path):
    count = tmp_path / "count"
    code = f"import sys; open({str(count)!r}, 'a').write('x'); sys.stdin.read(); print({GOOD!r})"
    file = suite_in(tmp_path / "s", [case("a")], target={"command": [sys.executable, "-c", code]}, trials=2)
    for out in ("r1", "r2"):
        recorded(file, tmp_path / out, cache=tmp_path / "cache")
    assert count.read_text() == "xx"
    bad = suite_in(tmp_path / "t", [case("a")], target={"command": [sys.executable, "-c", PROGRAMS["fails"]]})
    recorded(bad, tmp_path / "r3", cache=tmp_path / "cache2", retries=0)
    assert not (tmp_path / "cache2").exists()


def test_a_shard_follows_from_the_id_alone(tmp_path):
    few = load_suite(suite_in(tmp_path / "s", [case(f"c{n}") for n in range(20)]))
    more = load_suite(suite_in(tmp_path / "t", [case(f"c{n}") for n in range(40)]))
    parts = [{c.id for c in chosen(few, Options(shard=(n, 3)))} for n in (1, 2, 3)]
    assert sum(map(len, parts)) == 20 and len(set.union(*parts)) == 20
    for n, part in enumerate(parts, 1):
        assert part <= {c.id for c in chosen(more, Options(shard=(n, 3)))}


def test_shards_merge_to_the_whole_and_strangers_are_refused(tmp_path):
    file = suite_in(tmp_path / "s", [case(f"c{n}") for n in range(9)])
    for n in (1, 2):
        recorded(file, tmp_path / f"r{n}", shard=(n, 2))
    _, whole = recorded(file, tmp_path / "whole")
    assert merge([tmp_path / "r1", tmp_path / "r2"], tmp_path / "m") == 9
    assert verdicts(load_run(tmp_path / "m")) == verdicts(whole)
    recorded(suite_in(tmp_path / "t", [case("x")]), tmp_path / "other")
    with pytest.raises(SettingsInvalid, match="different suites"):
        merge([tmp_path / "r1", tmp_path / "other"], tmp_path / "n")


def test_recorded_answers_can_be_checked_anew_without_asking(tmp_path):
    file = suite_in(tmp_path / "s", [case("a")], [{"id": "a", "text": BLENDED}])
    recorded(file, tmp_path / "r")
    softer = suite_in(tmp_path / "s", [case("a")], [], checks=[{"type": "answered"}])
    assert rescore(tmp_path / "r", load_suite(softer), tmp_path / "again") == 1
    assert verdicts(load_run(tmp_path / "again")) == {"a": "pass"}


def test_a_run_is_not_written_over_and_only_its_own_is_gone_on_with(tmp_path):
    file = suite_in(tmp_path / "s", [case("a")])
    recorded(file, tmp_path / "r")
    with pytest.raises(SettingsInvalid, match="holds a run already"):
        recorded(file, tmp_path / "r")
    other = suite_in(tmp_path / "t", [case("b")])
    with pytest.raises(SettingsInvalid, match="another suite, choice or version"):
        recorded(other, tmp_path / "r", resume=True)


def test_a_torn_last_line_is_asked_again_and_a_damaged_one_is_an_error(tmp_path):
    file = suite_in(tmp_path / "s", [case(c) for c in "abc"])
    _, whole = recorded(file, tmp_path / "r")
    samples = tmp_path / "r" / "samples.jsonl"
    held = samples.read_bytes()
    samples.write_bytes(held[:-30])
    assert load_run(tmp_path / "r").missing == 1
    _, again = recorded(file, tmp_path / "r", resume=True)
    assert [told(s) for s in again.samples] == [told(s) for s in whole.samples]
    samples.write_bytes(b"{}\n" + held)
    with pytest.raises(SettingsInvalid, match="line 1 is damaged"):
        load_run(tmp_path / "r")


def told(sample):
    return {k: v for k, v in asdict(sample).items() if k != "seconds"}


RUNS = (
    "import sys; from pathlib import Path; from oneframe.evals.running import *; from oneframe.evals.suite import load_suite;"
    "Tools.versions = lambda self: {'reader': 'fake'}; file = Path(sys.argv[1]);"
    "run(load_suite(file), file.parent, Path(sys.argv[2]), Options(resume=True, workers=int(sys.argv[3])))"
)
_CASES = 400


@pytest.fixture(scope="module")
def uncut(tmp_path_factory):
    """A suite, and the reports of a run of it that nothing cut off."""
    folder = tmp_path_factory.mktemp("uncut")
    cases = [case(f"c{n}", ("coaching", "performance")[n % 2], twin=f"t{n // 2}") for n in range(_CASES)]
    texts = [GOOD, BLENDED, "", "This is a coaching conversation. What would you like to explore?"]
    lines = [{"id": f"c{n}", "text": texts[n % 4]} for n in range(_CASES) if n % 7]
    checks = [{"type": "answered"}, {"type": "facts_kept", "hard": False}, {"type": "tokens", "most": 9}]
    file = suite_in(folder / "s", cases, lines, checks=checks)
    subprocess.run([sys.executable, "-c", RUNS, file, folder / "r", "1"], check=True)
    return file, reports_of(folder / "r"), (folder / "r" / "samples.jsonl").stat().st_size


def reports_of(folder):
    """Return the samples save their seconds, in order, and every report, byte for byte."""
    run = load_run(folder)
    reports = {p.name: p.read_bytes() for p in write_reports(run, decide(run, Policy(), today="2026-11-24"))}
    manifest = (folder / "manifest.json").read_bytes()
    return [told(s) for s in run.samples], reports, manifest


def killed_and_gone_on_with(file, out, sizes, workers):
    """Kill the run as its journal passes each of `sizes` (bytes), then let it end; return the reports."""
    command = [sys.executable, "-c", RUNS, str(file), str(out), str(workers)]
    journal, kills = out / "samples.jsonl", 0
    for size in sizes:
        child = subprocess.Popen(command)
        while child.poll() is None and (not journal.exists() or journal.stat().st_size < size):
            time.sleep(0.0005)
        kills += child.poll() is None
        child.send_signal(signal.SIGKILL)
        child.wait()
    subprocess.run(command, check=True)
    rows = [json.loads(line) for line in journal.read_bytes().splitlines()]
    answered = [(r["case"], r["trial"]) for r in rows if r["error"] is None]
    assert len(answered) == len(set(answered)), "an answer that was held was asked for again"
    return reports_of(out), kills


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
@pytest.mark.parametrize("seed", range(2))
def test_a_kill_at_any_moment_loses_nothing_that_was_recorded(tmp_path, uncut, seed):
    file, whole, size = uncut
    moments = sorted(random.Random(seed).uniform(0, 0.9) * size for _ in range(2))
    reports, kills = killed_and_gone_on_with(file, tmp_path / "r", moments, 1 + seed)
    assert kills == 2 and reports == whole


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_fifty_kills_at_random_moments_give_the_same_report_byte_for_byte(tmp_path, uncut):
    file, whole, size = uncut
    landed = 0
    for seed in range(10):
        moments = sorted(random.Random(100 + seed).uniform(0, 0.95) * size for _ in range(6))
        reports, kills = killed_and_gone_on_with(file, tmp_path / f"r{seed}", moments, 1 + seed % 3)
        assert reports == whole, seed
        landed += kills
    assert landed >= 50


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_the_processes_that_check_end_with_the_run_that_started_them(tmp_path):
    file = suite_in(tmp_path / "s", [case(f"c{n}") for n in range(3000)], checks=[{"type": "facts_kept"}])
    code = RUNS.replace("Options(resume=True,", "Options(checkers=2,")
    child = subprocess.Popen([sys.executable, "-c", code, str(file), str(tmp_path / "r"), "1"])
    children = Path(f"/proc/{child.pid}/task/{child.pid}/children")
    if not children.exists():
        child.kill()
        pytest.skip("no /proc here")
    found = wait_for(lambda: len(children.read_text().split()) == 2 and children.read_text().split())
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in found))


def wait_for(claim, seconds=20):
    """Return what `claim` gives once it is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if made := claim():
            return made
        time.sleep(0.05)
    raise AssertionError("it did not come true")


def test_processes_that_check_say_what_one_alone_says(tmp_path):
    texts = [GOOD, BLENDED, "We sold 14 units on 3 May."]
    cases = [case(f"c{n}") for n in range(120)]
    lines = [{"id": f"c{n}", "text": texts[n % 3]} for n in range(120)]
    checks = [
        {"type": "answered"},
        {"type": "facts_kept"},
        {"type": "nothing_invented"},
        {"type": "nothing_added"},
    ]
    file = suite_in(tmp_path / "s", cases, lines, checks=checks)
    alone, apart = (recorded(file, tmp_path / f"r{n}", checkers=n)[1] for n in (1, 2))
    assert [told(s) for s in alone.samples] == [told(s) for s in apart.samples]
    assert {s.verdict for s in alone.samples} == {Outcome.FAIL}


def test_a_checking_process_that_dies_leaves_its_case_unscored_and_not_passed(tmp_path, monkeypatch):
    from oneframe.evals import checkers

    monkeypatch.setattr(checkers.sys, "executable", "/bin/true" if os.name != "nt" else "whoami")
    file = suite_in(tmp_path / "s", [case(f"c{n}") for n in range(120)], checks=[{"type": "answered"}])
    failed, run = recorded(file, tmp_path / "r", checkers=2)
    assert failed == 120 and set(verdicts(run).values()) == {"unscored"}
