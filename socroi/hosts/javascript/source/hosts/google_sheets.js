// Between Google Sheets and the functions. A cell shows an error only where a function throws: #ERROR!, with the sentence
// beside it. Inside a table that is spread over cells an error is its text, which no sum takes for a number.

function cellForSheets(value) {
  return value instanceof socroi.CellError ? value.code : value === null ? "" : value;
}

function inSheets(name, values) {
  const answer = socroi.call(name, values);
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

const RETURN_SHEET = [
  ["The return in one minute", "", "Fill in the cells with a frame; a blank is not known yet."],
  ["Visits from social media", "", "in one month, from your web analytics"],
  ["Share of visits that become leads", "", "0.05 or 5%"],
  ["Share of leads that buy", "", "0.2 or 20%"],
  ["Value of one sale", "", "money, in your currency"],
  ["Share of a sale that is left after the goods", 1, "0.4 keeps 40 of 100; 1 counts whole sales"],
  ["Pay for the work", "", "hours x pay, managers too"],
  ["Ads, tools, agencies", "", "all of it, of the same month"],
  ["", "", ""],
  ["Leads", '=IF(COUNT(B2:B3)=2,B2*B3,"")', ""],
  ["Sales", '=IF(COUNT(B2:B4)=3,B10*B4,"")', ""],
  ["What the sales bring", '=IF(COUNT(B2:B6)=5,B11*B5*B6,"")', "sales x value x what is left"],
  ["Cost", '=IF(COUNT(B7:B8)=2,B7+B8,"")', "type 0 where there is none"],
  ["ROI in percent", '=IF(COUNT(B12:B13)=2,SOCROI(B12,B13),"")', "25: each 100 spent came back with 25 more"],
];

function newReturnSheet() {
  const book = SpreadsheetApp.getActiveSpreadsheet();
  const sheet = book.insertSheet(freeName(book, "SOCROI"));
  sheet.getRange(1, 1, RETURN_SHEET.length, 3).setValues(RETURN_SHEET);
  sheet.getRange(1, 1, 1, 2).setFontWeight("bold");
  sheet.getRange(2, 2, 7, 1).setBorder(true, true, true, true, true, true);
  sheet.getRange(14, 1, 1, 2).setFontWeight("bold");
  sheet.setColumnWidth(1, 300).setColumnWidth(2, 110).setColumnWidth(3, 330);
}

function freeName(book, wanted) {
  let name = wanted;
  for (let number = 2; book.getSheetByName(name); number++) name = wanted + " " + number;
  return name;
}

function askForCsv() {
  const page =
    '<p><input type="file" accept=".csv,.tsv,.txt" aria-label="CSV file"></p><p id="said"></p><script>' +
    'document.querySelector("input").onchange = async (event) => { const file = event.target.files[0];' +
    'const said = document.getElementById("said"); said.textContent = "Reading ...";' +
    "google.script.run.withSuccessHandler((text) => { said.textContent = text; })" +
    ".withFailureHandler((problem) => { said.textContent = problem.message; })" +
    ".importCsv(file.name, await file.text()); };</" +
    "script>";
  SpreadsheetApp.getUi().showModalDialog(HtmlService.createHtmlOutput(page).setWidth(420).setHeight(140), "Import a CSV file");
}

// The rows of a CSV text in a new sheet; returns what to say.
function importCsv(fileName, text) {
  const rows = rowsOfCsv(text);
  if (!rows.length) throw new Error(fileName + " has no rows.");
  const book = SpreadsheetApp.getActiveSpreadsheet();
  const name = freeName(book, fileName.replace(/\.[^.]*$/, "").replace(/[\[\]*?:\/\\']/g, " ").slice(0, 80) || "CSV");
  book.insertSheet(name).getRange(1, 1, rows.length, rows[0].length).setValues(rows);
  return rows.length - 1 + " rows below their headings are in the sheet " + name + ".";
}

// All rows of one length. What could be taken for a formula is kept as text: a file of somebody else's must not compute.
function rowsOfCsv(text) {
  const plain = text.replace(/^\ufeff/, "");
  const first = plain.split(/\r?\n/, 1)[0];
  const count = (mark) => first.split(mark).length;
  const mark = [",", ";", "\t"].reduce((best, each) => (count(each) > count(best) ? each : best));
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
  return filled.map((row) => Array.from({ length: width }, (_, column) => asPlainText(row[column] || "")));
}

function asPlainText(cell) {
  return /^[=@]/.test(cell) || (/^[+-]/.test(cell) && !/^[+-][\d.,\s]*\d%?$/.test(cell)) ? "'" + cell : cell;
}

function checkSheet() {
  const range = SpreadsheetApp.getActiveSheet().getDataRange();
  const found = findingsOf(range.getValues(), range.getFormulas());
  const text = found.map(({ cell, what }) => cell + ": " + what).join("\n");
  SpreadsheetApp.getUi().alert("SOCROI", text || "Nothing was found.", SpreadsheetApp.getUi().ButtonSet.OK);
}

// What is wrong with a sheet, by its values and formulas: lists of rows, the headings in the first row with two texts or more.
function findingsOf(values, formulas) {
  const top = values.findIndex((row) => row.filter((cell) => typeof cell === "string" && cell.trim()).length > 1);
  const headings = top < 0 ? [] : values[top].map((cell) => String(cell).toLowerCase());
  const found = [];
  const tell = (row, column, what) => found.push({ cell: addressOf(row, column), what });
  values.forEach((row, index) =>
    row.forEach((cell, column) => {
      const heading = headings[column] || "";
      const numbers = values.filter((each) => typeof each[column] === "number").length;
      const formula = (formulas[index] && formulas[index][column]) || "";
      if (typeof cell === "string" && /^#[A-Z\/0]+[!?]?$/.test(cell)) tell(index, column, "shows " + cell + ".");
      else if (index > top && typeof cell === "string" && numbers && /^\s*[-+]?[\d.,\s]*\d\s*[%€$£]?\s*$/.test(cell)) {
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
      if (index > top && typeof row[revenue] === "number" && row[cost] === "") {
        tell(index, cost, "is blank beside a revenue; a cost that is not known is not 0.");
      }
    });
  }
  return found.slice(0, 40);
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
