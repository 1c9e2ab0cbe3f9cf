"""Times a suite of instant answers beside other harnesses, each from its own package, in one shuffled run."""

import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oneframe.evals.peer_texts import DEEPEVAL, INSPECT, PROMPTFOO, PYDANTIC

CASES, ROUNDS = 200, 5
_QUIET = {
    "DEEPEVAL_TELEMETRY_OPT_OUT": "1",
    "PROMPTFOO_DISABLE_TELEMETRY": "1",
    "PROMPTFOO_DISABLE_UPDATE": "1",
    "PROMPTFOO_DISABLE_REMOTE_GENERATION": "1",
    "PROMPTFOO_SELF_HOSTED": "1",
}
_INSTALL_S, _RUN_S = 900, 300


class Absent(Exception):
    """A peer that cannot be installed here, with the reason."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A harness: its package, the file it runs, its command in a folder with that file, its installer."""

    name: str
    package: str
    file: str
    text: str
    command: Callable[[Path], list[str]]
    install: Callable[[str, Path], Path]


def _by_pip(package: str, home: Path) -> Path:
    """Install a package into an environment of its own; return the folder of its programs."""
    venv.create(home, with_pip=True)
    bin_ = home / ("Scripts" if os.name == "nt" else "bin")
    _installed_by([str(bin_ / "python"), "-m", "pip", "install", "--quiet", package], home)
    return bin_


