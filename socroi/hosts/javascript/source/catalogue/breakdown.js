// Breakdown: the return of each platform and each period. Beside socroi/catalogue/breakdown.py.

bodies.SOCBYPLATFORM = (platform, revenue, cost, unit, margin) =>
  returnsByName("platform", platform, revenue, cost, margin, unit === "ratio" ? 1 : 100, (groups) => groups);

bodies.SOCBYPERIOD = (date, revenue, cost, period, margin) => {
  const labels = date.map((day) => (day === null ? null : periodOf(day, period)));
  const inTime = (groups) => groups.sort((one, other) => (one.name < other.name ? -1 : 1));
  return returnsByName("period", labels, revenue, cost, margin, 100, inTime);
};

function periodOf(day, period) {
  if (period === "year") return String(day.year);
  if (period === "quarter") return day.year + "-Q" + Math.floor((day.month + 2) / 3);
  if (period === "month") return day.year + "-" + twoDigits(day.month);
  // ISO 8601: the week belongs to the year of its Thursday.
  const at = Date.UTC(day.year, day.month - 1, day.day);
  const thursday = new Date(at + (3 - ((new Date(at).getUTCDay() + 6) % 7)) * DAY);
  const year = thursday.getUTCFullYear();
  return year + "-W" + twoDigits(1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY / 7));
}

// The rows by name, in an order of the groups, with a total row of those of which both sides are known.
function returnsByName(title, names, revenue, cost, margin, scale, order) {
  const groups = new Map();
  names.forEach((name, row) => {
    if (name === null && revenue[row] === null && cost[row] === null) return;
    const shown = name || constants.breakdown._NO_NAME;
    const key = folded(shown);
    if (!groups.has(key)) groups.set(key, { name: shown, earned: [], spent: [] });
    if (revenue[row] !== null) groups.get(key).earned.push(revenue[row]);
    if (cost[row] !== null) groups.get(key).spent.push(cost[row]);
  });
  const rows = order([...groups.values()]).map((group) => returnRow(group.name, group.earned, group.spent, margin, scale));
  const complete = [...groups.values()].filter((group) => group.earned.length && group.spent.length);
  const all = (side) => [].concat(...complete.map((group) => group[side]));
  rows.push(returnRow(totalLabel(complete.length, groups.size), all("earned"), all("spent"), margin, scale));
  return new Spill(rows, [title, "revenue", "cost", "profit", "ROI"]);
}

function totalLabel(complete, groups) {
  return complete === groups ? "total" : "total (" + complete + " of " + groups + ")";
}

function returnRow(name, earned, spent, margin, scale) {
  const revenue = earned.length ? sum(earned) : null;
  const cost = spent.length ? sum(spent) : null;
  if (revenue === null || cost === null) return [name, revenue, cost, null, null];
  const profit = revenue * margin - cost;
  return [name, revenue, cost, profit, cost === 0 ? "no cost" : (profit * scale) / cost];
}
