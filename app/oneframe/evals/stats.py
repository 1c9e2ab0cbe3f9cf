"""Shares, intervals and comparisons. The unit is the case; twins are one cluster. Standard library only."""

import random
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import comb, sqrt
from statistics import fmean

_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n`, with the Wilson 95 % interval. An empty share has no value."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """The share (0 to 1), or None of nothing."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson score interval (0 to 1); (0, 1) of nothing."""
        if not self.n:
            return (0.0, 1.0)
        p, z2 = self.hits / self.n, _Z * _Z
        centre = (p + z2 / (2 * self.n)) / (1 + z2 / self.n)
        half = _Z * sqrt(p * (1 - p) / self.n + z2 / (4 * self.n * self.n)) / (1 + z2 / self.n)
        return (max(0.0, centre - half), min(1.0, centre + half))

    def __str__(self) -> str:
        """For example `66/74 = 0.892 [0.80, 0.94]`."""
        if self.value is None:
            return "0/0"
        low, high = self.interval
        return f"{self.hits}/{self.n} = {self.value:.3f} [{low:.3f}, {high:.3f}]"


def upper_bound(hits: int, n: int, level: float = 0.95) -> float:
    """Return the exact one-sided upper bound (Clopper and Pearson) of a share; 1 of nothing."""
    if hits >= n:
        return 1.0
    low, high = hits / n, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if binomial_tail(hits, n, middle) > 1 - level:
            low = middle
        else:
            high = middle
    return high


def binomial_tail(hits: int, n: int, p: float) -> float:
    """Return the chance of at most `hits` of `n` where each has chance `p`."""
    return min(1.0, sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(hits + 1)))


def pass_hat(passed: int, trials: int, k: int) -> float:
    """Return the unbiased chance that `k` trials in a row pass, from `passed` of `trials` (at least k)."""
    if not 1 <= k <= trials:
        raise ValueError(f"k is {k}, there are {trials} trials")
    return comb(passed, k) / comb(trials, k)


def mcnemar(broken: int, fixed: int) -> float:
    """Return the exact two-sided p value for paired cases that changed one way or the other."""
    changed = broken + fixed
    if not changed:
        return 1.0
    return min(1.0, 2 * binomial_tail(min(broken, fixed), changed, 0.5))


def smallest_detectable(alpha: float = 0.05) -> int:
    """Return how many cases must break, with none mended, before `mcnemar` can call it a change."""
    return next(n for n in range(1, 100) if mcnemar(n, 0) < alpha)


def holm(ps: Sequence[float]) -> list[float]:
    """Return p values adjusted for being several (Holm), in their order."""
    order = sorted(range(len(ps)), key=ps.__getitem__)
    adjusted, worst = [0.0] * len(ps), 0.0
    for rank, at in enumerate(order):
        worst = max(worst, min(1.0, (len(ps) - rank) * ps[at]))
        adjusted[at] = worst
    return adjusted


def clustered_interval(
    values: Sequence[float], clusters: Sequence[Hashable], *, draws: int = 2000, seed: int = 7
) -> tuple[float, float]:
    """Return the 95 % percentile interval of the mean when whole clusters are drawn anew."""
    by: dict[Hashable, list[float]] = {}
    for value, cluster in zip(values, clusters, strict=True):
        by.setdefault(cluster, []).append(value)
    groups = [(sum(v), len(v)) for v in by.values()]
    if not groups:
        return (0.0, 1.0)
    rng = random.Random(seed)
    means = sorted(_mean(rng.choices(groups, k=len(groups))) for _ in range(draws))
    return means[int(0.025 * draws)], means[min(draws - 1, int(0.975 * draws))]


def _mean(groups: Sequence[tuple[float, int]]) -> float:
    return sum(s for s, _ in groups) / sum(n for _, n in groups)


def corrected_rate(flagged: Share, caught: Share, cleared: Share) -> tuple[float, float, float] | None:
    """Return the true rate behind a flag rate, with its 95 % interval, or None where the judge cannot tell.

    `caught` is the judge's sensitivity, `cleared` its specificity, both from labels (Rogan and Gladen).
    """
    if flagged.value is None or caught.value is None or cleared.value is None:
        return None
    if caught.value + cleared.value <= 1:
        return None
    rng = random.Random(7)
    draws = sorted(_corrected(*(_drawn(s, rng) for s in (flagged, caught, cleared))) for _ in range(2000))
    return _corrected(flagged.value, caught.value, cleared.value), draws[50], draws[1949]


def _corrected(flagged: float, caught: float, cleared: float) -> float:
    if caught + cleared <= 1:
        return 1.0
    return min(1.0, max(0.0, (flagged + cleared - 1) / (caught + cleared - 1)))


def _drawn(share: Share, rng: random.Random) -> float:
    """Draw a share as plausible as the one seen (Jeffreys)."""
    return rng.betavariate(share.hits + 0.5, share.n - share.hits + 0.5)


def spotless_chance(cases: int, specificity: float) -> float:
    """Return the chance that a run of `cases` clean cases raises no false alarm at all."""
    return specificity**cases


def mean(values: Sequence[float]) -> float | None:
    """Return the mean, or None of nothing."""
    return fmean(values) if values else None
