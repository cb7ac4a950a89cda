"""xlwings Server with our project, on the loopback: what Excel fetches and posts, and the JavaScript it runs."""

import json
import os
import queue
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from answers import EXAMPLES, arguments, for_office, from_office, same, shown

from socroi.definition.registry import formulas
from socroi.hosts.server import PROJECT
from socroi.hosts.server_guard import LARGEST

ROOT = Path(__file__).parents[2]
PAGE = Path(__file__).with_name("excel_in_a_browser.html")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def server(package, tmp_path_factory):
    """The address of an xlwings Server that serves a copy of our project."""
    package("xlwings_server", "pip install '.[server]'")
    project = tmp_path_factory.mktemp("server")
    for name, text in PROJECT.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    shutil.copyfile(project / ".env.example", project / ".env")
    port = free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "XLWINGS_PROJECT_DIR": str(project),
        "XLWINGS_LICENSE_KEY": "noncommercial",
        "SOCROI_OPEN": "yes",
        # The browser of these tests comes from a page of their own.
        "XLWINGS_CORS_ALLOW_ORIGINS": '["*"]',
    }
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "serve:app",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with (project / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=project, env=environment, stdout=log, stderr=log)
        try:
            for _ in range(300):
                assert process.poll() is None, (project / "log").read_text()
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)


def fetch(address):
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - the loopback
        return answer.read().decode()


def call(server, name, given, **more):
    """What the browser posts for a cell; gives the result, or the status and the message of a refusal."""
    body = {"client": "Office.js", "func_name": name, "args": given, "caller_address": "[Book1.xlsx]Sheet1!E1",
            "session_id": "t", "culture_info_name": "en-US", "date_format": "m/d/yyyy", "version": "0.37.8",
            "runtime": "1.4", **more}  # fmt: skip
    request = urllib.request.Request(  # noqa: S310 - the loopback
        f"{server}/xlwings/custom-functions-call", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - the loopback
            return json.load(answer)["result"]
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


@pytest.mark.server
def test_the_manifest_names_the_add_in_and_where_its_functions_are(server):
    manifest = ET.fromstring(fetch(f"{server}/manifest.xml"))  # noqa: S314 - from our own server
    texts = {element.tag.rpartition("}")[2]: element for element in manifest.iter()}
    assert texts["DisplayName"].get("DefaultValue") == "SOCROI"
    addresses = [element.get("DefaultValue", "") for element in manifest.iter()]
    assert any(address.endswith("/xlwings/custom-functions-meta.json") for address in addresses)
    assert any(address.endswith("/xlwings/custom-functions-code.js") for address in addresses)


@pytest.mark.server
def test_excel_is_told_of_every_function_with_help_on_every_argument(server):
    told = {each["id"]: each for each in json.loads(fetch(f"{server}/xlwings/custom-functions-meta.json"))["functions"]}
    assert told.keys() == formulas().keys()
    for name, each in told.items():
        assert [p["name"] for p in each["parameters"]] == [p.name for p in formulas()[name].parameters]
        assert all(p["description"] for p in each["parameters"])


@pytest.mark.server
@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_server_gives_what_is_documented(example, server):
    answer = call(server, example.call.name, list(map(for_office, arguments(example))))
    assert from_office(answer) == same(shown(example.result))


@pytest.mark.server
def test_a_date_counts_whether_it_arrives_as_a_number_or_as_a_formatted_one(server):
    # 46204 is 1 July 2026 in Excel's 1900 calendar.
    plain, formatted = 46204, {"type": "FormattedNumber", "basicValue": 46204, "numberFormat": "m/d/yyyy"}
    answers = [call(server, "SOCBYPERIOD", [[[date], [46235]], [[300], [50]], [[100], [50]], None])
               for date in (plain, formatted)]  # fmt: skip
    assert answers[0] == answers[1]
    assert len(answers[0]) >= 3


@pytest.mark.server
def test_an_error_in_a_range_comes_back_as_a_true_error(server):
    error = {"type": "Error", "errorType": "NotAvailable", "basicType": "Error", "basicValue": "#N/A"}
    assert call(server, "SOCPROFIT", [[[1000], [error]], [[500]], None]) == [
        [{"type": "Error", "errorType": "NotAvailable"}]
    ]


@pytest.mark.server
def test_an_older_excel_without_data_types_gets_the_text_of_the_error(server):
    # Before version 1.4 of the custom functions runtime, Office.js has no errors as values: docs/excel.md says so.
    assert call(server, "SOCROI", [[[1000]], [[0]], None, None], runtime="1.3") == [["#DIV/0!"]]


@pytest.mark.server
def test_a_function_that_is_not_ours_is_refused(server):
    status, _ = call(server, "NOSUCH", [[[1]]])
    assert status >= 400


@pytest.mark.server
def test_a_request_that_is_too_large_is_refused_and_the_next_one_answered(server):
    status, said = call(server, "SOCPROFIT", [[["x" * LARGEST]], [[1]], None])
    assert (status, "larger than 8,388,608 bytes" in said) == (413, True)
    assert call(server, "SOCPROFIT", [[[3]], [[1]], None]) == [[2]]


@pytest.mark.server
def test_the_server_does_not_start_where_everybody_would_be_answered(package, tmp_path):
    package("xlwings_server", "pip install '.[server]'")
    for name, text in PROJECT.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "SOCROI_OPEN"}
    environment |= {
        "PYTHONPATH": str(ROOT),
        "XLWINGS_PROJECT_DIR": str(tmp_path),
        "XLWINGS_LICENSE_KEY": "noncommercial",
    }
    ended = subprocess.run([sys.executable, "-c", "import serve"], cwd=tmp_path, env=environment, capture_output=True,
                           text=True, timeout=120, check=False)  # fmt: skip
    assert ended.returncode == 1
    assert "this server would answer everybody" in ended.stderr


class Answers(BaseHTTPRequestHandler):
    """Serves the page to the browser and takes what it found."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.read_text(encoding="utf-8").replace("SERVER", self.server.xlwings).encode())

    def do_POST(self):
        found = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()
        self.server.found.put(json.loads(found))

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def in_the_browser(server, program, tmp_path_factory):
    """What the JavaScript of the server gave in headless Chromium for every example."""
    chromium = program("chromium", "apt-get install chromium")
    page = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    page.xlwings, page.found = server, queue.Queue()
    threading.Thread(target=page.serve_forever, daemon=True).start()
    work = [[example.call.name, list(map(for_office, arguments(example)))] for example in EXAMPLES]
    address = f"http://127.0.0.1:{page.server_port}/#{urllib.request.quote(json.dumps(work))}"
    profile = tmp_path_factory.mktemp("chromium")
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", address,
               "--remote-debugging-port=0"]  # fmt: skip
    browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return page.found.get(timeout=180)
    finally:
        browser.terminate()
        browser.wait(timeout=30)
        page.shutdown()
        page.server_close()


@pytest.mark.server
@pytest.mark.chromium
def test_the_javascript_of_the_server_registers_every_function_with_excel(in_the_browser):
    assert set(in_the_browser["registered"]) == formulas().keys()


@pytest.mark.server
@pytest.mark.chromium
@pytest.mark.parametrize("index", range(len(EXAMPLES)), ids=[str(example) for example in EXAMPLES])
def test_the_javascript_of_the_server_gives_what_is_documented(index, in_the_browser):
    assert from_office(in_the_browser["answers"][index]) == same(shown(EXAMPLES[index].result))
