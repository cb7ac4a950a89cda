// Response curves: revenue(s) = base + slope s / (1 + bend s), each further unit of spend bringing less than the one before.
// For a given bend, base and slope are those of a linear regression (Golub and Pereyra 1973): one number is searched for.

const STRAIGHT = Math.exp(-7);
const FLAT = Math.exp(7);

function curveAt(curve, spend) {
  return curve.base + (curve.slope * spend) / (1 + curve.bend * spend);
}

// The revenue of a step more than a spend.
function curveGain(curve, spend, step) {
  return (curve.slope * step) / ((1 + curve.bend * spend) * (1 + curve.bend * (spend + step)));
}

// The ends of the interval of that gain, by the delta method with Student's t.
function curveGainInterval(curve, spend, step, confidence) {
  const after = spend + step;
  const bent = 1 + curve.bend * spend;
  const bentAfter = 1 + curve.bend * after;
  const gradient = [0, after / bentAfter - spend / bent, curve.slope * (squared(spend / bent) - squared(after / bentAfter))];
  const parts = [];
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) parts.push(gradient[i] * gradient[j] * curve.covariance[i][j]);
  const margin = tQuantile((1 + confidence) / 2, curve.freedom) * Math.sqrt(Math.max(0, exactSum(parts)));
  const gain = curveGain(curve, spend, step);
  return [gain - margin, gain + margin];
}

function fitCurve(spend, revenue, whose) {
  const rows = spend.length;
  const levels = new Set(spend).size;
  const most = largest(spend);
  const least = smallest(spend);
  if (rows < constants.response_curve.FEWEST_ROWS) {
    const why = rows + " periods" + whose + " are known; a response curve with its interval needs " + constants.response_curve.FEWEST_ROWS + ".";
    throw new CellError("#NUM!", why, "Add " + (constants.response_curve.FEWEST_ROWS - rows) + " more.");
  }
  if (levels < constants.response_curve.FEWEST_LEVELS) {
    const why = "The periods" + whose + " have " + levels + " different spends; a response curve needs " + constants.response_curve.FEWEST_LEVELS + ".";
    throw new CellError("#NUM!", why, "Vary the spend.");
  }
  if (most < constants.response_curve.WIDEST * least) {
    const why = "The spend" + whose + " varied from " + general(least) + " to " + general(most) + "; a response curve needs the highest to be ";
    const hint = "Try a period at " + general(most / constants.response_curve.WIDEST) + " or " + general(constants.response_curve.WIDEST * least) + ".";
    throw new CellError("#NUM!", why + general(constants.response_curve.WIDEST) + " times the lowest.", hint);
  }
  const x = spend.map((s) => s / most);
  const bend = bestBend(x, revenue);
  const [base, slope, errors] = regression(x.map((s) => s / (1 + bend * s)), revenue);
  if (slope <= 0 || largest(revenue) === smallest(revenue)) {
    const why = "In these periods" + whose + " more spend did not bring more revenue.";
    throw new CellError("#NUM!", why, "There is no response to plan with; test with a holdout: SOCLIFT.");
  }
  if (bend >= FLAT / 1.01) {
    const why = "Already the lowest spend" + whose + " brought all there was to be had: no rise is seen above it.";
    throw new CellError("#NUM!", why, "Try periods with a spend below " + general(smallest(spend.filter((s) => s > 0))) + ".");
  }
  const covariance = curveCovariance(x, slope, bend, errors);
  const scale = [1, 1 / most, 1 / most];
  return {
    base,
    slope: slope / most,
    bend: bend / most,
    lowest: least,
    highest: most,
    mean: exactSum(spend) / rows,
    freedom: rows - (bend > 0 ? 3 : 2),
    covariance: covariance.map((row, i) => row.map((value, j) => value * scale[i] * scale[j])),
  };
}

// Intercept, slope and the sum of squared errors.
function regression(x, y) {
  const n = x.length;
  const meanX = exactSum(x) / n;
  const meanY = exactSum(y) / n;
  const above = exactSum(x.map((a, row) => (a - meanX) * (y[row] - meanY)));
  const slope = divided(above, exactSum(x.map((a) => squared(a - meanX))));
  const base = meanY - slope * meanX;
  return [base, slope, exactSum(x.map((a, row) => squared(y[row] - base - slope * a)))];
}

