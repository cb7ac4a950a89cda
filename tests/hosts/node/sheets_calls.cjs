// What Google Sheets is to Code.gs, in Node.js: node sheets_calls.cjs CODE_GS CALLS_JSON > ANSWERS_JSON
// A call is a function's name and its values; "menu", "text" and "sheet" ask the rest of the script.
const fs = require("fs");
const vm = require("vm");
const [code, calls] = process.argv.slice(2);
const seen = { menu: [], sheets: {}, alerts: [], dialogs: [] };
const chained = (found) => new Proxy({}, { get: (_, name) => (name in found ? found[name] : () => chained(found)) });
const sheet = (name) => chained({ getRange: (row, column, rows, columns) => chained({ setValues: (values) => {
  if (values.length !== rows || values.some((each) => each.length !== columns)) throw new Error("The data does not fit");
  seen.sheets[name] = values;
} }) });
const ui = {
  createMenu: (name) => {
    const menu = chained({ addItem: (text, target) => { seen.menu.push([name, text, target]); return menu; }, addSeparator: () => menu });
    return menu;
  },
  alert: (_, text) => seen.alerts.push(text),
  showModalDialog: (page, title) => seen.dialogs.push(title),
  showModelessDialog: (page, title) => seen.dialogs.push(title),
  ButtonSet: { OK: 1 },
};
let active = [[], []];
const world = vm.createContext({
  SpreadsheetApp: {
    getUi: () => ui,
    getActiveSpreadsheet: () => ({ getSheetByName: (name) => seen.sheets[name] || null, insertSheet: (name) => { seen.sheets[name] = []; return sheet(name); } }),
    getActiveSheet: () => ({ getDataRange: () => ({ getValues: () => active[0], getFormulas: () => active[1] }) }),
  },
  HtmlService: { createHtmlOutput: () => chained({}) },
});
vm.runInContext(fs.readFileSync(code, "utf8"), world);
const arrived = (value) => {
  if (Array.isArray(value)) return value.map(arrived);
  if (value === null) return undefined;
  return typeof value === "object" ? new Date(...value.date) : value;
};
const answers = JSON.parse(fs.readFileSync(calls, "utf8")).map(([name, values]) => {
  if (name === "active") { active = values; return null; }
  if (name === "seen") return seen;
  try {
    return world[name](...values.map(arrived));
  } catch (problem) {
    return { thrown: problem.message };
  }
});
process.stdout.write(JSON.stringify(answers.map((answer) => (answer === undefined ? null : answer))));
