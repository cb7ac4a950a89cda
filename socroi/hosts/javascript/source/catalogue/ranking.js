// Ranking: which posts, creators and campaigns are truly better, and what each creator cost and brought. Beside
// socroi/catalogue/ranking.py.

bodies.SOCRANK = (item, result, trials, confidence, top) => {
  const fewest = constants.ranking.FEWEST;
  const asAmounts = trials.every((size) => size === null);
  const rows = new Map();
  item.forEach((name, row) => {
    if (trials[row] === null && !asAmounts) return;
    const key = folded(name);
    if (!rows.has(key)) rows.set(key, { name, results: [], sizes: [] });
    rows.get(key).results.push(result[row]);
    rows.get(key).sizes.push(trials[row] || 0);
  });
  if (rows.size < fewest) {
    const why = "There are " + rows.size + " items; whether the best of them is more than lucky shows from " + fewest + " on.";
    throw new CellError("#NUM!", why, "Add " + (fewest - rows.size) + " more.");
  }
  const items = [...rows.values()];
  const found = asAmounts ? rankedAmounts(items) : rankedRates(items);
  const chances = chancesOfTheTop(found.map(({ belief }) => belief), top);
  const tails = [(1 - confidence) / 2, (1 + confidence) / 2];
  const table = found.map(({ size, raw, belief, lift }, place) => {
    const figures = [belief.mean, ...tails.map((tail) => belief.quantile(tail))];
    const shown = lift === null ? figures : figures.map((each) => exponential(each + lift));
    return [items[place].name, size, raw, ...shown, chances[place]];
  });
  table.sort((one, other) => other[6] - one[6] || other[3] - one[3]);
  const kind = asAmounts ? ["rows", "amount"] : ["trials", "rate"];
  return new Spill(table, ["item", ...kind, "shrunken", "low", "high", "top " + roundedHalfEven(top * 100) + "%"]);
};

function rankedRates(items) {
  const won = items.map(({ results }) => exactSum(results));
  const tried = items.map(({ sizes }) => exactSum(sizes));
  items.forEach(({ name }, place) => {
    if (won[place] <= tried[place]) return;
    const why = name + " has " + general(won[place]) + " successes of " + general(tried[place]) + " trials.";
    throw new CellError("#NUM!", why, "Take the trials that the successes come from, such as clicks for sales.");
  });
  const all = exactSum(won);
  if (!(all > 0 && all < exactSum(tried))) {
    throw new CellError("#NUM!", "Nobody or everybody succeeded: no item differs.", "Wait for more, or count others.");
  }
  const beliefs = believedRates(won, tried);
  return won.map((successes, place) => {
    return { size: tried[place], raw: divided(successes, tried[place]), belief: beliefs[place], lift: null };
  });
}

// Taken as log-normal: a mean amount is e to the mean logarithm and half its variance, the lift.
function rankedAmounts(items) {
  const fewest = constants.ranking.FEWEST_AGAIN;
  for (const { name, results } of items) {
    if (smallest(results) > 0) continue;
    const why = name + " has an amount of 0, and a log-normal amount is above it.";
    throw new CellError("#NUM!", why, "Rank how many bought (with trials), and the amounts of those who did.");
  }
  const rows = sum(items.map(({ results }) => results.length));
  const freedom = rows - items.length;
  if (freedom < fewest) {
    const why = items.length + " items have " + rows + " rows; how much one item's amounts scatter shows in several rows each.";
    throw new CellError("#NUM!", why, "Give single orders or days, not their totals.");
  }
  const logs = items.map(({ results }) => results.map(Math.log));
  const means = logs.map((each) => exactSum(each) / each.length);
  const scatter = exactSum([].concat(...logs.map((each, place) => each.map((x) => squared(x - means[place]))))) / freedom;
  if (scatter === 0 || smallest(means) === largest(means)) {
    const why = "The amounts do not scatter, within items or between them.";
    throw new CellError("#NUM!", why, "Give real amounts.");
  }
  const beliefs = believedMeans(means, logs.map((each) => scatter / each.length));
  return items.map(({ results }, place) => {
    return { size: results.length, raw: exactSum(results) / results.length, belief: beliefs[place], lift: scatter / 2 };
  });
}

bodies.SOCCREATOR = (creator, fee, revenue, product, hours, hourlyRate, margin, codeShare, reuse) => {
  const blank = fee.map(() => null);
  const [goods, times, rates, shares, again] = [product, hours, hourlyRate, codeShare, reuse].map((list) => list || blank);
  const creators = new Map();
  creator.forEach((name, row) => {
    if (name === null) return;
    const key = folded(name);
    if (!creators.has(key)) creators.set(key, { name, costs: [], revenues: [], share: null, reuse: [] });
    const one = creators.get(key);
    const known = times[row] && rates[row] === null ? null : (goods[row] || 0) + (times[row] || 0) * (rates[row] || 0);
    if (fee[row] !== null || revenue[row] !== null) {
      one.costs.push(fee[row] === null || known === null ? null : fee[row] + known);
      one.revenues.push(revenue[row]);
    }
    if (one.share === null) one.share = shares[row];
    if (again[row] !== null) one.reuse.push(again[row]);
  });
  const all = [...creators.values()];
  if (!all.length) throw new CellError("#N/A", "No row has a creator.", "Fill in who it was.");
  const complete = all.filter(isCompleteCreator);
  const together = (group, side) => [].concat(...group.map((one) => one[side]));
  const total = { name: totalLabel(complete.length, all.length), share: null, reuse: together(all, "reuse") };
  total.costs = together(complete, "costs");
  total.revenues = together(complete, "revenues");
  return new Spill(
    [...all, total].map((one) => creatorRow(one, margin)),
    ["creator", "cost", "revenue", "profit", "ROI", "ROI with survey", "reuse"],
  );
};

function isCompleteCreator(one) {
  return one.costs.length > 0 && !one.costs.includes(null) && !one.revenues.includes(null);
}

// Without both sides there is no profit and no ROI.
function creatorRow(one, margin) {
  const summed = (list) => {
    const there = list.filter((each) => each !== null);
    return there.length ? exactSum(there) : null;
  };
  const [cost, revenue, saved] = [one.costs, one.revenues, one.reuse].map(summed);
  if (!isCompleteCreator(one) || cost === null || revenue === null) return [one.name, cost, revenue, null, null, null, saved];
  const roi = (gain) => (cost === 0 ? "no cost" : ((gain - cost) * 100) / cost);
  const asked = one.share === null ? null : roi((revenue / one.share) * margin);
  return [one.name, cost, revenue, revenue * margin - cost, roi(revenue * margin), asked, saved];
}
