// xlwings Lite without Excel: Pyodide, the real xlwings, and the main.py that a user pastes. Lines of JSON in and out.
// node lite.mjs FOLDER_OF_XLWINGS MAIN_PY
import { loadPyodide } from "pyodide";
import fs from "fs";
import readline from "readline";

const [folder, main] = process.argv.slice(2);
const python = await loadPyodide();
python.FS.mkdirTree("/packages/xlwings");
python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, "/packages/xlwings");
python.FS.mkdirTree("/home/lite");
python.FS.writeFile("/home/lite/main.py", fs.readFileSync(main, "utf8"));
await python.runPythonAsync(`
import os, sys
sys.dont_write_bytecode = True
os.environ["XLWINGS_ON_SERVER"] = "true"
os.environ["XLWINGS_LICENSE_KEY"] = "noncommercial"
sys.path[:0] = ["/packages", "/home/lite"]
import main, xlwings
from xlwings import server
async def answer(command, rest):
    if command == "meta":
        return server.custom_functions_meta(main)
    if command == "where":
        import socroi
        return [sys.platform, xlwings.__version__, socroi.__file__]
    name, arguments = rest
    data = {"func_name": name, "args": arguments, "version": xlwings.__version__, "client": "Office.js", "runtime": "1.4",
            "date_format": "m/d/yyyy", "culture_info_name": "en-US", "caller_address": None}
    return await server.custom_functions_call(data, main)
async def reply(line):
    import json
    from pyodide.ffi import jsnull
    def office(value):
        # Office.js hands over null, which is no None in Pyodide.
        return [office(each) for each in value] if isinstance(value, list) else jsnull if value is None else value
    command, *rest = json.loads(line)
    if command == "call":
        rest = [rest[0], [office(argument) for argument in rest[1]]]
    try:
        return json.dumps(await answer(command, rest))
    except Exception as problem:
        return json.dumps({"raised": f"{type(problem).__name__}: {problem}"})
`);
const reply = python.globals.get("reply");
for await (const line of readline.createInterface({ input: process.stdin })) {
  process.stdout.write((await reply(line)) + "\n");
}
