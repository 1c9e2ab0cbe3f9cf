"""A recorded run counted: each case over its trials, and the figures behind a decision. Decides nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from oneframe.evals.samples import Run, Sample
from oneframe.evals.stats import (
    Share,
    clustered_interval,
    corrected_rate,
    pass_hat,
    smallest_detectable,
    upper_bound,
)
from oneframe.evals.trust import Trust
from oneframe.records import Outcome

Json = dict[str, Any]


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
    def frames_read(self) -> set[str]:
        """What the check `one_frame` read the texts as."""
        return {m.found for s in self.samples for m in s.marks if m.check == "one_frame" and m.found}

    @property
    def cluster(self) -> str:
        """The twin cluster, or the case alone."""
        return self.about.get("twin") or self.id


def results_of(run: Run) -> tuple[CaseResult, ...]:
    """Return the run's cases in the suite's order, those without any sample too."""
    by: dict[str, list[Sample]] = {id_: [] for id_ in run.manifest["cases"]}
    for sample in run.samples:
        by[sample.case].append(sample)
    return tuple(CaseResult(i, run.manifest["cases"][i], tuple(found)) for i, found in by.items())


def figures_of(run: Run, results: Sequence[CaseResult], trust: Trust | None) -> Json:
    """Return what the reports tell: each average with its denominator. `trust` corrects the blend rate."""
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
        "passed": Share(len(passed), len(results)).told,
        "passed_clustered95": _clustered(results),
        "pass_hat": _pass_hats(results, trials),
        "blended": Share(len(blended), len(results)).told
        | {"upper95": round(upper_bound(len(blended), len(results)), 4) if results else None},
        "blended_corrected": corrected(results, trust),
        "by_frame": {name: share.told for name, share in group_shares(results, "frame").items()},
        "checks": _by_check(run.samples),
        "twins": {"clusters": len(_twins(results)), "flipped": flipped_twins(results)},
        "smallest_detectable_change": smallest_detectable(),
    }


def corrected(results: Sequence[CaseResult], trust: Trust | None) -> Json | None:
    """Return the blend rate behind what `trust`'s instrument flagged: share, interval, and by whom.

    A case counts by the share of its scored trials that were flagged. None where nothing can be said.
    """
    if trust is None:
        return None
    marks = [
        [m.verdict is Outcome.FAIL for s in r.samples for m in s.marks
         if m.check == trust.check and m.verdict is not Outcome.UNSCORED]
        for r in results
    ]  # fmt: skip
    rates = [sum(found) / len(found) for found in marks if found]
    made = corrected_rate(Share(round(sum(rates)), len(rates)), trust.sensitivity, trust.specificity)
    if made is None:
        return None
    rate, low, high = (round(x, 4) for x in made)
    about = {"by": trust.name, "sensitivity": trust.sensitivity.told, "specificity": trust.specificity.told}
    return {"share": rate, "low": low, "high": high, "n": len(rates), **about}


def _twins(results: Sequence[CaseResult]) -> list[list[CaseResult]]:
    """Return the clusters of cases that differ in one thing only."""
    by: dict[str, list[CaseResult]] = {}
    for result in results:
        if result.about.get("twin"):
            by.setdefault(result.cluster, []).append(result)
    return [found for found in by.values() if len(found) > 1]


def flipped_twins(results: Sequence[CaseResult]) -> list[str]:
    """Return the twin clusters where the change that must not matter did, or the one that must did not.

    Twins with one expectation must be read alike; twins with another frame each must have other texts.
    """
    flipped = []
    for found in _twins(results):
        read: dict[str, set[str]] = {}
        texts: dict[str, str] = {}
        for result in found:
            due = str(sorted(result.about["expect"].items()))
            outputs = [s.output.text for s in result.samples if s.output and s.output.text.strip()]
            read.setdefault(due, set()).update(result.frames_read)
            texts[due] = " ".join(outputs[0].split()) if outputs else f"nothing for {due}"
        if any(len(frames) > 1 for frames in read.values()) or len(set(texts.values())) < len(texts):
            flipped.append(found[0].cluster)
    return flipped


def _clustered(results: Sequence[CaseResult]) -> list[float] | None:
    if not results:
        return None
    values = [float(r.word == "pass") for r in results]
    return [round(x, 4) for x in clustered_interval(values, [r.cluster for r in results])]


def _pass_hats(results: Sequence[CaseResult], trials: int) -> dict[str, float]:
    """Return for each k the unbiased chance that k trials in a row pass, averaged over cases."""
    return {
        str(k): round(
            sum(pass_hat(r.count(Outcome.PASS), trials, k) for r in results if len(r.samples) == trials)
            / len(results),
            4,
        )
        for k in range(1, trials + 1 if results else 1)
    }


def group_shares(results: Sequence[CaseResult], by: str) -> dict[str, Share]:
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
