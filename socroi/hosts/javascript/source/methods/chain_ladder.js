// The chain ladder: what groups that are still young will have brought when they are as old as the oldest, with Mack's
// (1993) standard errors. Beside socroi/methods/chain_ladder.py.

// Of each group its cumulative sums from age 0 on; null where at some age there is nothing to grow from.
function chainLadder(triangle) {
  const oldest = largest(triangle.map((row) => row.length));
  const [factors, spreads, bases] = [[], [], []];
  for (let age = 0; age < oldest - 1; age++) {
    const steps = triangle.filter((row) => row.length > age + 1).map((row) => [row[age], row[age + 1]]);
    const base = exactSum(steps.map(([before]) => before));
    if (base <= 0) return null;
    const factor = exactSum(steps.map(([, after]) => after)) / base;
    const growing = steps.filter(([before]) => before > 0);
    const squares = exactSum(growing.map(([before, after]) => before * squared(after / before - factor)));
    if (factor <= 0) return null;
    factors.push(factor);
    bases.push(base);
    spreads.push(growing.length > 1 ? squares / (growing.length - 1) : spreadBeyond(spreads));
  }
  const [ultimate, errors, shared] = [[], [], []];
  for (const row of triangle) {
    const first = row.length - 1;
    const sums = [row[first]];
    for (const factor of factors.slice(first)) sums.push(sums[sums.length - 1] * factor);
    const whole = sums[sums.length - 1];
    const parts = spreads.slice(first).map((spread, ahead) => divided(spread, squared(factors[first + ahead])));
    const own = exactSum(parts.map((part, ahead) => (sums[ahead] > 0 ? part / sums[ahead] : 0)));
    const common = exactSum(parts.map((part, ahead) => part / bases[first + ahead]));
    ultimate.push(whole);
    errors.push(Math.abs(whole) * Math.sqrt(own + common));
    shared.push(common);
  }
  // Of two groups, the growth that both have in common is what the younger one shares with the older.
  const together = [];
  for (let one = 0; one < triangle.length; one++) {
    for (let other = 0; other < one; other++) {
      together.push(ultimate[one] * ultimate[other] * Math.min(shared[one], shared[other]));
    }
  }
  const total = exactSum(errors.map((error) => error * error)) + 2 * exactSum(together);
  return { ultimate, errors, totalError: Math.sqrt(Math.max(0, total)) };
}

// Mack's guess of the spread of an age that one group alone has reached.
function spreadBeyond(spreads) {
  if (spreads.length < 2) return spreads.length ? spreads[0] : 0;
  const [before, last] = spreads.slice(-2);
  return before > 0 ? Math.min((last * last) / before, before, last) : 0;
}
