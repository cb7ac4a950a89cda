"""Short runs of formulas as arrays. The witness is `regions.group`, which finds them by moving their texts."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from socroi.engine.model.book import Region, Sheet
from socroi.engine.model.loose import runs
from socroi.engine.model.regions import group, shift

BEGUN = (
    *(
        "A1*2",
        "A$1+$B2",
        "SUM(A$1:A2)",
        "SUM($A1:B$2)",
        "5",
        "0.50",
        "1E5+A1",
        '"x"&A1',
        '"A1"',
        "A1+'My A1'!B2",
        "Q1!A1",
    ),
    *("LOG10(A1)", "rate*A1", "a1+1", "1:1", "A:A+A1", "SUM(A1:A3)*1.5", "Table[A1]", "{1,2}", "A1#", "IF(A1>0,A2,A3)"),
    *("Data!A1:Data!A3", "SUM(2:2)", "SUM(Data!1:Data!2)", "LOG10 (A1)", "A1048576", "A1048575+1", "XFE1", "-A1%"),
)


@st.composite
def cells(draw):
    """Formulas that are filled down two columns, and now and then changed, left out or begun anew."""
    found = []
    for column in range(2):
        text = draw(st.sampled_from(BEGUN))
        for row in range(draw(st.integers(1, 14))):
            match draw(st.integers(0, 9)):
                case 0:
                    text = draw(st.sampled_from(BEGUN))
                case 1:
                    text = shift(text, draw(st.integers(-1, 2)), draw(st.integers(-1, 1)))
                case 2:
                    text = text.replace("1", "2", 1)
                case 3:
                    text = text.replace("A", "$A", 1) if "$A" not in text else text
            if draw(st.integers(0, 9)):
                found.append((row, column, text))
            text = shift(text, 1, 0)
    return draw(st.permutations(found))


def plain(regions):
    return sorted((r.column, r.row, r.count, r.text) for r in regions)


@given(cells())
def test_runs_are_those_that_moving_the_texts_finds(found):
    if not found:
        return
    rows, columns, texts = zip(*found, strict=True)
    loose, odd = runs(np.array(rows), np.array(columns), "\0".join(texts).encode(), 0)
    others = group([found[at] for at in odd])
    assert plain([*loose.regions(), *others]) == plain(group(found))
    assert plain(map(loose.region, range(len(loose)))) == plain(loose.regions())


def test_a_sheet_makes_its_regions_when_it_is_asked_for_them():
    sheet = Sheet("Sheet1", made=[Region(0, 0, 3, 2, "A1*3")])
    sheet.loose, _ = runs(np.array([4, 0, 1]), np.array([3, 0, 0]), b"A5\0B1+1\0B2+1", 0)
    assert sheet.formula_cells == 5
    assert [(r.row, r.column, r.count, r.text) for r in sheet.regions] == [
        (0, 0, 2, "B1+1"),
        (0, 3, 2, "A1*3"),
        (4, 3, 1, "A5"),
    ]
    assert sheet.loose is None
    assert sheet.formula_cells == 5
