// Calibration: how far the claims of platforms are true, and what is left of them. Beside socroi/catalogue/calibration.py
// and socroi/methods/pooling.py.

bodies.SOCCALIBRATE = (platform, claimed, incremental, low, high, age, claims, margin, drift, confidence) => {
  const found = new Map();
  platform.forEach((name, row) => {
    const key = folded(name);
    if (!found.has(key)) found.set(key, { name, tests: [] });
    const aged = drift * Math.sqrt(age[row] / 12);
    found.get(key).tests.push(testOfClaim(row + 1, claimed[row], incremental[row], low[row], high[row], aged));
  });
  const factors = new Map([...found].map(([key, { tests }]) => [key, claimFactor(tests, confidence)]));
  if (claims === null) {
    const rows = [...factors].map(([key, f]) => [found.get(key).name, f.tests, f.factor, f.low, f.high, f.note]);
    return new Spill(rows, ["platform", "tests", "factor", "low", "high", "note"]);
  }
  const groups = claimGroups(claims);
  const rows = groups.map((group) => claimRow(group, factors.get(folded(group.platform)), margin));
  rows.push(claimTotal(groups, factors, margin));
  return new Spill(rows, ["platform", "month", "claimed", "tests", "factor", "calibrated", "low", "high", "cost", "ROI",
    "ROI low", "ROI high", "note"]);
};

function testOfClaim(row, claim, lift, low, high, aged) {
  const place = "in test " + row;
  if (claim <= 0) {
    throw new CellError("#NUM!", "claimed is " + general(claim) + " " + place + ".", "Give what the platform claimed, above 0.");
  }
  if (!(low <= lift && lift <= high)) {
    const why = "incremental is " + general(lift) + " " + place + ", and its interval goes from " + general(low) + " to " + general(high) + ".";
    throw new CellError("#NUM!", why, "Put low, incremental and high in order.");
  }
  if (low === high) {
    const why = "low and high are both " + general(low) + " " + place + ".";
    throw new CellError("#NUM!", why, "Give the two ends of the test's interval.");
  }
  return { factor: lift / claim, low: low / claim, high: high / claim, aged };
}

function claimFactor(tests, confidence) {
  const z = normalQuantile((1 + confidence) / 2);
  const logs = tests.every((test) => test.low > 0);
  const told = tests.map(({ factor, low, high }) => [factor, low, high].map((end) => (logs ? Math.log(end) : end)));
  const farther = (low, high) => Math.max(Math.abs(low), Math.abs(high));
  const aged = tests.map((test) => (logs ? test.aged : test.aged * farther(test.low, test.high)));
  const notes = logs ? [] : ["it may be nothing: an interval reaches 0"];
  let ends;
  if (tests.length === 1) {
    const [middle, low, high] = told[0];
    const more = z * aged[0];
    ends = [middle, middle - Math.sqrt(squared(middle - low) + squared(more)), middle + Math.sqrt(squared(high - middle) + squared(more))];
  } else {
    const figures = told.map(([figure]) => figure);
    const middle = exactSum(tests.map((test) => test.factor)) / tests.length;
    const variances = tests.map((test, i) => {
      const width = logs ? logWidth(test, middle) : test.high - test.low;
      return squared(width / (2 * z)) + squared(aged[i]);
    });
    const scales = told.map(([, low, high]) => (logs ? 1 : farther(low, high)));
    if (tests.length === 2) {
      ends = pooledTwo(figures, variances, confidence, constants.pooling.APART * largest(scales));
      notes.push("two tests: how far tests differ is assumed");
    } else ends = pooledMany(figures, variances, confidence, (constants.pooling.APART * exactSum(scales)) / scales.length);
  }
  const [factor, low, high] = logs ? ends.map(Math.exp) : ends;
  return { tests: tests.length, factor, low, high, note: notes.join("; ") || null };
}

// How wide the interval of a factor is as a logarithm: where it is even about the factor itself, taken at the middle of
// all tests' factors, so that a weak test that happens to be high does not seem the surer.
function logWidth({ factor, low, high }, middle) {
  const even = Math.abs(factor - (low + high) / 2) <= Math.abs(factor - Math.sqrt(low * high));
  return even ? divided(high - low, middle) : Math.log(high) - Math.log(low);
}

// Three figures or more by DerSimonian and Laird, with the interval of Hartung and Knapp; none speaks alone.
function pooledMany(figures, variances, confidence, apart) {
  const around = (weights) => exactSum(weights.map((w, i) => w * figures[i])) / exactSum(weights);
  const scatter = (weights, mean) => exactSum(weights.map((w, i) => w * squared(figures[i] - mean)));
  let weights = variances.map((v) => divided(1, v));
  let all = exactSum(weights);
  const free = figures.length - 1;
  const between = Math.max(0, (scatter(weights, around(weights)) - free) / (all - exactSum(weights.map((w) => w * w)) / all));
  weights = variances.map((v) => 1 / (v + Math.max(between, (squared(apart) * 2) / Math.PI)));
  all = exactSum(weights);
  const mean = around(weights);
  const plain = exactSum(weights.map((w, i) => squared(w / all) * (variances[i] + between)));
  const sure = (1 + confidence) / 2;
  const seen = tQuantile(sure, free) * Math.sqrt(scatter(weights, mean) / (free * all));
  const reach = Math.max(seen, normalQuantile(sure) * Math.sqrt(plain));
  return [mean, mean - reach, mean + reach];
}

