// How one argument is read: from the cells that arrived to what the function receives, by its kind and shape.

function read(parameter, cells, rows) {
  switch (parameter.shape) {
    case "GRID":
      return readGrid(parameter, cells);
    case "ONE":
    case "EACH":
      return readOne(parameter, cells);
    case "COLUMN":
      return readColumn(parameter, cells);
    default:
      return readLinedUp(parameter, cells, rows);
  }
}

function isText(kind) {
  return kind.holds === "TEXT" || kind.holds === "CHOICE";
}

// Whether a cell of a range says something: texts and booleans among numbers are skipped, as SUM does.
function isKnown(kind, cell) {
  if (kind.holds === "NUMBER") return typeof cell === "number" || cell instanceof Date;
  return isText(kind) ? asText(cell) !== "" : cell !== null;
}

function isBlank(parameter, cells) {
  return isText(parameter.kind) ? cells.flat.every((cell) => asText(cell) === "") : cells.isBlank;
}

function readGrid(parameter, cells) {
  if (cells.isBlank) return readNothing(parameter);
  const grid = [];
  for (let start = 0; start < cells.flat.length; start += cells.columns) {
    grid.push(cells.flat.slice(start, start + cells.columns));
  }
  return grid;
}

function readOne(parameter, cells) {
  // In a column of results a blank is a month that has not come yet, and not a wish for the default.
  const asksDefault = cells.omitted || parameter.shape !== "EACH";
  if (!parameter.required && asksDefault && isBlank(parameter, cells)) return parameter.default;
  if (!cells.isSingle) {
    const size = cells.rows + " rows and " + cells.columns + " columns";
    throw new CellError("#VALUE!", parameter.name + " is one cell, and a range of " + size + " was given.", "Give one cell.");
  }
  return isBlank(parameter, cells) ? readNothing(parameter) : converted(parameter, cells, 0);
}

function readColumn(parameter, cells) {
  if (cells.isSingle || isBlank(parameter, cells)) {
    const value = cells.isSingle ? readOne(parameter, cells) : readNothing(parameter);
    return Array.isArray(value) || value === null ? value : [value];
  }
  const known = [];
  cells.flat.forEach((cell, index) => {
    if (isKnown(parameter.kind, cell)) known.push(index);
  });
  if (!known.length && parameter.required) return readNothing(parameter);
  return known.map((index) => converted(parameter, cells, index));
}

// One value for each row; null, or the default of an optional argument, where a row says nothing.
function readLinedUp(parameter, cells, rows) {
  if (cells.isSingle || isBlank(parameter, cells)) {
    const value = cells.isSingle ? readOne(parameter, cells) : readNothing(parameter);
    return new Array(rows).fill(value);
  }
  const standIn = parameter.default;
  if (parameter.kind.holds === "TEXT") return cells.flat.map((cell) => asText(cell) || standIn);
  if (parameter.required && !cells.flat.some((cell) => isKnown(parameter.kind, cell))) return [readNothing(parameter)];
  return cells.flat.map((cell, index) => (isKnown(parameter.kind, cell) ? converted(parameter, cells, index) : standIn));
}

function readNothing(parameter) {
  if (!parameter.required && parameter.shape !== "EACH") return parameter.default;
  const lacks = parameter.kind.holds === "NUMBER" && parameter.shape !== "ONE" ? "holds no number" : "is blank";
  throw new CellError("#N/A", parameter.name + " " + lacks + ": it is not known yet.", "Fill in " + parameter.kind.noun + ".");
}

function converted(parameter, cells, index) {
  const kind = parameter.kind;
  const cell = cells.flat[index];
  const place = cells.place(index);
  switch (kind.holds) {
    case "NUMBER":
      return convertedNumber(parameter.name, kind, cell, place);
    case "TEXT":
      return asText(cell);
    case "DATE":
      return convertedDate(parameter.name, cell, place);
    case "BOOLEAN":
      return convertedBoolean(parameter.name, cell, place);
    case "CHOICE":
      return convertedChoice(parameter.name, kind, cell);
    default:
      return cell;
  }
}

function allows(kind, number) {
  return kind.open ? kind.low < number && number < kind.high : kind.low <= number && number <= kind.high;
}

function convertedNumber(name, kind, cell, place) {
  if (typeof cell === "string" || typeof cell === "boolean") {
    const shown = typeof cell === "string" ? '"' + cell + '"' : asText(cell);
    throw new CellError("#VALUE!", name + " is " + shown + place + ", and " + kind.noun + " is a number.", "Type a number.");
  }
  const number = cell instanceof Date ? toSerial(cell) : cell;
  if (!Number.isFinite(number) || !allows(kind, number)) {
    const asPercent = kind.high < Infinity && number > kind.high && allows(kind, number / 100);
    const hint = asPercent ? "Type " + general(number / 100) + " or " + general(number) + "%." : "Correct the cell.";
    throw new CellError("#NUM!", name + " is " + general(number) + place + "; " + kind.noun + " is " + kind.limits + ".", hint);
  }
  return number;
}

function convertedDate(name, cell, place) {
  if (cell instanceof Date) return fromSerial(toSerial(cell));
  if (typeof cell === "number") {
    const date = fromSerial(cell);
    if (date === null) throw new CellError("#NUM!", name + " is " + general(cell) + place + ", which is no date.", "Type a date.");
    return date;
  }
  const hint = "Turn it into a date: Data, Text to Columns, or DATEVALUE.";
  throw new CellError("#VALUE!", name + ' is the text "' + asText(cell) + '"' + place + ", not a date.", hint);
}

function convertedBoolean(name, cell, place) {
  if (typeof cell === "boolean" || cell === 0 || cell === 1) return Boolean(cell);
  const shown = asText(cell);
  const hint = typeof cell === "string" ? 'Compare in the cell, as in =A2="' + shown + '".' : "Use TRUE and FALSE, or 1 and 0.";
  throw new CellError("#VALUE!", name + ' is "' + shown + '"' + place + ", neither TRUE nor FALSE.", hint);
}

function convertedChoice(name, kind, cell) {
  const known = knownAre(kind.choices);
  if (typeof cell !== "string") throw new CellError("#VALUE!", name + " is " + asText(cell) + ", and must be a text.", known);
  const wanted = folded(asText(cell));
  const found = kind.choices.find((option) => folded(option) === wanted);
  if (found === undefined) throw new CellError("#N/A", name + ' "' + cell + '" is not known.', known);
  return found;
}

function knownAre(options) {
  return "Known are: " + options.map((option) => '"' + option + '"').join(", ") + ".";
}
