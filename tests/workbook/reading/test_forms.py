# ruff: noqa: E501 - the XML of a cell reads best in one line
"""The ways through a sheet, tag by tag, by an expression and by the XML parser, are each other's witness."""

import re
import zipfile
from xml.sax.saxutils import escape

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbook_packages import book_parts, part, sheet_xml, values

from socroi.engine.model.block import BOOLEAN, ERROR, NUMBER, TEXT
from socroi.errors import CELL_ERRORS, SocroiError
from socroi.excel.addresses import address
from socroi.workbook.reading import quick, tags
from socroi.workbook.reading.book import load
from socroi.workbook.reading.tags import plain_cells
from socroi.workbook.writing.changes import ColumnChanges, SheetChanges
from socroi.workbook.writing.saving import save

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff\r" + "".join(map(chr, range(9))) + "\x0b\x0c" + "".join(map(chr, range(14, 32)))), max_size=8)  # fmt: skip
NUMBERS = st.one_of(st.integers(-(10**17), 10**17).map(str), st.floats(allow_nan=False, allow_infinity=False).map(repr))
PLAIN = st.one_of(
    st.tuples(st.just(""), NUMBERS.map("<v>{}</v>".format)),
    st.tuples(st.just(' t="n"'), st.sampled_from(["", "<v></v>", "<v/>", "<v>1E3</v>", "<v>1e999</v>"])),
    st.tuples(st.just(' t="s"'), st.sampled_from(["<v>0</v>", "<v>1</v>", ""])),
    st.tuples(st.just(' t="str"'), TEXTS.map(lambda t: f'<v xml:space="preserve">{escape(t)}</v>')),
    st.tuples(st.just(' t="inlineStr"'), TEXTS.map(lambda t: f"<is><t>{escape(t)}</t></is>")),
    st.tuples(st.just(' t="b"'), st.sampled_from(["<v>1</v>", "<v>0</v>", "<v>true</v>"])),
    st.tuples(st.just(' t="e"'), st.sampled_from([f"<v>{e}</v>" for e in (*CELL_ERRORS, "#BUSY!")])),
    st.tuples(
        st.just(' t="d"'), st.sampled_from(["<v>2024-02-29</v>", "<v>1900-01-01T06:00:00Z</v>", "<v>12:30:00.5</v>"])
    ),
)
FORMULAS = st.sampled_from(
    ["", "", "", "<f>A1*2</f>", "<f>A2*2</f>", '<f ca="1">NOW()</f>', "<f>&quot;a&quot;&amp;B1</f>", '<f t="shared" ref="A1:F9" si="0">$A1+B$2</f>',
     '<f t="shared" si="0"/>', '<f t="dataTable" ref="A1" r1="B1"/>'],
)  # fmt: skip
CELLS = st.dictionaries(st.tuples(st.integers(0, 8), st.integers(0, 5)), st.tuples(PLAIN, FORMULAS), max_size=30)
HIDDEN = st.sampled_from(["", "", ' hidden="1"', ' hidden="0"', ' ht="3" hidden="true"'])


def spelled(cells, marks, breaks=""):
    rows = []
    for row in range(9):
        inside = "".join(
            f'<c r="{address(row, column)}" s="1"{kind}>{formula}{value}</c>'
            for (r, column), ((kind, value), formula) in sorted(cells.items()) if r == row
        )  # fmt: skip
        rows.append(f'<row r="{row + 1}"{marks[row]}>{inside}</row>{breaks}')
    return "".join(rows)


def everything(loaded):
    sheet = loaded.book.sheets[0]
    columns = {index: (c.kind.tolist(), loaded.book.strings.texts(c.data[c.kind == TEXT]), c.data[c.kind != TEXT].tolist()) for index, c in sheet.columns.items()}  # fmt: skip
    regions = [(r.row, r.column, r.count, r.text, r.evaluation, r.extent) for r in sheet.regions]
    return columns, regions, sheet.hidden, sorted(loaded.unsupported)


def written(folder, name, rows):
    path = folder / name
    with zipfile.ZipFile(path, "w") as package:
        for part_name, content in book_parts({"Data": sheet_xml(rows)}, strings=["<t>zero</t>", "<t>one</t>"]).items():
            package.writestr(part_name, content)
    return path


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=CELLS, marks=st.lists(HIDDEN, min_size=9, max_size=9))
def test_both_ways_through_a_sheet_read_the_same(tmp_path, cells, marks):
    rows = spelled(cells, marks)
    usual = load(written(tmp_path, "usual.xlsx", rows))
    assert usual.parts[0].plain
    odd_rows = re.sub(r'<c r="([A-F]\d)" s="1"', r"<c s='1'   r = '\1'", "<!-- odd -->" + rows)
    odd = load(written(tmp_path, "odd.xlsx", odd_rows))
    assert not odd.parts[0].plain
    assert everything(usual) == everything(odd)


