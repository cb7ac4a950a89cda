// Experiments: what a pause or a push in some places brought, and how large one must be. Beside
// socroi/catalogue/experiment.py.

bodies.SOCGEO = (test, control, pre, spend, margin, confidence) => {
  whole(pre, "pre is " + general(pre) + ", and rows are whole.");
  const regions = regionSales(test, control);
  const before = regions.known.slice(0, pre).filter(Boolean).length;
  if (before === regions.known.filter(Boolean).length) {
    const why = "No row after the first " + general(pre) + " is known.";
    throw new CellError("#NUM!", why, "Give the periods of the test, too.");
  }
  const y = periodTotals(regions.test);
  const x = periodTotals(regions.control);
  const during = y.length - before;
  refuseFewPeriods(before, during, confidence);
  const line = lineOf(y.slice(0, before), x.slice(0, before));
  refuseLooseLine(line);
  const effect = exactSum(y.slice(before).map((b, i) => b - line.base - line.slope * x[before + i]));
  const spread = lineSpread(line, x.slice(before));
  const error = Math.sqrt(line.variance * spread);
  const freedom = before - 2;
  const reach = tQuantile((1 + confidence) / 2, freedom) * error;
  const p = error > 0 ? tTwoTails(effect / error, freedom) : 0;
  const paid = paidInPeriods(spend, regions.known, before);
  const extra = extraSpend(paid, before);
  const said = "R2 " + line.fit.toFixed(2) + ", memory " + line.memory.toFixed(2) + rememberedDoubt(line.memory, during);
  const perSpend = returnPerSpend(line, effect, during, spread, paid, margin, confidence);
  const rows = [["regression", effect, effect - reach, effect + reach, p, ...perSpend, said]];
  const runs = runsOf(y, x, during);
  const others = y.map((_, at) => at).filter((at) => at !== before);
  const share = (at) => [runs.rest[at], runShare(runs, at, before)];
  const blocks = permuted(share(before), others.map(share), confidence);
  const ends = [runEffect(runs, before) * during, blocks.low * during, blocks.high * during];
  rows.push(permutedRow("blocks", ends, blocks.p, extra, margin));
  const byLot = placesGrown(regions, before, confidence);
  if (byLot === null) rows[1][8] = "take this one";
  else {
    const scale = exactSum(regions.test.map((column) => exactSum(column.slice(0, before)) / before)) * during;
    const { low, high } = byLot.interval;
    rows.push(permutedRow("regions", [byLot.more * scale, low * scale, high * scale], byLot.interval.p, extra, margin));
    rows[2][8] = "take this one if a lot chose the places";
  }
  return new Spill(rows, ["method", "effect", "low", "high", "p", "iROAS", "iROAS low", "iROAS high", "note"]);
};

function refuseFewPeriods(before, during, confidence) {
  const needed = Math.max(constants.experiment.FEWEST_BEFORE, constants.experiment.TIMES_BEFORE * during);
  if (before < needed) {
    const why = before + " periods before a test of " + during + " are known; " + needed + " are needed.";
    throw new CellError("#NUM!", why, "Add " + (needed - before) + " earlier ones.");
  }
  const all = before + during;
  if (all * (1 - confidence) < 1 - 1e-9) {
    const enough = general(Math.trunc((1 - 1 / all) * 100) / 100);
    const why = all + " periods in all bear no interval of " + general(confidence) + ".";
    throw new CellError("#NUM!", why, "Ask for a confidence of " + enough + ", or add earlier periods.");
  }
}

function refuseLooseLine(line) {
  const { LEAST_FIT, MOST_MEMORY } = constants.experiment;
  if (line.fit < LEAST_FIT) {
    const why = "R squared is " + line.fit.toFixed(2) + ": the control tells too little of the test; " + general(LEAST_FIT) + " is needed.";
    throw new CellError("#NUM!", why, "Choose other places whose sales went up and down with these, or longer periods.");
  }
  if (line.memory > MOST_MEMORY) {
    const much = line.memory.toFixed(2);
    const why = "What is left of test remembers " + much + " of the period before; " + general(MOST_MEMORY) + " is the most.";
    throw new CellError("#NUM!", why, "Something else moved one group for a while: choose places that it moved alike.");
  }
}

// What the note of the regression adds: a memory that is not there to see may still be.
function rememberedDoubt(memory, during) {
  if (during === 1) return "";
  return memory > 0 ? ": too short, sales remember" : ": too short if sales remember more than these rows show";
}

