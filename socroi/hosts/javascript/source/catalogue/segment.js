// Segments: followers against everybody else. Beside socroi/catalogue/segment.py.

bodies.SOCSEGMENT = (isFollower, metric, confidence) => {
  const facts = constants.segment;
  const rows = isFollower.map((follows, row) => [follows, metric[row]]).filter(([f, m]) => f !== null && m !== null);
  if (!rows.length) throw new CellError("#N/A", "No row has is_follower and metric.", "Fill in at least one row.");
  const followers = rows.filter(([follows]) => follows).map(([, figure]) => figure);
  const others = rows.filter(([follows]) => !follows).map(([, figure]) => figure);
  const fewest = Math.min(followers.length, others.length);
  if (fewest < 2) {
    const groups = "There are " + followers.length + " followers and " + others.length + " others";
    throw new CellError("#NUM!", groups + "; each group needs 2 at least.", "Add customers.");
  }
  const mean = exactSum(followers) / followers.length;
  const base = exactSum(others) / others.length;
  const ends = differenceInterval(followers, others, confidence);
  const relative = base === 0 ? new CellError("#DIV/0!", "The mean of the others is zero.") : (mean - base) / base;
  const still = new CellError("#DIV/0!", "All followers have one figure, and all others have one: there is no spread.");
  let [low, high] = ends || [still, still];
  const needed = neededCustomers([followers, others]);
  if (ends !== null && fewest < needed) {
    const why = "A few customers bring most of it: of " + fewest + " in a group, no interval keeps its promise.";
    const hint = "Give " + needed + " in each group, or compare the logarithms of the figures.";
    low = new CellError("#NUM!", why, hint);
    high = low;
  }
  let finding = facts.NO_SPREAD;
  if (fewest < facts.FEWEST) finding = facts.TOO_FEW;
  else if (ends !== null) {
    if (fewest < needed) finding = facts.SKEWED.replace("{}", String(needed));
    else finding = ends[0] <= 0 && 0 <= ends[1] ? "not more than chance" : "differs";
  }
  return new Spill(
    [[mean, base, mean - base, relative, low, high, finding]],
    ["followers", "others", "difference", "relative", "low", "high", "finding"],
  );
};

// How many customers each group needs for Welch's interval to hold, 0 where that is not asked.
function neededCustomers(groups) {
  const every = groups.flat();
  if (smallest(every) < 0 || every.every((figure) => figure === 0 || figure === 1)) return 0;
  return largest(groups.map(rowsNeeded));
}

// The ends of the difference of two means, null where no figure differs from the others of its group.
function differenceInterval(ours, theirs, confidence) {
  const mean = exactSum(ours) / ours.length;
  const base = exactSum(theirs) / theirs.length;
  if ([...ours, ...theirs].every((figure) => figure === 0 || figure === 1)) {
    return newcombe(mean, ours.length, base, theirs.length, confidence);
  }
  const errors = [variance(ours) / ours.length, variance(theirs) / theirs.length];
  const together = errors[0] + errors[1];
  if (together === 0) return null;
  const below = squared(errors[0]) / (ours.length - 1) + squared(errors[1]) / (theirs.length - 1);
  const t = tQuantile((1 + confidence) / 2, divided(squared(together), below));
  const error = Math.sqrt(together);
  const skew = bentMean(ours, mean, error) - bentMean(theirs, base, error);
  const low = mean - base - error * Math.max(t, unskewed(t, skew));
  return [low, mean - base + error * Math.max(t, -unskewed(-t, skew))];
}

// The third central moment of the mean of some figures, in cubes of an error; 0 for two, which show none.
function bentMean(figures, mean, error) {
  const n = figures.length;
  if (n < 3 || smallest(figures) === largest(figures)) return 0;
  return exactSum(figures.map((figure) => Math.pow((figure - mean) / error, 3))) / (n * (n - 1) * (n - 2));
}

// Of a sample; exactly 0 where all figures are the same.
function variance(figures) {
  if (smallest(figures) === largest(figures)) return 0;
  const mean = exactSum(figures) / figures.length;
  return exactSum(figures.map((figure) => squared(figure - mean))) / (figures.length - 1);
}
