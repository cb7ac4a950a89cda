// Customers over time: what they bring by the month they came, how long they stay, when they have paid back. Beside
// socroi/catalogue/cohort.py.

bodies.SOCCOHORT = (customer, date, revenue, platform, acquisition, margin, asOf, view, confidence) => {
  const book = new CohortBook(customer, date, revenue, platform, margin, asOf);
  if (view === "summary") return book.summary(cohortSpends(acquisition, book.byMonth), confidence);
  return view === "cumulative" ? book.cumulative() : book.ladder();
};

function monthNumber(day) {
  return day.year * 12 + day.month - 1;
}

function monthName(month) {
  return Math.floor(month / 12) + "-" + twoDigits((month % 12) + 1);
}

// All orders, put together by customer.
class CohortBook {
  constructor(names, days, amounts, platforms, margin, asOf) {
    const { FEWEST_AGES, FEWEST_CUSTOMERS } = constants.cohort;
    const number = (day) => (day.year * 12 + day.month) * 31 + day.day;
    const end = asOf === null ? days.reduce((latest, day) => (number(day) > number(latest) ? day : latest)) : asOf;
    const following = new Date(Date.UTC(end.year, end.month - 1, end.day) + DAY);
    if (following.getUTCFullYear() > 9999) fail("#NUM!"); // no calendar has that day
    this.last = monthNumber(end) - (following.getUTCMonth() === end.month - 1 ? 1 : 0);
    this.byMonth = platforms.every((each) => each === null);
    const people = new Map();
    const keys = names.map(folded);
    keys.forEach((key, row) => {
      const known = people.get(key);
      if (known && number(days[row]) >= number(known.day)) return;
      const one = { day: days[row], platform: platforms[row], month: monthNumber(days[row]), margins: new Map() };
      people.set(key, one);
    });
    keys.forEach((key, row) => {
      const { margins, month } = people.get(key);
      const age = monthNumber(days[row]) - month;
      margins.set(age, (margins.get(age) || 0) + amounts[row] * margin);
    });
    this.customers = [...people.values()].filter((one) => one.month <= this.last);
    this.oldest = this.last - Math.min(this.last, smallest(this.customers.map((one) => one.month))) + 1;
    if (this.oldest < FEWEST_AGES) {
      const months = this.oldest + " whole month" + (this.oldest === 1 ? "" : "s");
      const hint = "Wait until the oldest customers are " + FEWEST_AGES + " months old.";
      throw new CellError("#NUM!", months + " of age can be seen up to " + monthName(this.last) + ".", hint);
    }
    if (this.customers.length < FEWEST_CUSTOMERS) {
      const came = this.customers.length + " customers came in whole months; ";
      const hint = "Give the orders of more customers, or of a longer time.";
      throw new CellError("#NUM!", came + FEWEST_CUSTOMERS + " are the fewest that tell.", hint);
    }
  }
  inTime() {
    return [...this.customers].sort((one, other) => one.month - other.month);
  }
  // The customers of each group: months in the order of time, platforms in that of first appearance.
  groups() {
    const found = new Map();
    for (const one of this.byMonth ? this.inTime() : this.customers) {
      const name = this.byMonth ? monthName(one.month) : one.platform || "(blank)";
      const key = folded(name);
      if (!found.has(key)) found.set(key, { key, name, members: [] });
      found.get(key).members.push(one);
    }
    return [...found.values()];
  }
  // LTV, CAC and payback of each group and of all.
  summary(spends, confidence) {
    const groups = this.groups();
    const row = (name, members, spend) => cohortRow(name, members, this.last, spend, confidence);
    const paid = groups.map(({ key }) => (spends.has(key) ? spends.get(key) : null));
    const table = groups.map(({ name, members }, place) => row(name, members, paid[place]));
    const every = [].concat(...groups.map(({ members }) => members));
    table.push(row("total", every, paid.includes(null) ? null : exactSum(paid)));
    const header = ["group", "customers", "months", "LTV", "low", "high", "CAC", "LTV : CAC", "payback", "from", "to"];
    return new Spill(table, header);
  }
  // The margin per customer up to each age.
  cumulative() {
    const ages = agesBefore(this.oldest);
    const table = [...this.groups(), { name: "total", members: this.customers }].map(({ name, members }) => {
      const { means } = new CohortCurve(members, this.last, 1);
      return [name, members.length, ...ages.map((age) => (age < means.length ? means[age] : null))];
    });
    return new Spill(table, ["group", "customers", ...ages.map(String)]);
  }
  // What each month's customers have brought, and what is still to come up to the oldest age.
  ladder() {
    const months = new Map();
    for (const one of this.inTime()) {
      if (!months.has(one.month)) months.set(one.month, []);
      months.get(one.month).push(one);
    }
    const triangle = [...months].map(([month, members]) => {
      let soFar = 0;
      return agesBefore(this.last - month + 1).map((age) => {
        soFar += exactSum(members.map((one) => one.margins.get(age) || 0));
        return soFar;
      });
    });
    const developed = chainLadder(triangle);
    if (developed === null) {
      throw new CellError("#NUM!", "At some age the sum of all older months is not above 0.", "Leave those months out.");
    }
    const { ultimate, errors, totalError } = developed;
    const now = triangle.map((sums) => sums[sums.length - 1]);
    const table = [...months].map(([month, members], row) => {
      return [monthName(month), members.length, now[row], ultimate[row], ultimate[row] - now[row], errors[row]];
    });
    const whole = exactSum(ultimate);
    table.push(["total", this.customers.length, exactSum(now), whole, whole - exactSum(now), totalError]);
    return new Spill(table, ["month", "customers", "so far", "at the oldest age", "to come", "standard error"]);
  }
}

