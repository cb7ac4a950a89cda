// HyperFormula reads no files: it is handed the ledger as arrays. node hyperformula.mjs MODULE ARRAYS.json RETURN ROI
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";

const [folder, file, ...cells] = process.argv.slice(2);
const { HyperFormula } = createRequire(pathToFileURL(`${folder}/package.json`))("hyperformula");
const seconds = () => Number(process.hrtime.bigint()) / 1e9;

const begun = seconds();
const sheets = JSON.parse(readFileSync(file, "utf-8"));
const read = seconds();
const rows = Math.max(...Object.values(sheets).map((sheet) => sheet.length)) + 1;
const engine = HyperFormula.buildFromSheets(sheets, { licenseKey: "gpl-v3", maxRows: rows });
const built = seconds();
const sheet = engine.getSheetId("Totals");
const found = Object.fromEntries(
  cells.map((cell) => [cell, engine.getCellValue(engine.simpleCellAddressFromString(cell, sheet))]),
);
console.log(JSON.stringify({ steps: { load: read - begun, compute: built - read }, cells: found }));
