# ruff: noqa: E501 - the XML of a cell reads best in one line
"""Rows that are alike take a way of their own; the XML parser is its witness."""

import re
import zipfile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbook_packages import book_parts, part, runs, sheet_xml, values

from socroi.engine.model.block import NUMBER, TEXT
from socroi.workbook.reading import sheet as reading
from socroi.workbook.reading.book import load
from socroi.workbook.writing.changes import ColumnChanges, SheetChanges
from socroi.workbook.writing.saving import save


@pytest.fixture(autouse=True)
def small_chunks_count(monkeypatch):
    monkeypatch.setattr(reading, "LEAST_SIZE", 0)


CELLS = st.sampled_from(
    [
        '<c r="{c}{r}"><v>{r}.5</v></c>', '<c r="{c}{r}" s="2"/>', '<c r="{c}{r}" t="s"><v>1</v></c>',
        '<c r="{c}{r}" t="b" s="1"><v>1</v></c>', '<c r="{c}{r}" t="e"><v>#N/A</v></c>',
        '<c r="{c}{r}" t="inlineStr"><is><t>é{r}</t></is></c>',
        '<c r="{c}{r}"><f>A{r}*2</f><v>{r}</v></c>', '<c r="{c}{r}"><f>A{above}+$B$7+LOG10(A{r})</f><v>7</v></c>',
        '<c r="{c}{r}"><f>SUM(A{above}:A{r})&amp;"A{r}"</f><v>7</v></c>', '<c r="{c}{r}"><f>"A7"&amp;A{r}&lt;5</f></c>',
        '<c r="{c}{r}" t="str"><f>A{above}&amp;&quot;x&quot;</f><v>t{r}</v></c>', '<c r="{c}{r}"><f ca="1">NOW()+A{r}</f><v>1</v></c>',
        '<c r="{c}{r}"><f>100%</f><v>1</v></c>', '<c r="{c}{r}"><f>B{r}</f><v/></c>', '<c r="{c}{r}" t="d"><v>2024-01-02</v></c>',
    ]
)  # fmt: skip
ODD_ROWS = st.dictionaries(
    st.integers(3, 40),
    st.sampled_from(["", '<row r="{r}" hidden="1"/>', '<row r="{r}"><c r="A{r}"><v>9</v></c></row>', '\n<row r="{r}"></row>\n',
                     '<row r="{r}" hidden="1"><c r="B{r}"><f>A{r}</f><v>9</v></c></row>']),
    max_size=4,
)  # fmt: skip


def spelled(cells, odd):
    rows = []
    for r in range(3, 41):
        inside = "".join(cell.format(c=c, r=r, above=r - 1) for c, cell in zip("CDEFGH", cells, strict=False))
        rows.append(odd[r].format(r=r) if r in odd else f'<row r="{r}" spans="1:9">{inside}</row>')
    return "".join(rows)


def written(folder, name, rows):
    path = folder / name
    with zipfile.ZipFile(path, "w") as package:
        for part_name, content in book_parts({"Data": sheet_xml(rows)}, strings=["<t>zero</t>", "<t>one</t>"]).items():
            package.writestr(part_name, content)
    return path


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(CELLS, min_size=1, max_size=6), odd=ODD_ROWS)
def test_rows_that_are_alike_are_read_as_the_parser_reads_them(tmp_path, cells, odd):
    rows = spelled(cells, odd)
    alike, parsed = load(written(tmp_path, "a.xlsx", rows)), load(written(tmp_path, "b.xlsx", "<!-- odd -->" + rows))
    assert alike.parts[0].plain
    assert values(alike) == values(parsed)
    assert runs(alike) == runs(parsed)
    assert alike.book.sheets[0].hidden == parsed.book.sheets[0].hidden


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(CELLS, min_size=1, max_size=6),
    odd=ODD_ROWS,
    kinds=st.sampled_from("ntm"),
    some=st.sampled_from([1, 1, 3]),
)
def test_rows_that_are_alike_are_written_as_token_by_token(tmp_path, cells, odd, kinds, some):
    rows = spelled(cells, odd)
    texts = []
    for name, form in (("a.xlsx", "{}"), ("b.xlsx", "<!-- odd -->{}")):
        loaded = load(written(tmp_path, name, form.format(rows)))
        places = {}
        for region in loaded.book.sheets[0].regions:
            places.setdefault(region.column, []).extend(range(region.row, region.row + region.count, some))
        code = float(loaded.book.strings.code(" <100%> "))
        columns = {}
        for column, found in places.items():
            at = np.array(sorted(found), np.int64)
            is_text = np.full(len(at), kinds == "t") if kinds != "m" else at % 5 == 0
            columns[column] = ColumnChanges(
                at, np.where(is_text, TEXT, NUMBER).astype(np.uint8), np.where(is_text, code, at / 7)
            )
        save(loaded, {0: SheetChanges(columns)}, tmp_path / "saved.xlsx")
        texts.append(part(tmp_path / "saved.xlsx", "xl/worksheets/sheet1.xml").decode().replace("<!-- odd -->", ""))
    assert texts[0] == texts[1]


