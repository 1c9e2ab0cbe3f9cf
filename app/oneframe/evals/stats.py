"""Shares, intervals and comparisons. The unit is the case; twins are one cluster. Reads no run."""

import random
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import comb, exp, lgamma, log, log1p, sqrt
from typing import Any, Self

_Z = 1.959963984540054
_EXACT = 500


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n`, with the Wilson 95 % interval. An empty share has no value."""

    hits: int
    n: int

    @classmethod
    def of(cls, claims: Iterable[bool]) -> Self:
        """Return how many of `claims` are true, of how many."""
        marks = list(claims)
        return cls(sum(marks), len(marks))

    @property
    def told(self) -> dict[str, Any]:
        """The share as JSON: hits, n, share (None of nothing), low, high."""
        low, high = self.interval
        value = None if self.value is None else round(self.value, 4)
        return {"hits": self.hits, "n": self.n, "share": value, "low": round(low, 4), "high": round(high, 4)}

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
    if hits >= n or p <= 0:
        return 1.0
    return 0.0 if p >= 1 or hits < 0 else min(1.0, sum(_binomial(k, n, p) for k in range(hits + 1)))


def _binomial(hits: int, n: int, p: float) -> float:
    if n <= _EXACT:
        return comb(n, hits) * p**hits * (1 - p) ** (n - hits)
    # By logarithms: the ways to choose 600 of 1,200 are more than a float can hold.
    return exp(_log_ways(n, hits) + hits * log(p) + (n - hits) * log1p(-p))


def _log_ways(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


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


def fisher(hits: int, n: int, other_hits: int, other_n: int) -> float:
    """Return the exact two-sided p value for two shares being one (Fisher); 1 where one is of nothing."""
    both, total = hits + other_hits, n + other_n
    chances = {
        k: exp(_log_ways(n, k) + _log_ways(other_n, both - k) - _log_ways(total, both))
        for k in range(max(0, both - other_n), min(n, both) + 1)
    }
    seen = chances[hits] * (1 + 1e-7)
    return min(1.0, sum(c for c in chances.values() if c <= seen))


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
    import numpy as np

    by: dict[Hashable, list[float]] = {}
    for value, cluster in zip(values, clusters, strict=True):
        by.setdefault(cluster, []).append(value)
    kinds = Counter((sum(v), len(v)) for v in by.values())
    if not kinds:
        return (0.0, 1.0)
    shares = np.array(list(kinds.values())) / len(by)
    drawn = np.random.default_rng(seed).multinomial(len(by), shares, size=draws)
    means = np.sort((drawn @ [s for s, _ in kinds]) / (drawn @ [n for _, n in kinds]))
    return float(means[int(0.025 * draws)]), float(means[min(draws - 1, int(0.975 * draws))])


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


def red_by_chance(
    cases: int, alarm: float, *, trials: int = 1, due: int | None = None, spare: int = 0
) -> float:
    """Return how likely a faultless system is called faulty in more than `spare` of `cases`.

    `alarm` is the chance of a false alarm on one clean text. A case falls short when fewer than `due` of
    its `trials` pass (None: all are due). Trials count as independent; alike ones alarm together, and less.
    """
    due = trials if due is None else min(due, trials)
    falls = 1 - binomial_tail(trials - due, trials, alarm)
    return 1 - binomial_tail(spare, cases, falls) if cases else 0.0


def spare_for(
    cases: int, alarm: float, *, trials: int = 1, due: int | None = None, most: float = 0.05
) -> int:
    """Return the fewest cases to allow so that a faultless system is red in at most `most` of its runs."""
    return next(
        s for s in range(cases + 1) if red_by_chance(cases, alarm, trials=trials, due=due, spare=s) <= most
    )
