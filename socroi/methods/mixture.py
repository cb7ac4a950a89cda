"""A figure that is one of several normal distributions, each with its weight: what averaging over a doubt leaves."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, fsum, sqrt
from typing import Final

_ROOT: Final = sqrt(2)


@dataclass(frozen=True, slots=True)
class Mixture:
    """A mixture of normal distributions.

    Attributes:
        parts: weight, mean and standard deviation of each; the weights add up to 1.
    """

    parts: list[tuple[float, float, float]]

    @property
    def mean(self) -> float:
        """The expected figure."""
        return fsum(weight * mean for weight, mean, _ in self.parts)

    def below(self, amount: float) -> float:
        """Return the probability that the figure is not above an amount."""
        return fsum(
            weight * (erfc((mean - amount) / (spread * _ROOT)) / 2 if spread > 0 else float(mean <= amount))
            for weight, mean, spread in self.parts
        )

    def quantile(self, probability: float) -> float:
        """Return the amount that the figure is not above with some probability."""
        low = min(mean - 10 * spread for _, mean, spread in self.parts)
        high = max(mean + 10 * spread for _, mean, spread in self.parts)
        for _ in range(100):
            middle = (low + high) / 2
            low, high = (middle, high) if self.below(middle) < probability else (low, middle)
        return (low + high) / 2
