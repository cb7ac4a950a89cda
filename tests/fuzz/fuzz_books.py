"""Books to be broken, and what must be true of whatever is made of them."""

import contextlib
import io
import math
import re
import shutil
import time
import zipfile
from functools import cache
from pathlib import Path

import xlsxwriter

import socroi
from socroi.errors import SocroiError

LIMITS = socroi.Limits(seconds=4, cells=500_000, memory=1 << 30, text=1 << 25, steps=200_000)
MOST_SECONDS = 10.0
_CELL = re.compile(r"<c\b([^>]*)>(.*?)</c>", re.DOTALL)
_VALUE = re.compile(r"<v[^>]*>(.*?)</v>", re.DOTALL)


@cache
def seeds():
    """The packages that are broken: one with much in it, one with little, as bytes."""
    return [_rich(), _plain(), _shared()]


def _rich():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, other = book.add_worksheet("Data"), book.add_worksheet("Más datos")
        for row in range(30):
            sheet.write_row(row, 0, [row, row * 1.5, f"text {row % 4}", row % 2 == 0])
            sheet.write_formula(row, 4, f"=A{row + 1}*2+SUM($B$1:B{row + 1})", None, row)
            sheet.write_formula(row, 5, f'=IF(C{row + 1}="text 1",SOCROI(B{row + 1},A{row + 1}),"")', None, "")
        sheet.write_array_formula("H1:H3", "{=A1:A3*2}", None, 0)
        sheet.write_dynamic_array_formula("J1", "=UNIQUE(C1:C30)", None, "text 0")
        sheet.write_formula("L1", "=SUM(Data!A:A)+total", None, 435)
        other.add_table(
            "A1:C5",
            {"name": "Sales", "columns": [{"header": "a"}, {"header": "b"}, {"header": "c", "formula": "=[@a]+[@b]"}]},
        )
        other.write_formula("E1", "=SUM(Sales[c])", None, 0)
        book.define_name("total", "=Data!$B$1:$B$30")
        book.add_format({"num_format": "yyyy-mm-dd"})
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Data!$B$1:$B$30"})
        other.insert_chart("G2", chart)
    return out.getvalue()


def _plain():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, [1, 2, "x"])
        sheet.write_formula("D1", "=A1+B1", None, 0)
    return out.getvalue()


def _shared():
    parts = _parts(_plain())
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B4" si="0">A1*2</f><v>2</v></c></row>'
    rows += "".join(
        f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="B{r}"><f t="shared" si="0"/><v>0</v></c></row>'
        for r in (2, 3, 4)
    )
    rows += '<row r="6"><c r="A6" t="inlineStr"><is><t>in</t></is></c><c r="B6" t="str"><f>A6&amp;"x"</f><v>inx</v></c><c r="C6" t="b"><v>1</v></c><c r="D6" t="e"><v>#N/A</v></c></row>'
    rows += '<row r="7"><c r="A7"><f t="dataTable" ref="A7:A8" dt2D="0" dtr="0" r1="A1"/><v>1</v></c></row>'
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(
        rb"<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>".encode(), parts[name], flags=re.DOTALL
    )
    return packed(parts)


def _parts(package):
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {each.filename: archive.read(each) for each in archive.infolist()}


def packed(parts, method=zipfile.ZIP_DEFLATED):
    """Return parts as a package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def must_hold(path, folder, *, named=False):
    """Compute a book and see what comes of it: refused in our own words, or right in every way that can be seen.

    The parts that hold no cells are as they were, every number is one, a second run changes nothing, and it took a
    reasonable time. A book whose links name it is computed the second time under its own name.
    """
    once, twice = folder / "once.xlsx", folder / "twice.xlsx"
    for each in (once, twice):
        each.unlink(missing_ok=True)
    before = Path(path).read_bytes()
    # Of the processor: a long run is given what others leave of it.
    started = time.process_time()
    try:
        report = socroi.recalculate(path, once, limits=LIMITS)
    except SocroiError as refused:
        assert str(refused).strip(), "it was refused without a word"
        assert not once.exists(), f"a file was left by what was refused: {refused}"
        return None
    finally:
        assert Path(path).read_bytes() == before, "the book itself was changed"
    assert time.process_time() - started < MOST_SECONDS, "it took too long"
    for cell in report.uncomputed:
        assert "please report" not in cell.why, f"{cell.where} {cell.formula}: {cell.why}"
    _check_parts(Path(path), once)
    again = socroi.recalculate(shutil.copyfile(once, path) if named else once, twice, limits=LIMITS)
    random = any("RAND" in cell for cell in _formulas(once)) or any("NOW(" in cell for cell in _formulas(once))
    late = any(("took longer" in each.why or "takes more" in each.why) for each in report.uncomputed)
    if not (random or late):
        assert again.changed == 0, f"a second run changed {again.changed} cells"
    return report


def _formulas(path):
    """The text of each sheet, as far as Python's own reader of packages gets."""
    found = []
    with contextlib.suppress(Exception), zipfile.ZipFile(path) as archive:
        found += [
            archive.read(each).decode("utf-8", "replace").upper()
            for each in archive.infolist()
            if "sheet" in each.filename.casefold()
        ]
    return found


def _check_parts(path, once):
    try:
        with zipfile.ZipFile(path) as a, zipfile.ZipFile(once) as b:
            names, others = a.namelist(), b.namelist()
            assert sorted(set(names)) == sorted(set(others)), "a part came or went"
            for name in set(names):
                try:
                    left, right = a.read(name), b.read(name)
                except Exception:  # noqa: BLE001, S112 - Python's own reader gives up on parts that nobody needs
                    continue
                if "worksheets/" not in name.casefold():
                    assert left == right or name.endswith("calcChain.xml"), f"{name} is another"
                else:
                    _check_numbers(right, left)
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        return


def _check_numbers(sheet, before):
    """Each value of a formula is a number, unless it stood in the book and was kept."""
    for attributes, inside in _CELL.findall(sheet.decode("utf-8", "replace")):
        kind = re.search(r'\bt="([^"]*)"', attributes)
        value = _VALUE.search(inside)
        if "<f" in inside and value and (kind is None or kind[1] == "n"):
            with contextlib.suppress(ValueError):
                kept = value[0].encode() in before
                assert math.isfinite(float(value[1])) or kept, f"{value[1]} is no number"
