"""Simulated markets whose truth is known, and SOCPLAN's method written a second time, for thousands of them at once.

`python tests/catalogue/plan_worlds.py [markets] [seed] [worlds]` prints the tables of docs/evidence.md, or the rows
whose names hold a text. `test_plan_worlds.py` holds both writings of the method to the same figures.
"""

import sys
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from socroi.catalogue.planning import DOUBT, SURE, SURER
from socroi.methods.response_curve import MOST_TOLD
from socroi.methods.shared_season import MOST_BESIDE, MOST_SHARED, NEIGHBOURS
from socroi.methods.spend_plan import _ODDS, BEND_SPREAD, CENTRE_SPREAD, RETURN_SPREAD

GRID = np.arange(-28, 29) * 0.25
ODDS = np.array(_ODDS)
STEP = 0.01
AT_ONCE = 3000


@dataclass(frozen=True)
class World:
    """How markets are drawn: each platform has a curve, a spend that varies by half, and sales with noise.

    Attributes:
        periods, platforms: how many.
        apart: how far the returns of the next unit lie apart, in logarithms.
        noise: of sales, as a part of them.
        size: of the spend, in thousands.
        memory: how much of the noise of a period comes again in the next.
        spend_wave, sales_wave: the height of a season of `year` periods in spend and in sales.
        whole: whether the season moves all sales, or those without ads only.
        own: whether each platform has its season at another time.
        growth: by how much spend and sales grow from the first period to the last.
        promotion: by how much spend and sales are raised in one period of five, on all platforms at once.
        budget: the part of how spend varies that all platforms share.
        carried: the part of what a spend brings that comes in the next period.
        given: whether the season is handed over.
    """

    periods: int = 24
    platforms: int = 3
    apart: float = 0.5
    noise: float = 0.1
    size: float = 1.0
    memory: float = 0.0
    spend_wave: float = 0.0
    sales_wave: float = 0.0
    year: int = 12
    whole: bool = False
    own: bool = False
    growth: float = 0.0
    promotion: float = 0.0
    budget: float = 0.0
    carried: float = 0.0
    given: bool = False


HONEST = {
    "12 periods, 0.3 apart": World(12, apart=0.3),
    "12 periods, 0.5": World(12),
    "12 periods, 0.8": World(12, apart=0.8),
    "24 periods, 0.3": World(apart=0.3),
    "24 periods, 0.5": World(),
    "24 periods, 0.8": World(apart=0.8),
    "ten times the money": World(size=10),
    "a tenth of it": World(size=0.1),
    "two platforms, 12 periods, 0.3": World(12, 2, 0.3),
    "two platforms": World(platforms=2),
    "six platforms, 0.3": World(platforms=6, apart=0.3),
    "a season of 30% in sales without ads": World(sales_wave=0.3),
    "the same, given": World(sales_wave=0.3, given=True),
    "a memory of 0.6, 0.3 apart": World(memory=0.6, apart=0.3),
    "budgets raised together": World(budget=0.5),
    "a third comes a period later": World(carried=1 / 3),
    "noise of 20%, 0.3": World(noise=0.2, apart=0.3),
    "noise of 20%, 0.5": World(noise=0.2),
    "noise of 20%, 12 periods, 0.3": World(12, noise=0.2, apart=0.3),
    "noise of 20%, two platforms, 12 periods, 0.3": World(12, 2, noise=0.2, apart=0.3),
    "season in spend and sales, given": World(spend_wave=0.3, sales_wave=0.3, apart=0.3, given=True),
}
SHARED = {
    "not given": World(spend_wave=0.3, sales_wave=0.3, apart=0.3),
    "of all sales": World(spend_wave=0.3, sales_wave=0.3, apart=0.3, whole=True),
    "of 60% in sales": World(spend_wave=0.3, sales_wave=0.6, apart=0.3),
    "two platforms": World(platforms=2, spend_wave=0.3, sales_wave=0.3, apart=0.3),
    "12 periods": World(12, spend_wave=0.3, sales_wave=0.3, apart=0.3),
    "weeks of a year": World(52, spend_wave=0.3, sales_wave=0.3, year=52, apart=0.3),
    "each platform its own season, 60%": World(spend_wave=0.3, sales_wave=0.6, own=True, apart=0.3),
    "half as high": World(spend_wave=0.15, sales_wave=0.15, apart=0.3),
    "spend and sales without ads doubled": World(growth=1.0, apart=0.3),
    "promotions": World(promotion=0.5, apart=0.3),
    "promotions, of all sales": World(promotion=0.5, apart=0.3, whole=True),
}
"""A season or the like that spend and sales share: the plan is worth nothing, and to be refused."""


