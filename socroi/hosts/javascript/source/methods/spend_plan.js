// A division of spend whose gain is told as it will come: small moves, shrunken curves, the chance of harm.
// Beside socroi/methods/spend_plan.py and mixture.py.

const GRID = Array.from({ length: 57 }, (_, step) => (step - 28) * constants.spend_plan._GRID_STEP);
const ODDS = Array.from({ length: 94 }, (_, step) => Math.exp((step - 18) / 3));

function naturalLog(number) {
  return number > 0 ? Math.log(number) : fail("#NUM!");
}

function bendAway(u, centre) {
  return squared(u - centre) / (2 * squared(constants.spend_plan.BEND_SPREAD));
}

// How platforms answer to spend, their bends shrunk towards each other.
function planShapes(platforms, at) {
  const costs = platforms.map((rows) => {
    const least = rows.whole * constants.spend_plan._EXACT || 1;
    return (u) => (rows.count / 2) * naturalLog(curveLine(rows, Math.exp(u) / rows.mean).errors + least);
  });
  const tried = costs.map((cost) => GRID.map(cost));
  let centre = 0;
  let best = [];
  for (let round = 0; round < 8; round++) {
    best = tried.map((heights) => lowestPlace(heights.map((height, place) => height + bendAway(GRID[place], centre))));
    const weight = squared(constants.spend_plan.BEND_SPREAD / constants.spend_plan.CENTRE_SPREAD);
    centre = exactSum(best.map((place) => GRID[place])) / (best.length + weight);
  }
  return platforms.map((rows, index) =>
    planShape(rows, costs[index], [GRID[best[index]], GRID[lowestPlace(tried[index])]], centre, at[index]),
  );
}

function lowestPlace(heights) {
  let place = 0;
  heights.forEach((height, index) => {
    if (height < heights[place]) place = index;
  });
  return place;
}

function planShape(rows, cost, starts, centre, spend) {
  const step = constants.spend_plan._STEP;
  const prior = squared(constants.spend_plan.BEND_SPREAD);
  const least = rows.whole * constants.spend_plan._EXACT || 1;
  const rise = (u) => {
    const bend = Math.exp(u) / rows.mean;
    const turn = curveTurn(rows, bend);
    return divided(rows.count * turn.slope * turn.left * bend, turn.errors + least) + (u - centre) / prior;
  };
  const turns = starts.map((start) => planTurning(rise, start));
  const u = turns[lowestPlace(turns.map((turn) => cost(turn) + bendAway(turn, centre)))];
  const curved = (rise(u + step) - rise(u - step)) / (2 * step);
  const spread = 1 / Math.max(curved, 0.5 / prior);
  const marginal = (v) => {
    const bend = Math.exp(v) / rows.mean;
    return curveLine(rows, bend).slope / squared(1 + bend * spend);
  };
  const bend = Math.exp(u) / rows.mean;
  const found = curveLine(rows, bend);
  const freedom = Math.max(1, rows.freedom - 1);
  let variance = divided(found.errors / freedom, found.squares) / squared(squared(1 + bend * spend));
  variance += squared((marginal(u + step) - marginal(u - step)) / (2 * step)) * spread;
  variance *= freedom > 2 ? freedom / (freedom - 2) : 3;
  return { bend, marginal: marginal(u), variance };
}

function planTurning(rise, start) {
  let low = start - constants.spend_plan._GRID_STEP;
  let high = start + constants.spend_plan._GRID_STEP;
  if (rise(low) > 0 || rise(high) <= 0) return start;
  for (;;) {
    const middle = (low + high) / 2;
    if (!(low < middle && middle < high)) return middle;
    if (rise(middle) > 0) high = middle;
    else low = middle;
  }
}

function shapeForm(shape, spend) {
  return spend / (1 + shape.bend * spend);
}

function shapeSteep(shape, spend) {
  return 1 / squared(1 + shape.bend * spend);
}

// The returns of the next unit, shrunk towards their mean, for each strength of shrinking.
function planBelieved(found) {
  const values = found.map((shape) => shape.marginal);
  const most = largest(values.map(Math.abs)) || 1;
  const variances = found.map((shape) => Math.max(shape.variance, squared(1e-9 * most)));
  const typical = variances.length / exactSum(variances.map((v) => divided(1, v)));
  const scale = Math.max(Math.abs(exactSum(values)) / values.length, 1e-9 * most) * constants.spend_plan.RETURN_SPREAD;
  const logs = [];
  const shares = ODDS.map((odds) => {
    const between = typical * odds;
    const weights = variances.map((v) => 1 / (v + between));
    const all = exactSum(weights);
    const mean = exactSum(weights.map((w, i) => w * values[i])) / all;
    const off = exactSum(weights.map((w, i) => w * squared(values[i] - mean)));
    const prior = 0.5 * Math.log(odds) - between / (2 * scale * scale);
    logs.push(prior + 0.5 * (exactSum(weights.map(naturalLog)) - Math.log(all) - off));
    const own = variances.map((v) => between / (v + between));
    return {
      means: own.map((k, i) => k * values[i] + (1 - k) * mean),
      variances: own.map((k, i) => k * variances[i]),
      common: 1 / all,
      towards: own.map((k) => 1 - k),
    };
  });
  const top = largest(logs);
  const likely = logs.map((value) => Math.exp(value - top));
  const all = exactSum(likely);
  shares.forEach((share, index) => (share.weight = likely[index] / all));
  return shares;
}

