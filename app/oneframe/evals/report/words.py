"""A decision in a few lines for a terminal, failures first."""

from oneframe.evals.gate import FAILED, INCOMPLETE, NO_CASES, PASSED, UNTRUSTED, CaseResult, Decision
from oneframe.records import Outcome

VERDICTS = {
    PASSED: "GATE PASSED",
    FAILED: "GATE FAILED",
    INCOMPLETE: "NOT DECIDED: the run is incomplete",
    UNTRUSTED: "NOT DECIDED: the judge is not to be trusted",
    NO_CASES: "NOT DECIDED: no case was run",
}
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
    ]
    lines += [f"  {frame}: {share_words(share)}" for frame, share in figures["by_frame"].items()]
    faulty = [c for c in decision.cases if trouble(c)]
    lines += [f"{word_of(c).upper():8} {c.id}  {trouble(c)}" for c in faulty[:_SHOWN]]
    if len(faulty) > _SHOWN:
        lines.append(f"... and {len(faulty) - _SHOWN} more; see report.html")
    lines += [f"- {reason}" for reason in decision.reasons]
    return "\n".join([*lines, f"{VERDICTS[decision.code]} (exit {decision.code})"])


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


def percent(value: float | None) -> str:
    """Return for example `88.3 %`."""
    return "-" if value is None else f"{100 * value:.1f} %"
