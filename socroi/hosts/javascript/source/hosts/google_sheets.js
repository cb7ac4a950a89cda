// Between Google Sheets and the functions. A cell shows an error only where a function throws: #ERROR!, with the sentence
// beside it. Inside a table that is spread over cells an error is its text, which no sum takes for a number.

function cellForSheets(value) {
  return value instanceof socroi.CellError ? value.code : value === null ? "" : value;
}

// A date arrives as a moment, and a script may live in another time zone than its sheet: the day that people see counts.
// How far a zone is from the script's is asked for each half hour once: time zones change on those.
const HALF_HOUR = 1800000;

function daysAsSeen(values) {
  const offsets = new Map();
  let zone = null;
  const seen = (value) => {
    if (Array.isArray(value)) return value.map(seen);
    if (Object.prototype.toString.call(value) !== "[object Date]" || Number.isNaN(value.getTime())) return value;
    if (zone === null) zone = SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone();
    const start = Math.floor(value.getTime() / HALF_HOUR) * HALF_HOUR;
    if (!offsets.has(start)) {
      const [year, month, day, hour, minute] = Utilities.formatDate(new Date(start), zone, "yyyy MM dd HH mm").split(" ").map(Number);
      offsets.set(start, Date.UTC(year, month - 1, day, hour, minute) - start);
    }
    const there = new Date(value.getTime() + offsets.get(start));
    return new Date(there.getUTCFullYear(), there.getUTCMonth(), there.getUTCDate(), there.getUTCHours(), there.getUTCMinutes(), there.getUTCSeconds());
  };
  return values.map(seen);
}

function inSheets(name, values) {
  const answer = socroi.call(name, daysAsSeen(values));
  if (answer instanceof socroi.CellError) throw new Error(answer.code + " " + answer.message);
  return Array.isArray(answer) ? answer.map((row) => row.map(cellForSheets)) : cellForSheets(answer);
}

// The menu. Nothing in it reads or sends anything but the sheet that is open.

function onOpen() {
  SpreadsheetApp.getUi()
    .createMenu("SOCROI")
    .addItem("New sheet: the return in one minute", "newReturnSheet")
    .addItem("Import a CSV file", "askForCsv")
    .addItem("Check this sheet", "checkSheet")
    .addSeparator()
    .addItem("The functions", "showFunctions")
    .addToUi();
}

// Between arguments stands ; which Sheets takes in every country.
const RETURN_SHEET = [
  ["The return in one minute", "", "Fill in the cells with a frame; a blank is not known yet."],
  ["Visits from social media", "", "in one month, from your web analytics"],
  ["Share of visits that become leads", "", "5% for 5 of 100"],
  ["Share of leads that buy", "", "20% for 20 of 100"],
  ["Value of one sale", "", "money, in your currency"],
  ["Share of a sale that is left after the goods", 1, "40% keeps 40 of 100; 100% counts whole sales"],
  ["Pay for the work", "", "hours x pay, managers too"],
  ["Ads, tools, agencies", "", "all of it, of the same month"],
  ["", "", ""],
  ["Leads", '=IF(COUNT(B2:B3)=2;B2*B3;"")', ""],
  ["Sales", '=IF(COUNT(B2:B4)=3;B10*B4;"")', ""],
  ["What the sales bring", '=IF(COUNT(B2:B6)=5;B11*B5*B6;"")', "sales x value x what is left"],
  ["Cost", '=IF(COUNT(B7:B8)=2;B7+B8;"")', "type 0 where there is none"],
  ["ROI in percent", '=IF(COUNT(B12:B13)=2;SOCROI(B12;B13);"")', "25: each 100 spent came back with 25 more"],
];
const SHARES = ["B3", "B4", "B6"];

function newReturnSheet() {
  const book = SpreadsheetApp.getActiveSpreadsheet();
  const sheet = book.insertSheet(freeName(book, "SOCROI"));
  sheet.getRange(1, 1, RETURN_SHEET.length, 3).setValues(RETURN_SHEET);
  sheet.getRange(1, 1, 1, 2).setFontWeight("bold");
  sheet.getRange(2, 2, 7, 1).setBorder(true, true, true, true, true, true);
  for (const share of SHARES) sheet.getRange(share).setNumberFormat("0.##%");
  sheet.getRange(14, 1, 1, 2).setFontWeight("bold");
  sheet.setColumnWidth(1, 300).setColumnWidth(2, 110).setColumnWidth(3, 330);
}

