"""How often intervals of SOCNPS and SOCBOOT hold the truth, and SOCLAGCORR finds what is not there, in drawn worlds.

`python tests/catalogue/evidence_worlds.py 2000 1000 20`: so many draws of each world of SOCNPS, so many of SOCLAGCORR
and half of these of SOCBOOT, from this seed. docs/evidence.md quotes what it prints.
"""

from __future__ import annotations

import sys

import numpy as np

from socroi.definition.registry import formulas
from socroi.errors import CellError
from socroi.gate import gate

RETURNS = {
    "log-normal, 0.5": lambda chance, rows: chance.lognormal(-(0.5**2) / 2, 0.5, rows),
    "log-normal, 0.8": lambda chance, rows: chance.lognormal(-(0.8**2) / 2, 0.8, rows),
    "exponential": lambda chance, rows: chance.exponential(1.0, rows),
    "Pareto, 3": lambda chance, rows: (1 + chance.pareto(3.0, rows)) * 2 / 3,
}
"""What a row brings beside what it is expected to, which is 1 on average."""


def answered(chance, draws, answers, detractors, promoters):
    """Return of how many surveys the interval of SOCNPS holds the true score.

    Args:
        chance: a generator of chance.
        draws: how many surveys.
        answers: to each of them.
        detractors, promoters: their true shares.
    """
    truth, held = 100 * (promoters - detractors), 0
    shares = detractors, 1 - detractors - promoters, promoters
    for below, between, above in chance.multinomial(answers, shares, draws):
        row = gate.call(formulas()["SOCNPS"], [0.0] * below + [8.0] * between + [10.0] * above, None).body[0]
        held += row[1] - 1e-9 <= truth <= row[2] + 1e-9
    return held / draws


def related(chance, draws, periods, memory):
    """Return of how many pairs of series that have nothing to do with each other SOCLAGCORR says that they do.

    Args:
        chance: a generator of chance.
        draws: how many pairs.
        periods: of each of them.
        memory: how much of a period each series keeps in the next.

    Returns:
        The share with a p below 0.05 at lag 0, and the share in which the best of all lags is called a finding.
    """
    first = best = 0
    for _ in range(draws):
        news = chance.normal(size=(2, periods + 50))
        for period in range(1, periods + 50):
            news[:, period] += memory * news[:, period - 1]
        table = gate.call(formulas()["SOCLAGCORR"], *news[:, 50:].tolist(), None).body
        first += table[0][3] < 0.05
        best += any("best" in str(row[-1]) for row in table)
    return first / draws, best / draws


def drawn_again(chance, draws, rows, returns, sizes):
    """Return of how many tables of campaigns SOCBOOT gives no wrong interval, and of how many it gives one.

    Args:
        chance: a generator of chance.
        draws: how many tables.
        rows: the campaigns of each.
        returns: draws what campaigns bring for each 1.5 that is expected.
        sizes: how many times as much the largest campaign costs as the smallest.
    """
    wrong = given = 0
    for _ in range(draws):
        costs = 100 * np.exp(chance.uniform(0, np.log(sizes), rows))
        gains = 1.5 * costs * returns(chance, rows)
        row = gate.call(formulas()["SOCBOOT"], gains.tolist(), costs.tolist()).body[0]
        if not isinstance(row[1], CellError):
            given += 1
            wrong += not row[1] <= 50 <= row[2]
    return 1 - wrong / draws, given / draws


def lines(many, few, seed):
    """Yield a line about each world."""
    for answers in (10, 30, 100, 400):
        for detractors, promoters in ((0.02, 0.3), (0.02, 0.9), (0.1, 0.5), (0.3, 0.3), (0.5, 0.2)):
            held = answered(np.random.default_rng(seed), many, answers, detractors, promoters)
            yield f"SOCNPS {answers} answers, {detractors:.0%} detractors, {promoters:.0%} promoters: {held:.1%}"
    for name, returns in RETURNS.items():
        for rows in (12, 30, 100):
            for sizes in (3, 10):
                held, given = drawn_again(np.random.default_rng(seed), few // 2, rows, returns, sizes)
                yield f"SOCBOOT {rows} rows, {name}, sizes 1 to {sizes}: {held:.1%} not wrong, given in {given:.1%}"
    for periods in (18, 36, 60):
        for memory in (0.0, 0.5, 0.7, 0.9):
            first, best = related(np.random.default_rng(seed), few, periods, memory)
            yield f"SOCLAGCORR {periods} periods, memory {memory}: one lag {first:.1%}, best {best:.1%}"


if __name__ == "__main__":
    for line in lines(*(int(each) for each in (*sys.argv[1:], "2000", "1000", "20")[:3])):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