def curve(spend, base, slope, bend):
    return base + slope * spend / (1 + bend * spend)


def drawn(chance, world, count):
    """Spend, sales and season by market, platform and period, and what spends truly bring."""
    shape = count, world.platforms, world.periods
    now = np.exp(chance.normal(np.log(1000 * world.size), 0.5, shape[:2]))
    bend = np.exp(chance.normal(0, 0.5, shape[:2])) / now
    slope = np.exp(chance.normal(np.log(1.5), world.apart, shape[:2])) * (1 + bend * now) ** 2
    base = slope * now / (1 + bend * now) * chance.uniform(0.3, 1.5, shape[:2])
    period = np.arange(world.periods)
    phase = chance.uniform(0, world.year, (count, world.platforms if world.own else 1, 1))
    wave = np.sin((period + phase) / world.year * 2 * np.pi)
    both = 1 + world.growth * period / (world.periods - 1)
    both = both * (1 + world.promotion * (chance.random((count, 1, world.periods)) < 0.2))
    season = (1 + world.sales_wave * wave) * both
    varied = (1 - world.budget) * chance.uniform(0.5, 1.5, shape)
    varied = varied + world.budget * chance.uniform(0.5, 1.5, (count, 1, world.periods))
    spend = now[..., None] * varied * (1 + world.spend_wave * wave) * both
    base, slope, bend = (figure[..., None] for figure in (base, slope, bend))
    brought = curve(spend, 0, slope, bend)
    late = np.concatenate([brought[..., :1], brought[..., :-1]], axis=-1)
    brought = (1 - world.carried) * brought + world.carried * late
    sold = (base + brought) * season if world.whole else base * season + brought
    noise = chance.normal(size=shape)
    for at in range(1, world.periods if world.memory else 0):
        noise[..., at] = world.memory * noise[..., at - 1] + np.sqrt(1 - world.memory**2) * noise[..., at]
    given = np.broadcast_to(season, shape) if world.given else None
    return spend, sold * (1 + world.noise * noise), given, lambda s: curve(s[..., None], base, slope, bend).sum((1, 2))


def centred(column):
    return column - column.mean(-1, keepdims=True)


class Rows:
    def __init__(self, spend, sales, season):
        self.spend, self.count, self.mean = spend, spend.shape[-1], spend.mean(-1)
        self.season = None if season is None else centred(season)
        self.sales = self.without(centred(sales))
        self.whole = (self.sales**2).sum(-1)
        self.freedom = max(1, self.count - 3 - (season is not None))

    def without(self, column):
        if self.season is None:
            return column
        share = (column * self.season).sum(-1, keepdims=True) / (self.season**2).sum(-1, keepdims=True)
        return column - share * self.season

    def line(self, bend):
        left = self.without(centred(self.spend / (1 + bend[..., None] * self.spend)))
        squares = (left**2).sum(-1)
        slope = (left * self.sales).sum(-1) / squares
        over = self.sales - slope[..., None] * left
        return slope, (over**2).sum(-1), squares, over

    def loss(self, u):
        return self.count / 2 * np.log(self.line(np.exp(u) / self.mean)[1] + self.whole * 1e-24)

    def rise(self, u, centre):
        bend = np.exp(u) / self.mean
        form = self.spend / (1 + bend[..., None] * self.spend)
        left, turn = self.without(centred(form)), self.without(centred(form**2))
        along = (left * turn).sum(-1) / (left**2).sum(-1)
        slope, errors, _, over = self.line(bend)
        own = turn - along[..., None] * left
        down = self.count * slope * (own * over).sum(-1) * bend / (errors + self.whole * 1e-24)
        return down + (u - centre) / BEND_SPREAD**2


