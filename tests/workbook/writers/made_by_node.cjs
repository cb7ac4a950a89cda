// Makes the books of this folder that writers from npm save: `node made_by_node.cjs`, with what ORIGIN.md names.
const path = require("node:path");
const fs = require("node:fs");

const HEAD = ["Channel", "Day", "Spend", "Revenue", "ROI", "Verdict", "Big"];
const day = (month, date) => new Date(Date.UTC(2025, month - 1, date));
const ROWS = [
  ["Facebook", day(1, 31), 100, 350],
  ["Instagram & Co", day(2, 28), 250, 300],
  ["Größe <x>", day(3, 31), 80, 80],
  ["TikTok", day(4, 30), 40, 20],
];
const formulas = (row) => [`(D${row}-C${row})/C${row}`, `IF(E${row}>1,"good","poor")`, `C${row}>=100`];
const SUMMARY = [
  "SUM(Data!C2:C5)",
  'SUMIF(Data!F2:F5,"good",Data!D2:D5)',
  'VLOOKUP("TikTok",Data!A2:D5,4,FALSE)',
  'TEXT(Data!B2,"yyyy-mm-dd")',
  "SUMPRODUCT(Data!C2:C5,Data!D2:D5)",
  "1/0",
  "SUM(Spend)",
  "Data!G2",
  'A4&" & <"&Data!A4',
];
const at = (name) => path.join(__dirname, "books", name + ".xlsx");
const unnamed = (text) => text.replace("(Spend)", "(Data!$C$2:$C$5)");
const serial = (date) => date.getTime() / 86400000 + 25569;

function sheetjs(name, options) {
  const XLSX = require("xlsx");
  const data = XLSX.utils.aoa_to_sheet([HEAD, ...ROWS], { cellDates: true, UTC: true });
  ROWS.forEach((_, i) => formulas(i + 2).forEach((f, j) => (data["EFG"[j] + (i + 2)] = { t: "n", f })));
  data["!ref"] = "A1:G5";
  const summary = { "!ref": `A1:A${SUMMARY.length}` };
  SUMMARY.forEach((f, i) => (summary["A" + (i + 1)] = { t: "n", f }));
  const book = { SheetNames: ["Data", "Summary"], Sheets: { Data: data, Summary: summary }, Workbook: { Names: [{ Name: "Spend", Ref: "Data!$C$2:$C$5" }] } };
  XLSX.writeFile(book, at(name), options);
}

async function exceljs() {
  const ExcelJS = require("exceljs");
  const book = new ExcelJS.Workbook();
  const data = book.addWorksheet("Data"), summary = book.addWorksheet("Summary");
  data.addRow(HEAD);
  ROWS.forEach((row) => data.addRow(row));
  // The first cell of each column holds the formula, the others share it.
  ["E", "F", "G"].forEach((letter, j) => {
    data.fillFormula(`${letter}2:${letter}5`, formulas(2)[j], [0, 0, 0, 0]);
  });
  book.definedNames.add("Data!$C$2:$C$5", "Spend");
  SUMMARY.forEach((formula, i) => (summary.getCell("A" + (i + 1)).value = { formula }));
  await book.xlsx.writeFile(at("exceljs"));
}

async function populate() {
  const book = await require("xlsx-populate").fromBlankAsync();
  const data = book.sheet(0).name("Data"), summary = book.addSheet("Summary");
  data.cell("A1").value([HEAD]);
  data.cell("A2").value(ROWS.map((row) => [row[0], serial(row[1]), row[2], row[3]]));
  ["E", "F", "G"].forEach((letter, j) => data.range(`${letter}2:${letter}5`).formula(formulas(2)[j]));
  book.definedName("Spend", data.range("C2:C5"));
  SUMMARY.forEach((text, i) => summary.cell("A" + (i + 1)).formula(text));
  await book.toFileAsync(at("xlsx_populate"));
}

async function excel4node() {
  const book = new (require("excel4node").Workbook)();
  const data = book.addWorksheet("Data"), summary = book.addWorksheet("Summary");
  HEAD.forEach((text, j) => data.cell(1, j + 1).string(text));
  ROWS.forEach((row, i) => {
    data.cell(i + 2, 1).string(row[0]);
    data.cell(i + 2, 2).number(serial(row[1]));
    data.cell(i + 2, 3).number(row[2]);
    data.cell(i + 2, 4).number(row[3]);
    formulas(i + 2).forEach((text, j) => data.cell(i + 2, j + 5).formula(text));
  });
  SUMMARY.forEach((text, i) => summary.cell(i + 1, 1).formula(unnamed(text)));
  fs.writeFileSync(at("excel4node"), await book.writeToBuffer());
}

async function writeExcelFile() {
  const write = require("write-excel-file/node");
  const data = [HEAD.map((value) => ({ value }))];
  ROWS.forEach((row, i) =>
    data.push([
      { value: row[0] }, { value: row[1], type: Date, format: "yyyy-mm-dd" }, { value: row[2] }, { value: row[3] },
      ...formulas(i + 2).map((text) => ({ value: "=" + text, type: "Formula" })),
    ]),
  );
  const summary = SUMMARY.map((text) => [{ value: "=" + unnamed(text), type: "Formula" }]);
  const make = write.default ?? write;
  const made = await make([{ data, sheet: "Data" }, { data: summary, sheet: "Summary" }]);
  await made.toFile(at("write_excel_file"));
}

(async () => {
  const makers = {
    sheetjs: () => sheetjs("sheetjs", { bookSST: false, compression: false }),
    sheetjs_strings: () => sheetjs("sheetjs_strings", { bookSST: true, compression: true }),
    exceljs, xlsx_populate: populate, excel4node, write_excel_file: writeExcelFile,
  };
  for (const name of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(makers)) {
    try { await makers[name](); } catch (problem) { console.log(name, problem); }
  }
})();