def test_a_text_that_looks_like_a_reference_does_not_move(tmp_path):
    # ="A3"&A3 in row 3 and ="A4"&A4 in row 4 are two formulas: the first text is no reference
    rows = "".join(f'<row r="{r}"><c r="B{r}"><f>"A{r}"&amp;A{r}</f><v>0</v></c></row>' for r in (3, 4, 5))
    assert runs(load(written(tmp_path, "a.xlsx", rows))) == [
        ("B3", 1, '"A3"&A3'),
        ("B4", 1, '"A4"&A4'),
        ("B5", 1, '"A5"&A5'),
    ]


def test_a_reference_that_stays_behind_breaks_the_run(tmp_path):
    rows = "".join(
        f'<row r="{r}"><c r="B{r}"><f>A{r - 1 if r != 6 else 3}+1</f><v>0</v></c></row>' for r in range(3, 9)
    )
    assert runs(load(written(tmp_path, "a.xlsx", rows))) == [("B3", 3, "A2+1"), ("B6", 1, "A3+1"), ("B7", 2, "A6+1")]


def test_a_shared_formula_of_many_rows_is_one_region(tmp_path):
    rows = '<row r="2"><c r="B2"><f t="shared" ref="B2:B30" si="0">A2*2</f><v>0</v></c></row>' + "".join(
        f'<row r="{r}"><c r="B{r}"><f t="shared" si="0"/><v>0</v></c></row>' for r in range(3, 31)
    )
    assert runs(load(written(tmp_path, "a.xlsx", rows))) == [("B2", 29, "A2*2")]


def test_a_shared_formula_that_begins_anew_in_the_middle_is_two(tmp_path):
    rows = "".join(
        f'<row r="{r}"><c r="B{r}">' + (f'<f t="shared" ref="B{r}:B99" si="0">A{r}*{r}</f>' if r in (2, 9) else '<f t="shared" si="0"/>')
        + "<v>0</v></c></row>" for r in range(2, 31)
    )  # fmt: skip
    assert runs(load(written(tmp_path, "a.xlsx", rows))) == [("B2", 7, "A2*2"), ("B9", 22, "A9*9")]


def test_line_ends_between_rows_are_kept(tmp_path):
    rows = "\n".join(f'<row r="{r}"><c r="B{r}"><f>A{r}</f><v>0</v></c></row>' for r in range(3, 30))
    loaded = load(written(tmp_path, "a.xlsx", rows))
    result = ColumnChanges(np.arange(2, 29), np.full(27, NUMBER, np.uint8), np.arange(27) + 0.5)
    save(loaded, {0: SheetChanges({1: result})}, tmp_path / "saved.xlsx")
    after = part(tmp_path / "saved.xlsx", "xl/worksheets/sheet1.xml").decode()
    assert re.sub(r"<v>[\d.]+</v>", "<v>0</v>", after) == sheet_xml(rows)
    assert values(load(tmp_path / "saved.xlsx")) == {f"B{r}": r - 2.5 for r in range(3, 30)}


def test_a_type_that_changes_in_some_rows_changes_in_those_only(tmp_path):
    rows = "".join(f'<row r="{r}"><c r="B{r}"><f>A{r}</f><v>0</v></c></row>' for r in range(1, 30))
    loaded = load(written(tmp_path, "a.xlsx", rows))
    code = float(loaded.book.strings.code("x"))
    result = ColumnChanges(np.array([3, 4]), np.full(2, TEXT, np.uint8), np.full(2, code))
    save(loaded, {0: SheetChanges({1: result})}, tmp_path / "saved.xlsx")
    assert values(load(tmp_path / "saved.xlsx")) == {f"B{r}": "x" if r in (4, 5) else 0.0 for r in range(1, 30)}


def test_rows_inside_a_comment_are_no_rows(tmp_path):
    rows = "".join(f'<row r="{r}"><c r="B{r}"><f>A{r}</f><v>0</v></c></row>' for r in range(1, 30))
    loaded = load(
        written(
            tmp_path,
            "a.xlsx",
            rows.replace('<row r="9">', '<!--<row r="9">').replace('<row r="20">', '--><row r="20">'),
        )
    )
    assert runs(loaded) == [("B1", 8, "A1"), ("B20", 10, "A20")]
