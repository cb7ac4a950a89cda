// Witnesses: what customers and the shop itself say, beside what platforms claim. Beside socroi/catalogue/witness.py.

bodies.SOCHEARD = (answer, quantity, asked, tracked, confidence) => {
  const fewest = constants.witness.FEWEST_ANSWERS;
  const said = new Map();
  answer.forEach((name, row) => {
    const many = quantity[row];
    if (many !== Math.trunc(many)) {
      throw new CellError("#NUM!", general(many) + " customers answered " + name + ".", "Count customers; they are whole.");
    }
    const key = folded(name);
    if (!said.has(key)) said.set(key, { name, many: 0, link: null });
    const one = said.get(key);
    one.many += many;
    if (tracked[row] !== null) one.link = (one.link || 0) + tracked[row];
  });
  const given = [...said.values()].filter((one) => one.many);
  const answers = sum(given.map((one) => one.many));
  if (answers < fewest) {
    const hint = "Ask on, until " + (fewest - answers) + " more have answered.";
    throw new CellError("#NUM!", answers + " customers answered; " + fewest + " are the fewest that tell.", hint);
  }
  if (answers > constants.witness.MOST_ANSWERS) {
    throw new CellError("#NUM!", answers + " customers answered.", "Give " + constants.witness.MOST_ANSWERS + " at most.");
  }
  if (given.length < 2) throw new CellError("#NUM!", "All gave the same answer.", "Offer several, in an order that changes.");
  if (asked !== null && asked < answers) {
    throw new CellError("#NUM!", answers + " answered, and " + general(asked) + " were asked.", "Count all who were asked.");
  }
  given.sort((one, other) => other.many - one.many);
  const ends = simultaneousEnds(given.map((one) => one.many), confidence);
  const silent = asked === null ? null : asked - answers;
  const table = given.map(({ name, many, link }, place) => {
    const row = [name, many, many / answers, ...ends[place]];
    row.push(...(silent === null ? [null, null] : [many / asked, (many + silent) / asked]));
    if (link === null) return [...row, null, null, null];
    return [...row, link, Math.max(0, many - link), silent === null ? null : Math.max(0, many + silent - link)];
  });
  const header = ["answer", "customers", "share", "low", "high", "at least", "at most", "tracked", "dark from", "dark to"];
  return new Spill(table, header);
};

bodies.SOCBLENDED = (spend, revenue, newCustomers, newRevenue, claimed, margin) => {
  const paid = exactSum(spend);
  const sold = exactSum(revenue);
  const fresh = newRevenue === null ? null : exactSum(newRevenue);
  const claims = claimed === null ? null : divided(exactSum(claimed), sold);
  const row = [paid, sold, divided(sold, paid), sold * margin - paid];
  row.push(newCustomers === null ? null : divided(paid, exactSum(newCustomers)));
  row.push(fresh, fresh === null ? null : sold - fresh, fresh === null ? null : fresh / paid);
  row.push(claims, claims !== null && claims > 1 ? constants.witness.CLAIMED : null);
  const header = ["spend", "revenue", "MER", "left", "nCAC", "new revenue", "returning revenue", "new MER"];
  return new Spill([row], [...header, "claimed of revenue", "finding"]);
};
