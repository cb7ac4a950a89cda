"""A long text is read as a short one is. Witnesses: csv of the standard library, and the reading cell by cell."""

import csv
import io
import math
import tracemalloc
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socroi import sources
from socroi.errors import SocroiError
from socroi.sources import grid, numerals
from socroi.sources.figures import plain
from socroi.sources.grid import Grid
from socroi.sources.headed_rows import HeadedRows
from socroi.sources.long_text import LongText, long_text

UNHURRIED = settings(suppress_health_check=[HealthCheck.too_slow])
"""The first texts wait for a table of all signs, which a busy machine makes for seconds."""
DATA = Path(__file__).with_name("data")
CELLS = st.one_of(
    st.text(st.characters(exclude_characters="\0\r", exclude_categories=("Cs",)), max_size=40),
    st.sampled_from(["", "-", "12.50", "1,234.5", "3", "003", '"', "a,b", "ünï", "two\nlines", "x" * 70, "x" * 71]),
    st.decimals(-10_000_000, 10_000_000, places=2, allow_nan=False).map(str),
    st.integers(0, 10**12).map(str),
)


def written(rows, delimiter=",", ends="\n"):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=ends).writerows(rows)
    return text.getvalue()


@UNHURRIED
@given(
    st.integers(1, 5).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1)),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_rows_and_columns_are_those_of_the_standard_reader(rows, delimiter, ends):
    text = written(rows, delimiter, ends)
    expected = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    long = long_text(bytearray(text.encode()), delimiter)
    if long is None:
        assert "\r" in text.replace("\r\n", "") or "\0" in text
        return
    assert list(long) == expected
    assert [long[index] for index in range(len(long))] == expected
    columns, lines, others = long.cut(0, len(long), len(rows[0]))
    kept = [row for index, row in enumerate(expected) if index not in others]
    assert lines.tolist() == [index for index in range(len(expected)) if index not in others]
    assert [column.cells() for column in columns] == [[row[place] for row in kept] for place in range(len(rows[0]))]


@pytest.mark.parametrize("text", ['a,b\n1,2"3\n', 'a,b\n"1"2,3\n', 'a,b\n"1,2\n', "a,b\r1,2\n", "a\0,b\n"])
def test_what_is_no_plain_csv_is_left_to_the_standard_reader(text):
    assert long_text(bytearray(text.encode()), ",") is None


@UNHURRIED
@given(st.lists(st.one_of(CELLS, st.from_regex(r"-?[0-9]{0,9}([.,][0-9]{1,4}){0,2}", fullmatch=True)), max_size=8))
def test_figures_read_in_one_go_are_those_read_cell_by_cell(cells):
    found = plain(cells)
    if found is None:
        return
    assert numerals.proven(cells) == (found.sign if found.proven else None)
    assert found.proven or numerals.is_ambiguous(cells)
    np.testing.assert_array_equal(found.numbers, numerals.numbers(cells, found.sign or "."))


@UNHURRIED
@given(st.lists(st.from_regex(r"-?[0-9]{0,9}(\.[0-9]{1,4})?", fullmatch=True), min_size=1, max_size=30))
def test_figures_of_a_long_text_are_those_of_its_texts(cells):
    long = long_text(bytearray("".join(f"{cell},\n" for cell in cells).encode()), ",")
    columns, *_ = long.cut(0, len(long), 2)
    found, expected = columns[0].figures, plain(cells)
    if found is not None and expected is not None:
        np.testing.assert_array_equal(found.numbers, expected.numbers)
        assert found.sign == expected.sign
    if found is not None and expected is None:
        assert numerals.numbers(cells, ".") == found.numbers.tolist()


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_blank_lines_without_number_are_no_rows_and_cost_no_list(ends):
    """Fifty million of them were made lists, one by one, for minutes."""
    long = long_text(bytearray(("a,b" + ends * 2500 + "1,2" + ends + "note" + ends).encode()), ",")
    columns, lines, others = long.cut(1, len(long), 2)
    assert [column.cells() for column in columns] == [["1"], ["2"]]
    assert (lines.tolist(), others) == ([2500], {2501: ["note"]})


