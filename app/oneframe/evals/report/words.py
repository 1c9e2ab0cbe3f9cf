"""A decision in a few lines for a terminal, failures first."""

from collections import Counter
from typing import Any

from oneframe.evals.gate import FAILED, INCOMPLETE, NO_CASES, PASSED, UNTRUSTED, Decision
from oneframe.evals.samples import Sample
from oneframe.evals.tally import CaseResult
from oneframe.records import Outcome

VERDICTS = {
    PASSED: "GATE PASSED",
    FAILED: "GATE FAILED",
    INCOMPLETE: "NOT DECIDED: the run is incomplete",
    UNTRUSTED: "NOT DECIDED: the judge is not to be trusted",
    NO_CASES: "NOT DECIDED: no case was run",
}
CLASSES = ("regression", "soft", "insufficient", "unreliable", "mended", "stable")
_SHOWN = 20


def words(decision: Decision, name: str) -> str:
    """Return the decision for a person at a terminal; the last line says the verdict and the exit code."""
    figures = decision.figures
    lines = [
        f"{name}  {figures['cases']} cases x {figures['trials']} trials"
        f"   answered {figures['answers']['answered']} of {figures['answers']['wanted']}",
        f"passed   {share_words(figures['passed'])}",
        f"blended  {share_words(figures['blended'])}   "
        f"at most {percent(figures['blended']['upper95'])} (95 %)",
        *more_words(decision),
    ]
    lines += [f"  {frame}: {share_words(share)}" for frame, share in figures["by_frame"].items()]
    faulty = [c for c in decision.cases if trouble(c)]
    lines += [f"{word_of(c).upper():8} {c.id}  {trouble(c)}" for c in faulty[:_SHOWN]]
    if len(faulty) > _SHOWN:
        lines.append(f"... and {len(faulty) - _SHOWN} more; see report.html")
    lines += [f"- {reason}" for reason in decision.reasons]
    return "\n".join([*lines, f"{VERDICTS[decision.code]} (exit {decision.code})"])


def more_words(decision: Decision) -> list[str]:
    """Return the lines that not every run has: the corrected rate, what changed, how red chance would be."""
    figures, rate, changes = decision.figures, decision.figures["blended_corrected"], decision.changes
    lines = []
    if rate:
        bounds = f"[{100 * rate['low']:.1f}, {100 * rate['high']:.1f}]"
        lines.append(
            f"truly blended  {percent(rate['share'])} {bounds}, corrected for the {rate['by']}'s errors"
        )
    if figures["trials"] > 1:
        lines.append(
            "passed k in a row  " + ", ".join(f"{k}: {v:.3f}" for k, v in figures["pass_hat"].items())
        )
    if changes:
        lines.append(
            f"against the baseline  {len(changes['broken'])} broken, {len(changes['fixed'])} fixed, "
            f"p = {changes['p']} (fewer than {changes['smallest_detectable_change']} broken: may be chance)"
        )
    if figures["red_by_chance"] > 0.05:
        lines.append(f"a system without a fault would be red in {percent(figures['red_by_chance'])} of runs")
    return lines


def word_of(case: CaseResult) -> str:
    """Return fail, unscored or pass: the worst of the case's trials."""
    for verdict in (Outcome.FAIL, Outcome.UNSCORED):
        if case.count(verdict):
            return verdict.value
    return Outcome.PASS.value if case.samples else Outcome.UNSCORED.value


def trouble(case: CaseResult) -> str:
    """Return what is wrong with a case, in words; nothing for one that passed."""
    if not case.samples:
        return "no answer was recorded"
    whys = [s.error for s in case.samples if s.error]
    whys += [
        f"{m.check}: {m.why}"
        for s in case.samples
        for m in s.marks
        if m.hard and m.verdict is not Outcome.PASS
    ]
    if not whys:
        return ""
    passed = case.count(Outcome.PASS)
    return f"{passed}/{len(case.samples)}  {'; '.join(dict.fromkeys(whys))[:300]}"


def share_words(share: dict[str, float]) -> str:
    """Return for example `53/60 88.3 % [77.8, 94.2]`."""
    if share["share"] is None:
        return "0/0"
    low, high = 100 * share["low"], 100 * share["high"]
    return f"{share['hits']}/{share['n']} {percent(share['share'])} [{low:.1f}, {high:.1f}]"


def sample_words(sample: Sample) -> str:
    """Return one output with what the checks said of it, for a terminal."""
    marks = [f"  {m.verdict.value}: {m.check} {m.why}".rstrip() for m in sample.marks]
    marks = [line for line in marks if not line.startswith("  pass")]
    text = sample.output.text if sample.output else sample.error
    head = f"{sample.verdict.value.upper()} {sample.case}, trial {sample.trial + 1}"
    return "\n".join([head, *marks, *(f"  | {line}" for line in (text or "").splitlines())])


def compare_words(made: dict[str, Any]) -> list[str]:
    """Return a comparison of two runs for a terminal, broken cases first."""
    least, change = made["smallest_detectable_change"], made["change"]
    classes = Counter(made["classes"].values())
    lines = [
        f"{made['shared']} cases in both: {len(made['broken'])} broken, {len(made['fixed'])} fixed",
        f"exact McNemar p = {made['p']}; fewer than {least} cases broken cannot be told from chance",
        ", ".join(f"{classes[c]} {c}" for c in CLASSES if classes[c]),
    ]
    if change:
        low, high = 100 * change["low"], 100 * change["high"]
        lines.append(f"trials passed: {100 * change['mean']:+.1f} points [{low:+.1f}, {high:+.1f}]")
    words = {case: f"  ({made['classes'][case]})" for case in (*made["broken"], *made["fixed"])}
    lines += [f"BROKEN {case}{words[case]}" for case in made["broken"]]
    return lines + [f"fixed  {case}{words[case]}" for case in made["fixed"]]


def percent(value: float | None) -> str:
    """Return for example `88.3 %`."""
    return "-" if value is None else f"{100 * value:.1f} %"
