// The one gate between a spreadsheet and the functions: what arrives is read by kind and shape, what a function gives or
// throws becomes a cell, a spill or an error. Of several wrong arguments the gravest decides.

const GRAVITY = { "#VALUE!": 0, "#N/A": 1, "#NUM!": 2 };

// The code of each function, by its name; it gets every argument, read.
const bodies = {};

class Failure {
  constructor(gravity, error) {
    this.gravity = gravity;
    this.error = error;
  }
}

// What a cell shows for a call: a number, a text, a boolean, null, a CellError, or a Spill.
function call(name, values) {
  const formula = FORMULAS[name];
  if (!formula) return new CellError("#NAME?", "There is no function " + name + ".");
  if (!bodies[name]) return new CellError("#NAME?", name + " is not in the JavaScript edition yet.", "Use Python or LibreOffice.");
  const given = {};
  formula.parameters.forEach((parameter, index) => {
    given[parameter.name] = arrive(values[index]);
  });
  return answer(name, formula, given);
}

function answer(name, formula, given) {
  const lines = new Lines(formula, given);
  const readings = {};
  for (const p of formula.parameters) if (p.shape !== "EACH") readings[p.name] = reading(p, given[p.name], lines.rows);
  const each = formula.parameters.filter((p) => p.shape === "EACH");
  const rows = Math.max(1, ...each.map((p) => given[p.name].rows));
  const columns = Math.max(1, ...each.map((p) => given[p.name].columns));
  if (each.some((p) => !given[p.name].fits(rows, columns))) {
    const names = each.map((p) => p.name).join(" and ");
    return new CellError("#VALUE!", names + " differ in size.", "Give ranges of one size, or a single cell.");
  }
  if (rows === 1 && columns === 1) {
    for (const p of each) readings[p.name] = reading(p, given[p.name], 1);
    return answerOnce(name, formula, readings, lines);
  }
  const answers = [];
  for (let row = 0; row < rows; row++) {
    answers.push([]);
    for (let column = 0; column < columns; column++) {
      for (const p of each) {
        const cells = new ArgumentCells([given[p.name].at(row, column)], 1, 1, given[p.name].omitted);
        readings[p.name] = reading(p, cells, 1);
      }
      answers[row].push(answerOnce(name, formula, readings, lines));
    }
  }
  return new Spill(answers);
}

// The arguments of a call that go row by row, and what is wrong with them together.
class Lines {
  constructor(formula, given) {
    this.parameters = formula.parameters.filter((p) => p.shape === "PAIRED" || p.shape === "ALIGNED");
    this.cells = this.parameters.map((p) => given[p.name]);
    this.rows = Math.max(1, ...this.cells.map((cells) => cells.flat.length));
    this.failures = this.misfits().map((error) => new Failure(GRAVITY[error.code], error));
    this.complete = this.failures.length ? null : this.completeRows();
    if (this.complete && !this.complete.some(Boolean)) {
      const names = this.parameters.filter((p) => p.shape === "PAIRED" && p.required).map((p) => p.name);
      const error = new CellError("#N/A", "No row has " + names.join(" and ") + ".", "Fill in at least one row.");
      this.failures.push(new Failure(GRAVITY[error.code], error));
    }
  }
  misfits() {
    const first = this.cells.findIndex((cells) => !cells.isSingle);
    if (first < 0) return [];
    const other = this.cells[first];
    const size = this.parameters[first].name + " has " + other.rows + " rows and " + other.columns + " columns";
    const found = [];
    this.parameters.forEach((parameter, index) => {
      const cells = this.cells[index];
      if (cells.rows === other.rows && cells.columns === other.columns) return;
      if (!cells.isSingle) {
        const own = ", " + parameter.name + " has " + cells.rows + " and " + cells.columns + ".";
        found.push(new CellError("#VALUE!", size + own, "Give ranges of one size."));
      } else if (!parameter.forAll && (parameter.required || !isBlank(parameter, cells))) {
        const hint = "Give " + parameter.name + " for each row.";
        found.push(new CellError("#VALUE!", size + ", and " + parameter.name + " is one cell.", hint));
      }
    });
    return found;
  }
  // For each row whether every required paired argument is known there; null where all rows are complete.
  completeRows() {
    const complete = new Array(this.rows).fill(true);
    this.parameters.forEach((parameter, index) => {
      if (parameter.shape !== "PAIRED" || !parameter.required) return;
      const cells = this.cells[index];
      for (let row = 0; row < this.rows; row++) {
        if (!isKnown(parameter.kind, cells.flat[cells.isSingle ? 0 : row])) complete[row] = false;
      }
    });
    return complete.every(Boolean) ? null : complete;
  }
  onlyComplete(values) {
    return this.complete ? values.filter((_, row) => this.complete[row]) : values;
  }
  shaped(values) {
    const ranges = this.cells.find((cells) => !cells.isSingle);
    const columns = ranges ? ranges.columns : 1;
    const rows = [];
    for (let start = 0; start < values.length; start += columns) rows.push(values.slice(start, start + columns));
    return new Spill(rows);
  }
}

function reading(parameter, cells, rows) {
  const error = parameter.shape === "GRID" && !cells.isSingle ? null : cells.firstError();
  if (error) return new Failure(-1, error);
  try {
    return read(parameter, cells, rows);
  } catch (problem) {
    if (!(problem instanceof CellError)) throw problem;
    return new Failure(GRAVITY[problem.code], problem);
  }
}

function answerOnce(name, formula, readings, lines) {
  const ordered = formula.parameters.map((p) => readings[p.name]);
  const failures = ordered.filter((value) => value instanceof Failure).concat(lines.failures);
  if (failures.length) return failures.reduce((worst, each) => (each.gravity < worst.gravity ? each : worst)).error;
  const values = formula.parameters.map((p, index) => (p.shape === "PAIRED" ? lines.onlyComplete(ordered[index]) : ordered[index]));
  let result;
  try {
    result = bodies[name](...values);
  } catch (problem) {
    if (!(problem instanceof CellError)) throw problem;
    const why = problem.why || formula.errors[problem.code] || "";
    return new CellError(problem.code, why, problem.hint);
  }
  if (result instanceof Spill) return new Spill(result.rows.map((row) => row.map(shownCell)));
  return Array.isArray(result) ? lines.shaped(result.map(shownCell)) : shownCell(result);
}

function shownCell(value) {
  if (typeof value === "number" && !Number.isFinite(value)) {
    return new CellError("#NUM!", "The result is no number that a cell can show.", "Check the arguments.");
  }
  return value === undefined ? null : value;
}
