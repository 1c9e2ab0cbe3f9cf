"""Asks a target for every case and trial, checks what comes, and records it. Decides nothing."""

import json
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any

from oneframe.errors import SettingsInvalid, WriterUnavailable
from oneframe.evals.checkers import Checkers, checking, needs_target, nobody
from oneframe.evals.checks import Mark, Said, Seen, run_checks, verify_checks
from oneframe.evals.judge import Judge, build_judge, labels_digest
from oneframe.evals.labelled import labelled
from oneframe.evals.samples import (
    Journal,
    Sample,
    begin,
    load_json,
    load_run,
    manifest_of,
    output_of,
    row_of_output,
    write_json,
)
from oneframe.evals.suite import Case, Suite, digest
from oneframe.evals.targets import Ask, Output, asking
from oneframe.evals.tools import Tools
from oneframe.records import Outcome

_MANY = 100


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is done. `shard` is (i, n), 1-based; `only` names cases; `budget_usd` ends the asking.

    `workers` ask at once; `checkers` are processes that check a recording of many cases at once.
    """

    trials: int | None = None
    split: str | None = None
    tag: str | None = None
    only: frozenset[str] | None = None
    shard: tuple[int, int] | None = None
    resume: bool = False
    workers: int = 1
    checkers: int = 1
    retries: int = 2
    pause_s: float = 1.0
    budget_usd: float | None = None
    cache: Path | None = None


def chosen(suite: Suite, options: Options) -> list[Case]:
    """Return the cases of a run; a case's shard follows from its id alone, so adding one moves no other."""
    cases = [c for c in suite.cases if options.split in (None, c.split)]
    cases = [c for c in cases if options.tag is None or options.tag in c.tags]
    cases = [c for c in cases if options.only is None or c.id in options.only]
    if options.shard:
        part, parts = options.shard
        cases = [c for c in cases if zlib.crc32(c.id.encode()) % parts == part - 1]
    return cases


def run(
    suite: Suite,
    folder: Path,
    out: Path,
    options: Options,
    on_progress: Callable[[int, int], None] | None = None,
) -> int:
    """Record `suite` (its paths beside `folder`) in `out`; return how many answers failed to come.

    Raises SettingsInvalid for a suite that cannot run; a target's failures are recorded, not raised.
    """
    if options.trials:
        suite = suite.model_copy(update={"trials": options.trials})
    verify_checks(suite.specs)
    cases, tools = chosen(suite, options), Tools()
    judge = build_judge(suite.judge.model) if suite.judge else None
    about = _about(suite, folder, judge)
    manifest = manifest_of(suite, [c.id for c in cases], tools.versions(), about, options.shard)
    held = {(s.case, s.trial): s for s in begin(out, manifest, resume=options.resume)}
    wanted = [(c, t) for c in cases for t in range(suite.trials)]
    todo = [(c, t) for c, t in wanted if (s := held.get((c.id, t))) is None or s.error]
    failed, journal = 0, Journal(out)
    try:
        with asking(suite, folder) as ask, _checkers(suite, options, len(todo)) as checkers:
            asker = _Asker(suite, ask, tools, options, judge, checkers)
            for number, sample in enumerate(asker.samples(todo), len(wanted) - len(todo) + 1):
                journal.add(sample)
                failed += sample.error is not None
                if on_progress:
                    on_progress(number, len(wanted))
    finally:
        journal.close()
    return failed


def _checkers(suite: Suite, options: Options, count: int) -> AbstractContextManager[Checkers | None]:
    """Give processes that check, where a recording is long enough to be worth their start."""
    apart = options.checkers > 1 and count >= _MANY and suite.target.recorded is not None
    if not apart or needs_target(suite.specs):
        return nullcontext()
    return checking(suite.specs, options.checkers)


@contextmanager
def each_case(suite: Suite, folder: Path) -> Iterator[Callable[[Case], list[Sample]]]:
    """Give a function that asks for a case's trials and checks them, recording nothing."""
    verify_checks(suite.specs)
    judge = build_judge(suite.judge.model) if suite.judge else None
    with asking(suite, folder) as ask:
        asker = _Asker(suite, ask, Tools(), Options(), judge)
        yield lambda case: list(asker.samples([(case, trial) for trial in range(suite.trials)]))


def _about(suite: Suite, folder: Path, judge: Judge | None) -> dict[str, Any] | None:
    """Return what binds a run to its judge: who judges, how far it was trusted, and the labels now."""
    if judge is None or suite.judge is None:
        return None
    made, labels = suite.judge.calibration, suite.judge.labels
    return {
        "identity": judge.identity,
        "calibration": load_json(folder / made) if made else None,
        "labels": labels_digest(labelled(folder / labels)) if labels else None,
    }


