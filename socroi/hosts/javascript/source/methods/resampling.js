// The bootstrap: what a figure could have been, had chance dealt the same rows otherwise. One seed draws the same rows
// here and in Python: the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), seeded by init_by_array, 53 bits a number.

class MersenneTwister {
  constructor(seed) {
    const state = new Uint32Array(624);
    state[0] = 19650218;
    for (let i = 1; i < 624; i++) state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    let i = 1;
    for (let round = 0; round < 624; round++) {
      state[i] = (state[i] ^ Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), 1664525)) + seed;
      if (++i >= 624) {
        state[0] = state[623];
        i = 1;
      }
    }
    for (let round = 0; round < 623; round++) {
      state[i] = (state[i] ^ Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), 1566083941)) - i;
      if (++i >= 624) {
        state[0] = state[623];
        i = 1;
      }
    }
    state[0] = 0x80000000;
    this.state = state;
    this.at = 624;
  }
  word() {
    const state = this.state;
    if (this.at >= 624) {
      for (let k = 0; k < 624; k++) {
        const y = (state[k] & 0x80000000) | (state[(k + 1) % 624] & 0x7fffffff);
        state[k] = state[(k + 397) % 624] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      this.at = 0;
    }
    let y = state[this.at++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }
  // A number from 0 to below 1.
  random() {
    const high = this.word() >>> 5;
    return (high * 67108864 + (this.word() >>> 6)) / 9007199254740992;
  }
}

// The sums of columns over rows drawn with replacement, as many rows each time as there are.
function resampledSums(columns, draws, seed) {
  const twister = new MersenneTwister(seed);
  const rows = columns[0].length;
  const all = [];
  for (let draw = 0; draw < draws; draw++) {
    const sums = columns.map(() => 0);
    for (let place = 0; place < rows; place++) {
      const row = Math.floor(twister.random() * rows);
      for (let column = 0; column < columns.length; column++) sums[column] += columns[column][row];
    }
    all.push(sums);
  }
  return all;
}

// The sums of columns over parts, among which the rows are dealt in rounds, each of which begins with a part drawn by
// chance.
function dealt(columns, seed) {
  const { PARTS } = constants.resampling;
  const twister = new MersenneTwister(seed);
  const rows = columns[0].length;
  const sums = columns.map(() => new Array(PARTS).fill(0));
  for (let begin = 0; begin < rows; begin += PARTS) {
    const first = Math.floor(twister.random() * PARTS);
    const end = Math.min(rows, begin + PARTS);
    for (let row = begin; row < end; row++) {
      const part = (first + row - begin) % PARTS;
      for (let column = 0; column < columns.length; column++) sums[column][part] += columns[column][row];
    }
  }
  return sums;
}

// The ends of what the bootstrap-t interval of a ratio of sums holds, or Student's t of its rows; null where the draws cannot tell them.
function ratioInterval(numerators, denominators, draws, seed, confidence) {
  const rows = numerators.length;
  const total = exactSum(denominators);
  const ratio = divided(exactSum(numerators), total);
  // What each row has over the ratio: of these, squares and products lose no digits.
  const excess = numerators.map((n, row) => n - ratio * denominators[row]);
  const error = Math.sqrt((rows / (rows - 1)) * exactSum(excess.map((e) => e * e))) / total;
  if (error === 0) return [ratio, ratio];
  const [overAll, underAll] = rows > constants.resampling.MOST_ROWS ? dealt([excess, denominators], seed) : [excess, denominators];
  if (!Number.isFinite(error) || !Number.isFinite(exactSum(underAll.map((d) => d * d)))) fail("#NUM!");
  const inflated = overAll.length / (overAll.length - 1);
  const columns = [
    overAll,
    underAll,
    overAll.map((e) => e * e),
    overAll.map((e, row) => e * underAll[row]),
    underAll.map((d) => d * d),
  ];
  const steps = [];
  for (const [over, under, overOver, overUnder, underUnder] of resampledSums(columns, draws, seed)) {
    if (under === 0) return null;
    const moved = over / under;
    const squares = overOver - 2 * moved * overUnder + moved * moved * underUnder;
    const own = Math.sqrt(Math.max(0, squares) * inflated) / under;
    const still = own <= Math.abs(moved) * 1e-9;
    steps.push(still ? (moved ? Math.sign(moved) * Infinity : 0) : moved / own);
  }
  steps.sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  const low = percentile(steps, (1 - confidence) / 2);
  const high = percentile(steps, (1 + confidence) / 2);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return null;
  const least = smallest(numerators) >= 0 ? 0 : -Infinity;
  const t = tQuantile((1 + confidence) / 2, rows - 1);
  return [Math.max(least, ratio - Math.max(high, t) * error), ratio + Math.max(-low, t) * error];
}

// Interpolated as Excel's PERCENTILE.INC does.
function percentile(ordered, share) {
  const place = share * (ordered.length - 1);
  const low = Math.floor(place);
  const high = Math.ceil(place);
  return ordered[low] + (ordered[high] - ordered[low]) * (place - low);
}