function cohortRow(name, members, last, spend, confidence) {
  const fewest = constants.cohort.FEWEST_CUSTOMERS;
  const many = members.length;
  const curve = new CohortCurve(members, last, fewest);
  const cac = spend === null ? null : spend / many;
  const [low, high] = many >= fewest ? curve.bands(confidence) : [null, null];
  const ages = curve.means.length;
  const ltv = curve.means[ages - 1];
  const row = [name, many, ages, ltv, low && low[ages - 1], high && high[ages - 1]];
  if (cac === null) return [...row, null, null, null, null, null];
  row.push(cac, cac === 0 ? "no cost" : ltv / cac, payback(curve.means, cac));
  return [...row, high && payback(high, cac), low && payback(low, cac)];
}

// After how many months a curve reaches what a customer cost, between two ages in proportion.
function payback(means, cac) {
  const age = means.findIndex((mean) => mean >= cac);
  if (age < 0) return constants.cohort.NOT_YET;
  const before = age > 0 ? means[age - 1] : 0;
  return means[age] > before ? age + (cac - before) / (means[age] - before) : age;
}

// What was spent on each group; rows without a name and an amount, such as headings, say nothing.
function cohortSpends(table, byMonth) {
  const spends = new Map();
  for (const row of table || []) {
    if (row.length !== 2) {
      throw new CellError("#VALUE!", "acquisition has " + row.length + " columns.", "Give two: the group's name, and money.");
    }
    for (const cell of row) if (cell instanceof CellError) throw cell;
    const [name, money] = row;
    if (name === null || typeof money !== "number") continue;
    if (money < 0) {
      const why = "acquisition is " + general(money) + " for " + asText(name) + ", below 0.";
      throw new CellError("#NUM!", why, "Correct the cell.");
    }
    const key = cohortGroup(name, byMonth);
    spends.set(key, (spends.get(key) || 0) + money);
  }
  return spends;
}

function cohortGroup(name, byMonth) {
  if (byMonth && name instanceof Date) return monthName(name.getFullYear() * 12 + name.getMonth());
  if (byMonth && typeof name === "number") {
    const day = fromSerial(name);
    if (day === null) throw new CellError("#NUM!", general(name) + " in acquisition is no date.", "Type a month as 2026-07.");
    return monthName(monthNumber(day));
  }
  return folded(asText(name));
}

