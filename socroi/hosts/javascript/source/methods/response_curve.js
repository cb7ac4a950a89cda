// Response curves: revenue(s) = base + slope s / (1 + bend s), each further unit of spend bringing less than the one before.
// A season may be given beside it. For a given bend all the rest is that of a linear regression (Golub and Pereyra 1973):
// one number is searched for. Beside socroi/methods/response_curve.py.

const STRAIGHT = Math.exp(-7);
const FLAT = Math.exp(7);

function curveAt(curve, spend) {
  return curve.base + (curve.slope * spend) / (1 + curve.bend * spend);
}

// The revenue of a step more than a spend.
function curveGain(curve, spend, step) {
  return (curve.slope * step) / ((1 + curve.bend * spend) * (1 + curve.bend * (spend + step)));
}

// The ends of the interval of that gain, by its profile of the squared errors (Bates and Watts 1988).
function curveGainInterval(curve, spend, step, confidence) {
  const t = tQuantile((1 + confidence) / 2, curve.freedom);
  const best = curve.bend * curve.highest;
  const allowed = curveLine(curve.rows, best).errors * (1 + (t * t) / curve.freedom);
  const before = spend / curve.highest;
  const after = (spend + step) / curve.highest;
  const ends = (bend) => {
    const found = curveLine(curve.rows, bend);
    const brings = (after - before) / ((1 + bend * before) * (1 + bend * after));
    const room = Math.sqrt(Math.max(0, allowed - found.errors) / found.squares);
    return [brings * (found.slope - room), brings * (found.slope + room)];
  };
  const [low, high] = bendsAllowed(curve.rows, best, allowed);
  const parts = constants.response_curve._BENDS;
  const bends = Array.from({ length: parts + 1 }, (_, part) => low + ((high - low) * part) / parts);
  const tried = bends.map((u) => ends(Math.exp(u)));
  const straight = low <= -7 ? [ends(0)] : [];
  const found = [[0, 1], [1, -1]].map(([side, sign]) => {
    const heights = tried.map((each) => sign * each[side]);
    const least = heights.indexOf(smallest(heights));
    const height = (u) => sign * ends(Math.exp(u))[side];
    const near = goldenSection(height, bends[Math.max(0, least - 1)], bends[Math.min(parts, least + 1)]);
    return sign * smallest([...heights, height(near), ...straight.map((each) => sign * each[side])]);
  });
  const gain = curveGain(curve, spend, step);
  return [Math.min(found[0], gain), Math.max(found[1], gain)];
}

// The logarithms of bends between which no curve leaves more than is allowed.
function bendsAllowed(rows, bend, allowed) {
  const best = bend > 0 ? naturalLog(bend) : -7;
  const end = (side) => {
    let inside = best;
    let outside = best;
    while (curveLine(rows, Math.exp(outside)).errors <= allowed) {
      inside = outside;
      if (outside * side >= 7) return side * 7;
      outside += side * constants.response_curve._STEP;
    }
    for (let halving = 0; halving < 40; halving++) {
      const middle = (inside + outside) / 2;
      if (curveLine(rows, Math.exp(middle)).errors <= allowed) inside = middle;
      else outside = middle;
    }
    return inside;
  };
  return [Math.max(-7, end(-1)), Math.min(7, end(1))];
}

// Periods of spend and revenue, and of a season or null; of many, the means of those of about the same spend.
function curveRows(spend, revenue, season) {
  refuseHuge(spend, revenue, season || []);
  const rows = { count: spend.length, weights: spend.map(() => 1), inside: 0, season: null, seasons: 0, middle: 0 };
  rows.freedom = rows.count - 2 - (season && smallest(season) < largest(season) ? 1 : 0);
  if (rows.count > constants.response_curve.MANY) {
    const parts = partsOfSpend(spend);
    if (season) {
      revenue = oneSeason(parts, revenue, season);
      season = null;
    }
    const means = (column) => parts.map((part) => exactSum(part.map((row) => column[row])) / part.length);
    const heights = means(revenue);
    rows.inside = exactSum(parts.map((part, i) => exactSum(part.map((row) => squared(revenue[row] - heights[i])))));
    rows.weights = parts.map((part) => part.length);
    spend = means(spend);
    revenue = heights;
  }
  rows.spend = spend;
  rows.mean = rowsAverage(rows, spend);
  if (season) {
    rows.season = rowsCentred(rows, season);
    rows.seasons = rowsSquared(rows, rows.season);
    rows.middle = rowsAverage(rows, season);
    if (rows.seasons === 0) rows.season = null;
  }
  rows.height = rowsAverage(rows, revenue);
  rows.turn = alongSeason(rows, rowsCentred(rows, revenue));
  rows.revenue = withoutSeason(rows, rowsCentred(rows, revenue));
  rows.whole = rowsSquared(rows, rows.revenue) + rows.inside;
  return rows;
}

// Figures whose squares are no numbers.
function refuseHuge(...columns) {
  if (columns.some((column) => largest(column.map(Math.abs)) > constants.response_curve.LARGEST)) fail("#NUM!");
}

