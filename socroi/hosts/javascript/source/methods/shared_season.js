// A season that nobody handed over, seen where spend goes together with what curves leave of sales.
// Beside socroi/methods/shared_season.py.

// By how many deviations spend goes together with what is left of the sales of the other platforms.
function seasonShared(spends, left) {
  if (new Set(spends.map((column) => column.length)).size > 1) return 0;
  const smooth = left.map((column) => {
    const own = scaledColumn(column);
    const [before, after] = [periodBefore(own), periodAfter(own)];
    return own.map((value, i) => value + constants.shared_season.NEIGHBOURS * (before[i] + after[i]));
  });
  const whole = spends[0].map((_, i) => exactSum(smooth.map((column) => column[i])));
  return goingTogether(spends, smooth.map((column) => column.map((own, i) => whole[i] - own)));
}

// The same with what is left of its own sales both before and after.
function seasonBeside(spends, left) {
  const news = left.map(scaledColumn);
  return Math.min(goingTogether(spends, news.map(periodBefore)), goingTogether(spends, news.map(periodAfter)));
}

// The sum of the products of columns, in standard deviations of all orders of the periods.
function goingTogether(spends, others) {
  const ours = spends.map(scaledColumn);
  const theirs = others.map(centredColumn);
  const whole = exactSum(ours.map((column, i) => columnProduct(column, theirs[i])));
  let variance = 0;
  ours.forEach((a, i) =>
    ours.forEach((c, j) => {
      if (a.length === c.length) variance += (columnProduct(a, c) * columnProduct(theirs[i], theirs[j])) / (a.length - 1);
    }),
  );
  return variance > 0 ? whole / Math.sqrt(variance) : 0;
}

function periodBefore(column) {
  return [0, ...column.slice(0, -1)];
}

function periodAfter(column) {
  return [...column.slice(1), 0];
}

function centredColumn(column) {
  const mean = exactSum(column) / column.length;
  return column.map((value) => value - mean);
}

function scaledColumn(column) {
  const away = centredColumn(column);
  const size = Math.sqrt(columnProduct(away, away) / away.length);
  return size > 0 ? away.map((value) => value / size) : away;
}

function columnProduct(one, two) {
  return exactSum(one.map((value, i) => value * two[i]));
}

function refuseShared(spends, left) {
  const doubt = seasonShared(spends, left);
  if (doubt > constants.shared_season.MOST_SHARED) {
    const why = "When more is spent on one platform, the others sell more than their own spend tells, as under a season";
    const hint = "Give a season that tells it: sales without ads, last year's, or a search trend; or vary the spend of";
    throw new CellError("#NUM!", why + " or a promotion that all share.", hint + " each platform by itself.");
  }
  if (seasonBeside(spends, left) > constants.shared_season.MOST_BESIDE) {
    const why = "When more is spent, more is sold in the period before, too, and in the period after, as under a season.";
    const hint = "Give a season: sales without ads, last year's, or a search trend; or vary the spend from period to period.";
    throw new CellError("#NUM!", why, hint);
  }
  return doubt;
}
