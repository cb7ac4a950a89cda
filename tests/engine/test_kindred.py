"""Books of one kind computed together. The witness is each of them computed by itself."""

from __future__ import annotations

import random

import pytest

from socroi.engine.calculation import Calculation
from socroi.engine.kindred import computed_together
from socroi.workbook.package.memory import remembering
from socroi.workbook.reading.book import load

xlsxwriter = pytest.importorskip("xlsxwriter")

ROWS = 12
PLAIN = (
    "=A{row}*2+SUM(A$1:A{row})",
    "=SUM(A{row}:A99)/COUNT(A$1:A$12)-B{row}%",
    "=IF(A{row}>B{row},MAX(A$1:B{row}),-ROUND(B{row}/7,1))",
    "=C{row}+AVERAGE(D$1:D{row})*$B$3",
    "=AND(A{row}>5,B{row})",
    "=IF(G{row},A{row},B{row}-A{row})",
    "=SUMPRODUCT((A$1:A$12>A{row})*B$1:B$12)",
    "=I99*0.1+0.2-0.3",
)
"""In the columns C to J: windows that grow and move, choices, truths, blanks, sums that end near nothing."""


def written(path, draw, formulas, inputs=lambda draw: draw.choice([draw.randint(1, 99), draw.random() * 1e3, -0.5, 7])):
    with xlsxwriter.Workbook(path) as book:
        sheet, totals = book.add_worksheet("Data"), book.add_worksheet("Totals")
        for row in range(ROWS):
            sheet.write_number(row, 0, draw.choice([draw.randint(1, 99), draw.random() * 1e3, -0.5, 7]))
            sheet.write(row, 1, inputs(draw))
            for column, formula in enumerate(formulas, 2):
                sheet.write_formula(row, column, formula.format(row=row + 1), None, draw.choice([5, 7.25]))
        totals.write_formula("A1", "=SUM(Data!C1:D12)-Data!C1", None, 0)
        totals.write_formula("B1", "=A1/COUNTIF(Data!A1:A12,7)", None, 0)


def books(folder, formulas, many=6, seed=5, **others):
    """Return several books of one kind, read as a worker reads them."""
    draw = random.Random(seed)
    found = []
    for number in range(many + 1):
        path = folder / f"{number}.xlsx"
        written(path, draw, formulas, **others)
        found.append(load(path).book)
    return found[1:]  # the first one showed what they are like


def cells(book):
    return [
        (sheet.name, at, column.kind.tobytes(), column.data.tobytes())
        for sheet in book.sheets
        for at, column in sorted(sheet.columns.items())
    ]


@pytest.mark.parametrize("shuffled", range(4))
def test_books_of_numbers_come_out_to_the_last_bit_as_each_by_itself(tmp_path, shuffled):
    formulas = PLAIN if shuffled == 0 else random.Random(shuffled).sample(PLAIN[:3] + PLAIN[6:], 4)
    with remembering():
        together = books(tmp_path, formulas, seed=shuffled)
        alone = books(tmp_path, formulas, seed=shuffled)
        assert together[0].kin is not None
        done = computed_together(together)
    for book in alone:
        Calculation(book).run()
    if done:
        assert list(map(cells, together)) == list(map(cells, alone))
    else:  # a 7 that nowhere stands is a division by zero, and an error is for each book by itself
        assert any(book.sheets[1].columns[1].kind[0] for book in alone)
    assert done or shuffled


@pytest.mark.parametrize(
    "formula",
    [
        '=IF(A{row}>5,"large",0)',
        "=A{row}/0",
        "=SUM(OFFSET(A$1,0,0,{row},1))",
        "=SUM(A$1:INDEX(A$1:A$12,{row}))",
        "=SUM(A:A)",
        "=A$1:A$12*2",
        "=ROW()*A{row}",
        "=SUM(A{row}:A$12)",
        "=RAND()",
        "=SOCROI(A{row},B{row})",
        "=E{row}+1",
        "=LEN(B{row})",
    ],
)
def test_whatever_is_more_than_numbers_is_left_to_each_book(tmp_path, formula):
    with remembering():
        found = books(tmp_path, [PLAIN[0], formula, "=D{row}"], inputs=lambda draw: draw.choice(["12", "x"]))
        assert not computed_together(found)


def test_books_whose_sheets_are_called_otherwise_or_that_count_days_otherwise_are_of_no_kind(tmp_path):
    with remembering():
        one, two, *_ = books(tmp_path, PLAIN[:2])
        two.sheets[0].name, two.sheets[1].name = two.sheets[1].name, two.sheets[0].name
        assert not computed_together([one, two])
        one, two, *_ = books(tmp_path, PLAIN[:2])
        two.calculation.date_1904 = True
        assert not computed_together([one, two])


def test_texts_that_no_formula_reads_are_in_nobody_s_way(tmp_path):
    with remembering():
        assert computed_together(books(tmp_path, [PLAIN[0], "=A{row}-1"], inputs=lambda draw: draw.choice(["12", "x"])))