function partsOfSpend(spend) {
  const { PARTS } = constants.response_curve;
  const order = spend.map((_, row) => row).sort((one, two) => spend[one] - spend[two]);
  const edge = (part) => Math.floor((part * spend.length) / PARTS);
  return Array.from({ length: PARTS }, (_, part) => order.slice(edge(part), edge(part + 1)));
}

// Revenue as it would have been in the mean season, by what the season does among rows of one spend.
function oneSeason(parts, revenue, season) {
  const above = [];
  const below = [];
  for (const part of parts) {
    const mean = exactSum(part.map((row) => season[row])) / part.length;
    const height = exactSum(part.map((row) => revenue[row])) / part.length;
    above.push(exactSum(part.map((row) => (season[row] - mean) * (revenue[row] - height))));
    below.push(exactSum(part.map((row) => squared(season[row] - mean))));
  }
  const squares = exactSum(below);
  const share = squares > 0 ? exactSum(above) / squares : 0;
  const middle = exactSum(season) / season.length;
  return revenue.map((value, row) => value - share * (season[row] - middle));
}

function rowsProduct(rows, one, two) {
  return exactSum(one.map((value, i) => rows.weights[i] * value * two[i]));
}

function rowsAverage(rows, column) {
  return exactSum(column.map((value, i) => rows.weights[i] * value)) / rows.count;
}

function rowsCentred(rows, column) {
  const mean = rowsAverage(rows, column);
  return column.map((value) => value - mean);
}

function rowsSquared(rows, column) {
  return rowsProduct(rows, column, column);
}

function alongSeason(rows, column) {
  return rows.season === null ? 0 : rowsProduct(rows, rows.season, column) / rows.seasons;
}

function withoutSeason(rows, column) {
  if (rows.season === null) return column;
  const share = alongSeason(rows, column);
  return column.map((value, i) => value - share * rows.season[i]);
}

function curveForm(rows, bend) {
  return rows.spend.map((s) => s / (1 + bend * s));
}

// The best curve of a bend.
function curveLine(rows, bend) {
  const left = withoutSeason(rows, rowsCentred(rows, curveForm(rows, bend)));
  const squares = rowsSquared(rows, left);
  const slope = divided(rowsProduct(rows, left, rows.revenue), squares);
  const errors = exactSum(left.map((a, i) => rows.weights[i] * squared(rows.revenue[i] - slope * a))) + rows.inside;
  return { slope, errors, squares };
}

// How the errors of the best curve turn with its bend, which is asked for again and again: their slope has the sign of
// `slope * left`. The errors and the slope are those of curveLine, to the last digit.
function curveTurn(rows, bend) {
  const form = curveForm(rows, bend);
  const left = withoutSeason(rows, rowsCentred(rows, form));
  const turn = withoutSeason(rows, rowsCentred(rows, form.map((f) => f * f)));
  const squares = rowsSquared(rows, left);
  const along = divided(rowsProduct(rows, left, turn), squares);
  const slope = rowsProduct(rows, left, rows.revenue) / squares;
  const over = rows.revenue.map((value, i) => value - slope * left[i]);
  const own = turn.map((value, i) => value - along * left[i]);
  const errors = exactSum(over.map((value, i) => rows.weights[i] * squared(value))) + rows.inside;
  return { slope, left: rowsProduct(rows, own, over), errors };
}

// The revenue at a spend and the mean season, by a curve of any slope through the mean of the rows.
function curveAnswer(rows, bend, slope, spend) {
  return rows.height + slope * (spend / (1 + bend * spend) - rowsAverage(rows, curveForm(rows, bend)));
}

function curveForetold(rows, bend, spend, season) {
  const { slope } = curveLine(rows, bend);
  const found = spend.map((s) => curveAnswer(rows, bend, slope, s));
  if (rows.season === null || !season) return found;
  const part = rows.turn - slope * alongSeason(rows, rowsCentred(rows, curveForm(rows, bend)));
  return found.map((value, i) => value + part * (season[i] - rows.middle));
}

function refuseRows(spend, whose) {
  const { FEWEST_ROWS, FEWEST_LEVELS, WIDEST } = constants.response_curve;
  const rows = spend.length;
  const levels = new Set(spend).size;
  const most = largest(spend);
  const least = smallest(spend);
  if (rows < FEWEST_ROWS) {
    const why = rows + " periods" + whose + " are known; a response curve with its interval needs " + FEWEST_ROWS + ".";
    throw new CellError("#NUM!", why, "Add " + (FEWEST_ROWS - rows) + " more.");
  }
  if (levels < FEWEST_LEVELS) {
    const why = "The periods" + whose + " have " + levels + " different spends; a response curve needs " + FEWEST_LEVELS + ".";
    throw new CellError("#NUM!", why, "Vary the spend.");
  }
  if (most < WIDEST * least) {
    const why = "The spend" + whose + " varied from " + general(least) + " to " + general(most) + "; a response curve needs the highest to be ";
    const hint = "Try a period at " + general(most / WIDEST) + " or " + general(WIDEST * least) + ".";
    throw new CellError("#NUM!", why + general(WIDEST) + " times the lowest.", hint);
  }
}

