// The calculator without its page: node calculator_model.cjs PAGE REQUESTS_JSON FOLDER > ANSWERS_JSON
const fs = require("fs");
const vm = require("vm");
const path = require("path");
const [page, requests, folder] = process.argv.slice(2);
const scripts = [...fs.readFileSync(page, "utf8").matchAll(/<script>\n([\s\S]*?)<\/script>/g)].map((found) => found[1]);
const world = vm.createContext({ TextEncoder, Uint8Array, console });
// All but what needs a document: it begins where the page is first asked for something.
vm.runInContext(scripts[0] + "\n" + scripts[1].split("const element =")[0] + "\nthis.TEXTS = TEXTS;", world);
const answers = JSON.parse(fs.readFileSync(requests, "utf8")).map(([what, ...values]) => {
  if (what !== "workbook") return world[what](...values);
  const [name, language, given] = values;
  const say = (key) => world.TEXTS[language][key] || "";
  const file = world.workbookOf(say, given, world.resultsOf(given), world.TEXTS[language].direction === "rtl");
  fs.writeFileSync(path.join(folder, name), file);
  return file.length;
});
process.stdout.write(JSON.stringify(answers, (_, value) => (Number.isNaN(value) ? "NaN" : value)));
