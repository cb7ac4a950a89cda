// Figures of many alike, each drawn towards what all have in common, the more so the less is known of it: rates by the
// beta-binomial, means by the normal distribution (Gelman and others 2013). Beside socroi/methods/shrinkage.py.

// A belief of a rate: the beta distribution with this mean and variance.
class BetaBelief {
  constructor(mean, variance) {
    Object.assign(this, { mean, variance });
    const size = divided(mean * (1 - mean), variance) - 1;
    this.shape = [mean * size, (1 - mean) * size];
  }
  // The chance that the true rate lies above a line.
  above(line) {
    return 1 - betaBelow(line, ...this.shape);
  }
  quantile(probability) {
    return betaQuantile(probability, ...this.shape);
  }
}

// A belief of a mean: the normal distribution with this mean and variance.
class NormalBelief {
  constructor(mean, variance) {
    Object.assign(this, { mean, variance });
  }
  above(line) {
    return normalTail((line - this.mean) / Math.sqrt(this.variance));
  }
  quantile(probability) {
    return this.mean + normalQuantile(probability) * Math.sqrt(this.variance);
  }
}

// What is believed of the true rate of each item. The rates come from a beta distribution of mean m and spread
// s = 1 / sqrt(a + b), all m and s from 0 to 1 alike before anything is known.
function believedRates(successes, trials) {
  const { _FALL, _SPREADS, _MIDDLES } = constants.shrinkage;
  const counts = new Map();
  const keys = successes.map((won, item) => won + " of " + trials[item]);
  keys.forEach((key, item) => {
    if (!counts.has(key)) counts.set(key, { won: successes[item], tried: trials[item], count: 0 });
    counts.get(key).count += 1;
  });
  const alike = [...counts.values()];
  const likelihood = (spread, odds) => {
    const mean = 1 / (1 + exponential(-odds));
    const size = 1 / (spread * spread);
    const [a, b] = [mean * size, (1 - mean) * size];
    const rises = ({ won, tried, count }) => count * logBetaRise(a, b, won, tried - won);
    return exactSum(alike.map(rises)) + Math.log(mean) + Math.log1p(-mean); // as odds are what is stepped through
  };
  const rate = divided(exactSum(successes), exactSum(trials));
  // Along the best odds for each spread, first roughly and then closer.
  const [bestSpread, middle] = likelihoodTop(likelihood, Math.log(divided(rate, 1 - rate)));
  const top = likelihood(bestSpread, middle);
  const spreads = placesAround((spread) => likelihood(spread, middle) - top, bestSpread, [1e-4, 1], _SPREADS);
  const reach = reachOfTop((odds) => likelihood(bestSpread, odds) - top, middle);
  const weights = [];
  for (const spread of spreads) {
    for (let node = 0; node < _MIDDLES; node++) {
      const odds = middle + 1.3 * reach * ((2 * node) / (_MIDDLES - 1) - 1);
      const height = likelihood(spread, odds) - top;
      if (height > -2 * _FALL) weights.push([exponential(height), spread, 1 / (1 + exponential(-odds))]);
    }
  }
  const total = exactSum(weights.map(([weight]) => weight));
  const beliefs = new Map();
  for (const [key, { won, tried }] of counts) {
    let first = 0;
    let second = 0;
    for (const [weight, spread, mean] of weights) {
      const size = 1 / (spread * spread) + tried;
      const a = mean / (spread * spread) + won;
      first += (weight * a) / size;
      second += (weight * a * (a + 1)) / (size * (size + 1));
    }
    first /= total;
    beliefs.set(key, new BetaBelief(first, second / total - first * first));
  }
  return keys.map((key) => beliefs.get(key));
}

// What is believed of the true mean of each item, one at least measured different from the others, each with the square
// of its standard error. The true means come from a normal distribution, all middles and spreads alike at first.
function believedMeans(means, variances) {
  // The logarithm of the likelihood of a spread, and the middle with its variance.
  const at = (spread) => {
    const parts = variances.map((variance) => divided(1, variance + spread * spread));
    const total = exactSum(parts);
    const middle = exactSum(parts.map((part, item) => part * means[item])) / total;
    const squares = exactSum(parts.map((part, item) => part * squared(means[item] - middle)));
    return [(exactSum(parts.map(Math.log)) - Math.log(total) - squares) / 2, middle, 1 / total];
  };
  const widest = largest(means) - smallest(means);
  const steps = Array.from({ length: 201 }, (_, step) => (widest * step) / 200);
  const best = highestOf(steps, (spread) => at(spread)[0]);
  const top = at(best)[0];
  const nodes = 4 * constants.shrinkage._SPREADS;
  const weighted = placesAround((spread) => at(spread)[0] - top, best, [0, 20 * widest], nodes).map((spread) => {
    const [height, middle, doubt] = at(spread);
    return [exponential(height - top), spread * spread, middle, doubt];
  });
  const total = exactSum(weighted.map(([weight]) => weight));
  return means.map((mean, item) => {
    const variance = variances[item];
    let first = 0;
    let second = 0;
    for (const [weight, between, middle, doubt] of weighted) {
      const kept = between / (between + variance);
      const centre = kept * mean + (1 - kept) * middle;
      first += weight * centre;
      second += weight * (centre * centre + kept * variance + squared(1 - kept) * doubt);
    }
    first /= total;
    return new NormalBelief(first, Math.max(second / total - first * first, 1e-300));
  });
}

