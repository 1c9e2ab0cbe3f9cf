"""The arguments of `oneframe data` and `oneframe eval`, and the help that teaches them. Runs nothing."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Command = Callable[[argparse.Namespace], int]
_EVAL_EPILOG = """exit codes: 0 the gate passed (run: all recorded) · 1 the gate failed · 2 usage, or a suite,
policy or lint error · 3 the run is incomplete · 4 the judge is not to be trusted · 5 no case was run ·
130 interrupted (go on with --resume)

examples:
  oneframe eval init my-suite                     a small suite to start from
  oneframe eval run my-suite/suite.yaml -o out    ask the target for every case, record what comes
  oneframe eval gate out                          decide; write summary.json junit.xml summary.md report.html
  oneframe eval gate out --policy gate.yaml --baseline baseline.json
"""


def add_data(commands: Any, run: Mapping[str, Command]) -> None:  # noqa: ANN401 - argparse hides the type
    """Add `oneframe data` with its commands."""
    data = commands.add_parser("data", help="measure Oneframe on labelled texts; look for flaws in them")
    parts = data.add_subparsers(metavar="COMMAND", required=True)
    measure = _part(
        parts, run, "measure", "read (and rewrite) a folder of labelled JSONL; print shares and intervals"
    )
    measure.add_argument("path", type=Path, help="a .jsonl file, or a folder of them")
    measure.add_argument(
        "--rewrite", action="store_true", help="also rewrite every text, and measure what is delivered"
    )
    measure.add_argument("--writer", help="auto, embedded, composer or provider:model (default: auto)")
    measure.add_argument(
        "--delivered", type=Path, metavar="FILE", help="write what was delivered, one JSON object a line"
    )
    lint = _part(
        parts, run, "lint", "look for flaws in labelled JSONL: form, spans, labels, twins across splits"
    )
    lint.add_argument("path", type=Path, help="a folder whose sub-folders are the splits")
    agreement = _part(parts, run, "agreement", "compare labels with a second reading: Cohen's kappa")
    agreement.add_argument("path", type=Path, help="labelled .jsonl, or a folder of it")
    agreement.add_argument("second", type=Path, help="the second reading: id, frames, label, intent a line")
    asked = _part(parts, run, "questions", "measure the search of the guides on labelled questions")
    asked.add_argument(
        "paths", type=Path, nargs="+", help="labelled questions, .jsonl; own guides in own-NAME"
    )
    _part(parts, run, "bench", "time the parts where people wait; print JSON")


def add_eval(commands: Any, run: Mapping[str, Command]) -> None:  # noqa: ANN401 - as above
    """Add `oneframe eval` with its commands."""
    evals = commands.add_parser(
        "eval",
        help="gate outputs in CI: exactly one frame, nothing lost, nothing invented",
        epilog=_EVAL_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parts = evals.add_subparsers(metavar="COMMAND", required=True)
    init = _part(parts, run, "init", "make a small suite to start from")
    init.add_argument("folder", type=Path)
    lint = _part(parts, run, "lint-suite", "look for flaws in a suite before anything is asked", as_="lint")
    lint.add_argument("suite", type=Path)
    lint.add_argument("--policy", type=Path, help="a gate.yaml: how often would it be red by chance?")
    _part(parts, run, "schema", "print the JSON Schema of suites, for your editor")
    _run_arguments(_part(parts, run, "run-suite", "ask the target for every case and record it", as_="run"))
    gate = _part(parts, run, "gate", "decide on a recorded run and write its reports")
    gate.add_argument("run", type=Path, help="the run's folder")
    gate.add_argument("--policy", type=Path, help="a gate.yaml (default: all scored, all passed, no blend)")
    gate.add_argument("--baseline", type=Path, help="a blessed baseline, to see what broke")
    gate.add_argument("--ledger", type=Path, help="a file that keeps a line a run: each case's history")
    compare = _part(parts, run, "compare", "pair two runs by case: broken, fixed, exact McNemar")
    compare.add_argument("before", type=Path)
    compare.add_argument("after", type=Path)
    compare.add_argument("--json", action="store_true", help="print one JSON object")
    compare.add_argument("--fail-on", choices=["regression"], help="exit 1 when a case broke")
    bless = _part(parts, run, "bless", "write a run's words as the baseline, for review and commit")
    bless.add_argument("run", type=Path)
    bless.add_argument("-o", "--out", type=Path, required=True, help="the baseline's file")
    merge = _part(parts, run, "merge", "put the shards of one suite together")
    merge.add_argument("runs", type=Path, nargs="+")
    merge.add_argument("-o", "--out", type=Path, required=True)
    rescore = _part(parts, run, "rescore", "check recorded answers anew, with the suite's checks of today")
    rescore.add_argument("run", type=Path)
    rescore.add_argument("suite", type=Path)
    rescore.add_argument("-o", "--out", type=Path, required=True)
    _trust_arguments(parts, run)
    view = _part(parts, run, "view", "write a run's report.html and say where it is")
    view.add_argument("run", type=Path)


def _trust_arguments(parts: Any, run: Mapping[str, Command]) -> None:  # noqa: ANN401 - as above
    """Add the commands that measure checks and judges."""
    mutate = _part(parts, run, "mutate", "splice known faults into clean messages; say how many are found")
    mutate.add_argument("path", type=Path, help="labelled .jsonl, or a folder of it")
    mutate.add_argument("-o", "--out", type=Path, help="also write the mutants, one JSON object a line")
    mutate.add_argument("--least", type=float, help="exit 1 when an operator is found less often (0 to 1)")
    mutate.add_argument("--alarms", type=float, help="exit 1 when a check fails more clean texts (0 to 1)")
    judge = parts.add_parser("judge", help="how far can the judge be trusted?")
    judges = judge.add_subparsers(metavar="COMMAND", required=True)
    made = _part(judges, run, "judge-calibrate", "measure a judge on labelled messages", as_="calibrate")
    made.add_argument("model", help="provider:model, or `checker` for the check one_frame")
    made.add_argument("--labels", type=Path, required=True, help="labelled .jsonl, or a folder of it")
    made.add_argument(
        "--repeats", type=int, default=1, help="further judgements of each text; 1 more swapped"
    )
    made.add_argument("--usd-per-call", type=float, default=0.0, help="what one call costs")
    made.add_argument("--disagreements", type=Path, help="write them here as Markdown, to be read")
    made.add_argument("-o", "--out", type=Path, required=True, help="the calibration's file")
    made.add_argument("--send-drafts", action="store_true", help="agree that the texts are sent elsewhere")
    known = _part(
        judges, run, "judge-check", "exit 4 when a calibration does not speak for a judge", as_="check"
    )
    known.add_argument("calibration", type=Path)
    known.add_argument("--model", help="the judge in use (default: the calibrated one)")
    known.add_argument("--labels", type=Path, help="the labels in use, to see whether they changed")


def _run_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("suite", type=Path, help="a suite.yaml")
    add("-o", "--out", type=Path, required=True, help="the run's folder")
    add("--trials", type=int, help="ask this often for each case (default: the suite's)")
    add("--split", help="only cases of this split")
    add("--tag", help="only cases with this tag")
    add("--case", action="append", help="only this case (may be repeated)")
    add("--failed", type=Path, metavar="RUN", help="only the cases that did not pass in an earlier run")
    add("--shard", metavar="I/N", help="only shard I of N; a case's shard never moves")
    add("--resume", action="store_true", help="go on with a run that was cut off; failures are asked again")
    add("--workers", type=int, default=1, help="ask this many at once (default: 1)")
    add("--checkers", type=int, help="processes that check a long recording (default: one a core, 8 at most)")
    add("--cache", type=Path, help="remember whole answers here, a trial each")
    add("--budget-usd", type=float, help="stop asking when usd_per_call adds up to this")
    add("--dry-run", action="store_true", help="say how many calls at what cost, and ask nothing")
    add("--show", choices=["failing", "all"], help="print the outputs too: those that did not pass, or all")
    add("--send-drafts", action="store_true", help="agree that the drafts are sent to a provider elsewhere")


def _part(
    parts: Any,  # noqa: ANN401 - as above
    run: Mapping[str, Command],
    name: str,
    words: str,
    *,
    as_: str | None = None,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = parts.add_parser(as_ or name, help=words, description=words)
    parser.set_defaults(command=run[name])
    return parser
