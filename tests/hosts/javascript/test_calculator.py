"""The calculator: its figures by Python's functions, its workbook by other programs, the page in headless Chromium."""

import csv
import json
import re
import subprocess
from pathlib import Path

import openpyxl
import pytest
from office import Office
from ruler import faults

import socroi
from socroi.hosts.javascript import calculator
from socroi.templates.texts import languages, template_entries

NODE = Path(__file__).parents[1] / "node"
AXE = NODE / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("visits", "lead_rate", "close_rate", "target", "value", "margin", "hours", "pay", "ads", "other")
BLANK = dict.fromkeys(NAMES)
USUAL = BLANK | {"visits": 2000, "lead_rate": 0.05, "close_rate": 0.2, "target": 25, "value": 120, "margin": 0.6,
                 "hours": 20, "pay": 25, "ads": 300}  # fmt: skip
"""By hand: 100 leads, 20 sales, 2400 of revenue, 1440 of it left; pay 500, ads 300; (1440 - 800) / 800."""

NUMBERS = [
    ("", "visits", False, None),
    ("1,200", "visits", False, 1200),
    ("1.200", "visits", True, 1200),
    ("1,5", "visits", True, 1.5),
    ("12,5", "visits", False, 12.5),
    ("1.5", "visits", True, 1.5),
    ("1,234,567.5", "visits", False, 1234567.5),
    ("1.234,5", "visits", False, 1234.5),
    ("1,234.5", "visits", True, 1234.5),
    ("12,34,567", "visits", False, 1234567),
    ("12,34,567", "visits", True, 1234567),
    ("0,123", "visits", False, 0.123),
    ("1 200", "visits", False, 1200),
    ("1’200", "visits", False, 1200),
    ("1 2", "visits", False, "NaN"),
    ("۲٬۰۰۰٫۵", "visits", False, 2000.5),
    ("۲،۰۰۰", "visits", False, 2000),
    ("१२", "visits", False, 12),
    ("5%", "lead_rate", False, 5),
    ("5 %", "lead_rate", False, 5),
    ("۵٪", "lead_rate", False, 5),
    ("%5", "lead_rate", False, 5),
    ("5%", "visits", False, "NaN"),
    ("€ 1.200", "value", True, 1200),
    ("120 €", "value", False, 120),
    ("$", "value", False, "NaN"),
    ("€5", "visits", False, "NaN"),
    ("-3", "visits", False, "NaN"),
    ("−3", "value", False, "NaN"),
    ("12k", "visits", False, "NaN"),
    ("many", "visits", False, "NaN"),
    ("1e5", "visits", False, "NaN"),
    ("1.2.3", "visits", False, "NaN"),
]
"""What is typed for what, whether numbers have a decimal comma there, and the number."""
UNSURE = [
    ("1.234", "visits", True),
    ("1,234", "value", True),
    ("1234", "visits", False),
    ("1.234,5", "visits", False),
    ("0.05", "lead_rate", True),
    ("5", "lead_rate", False),
    ("0", "lead_rate", False),
    ("0.05", "value", False),
]
"""What is typed for what, and whether it could have been meant otherwise."""
ORDER = ("leads", "sales", "goal_done", "revenue", "left", "lead_value", "visit_value", "cost", "profit", "lead_cost",
         "breakeven", "roi")  # fmt: skip
"""The results as the workbook lists them, from row 16 on."""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("calculator") / "calculator.html"
    path.write_text(calculator.calculator_html(), encoding="utf-8")
    return path


@pytest.fixture
def ask(program, page, tmp_path):
    """What the page's calculation answers; workbooks are written to the test's folder."""

    def run(*requests):
        (tmp_path / "requests.json").write_text(json.dumps(requests), encoding="utf-8")
        command = [program("node"), NODE / "calculator_model.cjs", page, tmp_path / "requests.json", tmp_path]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, encoding="utf-8")
        return json.loads(done.stdout)

    return run


