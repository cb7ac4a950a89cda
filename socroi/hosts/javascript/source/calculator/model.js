// The calculation of one month, from what was typed: visits, rates, values and costs; null is what is not known yet.

const INPUTS = ["visits", "lead_rate", "close_rate", "target", "value", "margin", "hours", "pay", "ads", "other"];
const PERCENT = ["lead_rate", "close_rate", "margin"];
const MONEY = ["value", "pay", "ads", "other"];
const NEEDED = ["visits", "lead_rate", "close_rate", "value"];

function known(...values) {
  return values.every((value) => value !== null);
}

// A number of a function, null where it has none.
function valueOf(name, ...values) {
  const answer = socroi.call(name, values);
  return typeof answer === "number" ? answer : null;
}

function resultsOf(given) {
  const { visits, lead_rate: leadRate, close_rate: closeRate, target, value, hours, pay, ads, other } = given;
  const margin = given.margin === null ? 1 : given.margin;
  const leads = known(visits, leadRate) ? visits * leadRate : null;
  const sales = known(leads, closeRate) ? leads * closeRate : null;
  const labour = known(hours, pay) ? valueOf("SOCLABOR", hours, pay) : null;
  const costs = [labour, ads, other].filter((each) => each !== null);
  const cost = costs.length ? costs.reduce((sum, each) => sum + each, 0) : null;
  const revenue = known(sales, value) ? valueOf("SOCVALUE", sales, value) : null;
  const left = revenue === null ? null : revenue * margin;
  const leadValue = known(value, closeRate) ? valueOf("SOCLEADVALUE", value, closeRate, margin) : null;
  return {
    leads,
    sales,
    goal_done: known(sales, target) && target > 0 ? valueOf("SOCGOAL", sales, target) : null,
    revenue,
    left,
    lead_value: leadValue,
    visit_value: known(leadValue, leadRate) ? leadValue * leadRate : null,
    labour,
    cost,
    profit: known(revenue, cost) ? valueOf("SOCPROFIT", revenue, cost, margin) : null,
    lead_cost: known(cost, leads) && leads > 0 ? valueOf("SOCCPL", cost, leads) : null,
    breakeven: known(cost, value) && value * margin > 0 ? valueOf("SOCBREAKEVEN", cost, value, margin) : null,
    roi: known(revenue, cost) && cost > 0 ? valueOf("SOCROI", revenue, cost, margin) : null,
    missing: NEEDED.filter((name) => given[name] === null).concat(cost === null ? ["cost"] : []),
    uncounted: cost === null ? [] : [labour === null ? (hours === null ? "hours" : "pay") : "", ads === null ? "ads" : "", other === null ? "other" : ""].filter(Boolean),
  };
}

// What is known where the margin that was typed is no number: nothing that needs it, and it is not taken for whole sales.
function withoutMargin(found) {
  const unknown = Object.fromEntries(["left", "lead_value", "visit_value", "profit", "breakeven", "roi"].map((name) => [name, null]));
  return { ...found, ...unknown, missing: [...found.missing, "margin"] };
}

// What somebody typed for an input: its number, null for a blank, NaN for what is none; and whether it could have been
// meant otherwise: 1.234 is two numbers, and 0.05 % is rarely what was meant.
function typed(text, name, decimalComma) {
  const [own, foreign] = decimalComma ? [",", "."] : [".", ","];
  let plain = text
    .replace(/[\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) - 0x6f0)
    .replace(/[\u0660-\u0669]/g, (digit) => digit.charCodeAt(0) - 0x660)
    .replace(/[\u0966-\u096f]/g, (digit) => digit.charCodeAt(0) - 0x966)
    .replace(/[\u200e\u200f\u2066-\u2069]/g, "")
    .trim();
  if (plain === "") return { number: null, unsure: false };
  if (PERCENT.includes(name)) plain = plain.replace(/^[%\u066a]\s*|\s*[%\u066a]$/, "");
  if (MONEY.includes(name)) plain = plain.replace(/^\p{Sc}\s*|\s*\p{Sc}$/u, "");
  plain = plain
    .replace(/(\d)[\s\u066c\u060c'\u2019](?=\d{2,3}(?!\d))/g, "$1")
    .replace(/\u066b/g, own);
  const marks = plain.replace(/[^.,]/g, "");
  const grouped = (mark, decimal) => new RegExp("^[1-9]\\d{0,2}(\\" + mark + "\\d{2,3})*\\" + mark + "\\d{3}(\\" + decimal + "\\d*)?$").test(plain);
  let number = NaN;
  if (new Set(marks).size === 2) {
    // Both signs: the last one is the decimal sign, in every country.
    const last = marks[marks.length - 1];
    const first = last === "." ? "," : ".";
    if (grouped(first, last)) number = Number(plain.split(first).join("").replace(last, "."));
  } else if (marks.length > 1 || (marks === foreign && grouped(foreign, own))) {
    if (grouped(marks[0], marks[0] === "." ? "," : ".")) number = Number(plain.split(marks[0]).join(""));
  } else if (/^(\d+[.,]?\d*|[.,]\d+)$/.test(plain)) number = Number(plain.replace(",", "."));
  const unsure = /^[1-9]\d{0,2}[.,]\d{3}$/.test(plain) || (PERCENT.includes(name) && number > 0 && number < 1);
  return { number, unsure };
}

// The figures as the end of an address, and back: only what is known, in plain digits.
function fragmentOf(language, given) {
  const parts = INPUTS.filter((name) => given[name] !== null && Number.isFinite(given[name]));
  return ["lang=" + language, ...parts.map((name) => name + "=" + given[name])].join("&");
}

function figuresOf(fragment) {
  const given = {};
  for (const name of INPUTS) given[name] = null;
  let language = "";
  for (const part of fragment.replace(/^#/, "").split("&")) {
    const [name, value] = part.split("=");
    if (name === "lang") language = value || "";
    else if (INPUTS.includes(name) && /^\d+(\.\d+)?(e-?\d+)?$/.test(value || "")) {
      const number = Number(value);
      if (Number.isFinite(number) && (!PERCENT.includes(name) || number <= 1)) given[name] = number;
    }
  }
  return { language, given };
}
