// Cost: what the work on social media takes, in pay and in money. Beside socroi/catalogue/cost.py.

bodies.SOCCOST = (category, amount, show) => {
  const total = sum(amount.filter((spent) => spent !== null));
  if (show === "total") return total;
  const groups = new Map();
  category.forEach((name, row) => {
    if (name === null && amount[row] === null) return;
    const shown = name || "(blank)";
    const key = folded(shown);
    if (!groups.has(key)) groups.set(key, { name: shown, spent: null });
    if (amount[row] !== null) groups.get(key).spent = (groups.get(key).spent || 0) + amount[row];
  });
  const all = [...groups.values()];
  const rows = all.map(({ name, spent }) => [name, spent, spent === null ? null : divided(spent, total)]);
  rows.push([totalLabel(all.filter(({ spent }) => spent !== null).length, all.length), total, 1]);
  return new Spill(rows, ["category", "amount", "share"]);
};

bodies.SOCALLOC = (sharedCost, driver) => {
  const shared = sum(sharedCost);
  const all = sum(driver.filter((part) => part !== null));
  if (!Number.isFinite(shared) || !Number.isFinite(all)) fail("#NUM!");
  // In whole grains of the last digit of the shared cost no sum of parts is ever rounded, in whatever order.
  const grain = lastDigit(shared);
  const grains = shared / grain;
  const parts = driver.map((part) => (part === null ? null : roundedHalfEven(divided(grains * part, all))));
  let most = 0;
  driver.forEach((part, index) => {
    if ((part || 0) > (driver[most] || 0)) most = index;
  });
  const rest = parts.reduce((left, part) => left - (part || 0), grains);
  parts[most] = (parts[most] || 0) + rest;
  return parts.map((part) => (part === null ? null : part * grain));
};