// The margin per customer of a group up to each age that so many have reached.
class CohortCurve {
  constructor(members, last, fewest) {
    this.members = members;
    this.reached = members.map((one) => last - one.month + 1);
    const least = Math.max(1, Math.min(fewest, members.length));
    this.there = [];
    for (;;) {
      const count = this.reached.filter((ages) => ages > this.there.length).length;
      if (count < least) break;
      this.there.push(count);
    }
    this.steps = this.there.map((count, age) => {
      const there = members.filter((_, place) => this.reached[place] > age);
      return exactSum(there.map((one) => one.margins.get(age) || 0)) / count;
    });
    this.means = this.steps.map((_, age) => exactSum(this.steps.slice(0, age + 1)));
  }
  // A figure for each customer whose mean is the sum up to an age, and whose scatter is that sum's. Who has not reached
  // an age adds what the others had there on average; who has, their own, weighted by how many stand for how many.
  figures(age) {
    const weights = this.there.slice(0, age + 1).map((count) => this.members.length / count);
    return this.members.map(({ margins }, place) => {
      let own = 0;
      const ages = Math.min(weights.length, this.reached[place]);
      for (let a = 0; a < ages; a++) own += weights[a] * ((margins.get(a) || 0) - this.steps[a]);
      return this.means[age] + own;
    });
  }
  // The low and the high end at each age; how far the ends lie in standard errors is that of the last.
  bands(confidence) {
    const many = this.members.length;
    const last = this.means.length - 1;
    const errors = this.means.map((mean, age) => {
      return Math.sqrt(exactSum(this.figures(age).map((x) => squared(x - mean))) / (many - 1) / many);
    });
    let low = normalQuantile((1 + confidence) / 2);
    let high = low;
    if (many < constants.cohort.MANY && errors[last] > 0) {
      const ones = new Array(many).fill(1);
      const ends = ratioInterval(this.figures(last), ones, constants.cohort.DRAWS, 1, confidence);
      if (ends !== null) [low, high] = [this.means[last] - ends[0], ends[1] - this.means[last]].map((d) => d / errors[last]);
    }
    return [this.means.map((mean, age) => mean - low * errors[age]), this.means.map((mean, age) => mean + high * errors[age])];
  }
}

bodies.SOCRETAIN = (remaining, untilAge, marginPerPeriod, confidence) => {
  const { FEWEST_AGES, FEWEST_CUSTOMERS, SURVIVES } = constants.cohort;
  const oldest = remaining.length - 1;
  if (oldest < FEWEST_AGES) {
    const why = Math.max(oldest, 0) + " ages after the start are known; a curve needs " + FEWEST_AGES + ".";
    throw new CellError("#NUM!", why, "Wait, or take an older group.");
  }
  if (remaining[0] < FEWEST_CUSTOMERS) {
    const why = "The group began with " + general(remaining[0]) + " customers; " + FEWEST_CUSTOMERS + " are the fewest that tell.";
    throw new CellError("#NUM!", why, "Take a larger group, or several months as one.");
  }
  const risen = remaining.findIndex((there, age) => age > 0 && there > remaining[age - 1]);
  if (risen > 0) {
    const [before, there] = [remaining[risen - 1], remaining[risen]].map((number) => general(number));
    const why = there + " are there at age " + risen + ", more than " + before + " before.";
    throw new CellError("#NUM!", why, "Follow one group: who joins later belongs to another.");
  }
  if (remaining[oldest] === remaining[0]) {
    throw new CellError("#NUM!", "Nobody has left: a curve has nothing to go by.", "Wait until some have.");
  }
  const furthest = SURVIVES * oldest;
  const ages = untilAge === null ? furthest : untilAge;
  if (ages > furthest || ages !== Math.trunc(ages)) {
    const why = "until_age is " + general(ages) + "; ages up to " + oldest + " were seen, and twice that is the most that is";
    throw new CellError("#NUM!", why + " foretold.", "Give a whole number up to " + furthest + ".");
  }
  const curve = fitRetention(remaining);
  const { alpha, beta } = curve;
  const z = normalQuantile((1 + confidence) / 2);
  let there = 0;
  const ends = curve.intervals(agesBefore(ages + 1), z);
  const table = agesBefore(ages + 1).map((age) => {
    const share = curve.survival(age);
    there += share;
    const stays = age === 0 ? null : divided(beta + age - 1, alpha + beta + age - 1);
    const brought = marginPerPeriod === null ? null : there * marginPerPeriod;
    return [age, age <= oldest ? remaining[age] : null, share, ...ends[age], stays, there, brought];
  });
  return new Spill(table, ["age", "customers", "stay", "low", "high", "rate", "periods", "LTV"]);
};
