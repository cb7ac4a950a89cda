// Attribution: which touch on the way to a conversion deserves which part of it. Beside socroi/catalogue/attribution.py.

bodies.SOCTOUCH = (touches, model, parameter) => {
  whole(touches, "touches is " + general(touches) + "; a number of touches is whole.");
  return touchWeights(touches, model, parameter);
};

bodies.SOCATTRIB = (paths, conversions, model, revenue, parameter) => {
  const gains = revenue === null || !revenue.length ? paths.map(() => null) : revenue;
  const gathered = gather(paths, conversions, gains);
  const credited = gathered.channels.map(() => 0);
  const gained = gathered.channels.map(() => 0);
  for (const { touches, amounts } of gathered.journeys) {
    touchWeights(touches.length, model, parameter).forEach((share, place) => {
      credited[touches[place]] += share * amounts[0];
      gained[touches[place]] += share * amounts[1];
    });
  }
  const all = gathered.conversions;
  const rows = gathered.channels.map((name, index) => [name, credited[index], divided(credited[index], all)]);
  rows.push(["total", all, 1]);
  const header = ["channel", "conversions", "share"];
  if (gains.some((gain) => gain !== null)) {
    header.push("revenue");
    gained.push(sum(gathered.journeys.map((journey) => journey.amounts[1])));
    rows.forEach((row, index) => row.push(gained[index]));
  }
  return new Spill(rows, header);
};

bodies.SOCMARKOV = (paths, conversions, nulls, order) => {
  whole(order, "order is " + general(order) + "; an order is whole.");
  const gathered = gather(paths, conversions, nulls);
  const all = gathered.conversions;
  if (all === 0) fail("#DIV/0!");
  const { ways, groups } = chainOf(gathered, order);
  const effects = sharesThrough(ways, START, CONVERTED, groups);
  const together = exactSum(effects);
  const rows = gathered.channels.map((name, index) => [
    name,
    effects[index],
    divided(effects[index], together),
    divided(all * effects[index], together),
  ]);
  return new Spill([...rows, ["total", null, 1, all]], ["channel", "removal effect", "share", "conversions"]);
};

const START = -1;
const CONVERTED = -2;
const LOST = -3;

// The chain of the last touches, weighted by how often each step was taken, and each channel's states.
function chainOf(gathered, order) {
  const lasts = new Map([["", START]]);
  const ways = new Map([[START, new Map()]]);
  const names = new Map([[START, []]]);
  const count = (out, end, times) => out.set(end, (out.get(end) || 0) + times);
  for (const { touches, amounts } of gathered.journeys) {
    const times = amounts[0] + amounts[1];
    if (times === 0) continue;
    let state = START;
    for (const touch of touches) {
      const last = [...names.get(state), touch].slice(-order);
      const key = last.join(">");
      if (!lasts.has(key)) lasts.set(key, lasts.size);
      const following = lasts.get(key);
      if (!ways.has(following)) {
        ways.set(following, new Map());
        names.set(following, last);
      }
      count(ways.get(state), following, times);
      state = following;
    }
    if (amounts[0]) count(ways.get(state), CONVERTED, amounts[0]);
    if (amounts[1]) count(ways.get(state), LOST, amounts[1]);
  }
  const states = names.size - 1;
  if (states > constants.attribution.MOST_STATES) {
    const why = "An order of " + order + " makes " + states + " states of these paths; " + constants.attribution.MOST_STATES;
    const hint = order > 1 ? "Use an order of " + (order - 1) + "." : "Join rare channels into one.";
    throw new CellError("#NUM!", why + " can be solved exactly.", hint);
  }
  const groups = gathered.channels.map(() => new Set());
  for (const [state, last] of names) for (const channel of last) groups[channel].add(state);
  return { ways, groups };
}

bodies.SOCSHAPLEY = (paths, conversions) => {
  const gathered = gather(paths, conversions);
  const all = gathered.conversions;
  if (all === 0) fail("#DIV/0!");
  const parts = gathered.channels.map(() => []);
  for (const { touches, amounts } of gathered.journeys) {
    const together = new Set(touches);
    for (const channel of together) parts[channel].push(amounts[0] / together.size);
  }
  const rows = gathered.channels.map((name, index) => [name, exactSum(parts[index]), exactSum(parts[index]) / all]);
  return new Spill([...rows, ["total", all, 1]], ["channel", "conversions", "share"]);
};
