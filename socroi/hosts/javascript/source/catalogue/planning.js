// Planning: what the next money would bring, and how large a test has to be. Beside socroi/catalogue/planning.py.

bodies.SOCMARGINAL = (spend, revenue, current, step, confidence, margin) => {
  const curve = fitCurve(spend, revenue, "");
  const at = current === null ? curve.mean : current;
  const [low, high] = curveGainInterval(curve, at, step, confidence);
  const notes = curve.bend === 0 ? ["a straight line: no flattening was seen"] : [];
  if (at + step > curve.highest) notes.push("beyond " + general(curve.highest) + ", the highest spend that was tried");
  return new Spill(
    [[at, step, curveGain(curve, at, step) * margin, low * margin, high * margin, notes.join("; ") || null]],
    ["spend", "step", "return", "low", "high", "note"],
  );
};

bodies.SOCPLAN = (platform, spend, revenue, totalSpend) => {
  const groups = new Map();
  platform.forEach((name, row) => {
    const key = folded(name);
    if (!groups.has(key)) groups.set(key, { name, spends: [], revenues: [] });
    groups.get(key).spends.push(spend[row]);
    groups.get(key).revenues.push(revenue[row]);
  });
  const all = [...groups.values()];
  const curves = all.map(({ name, spends, revenues }) => fitCurve(spends, revenues, " of " + name));
  const total = totalSpend === null ? exactSum(curves.map((curve) => curve.mean)) : totalSpend;
  const tried = exactSum(curves.map((curve) => curve.highest));
  if (total > tried) {
    const why = "total_spend is " + general(total) + "; these rows tell what a spend of up to " + general(tried) + " brings.";
    throw new CellError("#NUM!", why, "Plan with " + general(tried) + " at most, or try more first.");
  }
  const planned = dividedSpend(curves, total);
  const table = all.map(({ name }, index) => planLine(name, curves[index], planned[index]));
  const sums = [1, 2, 3, 4].map((column) => exactSum(table.map((row) => row[column])));
  return new Spill(
    [...table, ["total", ...sums, null, null]],
    ["platform", "spend now", "revenue now", "spend", "revenue", "return of next 100", "note"],
  );
};

function planLine(name, curve, planned) {
  let note = null;
  if (planned >= curve.highest * (1 - 1e-9)) note = "the highest spend that was tried";
  else if (planned < curve.lowest) note = "below " + general(curve.lowest) + ", the lowest spend that was tried";
  const next = curveGain(curve, planned, constants.planning.NEXT);
  return [name, curve.mean, curveAt(curve, curve.mean), planned, curveAt(curve, planned), next, note];
}

bodies.SOCPOWER = (rate, lift, confidence, powerWanted, controlShare) => {
  const before = rate;
  const after = rate * (1 + lift);
  if (!(after >= 0 && after <= 1)) {
    const why = "A lift of " + general(lift) + " turns a rate of " + general(rate) + " into " + general(after) + ".";
    throw new CellError("#NUM!", why, after > 1 ? "At most " + general(1 / rate - 1) + " is possible." : "At least -1.");
  }
  const ratio = controlShare / (1 - controlShare);
  const pooled = (after + ratio * before) / (1 + ratio);
  const none = Math.sqrt(pooled * (1 - pooled) * (1 + 1 / ratio));
  const other = Math.sqrt(after * (1 - after) + (before * (1 - before)) / ratio);
  const reach = normalQuantile((1 + confidence) / 2) * none + normalQuantile(powerWanted) * other;
  const size = squared(divided(reach, after - before));
  if (!Number.isFinite(size)) fail("#NUM!");
  // Rounded first, so that a whole number of people is not taken for one more.
  const test = Math.ceil(rounded(size, 6));
  const control = Math.ceil(rounded(size * ratio, 6));
  return new Spill([[test, control, test + control]], ["test", "control", "people"]);
};