// The spend of each period, null where none is given; one cell is that of a test with none before.
function paidInPeriods(spend, known, before) {
  const given = (spend || []).filter((paid) => paid !== null);
  if (!given.length) return null;
  if (spend.length === 1) {
    const during = known.filter(Boolean).length - before;
    return [...Array(before).fill(0), ...Array(during).fill(given[0] / during)];
  }
  if (spend.length !== known.length) {
    const why = "spend has " + spend.length + " rows, test has " + known.length + ".";
    throw new CellError("#VALUE!", why, "Give the same periods, or one cell.");
  }
  const paid = spend.filter((_, row) => known[row]);
  if (paid.includes(null)) {
    throw new CellError("#N/A", "The spend of a period is blank.", "Fill it in: 0 where nothing was spent.");
  }
  return paid;
}

function extraSpend(paid, before) {
  if (paid === null) return null;
  return exactSum(paid.slice(before)) - (paid.length - before) * (exactSum(paid.slice(0, before)) / before);
}

function returnPerSpend(line, effect, during, spread, paid, margin, confidence) {
  if (paid === null) return [null, null, null];
  const before = line.rest.length;
  const extra = extraSpend(paid, before);
  const mean = exactSum(paid.slice(0, before)) / before;
  const away = paid.slice(0, before).map((cost) => cost - mean);
  const reached = during + (during * during) / before;
  const theirs = (exactSum(away.map((a) => a * a)) / (before - 1)) * reached;
  const both = (exactSum(away.map((a, i) => a * line.rest[i])) / (before - 2)) * reached;
  const t = tQuantile((1 + confidence) / 2, before - 2);
  const ends = fieller(effect, extra, line.variance * spread, theirs, both, t);
  if (ends === null) {
    const none = new CellError("#NUM!", "The additional spend cannot be told from none.", "Change the spend more.");
    return [none, none, none];
  }
  return [(effect * margin) / extra, ends[0] * margin, ends[1] * margin];
}

function permutedRow(method, ends, p, extra, margin) {
  const unknown = new CellError("#NUM!", "No effect can be ruled out on this side.", "Add earlier periods, or places.");
  const shown = ends.map((end) => (Number.isFinite(end) ? end : unknown));
  let each = [null, null, null];
  if (extra !== null) {
    const ratios = ends.map((end) => (extra ? (end * margin) / extra : end));
    const [low, high] = ratios.slice(1).sort((one, two) => one - two);
    each = [ratios[0], low, high].map((ratio) => (extra && Number.isFinite(ratio) ? ratio : unknown));
  }
  return [method, ...shown, p, ...each, null];
}

bodies.SOCGEOPLAN = (test, control, testPeriods, iroas, confidence, powerWanted) => {
  if (testPeriods !== null) whole(testPeriods, "test_periods is " + general(testPeriods) + ", and periods are whole.");
  if (iroas !== null && iroas <= 0) {
    const why = "iroas is " + general(iroas) + ": a test is to see that spend sells something.";
    throw new CellError("#NUM!", why, "Give what each 1 of spend is expected to sell.");
  }
  const { FEWEST_BEFORE, TIMES_BEFORE, LONGEST } = constants.experiment;
  const regions = regionSales(test, control);
  const y = periodTotals(regions.test);
  const x = periodTotals(regions.control);
  const rows = y.length;
  const needed = Math.max(FEWEST_BEFORE, TIMES_BEFORE * (testPeriods || 1));
  if (rows < needed) {
    const why = rows + " periods are known; " + needed + " are needed before such a test.";
    throw new CellError("#NUM!", why, "Add " + (needed - rows) + " earlier ones.");
  }
  const line = lineOf(y, x);
  refuseLooseLine(line);
  const most = Math.min(LONGEST, Math.floor(rows / TIMES_BEFORE));
  const lengths = testPeriods !== null ? [testPeriods] : Array.from({ length: most }, (_, i) => i + 1);
  const mean = exactSum(y) / rows;
  const table = lengths.map((length) => {
    const earlier = runsOf(y, x, length);
    const placebos = Array.from({ length: rows - length + 1 }, (_, at) => runEffect(earlier, at) * length);
    const freedom = Math.max(2, rows / length - 2);
    const reach = tQuantile((1 + confidence) / 2, freedom) + tQuantile(powerWanted, freedom);
    const least = Math.sqrt(exactSum(placebos.map((e) => e * e)) / placebos.length) * reach;
    const relative = mean > 0 ? least / (mean * length) : null;
    return [length, least, relative, iroas === null ? null : least / iroas, line.fit, line.memory, placebos.length];
  });
  return new Spill(table, ["test periods", "smallest effect", "relative", "spend", "R2", "memory", "placebos"]);
};
