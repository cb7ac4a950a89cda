"""Intervals of all shares of one question together, which hold at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.methods.distributions import beta_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence


def simultaneous(counts: Sequence[int], confidence: float) -> list[tuple[float, float]]:
    """Return the ends of each answer's share, all of which hold together.

    Each is the interval of Jeffreys, with an equal part of the doubt (Bonferroni); of two answers, one share says all.
    It is even in small counts, where the intervals of Sison and Glaz (1995) hold in 90 of 100 surveys that say 95, and
    Wilson's in 90 to 97.

    Args:
        counts: how many gave each answer, two answers or more, each given by somebody.
        confidence: how sure all intervals together are to hold the true shares, between 0 and 1.
    """
    many = sum(counts)
    doubt = (1 - confidence) / (1 if len(counts) == 2 else len(counts))
    return [
        (beta_quantile(doubt / 2, n + 0.5, many - n + 0.5), beta_quantile(1 - doubt / 2, n + 0.5, many - n + 0.5))
        for n in counts
    ]
