// The calculator in headless Chromium, as somebody uses it: node calculator_browser.cjs CHROMIUM PAGE AXE FOLDER OPTIONS_JSON
// Types with the keyboard, presses the buttons, keeps what is saved in FOLDER, and prints what was found as JSON.
const { spawn } = require("child_process");
const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");
const WebSocket = require("ws");
const [chromium, page, axe, folder, options] = process.argv.slice(2);
const { width, language, dark, typed, buttons } = JSON.parse(options);

const SAVED = { picture: "socroi.png", workbook: "socroi.xlsx" };
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// A busy machine may draw the first picture for many seconds.
async function arrived(file) {
  for (let at = 0; at < 1200; at++) {
    if (fs.existsSync(file)) return;
    await wait(50);
  }
  throw new Error("after 60 seconds the folder has " + fs.readdirSync(path.dirname(file)) + ", and no " + path.basename(file));
}

async function main() {
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--user-data-dir=" + path.join(folder, "profile")];
  const browser = spawn(chromium, [...flags, "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
  try {
    const address = await new Promise((done, failed) => {
      let said = "";
      browser.stderr.on("data", (text) => {
        said += text;
        const found = said.match(/DevTools listening on ws:\/\/([^/]+)\//);
        if (found) done(found[1]);
      });
      browser.on("exit", () => failed(new Error(said)));
    });
    const [target] = (await (await fetch("http://" + address + "/json/list")).json()).filter((each) => each.type === "page");
    console.log(JSON.stringify(await use(new WebSocket(target.webSocketDebuggerUrl))));
  } finally {
    browser.kill();
  }
}

async function use(socket) {
  await new Promise((done) => socket.on("open", done));
  const waiting = new Map();
  const requests = [];
  const problems = [];
  let number = 0;
  socket.on("message", (text) => {
    const message = JSON.parse(text);
    if (message.id) waiting.get(message.id)(message);
    if (message.method === "Network.requestWillBeSent") requests.push(message.params.request.url.slice(0, 80));
    if (message.method === "Runtime.exceptionThrown") problems.push(message.params.exceptionDetails.exception.description);
  });
  const send = (method, params) =>
    new Promise((done, failed) => {
      waiting.set(++number, (message) => (message.error ? failed(new Error(method + ": " + message.error.message)) : done(message.result)));
      socket.send(JSON.stringify({ id: number, method, params: params || {} }));
    });
  const run = async (expression) => {
    const answer = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception.description);
    return answer.result.value;
  };
  const press = async (key, code, text) => {
    await send("Input.dispatchKeyEvent", { type: "keyDown", key, code: key, windowsVirtualKeyCode: code, text });
    await send("Input.dispatchKeyEvent", { type: "keyUp", key, code: key, windowsVirtualKeyCode: code });
  };
  await Promise.all(["Page", "Runtime", "Network"].map((name) => send(name + ".enable")));
  await send("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: width < 600 });
  await send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }] });
  await send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
  await send("Page.navigate", { url: pathToFileURL(page).href + "#lang=" + language });
  while (!(await run("document.readyState === 'complete' && Boolean(document.getElementById('verdict').textContent)"))) await wait(50);
  const asked = await run("document.getElementById('verdict').textContent");
  // Everything is reached by the Tab key, in the order in which it stands.
  const order = [];
  for (let at = 0; at < 40; at++) {
    await press("Tab", 9);
    const id = await run("document.activeElement.id");
    if (!id || order.includes(id)) break;
    order.push(id);
    if (typed[id]) await send("Input.insertText", { text: typed[id] });
  }
  const results = await run("Object.fromEntries([...document.querySelectorAll('[id^=found-],#verdict,#notes,.wrong')].map((e) => [e.id, e.textContent]))");
  for (const button of buttons) {
    await run("document.getElementById('" + button + "').focus()");
    await press("Enter", 13, "\r");
    await (SAVED[button] ? arrived(path.join(folder, SAVED[button])) : wait(300));
  }
  await run(fs.readFileSync(axe, "utf8") + ";0");
  const broken = await run("axe.run({ resultTypes: ['violations'] }).then((found) => found.violations.map((each) => [each.id, each.nodes.map((node) => node.html.slice(0, 160))]))");
  const outside = await run("[...document.querySelectorAll('body *')].filter((e) => !e.closest('svg') && e.getBoundingClientRect().width && (e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)).map((e) => e.outerHTML.slice(0, 120))");
  const wide = await run("document.documentElement.scrollWidth");
  const about = await run("({ lang: document.documentElement.lang, dir: document.documentElement.dir, ground: getComputedStyle(document.body).backgroundColor, hash: location.hash, title: document.title })");
  // The link, opened anew, shows the same figures.
  await send("Page.reload");
  await wait(300);
  while (!(await run("Boolean(document.getElementById('found-roi') && document.getElementById('verdict').textContent)"))) await wait(50);
  const again = await run("document.getElementById('found-roi').textContent");
  socket.close();
  return { asked, order, results, broken, outside, wide, about, again, requests, problems };
}

main().catch((problem) => {
  console.error(problem);
  process.exitCode = 1;
});
