"""Shares and their 95 % intervals. Standard library only."""

from dataclasses import dataclass
from math import sqrt

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