def _by_npm(package: str, home: Path) -> Path:
    """Install a package of node's into a folder of its own; return the folder of its programs."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise Absent("node and npm are not there")
    home.mkdir()
    _installed_by([npm, "install", "--no-audit", "--no-fund", "--silent", package], home)
    return home / "node_modules" / ".bin"


def _installed_by(command: list[str], home: Path) -> None:
    try:
        done = subprocess.run(command, cwd=home, capture_output=True, timeout=_INSTALL_S, check=False)
    except subprocess.TimeoutExpired as late:
        raise Absent(f"its installation took longer than {_INSTALL_S} s") from late
    if done.returncode:
        raise Absent(f"its installation ended with {done.returncode}: {done.stderr.decode()[-200:].strip()}")


PEERS = (
    Peer("pydantic-evals", "pydantic-evals", "run.py", PYDANTIC,
         lambda b: [str(b / "python"), "run.py"], _by_pip),
    Peer("inspect_ai", "inspect-ai", "task.py", INSPECT,
         lambda b: [str(b / "inspect"), "eval", "task.py"], _by_pip),
    Peer("deepeval", "deepeval", "test_suite.py", DEEPEVAL,
         lambda b: [str(b / "deepeval"), "test", "run", "test_suite.py"], _by_pip),
    Peer("promptfoo", "promptfoo@0.121.20", "config.js", PROMPTFOO,
         lambda b: [str(b / "promptfoo"), "eval", "-c", "config.js", "--no-cache", "--no-table",
                    "--no-progress-bar", "--no-share"], _by_npm),
)  # fmt: skip


def ours(folder: Path, count: int) -> list[str]:
    """Write a suite of `count` echoes with one cheap check, and return the command that runs it."""
    (folder / "echo_for_bench.py").write_text("def echo(draft):\n    return 'echo: ' + draft\n")
    cases = [{"id": f"c{i}", "draft": f"case {i} says hello", "expect": {}} for i in range(count)]
    suite = {
        "version": 1, "name": "bench", "target": {"call": "echo_for_bench:echo"},
        "checks": [{"type": "answered"}], "cases": cases,
    }  # fmt: skip
    (folder / f"suite{count}.yaml").write_text(json.dumps(suite))
    out = folder / f"out{time.monotonic_ns()}"
    script = "from oneframe.cli import main; main()"
    return [sys.executable, "-c", script, "eval", "run", str(folder / f"suite{count}.yaml"), "-o", str(out)]


def compare(folder: Path, peers: Sequence[Peer] = PEERS, rounds: int = ROUNDS) -> dict[str, Any]:
    """Install `peers` apart in `folder`, time all of them and ours, and return seconds and ratios.

    A peer that cannot be installed or run here is named under `skipped`, with the reason.
    """
    homes, skipped = _homes(folder, peers)
    names = ["oneframe", *homes]
    jobs = [(name, n) for name in names for n in (1, CASES)]
    times: dict[tuple[str, int], list[Spent]] = {job: [] for job in jobs}
    rng = random.Random(7)
    for number in range(rounds + 1):
        for name, count in rng.sample(jobs, len(jobs)):
            if name in skipped:
                continue
            command, where = homes.get(name) or (ours(folder, count), folder)
            try:
                spent = _once(command, where, count)
            except Absent as broken:
                if name == "oneframe":
                    raise
                skipped[name] = str(broken)
                continue
            if number:
                times[name, count].append(spent)
    return _told({job: found for job, found in times.items() if job[0] not in skipped}) | {"skipped": skipped}


@dataclass(frozen=True, slots=True)
class Spent:
    """What one run took: seconds on the clock, and of processor time, which other work disturbs less."""

    clock: float
    cpu: float


Home = tuple[list[str], Path]


def _homes(folder: Path, peers: Sequence[Peer]) -> tuple[dict[str, Home], dict[str, str]]:
    """Return the command and folder of each peer that could be installed, and why the others could not."""
    homes: dict[str, Home] = {}
    skipped: dict[str, str] = {}
    for peer in peers:
        home = folder / peer.name
        try:
            bin_ = peer.install(peer.package, home)
        except Absent as why:
            skipped[peer.name] = str(why)
            continue
        (home / peer.file).write_text(peer.text)
        homes[peer.name] = (peer.command(bin_), home)
    return homes, skipped


def _once(command: list[str], where: Path, count: int, fine: Sequence[int] = (0,)) -> Spent:
    settings = [f"{name}={value}" for name, value in {**_QUIET, "N": str(count)}.items()]
    began, before = time.perf_counter(), _cpu_of_children()
    try:
        done = subprocess.run(
            ["env", *settings, *command], cwd=where, capture_output=True, timeout=_RUN_S, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise Absent(f"a run took longer than {_RUN_S} s") from late
    if done.returncode not in fine:
        raise Absent(f"a run ended with {done.returncode}: {done.stderr.decode()[-200:].strip()}")
    return Spent(time.perf_counter() - began, _cpu_of_children() - before)


def _cpu_of_children() -> float:
    """Return the processor seconds of the processes that ended so far."""
    try:
        import resource
    except ImportError:  # Windows counts none of them
        return os.times().children_user
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def thousand(folder: Path, messages: Path) -> dict[str, Any]:
    """Time a run and a gate of 1,000 recorded texts from `messages`, with the default checks."""
    from oneframe.evals.labelled import labelled

    files = sorted(messages.rglob("*.jsonl"))
    texts = list({t.text: t for file in files for t in labelled(file)}.values())[:1000]
    cases = [{"id": t.id, "draft": t.text, "expect": {"frame": "coaching"}} for t in texts]
    suite = {"version": 1, "name": "thousand", "target": {"recorded": "texts.jsonl"}, "cases": cases}
    lines = [json.dumps({"id": t.id, "text": t.text}) for t in texts]
    (folder / "texts.jsonl").write_text("\n".join(lines))
    (folder / "thousand.yaml").write_text(json.dumps(suite))
    out = str(folder / "thousand")
    ours_ = [sys.executable, "-m", "oneframe.cli", "eval"]
    run = _once([*ours_, "run", str(folder / "thousand.yaml"), "-o", out], folder, 0)
    gate = _once([*ours_, "gate", out], folder, 0, fine=(0, 1))
    return {
        "cases": len(texts),
        "words": round(sum(len(t.text.split()) for t in texts) / len(texts), 1),
        "run_s": round(run.clock, 2),
        "run_cpu_s": round(run.cpu, 2),
        "gate_s": round(gate.clock, 2),
        "gate_cpu_s": round(gate.cpu, 2),
    }


def _told(times: Mapping[tuple[str, int], Sequence[Spent]]) -> dict[str, Any]:
    names = sorted({name for name, _ in times})
    rows = {
        name: {
            **_row([s.clock for s in times[name, 1]], [s.clock for s in times[name, CASES]], ""),
            **_row([s.cpu for s in times[name, 1]], [s.cpu for s in times[name, CASES]], "cpu_"),
        }
        for name in names
    }
    own = rows["oneframe"]["per_case_ms"]
    return {
        "schema": 1,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "cases": CASES,
        "rounds": min(map(len, times.values())),
        "harnesses": rows,
        "times_ours_per_case": {n: round(r["per_case_ms"] / own, 2) for n, r in rows.items() if own > 0},
    }


def _row(one: Sequence[float], many: Sequence[float], prefix: str) -> dict[str, float]:
    start, whole = statistics.median(one), statistics.median(many)
    return {
        f"{prefix}start_s": round(start, 3),
        f"{prefix}all_s": round(whole, 3),
        f"{prefix}per_case_ms": round(1000 * (whole - start) / (CASES - 1), 3),
    }


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
        made = compare(Path(place)) | {"recorded": thousand(Path(place), Path(sys.argv[1])), "load": load}
        sys.stdout.write(json.dumps(made, indent=1) + "\n")
