"""Decides on a recorded run: what is red, why, and with which exit code. Asks and checks nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from oneframe.evals.baseline import compare, passed_of
from oneframe.evals.judge import trouble
from oneframe.evals.policy import Policy
from oneframe.evals.samples import Run
from oneframe.evals.stats import mcnemar, upper_bound
from oneframe.evals.tally import CaseResult, figures_of, flipped_twins, group_shares, results_of
from oneframe.evals.trust import budget, trust_of
from oneframe.records import Outcome

PASSED, FAILED, INCOMPLETE, UNTRUSTED, NO_CASES = 0, 1, 3, 4, 5
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that turned the gate: what was seen, what was allowed, which cases."""

    code: str
    seen: str
    limit: str
    cases: tuple[str, ...] = ()

    def __str__(self) -> str:
        """For example `blends: 2 cases, at most 0 (late-1, late-2)`."""
        named = f" ({', '.join(self.cases[:5])}{', …' if len(self.cases) > 5 else ''})" if self.cases else ""
        return f"{self.code}: {self.seen}, {self.limit}{named}"


@dataclass(frozen=True, slots=True)
class Decision:
    """The gate's word, its reasons, the figures behind them, and what changed against the baseline.

    `excused` are the cases in quarantine, which decide nothing until their day.
    """

    code: int
    reasons: tuple[Reason, ...]
    figures: Json
    changes: Json | None
    excused: frozenset[str]
    cases: tuple[CaseResult, ...] = field(repr=False)


def decide(run: Run, policy: Policy, baseline: Mapping[str, Any] | None = None, today: str = "") -> Decision:
    """Judge `run` by `policy`, and against a blessed `baseline` where one is given. `today` is ISO."""
    results = results_of(run)
    excused = frozenset(q.case for q in policy.quarantine if q.until >= today)
    figures = figures_of(run, results, trust_of(run.manifest))
    hard = [c["type"] for c in run.manifest["checks"] if c["hard"]]
    figures["red_by_chance"] = round(budget(hard, len(results), figures["trials"], policy).chance, 4)
    changes = None if baseline is None else compare(baseline, passed_of(results))
    reasons = [
        *_coverage(run, results, policy),
        *_cases(results, policy, excused),
        *_blends(results, figures, policy, excused),
        *_groups(results, policy),
        *_twins(results, policy),
        *_quarantine(results, policy, today),
        *_regression(changes, policy, excused),
        *_judge(run, policy, today),
    ]
    return Decision(_code(run, reasons), tuple(reasons), figures, changes, excused, results)


def _coverage(run: Run, results: Sequence[CaseResult], policy: Policy) -> list[Reason]:
    wanted = len(results) * int(run.manifest["trials"])
    scored = sum(s.verdict is not Outcome.UNSCORED for s in run.samples)
    bad = tuple(r.id for r in results if not r.samples or r.count(Outcome.UNSCORED))
    found = []
    if len(results) < policy.coverage.min_cases:
        found.append(
            Reason("cases", f"{len(results)} cases", f"at least {policy.coverage.min_cases} are due")
        )
    if wanted and scored / wanted < policy.coverage.min_scored:
        limit = f"at least {policy.coverage.min_scored:.0%} are due"
        found.append(Reason("coverage", f"{scored} of {wanted} answers have a verdict", limit, bad))
    return found


def _cases(results: Sequence[CaseResult], policy: Policy, excused: frozenset[str]) -> list[Reason]:
    failed = [
        r
        for r in results
        if r.id not in excused
        and r.count(Outcome.FAIL)
        and r.count(Outcome.PASS) < (policy.per_case.min_pass or len(r.samples))
    ]
    if len(failed) <= policy.per_case.max_failed:
        return []
    due, spare = policy.per_case.min_pass, policy.per_case.max_failed
    limit = "every trial must pass" if due is None else f"{due} trials must pass"
    limit += f" in all but {spare}" if spare else ""
    return [Reason("per_case", f"{len(failed)} cases failed", limit, tuple(r.id for r in failed))]


def _blends(
    results: Sequence[CaseResult], figures: Json, policy: Policy, excused: frozenset[str]
) -> list[Reason]:
    blended = tuple(r.id for r in results if r.is_blended and r.id not in excused)
    found = []
    if len(blended) > policy.blends.max_cases:
        limit = f"at most {policy.blends.max_cases}"
        found.append(Reason("blends", f"{len(blended)} blended", limit, blended))
    bound = upper_bound(len(blended), len(results)) if results else 1.0
    if policy.blends.max_upper95 is not None and bound > policy.blends.max_upper95:
        limit = f"at most {policy.blends.max_upper95:.1%}"
        found.append(Reason("blend_rate", f"up to {bound:.1%} may be blended (95 %)", limit))
    return found + _corrected(figures["blended_corrected"], policy.blends.max_corrected95)