// Names of sheets that differ in capitals alone would be taken for one.
function freeName(book, wanted) {
  const taken = new Set(book.getSheets().map((sheet) => sheet.getName().toLowerCase()));
  let name = wanted;
  for (let number = 2; taken.has(name.toLowerCase()); number++) name = wanted + " " + number;
  return name;
}

function askForCsv() {
  const page =
    '<p><input type="file" accept=".csv,.tsv,.txt" aria-label="CSV file"></p><p id="said" role="status" style="white-space:pre-line"></p><script>' +
    textOfBytes +
    'document.querySelector("input").onchange = async (event) => { const file = event.target.files[0];' +
    'const say = (text) => { document.getElementById("said").textContent = text; }; say("Reading ...");' +
    "try { const text = textOfBytes(new Uint8Array(await file.arrayBuffer()));" +
    "google.script.run.withSuccessHandler(say).withFailureHandler((problem) => say(problem.message)).importCsv(file.name, text);" +
    "} catch (problem) { say(problem.message); } };</" +
    "script>";
  SpreadsheetApp.getUi().showModalDialog(HtmlService.createHtmlOutput(page).setWidth(520).setHeight(300), "Import a CSV file");
}

// The text of a file: UTF-8, UTF-16 as Google Ads and Excel write it, or what Western Windows wrote before both.
function textOfBytes(bytes) {
  const read = (name, fatal) => new TextDecoder(name, { fatal }).decode(bytes);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw new Error("This is a workbook or a zip and no CSV file: open it by File, Import.");
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return read("utf-16le", false);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return read("utf-16be", false);
  const zeros = [0, 1].map((half) => bytes.subarray(0, 400).filter((byte, place) => place % 2 === half && byte === 0).length);
  if (zeros[0] + zeros[1] > 0) return read(zeros[1] > zeros[0] ? "utf-16le" : "utf-16be", false);
  try {
    return read("utf-8", true);
  } catch (problem) {
    return read("windows-1252", false);
  }
}

// What Google Sheets holds at most: cells in a spreadsheet, characters in a cell; and rows that are written at a time.
const MOST_CELLS = 10000000;
const LONGEST_CELL = 50000;
const AT_A_TIME = 20000;

