"""Two runs, case by case: the blessed words of one, and what changed in the other. Decides nothing."""

from collections.abc import Mapping
from typing import Any

from oneframe.evals.gate import Decision
from oneframe.evals.stats import mcnemar, smallest_detectable

Json = dict[str, Any]


def baseline_of(decision: Decision) -> Json:
    """Return what a later run is compared with: each case's word, in a file for review."""
    return {"schema": 1, "cases": {r.id: r.word for r in decision.cases}}


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> Json:
    """Return what changed between two runs' words a case, and whether it can be chance (exact McNemar)."""
    shared = [c for c in after if c in before]
    broken = [c for c in shared if before[c] == "pass" and after[c] != "pass"]
    fixed = [c for c in shared if before[c] != "pass" and after[c] == "pass"]
    return {
        "shared": len(shared),
        "only_before": [c for c in before if c not in after],
        "only_after": [c for c in after if c not in before],
        "broken": broken,
        "fixed": fixed,
        "p": round(mcnemar(len(broken), len(fixed)), 4),
        "smallest_detectable_change": smallest_detectable(),
    }
