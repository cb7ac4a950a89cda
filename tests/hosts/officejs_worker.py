"""xlwings' Office.js engine, which both Server and Lite use, in a process of its own: lines of JSON.

`["call", function, arguments]` is what the browser posts for a cell; `["meta"]` gives what Excel is told of the
functions.
"""

import asyncio
import importlib
import json
import os
import sys

os.environ["XLWINGS_ON_SERVER"] = "true"
os.environ["XLWINGS_LICENSE_KEY"] = "noncommercial"

import xlwings
from xlwings import server


def main():
    module = importlib.import_module(sys.argv[1])
    for line in sys.stdin:
        command, *rest = json.loads(line)
        if command == "meta":
            answer = server.custom_functions_meta(module)
        else:
            name, arguments = rest
            data = {
                "func_name": name,
                "args": arguments,
                "version": xlwings.__version__,
                "client": "Office.js",
                "runtime": "1.4",
                "date_format": "m/d/yyyy",
                "culture_info_name": "en-US",
                "caller_address": None,
            }
            try:
                answer = asyncio.run(server.custom_functions_call(data, module))
            except Exception as problem:  # noqa: BLE001 - the server answers with the message
                answer = {"raised": f"{type(problem).__name__}: {problem}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
