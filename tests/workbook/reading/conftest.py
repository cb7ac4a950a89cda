import pytest
from pivot_packages import pivot_book
from workbook_packages import values

from socroi.engine.calculation import Calculation
from socroi.engine.model.block import ERROR, UNCOMPUTED
from socroi.workbook.reading.book import load


@pytest.fixture
def ask(pack):
    """Compute formulas beside a pivot table; "uncomputed" where they are left."""

    def compute(shown, table, formulas, cached=None, **more):
        one = isinstance(formulas, str)
        asked = ["=" + formula for formula in ([formulas] if one else formulas)]
        loaded = load(pack(pivot_book(shown, table, cached, formulas=asked, **more)))
        Calculation(loaded.book).run()
        column, found = loaded.book.sheets[1].columns[0], values(loaded, 1)
        answers = [
            "uncomputed"
            if column.kind[row] == ERROR and column.data[row] == UNCOMPUTED
            else getattr(found[f"A{row + 1}"], "code", found[f"A{row + 1}"])
            for row in range(len(asked))
        ]
        return answers[0] if one else answers

    return compute
