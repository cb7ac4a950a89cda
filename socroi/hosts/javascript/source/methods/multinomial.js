// Intervals of all shares of one question together, which hold at the same time. Beside socroi/methods/multinomial.py.

// The low and the high end of each answer's share: Jeffreys' interval, with an equal part of the doubt (Bonferroni); of
// two answers, one share says all. Each count is a whole number above 0.
function simultaneousEnds(counts, confidence) {
  const many = sum(counts);
  const doubt = (1 - confidence) / (counts.length === 2 ? 1 : counts.length);
  return counts.map((n) => [doubt / 2, 1 - doubt / 2].map((part) => betaQuantile(part, n + 0.5, many - n + 0.5)));
}
