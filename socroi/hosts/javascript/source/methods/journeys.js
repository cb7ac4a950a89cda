// Journeys: the paths of touches that customers took, written as "a > b > c", and added up where they are equal.

// channels in order of first appearance; journeys: {touches: indices of channels, amounts: sums} without equal paths.
function gather(paths, ...amounts) {
  const known = paths.map((path, row) => path !== null && amounts[0][row] !== null);
  if (!known.some(Boolean)) throw new CellError("#N/A", "No row has paths and conversions.", "Fill in at least one row.");
  const texts = new Map();
  paths.forEach((path, row) => {
    if (!known[row]) return;
    if (!texts.has(path)) texts.set(path, amounts.map(() => 0));
    const sums = texts.get(path);
    amounts.forEach((column, index) => {
      if (column[row]) sums[index] += column[row];
    });
  });
  const channels = [];
  const indices = new Map();
  const journeys = new Map();
  for (const [path, sums] of texts) {
    const touches = path.split(constants.journeys.SEPARATOR).map((touch) => {
      const name = trimmed(touch);
      if (!name) throw new CellError("#VALUE!", 'The path "' + path + '" has an empty touch.', 'Write a path as "a > b > c".');
      const key = folded(name);
      if (!indices.has(key)) indices.set(key, channels.push(name) - 1);
      return indices.get(key);
    });
    const before = journeys.get(touches.join(">"));
    if (before) before.amounts = before.amounts.map((amount, index) => amount + sums[index]);
    else journeys.set(touches.join(">"), { touches, amounts: sums });
  }
  const gathered = [...journeys.values()];
  return { channels, journeys: gathered, conversions: sum(gathered.map((journey) => journey.amounts[0])) };
}

// The weight of each touch of a path by a rule, first to last; they add up to 1.
function touchWeights(touches, model, parameter) {
  const setting = parameter === null ? constants.journeys.DEFAULTS[model] || 0 : parameter;
  if (model === "position" && !(setting >= 0 && setting <= 0.5)) {
    const why = "parameter is " + general(setting) + "; the first and the last touch get from 0 to 0.5 each.";
    throw new CellError("#NUM!", why, "Leave it out for 0.4.");
  }
  if (model === "decay" && setting <= 0) {
    throw new CellError("#NUM!", "parameter is " + general(setting) + "; a half-life is above 0.", "Leave it out for 1.");
  }
  const weights = new Array(touches).fill(0);
  if (model === "last") weights[touches - 1] = 1;
  else if (model === "first") weights[0] = 1;
  else if (model === "linear" || (model === "position" && touches < 3)) weights.fill(1 / touches);
  else if (model === "position") {
    weights.fill((1 - 2 * setting) / (touches - 2));
    weights[0] = weights[touches - 1] = setting;
  } else {
    const halved = weights.map((_, place) => Math.pow(2, -(touches - 1 - place) / setting));
    const all = sum(halved);
    return halved.map((weight) => weight / all);
  }
  return weights;
}
