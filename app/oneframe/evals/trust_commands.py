"""The commands that measure checks and judges on labelled texts: options in, words and exit code out."""

import argparse
import json

from oneframe.evals.agreed import Bar, Told, agreed, today

FINE, SHORT, UNTRUSTED = 0, 1, 4


def mutate(options: argparse.Namespace, bar: Bar) -> Told:
    """Make mutants, and say how many the checks find."""
    from dataclasses import asdict

    from oneframe.evals.labelled import labelled
    from oneframe.evals.mutants import mutants, score, shortfalls
    from oneframe.evals.tools import Tools

    texts = labelled(options.path)
    if options.out:
        lines = (json.dumps(asdict(m), ensure_ascii=False) + "\n" for m in mutants(texts))
        options.out.write_text("".join(lines), encoding="utf-8")
    figures = {"schema": 1, **score(texts, Tools().read)}
    figures["short"] = shortfalls(figures, options.least, options.alarms)
    return json.dumps(figures, indent=1), SHORT if figures["short"] else FINE


def judge_calibrate(options: argparse.Namespace, bar: Bar) -> Told:
    """Measure a judge on labels and write its calibration."""
    from oneframe.evals.calibrating import calibrate, calibrate_checker, disagreements_words
    from oneframe.evals.judge import build_judge
    from oneframe.evals.labelled import labelled
    from oneframe.evals.samples import write_json
    from oneframe.evals.tools import Tools, reader_version
    from oneframe.evals.trust import CHECKER

    texts = labelled(options.labels)
    if options.model == CHECKER:
        made = calibrate_checker(Tools().read, reader_version(), texts, today=today())
    else:
        agreed(options.model, options)
        with bar("judging", "text") as each:
            judge, cost = build_judge(options.model), options.usd_per_call
            made = calibrate(
                judge, texts, repeats=options.repeats, today=today(), each=each, usd_per_call=cost
            )
    write_json(options.out, made)
    if options.disagreements:
        options.disagreements.write_text(disagreements_words(made, texts), encoding="utf-8")
    return json.dumps({k: v for k, v in made.items() if k != "disagreements"}, indent=1), FINE


def judge_check(options: argparse.Namespace, bar: Bar) -> Told:
    """Say whether a calibration speaks for the judge in use."""
    from oneframe.evals.judge import build_judge, labels_digest, trouble
    from oneframe.evals.labelled import labelled
    from oneframe.evals.samples import load_json
    from oneframe.evals.tools import reader_version
    from oneframe.evals.trust import CHECKER, identity

    made = load_json(options.calibration)
    name = options.model or made["model"]
    own = identity(reader_version()) if name == CHECKER else build_judge(name).identity
    labels = labels_digest(labelled(options.labels)) if options.labels else None
    why = trouble(made, own, today(), labels=labels)
    return (f"not to be trusted: {why}", UNTRUSTED) if why else ("calibrated and fresh", FINE)


TRUST = {"mutate": mutate, "judge-calibrate": judge_calibrate, "judge-check": judge_check}