VALUES = st.one_of(
    st.tuples(st.just(NUMBER), st.floats(allow_nan=False, allow_infinity=False)),
    st.tuples(st.just(BOOLEAN), st.sampled_from([0.0, 1.0])),
    st.tuples(st.just(ERROR), st.sampled_from([float(i) for i in range(7)])),
    st.tuples(st.just(TEXT), TEXTS),
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=CELLS, marks=st.lists(HIDDEN, min_size=9, max_size=9), data=st.data())
def test_both_ways_write_the_same_and_what_was_written_is_read_back(tmp_path, cells, marks, data):
    rows = spelled(cells, marks)
    new = None
    texts = []
    for name, form in (("usual", "{}"), ("odd", "<!-- odd -->{}")):
        loaded = load(written(tmp_path, f"{name}.xlsx", form.format(rows)))
        places = [(r.row + i, r.column) for r in loaded.book.sheets[0].regions for i in range(r.count)]
        if new is None:
            new = {place: data.draw(VALUES) for place in places}
        columns = {}
        for (row, column), (kind, value) in sorted(new.items()):
            code = loaded.book.strings.code(value) if kind == TEXT else value
            columns.setdefault(column, []).append((row, kind, code))
        results = {
            column: ColumnChanges(np.array([r for r, _, _ in found], np.int64), np.array([k for _, k, _ in found], np.uint8),
                                 np.array([v for _, _, v in found], np.float64))
            for column, found in columns.items()
        }  # fmt: skip
        before = values(loaded)
        save(loaded, {0: SheetChanges(results)}, tmp_path / "saved.xlsx")
        again = load(tmp_path / "saved.xlsx")
        expected = before | {address(*place): value for place, (_, value) in new.items()}
        kinds = {address(*place): kind for place, (kind, _) in new.items()}
        for place, value in values(again).items():
            shown = {BOOLEAN: lambda v: v, ERROR: lambda v: CELL_ERRORS.index(v.code)}.get(
                kinds.get(place), lambda v: v
            )(value)
            assert shown == expected[place], place
        texts.append(part(tmp_path / "saved.xlsx", "xl/worksheets/sheet1.xml").decode().replace("<!-- odd -->", ""))
    assert texts[0] == texts[1]


PLAIN_VALUES = st.sampled_from(
    [("", "<v>5</v>"), ("", "<v></v>"), ("", ""), (' t="s"', "<v>1</v>"), (' t="str"', "<v>a&amp;b</v>"), (' t="str"', "<v></v>"),
     (' t="b"', "<v>1</v>"), (' t="e"', "<v>#N/A</v>"), (' vm="1"', "<v>7</v>"), (' t="str"', ""), (' t="n" ', "<v>1e3</v>")]
)  # fmt: skip
PLAIN_FORMULAS = st.sampled_from(
    ["", "<f>A1*2</f>", "<f>A2*2</f>", "<f>&quot;é&quot;&amp;B1</f>", "<f>SUM(A$1:A3)</f>", "<f> A1 </f>"]
)
PLAINEST = st.dictionaries(
    st.tuples(st.integers(0, 8), st.integers(0, 30)), st.tuples(PLAIN_VALUES, PLAIN_FORMULAS), max_size=40
)
VALUES_OF_NUMBERS = st.tuples(st.just(NUMBER), st.floats(allow_nan=False, allow_infinity=False))
OFTEN = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(folder, rows, least, at_once=1 << 20):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quick, "_LEAST_FOR_TAGS", least)
        patch.setattr(tags, "_AT_ONCE", at_once)
        return load(written(folder, "book.xlsx", rows))


def outcome(folder, rows, *sizes):
    try:
        return everything(read(folder, rows, *sizes))
    except SocroiError as problem:
        return str(problem)


@OFTEN
@given(cells=st.one_of(CELLS, PLAINEST), marks=st.lists(HIDDEN, min_size=9, max_size=9), at=st.integers(0), sign=st.sampled_from(["", "<", ">", "1", '"', " ", "/", "A"]))  # fmt: skip
def test_any_row_is_read_as_the_expression_reads_it_whole_or_spoiled(tmp_path, cells, marks, at, sign):
    rows = spelled(cells, marks)
    assert outcome(tmp_path, rows, 0) == outcome(tmp_path, rows, 0, 300) == outcome(tmp_path, rows, 1 << 30)
    spoiled = at % len(rows)
    rows = rows[:spoiled] + sign + rows[spoiled + 1 :]
    assert outcome(tmp_path, rows, 0) == outcome(tmp_path, rows, 1 << 30)


@OFTEN
@given(cells=PLAINEST, data=st.data())
def test_what_is_written_where_the_cells_are_known_to_lie_is_what_the_expression_writes(tmp_path, cells, data):
    rows = spelled(cells, [""] * 9)
    new, texts = None, []
    drawn = data.draw(st.sampled_from([VALUES, VALUES_OF_NUMBERS]))
    for least, at_once in ((0, 1 << 20), (0, 300), (1 << 30, 1 << 20)):
        loaded = read(tmp_path, rows, least, at_once)
        assert [layout is not None for layout in loaded.parts[0].layouts] == [least == 0]
        if new is None:
            places = [(r.row + i, r.column) for r in loaded.book.sheets[0].regions for i in range(r.count)]
            new = {place: data.draw(drawn) for place in places if data.draw(st.booleans())}
        columns = {}
        for (row, column), (kind, value) in sorted(new.items()):
            code = loaded.book.strings.code(value) if kind == TEXT else value
            columns.setdefault(column, []).append((row, kind, code))
        results = {
            column: ColumnChanges(*(np.array(of, kind) for of, kind in zip(zip(*found, strict=True), (np.int64, np.uint8, np.float64), strict=True)))
            for column, found in columns.items()
        }  # fmt: skip
        save(loaded, {0: SheetChanges(results)}, tmp_path / "saved.xlsx")
        texts.append(part(tmp_path / "saved.xlsx", "xl/worksheets/sheet1.xml"))
    assert texts[0] == texts[1] == texts[2]


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><c r="A1"><f>1</f><v>2</v></c></row>\n',
        '<row r="1"><c r="A1"><v/></c></row>',
        '<row r="1"><c r="A1"><f t="shared" si="0"/></c></row>',
        '<row r="1"><c r="B2"><v>1</v></c></row>',
        '<row r="1"><c r="A1" s=1><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><f>A>1</f></c></row>',
        '<row r="1"><c r="ABCD1"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
    ],
)
def test_other_forms_are_left_to_the_expression(row):
    assert plain_cells(row.encode()) is None