def rescore(folder: Path, suite: Suite, out: Path) -> int:
    """Check the answers in `folder` anew with the checks that `suite` has now, into `out`; return how many.

    Nothing is asked again; answers for cases that the suite no longer has are left out.
    """
    verify_checks(suite.specs)
    recorded, tools = load_run(folder), Tools()
    cases = {c.id: c for c in suite.cases if c.id in recorded.manifest["cases"]}
    suite = suite.model_copy(update={"trials": recorded.manifest["trials"]})
    begin(out, manifest_of(suite, list(cases), tools.versions()), resume=False)
    journal = Journal(out)
    kept = [s for s in recorded.samples if s.case in cases]
    for sample in kept:
        if sample.output is not None:
            case = cases[sample.case]
            seen = Seen(
                case, sample.output, tools.read, sample.seconds, nobody, tools.count, facts=tools.facts
            )
            sample = replace(sample, marks=run_checks(suite.specs, seen))
        journal.add(sample)
    journal.close()
    return len(kept)


class _Asker:
    """Asks with retries, cache and budget; several at once where the target waits for others."""

    def __init__(
        self,
        suite: Suite,
        ask: Ask,
        tools: Tools,
        options: Options,
        judge: Judge | None = None,
        checkers: Checkers | None = None,
    ) -> None:
        self._suite, self._ask, self._tools, self._options = suite, ask, tools, options
        self._judge, self._checkers = judge, checkers
        self._spent, self._lock = 0.0, Lock()

    def samples(self, todo: Sequence[tuple[Case, int]]) -> Iterator[Sample]:
        """Yield a sample for each of `todo`, as they come."""
        at_once = max(self._options.workers, self._options.checkers if self._checkers else 1)
        if at_once == 1:
            yield from (self._sample(case, trial) for case, trial in todo)
            return
        with ThreadPoolExecutor(at_once) as pool:
            try:
                for done in as_completed([pool.submit(self._sample, c, t) for c, t in todo]):
                    yield done.result()
            finally:
                pool.shutdown(cancel_futures=True)

    def _sample(self, case: Case, trial: int) -> Sample:
        key = self._key(case, trial)
        output, error, began = self._cached(key), None, time.perf_counter()
        if output is None:
            output, error = self._asked(case, trial)
            self._keep(key, output)
        seconds = round(time.perf_counter() - began, 4)
        marks: tuple[Mark, ...] = ()
        try:
            marks = () if output is None else self._marks(case, trial, output, seconds)
        except WriterUnavailable as died:
            error = str(died)
        return Sample(case.id, trial, key, output, marks, error, seconds)

    def _marks(self, case: Case, trial: int, output: Output, seconds: float) -> tuple[Mark, ...]:
        if self._checkers:
            return self._checkers.marks(case, output, seconds)
        tools, judge = self._tools, self._said if self._judge else None
        again = self._again(case, trial)
        seen = Seen(case, output, tools.read, seconds, again, tools.count, judge, tools.facts)
        return run_checks(self._suite.specs, seen)

    def _said(self, text: str) -> Said:
        assert self._judge is not None and self._suite.judge is not None
        verdict = self._judge.majority(text, self._suite.judge.votes)
        starts = [(text.find(q), len(q)) for quotes in verdict.quotes.values() for q in quotes]
        spans = tuple((at, at + length) for at, length in starts if at >= 0)
        is_bad = verdict.outcome is Outcome.FAIL
        return Said(verdict.outcome, verdict.why, spans if is_bad else ())

    def _key(self, case: Case, trial: int) -> str:
        asked = case.model_dump(mode="json", include={"draft", "turns", "poison"})
        return digest([self._suite.target.model_dump(mode="json"), asked, trial])

    def _again(self, case: Case, trial: int) -> Callable[[str], Output]:
        def again(text: str) -> Output:
            if self._suite.target.recorded is not None:
                return nobody(text)
            return self._ask(case.model_copy(update={"draft": text, "turns": []}), trial)

        return again

    def _asked(self, case: Case, trial: int) -> tuple[Output | None, str | None]:
        """Ask, and again after a pause where the target was not there; say why where nothing came."""
        waits_for_others = self._suite.target.model is not None or self._suite.target.command is not None
        tries = 1 + (self._options.retries if waits_for_others else 0)
        for number in range(tries):
            if not self._may_spend():
                return None, f"the budget of {self._options.budget_usd:g} USD is spent"
            try:
                return self._ask(case, trial), None
            except SettingsInvalid:
                raise
            except WriterUnavailable as down:
                error = str(down)
                if number + 1 < tries:
                    time.sleep(self._options.pause_s * 2**number)
            except Exception as crash:
                return None, f"{type(crash).__name__}: {str(crash)[:200]}"
        return None, error

    def _may_spend(self) -> bool:
        cost = self._suite.target.usd_per_call
        with self._lock:
            if self._options.budget_usd is not None and self._spent + cost > self._options.budget_usd:
                return False
            self._spent += cost
        return True

    def _cached(self, key: str) -> Output | None:
        file = self._options.cache and self._options.cache / f"{key}.json"
        if not file or not file.is_file():
            return None
        return output_of(json.loads(file.read_text(encoding="utf-8")))

    def _keep(self, key: str, output: Output | None) -> None:
        """Only whole answers are remembered: an error or a refusal must be asked again."""
        if self._options.cache and output is not None and output.text:
            self._options.cache.mkdir(parents=True, exist_ok=True)
            write_json(self._options.cache / f"{key}.json", row_of_output(output))
