"""What a team gates on: the policy file. Decides nothing."""

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from oneframe.errors import SettingsInvalid
from oneframe.evals.suite import Strict, read_yaml, words_of


class Coverage(Strict):
    """How much of a run must be there."""

    min_scored: float = Field(1.0, ge=0, le=1, description="share of case trials with a verdict")
    min_cases: int = Field(1, ge=1)


class PerCase(Strict):
    """How many of a case's trials must pass (None: all of them), and how many cases may fall short of it."""

    min_pass: int | None = Field(None, ge=1)
    max_failed: int = Field(0, ge=0, description="see the false alarms that `oneframe eval lint` tells")


class Blends(Strict):
    """How many cases may be blended in any trial, and how high the rate may be with 95 % certainty."""

    max_cases: int = Field(0, ge=0)
    max_upper95: float | None = Field(None, gt=0, le=1)
    max_corrected95: float | None = Field(
        None, gt=0, le=1, description="the bound, corrected for what the checker or judge misses and invents"
    )


class Groups(Strict):
    """Every group must pass on its own: `by` is expect.frame, split or tag."""

    by: Literal["frame", "split", "tag"] = "frame"
    min_pass_rate: float | None = Field(None, ge=0, le=1)
    max_gap: float | None = Field(None, ge=0, le=1)


class Twins(Strict):
    """How many twin clusters may flip: read otherwise for a change that must not matter, or alike for one."""

    max_flipped: int = Field(0, ge=0)


class Regression(Strict):
    """What may change against the baseline."""

    max_broken: int = Field(0, ge=0, description="cases that passed every trial there and none here")
    alpha: float = Field(0.05, gt=0, lt=1, description="red below this exact McNemar p")


class Quarantined(Strict):
    """A case that may fail until a day; after it the entry itself turns the gate red."""

    case: str
    owner: str
    until: str = Field(pattern=r"^\d{4}-\d\d-\d\d$")


class Policy(Strict):
    """What a team gates on. Without a file: each case scored and passed, no blend, no flipped twin."""

    version: Literal[1] = 1
    coverage: Coverage = Coverage()
    per_case: PerCase = PerCase()
    blends: Blends = Blends()
    groups: Groups | None = None
    twins: Twins = Twins()
    regression: Regression = Regression()
    quarantine: list[Quarantined] = Field(default_factory=list)
    max_quarantined: float = Field(0.05, ge=0, le=1)
    judge: bool = Field(False, description="a judge must be calibrated and fresh")


def load_policy(file: Path | None) -> Policy:
    """Read a policy file, or return the default; raises SettingsInvalid naming place and fault."""
    if file is None:
        return Policy()
    try:
        return Policy.model_validate(read_yaml(file) or {})
    except ValidationError as broken:
        raise SettingsInvalid(f"{file}: {words_of(broken)}") from broken
