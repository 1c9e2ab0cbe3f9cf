"""The one HTML page: what a decision's template is given. Works from a file, light and dark, no script."""

from collections.abc import Sequence
from importlib.resources import files
from itertools import pairwise
from typing import Any

from oneframe.evals.gate import Decision
from oneframe.evals.ledger import Entry, standing, words_of_case
from oneframe.evals.report.words import CLASSES, VERDICTS, percent, share_words, trouble, word_of
from oneframe.evals.samples import Run
from oneframe.evals.tally import CaseResult
from oneframe.evals.trust import identity, shipped
from oneframe.records import Outcome

_READ = ("coaching", "performance", "unnamed", "neither", "blended", "ask", "routed")
_GROUPS = (
    ("fail", "Failed"),
    ("unscored", "Without a verdict"),
    ("excused", "In quarantine"),
    ("pass", "Passed"),
)
_CLASS_WORDS = {
    "regression": "regressed",
    "soft": "fell, perhaps by chance",
    "insufficient": "fell, too few trials to tell",
    "unreliable": "fell, was shaky before",
    "mended": "mended",
    "stable": "unchanged",
}
_SHADE_FROM, _SHADE_TO = 8, 45


def html(run: Run, decision: Decision, entries: Sequence[Entry] = ()) -> str:
    """Return the page of `decision`; `entries` are the ledger's, for each case's history."""
    from jinja2 import Environment

    template = files("oneframe.evals.report").joinpath("report.html.j2").read_text(encoding="utf-8")
    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(template)
    return page.render(
        suite=run.manifest["suite"],
        versions=run.manifest["versions"],
        verdict=VERDICTS[decision.code],
        code=decision.code,
        reasons=[str(r) for r in decision.reasons],
        figures=decision.figures,
        confusion=confusion(decision),
        changes=_changes(decision),
        entries=entries[-30:],
        groups=_groups(decision, entries),
        checker=_checker(run),
        class_words=_CLASS_WORDS,
        percent=percent,
        share_words=share_words,
    )


def _groups(decision: Decision, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Return the cases under their headings, failures first; an excused case that passed is a pass."""
    by: dict[str, list[dict[str, Any]]] = {key: [] for key, _ in _GROUPS}
    for case in decision.cases:
        word = word_of(case)
        by["excused" if word != "pass" and case.id in decision.excused else word].append(
            _case(case, decision, entries)
        )
    return [{"key": key, "title": title, "cases": by[key]} for key, title in _GROUPS if by[key]]


def _case(case: CaseResult, decision: Decision, entries: Sequence[Entry]) -> dict[str, Any]:
    past = words_of_case(entries, case.id)
    return {
        "id": case.id,
        "word": word_of(case),
        "why": trouble(case),
        "change": (decision.changes or {"classes": {}})["classes"].get(case.id, ""),
        "past": past,
        "standing": standing(past) if past else "",
        "draft": case.about["draft"],
        "expect": case.about["expect"],
        "trials": [
            {
                "verdict": s.verdict.value,
                "parts": _parts(s.output.text, [p for m in s.marks for p in m.spans]) if s.output else [],
                "companion": s.output.companion if s.output else "",
                "turns": s.output.turns if s.output else (),
                "error": s.error,
                "marks": s.marks,
                "passed": [m.check for m in s.marks if m.verdict is Outcome.PASS],
            }
            for s in case.samples
        ],
    }


def _parts(text: str, spans: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Cut `text` at the spans: pieces in order, and whether each lies in a span."""
    cuts = sorted({0, len(text), *(c for span in spans for c in span if 0 <= c <= len(text))})
    return [(text[a:b], any(s <= a and b <= e for s, e in spans)) for a, b in pairwise(cuts)]


def confusion(decision: Decision) -> dict[str, Any]:
    """Return how often each expectation was read as each label, as a grid with a shade (0 to 100) a cell."""
    counts: dict[str, dict[str, int]] = {}
    for case in decision.cases:
        due = case.about["expect"].get("frame") or case.about["expect"].get("outcome") or "any"
        for sample in case.samples:
            for mark in sample.marks:
                if mark.check == "one_frame" and mark.found:
                    row = counts.setdefault(due, {})
                    row[mark.found] = row.get(mark.found, 0) + 1
    found = [label for label in _READ if any(label in row for row in counts.values())]
    rows = {
        due: [
            {
                "n": row.get(label, 0),
                "shade": _shade(row.get(label, 0), sum(row.values())),
                "due": label == due,
            }
            for label in found
        ]
        for due, row in sorted(counts.items())
    }
    return {"labels": found, "rows": rows}


def _shade(count: int, total: int) -> int:
    return round(_SHADE_FROM + (_SHADE_TO - _SHADE_FROM) * count / total) if count else 0


def _changes(decision: Decision) -> dict[str, Any] | None:
    made = decision.changes
    if made is None:
        return None
    counts = [(name, sum(c == name for c in made["classes"].values())) for name in CLASSES]
    return {**made, "counts": [(name, n) for name, n in counts if n]}


def _checker(run: Run) -> dict[str, Any]:
    """Return what was measured of the checker, and whether it was the one of this run."""
    made = shipped()
    return {
        "is_own": made["judge"] == identity(run.manifest["versions"].get("reader", "")),
        "texts": made["n"],
        "day": made["date"],
        "rows": {
            "blends caught": made["sensitivity"],
            "other texts let through": made["specificity"],
            **{f"false alarms of {n}": s for n, s in made["false_alarms"]["checks"].items() if s["hits"]},
        },
        "operators": made["operators"],
    }
