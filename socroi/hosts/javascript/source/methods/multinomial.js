// Intervals of all shares of one question together, which hold at the same time: Sison and Glaz (1995). Beside
// socroi/methods/multinomial.py.

// The low and the high end of each answer's share; each count is a whole number above 0.
function simultaneousEnds(counts, confidence) {
  const many = sum(counts);
  const columns = counts.map((count) => new TruncatedCount(count, many));
  let width = 0;
  let inside = 0;
  let wider = chanceInside(columns, many);
  while (wider <= confidence && width <= many) {
    for (const column of columns) column.widen();
    width += 1;
    [inside, wider] = [wider, chanceInside(columns, many)];
  }
  // Between the last width, which is too wide, and the one before, in proportion, above alone (May and Johnson 2000).
  const part = divided(confidence - inside, wider - inside);
  const kept = Math.max(width - 1, 0);
  return counts.map((n) => [Math.max(0, (n - kept) / many), Math.min(1, (n + kept + 2 * part) / many)]);
}

// A Poisson count of this mean that is known to lie no farther from it than so many. Its sums of powers about the mean
// grow by two terms with each step, so that no sum is taken twice.
class TruncatedCount {
  constructor(count, many) {
    this.count = count;
    this.many = many;
    this.reach = 0;
    this.powers = [0, 0, 0, 0, 0];
    this.add(0);
  }
  widen() {
    this.reach += 1;
    for (const step of [-this.reach, this.reach]) {
      if (this.count + step >= 0 && this.count + step <= this.many) this.add(step);
    }
  }
  add(step) {
    const value = this.count + step;
    let term = Math.exp(value * Math.log(this.count) - this.count - logGamma(value + 1));
    for (let power = 0; power < 5; power++) {
      this.powers[power] += term;
      term *= step;
    }
  }
  // The mean above the count, the variance, and the third and fourth central moments.
  moments() {
    const [mean, second, third, fourth] = this.powers.slice(1).map((power) => divided(power, this.powers[0]));
    return {
      mean,
      variance: second - mean ** 2,
      third: third - 3 * mean * second + 2 * mean ** 3,
      fourth: fourth - 4 * mean * third + 6 * mean ** 2 * second - 3 * mean ** 4,
    };
  }
}

// The chance that all counts lie as near to their means, by Levin's (1981) sum of truncated counts.
function chanceInside(columns, many) {
  const all = columns.map((column) => column.moments());
  const variance = exactSum(all.map((one) => one.variance));
  let density = 1; // each count is exactly its own
  if (variance > 0) {
    const skew = exactSum(all.map((one) => one.third)) / variance ** 1.5;
    const excess = exactSum(all.map((one) => one.fourth - 3 * one.variance * one.variance)) / variance ** 2;
    const x = -exactSum(all.map((one) => one.mean)) / Math.sqrt(variance);
    let series = 1 + (skew * (x ** 3 - 3 * x)) / 6 + (excess * (x ** 4 - 6 * x ** 2 + 3)) / 24;
    series += (skew ** 2 * (x ** 6 - 15 * x ** 4 + 45 * x ** 2 - 15)) / 72;
    density = (normalDensity(x) * series) / Math.sqrt(variance);
  }
  const whole = many * Math.log(many) - many - logGamma(many + 1);
  return Math.exp(exactSum(columns.map((column) => Math.log(column.powers[0]))) - whole) * density;
}
