// Prewhitening: the memory of a series taken out, so that its correlation with another can be told from chance.

function prewhitened(ours, theirs) {
  const memory = memoryOf(ours);
  return [withoutMemory(ours, memory), withoutMemory(theirs, memory)];
}

// The slope of an autoregression of order 1, with a constant; 0 where the periods that have a next do not vary.
function memoryOf(series) {
  const pairs = neighbours(series).filter(([a, b]) => a !== null && b !== null);
  const before = pairs.map(([a]) => a);
  if (!pairs.length || smallest(before) === largest(before)) return 0;
  const mean = exactSum(before) / pairs.length;
  const meanAfter = exactSum(pairs.map(([, b]) => b)) / pairs.length;
  // Divided by the largest, so that the squares of huge figures stay finite.
  const most = largest(before.map((a) => Math.abs(a - mean)));
  const steps = pairs.map(([a, b]) => [(a - mean) / most, (b - meanAfter) / most]);
  return divided(exactSum(steps.map(([a, b]) => a * b)), exactSum(steps.map(([a]) => a * a)));
}

function neighbours(series) {
  return series.slice(1).map((value, index) => [series[index], value]);
}

function withoutMemory(series, memory) {
  const rest = neighbours(series).map(([a, b]) => (a === null || b === null ? null : b - memory * a));
  const known = rest.filter((value) => value !== null);
  // A straight line leaves one value, but for the last digits, which would be correlated as if they were news.
  const size = largest(series.filter((value) => value !== null).map(Math.abs));
  if (known.length && largest(known) - smallest(known) <= constants.prewhitening.ROUNDING * size) {
    return rest.map((value) => (value === null ? null : 0));
  }
  return rest;
}
