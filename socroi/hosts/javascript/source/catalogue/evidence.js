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

bodies.SOCLIFT = (testSize, testConversions, controlSize, controlConversions, confidence, looks, look, value, cost, testShare) => {
  const { _LIFTED: head, _PRICED: more, UNFAIR, NO_LIMIT } = constants.evidence;
  const { EXPECTED, SURE } = constants.looks;
  if (testConversions > testSize || controlConversions > controlSize) {
    throw new CellError("#NUM!", "There are more conversions than people.", "Count each person once.");
  }
  const often = looksOf(looks, look);
  const [least, surest] = SURE;
  if (often > 1 && !(least <= confidence && confidence <= surest)) {
    const why = "confidence is " + general(confidence) + "; with several looks it is from " + least + " to " + surest + ".";
    throw new CellError("#NUM!", why, "Choose 0.95, or look once.");
  }
  let odds = null;
  if (testShare !== null) {
    const people = testSize + controlSize;
    const drift = divided(testSize - people * testShare, Math.sqrt(people * testShare * (1 - testShare)));
    odds = 2 * normalTail(Math.abs(drift));
    if (odds < UNFAIR) {
      const percent = (share) => (100 * share).toFixed(2) + "%";
      const why = percent(testSize / people) + " of the people are in the test group, and the lot was to put";
      const hint = "Find out who was lost or counted twice; without that no lift can be told.";
      throw new CellError("#NUM!", why + " " + percent(testShare) + " there: that is no chance.", hint);
    }
  }
  const one = divided(testConversions, testSize);
  const two = divided(controlConversions, controlSize);
  const pooled = (testConversions + controlConversions + 0.5) / (testSize + controlSize + 1);
  const z = often === 0 ? alwaysZ(pooled, testSize, controlSize, confidence, EXPECTED) : lookZ(often, look || often, confidence);
  const lift = one - two;
  const [low, high] = newcombeAt(one, testSize, two, controlSize, z);
  const nobody = new CellError("#DIV/0!", "Nobody in the control group converted.");
  const ends = [lift * testSize, low * testSize, high * testSize];
  const row = [one, two, lift, low, high, two === 0 ? nobody : lift / two, ...ends];
  if ([looks, look, value, cost, testShare].every((argument) => argument === null)) return new Spill([row], head);
  const [fewest, most] = ratioEnds(one, testSize, two, controlSize, z);
  row.push(fewest - 1, most === null ? nobody : most - 1, z);
  const price = (extra) => (cost === null ? null : extra > 0 ? cost / extra : NO_LIMIT);
  row.push(price(ends[0]), price(ends[2]), price(ends[1]));
  if (cost === null || value === null) row.push(null, null, null);
  else if (cost === 0) row.push(...ends.map(() => new CellError("#DIV/0!", "The campaign cost nothing.")));
  else row.push(...ends.map((extra) => (extra * value) / cost));
  return new Spill([[...row, odds]], [...head, ...more]);
};

// How often a test is looked at, 0 for always.
function looksOf(looks, look) {
  const most = constants.looks.MOST_LOOKS;
  if (looks !== null && looks.toLowerCase() === "always") {
    if (look !== null) throw new CellError("#NUM!", "look is given, and looks is always.", "Leave look blank.");
    return 0;
  }
  const often = looks === null ? 1 : Number(looks);
  if (looks !== null && !/^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)(e[-+]?[0-9]+)?$/i.test(looks)) {
    const why = 'looks is "' + looks + '", neither a number of looks nor "always".';
    throw new CellError("#N/A", why, "Type 1 to " + most + ', or "always".');
  }
  if (!(often >= 1 && often <= most) || often !== Math.trunc(often)) {
    const why = "looks is " + general(often) + ", and is a whole number from 1 to " + most + ".";
    throw new CellError("#NUM!", why, 'Give a number, or "always".');
  }
  if (look !== null && (look > often || look !== Math.trunc(look))) {
    const hint = "Give a whole number from 1 to " + general(often) + ", and looks as it was decided before.";
    throw new CellError("#NUM!", "look is " + general(look) + " of " + general(often) + " looks.", hint);
  }
  return often;
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
  return new Spill([[roi, (ends[0] - 1) * 100, (ends[1] - 1) * 100, rows, draws]], ["ROI", "low", "high", "rows", "draws"]);
};
