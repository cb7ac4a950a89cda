// The calculation of one month, from what was typed: visits, rates, values and costs; null is what is not known yet.

const INPUTS = ["visits", "lead_rate", "close_rate", "target", "value", "margin", "hours", "pay", "ads", "other"];
const PERCENT = ["lead_rate", "close_rate", "margin"];
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

// A number as people of a language type it, with their digits; null for a blank, NaN for what is none.
function typedNumber(text, decimalComma) {
  const plain = text
    .replace(/[\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) - 0x6f0)
    .replace(/[\u0660-\u0669]/g, (digit) => digit.charCodeAt(0) - 0x660)
    .replace(/[\u0966-\u096f]/g, (digit) => digit.charCodeAt(0) - 0x966)
    .replace(/[\s\u00a0\u202f\u066c'%\u066a\u200e\u200f]/g, "")
    .replace(/\u066b/g, ".");
  if (plain === "") return null;
  const [own, foreign] = decimalComma ? [",", "."] : [".", ","];
  const grouped = new RegExp("^\\d{1,3}(\\" + foreign + "\\d{2,3})*\\" + foreign + "\\d{3}(\\" + own + "\\d*)?$");
  const number = grouped.test(plain) ? plain.split(foreign).join("").replace(own, ".") : plain.replace(",", ".");
  return /^(\d+\.?\d*|\.\d+)$/.test(number) ? Number(number) : NaN;
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
