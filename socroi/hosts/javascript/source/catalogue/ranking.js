// Ranking: what each creator cost and brought. Beside socroi/catalogue/ranking.py.

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