// The rows of a CSV text in a new sheet; returns what to say.
function importCsv(fileName, text) {
  const { rows, mark } = rowsOfCsv(text);
  if (!rows.length) throw new Error(fileName + " has no rows.");
  const width = rows[0].length;
  if (rows.length * width > MOST_CELLS) throw new Error(fileName + " has " + rows.length + " rows of " + width + " columns; Google Sheets holds 10 million cells.");
  if (rows.some((row) => row.some((cell) => cell.length > LONGEST_CELL))) throw new Error(fileName + " has a cell of more than 50,000 characters, which Google Sheets does not take.");
  const values = typedRows(rows, mark);
  const book = SpreadsheetApp.getActiveSpreadsheet();
  const twin = book.getSheets().find((sheet) => holdsTheSame(sheet, values));
  if (twin) {
    throw new Error(fileName + ": already there, these very rows are in the sheet " + twin.getName() + ", and would count twice. To read the file anew, delete that sheet first.");
  }
  const plain = fileName.replace(/\.[^.]*$/, "").replace(/[\[\]*?:\/\\']/g, " ").trim().slice(0, 80);
  const name = freeName(book, plain || "CSV");
  const sheet = book.insertSheet(name);
  // A new sheet has 1,000 rows and 26 columns, and what lies beyond cannot be asked for.
  if (rows.length > sheet.getMaxRows()) sheet.insertRowsAfter(sheet.getMaxRows(), rows.length - sheet.getMaxRows());
  if (width > sheet.getMaxColumns()) sheet.insertColumnsAfter(sheet.getMaxColumns(), width - sheet.getMaxColumns());
  for (let start = 0; start < values.length; start += AT_A_TIME) {
    const part = values.slice(start, start + AT_A_TIME);
    sheet.getRange(start + 1, 1, part.length, width).setValues(part);
  }
  const told = lookedThrough(rows, values);
  const more = told.length > MOST_SAID ? ["... and " + (told.length - MOST_SAID) + " more."] : [];
  return [rows.length - 1 + " rows below their headings are in the sheet " + name + ".", ...told.slice(0, MOST_SAID), ...more].join("\n");
}

const MOST_SAID = 8;

// Whether a sheet holds an import already: as many cells, and no number or text that differs. Google makes days of texts,
// so what is a day there is taken for the same.
function holdsTheSame(sheet, values) {
  const range = sheet.getDataRange();
  if (range.getNumRows() !== values.length || range.getNumColumns() !== values[0].length || values.length < 2) return false;
  const bare = (cell) => (typeof cell === "string" ? cell.replace(/^'/, "") : cell);
  return range.getValues().every((row, index) =>
    row.every((cell, column) => Object.prototype.toString.call(cell) === "[object Date]" || bare(cell) === bare(values[index][column])),
  );
}

// A figure as people shorten or hedge it, which is no number in a sheet: 15K, ca. 12, 10-, (12).
const SHORTENED = /^[-+]?\d[\d.,]*\s?(?:k|m|mn|mio|tsd|bn|mrd)\.?$/i;
const HEDGED = /^(?:ca\.?|circa|approx\.?|about|around|etwa|kb\.?|[~\u2248<>\u2264\u2265\u00b1])/i;
const NOTHING_KNOWN = /^(?:|[-\u2013\u2014.]+|n\/?a|\(not set\))$/i;

// What would make a wrong sum of an import, in the words of `socroi export`: totals rows, and texts among figures.
function lookedThrough(rows, values) {
  const told = [];
  const figures = rows[0].map((_, column) => {
    const filled = rows.map((row, index) => [row[column], values[index][column]]).slice(1).filter(([text]) => !NOTHING_KNOWN.test(text));
    return filled.length > 0 && filled.filter(([text, value]) => typeof value === "number" || SHORTENED.test(text)).length * 2 >= filled.length;
  });
  const headings = rows.find((row, index) => row.every((text, column) => text && typeof values[index][column] === "string")) || rows[0];
  for (let index = 1; index < rows.length; index++) {
    const label = rows[index].find((text, column) => !figures[column] && isTotal(text));
    if (label && values[index].some((cell) => typeof cell === "number")) {
      told.push("Row " + (index + 1) + ": a totals row by \u201c" + label + "\u201d. Delete it before you add up a column: it counts twice.");
      continue;
    }
    rows[index].forEach((text, column) => {
      if (!figures[column] || typeof values[index][column] === "number" || NOTHING_KNOWN.test(text) || !/\d/.test(text)) return;
      told.push("Row " + (index + 1) + ": \u201c" + headings[column] + "\u201d is '" + text + "', and no number. " + adviceFor(text));
    });
  }
  return told;
}

function adviceFor(text) {
  if (SHORTENED.test(text)) return "Write the figure out.";
  if (/^\(.*\)$/.test(text)) return "If it is negative, write it with a minus.";
  if (/\d-$/.test(text)) return "If it is negative, write the minus in front.";
  if (HEDGED.test(text) || /[+*?]$/.test(text)) return "Write the figure alone where it is known, and leave the cell blank where it is not.";
  return "Write the figure alone.";
}

// Whether a text is the label of a totals row, in one of the languages whose words are known.
function isTotal(text) {
  const key = text.toLowerCase().replace(/^[ *=_.#~>|\u2013\u2014-]+|[ *=_.#~>|\u2013\u2014-]+$/g, "");
  if (!key || key.length > 80) return false;
  const alone = key.replace(/:$/, "");
  if (TOTAL_WORDS.includes(alone) || TOTAL_COUNTS.some((each) => new RegExp("^(?:" + each + ")$", "u").test(key))) return true;
  return TOTAL_WORDS.some((word) => key.startsWith(word) && /^(?:\s?:|\s+[-\u2013\u2014]|\s?\()/.test(key.slice(word.length)));
}

// The rows of a text, all of one length, and what divides their cells.
function rowsOfCsv(text) {
  const told = text.match(/^\ufeff?sep=(.)\r?\n/i);
  const plain = text.slice(told ? told[0].length : 0).replace(/^\ufeff/, "");
  const first = plain.split(/\r?\n/, 1)[0];
  const count = (mark) => first.split(mark).length;
  const mark = told ? told[1] : [",", ";", "\t"].reduce((best, each) => (count(each) > count(best) ? each : best));
  const rows = [[]];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < plain.length; at++) {
    const letter = plain[at];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (plain[at + 1] === '"') cell += plain[++at];
      else quoted = false;
    } else if (letter === '"' && cell === "") quoted = true;
    else if (letter === mark || letter === "\n") {
      rows[rows.length - 1].push(cell);
      cell = "";
      if (letter === "\n") rows.push([]);
    } else if (letter !== "\r") cell += letter;
  }
  rows[rows.length - 1].push(cell);
  const filled = rows.filter((row) => row.some((each) => each !== ""));
  const width = Math.max(0, ...filled.map((row) => row.length));
  return { rows: filled.map((row) => Array.from({ length: width }, (_, column) => (row[column] || "").trim())), mark };
}

// Numbers as numbers, whatever the country of the file and of the sheet; all else as text. A file says itself which sign
// is its decimal sign: by a number that has both, or digits other than three behind one; else by what divides its cells.
function typedRows(rows, mark) {
  const width = rows[0].length;
  const signs = Array.from({ length: width }, (_, column) => {
    const found = new Set();
    for (let row = 1; row < rows.length; row++) {
      const sign = decimalSignOf(bareNumber(rows[row][column]));
      if (sign) found.add(sign);
    }
    return found;
  });
  const told = [".", ","].map((sign) => signs.filter((found) => found.size === 1 && found.has(sign)).length);
  const usual = told[0] !== told[1] ? (told[0] > told[1] ? "." : ",") : mark === ";" ? "," : ".";
  return rows.map((row, index) =>
    row.map((cell, column) => {
      const number = index && signs[column].size < 2 ? numberOf(cell, [...signs[column]][0] || usual) : null;
      return number === null ? asPlainText(cell) : number;
    }),
  );
}

// A number without its currency and percent sign; "" where it is none.
function bareNumber(cell) {
  const plain = cell.replace(/^([-+]?)\s*(?:[A-Z]{3}\b|\p{Sc})\s*/u, "$1").replace(/\s*(?:\b[A-Z]{3}|\p{Sc}|%)$/u, "").replace(/(\d)[\s\u00a0\u202f'\u2019](?=\d{3}(?!\d))/g, "$1");
  return /^[-+]?(?:\d[\d.,]*|[.,]\d+)$/.test(plain) ? plain : "";
}

// Which sign a number shows to be the decimal sign; "" where it could be either.
function decimalSignOf(plain) {
  const marks = plain.replace(/[^.,]/g, "");
  const last = marks[marks.length - 1];
  if (!marks || (marks.length > 1 && new Set(marks).size === 1)) return marks.length > 1 ? (last === "." ? "," : ".") : "";
  if (new Set(marks).size === 2) return last;
  return /^[-+]?[1-9]\d{0,2}[.,]\d{3}$/.test(plain) ? "" : last;
}

// The number of a cell, null where it is none: a date, a name, an account whose digits a number would not keep.
function numberOf(cell, decimal) {
  const plain = bareNumber(cell);
  const group = decimal === "." ? "," : ".";
  if (!new RegExp("^[-+]?(?:\\d+|\\d{1,3}(?:\\" + group + "\\d{2,3})*\\" + group + "\\d{3})?(?:\\" + decimal + "\\d+)?$").test(plain) || !plain) return null;
  const digits = plain.split(group).join("").replace(decimal, ".");
  if (/^[-+]?0\d/.test(digits) || digits.replace(/\D/g, "").length > 15) return null;
  return cell.endsWith("%") ? Number((Number(digits) / 100).toPrecision(15)) : Number(digits);
}

// What could be taken for a formula is kept as text: a file of somebody else's must not compute. So are digits that a
// number would not keep, such as those of an account.
function asPlainText(cell) {
  const bare = bareNumber(cell);
  return /^[=@+-]/.test(cell) || (bare && /^(?:0\d+|\d{16,})$/.test(bare)) ? "'" + cell : cell;
}

const MOST_TOLD = 40;

function checkSheet() {
  const range = SpreadsheetApp.getActiveSheet().getDataRange();
  const values = range.getValues();
  const blank = values.every((row) => row.every((cell) => cell === ""));
  // Of merged cells the first holds the value; the others are not blank to whoever looks at them.
  const covered = new Set();
  for (const merged of blank ? [] : range.getMergedRanges()) {
    for (let row = 0; row < merged.getNumRows(); row++) {
      for (let column = 0; column < merged.getNumColumns(); column++) covered.add(merged.getRow() - 1 + row + "," + (merged.getColumn() - 1 + column));
    }
  }
  const found = blank ? [] : findingsOf(values, range.getFormulas(), covered);
  const lines = found.slice(0, MOST_TOLD).map(({ cell, what }) => cell + ": " + what);
  if (found.length > MOST_TOLD) lines.push("... and " + (found.length - MOST_TOLD) + " more.");
  const text = blank ? "There is nothing in this sheet yet." : lines.join("\n");
  SpreadsheetApp.getUi().alert("SOCROI", text || "Nothing was found.", SpreadsheetApp.getUi().ButtonSet.OK);
}

const LOOKS_LIKE_A_NUMBER = /^\s*[-+]?\s*(?:[A-Z]{3}\s?|\p{Sc})?\s*[-+]?\d[\d.,\s'\u2019]*\s*(?:%|\s?[A-Z]{3}|\p{Sc})?\s*$/u;
const A_DAY = /^\s*\d{1,4}[.\/-]\d{1,2}[.\/-]\d{1,4}\.?\s*$/;
const AN_AMOUNT = /revenue|sales|\bcosts?\b|spend|spent|value|price|amount|budget/;

// What is wrong with a sheet, by its values and formulas: lists of rows, the headings in the first row with two texts or more.
function findingsOf(values, formulas, covered) {
  const top = values.findIndex((row) => row.filter((cell) => typeof cell === "string" && cell.trim()).length > 1);
  const headings = top < 0 ? [] : values[top].map((cell) => String(cell).toLowerCase());
  const found = [];
  const tell = (row, column, what) => found.push({ cell: addressOf(row, column), what });
  const counted = values[0].map((_, column) => AN_AMOUNT.test(headings[column] || "") || values.some((row) => typeof row[column] === "number"));
  values.forEach((row, index) =>
    row.forEach((cell, column) => {
      const heading = headings[column] || "";
      const formula = (formulas[index] && formulas[index][column]) || "";
      if (typeof cell === "string" && /^#[A-Z\/0]+[!?]?$/.test(cell)) tell(index, column, "shows " + cell + ".");
      else if (index > top && typeof cell === "string" && counted[column] && LOOKS_LIKE_A_NUMBER.test(cell) && !A_DAY.test(cell)) {
        tell(index, column, "is a text that looks like a number; it is not added up. Type it anew.");
      } else if (index > top && typeof cell === "number" && cell > 1 && /\b(rate|share|margin)\b/.test(heading)) {
        tell(index, column, "is above 1 under \u201c" + heading + "\u201d; type 0.25 or 25% for a quarter.");
      }
      if (/\bAVERAGE\(/i.test(formula) && /\broi\b|\brate\b/.test(heading)) {
        tell(index, column, "is a mean of ratios; divide the sum by the sum, as SOCROI does with two ranges.");
      }
    }),
  );
  const side = (words) => headings.findIndex((heading) => words.test(heading));
  const [revenue, cost] = [side(/revenue|sales/), side(/\bcosts?\b|spend|spent/)];
  if (revenue >= 0 && cost >= 0) {
    values.forEach((row, index) => {
      if (index > top && typeof row[revenue] === "number" && row[cost] === "" && !covered.has(index + "," + cost)) {
        tell(index, cost, "is blank beside a revenue; a cost that is not known is not 0.");
      }
    });
  }
  return found;
}

function addressOf(row, column) {
  let letters = "";
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  }
  return letters + (row + 1);
}

function showFunctions() {
  const page = HtmlService.createHtmlOutput("<dl>" + FUNCTION_HELP + "</dl>").setWidth(620).setHeight(520);
  SpreadsheetApp.getUi().showModelessDialog(page, "The functions of SOCROI");
}
