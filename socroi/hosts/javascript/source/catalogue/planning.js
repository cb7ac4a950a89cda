// Planning: what the next money would bring, and how large a test has to be. Beside socroi/catalogue/planning.py.

bodies.SOCMARGINAL = (spend, revenue, current, step, confidence, margin, season) => {
  const seasons = knownSeasons(season);
  refuseRows(spend, "");
  refuseWaves(spend, revenue, seasons, "");
  const curve = fitCurve(spend, revenue, "", seasons);
  const at = current === null ? curve.mean : current;
  const [low, high] = curveGainInterval(curve, at, step, confidence);
  const notes = curve.bend === 0 ? ["a straight line: no flattening was seen"] : [];
  if (at + step > curve.highest) notes.push("beyond " + general(curve.highest) + ", the highest spend that was tried");
  return new Spill(
    [[at, step, curveGain(curve, at, step) * margin, low * margin, high * margin, notes.join("; ") || null]],
    ["spend", "step", "return", "low", "high", "note"],
  );
};

function knownSeasons(season) {
  const known = (season || []).filter((value) => value !== null);
  if (!known.length) return null;
  if (known.length < season.length) {
    const hint = "Fill it in for each row that has spend and revenue.";
    throw new CellError("#N/A", "The season of a row is blank.", hint);
  }
  return known;
}

bodies.SOCPLAN = (platform, spend, revenue, totalSpend, mostChange, season, margin, step, confidence) => {
  const lots = planLots(platform, spend, revenue, knownSeasons(season));
  for (const lot of lots) {
    refuseRows(lot.spend, " of " + lot.name);
    refuseWaves(lot.spend, lot.revenue, lot.season, " of " + lot.name);
  }
  const rows = lots.map((lot) => curveRows(lot.spend, lot.revenue, lot.season));
  const now = rows.map((each) => each.mean);
  const highest = lots.map((lot) => largest(lot.spend));
  const all = exactSum(now);
  const tried = exactSum(highest);
  const total = totalSpend === null ? all : totalSpend;
  if (total > tried) {
    const why = "total_spend is " + general(total) + "; these rows tell what a spend of up to " + general(tried) + " brings.";
    throw new CellError("#NUM!", why, "Plan with " + general(tried) + " at most, or try more first.");
  }
  const alike = now.map((mean) => divided(mean * total, all));
  const plan = plannedSpend(rows, alike, planBounds(alike, highest, mostChange, total), total);
  const sure = 1 - mixtureBelow(plan.gain, 0);
  const { SURE, SURER, DOUBT } = constants.planning;
  const { RETURN_SPREAD } = constants.spend_plan;
  const asked = plan.doubt > DOUBT ? SURER : SURE;
  const moved = sure >= asked && plan.off <= RETURN_SPREAD;
  const then = moved ? plan.spends : alike;
  const table = lots.map((lot, i) => {
    const brings = (plan.answers[i](then[i] + step) - plan.answers[i](then[i])) * margin;
    const said = moved ? planNote(lot, divided(now[i] * total, all), then[i], mostChange) : null;
    const off = foretoldWrong(lot.spend, lot.revenue, lot.season);
    const money = [now[i], plan.answers[i](now[i]), then[i], plan.answers[i](then[i])];
    return [lot.name, ...money, brings, off, null, null, null, null, said];
  });
  const sums = [1, 2, 3, 4].map((column) => exactSum(table.map((row) => row[column])));
  const ends = [(1 - confidence) / 2, (1 + confidence) / 2].map((share) => mixtureQuantile(plan.gain, share) * margin);
  let said = "keep: that a move is better is not sure, " + sure.toFixed(2) + " where " + general(asked) + " is asked";
  if (sure >= asked) {
    said = "keep: returns are known to within " + plan.off.toFixed(2) + " of their mean, where " + general(RETURN_SPREAD) + " is asked";
  }
  table.push(["total", ...sums, null, null, mixtureMean(plan.gain) * margin, ...ends, sure, moved ? "move" : said]);
  return new Spill(table, ["platform", "spend now", "revenue now", "spend", "revenue", "return of next " + general(step),
    "last quarter off by", "gain", "low", "high", "P(better)", "note"]);
};

function planLots(platform, spend, revenue, season) {
  const lots = new Map();
  platform.forEach((name, row) => {
    const key = folded(name);
    if (!lots.has(key)) lots.set(key, { name, spend: [], revenue: [], season: season && [] });
    const lot = lots.get(key);
    lot.spend.push(spend[row]);
    lot.revenue.push(revenue[row]);
    if (season) lot.season.push(season[row]);
  });
  return [...lots.values()];
}

function planNote(lot, alike, planned, mostChange) {
  if (planned >= largest(lot.spend) * (1 - 1e-9)) return "the highest spend that was tried";
  const least = smallest(lot.spend);
  if (planned < least) return "below " + general(least) + ", the lowest spend that was tried";
  return Math.abs(planned - alike) >= mostChange * alike * (1 - 1e-9) ? "as far as most_change lets it" : null;
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
