// The lowest place of a function of few numbers, by the simplex of Nelder and Mead (1965). Beside socroi/methods/minimum.py.

// Where a function is lowest near a start; begun anew there until nothing is gained any more.
function lowestNear(height, start) {
  let best = start;
  let value = height(start);
  let size = 0.5;
  for (let round = 0; round < constants.minimum._RESTARTS; round++) {
    const found = simplexDescent(height, best, size);
    const lower = height(found);
    const gained = value - lower;
    [best, value] = [found, lower];
    if (gained <= 1e-13 * Math.abs(value)) break;
    size = Math.max(size / 4, 1e-3);
  }
  return best;
}

function simplexDescent(height, start, size) {
  const corner = (place) => ({ at: height(place), place });
  const byHeight = (one, other) => one.at - other.at;
  const simplex = [corner(start), ...start.map((_, j) => corner(start.map((x, i) => (i === j ? x + size : x))))];
  simplex.sort(byHeight);
  const last = start.length;
  for (let round = 0; round < constants.minimum._ROUNDS; round++) {
    if (simplex[last].at - simplex[0].at <= 1e-15 * Math.abs(simplex[0].at)) break;
    const centre = start.map((_, i) => sum(simplex.slice(0, last).map(({ place }) => place[i])) / last);
    const worst = simplex[last].place;
    const away = (times) => corner(centre.map((c, i) => c + times * (c - worst[i])));
    const reflected = away(1);
    if (reflected.at < simplex[0].at) {
      const farther = away(2);
      simplex[last] = farther.at < reflected.at ? farther : reflected;
    } else if (reflected.at < simplex[last - 1].at) {
      simplex[last] = reflected;
    } else {
      const inside = away(reflected.at < simplex[last].at ? 0.5 : -0.5);
      if (inside.at < Math.min(reflected.at, simplex[last].at)) {
        simplex[last] = inside;
      } else {
        const lead = simplex[0].place;
        for (let i = 1; i <= last; i++) simplex[i] = corner(simplex[i].place.map((a, j) => (a + lead[j]) / 2));
      }
    }
    simplex.sort(byHeight);
  }
  return simplex[0].place;
}
