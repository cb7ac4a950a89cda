// Repeat orders: which customers are still there, how often they will order again, and what that will bring. Beside
// socroi/catalogue/repeat.py.

bodies.SOCREPEAT = (customer, date, revenue, weeks, margin, asOf, forecast, confidence) => {
  const { FEWEST_AGAIN, FEWEST_WEEKS, YEAR } = constants.repeat;
  const people = repeatPeople(customer, date, revenue, asOf);
  const oldest = people.length ? largest(people.map((one) => one.history.age)) : 0;
  if (oldest < FEWEST_WEEKS) {
    const why = "The oldest customer has been seen for " + general(oldest, 3) + " weeks; " + FEWEST_WEEKS;
    throw new CellError("#NUM!", why + " are the fewest that tell.", "Wait, or give the orders of a longer time.");
  }
  const again = people.filter((one) => one.history.again);
  const more = "Give the orders of more customers, or of a longer time.";
  if (again.length < FEWEST_AGAIN) {
    const why = again.length + " customers ordered again; " + FEWEST_AGAIN + " are the fewest that tell.";
    throw new CellError("#NUM!", why, more);
  }
  const ahead = weeks === null ? Math.min(YEAR, oldest) : weeks;
  if (ahead > oldest) {
    const why = "weeks is " + general(ahead) + "; customers were seen for up to " + general(oldest, 4);
    throw new CellError("#NUM!", why + ", and as far again can be foretold.", "Give " + Math.trunc(oldest) + " at most.");
  }
  const counts = new Map();
  for (const { history } of people) {
    const key = history.again + " " + history.last + " " + history.age;
    if (!counts.has(key)) counts.set(key, [history, 0]);
    counts.get(key)[1] += 1;
  }
  const histories = [...counts.values()];
  const orders = fitOrders(histories);
  if (!orders) {
    const why = "These orders do not tell who left from who waits: nobody seems to leave, or all customers are alike.";
    throw new CellError("#NUM!", why, more);
  }
  const amounts = fitAmounts(again.map((one) => [one.history.again, one.mean]));
  let untold = null;
  if (!amounts) {
    untold = new CellError("#NUM!", "The amounts do not tell how customers differ.", "Give more orders that differ.");
  } else if (amounts.values[1] <= 1) {
    untold = new CellError("#NUM!", "A few customers spend so much that there is no mean.", "Leave those out.");
  }
  if (forecast === "model") return repeatModel(orders, amounts, untold);
  if (forecast === "customers") return repeatCustomers(people, orders, amounts, untold, ahead, margin);
  return repeatSummary(people, histories, orders, amounts, untold, ahead, margin, confidence);
};

// The customers in the order of the table: the id as it stands first, the history in weeks, what an order after the
// first brought.
function repeatPeople(names, days, amounts, asOf) {
  const number = (day) => Math.round(Date.UTC(day.year, day.month - 1, day.day) / DAY);
  const numbers = days.map(number);
  const end = asOf === null ? largest(numbers) : number(asOf);
  const books = new Map();
  names.forEach((name, row) => {
    if (numbers[row] > end) return;
    const key = folded(name);
    if (!books.has(key)) books.set(key, { name, sums: new Map() });
    const { sums } = books.get(key);
    sums.set(numbers[row], (sums.get(numbers[row]) || 0) + amounts[row]);
  });
  const people = [];
  for (const { name, sums } of books.values()) {
    const bought = [...sums.keys()].filter((day) => sums.get(day) > 0).sort((one, other) => one - other);
    if (!bought.length) continue;
    const times = bought.length - 1;
    const mean = times ? exactSum(bought.slice(1).map((day) => sums.get(day))) / times : 0;
    const history = { again: times, last: (bought[times] - bought[0]) / 7, age: (end - bought[0]) / 7 };
    people.push({ name, history, mean });
  }
  return people;
}

function repeatSummary(people, histories, orders, amounts, untold, ahead, margin, confidence) {
  const outlooks = (parameters) => people.map((one) => orderOutlook(parameters, one.history, ahead));
  const together = (parameters, part) =>
    exactSum(histories.map(([history, n]) => orderOutlook(parameters, history, ahead)[part] * n));
  const z = normalQuantile((1 + confidence) / 2);
  const ends = (figure, variance) => {
    const reach = exponential(divided(z * Math.sqrt(Math.max(0, variance)), figure));
    return [divided(figure, reach), figure * reach];
  };
  const coming = together(orders.values, "orders");
  const doubt = together(orders.values, "variance") + orders.variance((at) => together(at, "orders"));
  const again = people.filter((one) => one.history.again).length;
  const row = [people.length, again, together(orders.values, "there"), ahead, coming, ...ends(coming, doubt)];
  if (untold) {
    row.push(untold, untold, untold, null);
  } else {
    const seen = outlooks(orders.values);
    const worth = (looks, at) =>
      exactSum(people.map((one, i) => looks[i].orders * orderAmount(at, one.history.again, one.mean)));
    const whole = worth(seen, amounts.values);
    if (amounts.values[1] <= 2) {
      row.push(whole * margin, null, null, "amounts differ too much for an interval: q is 2 or less");
    } else {
      let chance = exactSum(people.map((one, i) => amountDoubt(amounts.values, one.history.again, one.mean, seen[i])));
      chance += orders.variance((at) => worth(outlooks(at), amounts.values));
      chance += amounts.variance((at) => worth(seen, at));
      row.push(...[whole, ...ends(whole, chance)].map((end) => end * margin), null);
    }
  }
  const money = ["margin to come", "margin low", "margin high"];
  const counted = ["orders to come", "orders low", "orders high"];
  return new Spill([row], ["customers", "ordered again", "still there", "weeks", ...counted, ...money, "note"]);
}

function repeatCustomers(people, orders, amounts, untold, ahead, margin) {
  const table = people.map((one) => {
    const coming = orderOutlook(orders.values, one.history, ahead);
    const each = untold || orderAmount(amounts.values, one.history.again, one.mean);
    const worth = untold || each * coming.orders * margin;
    return [one.name, one.history.again + 1, coming.there, coming.orders, each, worth];
  });
  return new Spill(table, ["customer", "orders", "still there", "orders to come", "an order brings", "margin to come"]);
}

function repeatModel(orders, amounts, untold) {
  const rows = (names, model) => names.map((name, i) => [name, model.values[i], model.errors()[i]]);
  const money = ["p", "q", "v"];
  const table = [
    ...rows(["r", "alpha", "a", "b"], orders),
    ...(amounts ? rows(money, amounts) : money.map((name) => [name, untold, untold])),
  ];
  return new Spill(table, ["parameter", "value", "standard error"]);
}
