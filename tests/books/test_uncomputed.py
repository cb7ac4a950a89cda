"""A workbook with a formula that is not known: what hangs on it keeps value and extent, and nothing else is touched.

Expected: the same file with the formula, recalculated. `SOCROI_SWEEP=20` (`make sweep`) tries twenty times as many.
"""

import os
import random
import re
import shutil
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

import socroi

SWEEP = int(os.environ.get("SOCROI_SWEEP", "0"))
TEMPLATES = Path(__file__).resolve().parents[2] / "workbook_templates" / "en"
STRANGERS = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "excel"

FORMULA = re.compile(rb"(<f(?: [^<>]*[^/<>])?>)([^<]+)(?=</f>)")
CELL = re.compile(rb'<c [^<>]*?r="([A-Z]+)([0-9]+)"[^<>]*?(?:/>|>.*?</c>)', re.DOTALL)
NUMBER = re.compile(rb"(<c (?![^<>]* t=)[^<>]*>)<v>-?[0-9.]+(?=</v></c>)")


def parts_of(path):
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def recalculated(parts, folder, name="book.xlsx"):
    path = folder / name
    with zipfile.ZipFile(path, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    report = socroi.recalculate(path)
    return parts_of(path), {each.where.replace("'", "") for each in report.uncomputed}


def sheets(parts):
    return [name for name in parts if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]


def names(parts):
    pointers = dict(
        re.findall(
            r'Target="/?(?:xl/)?([^"]+)"[^<>]*? Id="([^"]+)"', text := parts["xl/_rels/workbook.xml.rels"].decode()
        )
    )
    pointers |= {target: key for key, target in re.findall(r'Id="([^"]+)"[^<>]*? Target="/?(?:xl/)?([^"]+)"', text)}
    listed = {
        key: name
        for name, key in re.findall(
            r'<sheet [^<>]*?name="([^"]+)"[^<>]*?r:id="([^"]+)"', parts["xl/workbook.xml"].decode()
        )
    }
    return {f"xl/{target}": listed[key] for target, key in pointers.items() if key in listed}


def cells(part):
    return {(match[1] + match[2]).decode(): match[0] for match in CELL.finditer(part)}


def filled(part, kept):
    """The cells of arrays of which a cell was perhaps not computed: those that are named in `kept`, and fixed ones."""
    found = set()
    for place, cell in cells(part).items():
        area = re.search(rb'<f[^<>]* ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"', cell)
        if area and b't="shared"' not in cell and (place in kept or b" cm=" not in cell):
            left, top, right, bottom = (each.decode() for each in area.groups())
            found |= {
                where
                for where in cells(part)
                if (column := re.match("[A-Z]+", where)[0])
                and (len(left), left) <= (len(column), column) <= (len(right), right)
                and int(top) <= int(where[len(column) :]) <= int(bottom)
            }
    return found


def hold(path, folder, draw, times):
    """Try what a formula that is not known does to a workbook."""
    base, _ = recalculated(parts_of(path), folder)
    base, _ = recalculated(base, folder)
    again, _ = recalculated(base, folder)
    listed = names(base)
    formulas = [(name, place) for name in sheets(base) for place in range(len(FORMULA.findall(base[name])))]
    arrays = {name: filled(base[name], cells(base[name])) for name in sheets(base)}
    inputs = [
        (name, match.span(), match[1])
        for name in sheets(base)
        for match in NUMBER.finditer(base[name])
        if re.search(rb' r="([A-Z0-9]+)"', match[1])[1].decode() not in arrays[name]
    ]
    for _ in range(times if formulas else 0):
        with_input = dict(base)
        if inputs:
            name, (start, end), opening = draw.choice(inputs)
            with_input[name] = base[name][:start] + opening + b"<v>%d" % draw.choice([0, 1, 7, 40]) + base[name][end:]
        name, place = draw.choice(formulas)
        match = list(FORMULA.finditer(with_input[name]))[place]
        given = dict(with_input)
        given[name] = with_input[name][: match.start(2)] + b"NOSUCH()" + with_input[name][match.end(2) :]
        right, _ = recalculated(with_input, folder)
        got, uncomputed = recalculated(given, folder)
        for part in sheets(base):
            kept = {where.partition("!")[2] for where in uncomputed if where.rpartition("!")[0] == listed[part]}
            inside = filled(given[part], kept)
            before, expected, after, twice = map(cells, (given[part], right[part], got[part], again[part]))
            steady = {where for where, cell in cells(base[part]).items() if twice.get(where) == cell}
            for where in (before.keys() | expected.keys() | after.keys()) & steady:
                allowed = [before.get(where)] if where in kept else [expected.get(where)]
                allowed += [before.get(where)] if where in inside else []
                assert after.get(where) in allowed, f"{match[2]} in {name}: {listed[part]}!{where}"


@pytest.fixture
def made(tmp_path):
    """A workbook with spills, arrays, names, a table and a data table."""
    path = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.define_name("inputs", "=Data!$A$1:$A$4")
        sheet = book.add_worksheet("Data")
        more = book.add_worksheet("More")
        for row, value in enumerate([3, 1, 2, 5]):
            sheet.write_number(row, 0, value)
            sheet.write_formula(row, 1, f"=A{row + 1}*2", None, value * 2)
        sheet.write_dynamic_array_formula("D1", "=SEQUENCE(B2)")
        sheet.write_dynamic_array_formula("E1", "=ANCHORARRAY(D1)*2")
        sheet.write_dynamic_array_formula("F1", "=VSTACK(ANCHORARRAY(D1),A1:A2)")
        sheet.write_dynamic_array_formula("G1", '=FILTER(B1:B4,B1:B4>2,"")')
        sheet.write_array_formula("H1:H4", "{=B1:B4+1}")
        sheet.write_formula("I1", "=SUM(inputs)+SUM(H1:H4)")
        sheet.write_formula("I2", "=IFERROR(SUM(ANCHORARRAY(G1)),0)")
        sheet.write_formula("I3", "=COUNT(D1:D9)")
        sheet.write_formula("I4", "=SUM(1,2)")
        sheet.write_formula("I5", "=ANCHORARRAY(I4)*2")
        more.add_table(
            "A1:B4", {"name": "Log", "columns": [{"header": "v"}, {"header": "w", "formula": "=[@v]*Data!B1"}]}
        )
        for row in range(1, 4):
            more.write_number(row, 0, row)
        more.write_formula("D1", "=SUM(Log[w])")
        more.write_dynamic_array_formula("E1", "=UNIQUE(Log[w])")
        more.write_dynamic_array_formula("F1", "=ANCHORARRAY(Data!D1)")
    return path


def test_a_made_workbook_keeps_what_hangs_on_a_formula_that_is_not_known(made, tmp_path):
    hold(made, tmp_path, random.Random(1), 40 * max(1, SWEEP))


def test_what_spills_out_of_an_array_that_was_not_computed_stays_in_the_file(tmp_path, made):
    parts, _ = recalculated(parts_of(made), tmp_path)
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"SEQUENCE(", b"NOSUCH(")
    after, uncomputed = recalculated(parts, tmp_path)
    assert after == parts
    assert uncomputed >= {"Data!D1", "Data!E1", "Data!F1", "Data!I3", "More!F1"}