def shaped(rows):
    """Bend, return of the next unit with its variance, and what the curve leaves, by market and platform."""
    losses = np.stack([rows.loss(u) for u in GRID], -1)
    centre = np.zeros(len(rows.mean))
    for _ in range(8):
        best = np.argmin(losses + (GRID - centre[:, None, None]) ** 2 / (2 * BEND_SPREAD**2), -1)
        centre = GRID[best].sum(-1) / (best.shape[1] + (BEND_SPREAD / CENTRE_SPREAD) ** 2)
    centre = centre[:, None]
    ends = []
    for start in (GRID[best], GRID[np.argmin(losses, -1)]):
        low, high = start - 0.25, start + 0.25
        stays = (rows.rise(low, centre) > 0) | (rows.rise(high, centre) <= 0)
        for _ in range(30):
            middle = (low + high) / 2
            up = rows.rise(middle, centre) > 0
            low, high = np.where(up, low, middle), np.where(up, middle, high)
        ends.append(np.where(stays, start, (low + high) / 2))
    costs = [rows.loss(u) + (u - centre) ** 2 / (2 * BEND_SPREAD**2) for u in ends]
    u = np.where(costs[0] <= costs[1], *ends)
    curved = (rows.rise(u + STEP, centre) - rows.rise(u - STEP, centre)) / (2 * STEP)
    spread = 1 / np.maximum(curved, 0.5 / BEND_SPREAD**2)

    def marginal(u):
        bend = np.exp(u) / rows.mean
        return rows.line(bend)[0] / (1 + bend * rows.mean) ** 2

    bend = np.exp(u) / rows.mean
    _, errors, squares, over = rows.line(bend)
    variance = errors / rows.freedom / squares / (1 + bend * rows.mean) ** 4
    variance += ((marginal(u + STEP) - marginal(u - STEP)) / (2 * STEP)) ** 2 * spread
    variance *= rows.freedom / (rows.freedom - 2)
    return bend, marginal(u), variance, over


def believed(values, variances):
    """Weight, means, variances, variance of the common mean and how much of it each has, by strength of shrinking."""
    count = values.shape[-1]
    typical = count / (1 / variances).sum(-1)
    scale = np.abs(values.sum(-1)) / count * RETURN_SPREAD
    between = typical[:, None] * ODDS
    weights = 1 / (variances[:, None] + between[..., None])
    whole = weights.sum(-1)
    mean = (weights * values[:, None]).sum(-1) / whole
    off = (weights * (values[:, None] - mean[..., None]) ** 2).sum(-1)
    logs = 0.5 * np.log(ODDS) - between / (2 * scale[:, None] ** 2)
    logs += 0.5 * (np.log(weights).sum(-1) - np.log(whole) - off)
    likely = np.exp(logs - logs.max(-1, keepdims=True))
    own = between[..., None] / (variances[:, None] + between[..., None])
    means = own * values[:, None] + (1 - own) * mean[..., None]
    return likely / likely.sum(-1, keepdims=True), means, own * variances[:, None], 1 / whole, 1 - own


def divided(bend, slopes, low, high, spend):
    rising = slopes > 0
    cheap = np.where(rising, slopes / (1 + bend * high) ** 2, np.inf).min(-1) / 2
    dear = 2 * slopes.max(-1)

    def at(price):
        wanted = (np.sqrt(np.where(rising, slopes, 1) / price[:, None]) - 1) / bend
        return np.minimum(high, np.maximum(low, np.where(rising, wanted, low)))

    for _ in range(80):
        price = np.sqrt(cheap * dear)
        over = at(price).sum(-1) > spend
        cheap, dear = np.where(over, price, cheap), np.where(over, dear, price)
    few, many = at(dear), at(cheap)
    gap, left, room = (many - few).sum(-1), spend - few.sum(-1), high - few
    part = np.where(gap > 0, left / np.where(gap > 0, gap, 1), 0)[:, None]
    rest = left / np.maximum(room.sum(-1), 1e-300)
    return np.where((gap > 0)[:, None], few + part * (many - few), few + rest[:, None] * room)


def together(spend, others):
    ours, theirs = scaled(spend), centred(others)
    count = spend.shape[-1]
    variance = ((ours @ ours.swapaxes(1, 2)) * (theirs @ theirs.swapaxes(1, 2))).sum((1, 2)) / (count - 1)
    return (ours * theirs).sum((1, 2)) / np.sqrt(variance)


def scaled(column):
    away = centred(column)
    return away / np.sqrt((away**2).mean(-1, keepdims=True))


def moved(column, by):
    """The column one period later or earlier, with 0 where there is none."""
    other = np.zeros_like(column)
    if by > 0:
        other[..., 1:] = column[..., :-1]
    else:
        other[..., :-1] = column[..., 1:]
    return other


