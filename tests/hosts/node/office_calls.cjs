// What Excel is to functions.js, in Node.js: node office_calls.cjs FUNCTIONS_JS CALLS_JSON > ANSWERS_JSON
const fs = require("fs");
const vm = require("vm");
const [functions, calls] = process.argv.slice(2);
const associated = {};
const ErrorCode = { invalidValue: "#VALUE!", notAvailable: "#N/A", divisionByZero: "#DIV/0!", invalidNumber: "#NUM!",
  nullReference: "#NULL!", invalidName: "#NAME?", invalidReference: "#REF!" };
class OfficeError {
  constructor(code, message) {
    if (!Object.values(ErrorCode).includes(code)) throw new TypeError("no error of Excel's: " + code);
    this.code = code;
    this.message = message;
  }
}
const world = { CustomFunctions: { associate: (id, fn) => { associated[id] = fn; }, Error: OfficeError, ErrorCode } };
vm.runInNewContext(fs.readFileSync(functions, "utf8"), world);
const shown = (value) => {
  if (Array.isArray(value)) return value.map(shown);
  return value instanceof OfficeError ? { code: value.code, message: value.message || "" } : value;
};
const answers = JSON.parse(fs.readFileSync(calls, "utf8")).map(([name, values]) => {
  try {
    return shown(associated[name](...values));
  } catch (problem) {
    return problem instanceof OfficeError ? shown(problem) : "thrown: " + problem.stack;
  }
});
process.stdout.write(JSON.stringify({ associated: Object.keys(associated), answers }));
