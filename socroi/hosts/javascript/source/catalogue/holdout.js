// Evidence by a part held out. Beside socroi/catalogue/holdout.py.

bodies.SOCLIFT = (testSize, testConversions, controlSize, controlConversions, confidence, looks, look, value, cost, testShare) => {
  const { _LIFTED: head, _PRICED: more, UNFAIR, NO_LIMIT } = constants.holdout;
  const { EXPECTED, SURE } = constants.looks;
  if (testConversions > testSize || controlConversions > controlSize) {
    throw new CellError("#NUM!", "There are more conversions than people.", "Count each person once.");
  }
  const often = looksOf(looks, look);
  const [least, surest] = SURE;
  if (often > 1 && !(least <= confidence && confidence <= surest)) {
    const why = "confidence is " + general(confidence) + "; with several looks it is from " + least + " to " + surest + ".";
    throw new CellError("#NUM!", why, "Choose 0.95, or look once.");
  }
  let odds = null;
  if (testShare !== null) {
    const people = testSize + controlSize;
    const drift = divided(testSize - people * testShare, Math.sqrt(people * testShare * (1 - testShare)));
    odds = 2 * normalTail(Math.abs(drift));
    if (odds < UNFAIR) {
      const percent = (share) => (100 * share).toFixed(2) + "%";
      const why = percent(testSize / people) + " of the people are in the test group, and the lot was to put";
      const hint = "Find out who was lost or counted twice; without that no lift can be told.";
      throw new CellError("#NUM!", why + " " + percent(testShare) + " there: that is no chance.", hint);
    }
  }
  const one = divided(testConversions, testSize);
  const two = divided(controlConversions, controlSize);
  const pooled = (testConversions + controlConversions + 0.5) / (testSize + controlSize + 1);
  const z = often === 0 ? alwaysZ(pooled, testSize, controlSize, confidence, EXPECTED) : lookZ(often, look || often, confidence);
  const lift = one - two;
  const [low, high] = newcombeAt(one, testSize, two, controlSize, z);
  const nobody = new CellError("#DIV/0!", "Nobody in the control group converted.");
  const ends = [lift * testSize, low * testSize, high * testSize];
  const row = [one, two, lift, low, high, two === 0 ? nobody : lift / two, ...ends];
  if ([looks, look, value, cost, testShare].every((argument) => argument === null)) return new Spill([row], head);
  const [fewest, most] = ratioEnds(one, testSize, two, controlSize, z);
  row.push(fewest - 1, most === null ? nobody : most - 1, z);
  const price = (extra) => (cost === null ? null : extra > 0 ? cost / extra : NO_LIMIT);
  row.push(price(ends[0]), price(ends[2]), price(ends[1]));
  if (cost === null || value === null) row.push(null, null, null);
  else if (cost === 0) row.push(...ends.map(() => new CellError("#DIV/0!", "The campaign cost nothing.")));
  else row.push(...ends.map((extra) => (extra * value) / cost));
  return new Spill([[...row, odds]], [...head, ...more]);
};

// How often a test is looked at, 0 for always.
function looksOf(looks, look) {
  const most = constants.looks.MOST_LOOKS;
  if (looks !== null && looks.toLowerCase() === "always") {
    if (look !== null) throw new CellError("#NUM!", "look is given, and looks is always.", "Leave look blank.");
    return 0;
  }
  const often = looks === null ? 1 : Number(looks);
  if (looks !== null && !/^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)(e[-+]?[0-9]+)?$/i.test(looks)) {
    const why = 'looks is "' + looks + '", neither a number of looks nor "always".';
    throw new CellError("#N/A", why, "Type 1 to " + most + ', or "always".');
  }
  if (!(often >= 1 && often <= most) || often !== Math.trunc(often)) {
    const why = "looks is " + general(often) + ", and is a whole number from 1 to " + most + ".";
    throw new CellError("#NUM!", why, 'Give a number, or "always".');
  }
  if (look !== null && (look > often || look !== Math.trunc(look))) {
    const hint = "Give a whole number from 1 to " + general(often) + ", and looks as it was decided before.";
    throw new CellError("#NUM!", "look is " + general(look) + " of " + general(often) + " looks.", hint);
  }
  return often;
}
