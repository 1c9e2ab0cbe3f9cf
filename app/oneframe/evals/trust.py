"""How far the checks can be trusted: what was measured, and what it means for a gate. Measures nothing.

`checker.json` holds the last measurement on labelled texts (`oneframe eval judge calibrate checker`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from oneframe.evals.policy import Policy
from oneframe.evals.stats import Share, red_by_chance, spare_for
from oneframe.evals.suite import digest

CHECKER = "checker"
_TOLERABLE = 0.05


@dataclass(frozen=True, slots=True)
class Trust:
    """An instrument that flags blends: its check, and its sensitivity and specificity from labels."""

    name: str
    check: str
    sensitivity: Share
    specificity: Share


@dataclass(frozen=True, slots=True)
class Budget:
    """How often a faultless system turns a gate red by false alarms of its hard checks.

    `alarm` is the chance of one on one text; `spare` the failed cases that would have to be allowed for
    at most one red run in twenty; `unmeasured` the hard checks without a figure.
    """

    alarm: float
    chance: float
    spare: int
    texts: int
    unmeasured: tuple[str, ...]

    def __str__(self) -> str:
        """For people who are about to arm the gate."""
        words = (
            f"false alarms: a system without a fault would turn this gate red in {self.chance:.1%} of runs "
            f"({self.alarm:.2%} a text, measured on {self.texts})"
        )
        if self.chance > _TOLERABLE:
            words += f"; per_case.max_failed: {self.spare} would bring that under {_TOLERABLE:.0%}"
        return words + (f"; not measured: {', '.join(self.unmeasured)}" if self.unmeasured else "")


def identity(reader: str) -> str:
    """Return what a checker's measurement is bound to: it changes with the reader's weights."""
    return digest([CHECKER, reader])


@cache
def shipped() -> Mapping[str, Any]:
    """Return the measurement of the checker that came with this version."""
    made: Mapping[str, Any] = json.loads(files("oneframe.evals").joinpath("checker.json").read_text("utf-8"))
    return made


def trust_of(manifest: Mapping[str, Any]) -> Trust | None:
    """Return what to correct a run's blend rate by: its judge, else the checker it was made with."""
    judge, types = manifest.get("judge") or {}, {c["type"] for c in manifest["checks"]}
    made = judge.get("calibration")
    if made and made["judge"] == judge["identity"] and "frame_judge" in types:
        return _trust("judge", "frame_judge", made)
    if "one_frame" in types and shipped()["judge"] == identity(manifest["versions"].get("reader", "")):
        return _trust(CHECKER, "one_frame", shipped())
    return None


def _trust(name: str, check: str, made: Mapping[str, Any]) -> Trust:
    caught, cleared = (Share(made[n]["hits"], made[n]["n"]) for n in ("sensitivity", "specificity"))
    return Trust(name, check, caught, cleared)


def budget(hard: Sequence[str], cases: int, trials: int, policy: Policy) -> Budget:
    """Return how often `policy` would be red by chance for `cases` cases of `trials` trials each.

    Alarms of several checks on one text count once, as they were measured: they mostly come together.
    """
    told = shipped()["false_alarms"]
    texts = told["texts"]
    alarm = sum(n for checks, n in told["together"].items() if set(checks.split()) & set(hard)) / texts
    due, spare = policy.per_case.min_pass, policy.per_case.max_failed
    return Budget(
        alarm,
        red_by_chance(cases, alarm, trials=trials, due=due, spare=spare),
        spare_for(cases, alarm, trials=trials, due=due, most=_TOLERABLE),
        texts,
        tuple(n for n in hard if n not in told["checks"] and n not in _CERTAIN),
    )


# These compare words or counts and cannot take one text for another.
_CERTAIN = ("answered", "outcome", "latency", "tokens", "do_no_harm", "idempotent", "retrieval_pure")
