// What Google Sheets is to Code.gs, in Node.js: node sheets_calls.cjs CODE_GS CALLS_JSON > ANSWERS_JSON
// A call is a function's name and its values; "zone", "active" and "sheet" prepare the spreadsheet, "seen" tells what became
// of it. A class refuses what the reference of Apps Script says is refused: cells outside a sheet, a name twice.
const fs = require("fs");
const vm = require("vm");
const [code, calls] = process.argv.slice(2);
const seen = { menu: [], sheets: {}, grids: {}, formats: {}, alerts: [], dialogs: [], pages: [] };
let zone = process.env.TZ || "Etc/UTC";
let merged = [];

class Range {
  constructor(sheet, row, column, rows, columns) {
    if (row < 1 || column < 1 || row + rows - 1 > sheet.rows || column + columns - 1 > sheet.columns) {
      throw new Error("The coordinates of the range are outside the dimensions of the sheet.");
    }
    Object.assign(this, { sheet, row, column, rows, columns });
  }
  setValues(values) {
    if (values.length !== this.rows) throw new Error(`The number of rows in the data does not match the number of rows in the range. The data has ${values.length} but the range has ${this.rows}.`);
    for (const [down, row] of values.entries()) {
      if (row.length !== this.columns) throw new Error("The number of columns in the data does not match the number of columns in the range.");
      for (const [right, cell] of row.entries()) {
        if (typeof cell === "string" && cell.length > 50000) throw new Error("Your input contains more than the maximum of 50000 characters in a single cell.");
        (this.sheet.cells[this.row - 1 + down] = this.sheet.cells[this.row - 1 + down] || [])[this.column - 1 + right] = cell;
      }
    }
    return this;
  }
  setNumberFormat(format) {
    (seen.formats[this.sheet.name] = seen.formats[this.sheet.name] || []).push([this.row, this.column, format]);
    return this;
  }
  setFontWeight() { return this; }
  setBorder() { return this; }
  getValues() { return Array.from({ length: this.rows }, (_, row) => Array.from({ length: this.columns }, (_, column) => { const cell = (this.sheet.cells[this.row - 1 + row] || [])[this.column - 1 + column]; return cell === undefined || cell === null ? "" : cell; })); }
  getFormulas() { return this.getValues().map((row, down) => row.map((_, right) => (this.sheet.formulas[down] || [])[right] || "")); }
  getMergedRanges() { return merged.map(([row, column, rows, columns]) => new Range(this.sheet, row, column, rows, columns)); }
  getRow() { return this.row; }
  getColumn() { return this.column; }
  getNumRows() { return this.rows; }
  getNumColumns() { return this.columns; }
}

class Sheet {
  constructor(name, rows = 1000, columns = 26) {
    Object.assign(this, { name, rows, columns, cells: [], formulas: [] });
  }
  getName() { return this.name; }
  getMaxRows() { return this.rows; }
  getMaxColumns() { return this.columns; }
  insertRowsAfter(place, count) { this.rows += count; return this; }
  insertColumnsAfter(place, count) { this.columns += count; return this; }
  setColumnWidth() { return this; }
  getRange(row, column, rows = 1, columns = 1) {
    if (typeof row !== "string") return new Range(this, row, column, rows, columns);
    const [, letters, digits] = row.match(/^([A-Z])(\d+)$/);
    return new Range(this, Number(digits), letters.charCodeAt(0) - 64, 1, 1);
  }
  getDataRange() {
    return new Range(this, 1, 1, Math.max(1, this.cells.length), Math.max(1, ...this.cells.map((row) => row.length)));
  }
}

const sheets = [];
let active = new Sheet("Sheet1");
const book = {
  getSheets: () => sheets,
  getSheetByName: (name) => sheets.find((sheet) => sheet.name === name) || null,
  getSpreadsheetTimeZone: () => zone,
  insertSheet: (name) => {
    if (sheets.some((sheet) => sheet.name.toLowerCase() === name.toLowerCase())) throw new Error(`A sheet with the name "${name}" already exists. Please enter another name.`);
    if (!name || name.length > 100) throw new Error("The sheet name cannot be empty or longer than 100 characters.");
    sheets.push(new Sheet(name));
    return sheets[sheets.length - 1];
  },
};
const page = { setWidth: () => page, setHeight: () => page };
const ui = {
  createMenu: (name) => {
    const menu = { addItem: (text, target) => { seen.menu.push([name, text, target]); return menu; }, addSeparator: () => menu, addToUi: () => {} };
    return menu;
  },
  alert: (_, text) => { seen.alerts.push(text); },
  showModalDialog: (_, title) => { seen.dialogs.push(title); },
  showModelessDialog: (_, title) => { seen.dialogs.push(title); },
  ButtonSet: { OK: 1 },
};
let formatted = 0;
const world = vm.createContext({
  SpreadsheetApp: { getUi: () => ui, getActiveSpreadsheet: () => book, getActiveSheet: () => active },
  HtmlService: { createHtmlOutput: (text) => { seen.pages.push(text); return page; } },
  Utilities: {
    formatDate: (date, name, format) => {
      formatted += 1;
      const parts = Object.fromEntries(new Intl.DateTimeFormat("en-GB", { timeZone: name, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(date).map((part) => [part.type, part.value]));
      return format.replace("yyyy", parts.year).replace("MM", parts.month).replace("dd", parts.day).replace("HH", parts.hour).replace("mm", parts.minute);
    },
  },
  TextDecoder,
  Uint8Array,
});
vm.runInContext(fs.readFileSync(code, "utf8"), world);
const arrived = (value) => {
  if (Array.isArray(value)) return value.map(arrived);
  if (value === null) return undefined;
  if (typeof value !== "object") return value;
  if (value.bytes) return Uint8Array.from(value.bytes);
  if (value.rows) return value.rows.reduce((text, row) => text + row.repeat(value.times), "");
  return value.moment ? new Date(value.moment) : new Date(...value.date);
};
const answers = JSON.parse(fs.readFileSync(calls, "utf8")).map(([name, values]) => {
  if (name === "zone") { zone = values; return null; }
  if (name === "sheet") { sheets.push(new Sheet(values)); return null; }
  if (name === "active") {
    active = new Sheet("Mine", Math.max(1000, values[0].length));
    [active.cells, active.formulas] = values.map(arrived);
    merged = values[2] || [];
    return null;
  }
  if (name === "many") {
    active = new Sheet("Many", values + 1);
    active.cells = [["Platform", "Revenue", "Cost"], ...Array.from({ length: values }, (_, row) => ["p" + row, row, row ? 5 : ""])];
    return null;
  }
  if (name === "seen") {
    for (const sheet of sheets) {
      seen.sheets[sheet.name] = sheet.cells.length > 5000 ? sheet.cells.slice(-2) : sheet.cells;
      seen.grids[sheet.name] = [sheet.rows, sheet.columns];
    }
    return JSON.parse(JSON.stringify({ ...seen, formatted }));
  }
  try {
    return world[name](...values.map(arrived));
  } catch (problem) {
    return { thrown: problem.message };
  }
});
process.stdout.write(JSON.stringify(answers.map((answer) => (answer === undefined ? null : answer))));
