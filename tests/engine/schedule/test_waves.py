"""Cells of many regions computed together give what each gives alone. The witness is the same book, cell by cell."""

from __future__ import annotations

import random

import pytest
from worked_books import Worked, build

from socroi.engine.calculation import Calculation
from socroi.engine.formula.holes import CELL, NUMBER, TEXT, skeletons
from socroi.engine.formula.skeletons import template
from socroi.engine.formula.tree import Name
from socroi.engine.model.book import CalculationSettings, DefinedName, Table
from socroi.engine.schedule.storing import StoredValues
from socroi.engine.schedule.wave_numbers import SideBySide
from socroi.excel.addresses import column_letters

INPUTS = (7, 0, -2.5, 0.1, 1e-9, 1e300, 45000, "12", "1e2", "x", "Ana", "", "5%", True, False, None, "=1/0", "=NA()")

FORMULAS = (
    *("={a}*2+{b}-1", "=-{a}%", "={a}/{b}", "={a}^2&{b}", "={a}>={b}", "=({a}={b})+({a}<>5)", "={a}", "=+{a}"),
    *('=IF({a}>{b},{c},"no")', '=IF({a}="x",{b})', "=IFERROR({a}/{b},{c})", "=IF({a},{b},)", '=IFNA({a},"none")'),
    *("=SUM({r})", "=SUM({r},{a},3)", "=MAX({a},{b},{n})", "=MIN({r})", "=AVERAGE({r})", "=COUNT({r})+COUNTA({r})"),
    *("=ROUND({a}/7,{d})", "=INT({a})", "=ABS({a})+SQRT({b})", "=MOD({a},{n})", "=AND({a},{b})", "=NOT({a})"),
    *('=LEFT({a},{d})&"-"', "=LEN({a})", '=TEXT({a},"0.00")', "=UPPER({a})", "=VALUE({a})", '=FIND("a",{a})'),
    *("=DATE(2024,{d},{n})", "=YEAR({a})", "=EOMONTH({a},{d})", "=WEEKDAY({a})", "=EDATE({a},1)"),
    *('=COUNTIF({r},">"&{a})', "=COUNTIF($A$1:$A$30,{a})", "=SUMIF($A$1:$A$30,{a},$B$1:$B$30)", '=COUNTIF({r},"x")'),
    *("=SUMIFS($B$1:$B$30,$A$1:$A$30,{a})", "=SUMPRODUCT({r},{r})", "=SUMPRODUCT(($A$1:$A$30={a})*1)"),
    *("=VLOOKUP({a},$A$1:$C$30,2,FALSE)", "=MATCH({a},$A$1:$A$30,0)", "=INDEX($B$1:$B$30,{d})", '=MATCH("x",{r},0)'),
    *("=VLOOKUP({n},$A$1:$C$30,{d},TRUE)", "=XLOOKUP({a},$A$1:$A$30,$B$1:$B$30,0)", "=LARGE({r},{d})", "=MEDIAN({r})"),
    *("=SUM(A:A)-{a}", "=SUM(3:3)", "={r}", "=ABS({r})", "=A:A", "=Other!{a}+1", "=SUM('My sheet'!{r})", "=Gone!{a}"),
    *("=OFFSET({a},1,0)", '=INDIRECT("B"&{d})', "=rate*{a}", "=NOSUCH({a})", "=SUM({a}:INDEX({r},1))", "={a}#"),
    *("=LET(x,{a},x+{b})", "=ROW()+COLUMN({a})", "=ROW({a})", "=FORMULATEXT({a})", "=SUBTOTAL(9,{r})", "=({a}"),
)


TALL = (
    "=SUM({t})",
    "=MAX({t},{a})",
    "=MIN({t})+AVERAGE({t})",
    "=COUNT({t})*{b}",
    "=COUNT({t})&MAX({r},{t})",
    "={a}+{n}",
)

