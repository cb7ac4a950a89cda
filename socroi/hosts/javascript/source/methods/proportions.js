// Intervals of a share of people, and of the difference of two shares, which hold where people are few.

// Newcombe's interval (method 10) of the difference of two shares, each with its number of people.
function newcombe(one, sizeOne, two, sizeTwo, confidence) {
  return newcombeAt(one, sizeOne, two, sizeTwo, normalQuantile((1 + confidence) / 2));
}

// Likewise at a quantile of the normal distribution.
function newcombeAt(one, sizeOne, two, sizeTwo, z) {
  const [lowOne, highOne] = wilson(one, sizeOne, z);
  const [lowTwo, highTwo] = wilson(two, sizeTwo, z);
  const difference = one - two;
  return [
    difference - Math.sqrt(squared(one - lowOne) + squared(highTwo - two)),
    difference + Math.sqrt(squared(highOne - one) + squared(two - lowTwo)),
  ];
}

// The ends of a share divided by another, at which Newcombe's interval of one - ratio x two ends at 0; null is no end.
function ratioEnds(p, sizeOne, q, sizeTwo, z) {
  const [lowOne, highOne] = wilson(p, sizeOne, z);
  const [lowTwo, highTwo] = wilson(q, sizeTwo, z);
  const below = lowOne * (2 * p - lowOne);
  const above = highOne * (2 * p - highOne);
  const under = lowTwo * (2 * q - lowTwo);
  const over = highTwo * (2 * q - highTwo);
  const low = p > 0 ? below / (p * q + Math.sqrt(Math.max(0, squared(p * q) - below * over))) : 0;
  const high = q > 0 ? (p * q + Math.sqrt(Math.max(0, squared(p * q) - above * under))) / under : null;
  return [low, high];
}

function wilson(share, size, z) {
  const middle = share + (z * z) / (2 * size);
  const spread = z * Math.sqrt((share * (1 - share)) / size + (z * z) / (4 * size * size));
  return [(middle - spread) / (1 + (z * z) / size), (middle + spread) / (1 + (z * z) / size)];
}
