// Programme: how mature and how efficient the work itself is. Beside socroi/catalogue/programme.py.

bodies.SOCNPS = (scores, confidence) => {
  if (scores.some((score) => score > 10 || score !== Math.trunc(score))) {
    throw new CellError("#NUM!", "An answer is a whole number from 0 to 10.", "Correct the answers.");
  }
  const answers = scores.length;
  const promoters = scores.filter((score) => score >= 9).length;
  const detractors = scores.filter((score) => score <= 6).length;
  const upper = (promoters + 0.75) / (answers + 3);
  const lower = (detractors + 0.75) / (answers + 3);
  const spread = Math.sqrt((upper + lower - squared(upper - lower)) / (answers + 3));
  const margin = normalQuantile((1 + confidence) / 2) * spread;
  const score = (promoters - detractors) / answers;
  const low = Math.min(score, Math.max(-1, upper - lower - margin));
  const high = Math.max(score, Math.min(1, upper - lower + margin));
  const shares = [promoters / answers, (answers - promoters - detractors) / answers, detractors / answers];
  return new Spill([[100 * score, 100 * low, 100 * high, ...shares]], ["NPS", "low", "high", "promoters", "passives", "detractors"]);
};

bodies.SOCMATURITY = (scores, weights, maximum) => {
  const most = largest(scores);
  if (most > maximum) {
    throw new CellError("#NUM!", "A score is " + general(most) + ", above the maximum of " + general(maximum) + ".", "Correct either.");
  }
  return divided(sum(scores.map((score, row) => score * weights[row])), sum(weights) * maximum);
};
