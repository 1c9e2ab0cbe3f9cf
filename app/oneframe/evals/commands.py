"""What the commands of `oneframe eval` do: options in, words and exit code out."""

import argparse
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from oneframe.errors import SettingsInvalid

FINE, SHORT, USAGE, INCOMPLETE, UNTRUSTED = 0, 1, 2, 3, 4
Bar = Callable[[str, str], AbstractContextManager[Callable[[int, int], None]]]
Told = tuple[str, int]


def init(options: argparse.Namespace, bar: Bar) -> Told:
    """Copy the starter suite into a new folder."""
    from importlib.resources import files

    if options.folder.exists() and any(options.folder.iterdir()):
        raise SettingsInvalid(f"{options.folder} is not empty. Name a new folder; nothing was written.")
    options.folder.mkdir(parents=True, exist_ok=True)
    names = ("suite.yaml", "outputs.jsonl", "gate.yaml")
    for name in names:
        text = files("oneframe.evals.starter").joinpath(name).read_text(encoding="utf-8")
        (options.folder / name).write_text(text, encoding="utf-8")
    suite = options.folder / "suite.yaml"
    return f"Wrote {', '.join(names)}. Now: oneframe eval run {suite} -o {options.folder / 'run'}", FINE


def schema(options: argparse.Namespace, bar: Bar) -> Told:
    """Print the JSON Schema of suites."""
    from oneframe.evals.suite import schema as suite_schema

    return json.dumps(suite_schema(), indent=1), FINE


def lint_suite(options: argparse.Namespace, bar: Bar) -> Told:
    """Look for flaws in a suite; a flaw is exit 2, as for any suite that cannot be trusted."""
    from oneframe.evals.checks import verify_checks
    from oneframe.evals.suite import flaws_of, load_suite

    suite = load_suite(options.suite)
    verify_checks(suite.specs)
    flaws = flaws_of(suite, options.suite.parent)
    words = [*flaws, f"{suite.name}: {len(suite.cases)} cases, {len(flaws)} flaws"]
    return "\n".join(words), USAGE if flaws else FINE


def run(options: argparse.Namespace, bar: Bar) -> Told:
    """Record a suite."""
    from oneframe.evals.running import chosen
    from oneframe.evals.running import run as record
    from oneframe.evals.suite import load_suite

    suite, how = load_suite(options.suite), _how(options)
    calls = len(chosen(suite, how)) * (how.trials or suite.trials)
    if options.dry_run:
        cost = calls * suite.target.usd_per_call
        return (
            f"{calls} calls, {cost:.2f} USD at {suite.target.usd_per_call:g} USD a call; nothing was asked",
            FINE,
        )
    for writer in (suite.target.model, suite.target.coach, suite.judge and suite.judge.model):
        _agreed(writer or "", options)
    with bar(suite.name, "answer") as on_progress:
        failed = record(suite, options.suite.parent, options.out, how, on_progress)
    told = f"{calls} answers wanted, {failed} failed to come; recorded in {options.out}"
    return f"{told}\nNow: oneframe eval gate {options.out}", INCOMPLETE if failed else FINE


def gate(options: argparse.Namespace, bar: Bar) -> Told:
    """Decide on a run and write its reports."""
    from oneframe.evals.gate import decide
    from oneframe.evals.policy import load_policy
    from oneframe.evals.report.files import write_reports
    from oneframe.evals.report.words import words
    from oneframe.evals.samples import load_json, load_run

    recorded = load_run(options.run)
    baseline = load_json(options.baseline) if options.baseline else None
    decision = decide(recorded, load_policy(options.policy), baseline, _today())
    write_reports(recorded, decision)
    return words(decision, recorded.manifest["suite"]), decision.code


def compare(options: argparse.Namespace, bar: Bar) -> Told:
    """Pair two runs by case."""
    from oneframe.evals.baseline import compare as pair

    made = pair(_words_of(options.before), _words_of(options.after))
    code = SHORT if options.fail_on and made["broken"] else FINE
    if options.json:
        return json.dumps({"schema": 1, **made}, indent=1, ensure_ascii=False), code
    least = made["smallest_detectable_change"]
    words = [
        f"{made['shared']} cases in both: {len(made['broken'])} broken, {len(made['fixed'])} fixed",
        f"exact McNemar p = {made['p']}; fewer than {least} cases broken cannot be told from chance",
        *(f"BROKEN {case}" for case in made["broken"]),
        *(f"fixed  {case}" for case in made["fixed"]),
    ]
    return "\n".join(words), code


