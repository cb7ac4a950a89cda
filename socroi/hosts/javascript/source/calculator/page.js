// The page: what is typed becomes results, picture, link and file, all of it here in the browser.

const element = (id) => document.getElementById(id);
let language = "en";
let locale = "en";
let given = figuresOf("").given;

// Numbers are written as the browser's country does: where its language is the page's, or none of the page's.
function localeOf(language) {
  const [first = language] = navigator.languages || [];
  const own = first.slice(0, 2).toLowerCase();
  return own === language || !TEXTS[own] ? first : language;
}

function hasDecimalComma() {
  return new Intl.NumberFormat(locale).formatToParts(1.5).some((part) => part.type === "decimal" && part.value === ",");
}

function say(key, parts) {
  const text = TEXTS[language][key] === undefined ? TEXTS.en[key] || "" : TEXTS[language][key];
  return text.replace(/\{(\w+)\}/g, (_, name) => parts[name]);
}

function shownNumber(number, decimals) {
  const most = decimals === undefined ? (Math.abs(number) < 100 ? 2 : 0) : decimals;
  return new Intl.NumberFormat(locale, { maximumFractionDigits: most }).format(number);
}

// The names of inputs as a list of the language, without the sign of percent at their ends.
function listed(names) {
  const said = names.map((name) => say(name).replace(/[,،] [%٪]$/, ""));
  return Intl.ListFormat ? new Intl.ListFormat(language).format(said) : said.join(", ");
}

function shownPercent(number) {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }).format(number);
}

function typedText(name) {
  if (given[name] === null) return "";
  const number = PERCENT.includes(name) ? Number((given[name] * 100).toPrecision(12)) : given[name];
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 10, useGrouping: false }).format(number);
}

function readInput(name) {
  const { number, unsure } = typed(element(name).value, name, hasDecimalComma());
  const percent = PERCENT.includes(name);
  const wrong = number !== null && (Number.isNaN(number) || (percent && number > 100));
  element(name).setAttribute("aria-invalid", String(wrong));
  element(name + "-wrong").textContent = wrong ? say(percent ? "wrong_percent" : "wrong") : "";
  // Without marks between thousands, which are what could be misread.
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 10, useGrouping: false, style: percent ? "percent" : "decimal" });
  const read = unsure && !wrong ? plain.format(percent ? number / 100 : number) : "";
  element(name + "-read").textContent = read && say("read", { number: read });
  given[name] = wrong || number === null ? null : percent ? Number((number / 100).toPrecision(15)) : number;
}

function showResults() {
  const unread = element("margin").getAttribute("aria-invalid") === "true";
  const found = unread ? withoutMargin(resultsOf(given)) : resultsOf(given);
  for (const name of ["leads", "sales", "revenue", "left", "lead_value", "visit_value", "cost", "profit", "lead_cost", "breakeven"]) {
    element("found-" + name).textContent = found[name] === null ? "–" : shownNumber(found[name]);
  }
  element("found-goal_done").textContent = found.goal_done === null ? "–" : shownPercent(found.goal_done);
  element("found-roi").textContent = found.roi === null ? "–" : shownPercent(found.roi / 100);
  element("verdict").textContent = verdictOf(found);
  const notes = [];
  if (found.uncounted.length) notes.push(say("uncounted", { names: listed(found.uncounted) }));
  if (given.margin === null && found.roi !== null) notes.push(say("whole_sales"));
  element("notes").textContent = notes.join(" ");
  element("chart").innerHTML = found.roi === null ? "" : chartOf(found, false);
  element("picture").disabled = found.roi === null;
}

function verdictOf(found) {
  if (found.missing.length) return say("missing", { names: listed(found.missing) });
  if (found.cost === 0) return say("roi.free");
  const points = Math.round(found.roi * 10) / 10;
  if (points === 0) return say("roi.even");
  return say(points > 0 ? "roi.gain" : "roi.loss", { number: shownNumber(Math.abs(points), 1) });
}

