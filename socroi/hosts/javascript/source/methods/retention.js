// How many customers stay: the shifted beta-geometric distribution of Fader and Hardie (2007). Beside
// socroi/methods/retention.py.

// alpha and beta of the chance to leave with their covariance [alpha, mixed, beta]; where all leave alike, that of their
// common rate stands first.
class Retention {
  constructor(alpha, beta, covariance, alike) {
    Object.assign(this, { alpha, beta, covariance, alike });
  }
  // The share of customers who are still there after so many periods.
  survival(age) {
    return Math.exp(this.logSurvival(age));
  }
  // The ends of the survival's interval, by the delta method on log(-log(survival)).
  interval(age, z) {
    if (age === 0) return [1, 1];
    const here = this.logSurvival(age);
    let byAlpha = -exactSum(agesBefore(age).map((step) => 1 / (this.alpha + this.beta + step)));
    let byBeta = 0;
    if (this.alike) byAlpha = divided(age, this.alpha / (this.alpha + this.beta) - 1);
    else byBeta = byAlpha + exactSum(agesBefore(age).map((step) => 1 / (this.beta + step)));
    const [aa, ab, bb] = this.covariance;
    const variance = byAlpha * byAlpha * aa + 2 * byAlpha * byBeta * ab + byBeta * byBeta * bb;
    const reach = divided(z * Math.sqrt(Math.max(0, variance)), -here);
    return [Math.exp(here * exponential(reach)), Math.exp(here * Math.exp(-reach))];
  }
  logSurvival(age) {
    return exactSum(agesBefore(age).map((step) => Math.log1p(-this.alpha / (this.alpha + this.beta + step))));
  }
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
  if (rate >= 1) return new Retention(1e12, 1e-3, [0, 0, 0], true);
  const height = (place) => {
    if (Math.abs(place[0]) > 30 || !(place[1] > -10 && place[1] <= alikeFrom + 2)) return 1e300;
    return -retentionLikelihood(...retentionShape(place), lost, left);
  };
  const place = lowestNear(height, [Math.log(rate / (1 - rate)), 1]);
  if (place[1] > alikeFrom) {
    const size = Math.exp(alikeFrom + 2);
    return new Retention(rate * size, (1 - rate) * size, [(rate * (1 - rate)) / exactSum(before), 0, 0], true);
  }
  let [alpha, beta] = retentionShape(place);
  // The simplex is near; Newton's steps bring the last digits, the same on every machine.
  for (let round = 0; round < 6; round++) {
    const [[da, db], [aa, ab, bb]] = retentionDerivatives(alpha, beta, lost, left);
    const determinant = aa * bb - ab * ab;
    alpha -= divided(bb * da - ab * db, determinant);
    beta -= divided(aa * db - ab * da, determinant);
  }
  const [, [aa, ab, bb]] = retentionDerivatives(alpha, beta, lost, left);
  const determinant = aa * bb - ab * ab;
  return new Retention(alpha, beta, [-bb, ab, -aa].map((part) => divided(part, determinant)), false);
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
