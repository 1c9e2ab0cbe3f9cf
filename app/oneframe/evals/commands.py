"""What the commands of `oneframe eval` do: options in, words and exit code out."""

import argparse
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from oneframe.errors import SettingsInvalid
from oneframe.evals.agreed import Bar as Bar
from oneframe.evals.agreed import Told as Told
from oneframe.evals.agreed import agreed, today
from oneframe.evals.trust_commands import TRUST

FINE, SHORT, USAGE, INCOMPLETE, UNTRUSTED, NONE = 0, 1, 2, 3, 4, 5
_CHECKERS = 8


def init(options: argparse.Namespace, bar: Bar) -> Told:
    """Copy the starter suite into a new folder."""
    from importlib.resources import files

    if options.folder.exists() and any(options.folder.iterdir()):
        raise SettingsInvalid(f"{options.folder} is not empty. Name a new folder; nothing was written.")
    options.folder.mkdir(parents=True, exist_ok=True)
    names = ("suite.yaml", "outputs.jsonl", "gate.yaml", "suite.schema.json")
    for name in names[:3]:
        text = files("oneframe.evals.starter").joinpath(name).read_text(encoding="utf-8")
        (options.folder / name).write_text(text, encoding="utf-8")
    (options.folder / names[3]).write_text(f"{schema(options, bar)[0]}\n", encoding="utf-8")
    suite = options.folder / "suite.yaml"
    return f"Wrote {', '.join(names)}. Now: oneframe eval run {suite} -o {options.folder / 'run'}", FINE


def schema(options: argparse.Namespace, bar: Bar) -> Told:
    """Print the JSON Schema of suites."""
    from oneframe.evals.suite import schema as suite_schema

    return json.dumps(suite_schema(), indent=1), FINE


def lint_suite(options: argparse.Namespace, bar: Bar) -> Told:
    """Look for flaws in a suite; a flaw is exit 2, as for any suite that cannot be trusted."""
    from oneframe.evals.checks import verify_checks
    from oneframe.evals.policy import load_policy
    from oneframe.evals.suite import flaws_of, load_suite
    from oneframe.evals.trust import budget

    suite, policy = load_suite(options.suite), load_policy(options.policy)
    verify_checks(suite.specs)
    flaws = flaws_of(suite, options.suite.parent)
    hard = [s.type for s in suite.specs if s.hard]
    words = [*flaws, str(budget(hard, len(suite.cases), suite.trials, policy))]
    words.append(f"{suite.name}: {len(suite.cases)} cases, {len(flaws)} flaws")
    return "\n".join(words), USAGE if flaws else FINE


def run(options: argparse.Namespace, bar: Bar) -> Told:
    """Record a suite."""
    from oneframe.evals.running import chosen
    from oneframe.evals.running import run as record
    from oneframe.evals.suite import load_suite

    suite, how = load_suite(options.suite), _how(options)
    calls = len(chosen(suite, how)) * (how.trials or suite.trials)
    if options.dry_run:
        return _dry(suite, calls), FINE
    for writer in (suite.target.model, suite.target.coach, suite.judge and suite.judge.model):
        agreed(writer or "", options)
    with bar(suite.name, "answer") as on_progress:
        failed = record(suite, options.suite.parent, options.out, how, on_progress)
    if not calls:
        return f"no case was chosen from {options.suite}; nothing was asked", NONE
    told = f"{calls} answers wanted, {failed} failed to come; recorded in {options.out}"
    shown = _shown(options.out, options.show)
    return f"{shown}{told}\nNow: oneframe eval gate {options.out}", INCOMPLETE if failed else FINE


def _shown(folder: Path, which: str | None) -> str:
    """Return the outputs of a run in words: those that did not pass, or all."""
    from oneframe.evals.report.words import sample_words
    from oneframe.evals.samples import load_run
    from oneframe.records import Outcome

    samples = load_run(folder).samples if which else ()
    chosen = [s for s in samples if which == "all" or s.verdict is not Outcome.PASS]
    return "".join(f"{sample_words(s)}\n\n" for s in chosen)


def _dry(suite: Any, calls: int) -> str:  # noqa: ANN401 - Suite, imported late
    """Return what a run would ask and cost, target and judge apart."""
    cost = calls * suite.target.usd_per_call
    words = f"{calls} calls, {cost:.2f} USD at {suite.target.usd_per_call:g} USD a call"
    if suite.judge:
        votes = 2 * calls * suite.judge.votes
        more = votes * suite.judge.usd_per_call
        words += f"; judge: {votes} calls, {more:.2f} USD; together {cost + more:.2f} USD"
    return f"{words}; nothing was asked"