// Two bars, of cost and return; whole as a picture that tells all by itself, otherwise without what stands beside it.
function chartOf(found, whole) {
  const rightToLeft = TEXTS[language].direction === "rtl";
  const most = Math.max(found.cost, found.left, 1e-9);
  const bar = (y, name, amount, colour) => {
    const width = Math.max(2, (Math.max(0, amount) / most) * 660);
    const start = rightToLeft ? 960 - width : 240;
    const [label, number] = rightToLeft ? [1160, start - 16] : [40, start + width + 16];
    const inside = width > 500;
    const place = inside ? (rightToLeft ? start + 16 : start + width - 16) : number;
    return (
      '<text x="' + label + '" y="' + (y + 52) + '" class="label">' + escaped(name) + "</text>" +
      '<rect x="' + start + '" y="' + y + '" width="' + width + '" height="84" rx="8" fill="' + colour + '"/>' +
      '<text x="' + place + '" y="' + (y + 54) + '" class="' + (inside ? "inside" : "number") + '">' + escaped(shownNumber(amount)) + "</text>"
    );
  };
  const middle = 'x="600" text-anchor="middle"';
  const answer = say("roi") + " " + shownPercent(found.roi / 100);
  const size = Math.min(96, Math.round(2000 / answer.length));
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="' + (whole ? "0 0 1200 630" : "0 280 1200 234") + '" role="img" direction="' + (rightToLeft ? "rtl" : "ltr") + '" aria-label="' +
    escaped(say("chart", { cost: shownNumber(found.cost), left: shownNumber(found.left) })) + '"><style>text{font-family:system-ui,"Noto Sans","Noto Sans Arabic","Noto Sans Devanagari",Arial,sans-serif;fill:#17212b}' +
    ".label{font-size:46px}.number,.inside{font-size:46px;font-weight:600}.inside{fill:#fff;text-anchor:end}" +
    '.big{font-size:' + size + 'px;font-weight:700}.small{font-size:28px;fill:#4a5863}</style><rect width="1200" height="630" fill="#fff"/>' +
    "<text " + middle + ' y="76" class="small">' + escaped(say("title")) + "</text>" +
    "<text " + middle + ' y="190" class="big">' + escaped(answer) + "</text>" +
    "<text " + middle + ' y="250" class="small">' + escaped(verdictOf(found)) + "</text>" +
    bar(300, say("cost"), found.cost, "#8a5a00") + bar(410, say("return"), found.left, "#0f766e") +
    "<text " + middle + ' y="580" class="small">' + escaped(say("method")) + "</text></svg>"
  );
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function savePicture() {
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [1200, 630];
    canvas.getContext("2d").drawImage(image, 0, 0);
    canvas.toBlob((blob) => save(blob, "socroi.png"), "image/png");
  };
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(chartOf(resultsOf(given), true).replace("<svg ", '<svg width="1200" height="630" '));
}

function saveWorkbook() {
  const file = workbookOf(say, given, resultsOf(given), TEXTS[language].direction === "rtl");
  save(new Blob([file], { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" }), "socroi.xlsx");
}

async function copyLink() {
  remember();
  const shown = element("address");
  shown.value = location.href;
  shown.hidden = false;
  document.querySelector("label[for=address]").hidden = false;
  shown.select();
  try {
    await navigator.clipboard.writeText(location.href);
    element("said").textContent = say("shared");
  } catch (refused) {
    element("said").textContent = say("shared_by_hand");
  }
}

function remember() {
  history.replaceState(null, "", "#" + fragmentOf(language, given));
}

function setLanguage(code) {
  language = TEXTS[code] ? code : "en";
  locale = localeOf(language);
  document.documentElement.lang = language;
  document.documentElement.dir = TEXTS[language].direction;
  element("language").value = language;
  document.title = say("title") + " · SOCROI";
  for (const each of document.querySelectorAll("[data-say]")) each.textContent = say(each.dataset.say);
  for (const name of INPUTS) element(name).value = typedText(name);
  element("said").textContent = "";
}

function readAddress() {
  const found = figuresOf(location.hash);
  given = found.given;
  const wanted = [found.language, ...(navigator.languages || []).map((each) => each.slice(0, 2)), "en"];
  setLanguage(wanted.find((each) => TEXTS[each]));
  INPUTS.forEach(readInput);
  showResults();
}

for (const name of INPUTS) {
  element(name).addEventListener("input", () => {
    readInput(name);
    showResults();
    remember();
  });
}
element("language").addEventListener("change", (event) => {
  setLanguage(event.target.value);
  INPUTS.forEach(readInput);
  showResults();
  remember();
});
element("share").addEventListener("click", copyLink);
element("picture").addEventListener("click", savePicture);
element("workbook").addEventListener("click", saveWorkbook);
element("clear").addEventListener("click", () => {
  given = figuresOf("").given;
  setLanguage(language);
  INPUTS.forEach(readInput);
  showResults();
  remember();
  element("visits").focus();
});
window.addEventListener("hashchange", readAddress);
readAddress();