NAMED = (
    *("=rate*{a}", '=IF({a}>rate,"high",{b})', "=SUM(block)+{a}", "=COUNTIF(block,{a})", "=block+{n}", "=line&{a}"),
    *("=SUM(Data[One])-{a}", "=Data[Two]*{d}", "=INDEX(Data[One],{n})", "=ROWS(Data[[One]:[Two]])+COLUMNS({r})"),
    *("=nested+{a}", "=SUMIFS(Data[One],Data[Two],{a})", "=relative+{a}", "=loop+{a}", "=Gone[One]+{a}", "=gone+{a}"),
    *("=SUM(Data[One],{r})", "=SUMIF(Data[One],{a},Data[Two])", "=SUM(1*Data[One])*{a}", "=Thin[[P]:[S]]+{a}"),
    *("=SOCROI({a},{b})", "=SOCPROFIT(SUM({r}),{a})", "=KPIVALUE({a},{b},$A$1:$B$9)", "=SOCALLOC({a},{r})"),
    *("=twice({a})", "=hidden+{a}", "=IF({a},block,Data[Two])", "=MATCH({a},Data[One],0)", "=AND({a},rate>0)"),
    *("=Other!{a}&rate", "=words&{a}", "=INDEX(tested,{d})", "=SUM(Data[])+{a}", "=IFERROR(INDEX(block,{n})/{a},rate)"),
)
NAMES = [
    *(DefinedName("rate", "Sheet1!$A$1"), DefinedName("block", "Sheet1!$B$1:$B$30"), DefinedName("words", '"a"&"b"')),
    *(
        DefinedName("line", "Other!$A$2:$D$2"),
        DefinedName("nested", "rate*2+COUNT(block)"),
        DefinedName("loop", "loop"),
    ),
    *(DefinedName("relative", "Sheet1!A1"), DefinedName("twice", "LAMBDA(x,x*2)"), DefinedName("gone", "#REF!")),
    *(DefinedName("hidden", "OFFSET(Sheet1!$A$1,1,0)"), DefinedName("tested", 'IF(Sheet1!$B$1:$B$9="x",1,2)')),
]
TABLES = [
    Table("Data", 0, 0, 0, 19, 2, ["One", "Two", "Three"]),
    Table("Thin", 1, 27, 0, 28, 3, ["P", "Q", "R", "S"]),
]


def mixed_book(seed, iterate=False, arrays=0.0, formulas=FORMULAS):
    """Inputs of every kind in A1:D30 of three sheets, and formulas beside them that read these and each other."""
    draw = random.Random(seed)
    heights = random.Random(seed)
    some = draw.sample(formulas, min(14, len(formulas)))
    cells = {}
    for sheet in ("Sheet1", "Other", "My sheet"):
        for row in range(1, 31):
            for column in "ABCD":
                value = draw.choice(INPUTS)
                if value is not None:
                    cells[f"{sheet}!{column}{row}"] = value
    far = draw.choice((4, 20))
    for column in range(4, 20):
        for row in range(1, 31):
            if draw.random() < 0.1:
                continue
            formula = draw.choice(some)

            def cell(column=column, row=row):
                left = draw.randrange(column if draw.random() < 0.95 else far)
                mark = draw.choice(("", "$"))
                return f"{mark}{column_letters(left)}{draw.choice(('', '$'))}{draw.randint(1, 30)}"

            top, left = draw.randint(1, 25), draw.randrange(3)
            area = f"{column_letters(left)}{top}:{column_letters(left + draw.randint(0, 1))}{top + draw.randint(0, 4)}"
            tall = f"A{heights.randint(1, 12)}:{heights.choice('ABC')}{heights.randint(13, 40)}"
            text = formula.format(
                a=cell(), b=cell(), c=cell(), r=area, t=tall, n=draw.choice((0, 1, 2.5, 30)), d=draw.randint(0, 3)
            )
            cells[f"{column_letters(column)}{row}"] = ":" + text if draw.random() < arrays else text
    cells["Z1"] = ":=A1:B3*2"
    cells["Z9"] = ":=FILTER(A1:A9,B1:B9<>0)"
    settings = CalculationSettings(iterate=iterate)
    return build(cells, TABLES, NAMES, ("Sheet1", "Other", "My sheet"), calculation=settings)


def outcome(book, *, one_by_one):
    calculation = Calculation(book, one_by_one=one_by_one)
    calculation.run()
    worked = Worked(book, calculation)
    values = {
        f"{sheet.name}!{column_letters(column)}{row + 1}": worked[f"{sheet.name}!{column_letters(column)}{row + 1}"]
        for sheet in book.sheets
        for column, cells in sheet.columns.items()
        for row in range(len(cells))
    }
    failures = sorted((f.sheet, f.column, f.row, f.count, f.why) for f in calculation.results.failures)
    return {at: (type(value), value) for at, value in values.items()}, failures


@pytest.mark.parametrize("seed", range(12))
def test_a_mixed_book_has_the_same_values_and_failures_as_cell_by_cell(seed):
    iterate = seed % 6 == 5
    arrays = 0.3 if seed % 3 == 1 else 0.0
    quick, failed = outcome(mixed_book(seed, iterate, arrays), one_by_one=False)
    slow, expected = outcome(mixed_book(seed, iterate, arrays), one_by_one=True)
    assert {at: (value, slow[at]) for at, value in quick.items() if value != slow[at]} == {}
    assert failed == expected