def bless(options: argparse.Namespace, bar: Bar) -> Told:
    """Write a run's words as the baseline; an incomplete run is refused."""
    from oneframe.evals.baseline import baseline_of
    from oneframe.evals.gate import decide
    from oneframe.evals.policy import Policy
    from oneframe.evals.samples import load_run, write_json

    recorded = load_run(options.run)
    if recorded.missing:
        raise SettingsInvalid(f"{options.run} lacks {recorded.missing} answers. Go on with --resume first.")
    made = baseline_of(decide(recorded, Policy()))
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
    return f"{count} answers checked anew in {options.out}; nothing was asked", FINE


def mutate(options: argparse.Namespace, bar: Bar) -> Told:
    """Make mutants, and say how many the checks find."""
    from dataclasses import asdict

    from oneframe import settings
    from oneframe.evals.labelled import labelled
    from oneframe.evals.mutants import mutants, score
    from oneframe.wiring import build_reader

    texts = labelled(options.path)
    if options.out:
        lines = (json.dumps(asdict(m), ensure_ascii=False) + "\n" for m in mutants(texts))
        options.out.write_text("".join(lines), encoding="utf-8")
    figures = {"schema": 1, **score(texts, build_reader(settings.load()).read)}
    return json.dumps(figures, indent=1), FINE


def judge_calibrate(options: argparse.Namespace, bar: Bar) -> Told:
    """Measure a judge on labels and write its calibration."""
    from oneframe.evals.judge import build_judge, calibrate
    from oneframe.evals.labelled import labelled
    from oneframe.evals.samples import write_json

    _agreed(options.model, options)
    texts = labelled(options.labels)
    with bar("judging", "text") as on_progress:
        made = calibrate(
            build_judge(options.model), texts, repeats=options.repeats, today=_today(), each=on_progress
        )
    write_json(options.out, made)
    return json.dumps({k: v for k, v in made.items() if k != "disagreements"}, indent=1), FINE


def judge_check(options: argparse.Namespace, bar: Bar) -> Told:
    """Say whether a calibration speaks for the judge in use."""
    from oneframe.evals.judge import build_judge, labels_digest, trouble
    from oneframe.evals.labelled import labelled
    from oneframe.evals.samples import load_json

    made = load_json(options.calibration)
    why = trouble(made, build_judge(options.model or made["model"]).identity, _today())
    if not why and options.labels and labels_digest(labelled(options.labels)) != made["labels"]:
        why = "the labels changed since"
    return (f"not to be trusted: {why}", UNTRUSTED) if why else ("calibrated and fresh", FINE)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def view(options: argparse.Namespace, bar: Bar) -> Told:
    """Write the page and say where it is."""
    from oneframe.evals.gate import decide
    from oneframe.evals.policy import Policy
    from oneframe.evals.report.files import html
    from oneframe.evals.samples import load_run

    recorded = load_run(options.run)
    page = options.run / "report.html"
    page.write_text(html(recorded, decide(recorded, Policy())), encoding="utf-8")
    return page.resolve().as_uri(), FINE


EVAL = {
    "init": init, "schema": schema, "lint-suite": lint_suite, "run-suite": run, "gate": gate,
    "compare": compare, "bless": bless, "merge": merge, "rescore": rescore, "view": view,
    "mutate": mutate, "judge-calibrate": judge_calibrate, "judge-check": judge_check,
}  # fmt: skip


def _how(options: argparse.Namespace) -> Any:  # noqa: ANN401 - Options, imported late
    from oneframe.evals.running import Options

    if options.workers < 1 or (options.trials is not None and options.trials < 1):
        raise SettingsInvalid("--workers and --trials must be at least 1.")
    only = set(options.case or ())
    if options.failed:
        only |= {case for case, word in _words_of(options.failed).items() if word != "pass"}
    return Options(
        trials=options.trials,
        split=options.split,
        tag=options.tag,
        only=frozenset(only) if options.case or options.failed else None,
        shard=_shard(options.shard),
        resume=options.resume,
        workers=options.workers,
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


def _words_of(folder: Path) -> Mapping[str, str]:
    from oneframe.evals.baseline import baseline_of
    from oneframe.evals.gate import decide
    from oneframe.evals.policy import Policy
    from oneframe.evals.samples import load_run

    cases: Mapping[str, str] = baseline_of(decide(load_run(folder), Policy()))["cases"]
    return cases


def _agreed(writer: str, options: argparse.Namespace) -> None:
    """Refuse to send a suite's drafts elsewhere unless that was agreed for this command."""
    from oneframe import settings
    from oneframe.wiring import leaves_this_machine

    if ":" in writer and not options.send_drafts and leaves_this_machine(settings.load(writer=writer)):
        raise SettingsInvalid(
            f"{writer} is not on this machine, and drafts may name people. Nothing was sent. "
            "Add --send-drafts to agree for this command."
        )
