// How many customers order again, and for how much: BG/NBD and gamma-gamma (Fader, Hardie and Lee 2005, Fader and Hardie
// 2013). Beside socroi/methods/repeat_orders.py.

// The derivative of log(gamma(x)), for x above 0 (DLMF 5.5.2 and 5.11.2).
function digamma(x) {
  let before = 0;
  while (x < 12) {
    before -= 1 / x;
    x += 1;
  }
  const square = 1 / (x * x);
  const rest = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))));
  return before + Math.log(x) - 0.5 / x - rest;
}

// Parameters of greatest likelihood, and the covariance of their logarithms.
class FittedModel {
  constructor(values, covariance) {
    Object.assign(this, { values, covariance });
  }
  errors() {
    return this.values.map((value, i) => value * Math.sqrt(this.covariance[i][i]));
  }
  // The variance that a figure has because the parameters are estimates.
  variance(told) {
    const step = constants.repeat_orders._STEP;
    const slopes = this.values.map((_, i) => {
      const moved = (sign) => this.values.map((value, j) => value * (i === j ? Math.exp(sign * step) : 1));
      return (told(moved(1)) - told(moved(-1))) / (2 * step);
    });
    return exactSum(slopes.map((slope, i) => slope * exactSum(slopes.map((other, j) => this.covariance[i][j] * other))));
  }
}

// r, alpha, a and b of greatest likelihood, null where it has no top. `customers` are [{ again, last, age }, how many].
function fitOrders(customers) {
  const many = sum(customers.map(([, n]) => n));
  const orders = exactSum(customers.map(([one, n]) => one.again * n));
  const time = exactSum(customers.map(([one, n]) => one.age * n));
  // How many customers have more than i orders after the first.
  const more = [];
  for (const [one, n] of customers) for (let i = 0; i < one.again; i++) more[i] = (more[i] || 0) + n;
  const rise = (place) => {
    const [r, alpha, a, b] = place.map(Math.exp);
    const [height, byR, byAlpha, byA, byB] = [[], [], [], [], []];
    for (const [{ again, last, age }, n] of customers) {
      const odds = leftOdds([r, alpha, a, b], { again, last, age });
      const left = 1 / (1 + Math.exp(-odds));
      const [here, then] = [Math.log(alpha + age), Math.log(alpha + last)];
      height.push(n * (Math.max(odds, 0) + Math.log1p(Math.exp(-Math.abs(odds))) - (r + again) * here));
      byR.push(-n * ((1 - left) * here + left * then));
      byAlpha.push(-n * (r + again) * ((1 - left) / (alpha + age) + left / (alpha + last)));
      if (again) {
        byA.push((n * left) / a);
        byB.push((-n * left) / (b + again - 1));
      }
    }
    more.forEach((n, i) => {
      height.push(n * (Math.log(r + i) + Math.log1p(-a / (a + b + i))));
      byR.push(n / (r + i));
      byA.push(-n / (a + b + i));
      byB.push((n * a) / ((b + i) * (a + b + i)));
    });
    height.push(many * r * Math.log(alpha));
    byR.push(many * Math.log(alpha));
    byAlpha.push((many * r) / alpha);
    return [exactSum(height), [exactSum(byR) * r, exactSum(byAlpha) * alpha, exactSum(byA) * a, exactSum(byB) * b]];
  };
  return likelihoodSummit(rise, [Math.log(0.5), Math.log((0.5 * time) / orders), Math.log(0.5), Math.log(2)], 0);
}

// p, q and v of greatest likelihood, null where it has no top. `customers` are [how often again, mean amount].
function fitAmounts(customers) {
  const times = new Map();
  for (const [again] of customers) times.set(again, (times.get(again) || 0) + 1);
  const middle = exactSum(customers.map(([, amount]) => amount)) / customers.length;
  const rise = (place) => {
    const [p, q, v] = place.map(Math.exp);
    const [height, byP, byQ, byV] = [[], [], [], []];
    for (const [again, n] of times) {
      const size = p * again;
      const both = digamma(size + q);
      height.push(n * (logGamma(size + q) - logGamma(size) - logGamma(q) + q * Math.log(v) + size * Math.log(again)));
      byP.push(n * again * (both - digamma(size)));
      byQ.push(n * (both - digamma(q) + Math.log(v)));
    }
    for (const [again, amount] of customers) {
      const whole = v + again * amount;
      const logarithm = Math.log(whole);
      height.push((p * again - 1) * Math.log(amount) - (p * again + q) * logarithm);
      byP.push(again * (Math.log(again * amount) - logarithm));
      byQ.push(-logarithm);
      byV.push(q / v - (p * again + q) / whole);
    }
    return [exactSum(height), [exactSum(byP) * p, exactSum(byQ) * q, exactSum(byV) * v]];
  };
  return likelihoodSummit(rise, [Math.log(4), Math.log(3), Math.log(middle)], Math.log(middle));
}