def test_a_longer_text_that_begins_alike_is_another_cell():
    cells = ["x" * 70, "x" * 71, "x" * 70, "x" * 69 + "y"]
    long = long_text(bytearray("".join(f"{cell},1\n" for cell in cells).encode()), ",")
    assert long.cut(0, 4, 2)[0][0].places.tolist() == [0, 1, 0, 2]


FILES = sorted(path for path in DATA.iterdir() if path.suffix == ".csv")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("hints", [{}, {"decimal": ","}, {"date_order": "dmy"}], ids=str)
def test_a_file_gives_the_same_whether_it_is_long_or_short(monkeypatch, path, hints):
    def read():
        try:
            return sources.read(path, **hints)
        except SocroiError as error:
            return str(error)

    short = read()
    monkeypatch.setattr(grid, "LONG", 0)
    long = read()
    if isinstance(short, str):
        assert long == short
        return
    pd.testing.assert_frame_equal(long.table, short.table)
    assert (long.notes, long.left_out, long.window) == (short.notes, short.left_out, short.window)


def test_lines_of_another_length_are_notes_or_refused(tmp_path):
    text = "Clicks,Cost\n1,2.50\n\n3,4.50\nNo data available.\n"
    rows = HeadedRows(
        Grid(tmp_path / "long.csv", "", long_text(bytearray(text.encode()), ",")), 0, {"clicks": ["Clicks"]}
    )
    assert isinstance(rows.grid.rows, LongText)
    assert (rows.cells("clicks"), rows.lines.tolist()) == (["1", "3"], [2, 4])
    assert rows.left_out == [(5, "a line below the table")]


def test_a_long_file_with_a_totals_row_is_read_without_it(tmp_path, monkeypatch):
    monkeypatch.setattr(grid, "LONG", 0)
    path = tmp_path / "meta.csv"
    rows = [f"2026-04-01,2026-04-30,Campaign {index},1.25,10,1\n" for index in range(5000)]
    head = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions,Link clicks\n"
    path.write_text(head + "".join(rows) + "2026-04-01,2026-04-30,,6250.00,50000,5000\n", encoding="utf-8-sig")
    export = sources.read(path)
    assert [row for row, _ in export.left_out] == [5002]
    assert math.isclose(export.table["spend"].sum(), 6250)


def test_how_much_is_done_is_told_from_nothing_to_all():
    told = []
    sources.read(DATA / "meta_de.csv", progress=told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)


@UNHURRIED
@given(st.lists(st.sampled_from(["a,1", "b,2", "", "\r", "note", "c,3,4"]), min_size=1, max_size=30), st.integers(1, 7))
def test_rows_that_are_cut_a_part_at_a_time_are_those_of_the_standard_reader(lines, size):
    text = "".join(f"{line}\n" for line in lines)
    expected = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("socroi.sources.long_text._CHUNK", size)
        long = long_text(bytearray(text.encode()), ",")
        for first in range(len(lines)):
            columns, rows, others = long.cut(first, len(lines), 2)
            found = {row: [column.cell(at) for column in columns] for at, row in enumerate(rows.tolist())}
            wanted = {row: cells for row, cells in enumerate(expected) if row >= first and any(cells)}
            assert found | others == wanted


def test_millions_of_blank_lines_between_rows_take_no_more_memory_than_a_few_times_their_file(tmp_path):
    blank = 5_000_000
    path = tmp_path / "meta.csv"
    row = "Spring,2026-04-13,12.50\n"
    path.write_text("Campaign name,Day,Amount spent (EUR)\n" + row + "\n" * blank + row, encoding="utf-8")
    tracemalloc.start()
    try:
        export = sources.read(path)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert export.table["spend"].tolist() == [12.5, 12.5]
    assert most < 24 * blank, f"{most / blank:.1f} bytes for each line; of lists of numbers of 64 bits it was 40"
