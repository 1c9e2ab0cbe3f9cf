"""Two runs, case by case: the blessed words of one, and what changed in the other. Decides nothing."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from oneframe.errors import SettingsInvalid
from oneframe.evals.samples import load_json
from oneframe.evals.stats import clustered_interval, fisher, holm, mcnemar, smallest_detectable
from oneframe.evals.tally import CaseResult
from oneframe.records import Outcome

Json = dict[str, Any]
_ALPHA = 0.05


def passed_of(results: Sequence[CaseResult]) -> Json:
    """Return what a later run is compared with: each case's word, trials passed and twin cluster."""
    return {
        "schema": 1,
        "cases": {r.id: r.word for r in results},
        "passed": {r.id: [r.count(Outcome.PASS), len(r.samples)] for r in results},
        "clusters": {r.id: r.cluster for r in results if r.cluster != r.id},
    }


def load_baseline(file: Path) -> Json:
    """Read a blessed baseline; raises SettingsInvalid for a file that is none."""
    made = load_json(file)
    if (
        not isinstance(made, dict)
        or made.get("schema") != 1
        or not {"cases", "passed", "clusters"} <= set(made)
    ):
        raise SettingsInvalid(f"{file} is no baseline. Make one with `oneframe eval bless`.")
    return made


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Json:
    """Return what changed between two runs (as `passed_of` tells them), and whether it can be chance.

    `broken` passed every trial before and not now; `gone` are those of them that pass none. `p` is exact
    McNemar over `broken` and `fixed`; `change` the difference in the share of trials passed, with its
    interval over twin clusters; `classes` a word a case, from Fisher's exact test adjusted over cases (Holm).
    """
    old, new = before["cases"], after["cases"]
    shared = [c for c in new if c in old]
    broken = [c for c in shared if old[c] == "pass" and new[c] != "pass"]
    fixed = [c for c in shared if old[c] != "pass" and new[c] == "pass"]
    return {
        "shared": len(shared),
        "only_before": [c for c in old if c not in new],
        "only_after": [c for c in new if c not in old],
        "broken": broken,
        "gone": [c for c in broken if new[c] == "fail"],
        "fixed": fixed,
        "p": round(mcnemar(len(broken), len(fixed)), 4),
        "change": _change(before, after, shared),
        "classes": _classes(before, after, shared),
        "smallest_detectable_change": smallest_detectable(),
    }


def _change(before: Mapping[str, Any], after: Mapping[str, Any], shared: Sequence[str]) -> Json | None:
    """Return the mean over cases of the change in trials passed, and its interval over clusters."""
    both = [c for c in shared if before["passed"][c][1] and after["passed"][c][1]]
    if not both:
        return None
    gains = [_rate(after["passed"][c]) - _rate(before["passed"][c]) for c in both]
    clusters = [after["clusters"].get(c, c) for c in both]
    low, high = clustered_interval(gains, clusters)
    return {"mean": round(sum(gains) / len(gains), 4), "low": round(low, 4), "high": round(high, 4)}


def _classes(before: Mapping[str, Any], after: Mapping[str, Any], shared: Sequence[str]) -> dict[str, str]:
    """Return a word a case: regression, soft, insufficient, unreliable, mended or stable.

    A fall is a regression where Fisher says so after Holm, soft where it could have and does not, and
    insufficient where so few trials never could; one that fell from mixed or unscored is unreliable.
    """
    pairs = {c: (before["passed"][c], after["passed"][c]) for c in shared}
    fallen = [c for c in shared if _rate(pairs[c][1]) < _rate(pairs[c][0])]
    ps = holm([fisher(*pairs[c][0], *pairs[c][1]) for c in fallen])
    classes = dict.fromkeys(shared, "stable")
    classes |= {c: "mended" for c in shared if _rate(pairs[c][1]) > _rate(pairs[c][0])}
    for case, p in zip(fallen, ps, strict=True):
        (_, n), (_, m) = pairs[case]
        could = fisher(n, n, 0, m) < _ALPHA
        classes[case] = "regression" if p < _ALPHA else "soft" if could else "insufficient"
    shaky = [c for c in fallen if before["cases"][c] in ("mixed", "unscored") and classes[c] != "regression"]
    return classes | dict.fromkeys(shaky, "unreliable")


def _rate(passed: Sequence[int]) -> float:
    return passed[0] / passed[1] if passed[1] else 0.0
