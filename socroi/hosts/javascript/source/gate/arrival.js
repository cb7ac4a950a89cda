// How arguments arrive: a cell alone, a column as a flat list, a block as rows; undefined or null is one left out.

class ArgumentCells {
  constructor(flat, rows, columns, omitted) {
    this.flat = flat;
    this.rows = rows;
    this.columns = columns;
    this.omitted = Boolean(omitted);
    this.isSingle = flat.length === 1;
    this.isBlank = flat.every((cell) => cell === null);
  }
  fits(rows, columns) {
    return (this.rows === 1 || this.rows === rows) && (this.columns === 1 || this.columns === columns);
  }
  at(row, column) {
    return this.flat[Math.min(row, this.rows - 1) * this.columns + Math.min(column, this.columns - 1)];
  }
  // Where a cell is, for a sentence.
  place(index) {
    if (this.isSingle) return "";
    const row = Math.floor(index / this.columns) + 1;
    const column = (index % this.columns) + 1;
    if (this.columns === 1) return " in row " + row;
    return this.rows === 1 ? " in column " + column : " in row " + row + ", column " + column;
  }
  firstError() {
    return this.flat.find((cell) => cell instanceof CellError) || null;
  }
}

function arrive(value) {
  if (!Array.isArray(value)) return new ArgumentCells([arrivedCell(value)], 1, 1, value === undefined || value === null);
  if (!value.length) return new ArgumentCells([null], 1, 1);
  if (!value.some(Array.isArray)) return new ArgumentCells(value.map(arrivedCell), value.length, 1);
  const block = value.map((row) => (Array.isArray(row) ? row : [row]));
  const width = Math.max(1, ...new Set(block.map((row) => row.length)));
  const flat = [];
  for (const row of block) for (let column = 0; column < width; column++) flat.push(arrivedCell(row[column]));
  return new ArgumentCells(flat, block.length, width);
}

function arrivedCell(value) {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "number") return Number.isNaN(value) ? null : value;
  if (typeof value === "boolean" || value instanceof CellError) return value;
  // A host may hand over a Date of its own, which is none of ours.
  if (Object.prototype.toString.call(value) === "[object Date]") {
    return Number.isNaN(value.getTime()) ? null : new Date(value.getTime());
  }
  const text = String(value);
  return CELL_ERRORS.includes(text) ? new CellError(text, "An argument holds " + text + ".", "Correct that cell first.") : text;
}
