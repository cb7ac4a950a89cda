"""Sheets that differ in their values alone; the reader of one sheet, which knows of no other, is the witness."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from workbook_packages import book_parts, sheet_xml

from socroi.engine.calculation import Calculation
from socroi.workbook.reading.book import load
from socroi.workbook.reading.sheets_alike import Before
from socroi.workbook.reading.tags import plain_cells
from socroi.workbook.writing.changes import gather
from socroi.workbook.writing.saving import save

HEADS = ["", ' t="str"', ' s="3"', ' t="s"']
FORMULAS = ["", "<f>A1*2</f>", "<f>B1&amp;&quot;x&quot;</f>"]
SPELLED = ["", "0", "7", "-12.25", "1E+300", "a&amp;b", "no value", "&lt;v&gt;"]
VALUES = st.lists(st.sampled_from(SPELLED), min_size=8, max_size=8)


def spelled(cells, found, row_mark=""):
    """Four rows of two cells; None stands for a cell that has no `<v>`."""
    rows = []
    for row in range(4):
        inside = "".join(
            f'<c r="{"AB"[side]}{row + 1}"{head}>{formula}{f"<v>{found[2 * row + side]}</v>" if valued else ""}</c>'
            for side, (head, formula, valued) in enumerate(cells[2 * row : 2 * row + 2])
        )
        rows.append(f'<row r="{row + 1}"{row_mark}>{inside}</row>')
    return "".join(rows).encode()


def everything(cells):
    if cells is None:
        return None
    found = {name: getattr(cells, name) for name in cells.__match_args__ if name != "layout"}
    found |= {f"layout.{name}": getattr(cells.layout, name) for name in cells.layout.__match_args__}
    return {
        name: [each.tolist() for each in of] if isinstance(of, tuple) else np.asarray(of).tolist()
        for name, of in found.items()
    }


@settings(max_examples=80, deadline=None)
@given(
    cells=st.lists(st.tuples(st.sampled_from(HEADS), st.sampled_from(FORMULAS), st.booleans()), min_size=8, max_size=8),
    sheets=st.lists(st.tuples(VALUES, st.sampled_from(["", "", "", ' hidden="1"'])), min_size=2, max_size=4),
    spoiled=st.sampled_from(["", "", "", ">", "<", " "]),
)
def test_a_sheet_like_the_one_before_holds_what_it_holds_by_itself(cells, sheets, spoiled):
    before = Before()
    for found, mark in sheets:
        chunk = spelled(cells, found, mark)
        for read in (chunk, chunk.replace(b"7", spoiled.encode(), 1) if spoiled else chunk):
            assert everything(before.plain_cells(read)) == everything(plain_cells(read))


def client(number):
    rows = [
        f'<row r="{row}" spans="1:3"><c r="A{row}"><v>{number * row}</v></c><c r="B{row}"><f>A{row}*2</f><v></v></c>'
        f'<c r="C{row}"><f>SUM(B$1:B{row})</f><v>{number}</v></c></row>'
        for row in range(1, 121)
    ]
    return sheet_xml("".join(rows))


def test_clients_of_one_form_are_each_computed_from_their_own_values(pack, tmp_path):
    path = pack(book_parts({f"Client {number}": client(number) for number in (1, 22, 333)}))
    loaded = load(path)
    Calculation(loaded.book).run()
    save(loaded, gather(loaded), tmp_path / "out.xlsx")
    again = load(tmp_path / "out.xlsx")
    for sheet, number in zip(again.book.sheets, (1, 22, 333), strict=True):
        # The sum of the first 120 numbers is 7260.
        assert sheet.columns[1].data[119] == number * 240
        assert sheet.columns[2].data[119] == number * 2 * 7260
