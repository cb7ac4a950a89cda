import io
import os
import re
import shutil
import struct
import subprocess
import zipfile

import openpyxl
import pytest

from socroi import fill
from socroi.books.named_cells import NamedCells
from socroi.errors import CellError
from socroi.hosts.conversion_losses import lost
from socroi.sources.sheets import sheets
from socroi.templates import shipped
from socroi.workbook.reading.book import load


def cell(value="", formula="", kind="float", *, text=""):
    of = f' table:formula="of:={formula}"' if formula else ""
    worth = f' office:value="{value}"' if kind == "float" else ""
    return (
        f'<table:table-cell office:value-type="{kind}"{of}{worth}><text:p>{text or value}</text:p></table:table-cell>'
    )


FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:meta><meta:generator>LibreOffice/25.2.3.2$Linux_X86_64</meta:generator></office:meta>
<office:body><office:spreadsheet><table:table table:name="Spend">
<table:table-row>{first}</table:table-row>
<table:table-row>{second}</table:table-row>
</table:table></office:spreadsheet></office:body></office:document>
"""


def flat_book(path):
    """A book of OpenDocument's, by hand: a text, two amounts, their sum, a text and an error that formulas make."""
    first = cell(text="Reels", kind="string") + cell("100") + cell("200") + cell("300", "SUM([.B1:.C1])")
    joined = cell(formula="[.A1]&amp;&quot; &lt;1&gt;&quot;", kind="string", text="Reels &lt;1&gt;")
    failing = cell("0", "1/0", text="#DIV/0!")
    second = joined + failing
    path.write_text(FLAT.format(first=first, second=second), "utf-8")
    return path


def packed_book(path):
    """The same book as a package, as programs save it."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    text = flat_book(path).read_text("utf-8").replace(f' office:mimetype="{kind}"', "")
    text = re.sub(r"<office:meta>.*?</office:meta>", "", text).replace("office:document>", "office:document-content>")
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr("content.xml", text.replace("<office:document ", "<office:document-content "))
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
            f'manifest:version="1.3">{entry.format("/", kind)}{entry.format("content.xml", "text/xml")}'
            "</manifest:manifest>",
        )
    return path


def shown(path):
    cells = NamedCells(load(path).book)
    return [cells.at(0, *place) for place in ((0, 0), (0, 1), (0, 2), (0, 3), (1, 0), (1, 1))]


VALUES = ["Reels", 100, 200, 300, "Reels <1>", CellError("#DIV/0!")]


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_books_of_other_kinds_become_an_xlsx_and_a_stale_value_of_theirs_is_told(run, tmp_path):
    flat = flat_book(tmp_path / "plan.fods")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for kind in ("ods", "xls"):
        command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(tmp_path), str(flat)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    status, out, _ = run("convert", "plan.ods", "-o", "from_ods.xlsx")
    assert (status, "3 formulas" in out) == (0, True)
    assert shown(tmp_path / "from_ods.xlsx") == VALUES
    assert "SUM(B1:C1)" in [region.text for region in load(tmp_path / "from_ods.xlsx").book.sheets[0].regions]
    old = (tmp_path / "plan.xls").read_bytes()
    assert old.count(struct.pack("<d", 300)) == 1
    (tmp_path / "plan.xls").write_bytes(old.replace(struct.pack("<d", 300), struct.pack("<d", 999)))
    status, out, _ = run("convert", "plan.xls")
    assert status == 3
    assert "than plan.xls shows: Spend!D1." in out
    assert shown(tmp_path / "plan.xlsx") == VALUES
    # A sheet of the kind 2 is a chart (MS-XLS 2.4.28): what it remembers of its series is no cell of the new book.
    kind = old.index(b"\5\0Spend") - 1
    (tmp_path / "chart.xls").write_bytes(old[:kind] + b"\2" + old[kind + 1 :])
    assert list(sheets(tmp_path / "plan.xls"))
    assert list(sheets(tmp_path / "chart.xls")) == []


@pytest.mark.parametrize(
    ("name", "old", "told"),
    [
        ("a.xlsb", {"xl/vbaProject.bin": b"", "xl/slicers/slicer1.xml": b"", "xl/slicers/slicer2.xml": b"",
                    "xl/charts/chart1.xml": b""}, ["2 slicers", "1 macro project"]),
        ("a.ods", {"content.xml": b'<table:data-pilot-table x=""/>' * 2, "Basic/script-lc.xml": b"",
                   "Pictures/1.png": b"", "Pictures/2.png": b""}, ["1 macro project", "2 pivot tables"]),
        ("a.ods", {"content.xml": b""}, []),
        ("a.xls", "_VBA_PROJECT_CUR".encode("utf-16-le"), ["1 macro project"]),
        ("a.xls", b"", []),
    ],
)  # fmt: skip
def test_what_did_not_come_over_is_counted(tmp_path, name, old, told):
    made = zipped({"xl/charts/chart1.xml": b"", "xl/media/image1.png": b""})
    (tmp_path / name).write_bytes(zipped(old) if isinstance(old, dict) else old)
    assert lost(tmp_path / name, made) == told


def zipped(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def test_no_file_is_written_over_and_a_workbook_needs_no_conversion(run, tmp_path):
    flat_book(tmp_path / "plan.ods")
    (tmp_path / "plan.xlsx").write_text("mine", "utf-8")
    status, _, err = run("convert", "plan.ods")
    assert (status, "exists already" in err) == (2, True)
    assert (tmp_path / "plan.xlsx").read_text("utf-8") == "mine"
    status, _, err = run("convert", "plan.xlsx", "-o", "other.xlsx")
    assert (status, "reads an .xlsx or .xlsm as it is" in err) == (2, True)
    assert run("convert", "none.xls")[0] == 2


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for LibreOffice is a shell script")
def test_a_number_that_libreoffice_loses_with_a_function_it_does_not_know_is_told(run, tmp_path, monkeypatch):
    # So it did with mortgage-calculation.xls of Apache POI, whose function is VBA: 790.79 became #NAME?.
    body = FLAT[FLAT.index("<office:body>") : FLAT.rindex("</office:document>")]
    content = body.format(first=cell("790.79", "MYRATE(1)"), second=cell("5"))
    head = FLAT[: FLAT.index("<office:meta>")].replace("office:document ", "office:document-content ")
    parts = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": MANIFEST.encode()}
    parts["content.xml"] = (head + content + "</office:document-content>").encode()
    (tmp_path / "plan.ods").write_bytes(zipped(parts))
    book = openpyxl.Workbook()
    book.active.title = "Spend"
    book.active.append(["=MYRATE(1)"])
    book.active.append([5])
    book.save(tmp_path / "made.xlsx")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "soffice"
    program.write_text(f'#!/bin/sh\nmkdir -p "$6" && cp "{tmp_path}/made.xlsx" "$6/book.xlsx"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    status, out, _ = run("convert", "plan.ods")
    assert status == 3
    assert "something else now than plan.ods shows: Spend!A1." in out
    assert "Not computed here: 1 formulas" in out


MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
</manifest:manifest>
"""


