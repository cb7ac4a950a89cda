"""Nothing for Excel to repair: three rulers over every template and edition, and over what the commands leave.

Our own (`ruler`), the rules of Microsoft's Open XML SDK (npm `@ooxml-tools/validate`, offline) and `openxml-audit`
(PyPI). `SOCROI_SWEEP=1` (`make rulers`) takes every language, empty and as its example, and all three everywhere.
"""

import json
import os
import shutil
import subprocess
import warnings
from functools import cache
from pathlib import Path

import pytest
from every_template import EDITIONS, computed
from ruler import faults

from socroi import cli
from socroi.templates import languages

SWEEP = bool(os.environ.get("SOCROI_SWEEP"))
ROOT = Path(__file__).parents[2]
NODE = ROOT / "tests" / "hosts" / "node"
TEMPLATES = (
    [(n, e, lang) for n, e in EDITIONS for lang in languages()] if SWEEP else [(n, e, "en") for n, e in EDITIONS]
)
EXPORT = "Campaign name,Day,Amount spent (EUR),Impressions\nSpring,2026-01-05,10,100\n"
ROWS = "month,platform,kpi,revenue\n2026-01-05,Facebook,Sales,900\n"
"""The columns of the workbook by their keys."""


@pytest.fixture(scope="session")
def sdk(program):
    """`sdk(path)` gives what the rules of the Open XML SDK find; one process looks at all files."""
    node = program("node")
    if not (NODE / "node_modules/@ooxml-tools/validate").exists():
        pytest.skip("npm install --prefix tests/hosts/node")
    pipe = subprocess.PIPE
    with subprocess.Popen([node, NODE / "open_xml_rules.mjs"], stdin=pipe, stdout=pipe, text=True) as process:

        def ask(path):
            process.stdin.write(json.dumps([str(path)]) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            assert answer, "the rules ended without an answer; their errors are above"
            return json.loads(answer)

        yield ask
        process.stdin.close()


@pytest.fixture(scope="session")
def audit(package):
    """`audit(path)` gives what openxml-audit finds."""
    package("openxml_audit", "pip install '.[dev]'")
    from openxml_audit import OpenXmlValidator

    def ask(path):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [str(error) for error in OpenXmlValidator().validate(str(path)).errors]

    return ask


@cache
def plain_of(named):
    from socroi.hosts.plain.edition import write_plain_edition

    return write_plain_edition(named, named.with_name(f"plain {named.name}"), compute=False).path


@pytest.mark.parametrize(("name", "example", "language"), TEMPLATES)
def test_our_ruler_finds_nothing_in_a_template_named_or_plain(name, example, language):
    named = computed(name, example=example, language=language)
    assert faults(named) == []
    assert faults(plain_of(named)) == []


FINE = {"check": {0, 1}, "convert": {0, 3}}
"""Exit statuses with which a command has done what was asked; other than 0 it found something to say."""


def as_ods(book):
    """Let LibreOffice write a workbook as it writes its own."""
    profile = f"-env:UserInstallation={(book.parent / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "ods", "--outdir", book.parent, book]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    book.with_suffix(".xlsx").rename(book.with_name("example_before.xlsx"))


@pytest.fixture(scope="module")
def left(tmp_path_factory, package):
    """What the commands leave: every file by the command."""
    package("pyopenvba")
    folder = tmp_path_factory.mktemp("left")
    (folder / "ads.csv").write_text(EXPORT, "utf-8")
    (folder / "rows.csv").write_text(ROWS, "utf-8")
    (folder / "links.csv").write_text(
        "url,source,medium,campaign\nhttps://shop.example/,instagram,social,spring\n", "utf-8"
    )
    commands = [
        *(("new", "four_step", "--edition", kind, "-o", f"{kind}.xlsx") for kind in ("xlsx", "plain", "365", "lite")),
        ("new", "four_step", "--edition", "xlsm", "-o", "macros.xlsm"),
        ("new", "four_step", "--example", "--currency", "USD", "-o", "example.xlsx"),
        ("new", "four_step", "-o", "filled.xlsx"),
        ("fill", "filled.xlsx", "rows.csv"),
        ("calc", "filled.xlsx", "-o", "computed.xlsx"),
        ("import", "filled.xlsx", "ads.csv", "--yes"),
        ("freeze", "example.xlsx", "-o", "frozen.xlsx"),
        ("plain", "example.xlsx", "-o", "made_plain.xlsx"),
        ("addin", "lambdas", "example.xlsx", "-o", "lambdas.xlsx"),
        ("next-year", "example.xlsx", "-o", "next_year.xlsx"),
        ("report", "example.xlsx", "-o", "report.pptx"),
        ("report", "example.xlsx", "-o", "report.docx"),
        ("utm", "links.csv", "--book", "filled.xlsx", "-o", "links_out.csv"),
        ("portfolio", "example.xlsx", "--no-cache", "-o", "portfolio.xlsx"),
        ("check", "example.xlsx", "-o", "findings.xlsx"),
        ("freeze", "macros.xlsm", "-o", "frozen_macros.xlsx"),
        ("plain", "macros.xlsm", "-o", "plain_macros.xlsx"),
        ("addin", "lambdas", "lambdas.xlsx", "--remove", "-o", "without_names.xlsx"),
        ("import", "filled.xlsx", "--undo", "1", "--yes"),
        ("demo",),
    ]  # fmt: skip
    if SWEEP and shutil.which("soffice"):
        commands.append(("convert", "example.ods"))
    here = Path.cwd()
    os.chdir(folder)
    try:
        for command in commands:
            if command[0] == "convert":
                as_ods(folder / "example.xlsx")
            with pytest.raises(SystemExit) as ended:
                cli.main(list(command))
            assert ended.value.code in FINE.get(command[0], {0, None}), command
    finally:
        os.chdir(here)
    kinds = {".xlsx", ".xlsm", ".pptx", ".docx"}
    return sorted(path for path in folder.rglob("*") if path.suffix in kinds)


def test_our_ruler_finds_nothing_in_what_the_commands_leave(left):
    books = [path for path in left if path.suffix in {".xlsx", ".xlsm"}]
    assert len(books) > 17
    assert {path.name: found for path in books if (found := faults(path))} == {}


def test_our_ruler_finds_nothing_in_the_add_in():
    assert faults(ROOT / "addin" / "excel" / "socroi.xlam") == []


SAMPLE = {"made_plain.xlsx"}
"""What the slower rulers look at in every run."""


def test_the_rules_of_the_open_xml_sdk_find_nothing_in_what_the_commands_leave(left, sdk):
    looked_at = [path for path in left if SWEEP or path.name in SAMPLE | {"report.docx"}]
    assert {path.name: found for path in looked_at if (found := sdk(path))} == {}


def test_openxml_audit_finds_nothing_in_what_the_commands_leave(left, audit):
    looked_at = [path for path in left if SWEEP or path.name in SAMPLE]
    assert {path.name: found for path in looked_at if (found := audit(path))} == {}


@pytest.mark.skipif(
    not SWEEP, reason="SOCROI_SWEEP=1 takes the slower rulers over every template, language and edition"
)
@pytest.mark.parametrize(("name", "example", "language"), TEMPLATES)
def test_the_slower_rulers_find_nothing_in_a_template_named_or_plain(name, example, language, sdk, audit):
    named = computed(name, example=example, language=language)
    for path in (named, plain_of(named)):
        assert sdk(path) == []
        assert audit(path) == []
