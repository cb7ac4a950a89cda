// Evidence: how sure a figure is, and what it could as well have been. Beside socroi/catalogue/evidence.py.

bodies.SOCLAGCORR = (sentiment, outcome, maxLag) => {
  const facts = constants.evidence;
  const rows = sentiment.length;
  const most = maxLag === null ? Math.min(12, Math.floor(rows / 4)) : maxLag;
  whole(most, "max_lag is " + general(most) + "; a lag is a whole number of periods.");
  if (most >= rows - facts.FEWEST_PAIRS) {
    const needed = most + facts.FEWEST_PAIRS + 1;
    const shorter = rows > facts.FEWEST_PAIRS ? ", or a max_lag of " + (rows - facts.FEWEST_PAIRS - 1) + " at most" : "";
    const why = "A lag of " + general(most) + " needs " + general(needed) + " periods, and there are " + rows + ".";
    throw new CellError("#NUM!", why, "Give " + general(needed) + " periods" + shorter + ".");
  }
  const [mine, yours] = prewhitened(sentiment, outcome);
  const found = [];
  for (let lag = 0; lag <= most; lag++) found.push(correlation(mine.slice(0, rows - 1 - lag), yours.slice(lag)));
  found.forEach(({ n }, lag) => {
    if (n >= facts.FEWEST_PAIRS) return;
    const why = "At a lag of " + lag + ", " + n + " pairs are known with the periods before them; ";
    throw new CellError("#NUM!", why + facts.FEWEST_PAIRS + " are needed.", "Fill in more periods.");
  });
  // Rounded, so that of lags that are equally rare the first is taken on every machine.
  let best = -1;
  let rank = null;
  found.forEach(({ r, p }, lag) => {
    if (r === null || p === null) return;
    const own = [rounded(p, 12), -rounded(Math.abs(r), 12)];
    if (rank === null || own[0] < rank[0] || (own[0] === rank[0] && own[1] < rank[1])) [best, rank] = [lag, own];
  });
  if (best < 0) fail("#DIV/0!");
  const time = sentiment.map((_, row) => row);
  const trends = [correlation(sentiment, time), correlation(outcome, time)];
  const bothTrend = trends.every(({ p }) => p !== null && p < facts.CHANCE);
  let said = facts.NO_MORE_THAN_CHANCE;
  if ((found[best].p || 0) * found.length < facts.CHANCE) said = bothTrend ? "best, but both follow a trend" : "best";
  const still = new CellError("#DIV/0!", "Nothing is new in sentiment or outcome in all pairs.");
  const table = found.map(({ n, r, p }, lag) => [
    lag,
    r === null ? still : r,
    n,
    p === null ? still : p,
    p === null ? still : Math.min(1, p * found.length),
    lag === best ? said : null,
  ]);
  return new Spill(table, ["lag", "r", "n", "p", "adjusted p", "note"]);
};

// The number of known pairs, their correlation and its p; null where one side does not vary.
function correlation(ours, theirs) {
  const pairs = ours.map((x, row) => [x, theirs[row]]).filter(([x, y]) => x !== null && y !== null);
  const n = pairs.length;
  if (n < 3) return { n, r: null, p: null }; // of two points, it is always 1
  const xs = pairs.map(([x]) => x);
  const ys = pairs.map(([, y]) => y);
  if (smallest(xs) === largest(xs) || smallest(ys) === largest(ys)) return { n, r: null, p: null };
  const dx = scaledSteps(xs);
  const dy = scaledSteps(ys);
  const squares = exactSum(dx.map((d) => d * d)) * exactSum(dy.map((d) => d * d));
  const r = Math.max(-1, Math.min(1, divided(exactSum(dx.map((d, row) => d * dy[row])), Math.sqrt(squares))));
  return { n, r, p: r * r === 1 ? 0 : tTwoTails(r * Math.sqrt((n - 2) / (1 - r * r)), n - 2) };
}

// Divided by the largest, so that the squares of huge figures stay finite.
function scaledSteps(numbers) {
  const mean = exactSum(numbers) / numbers.length;
  const steps = numbers.map((number) => number - mean);
  const most = largest(steps.map(Math.abs));
  return steps.map((step) => divided(step, most));
}

bodies.SOCRANGE = (low, likely, high, cost, margin) => {
  const { TAIL, MIDDLE } = constants.evidence;
  if (low.some((least, row) => least > likely[row] || likely[row] > high[row])) {
    throw new CellError("#NUM!", "A line is not in the order low, likely, high.", "Put its three values in order.");
  }
  const spent = sum(cost);
  const means = low.map((least, row) => TAIL * least + MIDDLE * likely[row] + TAIL * high[row]);
  const variance = sum(
    means.map((m, row) => TAIL * squared(low[row] - m) + MIDDLE * squared(likely[row] - m) + TAIL * squared(high[row] - m)),
  );
  const ends = [low, likely, high, means].map((column) => divided((sum(column) * margin - spent) * 100, spent));
  const spread = (Math.sqrt(variance) * margin * 100) / spent;
  const reach = normalQuantile(0.95) * spread;
  return new Spill(
    [[...ends, spread, ends[3] - reach, ends[3] + reach]],
    ["low", "likely", "high", "mean", "spread", "nine in ten from", "nine in ten to"],
  );
};

bodies.SOCBOOT = (revenue, cost, draws, seed, confidence, margin) => {
  whole(draws, "draws is " + general(draws) + ", and must be whole.");
  whole(seed, "seed is " + general(seed) + ", and must be whole.");
  const rows = revenue.length;
  const fewest = constants.evidence.FEWEST_ROWS;
  if (rows < fewest) {
    const hint = "Add " + (fewest - rows) + " more: single campaigns, customers or weeks, not their totals.";
    throw new CellError("#N/A", rows + " rows are known; an interval that keeps its promise needs " + fewest + ".", hint);
  }
  const gains = revenue.map((gain) => gain * margin);
  const spent = exactSum(cost);
  const roi = divided((exactSum(gains) - spent) * 100, spent);
  const ends = ratioInterval(gains, cost, draws, seed, confidence);
  if (ends === null) {
    const paid = cost.filter((paid) => paid > 0).length;
    if (paid < rows) {
      const why = "Only " + paid + " of " + rows + " rows have a cost: draws had none, or no spread.";
      throw new CellError("#NUM!", why, "Spread the cost over the rows that it served.");
    }
    throw new CellError("#NUM!", "Too few rows differ from the others: draws had no spread.", "Add rows that differ.");
  }
  const needed = smallest(gains) >= 0 ? rowsNeeded(gains) : 0;
  let shown = ends.map((end) => (end - 1) * 100);
  const notes = [];
  if (rows < needed) {
    const why = "A few rows make most of the revenue: of " + rows + ", no interval keeps its promise.";
    const few = new CellError("#NUM!", why, "Give " + needed + " rows: single campaigns or customers.");
    shown = [few, few];
    notes.push(constants.evidence.FEW_MAKE_MOST.replace("{}", String(needed)));
  }
  const ratio = exactSum(gains) / spent;
  // What rounding leaves of rows that all return the same says nothing.
  const rounding = constants.prewhitening.ROUNDING * Math.abs(ratio);
  if (ends[1] - ends[0] > rounding && goesOn(gains.map((gain, at) => gain - ratio * cost[at]))) {
    notes.push(constants.evidence.ALIKE);
  }
  const row = [roi, ...shown, rows, draws, notes.join("; ") || null];
  return new Spill([row], ["ROI", "low", "high", "rows", "draws", "note"]);
};