// For each item the chance that it is truly among the top share of all. The line is drawn where the expected number of
// items above it is that share of them (Lin and others 2006): the chances add up to top x the number of items.
function chancesOfTheTop(beliefs, top) {
  const wanted = top * beliefs.length;
  // What is known of several items alike is reckoned once.
  const alike = new Map();
  const keys = beliefs.map(({ mean, variance }) => mean + " " + variance);
  keys.forEach((key, item) => {
    if (!alike.has(key)) alike.set(key, { belief: beliefs[item], count: 0 });
    alike.get(key).count += 1;
  });
  let low = smallest(beliefs.map(({ mean, variance }) => mean - 10 * Math.sqrt(variance)));
  let high = largest(beliefs.map(({ mean, variance }) => mean + 10 * Math.sqrt(variance)));
  let [over, under, side, line] = [beliefs.length - wanted, -wanted, 0, low];
  for (let round = 0; round < 100; round++) {
    line = divided(low * under - high * over, under - over);
    const excess = exactSum([...alike.values()].map(({ belief, count }) => count * belief.above(line))) - wanted;
    if (Math.abs(excess) <= 1e-12 * beliefs.length) break;
    // False position by the Illinois rule: an end that stays a second time counts for half.
    if (excess > 0) [low, over, under, side] = [line, excess, side > 0 ? under / 2 : under, 1];
    else [high, under, over, side] = [line, excess, side < 0 ? over / 2 : over, -1];
  }
  for (const one of alike.values()) one.chance = one.belief.above(line);
  return keys.map((key) => alike.get(key).chance);
}

// log(beta(a + won, b + lost) / beta(a, b)), by Stirling's formula with all that cancels cancelled by hand.
function logBetaRise(a, b, won, lost) {
  const [size, tried] = [a + b, won + lost];
  const whole = size + tried;
  const [mean, other] = [a / size, b / size];
  const drift = (won * other - lost * mean) / whole;
  const [rise, fall] = [Math.log1p(drift / mean), Math.log1p(-drift / other)];
  let rest = (a + won - 0.5) * rise + (b + lost - 0.5) * fall - 0.5 * Math.log1p(tried / size);
  if (won > 0) rest += won * Math.log(mean);
  if (lost > 0) rest += lost * Math.log(other);
  const gained = beyondStirling(a + won) + beyondStirling(b + lost) - beyondStirling(whole);
  return rest + gained - (beyondStirling(a) + beyondStirling(b) - beyondStirling(size));
}

// What log(gamma(x)) has beyond (x - 1/2) log(x) - x + log(2 pi) / 2.
function beyondStirling(x) {
  if (x < 10) return logGamma(x) - (x - 0.5) * Math.log(x) + x - 0.5 * Math.log(2 * Math.PI);
  const square = 1 / (x * x);
  return (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / x;
}

// Of places the first at which a function is highest.
function highestOf(places, height) {
  const heights = places.map(height);
  return places[heights.indexOf(largest(heights))];
}

// The spread and the odds at which a likelihood is highest, near enough to lay a grid around them.
function likelihoodTop(likelihood, middle) {
  let [spread, odds] = [0.02, middle];
  for (const [step, steps] of [[1.25, 19], [1.03, 10], [1.004, 10]]) {
    const tried = Array.from({ length: 2 * steps + 1 }, (_, each) => spread * Math.pow(step, each - steps));
    spread = highestOf(tried.filter((each) => each >= 1e-4 && each <= 1), (each) => likelihood(each, odds));
    for (let width = 2; width > 1e-3; width /= 2) {
      odds = highestOf([odds - width, odds, odds + width], (each) => likelihood(spread, each));
    }
  }
  return [spread, odds];
}

// Evenly spaced places around a top, as far as the height has not fallen too far, within limits.
function placesAround(height, top, limits, nodes) {
  const fall = -constants.shrinkage._FALL;
  const [low, high] = limits.map((limit) => {
    if (height(limit) > fall) return limit;
    let [inside, outside] = [top, limit];
    for (let round = 0; round < 40; round++) {
      const middle = (inside + outside) / 2;
      if (height(middle) > fall) inside = middle;
      else outside = middle;
    }
    return outside;
  });
  // In the middle of each step, so that none stands at a limit itself.
  return Array.from({ length: nodes }, (_, node) => low + ((high - low) * (node + 0.5)) / nodes);
}

// How far from its top a height falls as far, the farther side.
function reachOfTop(height, top) {
  let reach = 1e-4;
  while (Math.max(height(top - reach), height(top + reach)) > -constants.shrinkage._FALL && reach < 30) reach *= 1.3;
  return reach;
}
