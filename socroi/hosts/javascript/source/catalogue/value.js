// Value: what an action, a fan or a customer is worth. Beside socroi/catalogue/value.py.

bodies.KPIVALUE = (kpi, quantity, values) => {
  if (values === null) {
    const hint = "Give a table of two columns: the KPI, and what one of it is worth to you.";
    throw new CellError("#N/A", 'What one "' + kpi + '" is worth is not known: there is no table of values.', hint);
  }
  if (values[0].length < 2) {
    throw new CellError("#VALUE!", "values has one column.", "Give two: the KPI, and what one of it is worth.");
  }
  const wanted = folded(kpi);
  const row = values.find(([name]) => !(name instanceof CellError) && folded(asText(name)) === wanted);
  if (!row) {
    const known = values.map(([name]) => name).filter((name) => typeof name === "string").map(asText);
    throw new CellError("#N/A", 'The KPI "' + kpi + '" is not in the table of values.', knownAre(known));
  }
  const worth = row[1];
  if (worth instanceof CellError) throw worth;
  if (worth === null) throw new CellError("#N/A", 'The value of "' + kpi + '" is not known yet.', "Fill it in.");
  if (typeof worth !== "number") {
    throw new CellError("#VALUE!", 'The value of "' + kpi + '" is ' + asText(worth) + ", not a number.", "Type a number.");
  }
  return quantity * worth;
};

bodies.SOCBENCHMARKS = (kpi) => {
  const all = constants.value.BENCHMARKS;
  const rows = all.filter((row) => !kpi || folded(row[0]) === folded(kpi));
  if (!rows.length) throw new CellError("#N/A", 'There is no benchmark for "' + kpi + '".', knownAre(all.map((row) => row[0])));
  return new Spill(rows, ["KPI", "value", "currency", "year", "source", "status"]);
};

bodies.SOCLTV = (value, periods, margin, discount, churn, leavers) => {
  const paying = value * margin * (leavers === "pay" ? 1 : 1 - churn);
  if (discount + churn === 0) {
    if (periods === null) {
      throw new CellError("#DIV/0!", "Without an end the value has no limit.", "Give periods, a discount or a churn.");
    }
    return paying * periods;
  }
  // Of a rate as tiny as 0.1 + 0.2 - 0.3 leaves, 1 - ((1 - churn) / (1 + discount))^periods would keep no digit.
  const endless = periods === null || churn === 1;
  const missing = endless ? 1 : -Math.expm1(periods * (Math.log1p(-churn) - Math.log1p(discount)));
  return (paying * missing) / (discount + churn);
};
