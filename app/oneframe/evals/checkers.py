"""Checks outputs in processes of their own: JSON lines in on stdin, JSON lines out on stdout.

A child must not outlive its parent (stdin's end is its end), and must not ask a target anything.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any

from oneframe.errors import WriterUnavailable
from oneframe.evals.checks import Mark, Seen, run_checks
from oneframe.evals.samples import mark_of, output_of, row_of_mark, row_of_output
from oneframe.evals.suite import Case, CheckSpec
from oneframe.evals.targets import Output
from oneframe.evals.tools import Tools

Child = subprocess.Popen[bytes]


def needs_target(specs: Sequence[CheckSpec]) -> bool:
    """Return whether a check asks the target or the judge again, which a child cannot do."""
    return bool({s.type for s in specs} & {"idempotent", "frame_judge"})


class Checkers:
    """A few children, each lent to one thread at a time."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._free: SimpleQueue[Child] = SimpleQueue()
        for child in children:
            self._free.put(child)

    def marks(self, case: Case, output: Output, seconds: float) -> tuple[Mark, ...]:
        """Return the marks that a child gives; raises WriterUnavailable where it died."""
        child = self._free.get()
        try:
            task = {"case": case.model_dump(mode="json"), "output": row_of_output(output), "seconds": seconds}
            return tuple(mark_of(m) for m in _asked(child, task))
        finally:
            self._free.put(child)


@contextmanager
def checking(specs: Sequence[CheckSpec], count: int) -> Iterator[Checkers]:
    """Give `count` children that run `specs`, and end them."""
    told = json.dumps([s.model_dump(mode="json") for s in specs])
    command = [sys.executable, "-m", "oneframe.evals.checkers", told]
    pipe = subprocess.PIPE
    children = [subprocess.Popen(command, stdin=pipe, stdout=pipe) for _ in range(count)]
    try:
        yield Checkers(children)
    finally:
        for child in children:
            child.kill()
            child.communicate()


def _asked(child: Child, task: dict[str, Any]) -> Any:  # noqa: ANN401 - a JSON list
    assert child.stdin is not None and child.stdout is not None
    try:
        child.stdin.write(json.dumps(task).encode() + b"\n")
        child.stdin.flush()
        line = child.stdout.readline()
    except BrokenPipeError:
        line = b""
    if not line:
        raise WriterUnavailable("The process that checks ended in the middle. Go on with --resume.")
    return json.loads(line)


def _serve() -> None:
    """Answer each task on stdin with its marks, until stdin ends."""
    from oneframe import settings

    settings.keep_quiet(tracing=False)
    specs = [CheckSpec.model_validate(row) for row in json.loads(sys.argv[1])]
    tools = Tools(threads=1)
    for line in sys.stdin.buffer:
        task = json.loads(line)
        case, output = Case.model_validate(task["case"]), output_of(task["output"])
        seen = Seen(case, output, tools.read, task["seconds"], nobody, tools.count, facts=tools.facts)
        marks = [row_of_mark(m) for m in run_checks(specs, seen)]
        sys.stdout.buffer.write(json.dumps(marks).encode() + b"\n")
        sys.stdout.buffer.flush()


def nobody(text: str) -> Output:
    """Stand for a target that cannot be asked again."""
    raise WriterUnavailable("A recording cannot be asked again.")


if __name__ == "__main__":
    _serve()