// What spends `then` bring over spends `now`: weight, mean and standard deviation of the parts of a mixture.
function planGain(found, shares, now, then) {
  const each = found.map((shape, i) => (shapeForm(shape, then[i]) - shapeForm(shape, now[i])) / shapeSteep(shape, now[i]));
  return shares.map((share) => {
    const mean = exactSum(each.map((k, i) => k * share.means[i]));
    const together = exactSum(each.map((k, i) => k * share.towards[i]));
    const variance = exactSum(each.map((k, i) => k * k * share.variances[i])) + squared(together) * share.common;
    return [share.weight, mean, Math.sqrt(variance)];
  });
}

function mixtureMean(parts) {
  return exactSum(parts.map(([weight, mean]) => weight * mean));
}

function mixtureBelow(parts, amount) {
  return exactSum(
    parts.map(([weight, mean, spread]) => weight * (spread > 0 ? normalTail((mean - amount) / spread) : mean <= amount ? 1 : 0)),
  );
}

function mixtureQuantile(parts, probability) {
  let low = smallest(parts.map(([, mean, spread]) => mean - 10 * spread));
  let high = largest(parts.map(([, mean, spread]) => mean + 10 * spread));
  for (let round = 0; round < 100; round++) {
    const middle = (low + high) / 2;
    if (mixtureBelow(parts, middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

// How a spend is divided so that it brings the most, each platform within its bounds.
function bestDivision(found, slopes, limits, spend) {
  const at = (price) =>
    found.map((shape, i) => {
      const [low, high] = limits[i];
      const wanted = slopes[i] > 0 ? (Math.sqrt(slopes[i] / price) - 1) / shape.bend : low;
      return Math.min(high, Math.max(low, wanted));
    });
  const rising = found.map((_, i) => i).filter((i) => slopes[i] > 0);
  let cheap = smallest(rising.map((i) => slopes[i] * shapeSteep(found[i], limits[i][1]))) / 2;
  let dear = 2 * largest(rising.map((i) => slopes[i]));
  for (let round = 0; round < 200; round++) {
    const price = Math.sqrt(cheap * dear);
    if (exactSum(at(price)) > spend) cheap = price;
    else dear = price;
  }
  const few = at(dear);
  const many = at(cheap);
  const gap = exactSum(many) - exactSum(few);
  if (gap > 0) {
    const part = (spend - exactSum(few)) / gap;
    return few.map((a, i) => a + part * (many[i] - a));
  }
  const room = few.map((a, i) => limits[i][1] - a);
  const left = spend - exactSum(few);
  const all = exactSum(room);
  return few.map((a, i) => (all > 0 ? a + (left * room[i]) / all : a));
}

function plannedSpend(platforms, alike, limits, spend) {
  const found = planShapes(platforms, alike);
  const shares = planBelieved(found);
  const returns = found.map((_, i) => exactSum(shares.map((share) => share.weight * share.means[i])));
  const slopes = returns.map((value, i) => value / shapeSteep(found[i], alike[i]));
  if (!(largest(slopes) > 0)) {
    const why = "In these periods more spend did not bring more revenue on any platform.";
    throw new CellError("#NUM!", why, "There is no response to plan with; test with a holdout: SOCLIFT.");
  }
  // Of many rows, those of about one spend stand together, and not those that follow each other.
  const known = platforms.every((rows) => rows.count <= constants.response_curve.MANY);
  const doubt = known ? refuseShared(...planLeft(platforms, found)) : 0;
  const spends = bestDivision(found, slopes, limits, spend);
  const answers = platforms.map((rows, i) => (at) => curveAnswer(rows, found[i].bend, slopes[i], at));
  return { spends, gain: planGain(found, shares, alike, spends), answers, doubt, off: planOff(found) };
}

// The spends of platforms around their mean, and what their curves leave of revenue, both without a season.
function planLeft(platforms, found) {
  const spends = platforms.map((rows) => withoutSeason(rows, rowsCentred(rows, rows.spend)));
  const left = platforms.map((rows, i) => {
    const form = withoutSeason(rows, rowsCentred(rows, curveForm(rows, found[i].bend)));
    const { slope } = curveLine(rows, found[i].bend);
    const over = form.map((a, row) => rows.revenue[row] - slope * a);
    const rounding = exactSum(over.map(squared)) <= rows.whole * constants.shared_season.NOTHING;
    return rounding ? over.map(() => 0) : over;
  });
  return [spends, left];
}

// The error of a typical return of the next unit, as a part of their mean; without a mean, more than any.
function planOff(found) {
  const mean = Math.abs(exactSum(found.map((shape) => shape.marginal))) / found.length;
  const exact = found.some((shape) => shape.variance === 0);
  const typical = exact ? 0 : Math.sqrt(found.length / exactSum(found.map((shape) => 1 / shape.variance)));
  return mean > 0 ? typical / mean : Infinity;
}

// The least and the most of each platform: near its part now, and not above what was tried.
function planBounds(alike, highest, mostChange, spend) {
  let most = alike.map((part, i) => Math.min(highest[i], part * (1 + mostChange)));
  if (exactSum(most) < spend) most = highest;
  return alike.map((part, i) => [Math.min(most[i], Math.max(0, part * (1 - mostChange))), most[i]]);
}

// By how much the last quarter of the rows is foretold wrong by the others, null where they cannot bear a curve.
function foretoldWrong(spend, revenue, season) {
  const first = spend.length - Math.floor(spend.length / 4);
  const came = exactSum(revenue.slice(first).map(Math.abs));
  try {
    refuseRows(spend.slice(0, first), "");
  } catch (error) {
    if (error instanceof CellError) return null;
    throw error;
  }
  if (came === 0) return null;
  const rows = curveRows(spend.slice(0, first), revenue.slice(0, first), season && season.slice(0, first));
  const [shape] = planShapes([rows], [rows.mean]);
  const told = curveForetold(rows, shape.bend, spend.slice(first), season && season.slice(first));
  return divided(exactSum(told.map((value, i) => Math.abs(value - revenue[first + i]))), came);
}
