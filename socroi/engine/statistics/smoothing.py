"""Exponential smoothing with an additive error and an additive trend, as Excel's FORECAST.ETS begins and runs it.

Source: R. Hyndman and G. Athanasopoulos, Forecasting: Principles and Practice, 3rd ed. (2021), 8.5, ETS(A,A,N). Excel
begins with the slope of the regression line, and one slope below the first value: 54 cells that Excel had stored for
three series without a season come out with 15 digits by it, once alpha and beta are known from their confidence
intervals. Which alpha and beta it takes is not known: the Power BI team's "Describing the forecasting models in Power
View" (2014) says that they suit the last values several steps ahead, and dozens of such rules fit the three series.

With a season of m values, level, slope and seasonal shares run as in ETS(A,A,A), and Excel begins one slope below the
first value without its share. Two series show it, to the last digit they are told in: ten forecasts that Excel had
stored (15 values, m = 5; alpha 0.25, beta 0.001, gamma 0.749; shares 8.996, 5.096, 8.386, -9.974 and -12.504, slope
57947/96900), and a Forecast Sheet in print (13, 12, 13.5, 15, 16, 18, 17.5, 17.9, then 19.73214458, 21.59962998 and
21.62645857; m = 3; 0.251, 0.001, 0.001; shares 16.6/27, -10.85/27 and -5.75/27, slope 34.51/33). What those shares and
slopes are made of was not found. They are no regression over the series itself: its squares come to 280 and 42, while
96900 and 33 divide by 17 * 19 and by 11, as the squares over 18 points (484.5) and over 10 or 11 (82.5 or 110) do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from socroi.engine.model.block import Data

LEAST: Final = 0.001
"""Excel's smallest beta; its largest is alpha less this."""

ALPHAS: Final = (LEAST, 0.1, 0.25, 0.5, 0.75, 0.9, 1 - LEAST)
"""The alphas to try: those that were seen from Excel (0.1, 0.25, 0.9), others between them, and the limits."""


class Smoothed(NamedTuple):
    """The end of a smoothed series: its level and slope at the last value, and the error of each step."""

    level: float
    slope: float
    errors: Data


def smooth(values: Data, alpha: float, beta: float) -> Smoothed:
    """Return what a series of at least two values comes to.

    Args:
        values: at equal steps.
        alpha: the share of an error that the level takes up.
        beta: the share that the slope takes up.
    """
    at = np.arange(len(values)) - (len(values) - 1) / 2
    slope = float(at @ (values - values.mean()) / (at @ at))
    level, errors = float(values[0]) - slope, np.zeros(len(values))
    for place, value in enumerate(values.tolist()):
        errors[place] = error = value - level - slope
        level, slope = level + slope + alpha * error, slope + beta * error
    return Smoothed(level, slope, errors)


def forecast(values: Data, steps: int) -> tuple[float, float]:
    """Return a forecast some steps beyond the last value, and how far another choice of parameters may lead away.

    Which alpha, beta, gamma and season Excel settles on is not published. The second number covers every alpha and
    beta, and a season as large as the largest error.
    """
    fits = [smooth(values, alpha, beta) for alpha in ALPHAS for beta in (LEAST, alpha / 2, max(alpha - LEAST, LEAST))]
    ends = [fit.level + steps * fit.slope for fit in fits]
    best = min(range(len(fits)), key=lambda place: float(fits[place].errors @ fits[place].errors))
    largest = max(float(abs(fit.errors).max()) for fit in fits)
    return ends[best], max(ends) - min(ends) + largest * (2 + 6 * steps / len(values))
