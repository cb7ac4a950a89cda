// The normal distribution, Student's t, the beta distribution, and the logarithm of the gamma function.

function polynomial(x, coefficients) {
  return coefficients.reduce((value, coefficient) => value * x + coefficient, 0);
}

// Wichura, "Algorithm AS241: the percentage points of the normal distribution", Applied Statistics 37, 1988.
function normalQuantile(probability) {
  const q = probability - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    const above = polynomial(r, [2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
      13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608]);
    const below = polynomial(r, [5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
      5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1]);
    return (q * above) / below;
  }
  const tail = q <= 0 ? probability : 1 - probability;
  let r = Math.sqrt(-Math.log(tail));
  let above;
  let below;
  if (r <= 5) {
    r -= 1.6;
    above = polynomial(r, [7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
      3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734]);
    below = polynomial(r, [1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
      0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1]);
  } else {
    r -= 5;
    above = polynomial(r, [2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
      0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772]);
    below = polynomial(r, [2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
      0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1]);
  }
  return q < 0 ? -above / below : above / below;
}

function normalDensity(z) {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

// P(Z > z): the series of the middle (Abramowitz and Stegun 26.2.11), and farther out Laplace's fraction (26.2.14).
function normalTail(z) {
  if (z < 0) return 1 - normalTail(-z);
  if (z < 2.5) {
    let term = z;
    let total = z;
    for (let k = 3; term > 1e-18 * total; k += 2) {
      term *= (z * z) / k;
      total += term;
    }
    return 0.5 - normalDensity(z) * total;
  }
  let fraction = z;
  for (let k = 200; k > 0; k--) fraction = z + k / fraction;
  return normalDensity(z) / fraction;
}

// t with P(T <= t) = probability; the degrees of freedom need not be whole.
function tQuantile(probability, freedom) {
  if (probability < 0.5) return -tQuantile(1 - probability, freedom);
  const z = normalQuantile(probability);
  if (freedom > 1e5) {
    // Abramowitz and Stegun 26.7.5; the next term is below 1e-12 here.
    return z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * squared(freedom));
  }
  const tail = 1 - probability;
  let low = 0;
  let high = 1;
  while (upperTail(high, freedom) > tail) [low, high] = [high, 2 * high];
  let t = Math.min(Math.max(low, z), high);
  for (let round = 0; round < 200; round++) {
    const excess = upperTail(t, freedom) - tail;
    if (excess > 0) low = t;
    else high = t;
    const step = excess / tDensity(t, freedom);
    const following = low < t + step && t + step < high ? t + step : (low + high) / 2;
    if (Math.abs(following - t) <= 1e-15 * Math.max(1, t)) return following;
    t = following;
  }
  return t;
}

function tTwoTails(t, freedom) {
  return 2 * upperTail(Math.abs(t), freedom);
}

// log(gamma(a + 1/2) / gamma(a)): the series in 1/a from 20 on, and the recurrence down from there.
function logGammaStep(a) {
  let before = 0;
  while (a < 20) {
    before += Math.log(a / (a + 0.5));
    a += 1;
  }
  const r = 1 / (a * a);
  return before + 0.5 * Math.log(a) - (1 / 8 - r * (1 / 192 - r * (1 / 640 - r * (17 / 14336 - (r * 31) / 18432)))) / a;
}

function tDensity(t, freedom) {
  const log = logGammaStep(freedom / 2) - ((freedom + 1) / 2) * Math.log1p((t * t) / freedom);
  return Math.exp(log) / Math.sqrt(freedom * Math.PI);
}

// P(T > t) for t >= 0: half of the incomplete beta function at freedom / (freedom + t^2).
function upperTail(t, freedom) {
  const a = freedom / 2;
  const b = 0.5;
  const x = freedom / (freedom + t * t);
  const rest = (t * t) / (freedom + t * t);
  if (rest === 0) return 0.5;
  const front = Math.exp(logGammaStep(a) - a * Math.log1p((t * t) / freedom) + b * Math.log(rest)) / Math.sqrt(Math.PI);
  if (x < (a + 1) / (a + b + 2)) return (0.5 * front * betaFraction(a, b, x)) / a;
  return 0.5 * (1 - (front * betaFraction(b, a, rest)) / b);
}

// The continued fraction of the incomplete beta function, by Lentz's method (DLMF 8.17.22).
function betaFraction(a, b, x) {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 100000; m++) {
    const steps = [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ];
    for (const coefficient of steps) {
      d = 1 / awayFromZero(1 + coefficient * d);
      c = awayFromZero(1 + coefficient / c);
      value *= d * c;
    }
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return value;
}

function awayFromZero(number) {
  return Math.abs(number) > 1e-300 ? number : 1e-300;
}

// P(X <= x) for a beta distribution with a and b above 0: the regularized incomplete beta function.
function betaBelow(x, a, b) {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(a, b, x)) / a;
  return 1 - (front * betaFraction(b, a, 1 - x)) / b;
}

// x with P(X <= x) = probability.
function betaQuantile(probability, a, b) {
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  const whole = logGamma(a + b) - logGamma(a) - logGamma(b);
  for (let round = 0; round < 200; round++) {
    const excess = betaBelow(x, a, b) - probability;
    if (excess > 0) high = x;
    else low = x;
    // A step of Newton's, or half of what is left where that would lead out of it.
    const density = Math.exp(whole + (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x));
    let following = x - excess / Math.max(density, 1e-300);
    if (!(low < following && following < high)) following = (low + high) / 2;
    if (Math.abs(following - x) <= 1e-15 * x || following === low || following === high) return following;
    x = following;
  }
  return x;
}

// The coefficients of Lanczos's sum for g = 6.02468..., above and below the line, the highest power first.
const LANCZOS = [
  [2.5066282746310002701649081771338373386264310793408, 1],
  [210.82427775157934587250973392071336271166969580291, 66],
  [8071.6720023658162106380029022722506138218516325024, 1925],
  [186056.26539522349504029498971604569928220784236328, 32670],
  [2876370.6289353724412254090516208496135991145378768, 357423],
  [31426415.585400194380614231628318205362874684987640, 2637558],
  [248874557.86205415651146038641322942321632125127801, 13339535],
  [1439720407.3117216736632230727949123939715485786372, 45995730],
  [6039542586.3520280050642916443072979210699388420708, 105258076],
  [17921034426.037209699919755754458931112671403265390, 150917976],
  [35711959237.355668049440185451547166705960488635843, 120543840],
  [42919803642.649098768957899047001988850926355848959, 39916800],
  [23531376880.410759688572007674451636754734846804940, 0],
];
const LANCZOS_G = 6.024680040776729583740234375;

// The logarithm of gamma(x), x above 0, by the sum that Python has, so that differences of two round alike (Lanczos 1964).
function logGamma(x) {
  if (x === 1 || x === 2) return 0;
  if (x < 1e-20) return -Math.log(x);
  let above = 0;
  let below = 0;
  for (let term = 0; term < LANCZOS.length; term++) {
    // Of a large x the powers would be too large: both sides are divided by the highest.
    const [over, under] = LANCZOS[x < 5 ? term : LANCZOS.length - 1 - term];
    above = (x < 5 ? above * x : above / x) + over;
    below = (x < 5 ? below * x : below / x) + under;
  }
  const result = Math.log(above / below) - LANCZOS_G + (x - 0.5) * (Math.log(x + LANCZOS_G - 0.5) - 1);
  return Number.isFinite(result) ? result : fail("#NUM!");
}
