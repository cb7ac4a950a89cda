// Sums, quotients, powers and rounding, with the errors of a sheet.

function divided(above, below) {
  if (below === 0) throw new CellError("#DIV/0!");
  return above / below;
}

function power(base, exponent) {
  if (base === 0 && exponent < 0) throw new CellError("#DIV/0!");
  return Math.pow(base, exponent);
}

// A square that is too large for a number has no value, as in Python; a product would be infinite.
function squared(number) {
  const square = number * number;
  if (square === Infinity && Number.isFinite(number)) fail("#NUM!");
  return square;
}

// A power of e that is too large for a number has no value, as in Python.
function exponential(exponent) {
  const number = Math.exp(exponent);
  if (number === Infinity) fail("#NUM!");
  return number;
}

function fail(code) {
  throw new CellError(code);
}

// One number after another, as Excel adds them.
function sum(numbers) {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

// The sum rounded once: no digit is lost, in whatever order. What two roundings leave over is carried along (Ogita, Rump and
// Oishi 2005), and nearly always that settles the last digit; where it does not, `partialSum` is asked.
function exactSum(numbers) {
  let total = 0;
  let lost = 0;
  let rest = 0;
  let doubt = 0;
  for (const x of numbers) {
    const grown = total + x;
    const back = grown - total;
    const over = total - (grown - back) + (x - back);
    const kept = lost + over;
    const again = kept - lost;
    const left = lost - (kept - again) + (over - again);
    total = grown;
    lost = kept;
    rest += left;
    doubt += Math.abs(left);
  }
  const found = total + lost;
  if (doubt === 0 && Number.isFinite(found)) return found;
  const part = found - total;
  const least = total - (found - part) + (lost - part) + rest;
  const margin = 4.5e-16 * (Math.abs(least) + numbers.length * doubt);
  const high = found + (least + margin);
  return high === found + (least - margin) && Number.isFinite(high) ? high : partialSum(numbers);
}

// The same by partial sums without overlap (Shewchuk 1997). As in Python, what is no number makes a sum that is none, which
// its own cell shows; two infinities of different sign have no sum.
function partialSum(numbers) {
  const parts = [];
  let special = 0;
  for (let x of numbers) {
    if (Number.isNaN(x)) return NaN;
    if (!Number.isFinite(x)) {
      special += x;
      continue;
    }
    let kept = 0;
    for (let y of parts) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      if (!Number.isFinite(high) && Number.isFinite(x)) fail("#NUM!");
      const low = y - (high - x);
      if (low) parts[kept++] = low;
      x = high;
    }
    parts.length = kept;
    parts.push(x);
  }
  if (special !== 0) return Number.isNaN(special) ? fail("#NUM!") : special;
  let high = 0;
  let low = 0;
  let at = parts.length;
  while (at > 0) {
    const x = high;
    const y = parts[--at];
    high = x + y;
    low = y - (high - x);
    if (low) break;
  }
  // Half a digit left over, and more of the same sign behind it: the sum belongs to the other neighbour.
  if (at > 0 && ((low < 0 && parts[at - 1] < 0) || (low > 0 && parts[at - 1] > 0))) {
    const doubled = low * 2;
    if (doubled === high + doubled - high) high += doubled;
  }
  return high;
}

function largest(numbers) {
  let most = -Infinity;
  for (const number of numbers) if (number > most) most = number;
  return most;
}

function smallest(numbers) {
  let least = Infinity;
  for (const number of numbers) if (number < least) least = number;
  return least;
}

function rounded(number, digits) {
  return Math.abs(number) < 1e21 ? Number(number.toFixed(digits)) : number;
}

// To the nearest whole number, of two the even one.
function roundedHalfEven(number) {
  if (!Number.isFinite(number)) fail("#NUM!");
  const below = Math.floor(number);
  const over = number - below;
  return over < 0.5 || (over === 0.5 && below % 2 === 0) ? below : below + 1;
}

// What the last digit of a number counts.
function lastDigit(number) {
  if (number === 0) return Number.MIN_VALUE;
  let exponent = Math.floor(Math.log2(Math.abs(number)));
  if (Math.pow(2, exponent) > Math.abs(number)) exponent -= 1;
  else if (Math.pow(2, exponent + 1) <= Math.abs(number)) exponent += 1;
  return Math.pow(2, Math.max(exponent - 52, -1074));
}

// Cell by cell over lists of one length; what is no list is the same beside each.
function each(combine, ...values) {
  const list = values.find(Array.isArray);
  return list.map((_, index) => combine(...values.map((value) => (Array.isArray(value) ? value[index] : value))));
}

function lengthOf(value) {
  return value === null ? 0 : String(value).length;
}

function whole(number, why) {
  if (number !== Math.trunc(number)) throw new CellError("#NUM!", why, "Correct the cell.");
  return number;
}

// A value that is computed when it is first asked for.
function later(compute) {
  let known = false;
  let value;
  return () => {
    if (!known) [known, value] = [true, compute()];
    return value;
  };
}
