// Intervals of a share of people, and of the difference of two shares, which hold where people are few.

// Newcombe's interval (method 10) of the difference of two shares, each with its number of people.
function newcombe(one, sizeOne, two, sizeTwo, confidence) {
  const z = normalQuantile((1 + confidence) / 2);
  const [lowOne, highOne] = wilson(one, sizeOne, z);
  const [lowTwo, highTwo] = wilson(two, sizeTwo, z);
  const difference = one - two;
  return [
    difference - Math.sqrt(squared(one - lowOne) + squared(highTwo - two)),
    difference + Math.sqrt(squared(highOne - one) + squared(two - lowTwo)),
  ];
}

function wilson(share, size, z) {
  const middle = share + (z * z) / (2 * size);
  const spread = z * Math.sqrt((share * (1 - share)) / size + (z * z) / (4 * size * size));
  return [(middle - spread) / (1 + (z * z) / size), (middle + spread) / (1 + (z * z) / size)];
}