// The bend with the least squares among those from straight to flat; 0 where a line is as good.
function bestBend(x, y) {
  const errors = (logarithm) => {
    const bend = Math.exp(logarithm);
    return regression(x.map((s) => s / (1 + bend * s)), y)[2];
  };
  let best = -7;
  let fewest = Infinity;
  for (let step = 0; step <= 140; step++) {
    const found = errors(-7 + step / 10);
    if (found < fewest || step === 0) [best, fewest] = [-7 + step / 10, found];
  }
  const logarithm = goldenSection(errors, Math.max(-7, best - 0.1), Math.min(7, best + 0.1));
  const bend = Math.exp(logarithm);
  if (bend <= STRAIGHT * 1.01 || errors(logarithm) >= regression(x, y)[2] * (1 - 1e-12)) return 0;
  return turningBend(x, y, bend, Math.exp(best - 0.1), Math.exp(best + 0.1));
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

function curveRow(s, slope, bend) {
  const bent = s / (1 + bend * s);
  return [1, bent, -slope * squared(bent)];
}

// The last digits of the bend from where the errors turn from falling to rising, by halving: a valley's floor is too flat
// to find them by height.
function turningBend(x, y, bend, low, high) {
  const rises = (at) => {
    const bent = x.map((s) => s / (1 + at * s));
    const [base, slope] = regression(bent, y);
    return slope * exactSum(bent.map((a, row) => (y[row] - base - slope * a) * a * a)) > 0;
  };
  if (rises(low) || !rises(high)) return bend;
  for (;;) {
    const middle = (low + high) / 2;
    if (!(low < middle && middle < high)) return middle;
    if (rises(middle)) high = middle;
    else low = middle;
  }
}

function normalMatrix(rows) {
  return rows[0].map((_, i) => rows[0].map((__, j) => exactSum(rows.map((row) => row[i] * row[j]))));
}

// By Gauss and Jordan with row exchanges, null where there is no inverse.
function inverseOf(matrix) {
  const n = matrix.length;
  const work = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) if (Math.abs(work[row][column]) > Math.abs(work[pivot][column])) pivot = row;
    if (work[pivot][column] === 0) return null;
    [work[column], work[pivot]] = [work[pivot], work[column]];
    const divisor = work[column][column];
    work[column] = work[column].map((value) => value / divisor);
    for (let row = 0; row < n; row++) {
      if (row === column) continue;
      const factor = work[row][column];
      work[row] = work[row].map((value, place) => value - factor * work[column][place]);
    }
  }
  return work.map((row) => row.slice(n));
}

// Of base, slope and bend; that of a bend of 0 is zero.
function curveCovariance(x, slope, bend, errors) {
  const width = bend > 0 ? 3 : 2;
  const inverse = inverseOf(normalMatrix(x.map((s) => curveRow(s, slope, bend).slice(0, width))));
  if (inverse === null) throw new CellError("#NUM!", "The spends are too alike for a response curve.", "Vary the spend more.");
  const variance = errors / (x.length - width);
  return [0, 1, 2].map((i) => [0, 1, 2].map((j) => (Math.max(i, j) < width ? inverse[i][j] * variance : 0)));
}

// How a spend is divided so that it brings the most, none above the highest spend that was tried: the next unit brings
// the same everywhere (Lagrange), at a price that is found by halving.
function dividedSpend(curves, spend) {
  const at = (price) =>
    curves.map((curve) => {
      if (curve.bend <= 0) return curve.slope > price ? curve.highest : 0;
      return Math.min(curve.highest, Math.max(0, (Math.sqrt(curve.slope / price) - 1) / curve.bend));
    });
  let low = smallest(curves.map((curve) => curve.slope / squared(1 + curve.bend * curve.highest))) / 2;
  let high = largest(curves.map((curve) => curve.slope));
  for (let round = 0; round < 200; round++) {
    const price = Math.sqrt(low * high);
    if (sum(at(price)) > spend) low = price;
    else high = price;
  }
  const dear = at(high);
  const cheap = at(low);
  const gap = exactSum(cheap) - exactSum(dear);
  // Straight lines jump from nothing to all at their price: the rest is divided among those that jump.
  const part = gap > 0 ? (spend - exactSum(dear)) / gap : 0;
  return dear.map((few, index) => few + part * (cheap[index] - few));
}
