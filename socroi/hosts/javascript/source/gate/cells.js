// What a cell may hold: a number, a text, TRUE or FALSE, a date (Date), an error (CellError), nothing (null).

class CellError {
  constructor(code, why, hint) {
    this.code = code;
    this.why = why || "";
    this.hint = hint || "";
  }
  get message() {
    return [this.why, this.hint].filter(Boolean).join(" ");
  }
  toString() {
    return this.code;
  }
}

// Rows that spill from one cell; a header, where there is one, is the first row.
class Spill {
  constructor(rows, header) {
    this.rows = header ? [header, ...rows] : rows;
  }
}

// The blanks that Python's str.split takes: what \s is in JavaScript differs by a few.
const BLANKS = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

function words(text) {
  return text.split(BLANKS).filter(Boolean);
}

function trimmed(text) {
  const ends = BLANKS.source;
  return text.replace(new RegExp("^" + ends), "").replace(new RegExp(ends + "$"), "");
}

// Texts that differ in their case alone become equal. Upper case first, which makes ß and SS one.
function folded(text) {
  return text.replace(/\u0131/g, "\ue000").toLowerCase().toUpperCase().toLowerCase().replace(/ς/g, "σ")
    .replace(/\ue000/g, "\u0131");
}

function asText(cell) {
  if (cell === null) return "";
  if (typeof cell === "string") return words(cell).join(" ");
  if (typeof cell === "boolean") return cell ? "TRUE" : "FALSE";
  if (typeof cell === "number") return general(cell, 15);
  if (cell instanceof Date) return isoDate(cell);
  return String(cell);
}

// A number with so many digits and no zeros at its end, as C's %g writes it.
function general(number, digits) {
  if (!Number.isFinite(number)) return Number.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
  if (number === 0) return Object.is(number, -0) ? "-0" : "0";
  const [mantissa, power] = number.toExponential((digits || 6) - 1).split("e");
  const exponent = Number(power);
  if (exponent < -4 || exponent >= (digits || 6)) {
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return withoutZeros(mantissa) + "e" + (exponent < 0 ? "-" : "+") + size;
  }
  return withoutZeros(number.toFixed(Math.max(0, (digits || 6) - 1 - exponent)));
}

function withoutZeros(text) {
  return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
}

function twoDigits(number) {
  return String(number).padStart(2, "0");
}

function isoDate(date) {
  const day = [String(date.getFullYear()).padStart(4, "0"), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join("-");
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(":");
  return time === "00:00:00" ? day : day + "T" + time;
}
