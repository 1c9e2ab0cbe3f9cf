"""Times a suite of instant answers beside other harnesses, each from its own package, in one shuffled run."""

import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CASES, ROUNDS = 200, 5
_PYDANTIC = """
import os
from pydantic_evals import Case, Dataset
from pydantic_evals.evaluators import Contains
n = int(os.environ["N"])
says = [Contains(value="hello")]
cases = [Case(name=f"c{i}", inputs=f"case {i} says hello", evaluators=says) for i in range(n)]
report = Dataset(name="d", cases=cases).evaluate_sync(lambda text: f"echo: {text}", progress=False)
report.print()
"""
_INSPECT = """
import os
from inspect_ai import Task, task
from inspect_ai.dataset import Sample
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from inspect_ai.scorer import includes
from inspect_ai.solver import generate
n = int(os.environ["N"])

def outputs():
    for i in range(n):
        out = ModelOutput.from_content("mockllm/model", f"echo: case {i} says hello")
        out.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
        yield out

@task
def hello():
    samples = [Sample(input=f"case {i} says hello", target="hello") for i in range(n)]
    model = get_model("mockllm/model", custom_outputs=list(outputs()))
    return Task(dataset=samples, solver=generate(), scorer=includes(), model=model)
"""
_DEEPEVAL = """
import os
import pytest
from deepeval import assert_test
from deepeval.metrics import BaseMetric
from deepeval.test_case import LLMTestCase

class Says(BaseMetric):
    threshold = 0.5
    def measure(self, case, *args, **kwargs):
        self.score = float("hello" in case.actual_output); self.success = self.score >= 0.5; return self.score
    async def a_measure(self, case, *args, **kwargs):
        return self.measure(case)
    def is_successful(self):
        return self.success
    @property
    def __name__(self):
        return "says"

@pytest.mark.parametrize("i", range(int(os.environ["N"])))
def test_case(i):
    assert_test(LLMTestCase(input=f"case {i}", actual_output=f"echo: case {i} says hello"), [Says()])
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """A harness: its package, the file it runs, and its command in a folder with that file."""

    name: str
    package: str | None
    file: str
    text: str
    command: Callable[[Path], list[str]]


PEERS = (
    Peer("pydantic-evals", "pydantic-evals", "run.py", _PYDANTIC, lambda b: [str(b / "python"), "run.py"]),
    Peer("inspect_ai", "inspect-ai", "task.py", _INSPECT, lambda b: [str(b / "inspect"), "eval", "task.py"]),
    Peer("deepeval", "deepeval", "test_suite.py", _DEEPEVAL,
         lambda b: [str(b / "deepeval"), "test", "run", "test_suite.py"]),
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
    """Install `peers` apart in `folder`, time all of them and ours, and return seconds and ratios."""
    homes = {p.name: _installed(p, folder) for p in peers}
    jobs = [(p.name, n) for p in peers for n in (1, CASES)] + [("oneframe", n) for n in (1, CASES)]
    times: dict[tuple[str, int], list[float]] = {job: [] for job in jobs}
    rng = random.Random(7)
    for number in range(rounds + 1):
        for name, count in rng.sample(jobs, len(jobs)):
            seconds = _once(name, count, folder, homes, peers)
            if number:
                times[name, count].append(seconds)
    return _told(times)


def _installed(peer: Peer, folder: Path) -> Path:
    home = folder / peer.name
    venv.create(home, with_pip=True)
    bin_ = home / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([bin_ / "python", "-m", "pip", "install", "--quiet", str(peer.package)], check=True)
    (home / peer.file).write_text(peer.text)
    return bin_


def _once(name: str, count: int, folder: Path, homes: Mapping[str, Path], peers: Sequence[Peer]) -> float:
    if name == "oneframe":
        command, where = ours(folder, count), folder
    else:
        peer = next(p for p in peers if p.name == name)
        command, where = peer.command(homes[name]), homes[name].parent
    command = ["env", f"N={count}", "DEEPEVAL_TELEMETRY_OPT_OUT=1", *command]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=where, capture_output=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"{name} ended with {done.returncode}: {done.stderr.decode()[-400:]}")
    return seconds


def _told(times: Mapping[tuple[str, int], Sequence[float]]) -> dict[str, Any]:
    middle = {job: statistics.median(found) for job, found in times.items()}
    names = sorted({name for name, _ in times})
    rows = {
        name: {
            "start_s": round(middle[name, 1], 3),
            "all_s": round(middle[name, CASES], 3),
            "per_case_ms": round(1000 * (middle[name, CASES] - middle[name, 1]) / (CASES - 1), 3),
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


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        sys.stdout.write(json.dumps(compare(Path(place)), indent=1) + "\n")
