# ruff: noqa: E501 - the XML of a cell reads best in one line
"""The two ways through a sheet, the expression and the XML parser, are each other's witness."""

import re
import zipfile
from xml.sax.saxutils import escape

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbook_packages import book_parts, part, sheet_xml, values

from socroi.engine.model.block import BOOLEAN, ERROR, NUMBER, TEXT
from socroi.errors import CELL_ERRORS
from socroi.excel.addresses import address
from socroi.workbook.reading.book import load
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