def test_an_empty_file_is_said_to_be_empty_whatever_its_name(run, tmp_path):
    for name in ("a.ods", "b.xls", "c.xlsb"):
        (tmp_path / name).write_bytes(b"")
        status, _, err = run("convert", tmp_path / name)
        assert (status, "The file is empty." in err) == (2, True)
        assert not (tmp_path / name).with_suffix(".xlsx").exists()


def test_without_libreoffice_a_conversion_is_refused_rather_than_half_done(run, tmp_path, monkeypatch):
    flat_book(tmp_path / "plan.ods")
    monkeypatch.setenv("PATH", str(tmp_path))
    status, _, err = run("convert", "plan.ods")
    assert status == 2
    assert "it is not installed" in err
    assert not (tmp_path / "plan.xlsx").exists()


def test_an_xlsx_is_said_to_need_no_conversion(run, tmp_path):
    (tmp_path / "plan.xlsx").write_bytes(b"PK")
    status, _, err = run("convert", tmp_path / "plan.xlsx")
    assert status == 2
    assert "Every command reads an .xlsx or .xlsm as it is" in err


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_workbook_of_ours_kept_as_an_ods_is_sound_again_once_it_is_renewed(run, tmp_path):
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(shipped("four_step").read_bytes())
    fill(plan, [{"month": "2026-03", "kpi": "Purchases", "revenue": 900}], "Results")
    fill(plan, [{"month": "2026-03", "what": "Ads", "amount": 450}], "Costs")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "ods", "--outdir", str(tmp_path), str(plan)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    status, out, _ = run("convert", "plan.ods", "-o", "back.xlsx")
    assert status == 3
    assert "#NULL! or #REF! stands where a cell was: " in out
    assert "“socroi renew back.xlsx” puts all that was typed into a sound workbook of four_step." in out
    assert run("renew", "back.xlsx", "-o", "sound.xlsx")[0] == 0
    assert NamedCells(load(tmp_path / "sound.xlsx").book).one("roi_total") == 100