// The logarithm of the odds that a customer has left; who ordered once only cannot have, in this model.
function leftOdds([r, alpha, a, b], { again, last, age }) {
  if (!again) return -700;
  return Math.max(-700, Math.log(a / (b + again - 1)) + (r + again) * Math.log1p((age - last) / (alpha + last)));
}

// What is to come of a customer within a time: the chance to be still there, orders, and how much they vary.
function orderOutlook(parameters, customer, time) {
  const [r, alpha, a, b] = parameters;
  const there = 1 / (1 + Math.exp(Math.min(700, leftOdds(parameters, customer))));
  const [shape, rate] = [r + customer.again, alpha + customer.age];
  let chance = Math.exp(-shape * Math.log1p(time / rate));
  const step = time / (rate + time);
  let [beyond, stays] = [1 - chance, 1];
  const [first, second] = [[], []];
  for (let k = 1; ; k++) {
    first.push(stays * beyond);
    second.push((2 * k - 1) * stays * beyond);
    stays *= (b + customer.again + k - 1) / (a + b + customer.again + k - 1);
    chance *= ((shape + k - 1) / k) * step;
    beyond -= chance;
    if (beyond <= constants.repeat_orders._NOTHING) break;
  }
  const orders = there * exactSum(first);
  return { there, orders, variance: there * exactSum(second) - orders * orders };
}

// What an order of a customer brings on average, drawn towards what all have in common.
function orderAmount([p, q, v], again, mean) {
  return divided(p * (v + again * mean), p * again + q - 1);
}

// The variance of what a customer's coming orders bring together; q is above 2.
function amountDoubt([p, q, v], again, mean, coming) {
  const [shape, rate] = [p * again + q, v + again * mean];
  const first = rate / (shape - 1);
  const second = (rate * rate) / ((shape - 1) * (shape - 2));
  const each = second * (coming.orders * p + coming.variance * p * p);
  return each + squared(coming.orders * p) * (second - first * first);
}

// Where a likelihood of logarithms of parameters is highest, by Newton's steps; the last is looked for around `last`.
function likelihoodSummit(rise, start, last) {
  const { _FURTHEST, _ROUNDS } = constants.repeat_orders;
  let place = start;
  let [height, slopes] = rise(place);
  let found = false;
  for (let round = 0; round < _ROUNDS && !found; round++) {
    const curve = summitCurvature(rise, place);
    let [damped, longest] = [0, 0];
    let tried;
    let ahead;
    for (;;) {
      let step = solvedByFactors(curve.map((row, i) => row.map((c, j) => c + (i === j ? damped : 0))), slopes);
      if (step) {
        longest = largest(step.map(Math.abs));
        step = step.map((s) => s / Math.max(1, longest));
        tried = place.map((x, i) => x + step[i]);
        if (tried.some((x, i) => Math.abs(i === tried.length - 1 ? x - last : x) > _FURTHEST)) return null;
        ahead = rise(tried);
        if (ahead[0] >= height - 1e-11 * Math.abs(height)) break;
      }
      damped = 4 * damped || 1e-3 * largest(curve.map((row, i) => Math.abs(row[i])));
      if (damped > 1e12) return null;
    }
    place = tried;
    [height, slopes] = ahead;
    found = longest < 1e-10 && damped === 0;
  }
  if (!found) return null;
  const curve = summitCurvature(rise, place);
  const columns = place.map((_, i) => solvedByFactors(curve, place.map((__, j) => (i === j ? 1 : 0))));
  return columns.some((column) => !column) ? null : new FittedModel(place.map(Math.exp), columns);
}

// The second derivatives, their signs turned, from differences of the first.
function summitCurvature(rise, place) {
  const step = constants.repeat_orders._STEP;
  const rows = place.map((_, i) => {
    const [ahead, behind] = [1, -1].map((sign) => rise(place.map((x, j) => x + (i === j ? sign * step : 0)))[1]);
    return ahead.map((a, j) => (behind[j] - a) / (2 * step));
  });
  return place.map((_, i) => place.map((__, j) => (rows[i][j] + rows[j][i]) / 2));
}

// The solution of a symmetric system by Cholesky's factors, null where the matrix is not above 0.
function solvedByFactors(matrix, right) {
  const many = right.length;
  const lower = right.map(() => Array(many).fill(0));
  const upTo = (end, term) => exactSum(Array.from({ length: end }, (_, k) => term(k)));
  for (let i = 0; i < many; i++) {
    for (let j = 0; j <= i; j++) {
      const rest = matrix[i][j] - upTo(j, (k) => lower[i][k] * lower[j][k]);
      if (i > j) lower[i][j] = rest / lower[j][j];
      else if (rest > 0) lower[i][i] = Math.sqrt(rest);
      else return null;
    }
  }
  const found = [...right];
  for (let i = 0; i < many; i++) found[i] = (found[i] - upTo(i, (k) => lower[i][k] * found[k])) / lower[i][i];
  for (let i = many - 1; i >= 0; i--) {
    const after = (k) => i + 1 + k;
    found[i] = (found[i] - upTo(many - 1 - i, (k) => lower[after(k)][i] * found[after(k)])) / lower[i][i];
  }
  return found;
}