// A season cannot be told from a response where spend and revenue both go on from period to period (Anderson 1942).
function refuseWaves(spend, revenue, season, whose) {
  refuseHuge(spend, revenue, season || []);
  if (season) {
    const told = toldBySeason(spend, season);
    if (told > constants.response_curve.MOST_TOLD) {
      const share = roundedHalfEven(told * 100) + "%";
      const why = "The season tells " + share + " of how the spend" + whose + " varied: nothing is left to see a response in.";
      throw new CellError("#NUM!", why, "Vary the spend against the season for some periods.");
    }
    return;
  }
  if (goesOn(spend) && goesOn(revenue)) {
    const why = "Spend and revenue" + whose + " rise and fall together over several periods, as under a season.";
    const hint = "Give a season: sales without ads, last year's, or a search trend; or vary the spend from period to period.";
    throw new CellError("#NUM!", why, hint);
  }
}

function toldBySeason(column, season) {
  const middle = exactSum(season) / season.length;
  const mean = exactSum(column) / column.length;
  const away = season.map((z) => z - middle);
  const over = column.map((value) => value - mean);
  const squares = exactSum(away.map((z) => z * z)) * exactSum(over.map((value) => value * value));
  return squares > 0 ? squared(exactSum(away.map((z, i) => z * over[i]))) / squares : 0;
}

// Whether a series goes on from period to period more than chance lets it, in one case of forty.
function goesOn(series) {
  const rows = series.length;
  return goingOn(series) > (1.96 * Math.sqrt(rows - 2) - 1) / (rows - 1);
}

function goingOn(series) {
  const mean = exactSum(series) / series.length;
  const away = series.map((value) => value - mean);
  const whole = exactSum(away.map((a) => a * a));
  return whole > 0 ? exactSum(away.slice(1).map((a, i) => away[i] * a)) / whole : 0;
}

function fitCurve(spend, revenue, whose, season) {
  refuseRows(spend, whose);
  const most = largest(spend);
  const x = spend.map((s) => s / most);
  const rows = curveRows(x, revenue, season);
  const bend = bestBend(rows);
  const { slope } = curveLine(rows, bend);
  if (slope <= 0 || largest(revenue) === smallest(revenue)) {
    const why = "In these periods" + whose + " more spend did not bring more revenue.";
    throw new CellError("#NUM!", why, "There is no response to plan with; test with a holdout: SOCLIFT.");
  }
  if (bend >= FLAT / 1.01) {
    const why = "Already the lowest spend" + whose + " brought all there was to be had: no rise is seen above it.";
    throw new CellError("#NUM!", why, "Try periods with a spend below " + general(smallest(spend.filter((s) => s > 0))) + ".");
  }
  return {
    base: rows.height - slope * rowsAverage(rows, curveForm(rows, bend)),
    slope: slope / most,
    bend: bend / most,
    lowest: smallest(spend),
    highest: most,
    mean: exactSum(spend) / spend.length,
    freedom: rows.freedom - 1,
    rows,
  };
}

// The bend with the least squares among those from straight to flat; 0 where a line is as good.
function bestBend(rows) {
  const errors = (logarithm) => curveLine(rows, Math.exp(logarithm)).errors;
  let best = -7;
  let fewest = Infinity;
  for (let step = 0; step <= 140; step++) {
    const found = errors(-7 + step / 10);
    if (found < fewest || step === 0) [best, fewest] = [-7 + step / 10, found];
  }
  const logarithm = goldenSection(errors, Math.max(-7, best - 0.1), Math.min(7, best + 0.1));
  const bend = Math.exp(logarithm);
  if (bend <= STRAIGHT * 1.01 || errors(logarithm) >= curveLine(rows, 0).errors * (1 - 1e-12)) return 0;
  return turningBend(rows, bend, Math.exp(best - 0.1), Math.exp(best + 0.1));
}

function goldenSection(height, low, high) {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let one = high - ratio * (high - low);
  let two = low + ratio * (high - low);
  let atOne = height(one);
  let atTwo = height(two);
  while (high - low > 1e-9) {
    if (atOne < atTwo) {
      [high, two, atTwo] = [two, one, atOne];
      one = high - ratio * (high - low);
      atOne = height(one);
    } else {
      [low, one, atOne] = [one, two, atTwo];
      two = low + ratio * (high - low);
      atTwo = height(two);
    }
  }
  return (low + high) / 2;
}

// The last digits of the bend from where the errors turn from falling to rising, by halving: a valley's floor is too flat
// to find them by height.
function turningBend(rows, bend, low, high) {
  const rises = (at) => {
    const turn = curveTurn(rows, at);
    return turn.slope * turn.left > 0;
  };
  if (rises(low) || !rises(high)) return bend;
  for (;;) {
    const middle = (low + high) / 2;
    if (!(low < middle && middle < high)) return middle;
    if (rises(middle)) high = middle;
    else low = middle;
  }
}