@pytest.mark.parametrize("seed", range(3))
def test_areas_of_many_heights_give_what_each_gives_alone(seed):
    quick, failed = outcome(mixed_book(seed, formulas=TALL), one_by_one=False)
    slow, expected = outcome(mixed_book(seed, formulas=TALL), one_by_one=True)
    assert {at: (value, slow[at]) for at, value in quick.items() if value != slow[at]} == {}
    # Which of the circles that go through a cell is named depends on the order.
    assert [each[:4] for each in failed] == [each[:4] for each in expected]


@pytest.mark.parametrize("seed", range(8))
def test_names_tables_and_functions_of_ours_give_what_they_give_cell_by_cell(seed):
    arrays = 0.5 if seed % 2 else 0.0
    quick, failed = outcome(mixed_book(seed, arrays=arrays, formulas=NAMED), one_by_one=False)
    slow, expected = outcome(mixed_book(seed, arrays=arrays, formulas=NAMED), one_by_one=True)
    assert {at: (value, slow[at]) for at, value in quick.items() if value != slow[at]} == {}
    assert [each[:4] for each in failed] == [each[:4] for each in expected]


@pytest.fixture
def together(monkeypatch):
    """How many cells were computed together with others."""
    counted = []
    scatter, put = StoredValues.scatter, SideBySide.put

    def counting(self, sheet, rows, *more):
        counted.append(len(rows))
        return scatter(self, sheet, rows, *more)

    def counting_numbers(self, places, data):
        counted.append(len(places))
        return put(self, places, data)

    monkeypatch.setattr(StoredValues, "scatter", counting)
    monkeypatch.setattr(SideBySide, "put", counting_numbers)
    return counted


def test_a_model_filled_to_the_right_is_one_evaluation_a_month(together):
    lines, months = 40, 30
    cells = {f"A{line}": line for line in range(1, lines + 1)}
    for month in range(1, months + 1):
        here, before = column_letters(month), column_letters(month - 1)
        cells |= {
            f"{here}{line}": f"={before}{line}*2" if line % 2 else f"={before}{line}+{line}"
            for line in range(1, lines + 1)
        }
    book = build(cells)
    calculation = Calculation(book)
    calculation.run()
    worked = Worked(book, calculation)
    assert (worked["AE1"], worked["AE2"]) == (2**30, 2 + 30 * 2)
    assert sum(together) == lines * months
    assert len(together) <= 2 * months


PLAIN = (
    *("={a}*2+{b}-1", "={a}-{b}", "={a}+{b}", "=-{a}%", "={a}/{b}", "={a}*(1+0.01*{b})", "=1/({a}*1E200*1E200)"),
    *("=SUM({r})/4-{a}*0.2", "=SUM({r})", "=SUM({t})*{b}", "=2-{a}", "={a}/3*{n}", "=0.3-{a}-{b}", "={a}*1E200"),
)


def model(seed, odd):
    """Months to the right, each made of the one before and of lines above; `odd` of the inputs are no numbers."""
    draw = random.Random(seed)
    lines, months = 14, 9
    cells = {}
    for line in range(1, lines + 1):
        form, number = draw.choice(PLAIN), draw.choice((1, 7, 0.1))
        cells[f"A{line}"] = draw.choice(INPUTS) if draw.random() < odd else draw.choice((0.1, 0.2, 3, 12.5, 1e5))
        for month in range(1, months + 1):
            here, before = column_letters(month), column_letters(month - 1)
            if draw.random() < 0.05:
                continue
            above, top = max(1, line - draw.randint(1, 4)), max(1, line - 3)
            own, other = f"{before}{line}", f"{before}${draw.randint(1, lines + 2)}"
            areas = {
                "r": f"{here}{top}:{here}{line - 1}" if line > 4 else f"{before}1:{before}3",
                "t": f"$A{above}:$A{line}",
            }
            cells[f"{here}{line}"] = form.format(a=own, b=other, n=number, **areas)
    cells["B40"] = "=SUM(B1:J14)+INDEX(A1:A14,3)"
    cells["C40"] = ":=A1:A3*B40"
    return build({at: value for at, value in cells.items() if value is not None})


@pytest.mark.parametrize("seed", range(20))
def test_arithmetic_side_by_side_gives_what_the_evaluator_gives(seed):
    odd = (0.0, 0.1, 0.4)[seed % 3]
    quick, failed = outcome(model(seed, odd), one_by_one=False)
    slow, expected = outcome(model(seed, odd), one_by_one=True)
    assert {at: (value, slow[at]) for at, value in quick.items() if value != slow[at]} == {}
    assert failed == expected


