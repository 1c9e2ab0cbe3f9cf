"""Measures judges and the checker on labelled texts: how far each can be trusted. Gates nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from oneframe.evals.agreement import kappa
from oneframe.evals.checks import CHECKS, Seen
from oneframe.evals.judge import SIDES, Judge, Verdict, labels_digest
from oneframe.evals.labelled import Labelled
from oneframe.evals.mutants import false_alarms, score
from oneframe.evals.stats import Share, spotless_chance
from oneframe.evals.suite import Case, digest
from oneframe.evals.targets import Output
from oneframe.evals.trust import CHECKER, identity
from oneframe.records import Outcome, Reading

Seeing = Callable[[str, Sequence[str]], Verdict]


def calibrate(
    judge: Judge,
    texts: Sequence[Labelled],
    *,
    repeats: int = 1,
    today: str,
    each: Callable[[int, int], None] | None = None,
    usd_per_call: float = 0.0,
) -> dict[str, Any]:
    """Return how far `judge` can be trusted on labelled texts, bound to judge and labels by their digests.

    `repeats` further judgements of each text give self-consistency, and one with the sides swapped symmetry.
    """
    scored = [t for t in texts if not t.disputed]
    calls = len(scored) * (1 + repeats + (repeats > 0)) * len(SIDES)
    made = measured(judge.judge, scored, repeats, each)
    return {
        "schema": 1,
        "judge": judge.identity,
        "model": judge.model,
        "prompt": judge.prompt,
        "policy": digest(dict(SIDES)),
        "labels": labels_digest(texts),
        "date": today,
        "calls": calls,
        "usd_per_verdict": round(usd_per_call * len(SIDES), 6),
        **made,
    }


def calibrate_checker(
    read: Callable[[str], Reading], reader: str, texts: Sequence[Labelled], *, today: str
) -> dict[str, Any]:
    """Return how far the checker (the check `one_frame`) can be trusted, with false alarms and mutants."""
    scored = [t for t in texts if not t.disputed]

    def judge(text: str, sides: Sequence[str]) -> Verdict:
        seen = Seen(Case(id="-", draft=text), Output(text), read, 0.0, Output, len)
        said = CHECKS["one_frame"](seen)
        return Verdict(said.verdict, said.why, {})

    return {
        "schema": 1,
        "judge": identity(reader),
        "model": CHECKER,
        "labels": labels_digest(texts),
        "date": today,
        **measured(judge, scored),
        "false_alarms": false_alarms(texts, read),
        "operators": score(texts, read)["operators"],
    }


def measured(
    judge: Seeing,
    texts: Sequence[Labelled],
    repeats: int = 0,
    each: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Return how what `judge` says of `texts` fits their labels; unscored ones are counted, not guessed."""
    sides, rows = tuple(SIDES), []
    for number, text in enumerate(texts, 1):
        first = judge(text.text, sides)
        again = [judge(text.text, sides).outcome for _ in range(repeats)]
        swapped = [judge(text.text, sides[::-1]).outcome for _ in range(min(1, repeats))]
        rows.append((text, first, again, swapped))
        if each:
            each(number, len(texts))
    pairs = [
        (t.label == "blended", v.outcome is Outcome.FAIL)
        for t, v, *_ in rows
        if v.outcome is not Outcome.UNSCORED
    ]
    cleared = Share.of(not said for due, said in pairs if not due)
    return {
        "n": len(rows),
        "confusion": _confusion([(t.label, v.outcome) for t, v, *_ in rows]),
        "unscored": Share.of(v.outcome is Outcome.UNSCORED for _, v, *_ in rows).told,
        "sensitivity": Share.of(said for due, said in pairs if due).told,
        "specificity": cleared.told,
        **_agreement(pairs),
        "same_again": Share.of(o is v.outcome for _, v, again, _ in rows for o in again).told,
        "same_with_sides_swapped": Share.of(o is v.outcome for _, v, _, other in rows for o in other).told,
        "errors_with_length": _rounded(_correlation([(len(t.text), _wrong(t, v)) for t, v, *_ in rows])),
        "spotless_run_of_100": _rounded(spotless_chance(100, cleared.value or 0.0)),
        "disagreements": [
            {"id": t.id, "label": t.label, "said": v.outcome.value, "why": v.why}
            for t, v, *_ in rows
            if _wrong(t, v)
        ],
    }


def _agreement(pairs: Sequence[tuple[bool, bool]]) -> dict[str, Any]:
    """Return accuracy and kappa, beside what saying the same of every text would reach."""
    base = sum(due for due, _ in pairs) / len(pairs) if pairs else 0.0
    return {
        "kappa": _rounded(kappa([(str(a), str(b)) for a, b in pairs])),
        "base_rate": _rounded(base),
        "constant_predictor": _rounded(max(base, 1 - base)),
        "accuracy": Share.of(a == b for a, b in pairs).told,
    }


def _confusion(rows: Sequence[tuple[str, Outcome]]) -> dict[str, dict[str, int]]:
    """Return for each label how often it was passed, failed and left unscored."""
    found: dict[str, dict[str, int]] = {}
    for label, outcome in rows:
        row = found.setdefault(label, {o.value: 0 for o in Outcome})
        row[outcome.value] += 1
    return dict(sorted(found.items()))


def disagreements_words(made: Mapping[str, Any], texts: Sequence[Labelled]) -> str:
    """Return the disagreements of a calibration as Markdown, for a person to read one by one."""
    by = {t.id: t.text for t in texts}
    parts = [f"# Where {made['model']} and the labels differ: {len(made['disagreements'])} of {made['n']}\n"]
    for row in made["disagreements"]:
        quoted = "\n".join(f"> {line}" for line in by[row["id"]].splitlines())
        why = f" ({row['why']})" if row["why"] else ""
        parts.append(f"## {row['id']}: labelled {row['label']}, said {row['said']}{why}\n\n{quoted}\n")
    return "\n".join(parts)


def _wrong(text: Labelled, verdict: Verdict) -> bool:
    scored = verdict.outcome is not Outcome.UNSCORED
    return scored and (verdict.outcome is Outcome.FAIL) != (text.label == "blended")


def _correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return Pearson's correlation, or None where one side does not vary."""
    from statistics import StatisticsError, correlation

    try:
        return correlation([float(a) for a, _ in pairs], [float(b) for _, b in pairs])
    except StatisticsError:
        return None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
