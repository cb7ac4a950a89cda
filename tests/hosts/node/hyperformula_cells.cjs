// HyperFormula computes the cells of a workbook: reads [[name of a sheet, [[row, column, what is typed in]]]] from standard
// input, prints [[sheet, row, column, value]] of the formula cells.
const { HyperFormula } = require("hyperformula");

const sheets = JSON.parse(require("node:fs").readFileSync(0, "utf-8"));
const grid = (cells) => {
  const rows = [];
  for (const [row, column, content] of cells) {
    while (rows.length <= row) rows.push([]);
    while (rows[row].length <= column) rows[row].push(null);
    rows[row][column] = content;
  }
  return rows;
};
const engine = HyperFormula.buildFromSheets(
  Object.fromEntries(sheets.map(([name, cells]) => [name, grid(cells)])),
  {
    licenseKey: "gpl-v3",
    // As Excel counts days and compares texts.
    leapYear1900: true,
    nullDate: { year: 1899, month: 12, day: 31 },
    evaluateNullToZero: false,
    useArrayArithmetic: true,
    caseSensitive: false,
    accentSensitive: true,
    localeLang: "en-US",
    useWildcards: true,
    useRegularExpressions: false,
    matchWholeCell: true,
    smartRounding: false,
  },
);
const found = [];
sheets.forEach(([name, cells], at) => {
  const sheet = engine.getSheetId(name);
  for (const [row, column] of cells) {
    const address = { sheet, row, col: column };
    if (!engine.doesCellHaveFormula(address)) continue;
    const value = engine.getCellValue(address);
    found.push([at, row, column, value !== null && typeof value === "object" ? value.value : value]);
  }
});
console.log(JSON.stringify(found));
