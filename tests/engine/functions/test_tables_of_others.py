"""Calls in test tables of other projects that came out otherwise. The tables say what Excel gives.

They are handsontable's HyperFormula (issues 1632 and 1641, read off in Excel 2021 and Microsoft 365), PhpSpreadsheet
(tests/data/Calculation), adobe's json-formula (issue 127, read off in Excel) and LibreOffice (column.fods); beside them
Microsoft's page on the 15 digits of a number (floating-point arithmetic in Excel).
"""

import pytest


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("ADDRESS(2,3,1,FALSE(),)", "R2C3"),
        ("ADDRESS(2,3,,)", "$C$2"),
        ('ADDRESS(2,3,,,"Sheet2")', "Sheet2!$C$2"),
        ('ADDRESS(2,3,1,FALSE(),"")', "!R2C3"),  # an empty text is a name, only what is left empty is none
        ("ADDRESS(2,3,1,FALSE(),A9)", "!R2C3"),
    ],
)
def test_address_takes_an_argument_left_empty_for_one_left_out(answer, formula, expected):
    assert answer(formula) == expected


def test_datevalue_of_a_time_alone_is_the_day_0(answer):
    assert answer('DATEVALUE("15:30:25")') == 0
    assert answer('DATEVALUE("ABCDEFGHIJKMNOPQRSTUVWXYZ")') == "#VALUE!"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("ROUNDDOWN(8.94-8,2)", 0.94),  # 0.939999999999999503: with 15 digits 0.940000000000000
        ("ROUNDDOWN(-(8.94-8),2)", -0.94),
        ("TRUNC(8.94-8,2)", 0.94),
        ("ROUNDUP(8.06-8,2)", 0.07),  # 0.0600000000000005: the digits are there, so it is more than 0.06
        ("ROUNDDOWN(2.26+2.94,2)", 5.2),
        ("ROUNDUP(2.21+2.19,2)", 4.4),
        ("ROUNDDOWN(30000*0.0042*3,0)", 378),
        ("ROUNDDOWN(249.9975,0)", 249),
        ("ROUNDDOWN(0.999999999999994,2)", 0.99),
        ("ROUNDDOWN(9.4E-15+0.93,2)", 0.93),
        ("INT(100*(8.94-8))", 93),  # INT looks at the double
    ],
)
def test_a_number_is_rounded_as_its_15_digits_say(answer, formula, expected):
    assert answer(formula) == pytest.approx(expected, rel=1e-15)


def test_row_and_column_in_an_array_of_several_cells_are_those_of_each_cell(work):
    worked = work({"F6:H7": "{=COLUMN()}", "B2:B4": "{=ROW()*10}", "D2": "{=SUM(ROW())}", "A9:A11": "=ROW()"})
    assert [worked[f"{column}7"] for column in "FGH"] == [6, 7, 8]
    assert worked.column("B2", 3) == [20, 30, 40]
    assert worked["D2"] == 2
    assert worked.column("A9", 3) == [9, 10, 11]


def test_a_row_that_holds_only_delimiters_is_left_by_textsplit_where_what_is_empty_is_ignored(answer):
    # PhpSpreadsheet drops such a row, others fill it with #N/A: what Excel does is not known.
    assert answer('TEXTSPLIT("1|-|2","-","|",TRUE)') == "uncomputed"
    assert answer('TEXTSPLIT("1||2","-","|",TRUE)') == [["1"], ["2"]]


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("1999-02-15", "2003-03-15", 28),
        ("2000-02-15", "2003-03-15", 29),  # the 29 February of the year of the start counts
        ("2000-02-29", "2000-03-08", 8),
        ("2000-02-29", "2002-03-08", 7),  # 2002 has none: its anniversary is 1 March
    ],
)
def test_datedif_counts_the_days_of_a_year_as_in_excel_when_a_29_february_is_among_them(answer, start, end, days):
    assert answer(f'DATEDIF("{start}","{end}","YD")') == days