def _corrected(rate: Json | None, most: float | None) -> list[Reason]:
    """The rate behind what was flagged, given what the instrument misses and invents."""
    if most is None:
        return []
    if rate is None:
        why = "no measurement speaks for this checker or judge"
        return [Reason("judge", why, "make one with `oneframe eval judge calibrate`")]
    if rate["high"] <= most:
        return []
    seen = f"up to {rate['high']:.1%} may truly be blended (95 %, corrected for the {rate['by']})"
    return [Reason("blend_rate", seen, f"at most {most:.1%}")]


def _groups(results: Sequence[CaseResult], policy: Policy) -> list[Reason]:
    if policy.groups is None:
        return []
    shares = {n: s.value for n, s in group_shares(results, policy.groups.by).items() if s.value is not None}
    found = []
    for name, value in shares.items():
        if policy.groups.min_pass_rate is not None and value < policy.groups.min_pass_rate:
            limit = f"at least {policy.groups.min_pass_rate:.0%}"
            found.append(Reason("group", f"{name}: {value:.0%} passed", limit))
    gap = max(shares.values()) - min(shares.values()) if len(shares) > 1 else 0.0
    if policy.groups.max_gap is not None and gap > policy.groups.max_gap:
        found.append(Reason("gap", f"{gap:.0%} between groups", f"at most {policy.groups.max_gap:.0%}"))
    return found


def _quarantine(results: Sequence[CaseResult], policy: Policy, today: str) -> list[Reason]:
    ids = {r.id for r in results}
    late = tuple(q.case for q in policy.quarantine if q.until < today)
    strange = tuple(q.case for q in policy.quarantine if q.case not in ids)
    most = policy.max_quarantined * len(results)
    found = []
    if late:
        found.append(Reason("quarantine", f"{len(late)} entries ran out", "mend or renew them", late))
    if strange:
        found.append(Reason("quarantine", f"{len(strange)} entries name no case", "take them out", strange))
    if len(policy.quarantine) > most:
        limit = f"at most {policy.max_quarantined:.0%}"
        found.append(Reason("quarantine", f"{len(policy.quarantine)} cases are excused", limit))
    return found


def _twins(results: Sequence[CaseResult], policy: Policy) -> list[Reason]:
    flipped = tuple(flipped_twins(results))
    if len(flipped) <= policy.twins.max_flipped:
        return []
    return [Reason("twins", f"{len(flipped)} flipped", f"at most {policy.twins.max_flipped}", flipped)]


def _regression(changes: Json | None, policy: Policy, excused: frozenset[str]) -> list[Reason]:
    """Cases that passed every trial and now pass none; or more broken than chance alone would break."""
    if changes is None:
        return []
    found = []
    gone, broken = (tuple(c for c in changes[key] if c not in excused) for key in ("gone", "broken"))
    if len(gone) > policy.regression.max_broken:
        limit = f"at most {policy.regression.max_broken}"
        found.append(Reason("regression", f"{len(gone)} cases broke against the baseline", limit, gone))
    fixed = len(changes["fixed"])
    p = mcnemar(len(broken), fixed)
    if len(broken) > fixed and p < policy.regression.alpha:
        seen = f"{len(broken)} cases pass less often, {fixed} more (exact McNemar p = {p:.4f})"
        found.append(Reason("regression", seen, f"p at least {policy.regression.alpha:g}", broken))
    return found


def _judge(run: Run, policy: Policy, today: str) -> list[Reason]:
    """A judge that the policy needs must have been calibrated as it is now, and not long ago."""
    if not policy.judge:
        return []
    about = run.manifest["judge"]
    if not about or not about["calibration"]:
        return [
            Reason("judge", "no calibration is recorded", "make one with `oneframe eval judge calibrate`")
        ]
    today = today or "1970-01-01"
    why = trouble(about["calibration"], about["identity"], today, labels=about.get("labels"))
    return [Reason("judge", why, "calibrate it anew")] if why else []


def _code(run: Run, reasons: Sequence[Reason]) -> int:
    """A proven fault outweighs what is missing; nothing at all is neither."""
    codes = {r.code for r in reasons}
    if not run.manifest["cases"]:
        return NO_CASES
    if codes - {"coverage", "cases", "judge"}:
        return FAILED
    if codes & {"coverage", "cases"}:
        return INCOMPLETE
    return UNTRUSTED if "judge" in codes else PASSED