def test_the_figures_are_those_of_the_four_steps(ask):
    (found,) = ask(["resultsOf", USUAL])
    by_hand = {
        "leads": 100,
        "sales": 20,
        "goal_done": 0.8,
        "revenue": 2400,
        "left": 1440,
        "cost": 800,
        "profit": 640,
        "roi": 80,
    }
    assert {name: found[name] for name in by_hand} == pytest.approx(by_hand)
    assert found["lead_value"] == pytest.approx(socroi.SOCLEADVALUE(120, 0.2, 0.6))
    assert found["breakeven"] == pytest.approx(socroi.SOCBREAKEVEN(800, 120, 0.6))
    assert found["missing"] == []
    assert found["uncounted"] == ["other"]


def test_what_is_not_known_is_asked_for_and_never_taken_for_zero(ask):
    nothing, no_cost, half_a_cost, free = ask(
        ["resultsOf", BLANK],
        ["resultsOf", USUAL | {"hours": None, "pay": None, "ads": None}],
        ["resultsOf", USUAL | {"pay": None}],
        ["resultsOf", USUAL | {"hours": None, "pay": None, "ads": 0}],
    )
    assert nothing["missing"] == ["visits", "lead_rate", "close_rate", "value", "cost"]
    assert nothing["roi"] is None
    assert no_cost["missing"] == ["cost"]
    assert no_cost["roi"] is None
    assert half_a_cost["cost"] == 300
    assert half_a_cost["uncounted"] == ["pay", "other"]
    assert free["cost"] == 0
    assert free["roi"] is None


def test_a_margin_that_cannot_be_read_is_not_taken_for_whole_sales(ask):
    (found,) = ask(["resultsOf", USUAL | {"margin": None}])
    (without,) = ask(["withoutMargin", found])
    assert without["missing"] == ["margin"]
    assert {name: without[name] for name in ("left", "profit", "roi", "breakeven")} == dict.fromkeys(
        ("left", "profit", "roi", "breakeven")
    )
    assert (without["sales"], without["cost"]) == (20, 800)


def test_numbers_are_read_as_people_of_the_language_type_them(ask):
    found = ask(*(["typed", text, name, comma] for text, name, comma, _ in NUMBERS))
    assert [each["number"] for each in found] == [number for _, _, _, number in NUMBERS]


def test_a_number_that_could_have_been_meant_otherwise_is_one_whose_reading_is_told(ask):
    found = ask(*(["typed", text, name, False] for text, name, _ in UNSURE))
    assert [each["unsure"] for each in found] == [unsure for _, _, unsure in UNSURE]


def test_a_link_holds_the_figures_and_nothing_else_gets_in(ask):
    (fragment,) = ask(["fragmentOf", "fa", USUAL])
    (found,) = ask(["figuresOf", f"#{fragment}"])
    assert found == {"language": "fa", "given": USUAL}
    (odd,) = ask(["figuresOf", "#lang=en&visits=1e999&margin=7&value=<b>&hours=-2&__proto__=1&x=1"])
    assert odd == {"language": "en", "given": BLANK}


@pytest.mark.parametrize("language", languages())
def test_the_workbook_holds_formulas_that_give_what_the_page_shows(ask, language, tmp_path):
    cases = {"usual.xlsx": USUAL, "blank.xlsx": BLANK, "free.xlsx": USUAL | {"ads": 0, "hours": 0, "margin": None}}
    ask(*(["workbook", name, language, given] for name, given in cases.items()))
    for name, given in cases.items():
        (found,) = ask(["resultsOf", given])
        socroi.recalculate(tmp_path / name, tmp_path / "done.xlsx")
        stored = openpyxl.load_workbook(tmp_path / name, data_only=True).active
        done = openpyxl.load_workbook(tmp_path / "done.xlsx", data_only=True).active
        assert bool(stored.sheet_view.rightToLeft) == (language == "fa")
        for row, result in enumerate(ORDER, 16):
            wanted = None if found[result] is None else pytest.approx(found[result])
            for sheet in (stored, done):
                shown = sheet.cell(row, 2).value
                assert (None if shown == "" else shown) == wanted, result


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_rulers_find_nothing_in_the_workbook(ask, language, tmp_path, package):
    package("openxml_audit", "pip install '.[dev]'")
    from openxml_audit import OpenXmlValidator

    ask(["workbook", "usual.xlsx", language, USUAL])
    assert faults(tmp_path / "usual.xlsx") == []
    assert [str(error) for error in OpenXmlValidator().validate(str(tmp_path / "usual.xlsx")).errors] == []


