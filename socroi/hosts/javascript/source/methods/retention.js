// How many customers stay: the shifted beta-geometric distribution of Fader and Hardie (2007). Beside
// socroi/methods/retention.py.

// alpha and beta of the chance to leave, and the customers that they were fitted to.
class Retention {
  constructor(alpha, beta, remaining) {
    Object.assign(this, { alpha, beta, remaining });
  }
  // The share of customers who are still there after so many periods.
  survival(age) {
    return retentionSurvival(this.alpha, this.beta, age);
  }
  // The ends of the interval of the survival at each age, by its profile of the likelihood (Venzon and Moolgavkar 1988).
  intervals(ages, z) {
    const allowed = this.allowed(z);
    return ages.map((age) => {
      const shares = [this.survival(age), ...allowed.map(([alpha, beta]) => retentionSurvival(alpha, beta, age))];
      return [smallest(shares), largest(shares)];
    });
  }
  // The curves on the edge of those that the customers allow, a pair for each size of alpha + beta.
  allowed(z) {
    const { _ALIKE, _STEP, _SMALLEST, _PARTS } = constants.retention;
    const size = Math.min(_ALIKE, Math.max(_SMALLEST, Math.log(this.alpha + this.beta)));
    const best = retentionProfile(this.remaining, size);
    const least = best.height(best.top()) - (z * z) / 2;
    const reaches = (at) => {
      const profile = retentionProfile(this.remaining, at);
      return profile.height(profile.top()) >= least;
    };
    const end = (side) => {
      let inside = size;
      let outside = size;
      while (reaches(outside)) {
        inside = outside;
        const next = outside + side * _STEP;
        if (!(_SMALLEST < next && next < _ALIKE)) return side > 0 ? _ALIKE : _SMALLEST;
        outside = next;
      }
      for (let round = 0; round < 30; round++) {
        const middle = (inside + outside) / 2;
        if (reaches(middle)) inside = middle;
        else outside = middle;
      }
      return inside;
    };
    const [low, high] = [end(-1), end(1)];
    const sizes = Array.from({ length: _PARTS + 1 }, (_, part) => low + ((high - low) * part) / _PARTS);
    return sizes.flatMap((at) => retentionProfile(this.remaining, at).edge(least));
  }
}

// The likelihood of curves whose alpha + beta is given, by the logarithm of the odds of leaving, alpha / beta. It has one top.
function retentionProfile(remaining, logSize) {
  const far = constants.retention._FARTHEST;
  const size = Math.exp(logSize);
  const gone = remaining[0] - remaining[remaining.length - 1];
  const stay = remaining.slice(1);
  const whole = exactSum(remaining.slice(0, -1).map((there, age) => there * Math.log(size + age)));
  const shape = (odds) => [size / (1 + Math.exp(-odds)), size / (1 + Math.exp(odds))];
  const height = (odds) => {
    const [alpha, beta] = shape(odds);
    return gone * Math.log(alpha) + exactSum(stay.map((n, age) => (n ? n * Math.log(beta + age) : 0))) - whole;
  };
  const top = () => {
    let low = -far;
    let high = far;
    for (let round = 0; round < 50; round++) {
      const middle = (low + high) / 2;
      const [alpha, beta] = shape(middle);
      if (gone / alpha > exactSum(stay.map((n, age) => n / (beta + age)))) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  const edge = (least) => {
    const most = top();
    if (height(most) < least) return [];
    return [-far, far].map((end) => {
      let inside = most;
      let outside = end;
      for (let round = 0; round < 50; round++) {
        const middle = (inside + outside) / 2;
        if (height(middle) >= least) inside = middle;
        else outside = middle;
      }
      return shape(inside);
    });
  };
  return { height, top, edge };
}

function retentionSurvival(alpha, beta, age) {
  return Math.exp(exactSum(agesBefore(age).map((step) => Math.log1p(-alpha / (alpha + beta + step)))));
}

function agesBefore(age) {
  return Array.from({ length: age }, (_, step) => step);
}

// The shifted beta-geometric of greatest likelihood; customers at ages 0, 1, 2 ... never rise, and fall somewhere.
function fitRetention(remaining) {
  const alikeFrom = constants.retention._ALIKE;
  const before = remaining.slice(0, -1);
  const lost = before.map((there, age) => there - remaining[age + 1]);
  const left = remaining[remaining.length - 1];
  const rate = divided(exactSum(lost), exactSum(before));
  if (rate >= 1) return new Retention(1e12, 1e-3, remaining);
  const height = (place) => {
    if (Math.abs(place[0]) > 30 || !(place[1] > -10 && place[1] <= alikeFrom + 2)) return 1e300;
    return -retentionLikelihood(...retentionShape(place), lost, left);
  };
  const place = lowestNear(height, [Math.log(rate / (1 - rate)), 1]);
  if (place[1] > alikeFrom) {
    const size = Math.exp(alikeFrom + 2);
    return new Retention(rate * size, (1 - rate) * size, remaining);
  }
  let [alpha, beta] = retentionShape(place);
  // The simplex is near; Newton's steps bring the last digits, the same on every machine.
  for (let round = 0; round < 6; round++) {
    const [[da, db], [aa, ab, bb]] = retentionDerivatives(alpha, beta, lost, left);
    const determinant = aa * bb - ab * ab;
    const ahead = [alpha - divided(bb * da - ab * db, determinant), beta - divided(aa * db - ab * da, determinant)];
    // Of a few who leave in turn the top is so flat that a step may go beyond 0: the simplex was near enough.
    if (smallest(ahead) <= 0) break;
    [alpha, beta] = ahead;
  }
  return new Retention(alpha, beta, remaining);
}

function retentionShape(place) {
  const size = Math.exp(place[1]);
  const share = 1 / (1 + Math.exp(-place[0]));
  return [size * share, size * (1 - share)];
}

function retentionLikelihood(alpha, beta, lost, left) {
  let here = 0;
  let total = 0;
  lost.forEach((gone, age) => {
    total += gone * (here + Math.log(alpha / (alpha + beta + age)));
    here += Math.log((beta + age) / (alpha + beta + age));
  });
  return total + left * here;
}

// The first derivatives of the likelihood by alpha and beta, and the second: both alpha, mixed, both beta. With so many
// at the start of each period, of whom so many leave, the likelihood is the sum over the periods of leave x log(alpha)
// + stay x log(beta + age) - start x log(alpha + beta + age).
function retentionDerivatives(alpha, beta, lost, left) {
  const gone = exactSum(lost);
  const parts = { beta: [], betaTwice: [], both: [], bothTwice: [] };
  let there = left + gone;
  lost.forEach((leaving, age) => {
    const stay = there - leaving;
    parts.beta.push(stay / (beta + age));
    parts.betaTwice.push(-stay / squared(beta + age));
    parts.both.push(-there / (alpha + beta + age));
    parts.bothTwice.push(there / squared(alpha + beta + age));
    there = stay;
  });
  const common = exactSum(parts.both);
  const commonTwice = exactSum(parts.bothTwice);
  const twice = [-gone / squared(alpha) + commonTwice, commonTwice, exactSum(parts.betaTwice) + commonTwice];
  return [[gone / alpha + common, exactSum(parts.beta) + common], twice];
}
