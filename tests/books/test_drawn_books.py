"""A drawn workbook of hand-made formulas comes back with the same bytes, computed together or cell by cell."""

from __future__ import annotations

import random
from functools import partial

import pytest
import xlsxwriter
from workbook_packages import part
from xlsxwriter.utility import xl_rowcol_to_cell

from socroi.books import recalculation
from socroi.engine.calculation import Calculation

FORMS = (
    *("={a}*{n}+{b}-1", "=IF({a}>{b},{c},{n})", "=ROUND({a}/{b},{d})", "=SUM({t})", "=MAX({t},{a})", '={a}&"-{n}"'),
    *('=COUNTIF({t},">{n}")', '=IFERROR({a}/{b},"none")', "=AVERAGE({t})", "=LEFT({a},{d})", "=Other!{a}+{b}", "={a}"),
    *("=SUM(A:A)-{a}", "=INDEX({t},{d})", "=VLOOKUP({a},$A$1:$B$60,2,FALSE)", "=OFFSET({a},1,0)", "=NOSUCH({a})"),
)


def drawn(path, seed):
    draw = random.Random(seed)
    book = xlsxwriter.Workbook(path)
    data, other = book.add_worksheet("Data"), book.add_worksheet("Other")
    bold = book.add_format({"bold": True})
    for sheet in (data, other):
        for row in range(60):
            for column in range(2):
                sheet.write(row, column, draw.choice((row / 7, -3, 0, "x", "12", True, 1e9)), draw.choice((None, bold)))
    forms = draw.sample(FORMS, 9)
    for column in range(3, 12):
        for row in range(60):

            def cell(column=column):
                mark = draw.random() < 0.3
                return xl_rowcol_to_cell(draw.randrange(60), draw.randrange(column), mark, draw.random() < 0.3)

            top = draw.randint(1, 30)
            holes = {"a": cell(), "b": cell(), "c": cell(), "n": draw.choice((0, 2.5, 30)), "d": draw.randint(0, 3)}
            formula = draw.choice(forms).format(**holes, t=f"A{top}:A{draw.randint(top, 60)}")
            data.write_formula(row, column, formula, draw.choice((None, bold)), draw.choice(("", 0, "old", True)))
    book.close()


@pytest.mark.parametrize("seed", range(4))
def test_computed_together_or_cell_by_cell_it_has_the_same_bytes(tmp_path, monkeypatch, seed):
    drawn(tmp_path / "book.xlsx", seed)
    together = recalculation.recalculate(tmp_path / "book.xlsx", tmp_path / "together.xlsx")
    monkeypatch.setattr(recalculation, "Calculation", partial(Calculation, one_by_one=True))
    alone = recalculation.recalculate(tmp_path / "book.xlsx", tmp_path / "alone.xlsx")
    assert part(tmp_path / "together.xlsx", "xl/worksheets/sheet1.xml") == part(
        tmp_path / "alone.xlsx", "xl/worksheets/sheet1.xml"
    )
    assert (together.computed, together.changed) == (alone.computed, alone.changed)
    assert together.changed > 300
    assert {each.where for each in together.uncomputed} == {each.where for each in alone.uncomputed}
