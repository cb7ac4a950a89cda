// Return: what was earned for what was spent. Beside socroi/catalogue/roi.py.

bodies.SOCPAYBACK = (cost, monthlyGain, margin) => {
  const due = sum(cost);
  if (due === 0) return 0;
  let months = monthlyGain.length;
  while (monthlyGain[months - 1] === null) months -= 1;
  let gained = 0;
  for (let month = 0; month < months; month++) {
    if (monthlyGain[month] === null) {
      throw new CellError("#N/A", "The gain of month " + (month + 1) + " is not known yet.", "Fill it in.");
    }
    const gain = monthlyGain[month] * margin;
    if (gained + gain >= due) return month + divided(due - gained, gain);
    gained += gain;
  }
  if (gained <= 0) {
    throw new CellError("#N/A", "The gains do not pay the cost back, at this pace never.", "Look at cost and gain.");
  }
  return divided(due * months, gained);
};
