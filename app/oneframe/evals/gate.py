"""Decides on a recorded run: what is red, why, and with which exit code. Asks and checks nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from oneframe.evals.judge import trouble
from oneframe.evals.policy import Policy
from oneframe.evals.samples import Run, Sample
from oneframe.evals.stats import (
    Share,
    clustered_interval,
    pass_hat,
    smallest_detectable,
    upper_bound,
)
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
class CaseResult:
    """A case over its trials."""

    id: str
    about: Mapping[str, Any]
    samples: tuple[Sample, ...]

    def count(self, verdict: Outcome) -> int:
        """Return how many trials came to `verdict`."""
        return sum(s.verdict is verdict for s in self.samples)

    @property
    def is_blended(self) -> bool:
        """Return whether any trial's text carried both frames."""
        return any(
            m.check == "one_frame" and m.verdict is Outcome.FAIL for s in self.samples for m in s.marks
        )

    @property
    def word(self) -> str:
        """Return pass (every trial), fail (no trial), mixed, or unscored."""
        if not self.samples or self.count(Outcome.UNSCORED):
            return "unscored"
        if self.count(Outcome.PASS) == len(self.samples):
            return "pass"
        return "mixed" if self.count(Outcome.PASS) else "fail"

    @property
    def cluster(self) -> str:
        """The twin cluster, or the case alone."""
        return self.about.get("twin") or self.id


@dataclass(frozen=True, slots=True)
class Decision:
    """The gate's word, its reasons and the figures behind them."""

    code: int
    reasons: tuple[Reason, ...]
    figures: Json
    cases: tuple[CaseResult, ...] = field(repr=False)


def decide(run: Run, policy: Policy, baseline: Mapping[str, Any] | None = None, today: str = "") -> Decision:
    """Judge `run` by `policy`, and against a blessed `baseline` where one is given. `today` is ISO."""
    results = results_of(run)
    excused = {q.case for q in policy.quarantine if q.until >= today}
    reasons = [
        *_coverage(run, results, policy),
        *_cases(results, policy, excused),
        *_blends(results, policy, excused),
        *_groups(results, policy),
        *_quarantine(results, policy, today),
        *_regression(results, policy, baseline),
        *_judge(run, policy, today),
    ]
    return Decision(_code(run, reasons), tuple(reasons), figures_of(run, results), results)


def results_of(run: Run) -> tuple[CaseResult, ...]:
    """Return the run's cases in the suite's order, those without any sample too."""
    by: dict[str, list[Sample]] = {id_: [] for id_ in run.manifest["cases"]}
    for sample in run.samples:
        by[sample.case].append(sample)
    return tuple(CaseResult(i, run.manifest["cases"][i], tuple(found)) for i, found in by.items())


def figures_of(run: Run, results: Sequence[CaseResult]) -> Json:
    """Return what the reports tell: each average with its denominator."""
    trials = int(run.manifest["trials"])
    scored = [r for r in results if r.samples and not r.count(Outcome.UNSCORED)]
    passed = [r for r in scored if r.count(Outcome.PASS) == len(r.samples)]
    blended = [r for r in results if r.is_blended]
    answered = sum(s.output is not None for s in run.samples)
    return {
        "cases": len(results),
        "trials": trials,
        "answers": {"wanted": len(results) * trials, "held": len(run.samples), "answered": answered},
        "samples": dict(Counter(s.verdict.value for s in run.samples)),
        "passed": _told(Share(len(passed), len(results))),
        "passed_clustered95": _clustered(results),
        "pass_hat_k": round(_pass_hat(results, trials), 4) if results else None,
        "blended": _told(Share(len(blended), len(results)))
        | {"upper95": round(upper_bound(len(blended), len(results)), 4) if results else None},
        "by_frame": {name: _told(share) for name, share in _group_shares(results, "frame").items()},
        "checks": _by_check(run.samples),
        "smallest_detectable_change": smallest_detectable(),
    }


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


