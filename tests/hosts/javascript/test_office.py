"""The add-in for Excel without Python: its files as Microsoft's tools read them, its functions as Excel calls them."""

import json
import re
import struct
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from answers import EXAMPLES, arguments, for_office, same, shown

from socroi.definition.registry import formulas
from socroi.errors import UsageError
from socroi.hosts.javascript import library, office

NODE = Path(__file__).parents[1] / "node"
ERRORS = {f"#{code}" for code in ("DIV/0!", "N/A", "NAME?", "NULL!", "NUM!", "REF!", "VALUE!")}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The files as they lie on a web server."""
    folder = tmp_path_factory.mktemp("site")
    for name, content in office.office_files("https://shop.example/socroi/").items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def tool(folder, program):
    """A tool of Microsoft's, by its name, run with arguments."""

    def run(name, *given):
        folder(NODE / "node_modules" / name, "npm install --prefix tests/hosts/node")
        command = [program("node"), NODE / "node_modules" / name / "cli.js", *given]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout

    return run


def from_excel(answer):
    """What a cell shows, and the sentence beside an error."""
    if isinstance(answer, list):
        return shown([[from_excel(cell) for cell in row] for row in answer])
    return answer["code"] if isinstance(answer, dict) else answer


@pytest.mark.node
def test_every_example_gives_what_is_documented_as_excel_calls_it(program, site, tmp_path):
    examples = [each for each in EXAMPLES if each.call.name not in library.not_yet()]
    calls = [[each.call.name, [for_office(value) for value in arguments(each)]] for each in examples]
    (tmp_path / "calls.json").write_text(json.dumps(calls), encoding="utf-8")
    command = [program("node"), NODE / "office_calls.cjs", site / "functions.js", tmp_path / "calls.json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, encoding="utf-8")
    found = json.loads(done.stdout)
    assert found["associated"] == [name for name in formulas() if name not in library.not_yet()]
    for example, answer in zip(examples, found["answers"], strict=True):
        assert from_excel(answer) == same(shown(example.result)), example
        if isinstance(answer, dict):
            assert answer["code"] in ERRORS, "an error that Excel knows, and no text"
            assert bool(answer["message"]) == (answer["code"] in {"#VALUE!", "#N/A"}), example


@pytest.mark.node
def test_microsofts_tool_reads_the_same_metadata_out_of_the_comments(tool, site, tmp_path):
    told = tool("custom-functions-metadata", "generate", site / "functions.js", tmp_path / "told.json")
    assert json.loads((tmp_path / "told.json").read_text("utf-8")) == json.loads(
        (site / "functions.json").read_text("utf-8")
    ), told


@pytest.mark.node
def test_microsofts_tool_reads_the_manifest(tool, site):
    told = tool("office-addin-manifest", "info", site / "manifest.xml")
    assert "Name: SOCROI" in told
    assert "Source Location: https://shop.example/socroi/taskpane.html" in told
    assert "Hosts: Workbook" in told


def test_every_address_of_the_manifest_is_a_file_and_every_resource_is_there(site):
    root = ET.fromstring((site / "manifest.xml").read_text("utf-8"))  # noqa: S314 - our own
    addresses = [
        each.get("DefaultValue", "") for each in root.iter() if each.get("DefaultValue", "").startswith("http")
    ]
    assert len(addresses) > 10
    for address in addresses:
        assert (site / address.removeprefix("https://shop.example/socroi/")).is_file(), address
    wanted = {each.get("resid") for each in root.iter() if each.get("resid")}
    assert wanted <= {each.get("id") for each in root.iter()}
    ids = [each.get("id") for each in root.iter() if each.get("id") and each.tag.endswith(("Image", "Url", "String"))]
    assert len(ids) == len(set(ids))
    assert max(map(len, ids)) <= 32, "Office allows ids of 32 characters"


def test_each_address_has_an_identity_of_its_own_that_stays():
    identities = [
        re.search("<Id>(.+)</Id>", office.manifest(address))[1]
        for address in ("https://a.example", "https://b.example")
    ]
    assert identities[0] != identities[1]
    assert office.manifest("https://a.example/") == office.manifest("https://a.example")


@pytest.mark.parametrize(
    "address", ["http://shop.example", "shop.example", 'https://a.example/"', "https://a.example/?x=1"]
)
def test_an_address_that_excel_takes_nothing_from_is_refused(address):
    with pytest.raises(UsageError, match="no address that Excel takes"):
        office.manifest(address)


@pytest.mark.parametrize("size", office.ICONS)
def test_a_picture_has_its_size_and_opens(site, size, package):
    package("PIL", "pip install pillow")
    from PIL import Image

    with Image.open(site / f"icon-{size}.png") as image:
        assert image.size == (size, size)
        pixels = image.convert("RGBA")
        assert pixels.getpixel((size // 2, size // 8)) == (15, 118, 110, 255)
        assert pixels.getpixel((0, 0))[3] == 0, "the corner is clear"
    assert struct.unpack(">I", (site / f"icon-{size}.png").read_bytes()[16:20]) == (size,)


@pytest.mark.chromium
def test_the_pages_run_in_a_browser(program, site, tmp_path):
    stub = """CustomFunctions = {associate(id, f) { this[id] = f }, ErrorCode: {divisionByZero: '#DIV/0!'},
      Error: class { constructor(c) { this.c = c } }};"""
    run = """try{document.title=JSON.stringify([CustomFunctions.SOCROI([[1000]],[[500]],null,null),
      (()=>{try{CustomFunctions.SOCROI([[1]],[[0]])}catch(e){return e.c}})()])}catch(e){document.title=String(e)}"""
    page = (site / "functions.html").read_text("utf-8")
    page = page.replace(f'<script src="{office.RUNTIME}"></script>', f"<script>{stub}</script>")
    page = page.replace("</body>", f"<script>{run}</script></body>")
    (tmp_path / "functions.js").write_bytes((site / "functions.js").read_bytes())
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    command = [
        program("chromium"),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'p'}",
        "--dump-dom",
    ]
    done = subprocess.run(
        [*command, (tmp_path / "page.html").as_uri()], capture_output=True, text=True, check=True, timeout=120
    )
    assert '<title>[100,"#DIV/0!"]</title>' in done.stdout
