// Tests of places: the line through other places before the test, and which effects a permutation does not refute.
// Beside socroi/methods/counterfactual.py, permutation.py, ratio.py and region_sales.py.

// The line with the least squares through periods in their order.
function lineOf(y, x) {
  const n = y.length;
  for (const [name, series] of [["control", x], ["test", y]]) {
    if (smallest(series) === largest(series)) {
      const why = "The sales of " + name + " are " + general(series[0]) + " in each period before the test.";
      throw new CellError("#DIV/0!", why, "Sales that never vary tell nothing: look at the range.");
    }
  }
  const mean = exactSum(x) / n;
  const height = exactSum(y) / n;
  const squares = exactSum(x.map((a) => squared(a - mean)));
  const all = exactSum(y.map((b) => squared(b - height)));
  const slope = divided(exactSum(x.map((a, i) => (a - mean) * (y[i] - height))), squares);
  const base = height - slope * mean;
  const rest = y.map((b, i) => b - base - slope * x[i]);
  const left = exactSum(rest.map((r) => r * r));
  const memory = left ? exactSum(rest.slice(1).map((r, i) => rest[i] * r)) / left : 0;
  return { base, slope, mean, squares, rest, variance: left / (n - 2), fit: 1 - divided(left, all), memory };
}

// The variance of the sum of later periods over the line, in variances of one period.
function lineSpread(line, x) {
  const away = exactSum(x) / x.length - line.mean;
  return x.length + squared(x.length) * (1 / line.rest.length + (away * away) / line.squares);
}

// What is left of y after a line on x through all periods, in runs of so many of them that may go over the end.
function runsOf(y, x, length) {
  const n = y.length;
  const mean = exactSum(x) / n;
  const height = exactSum(y) / n;
  const away = x.map((a) => a - mean);
  const over = y.map((b) => b - height);
  const squares = exactSum(away.map((a) => a * a));
  const slope = divided(exactSum(away.map((a, i) => a * over[i])), squares);
  const together = (series) => {
    const round = [...series, ...series.slice(0, length - 1)];
    return series.map((_, i) => exactSum(round.slice(i, i + length)));
  };
  return { rest: together(over.map((b, i) => b - slope * away[i])), lever: together(away), squares, length };
}

// How much of an effect of 1 in each period of the run at `at` is left in another run.
function runShare(runs, run, at) {
  const n = runs.rest.length;
  const apart = (((run - at) % n) + n) % n;
  const common = Math.max(0, runs.length - apart) + (apart ? Math.max(0, runs.length - (n - apart)) : 0);
  return common - squared(runs.length) / n - (runs.lever[run] * runs.lever[at]) / runs.squares;
}

function runEffect(runs, at) {
  return divided(runs.rest[at], runShare(runs, at, at));
}

// The effects t of which |a - b t| at the place of the test is not among the largest of all places.
function permuted([mine, weight], others, confidence) {
  const alike = 1 - constants.permutation._ALIKE;
  const lows = [-Infinity];
  const highs = [Infinity];
  let asLarge = 1;
  for (const [a, b] of others) {
    if (Math.abs(a) >= Math.abs(mine) * alike) asLarge += 1;
    if (Math.abs(b) >= weight * alike) {
      lows.push(-Infinity);
      highs.push(Infinity);
      continue;
    }
    const ends = [divided(mine - a, weight - b), divided(mine + a, weight + b)];
    lows.push(Math.min(...ends));
    highs.push(Math.max(...ends));
  }
  const needed = Math.floor(rounded((1 - confidence) * lows.length, 9)) + 1;
  lows.sort((one, two) => one - two);
  highs.sort((one, two) => two - one);
  return { low: lows[needed - 1], high: highs[needed - 1], p: asLarge / lows.length };
}

// Fieller's interval of a ratio; null where what is below cannot be told from 0.
function fieller(above, below, theirs, ours, both, t) {
  const weight = below * below - t * t * ours;
  if (weight <= 0) return null;
  const middle = above * below - t * t * both;
  const reach = Math.sqrt(Math.max(0, middle * middle - weight * (above * above - t * t * theirs)));
  return [(middle - reach) / weight, (middle + reach) / weight];
}

// The sales of places in two blocks of cells, a column for each, for the rows in which all are known.
function regionSales(test, control) {
  if (test.length !== control.length) {
    const why = "test has " + test.length + " rows, control has " + control.length + ".";
    throw new CellError("#VALUE!", why, "Give the same periods of both.");
  }
  for (const [name, block] of [["test", test], ["control", control]]) {
    block.forEach((row, number) => {
      for (const cell of row) {
        if (cell instanceof CellError) throw cell;
        if (cell !== null && cell !== "" && typeof cell !== "number") {
          const why = name + " holds " + asText(cell) + " in row " + (number + 1) + ", where sales belong.";
          throw new CellError("#VALUE!", why, "Give the figures alone, without headings and dates.");
        }
      }
    });
  }
  const rows = test.map((row, i) => [...row, ...control[i]]);
  const known = rows.map((row) => row.every((cell) => typeof cell === "number"));
  const kept = rows.filter((_, i) => known[i]);
  const columns = rows[0].map((_, column) => kept.map((row) => row[column]));
  return { test: columns.slice(0, test[0].length), control: columns.slice(test[0].length), known };
}

function periodTotals(columns) {
  return columns[0].map((_, period) => exactSum(columns.map((column) => column[period])));
}

function waysToChoose(count, chosen) {
  let ways = 1;
  for (let i = 1; i <= chosen; i++) ways = (ways * (count - chosen + i)) / i;
  return ways;
}

// How much more the places of the test grew than the others, with the interval of their placements; null where there
// are too few of them, or a place sold nothing before.
function placesGrown(regions, before, confidence) {
  const columns = [...regions.test, ...regions.control];
  const tested = regions.test.length;
  const count = columns.length;
  const means = columns.map((column) => exactSum(column.slice(0, before)) / before);
  if (waysToChoose(count, tested) * (1 - confidence) < 1 - 1e-9 || smallest(means) <= 0) return null;
  const during = columns[0].length - before;
  const growth = columns.map((column, i) => exactSum(column.slice(before)) / during / means[i] - 1);
  if (!growth.every(Number.isFinite)) return null;
  const all = exactSum(growth);
  const others = count - tested;
  const difference = (chosen) => {
    const mine = exactSum(chosen.map((region) => growth[region]));
    const own = chosen.filter((region) => region < tested).length;
    return [mine / tested - (all - mine) / others, own / tested - (tested - own) / others];
  };
  const found = difference(Array.from({ length: tested }, (_, i) => i));
  return { more: found[0], interval: permuted(found, placements(count, tested).map(difference), confidence) };
}

// Every other choice of so many places, or many of them by lot.
function placements(count, tested) {
  const most = constants.region_sales.MOST_PLACEMENTS;
  const found = [];
  if (waysToChoose(count, tested) <= most) {
    const choose = (chosen, next) => {
      if (chosen.length === tested) found.push(chosen);
      else for (let region = next; region < count; region++) choose([...chosen, region], region + 1);
    };
    choose([], 0);
    return found.slice(1);
  }
  const twister = new MersenneTwister(1);
  for (let draw = 1; draw < most; draw++) {
    const keys = Array.from({ length: count }, () => twister.random());
    found.push(keys.map((_, i) => i).sort((one, two) => keys[one] - keys[two]).slice(0, tested));
  }
  return found;
}
