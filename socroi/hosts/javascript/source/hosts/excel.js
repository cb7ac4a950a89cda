// Between Excel and the functions: Office.js hands over rows, and wants its own kind of errors.

const ERROR_CODES = {
  "#DIV/0!": "divisionByZero",
  "#NUM!": "invalidNumber",
  "#N/A": "notAvailable",
  "#NAME?": "invalidName",
  "#NULL!": "nullReference",
  "#REF!": "invalidReference",
};

// Excel shows a sentence of ours beside #VALUE! and #N/A alone.
function errorInExcel(error) {
  const code = CustomFunctions.ErrorCode[ERROR_CODES[error.code] || "invalidValue"];
  const told = error.code === "#VALUE!" || error.code === "#N/A";
  return told ? new CustomFunctions.Error(code, error.message) : new CustomFunctions.Error(code);
}

function arrivedFromExcel(value) {
  if (Array.isArray(value)) return value.map(arrivedFromExcel);
  if (value === null || typeof value !== "object") return value;
  return value.type === "Error" ? new socroi.CellError(value.basicValue) : value.basicValue;
}

function cellForExcel(value) {
  return value instanceof socroi.CellError ? errorInExcel(value) : value === null ? "" : value;
}

function rowsInExcel(name, values) {
  const answer = socroi.call(name, values.map(arrivedFromExcel));
  if (answer instanceof socroi.CellError) throw errorInExcel(answer);
  return Array.isArray(answer) ? answer.map((row) => row.map(cellForExcel)) : [[cellForExcel(answer)]];
}

function cellInExcel(name, values) {
  return rowsInExcel(name, values)[0][0];
}
