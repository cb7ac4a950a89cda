// Means of money that a few rows bring: their skew in an interval, and how many rows it takes to trust one. Beside
// socroi/methods/skewness.py.

function rowsNeeded(figures) {
  const logs = figures.filter((figure) => figure > 0).map(naturalLog).sort((a, b) => a - b);
  const count = logs.length;
  if (!count) return 0;
  const middle = count % 2 ? logs[(count - 1) / 2] : (logs[count / 2 - 1] + logs[count / 2]) / 2;
  const above = exactSum(logs.filter((each) => each > middle).map((each) => squared(each - middle)));
  const spread = count > 1 ? (2 * above) / (count - 1) : 0;
  const square = (Math.exp(Math.min(spread, 700)) * figures.length) / count - 1;
  return Math.ceil(Math.min(constants.skewness.MOST, constants.skewness.ENOUGH * square));
}

// The standard errors from a mean at which Hall's transformation of it has a quantile, for a skewness of the mean.
function unskewed(quantile, skew) {
  const over = quantile - skew / 6;
  const root = Math.cbrt(1 + skew * over);
  return (3 * over) / (root * root + root + 1);
}