def test_a_template_keeps_what_hangs_on_a_formula_that_is_not_known(tmp_path):
    hold(TEMPLATES / "kpi_scorecard_example.xlsx", tmp_path, random.Random(2), 2)


@pytest.mark.skipif(not SWEEP, reason="slow: make sweep")
@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.xlsx")), ids=lambda path: path.name)
def test_every_template_keeps_it(tmp_path, path):
    hold(path, tmp_path, random.Random(path.name), SWEEP)


@pytest.mark.skipif(not SWEEP, reason="slow: make sweep")
def test_strangers_workbooks_keep_it(tmp_path, folder):
    folder(STRANGERS)
    draw = random.Random(SWEEP)
    for path in draw.sample(sorted(STRANGERS.rglob("*.xlsx")), 2 * SWEEP):
        shutil.copyfile(path, tmp_path / "stranger.xlsx")
        try:
            socroi.recalculate(tmp_path / "stranger.xlsx")
        except socroi.SocroiError:
            continue
        # FORMULATEXT shows the formula that was put in, and is right.
        if any(b"FORMULATEXT" in content for content in parts_of(path).values()):
            continue
        hold(path, tmp_path, draw, 3)


def test_an_array_over_fixed_cells_is_listed_with_all_that_kept_their_values(tmp_path):
    """The range is the one in which the array formula was entered, as Excel shows it; the count is its cells."""
    path = tmp_path / "array.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        for row in range(5):
            sheet.write_number(row, 0, row)
            sheet.write_formula(row, 1, "=NOSUCH(A3)" if row == 2 else f"=A{row + 1}*2", None, 7)
        sheet.write_array_formula("H1:I5", "{=NOSUCH(A1:A5)}", None, 1)
        sheet.write_array_formula("K1:K5", "{=B1:B5+1}", None, 1)
    report = socroi.recalculate(path)
    assert [(each.where, each.cells) for each in report.uncomputed] == [
        ("Data!B3", 1),
        ("Data!H1:I5", 10),
        ("Data!K3", 1),
    ]
    assert report.computed == 4
    opened = socroi.open(path)
    opened["Data!A1"] = 5
    opened.recalculate()
    assert [each.where for each in opened.uncomputed] == [each.where for each in report.uncomputed]