def _cases(results: Sequence[CaseResult], policy: Policy, excused: set[str]) -> list[Reason]:
    failed = [
        r
        for r in results
        if r.id not in excused
        and r.count(Outcome.FAIL)
        and r.count(Outcome.PASS) < (policy.per_case.min_pass or len(r.samples))
    ]
    if not failed:
        return []
    due = policy.per_case.min_pass
    limit = "every trial must pass" if due is None else f"{due} trials must pass"
    return [Reason("per_case", f"{len(failed)} cases failed", limit, tuple(r.id for r in failed))]


def _blends(results: Sequence[CaseResult], policy: Policy, excused: set[str]) -> list[Reason]:
    blended = tuple(r.id for r in results if r.is_blended and r.id not in excused)
    found = []
    if len(blended) > policy.blends.max_cases:
        limit = f"at most {policy.blends.max_cases}"
        found.append(Reason("blends", f"{len(blended)} blended", limit, blended))
    bound = upper_bound(len(blended), len(results)) if results else 1.0
    if policy.blends.max_upper95 is not None and bound > policy.blends.max_upper95:
        limit = f"at most {policy.blends.max_upper95:.1%}"
        found.append(Reason("blend_rate", f"up to {bound:.1%} may be blended (95 %)", limit))
    return found


def _groups(results: Sequence[CaseResult], policy: Policy) -> list[Reason]:
    if policy.groups is None:
        return []
    shares = {n: s.value for n, s in _group_shares(results, policy.groups.by).items() if s.value is not None}
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


def _regression(
    results: Sequence[CaseResult], policy: Policy, baseline: Mapping[str, Any] | None
) -> list[Reason]:
    if baseline is None:
        return []
    broken = tuple(r.id for r in results if baseline["cases"].get(r.id) == "pass" and r.word == "fail")
    if len(broken) <= policy.regression.max_broken:
        return []
    limit = f"at most {policy.regression.max_broken}"
    return [Reason("regression", f"{len(broken)} cases broke against the baseline", limit, broken)]


def _judge(run: Run, policy: Policy, today: str) -> list[Reason]:
    """A judge that the policy needs must have been calibrated as it is now, and not long ago."""
    if not policy.judge:
        return []
    about = run.manifest["judge"]
    if not about or not about["calibration"]:
        return [
            Reason("judge", "no calibration is recorded", "make one with `oneframe eval judge calibrate`")
        ]
    why = trouble(about["calibration"], about["identity"], today or "1970-01-01")
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


def _told(share: Share) -> Json:
    low, high = share.interval
    value = None if share.value is None else round(share.value, 4)
    return {"hits": share.hits, "n": share.n, "share": value, "low": round(low, 4), "high": round(high, 4)}


def _clustered(results: Sequence[CaseResult]) -> list[float] | None:
    if not results:
        return None
    values = [float(r.word == "pass") for r in results]
    return [round(x, 4) for x in clustered_interval(values, [r.cluster for r in results])]


def _pass_hat(results: Sequence[CaseResult], k: int) -> float:
    whole = [pass_hat(r.count(Outcome.PASS), k, k) if len(r.samples) == k else 0.0 for r in results]
    return sum(whole) / len(whole)


def _group_shares(results: Sequence[CaseResult], by: str) -> dict[str, Share]:
    groups: dict[str, list[bool]] = {}
    for result in results:
        for name in _groups_of(result, by):
            groups.setdefault(name, []).append(result.word == "pass")
    return {name: Share(sum(marks), len(marks)) for name, marks in sorted(groups.items())}


def _groups_of(result: CaseResult, by: str) -> list[str]:
    if by == "tag":
        return list(result.about["tags"])
    if by == "split":
        return [result.about["split"]]
    expect = result.about["expect"]
    return [expect.get("frame") or expect.get("outcome") or "any"]


def _by_check(samples: Sequence[Sample]) -> Json:
    found: dict[str, Counter[str]] = {}
    for sample in samples:
        for mark in sample.marks:
            found.setdefault(mark.check, Counter())[mark.verdict.value] += 1
    return {name: dict(sorted(counts.items())) for name, counts in found.items()}