def test_months_after_a_column_that_grew_the_sheet_are_right(together):
    """K28:K127 is computed alone, between two months, and the sheet had no cells where it ends."""
    cells = {f"A{line}": line for line in range(1, 31)}
    for month in range(1, 8):
        here, before = column_letters(month), column_letters(month - 1)
        cells |= {f"{here}{line}": f"={before}{line}*2+{'$K$100' if month == 5 else 1}" for line in range(1, 31)}
    cells["K28:K127"] = "=D$30*ROW()"
    book, slow = build(cells), build(cells)
    Calculation(book).run()
    Calculation(slow, one_by_one=True).run()
    assert sum(together) >= 7 * 30
    for column in slow.sheets[0].columns:
        assert book.sheets[0].columns[column].data.tolist() == slow.sheets[0].columns[column].data.tolist()


def test_areas_of_any_height_are_added_up_together(together):
    draw = random.Random(2)
    cells = {f"A{row}": draw.choice((row / 7, row * 1e9, "x", True, "5")) for row in range(1, 400)}
    areas = [f"A{draw.randint(1, 150)}:A{draw.randint(151, 399)}" for _ in range(300)]
    cells |= {f"C{row}": f"=SUM({area})" for row, area in enumerate(areas, 1)}
    book, slow = build(cells), build(cells)
    Calculation(book).run()
    assert (sum(together), len(together) < 40) == (300, True)
    Calculation(slow, one_by_one=True).run()
    assert book.sheets[0].columns[2].data.tolist() == slow.sheets[0].columns[2].data.tolist()


def test_a_key_written_into_each_lookup_is_looked_up_with_the_others(together):
    cells = {f"A{at}": f"k{at}" for at in range(1, 101)} | {f"B{at}": at * 10 for at in range(1, 101)}
    cells |= {f"D{at}": f'=VLOOKUP("k{101 - at}",$A$1:$B$100,2,FALSE)' for at in range(1, 101)}
    book = build(cells)
    calculation = Calculation(book)
    calculation.run()
    assert Worked(book, calculation).column("D1", 100) == [(101 - at) * 10 for at in range(1, 101)]
    assert together == [100]


def test_formulas_through_names_tables_and_functions_of_ours_are_computed_together(together):
    """Months that go on from each other, sums by month, and their ROI: as a template has them, each in a cell alone."""
    cells = {"A1": "One", "B1": "Two", "C1": 45_292, "F1": 3}
    cells |= {f"A{row}": row for row in range(2, 32)} | {f"B{row}": 45_292 + row % 20 for row in range(2, 32)}
    for at in range(30):
        here, before = column_letters(6 + at), column_letters(5 + at)
        cells |= {
            f"{here}40": f"={before}40+1" if at else "=C1",
            f"{here}41": f"=SUMIFS(Data[One],Data[Two],{here}40)*rate",
            f"{here}43": f":=IF({here}41=0,word,SOCROI({here}41,rate))",
        }
    names = [DefinedName("rate", "Sheet1!$F$1"), DefinedName("word", '"none"')]
    book = build(cells, [Table("Data", 0, 0, 0, 30, 1, ["One", "Two"])], names)
    calculation = Calculation(book)
    calculation.run()
    worked = Worked(book, calculation)
    # On day 2 stand rows 2 and 22.
    assert (worked["I41"], worked["I43"]) == (3 * (2 + 22), (72 - 3) * 100 / 3)
    assert sorted(together)[-2:] == [30, 30]
    assert sum(together) == 90 - 1


def test_what_looks_like_a_reference_but_is_none_is_no_hole():
    texts = [
        'LOG10(A1)+"B2"',
        'LOG10(C3)+"say ""D4"""',
        "'Q1 2024'!A1+Q1",
        "'Q1 2024'!B7+Q2",
        "A1.5+1E5",
        "Rate_2024*2",
    ]
    found = skeletons(texts)
    assert [len(of) for of in found.members()] == [2, 2, 1, 1]
    first = [*found.first, len(found.holes.kind)]
    kinds = [found.holes.kind[first[at] : first[at + 1]].tolist() for at in range(len(texts))]
    assert kinds == [[CELL, TEXT], [CELL, TEXT], [CELL, CELL], [CELL, CELL], [], [NUMBER]]
    assert found.holes.texts[int(found.holes.numbers[first[1] + 1])] == 'say "D4"'
    assert template(found.keys[0], texts[0], 0, 0, kinds[0]) is not None
    # A name is no hole either: the workbook says what it stands for.
    assert template(found.keys[3], texts[5], 0, 0, kinds[5]).named == (Name("Rate_2024"),)