def goes_on(column):
    away, count = centred(column), column.shape[-1]
    found = (away[..., 1:] * away[..., :-1]).sum(-1) / (away**2).sum(-1)
    return found > (1.96 * np.sqrt(count - 2) - 1) / (count - 1)


def planned(spend, sales, season, most_change=0.2):
    """What SOCPLAN says of each market, and what it said before it looked for a season that platforms share."""
    rows = Rows(spend, sales, season)
    now, whole = rows.mean, rows.mean.sum(-1)
    bend, values, variances, over = shaped(rows)
    weight, means, left, common, towards = believed(values, variances)
    slopes = (weight[..., None] * means).sum(1) * (1 + bend * now) ** 2
    some = slopes.max(-1) > 0
    high = np.minimum(spend.max(-1), now * (1 + most_change))
    high = np.where((high.sum(-1) < whole)[:, None], spend.max(-1), high)
    then = divided(bend, np.where(some[:, None], slopes, 1), np.minimum(high, now * (1 - most_change)), high, whole)
    each = (then / (1 + bend * then) - now / (1 + bend * now)) * (1 + bend * now) ** 2
    mean = (each[:, None] * means).sum(-1)
    variance = (each[:, None] ** 2 * left).sum(-1) + (each[:, None] * towards).sum(-1) ** 2 * common
    sure = 1 - (weight * ndtr(-mean / np.sqrt(variance))).sum(-1)
    refused = (spend.max(-1) < 2 * spend.min(-1)).any(-1) | ~some
    if season is None:
        refused |= (goes_on(spend) & goes_on(sales)).any(-1)
    else:
        refused |= (((scaled(spend) * scaled(season)).mean(-1)) ** 2 > MOST_TOLD).any(-1)
    spends, news = rows.without(centred(spend)), scaled(over)
    before, after = moved(news, 1), moved(news, -1)
    smooth = news + NEIGHBOURS * (before + after)
    doubt = together(spends, smooth.sum(1, keepdims=True) - smooth)
    off = np.sqrt(values.shape[-1] / (1 / variances).sum(-1)) / np.abs(values.mean(-1))
    sides = np.minimum(together(spends, before), together(spends, after))
    seen = refused | (doubt > MOST_SHARED) | (sides > MOST_BESIDE)
    moves = ~seen & (sure >= np.where(doubt > DOUBT, SURER, SURE)) & (off <= RETURN_SPREAD)
    return {
        "now": now, "then": then, "gain": (weight * mean).sum(-1), "sure": sure, "refused": seen, "moves": moves,
        "refused before": refused, "moved before": ~refused & (sure >= SURE),
    }  # fmt: skip


def tried(world, markets, seed):
    """The plans of many markets, with what they would bring in truth."""
    chance, found = np.random.default_rng(seed), []
    for first in range(0, markets, AT_ONCE):
        spend, sales, season, truth = drawn(chance, world, min(AT_ONCE, markets - first))
        plan = planned(spend, sales, season)
        found.append(plan | {"came": truth(plan["then"]) - truth(plan["now"])})
    return {name: np.concatenate([plan[name] for plan in found]) for name in found[0]}


def row(plan, refused, moves):
    """How many of 100 are refused, how many move and are worse then, and the gains that were told and came."""
    told, came = plan["gain"][plan[moves]], plan["came"][plan[moves]]
    shares = 100 * plan[refused].mean(), 100 * plan[moves].mean()
    return (*shares, len(came), *((100 * (came < 0).mean(), told.mean(), came.mean()) if len(came) else (0, 0, 0)))


def main(markets="3000", seed="1", named=""):
    heads = "refused", "moves", "plans", "worse", "told", "came"
    lines = [" ".join([f"{'':48}", *(f"{head:>8}" for head in heads * 2), "(before)"])]
    for title, worlds in (("", HONEST), ("season shared: ", SHARED)):
        for number, (name, world) in enumerate(worlds.items()):
            if named not in title + name:
                continue
            plan = tried(world, int(markets), 1000 * int(seed) + number)
            figures = *row(plan, "refused", "moves"), *row(plan, "refused before", "moved before")
            lines.append(" ".join([f"{title + name:48}", *(f"{figure:8.1f}" for figure in figures)]))
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
