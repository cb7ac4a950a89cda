// The calls of a file, answered by a socroi.js: node socroi_calls.cjs SOCROI_JS CALLS_JSON > ANSWERS_JSON
const fs = require("fs");
const [library, calls] = process.argv.slice(2);
const socroi = require(library);

const arrived = (value) => {
  if (Array.isArray(value)) return value.map(arrived);
  if (value === null || typeof value !== "object") return value;
  if (value.error) return new socroi.CellError(value.error);
  return value.date ? new Date(...value.date) : Number(value.number);
};
const shown = (value) => {
  if (Array.isArray(value)) return value.map(shown);
  if (value instanceof socroi.CellError) return value.code;
  return value === null ? "" : value;
};
const answers = JSON.parse(fs.readFileSync(calls, "utf8")).map(([name, values]) => {
  try {
    return shown(socroi.call(name, values.map(arrived)));
  } catch (problem) {
    return "thrown: " + problem.stack;
  }
});
process.stdout.write(JSON.stringify(answers));
