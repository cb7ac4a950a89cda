// How many rows it takes before a mean of money can be trusted that a few of them bring. Beside
// socroi/methods/skewness.py.

function rowsNeeded(figures) {
  const logs = figures.filter((figure) => figure > 0).map(naturalLog);
  if (!logs.length) return 0;
  const mean = exactSum(logs) / logs.length;
  const spread = logs.length > 1 ? exactSum(logs.map((each) => squared(each - mean))) / (logs.length - 1) : 0;
  const square = (Math.exp(Math.min(spread, 700)) * figures.length) / logs.length - 1;
  return Math.ceil(Math.min(constants.skewness.MOST, constants.skewness.ENOUGH * square));
}