// Two figures, averaged over how far such tests may differ.
function pooledTwo(figures, variances, confidence, apart) {
  const steps = constants.pooling._STEPS;
  const logs = [];
  const parts = [];
  for (let step = 0; step < steps; step++) {
    const between = (apart * 4 * (step + 0.5)) / steps;
    const weights = variances.map((v) => divided(1, v + between * between));
    const all = exactSum(weights);
    const mean = exactSum(weights.map((w, i) => w * figures[i])) / all;
    const off = exactSum(weights.map((w, i) => w * squared(figures[i] - mean)));
    logs.push(0.5 * (exactSum(weights.map(naturalLog)) - naturalLog(all) - off - squared(between / apart)));
    parts.push([mean, 1 / Math.sqrt(all)]);
  }
  const top = largest(logs);
  const likely = logs.map((value) => Math.exp(value - top));
  const all = exactSum(likely);
  const mixed = parts.map(([mean, spread], i) => [likely[i] / all, mean, spread]);
  return [mixtureMean(mixed), mixtureQuantile(mixed, (1 - confidence) / 2), mixtureQuantile(mixed, (1 + confidence) / 2)];
}

function claimGroups(claims) {
  const width = claims[0].length;
  if (width < 2 || width > 4) {
    const hint = "Give platform, claimed revenue and, where known, cost and month.";
    throw new CellError("#VALUE!", "claims has " + width + " columns.", hint);
  }
  const groups = new Map();
  const names = new Map();
  claims.forEach((row, number) => {
    for (const cell of row) if (cell instanceof CellError) throw cell;
    const [name, revenue, cost, month] = row.map((cell) => (cell === "" || cell === undefined ? null : cell));
    for (const cell of width > 2 ? [revenue, cost] : [revenue]) {
      if (cell !== null && typeof cell !== "number") {
        const why = "claims holds " + asText(cell) + " in row " + (number + 1) + ", where money belongs.";
        throw new CellError("#VALUE!", why, "Give the rows without headings: platform, revenue, cost, month.");
      }
    }
    if (asText(name) === "") return;
    const key = folded(asText(name));
    if (!names.has(key)) names.set(key, asText(name));
    const when = width === 4 ? claimMonth(month) : null;
    const both = JSON.stringify([key, when]);
    if (!groups.has(both)) groups.set(both, { platform: names.get(key), month: when, revenue: 0, cost: 0 });
    const group = groups.get(both);
    const added = (total, cell) => (total !== null && typeof cell === "number" ? total + cell : null);
    group.revenue = added(group.revenue, revenue);
    group.cost = added(group.cost, width > 2 ? cost : null);
  });
  return [...groups.values()];
}

function claimMonth(cell) {
  const [first, last] = constants.calibration.SERIALS;
  if (typeof cell === "number" && cell >= first && cell <= last) {
    const { year, month } = fromSerial(cell);
    return String(year).padStart(4, "0") + "-" + twoDigits(month);
  }
  return cell instanceof Date ? isoDate(cell).slice(0, 7) : asText(cell) || null;
}

function claimRow(group, factor, margin) {
  if (!factor) {
    const blank = [null, null, null];
    return [group.platform, group.month, group.revenue, 0, null, ...blank, group.cost, ...blank, constants.calibration.NO_TEST];
  }
  const ends = calibratedClaim(group.revenue, factor);
  const head = [group.platform, group.month, group.revenue, factor.tests, factor.factor];
  return [...head, ...ends, group.cost, ...claimReturns(ends, group.cost, margin), factor.note];
}

function calibratedClaim(revenue, factor) {
  if (revenue === null) return [null, null, null];
  const ends = [revenue * factor.low, revenue * factor.high].sort((one, two) => one - two);
  return [revenue * factor.factor, ...ends];
}

function claimReturns(ends, cost, margin) {
  if (cost === 0) return ends.map(() => new CellError("#DIV/0!", "There is no cost."));
  return ends.map((end) => (end === null || cost === null ? null : ((end * margin - cost) * 100) / cost));
}

// The row of the platforms that were tested, those with a month that is not known left out.
function claimTotal(groups, factors, margin) {
  const names = [...new Set(groups.map((group) => folded(group.platform)))];
  const whole = [];
  for (const name of names) {
    const mine = groups.filter((group) => folded(group.platform) === name);
    if (!factors.has(name) || mine.some((group) => group.revenue === null)) continue;
    const cost = mine.some((group) => group.cost === null) ? null : exactSum(mine.map((group) => group.cost));
    whole.push({ revenue: exactSum(mine.map((group) => group.revenue)), cost, factor: factors.get(name) });
  }
  const label = totalLabel(whole.length, names.length);
  if (!whole.length) return [label, ...Array(12).fill(null)];
  const parts = whole.map(({ revenue, factor }) => calibratedClaim(revenue, factor));
  const middle = exactSum(parts.map((part) => part[0]));
  const [below, above] = [1, 2].map((end) => Math.sqrt(exactSum(parts.map((part) => squared(part[end] - part[0])))));
  const cost = whole.some((each) => each.cost === null) ? null : exactSum(whole.map((each) => each.cost));
  const ends = [middle, middle - below, middle + above];
  const claimed = exactSum(whole.map((each) => each.revenue));
  const tests = sum(whole.map((each) => each.factor.tests));
  return [label, null, claimed, tests, claimed ? middle / claimed : null, ...ends, cost, ...claimReturns(ends, cost, margin), null];
}