def gate(options: argparse.Namespace, bar: Bar) -> Told:
    """Decide on a run and write its reports."""
    from oneframe.evals.baseline import load_baseline
    from oneframe.evals.gate import decide
    from oneframe.evals.ledger import Entry, add_entry, entry_of, load_ledger
    from oneframe.evals.policy import load_policy
    from oneframe.evals.report.files import write_reports
    from oneframe.evals.report.words import words
    from oneframe.evals.samples import load_run

    recorded = load_run(options.run)
    baseline = load_baseline(options.baseline) if options.baseline else None
    decision = decide(recorded, load_policy(options.policy), baseline, today())
    entries: tuple[Entry, ...] = ()
    if options.ledger:
        add_entry(options.ledger, entry_of(recorded, decision, today()))
        entries = load_ledger(options.ledger, recorded.manifest["suite"])
    write_reports(recorded, decision, entries)
    return words(decision, recorded.manifest["suite"]), decision.code


def compare(options: argparse.Namespace, bar: Bar) -> Told:
    """Pair two runs by case."""
    from oneframe.evals.baseline import compare as pair
    from oneframe.evals.report.words import compare_words

    made = pair(_passed_of(options.before), _passed_of(options.after))
    code = (SHORT if made["broken"] else FINE if made["shared"] else NONE) if options.fail_on else FINE
    if options.json:
        return json.dumps({"schema": 1, **made}, indent=1, ensure_ascii=False), code
    return "\n".join(compare_words(made)), code


def bless(options: argparse.Namespace, bar: Bar) -> Told:
    """Write a run's words as the baseline; an incomplete run is refused."""
    from oneframe.evals.baseline import passed_of
    from oneframe.evals.samples import load_run, write_json
    from oneframe.evals.tally import results_of

    recorded = load_run(options.run)
    if recorded.missing:
        raise SettingsInvalid(f"{options.run} lacks {recorded.missing} answers. Go on with --resume first.")
    made = passed_of(results_of(recorded))
    if not made["cases"]:
        raise SettingsInvalid(f"{options.run} holds no case. Nothing was blessed.")
    write_json(options.out, made)
    return f"{len(made['cases'])} cases blessed in {options.out}; commit it with the reason", FINE


def merge(options: argparse.Namespace, bar: Bar) -> Told:
    """Put shards together."""
    from oneframe.evals.samples import merge as join

    count = join(options.runs, options.out)
    return f"{count} answers from {len(options.runs)} runs in {options.out}", FINE


def rescore(options: argparse.Namespace, bar: Bar) -> Told:
    """Check recorded answers anew."""
    from oneframe.evals.running import rescore as check_again
    from oneframe.evals.suite import load_suite

    count = check_again(options.run, load_suite(options.suite), options.out)
    return f"{count} answers checked anew in {options.out}; nothing was asked", FINE if count else NONE


def view(options: argparse.Namespace, bar: Bar) -> Told:
    """Write the page and say where it is."""
    from oneframe.evals.gate import decide
    from oneframe.evals.policy import Policy
    from oneframe.evals.report.page import html
    from oneframe.evals.samples import load_run

    recorded = load_run(options.run)
    page = options.run / "report.html"
    page.write_text(html(recorded, decide(recorded, Policy())), encoding="utf-8")
    return page.resolve().as_uri(), FINE


EVAL = {
    "init": init, "schema": schema, "lint-suite": lint_suite, "run-suite": run, "gate": gate,
    "compare": compare, "bless": bless, "merge": merge, "rescore": rescore, "view": view,
    **TRUST,
}  # fmt: skip


def _how(options: argparse.Namespace) -> Any:  # noqa: ANN401 - Options, imported late
    from oneframe.evals.running import Options

    if options.workers < 1 or (options.trials is not None and options.trials < 1):
        raise SettingsInvalid("--workers and --trials must be at least 1.")
    only = set(options.case or ())
    if options.failed:
        only |= {case for case, word in _passed_of(options.failed)["cases"].items() if word != "pass"}
    return Options(
        trials=options.trials,
        split=options.split,
        tag=options.tag,
        only=frozenset(only) if options.case or options.failed else None,
        shard=_shard(options.shard),
        resume=options.resume,
        workers=options.workers,
        checkers=options.checkers or min(_CHECKERS, os.cpu_count() or 1),
        budget_usd=options.budget_usd,
        cache=options.cache,
    )


def _shard(given: str | None) -> tuple[int, int] | None:
    if given is None:
        return None
    part, _, parts = given.partition("/")
    if not (part.isdigit() and parts.isdigit() and 1 <= int(part) <= int(parts)):
        raise SettingsInvalid(f"--shard {given}: write I/N, for example 2/4.")
    return int(part), int(parts)


def _passed_of(folder: Path) -> Mapping[str, Any]:
    """Return a run's words and passes a case; a file is a blessed baseline."""
    from oneframe.evals.baseline import load_baseline, passed_of
    from oneframe.evals.samples import load_run
    from oneframe.evals.tally import results_of

    return load_baseline(folder) if folder.is_file() else passed_of(results_of(load_run(folder)))
