// How far a difference has to lie from nothing where a test is looked at more than once. Beside socroi/methods/looks.py.

const LOOK_NODES = 96;
const LOOK_ROUNDS = 14;

// The z of one look of several, as O'Brien and Fleming divide the chance of a false finding among them.
function lookZ(looks, look, confidence) {
  let z = normalQuantile((1 + confidence) / 2);
  if (looks > 1) {
    for (let round = 0; round < LOOK_ROUNDS; round++) {
      const crossed = 1 - staysInside(looks, z * Math.sqrt(looks));
      z += (Math.log(crossed / (1 - confidence)) * normalTail(z)) / normalDensity(z);
    }
  }
  return z * Math.sqrt(looks / look);
}

// The z at a point of a test that is looked at whenever one likes: Robbins's normal mixture.
function alwaysZ(rate, sizeOne, sizeTwo, confidence, expected) {
  const known = (((expected * expected) * rate) / (1 - rate)) / (1 / sizeOne + 1 / sizeTwo);
  return Math.sqrt((1 + 1 / known) * (Math.log(1 + known) - 2 * Math.log(1 - confidence)));
}

// The chance that a sum of standard normal steps lies between -line and line after each of them.
function staysInside(looks, line) {
  const { nodes, weights } = fejer();
  const places = nodes.map((x) => line * x);
  const parts = weights.map((weight) => line * weight);
  const kernel = places.map((to) => places.map((at, i) => parts[i] * (normalDensity(to - at) + normalDensity(to + at))));
  let density = places.map(normalDensity);
  for (let step = 1; step < looks; step++) density = kernel.map((row) => sum(row.map((part, i) => part * density[i])));
  return 2 * sum(density.map((value, i) => value * parts[i]));
}

// The nodes above 0 of Fejer's rule over -1 to 1, and their weights.
const fejer = later(() => {
  const half = Array.from({ length: LOOK_NODES / 2 }, (_, i) => i + 1);
  const angles = half.map((node) => ((2 * node - 1) * Math.PI) / (2 * LOOK_NODES));
  const series = (angle) => sum(half.map((m) => Math.cos(2 * m * angle) / (4 * m * m - 1)));
  return { nodes: angles.map(Math.cos), weights: angles.map((angle) => (2 / LOOK_NODES) * (1 - 2 * series(angle))) };
});
