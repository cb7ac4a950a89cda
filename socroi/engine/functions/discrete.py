"""Distributions of counts: binomial, negative binomial, Poisson, hypergeometric; PROB."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.arithmetic import special_functions as special
from socroi.engine.arithmetic.number_checks import require
from socroi.engine.declaration.declare import function, per_cell
from socroi.engine.declaration.gathering import first_in_lane
from socroi.engine.evaluation.coerce import checked_numbers, errors_of, first_error, no_errors, numbers_of
from socroi.engine.model.block import DIV0, NA, NUM, NUMBER, Block
from socroi.engine.model.interruptions import LaneSplit

if TYPE_CHECKING:
    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value


def binomial_share(k: float, n: float, p: float) -> float:
    """Return the share of at most k successes in n trials."""
    if k >= n:
        return 1.0
    return special.beta_shares(n - k, k + 1, 1 - p, p)[0]


@per_cell("BINOM.DIST BINOMDIST", "n n n b")
def _binomial(successes: float, trials: float, p: float, cumulative: bool) -> float:
    k, n = math.floor(successes), math.floor(trials)
    require(0 <= k <= n < 2**53 and 0 <= p <= 1)
    return binomial_share(k, n, p) if cumulative else special.binomial_density(k, n, p, 1 - p)


@per_cell("BINOM.INV CRITBINOM", "n n n")
def _binomial_inverse(trials: float, p: float, alpha: float) -> float:
    """The least count whose share of at most as many reaches alpha."""
    n = math.floor(trials)
    require(n >= 0 and 0 < p < 1 and 0 < alpha < 1)
    low, high = 0, n
    while low < high:
        middle = (low + high) // 2
        if binomial_share(middle, n, p) >= alpha:
            high = middle
        else:
            low = middle + 1
    return float(low)


@per_cell("BINOM.DIST.RANGE", "n n n n?")
def _binomial_range(trials: float, p: float, first: float, last: float | None = None) -> float:
    n, low = math.floor(trials), math.floor(first)
    high = low if last is None else math.floor(last)
    require(n >= 0 and 0 <= p <= 1 and 0 <= low <= n and low <= high <= n)
    if high - low <= 1000:
        return math.fsum(special.binomial_density(k, n, p, 1 - p) for k in range(low, high + 1))
    return binomial_share(high, n, p) - (binomial_share(low - 1, n, p) if low else 0.0)


def negative_binomial(failures: float, successes: float, p: float, *, cumulative: bool) -> float:
    """Return the share of so many failures (or at most as many) before a number of successes."""
    f, s = math.floor(failures), math.floor(successes)
    # Excel refuses counts that are no longer counted one by one.
    require(0 <= f < 2**53 and 1 <= s < 2**53 and 0 < p < 1)
    if cumulative:
        return special.beta_shares(s, f + 1.0, p)[0]
    return special.binomial_density(s, s + f, p, 1 - p) * s / (s + f)


@per_cell("NEGBINOM.DIST", "n n n b")
def _negative_binomial(failures: float, successes: float, p: float, cumulative: bool) -> float:
    return negative_binomial(failures, successes, p, cumulative=cumulative)


@per_cell("NEGBINOMDIST", "n n n")
def _negative_binomial_density(failures: float, successes: float, p: float) -> float:
    return negative_binomial(failures, successes, p, cumulative=False)


@per_cell("POISSON.DIST POISSON", "n n b")
def _poisson(count: float, mean: float, cumulative: bool) -> float:
    k = math.floor(count)
    require(k >= 0 and mean >= 0)
    return special.gamma_shares(k + 1.0, mean)[1] if cumulative else special.poisson_density(k, mean)


def _hypergeometric_density(k: int, drawn: int, good: int, whole: int) -> float:
    # A binomial density of each part over that of the whole, at one p, has no overflow (Loader).
    p = drawn / whole
    if drawn in (0, whole):
        return 1.0 if k == (0 if drawn == 0 else good) else 0.0
    parts = special.binomial_density(k, good, p, 1 - p) * special.binomial_density(drawn - k, whole - good, p, 1 - p)
    return parts / special.binomial_density(drawn, whole, p, 1 - p)


def hypergeometric(found: float, sample: float, successes: float, population: float, *, cumulative: bool) -> float:
    """Return the share of samples with so many successes, or at most as many."""
    k, drawn, good, whole = (math.floor(value) for value in (found, sample, successes, population))
    require(whole > 0 and 0 <= drawn <= whole and 0 <= good <= whole and 0 <= k <= min(drawn, good))
    least = max(0, drawn - whole + good)
    if not cumulative:
        require(k >= least)
        return _hypergeometric_density(k, drawn, good, whole)
    return min(1.0, math.fsum(_hypergeometric_density(each, drawn, good, whole) for each in range(least, k + 1)))


@per_cell("HYPGEOM.DIST", "n n n n b")
def _hypergeometric(found: float, sample: float, successes: float, population: float, cumulative: bool) -> float:
    return hypergeometric(found, sample, successes, population, cumulative=cumulative)


@per_cell("HYPGEOMDIST", "n n n n")
def _hypergeometric_old(found: float, sample: float, successes: float, population: float) -> float:
    return hypergeometric(found, sample, successes, population, cumulative=False)


@function("PROB", "a a v v?")
def _probability(
    evaluator: Evaluator, scope: Scope, values: Block, shares: Block, low: Block, high: Block | None
) -> Value:
    """The probabilities must lie in (0, 1] and add up to 1."""
    if values.lanes > 1 or shares.lanes > 1:
        raise LaneSplit
    bounds, bad = [], None
    for block in (low, low if high is None else high):
        data, wrong = numbers_of(block, evaluator.context)
        bounds.append(data)
        bad = first_error(bad, wrong)
    own: Bad = None
    for block in (values, shares):
        wrong = errors_of(block)
        own = first_error(own, None if wrong is None else first_in_lane(wrong))
    shape = np.broadcast_shapes(bounds[0].shape, bounds[1].shape)
    flags = no_errors(shape)
    if own is not None and (own >= 0).any():
        flags[:] = own[0]
    elif values.rows * values.columns != shares.rows * shares.columns:
        flags[:] = np.int8(NA)
    counted = (
        (values.where(NUMBER).reshape(-1) & shares.where(NUMBER).reshape(-1))
        if (flags < 0).all()
        else np.zeros(0, bool)
    )
    if (flags < 0).all() and not counted.any():
        flags[:] = np.int8(DIV0)
    x, p = (block.data.reshape(-1)[counted] if (flags < 0).all() else np.zeros(0) for block in (values, shares))
    if (flags < 0).all() and ((p <= 0).any() or (p > 1).any() or abs(p.sum() - 1) > 1e-7):
        flags[:] = np.int8(NUM)
    result = np.zeros(shape)
    if (flags < 0).all():
        inside = (x >= bounds[0][..., None]) & (x <= bounds[1][..., None])
        result = np.where(inside, p, 0.0).sum(axis=-1)
    return checked_numbers(result, first_error(bad, flags))