@pytest.mark.libreoffice
def test_libreoffice_opens_the_workbook_and_computes_the_same(ask, program, tmp_path):
    program("soffice", "apt-get install libreoffice-calc")
    ask(["workbook", "usual.xlsx", "en", USUAL])
    office = Office(program)
    try:
        copy = office.take(tmp_path / "usual.xlsx")
        (saved,) = office.convert(copy, kind="csv")
        rows = list(csv.reader(saved.read_text("utf-8").splitlines()))
    finally:
        office.close()
    assert [rows[15][1], rows[22][1], rows[26][1]] == ["100", "800", "80"]


def test_every_text_is_used_and_every_text_that_is_used_is_there():
    keys = {key.removeprefix(calculator.SCOPE) for key in template_entries("en") if key.startswith(calculator.SCOPE)}
    page = calculator.calculator_html().replace(json.dumps(calculator.texts(), ensure_ascii=False, indent=1), "")
    asked = set(re.findall(r'data-say="([\w.]+)"', page)) | set(re.findall(r'say\("([\w.]+)"', page))
    asked |= {"name", "wrong", "wrong_percent", "roi.gain", "roi.loss"} | set(
        re.findall(r'(?:head|found|input)\("([\w.]+)"', page)
    )
    assert keys - asked == set()
    assert {key for key in asked - keys if not key.endswith(".note")} == set()


def test_the_page_forbids_itself_every_connection():
    page = calculator.calculator_html()
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=\"(?!data:)", page)
    assert not re.search(r"fetch\(|XMLHttpRequest|WebSocket|sendBeacon|localStorage|document\.cookie", page)


TYPED = {"visits": "2000", "lead_rate": "5", "close_rate": "20", "target": "25", "value": "120", "margin": "60",
         "hours": "20", "pay": "25", "ads": "300", "other": "x"}  # fmt: skip


@pytest.mark.chromium
@pytest.mark.parametrize(
    ("language", "width", "dark"), [("en", 1200, True), ("fa", 390, False), ("hi", 390, True), ("hu", 320, False)]
)
def test_somebody_with_a_keyboard_gets_to_the_return_and_takes_it_along(
    program, folder, page, tmp_path, language, width, dark
):
    chromium = program("chromium", "apt-get install chromium")
    folder(AXE.parent, "npm install --prefix tests/hosts/node")
    wanted = {
        "width": width,
        "language": language,
        "dark": dark,
        "typed": TYPED,
        "buttons": ["picture", "workbook", "share"],
    }
    command = [program("node"), NODE / "calculator_browser.cjs", chromium, page, AXE, tmp_path, json.dumps(wanted)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["problems"] == []
    assert found["order"][: len(NAMES) + 1] == ["language", *NAMES]
    assert [each for each in found["order"] if each in {"share", "picture", "workbook", "clear"}] == [
        "share", "picture", "workbook", "clear"]  # fmt: skip
    shown = found["results"]["found-roi"].replace("\u200e", "").replace("\u00a0", "")
    assert shown.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹٪", "0123456789%")) == "80%"
    assert found["results"]["other-wrong"]
    assert found["again"] == found["results"]["found-roi"], "the link holds the figures"
    assert found["about"]["lang"] == language
    assert found["about"]["dir"] == ("rtl" if language == "fa" else "ltr")
    assert found["about"]["ground"] == ("rgb(18, 24, 29)" if dark else "rgb(255, 255, 255)")
    assert found["broken"] == []
    assert found["outside"] == []
    assert found["wide"] <= width
    assert [each for each in found["requests"] if not each.startswith(("file:", "data:", "blob:"))] == []
    assert (tmp_path / "socroi.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert openpyxl.load_workbook(tmp_path / "socroi.xlsx").active["B3"].value == 2000
