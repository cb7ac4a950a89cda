"""What `fill` makes of a text, in tables of a user's own: the table and the file's whole column decide together."""

from datetime import date, datetime, time, timedelta

import openpyxl
import pandas as pd
import pytest
from own_books import make, serials, stored

import socroi
from socroi.errors import MisfitError, SourceError, UsageError

DAYS = [[date(2026, 10, 1)]]


@pytest.fixture
def fill(tmp_path):
    """Fill column A with texts; return (value, number format) of the new cells."""

    def run(texts, rows=(), formats=(), **given):
        keys = ("blank", "rule", "date_1904", "formula")
        book = make(tmp_path / "own.xlsx", list(rows), formats, **{k: given.pop(k) for k in keys if k in given})
        data = tmp_path / "data.csv"
        data.write_text("A\n" + "".join('"' + text.replace('"', '""') + '"\n' for text in texts), encoding="utf-8")
        before = book.read_bytes()
        try:
            socroi.fill(book, data, **given)
        except SourceError:
            assert book.read_bytes() == before
            raise
        return [cell for cell in stored(book, len(rows)) if cell[0] is not None]

    return run


@pytest.mark.parametrize(
    ("text", "serial"),
    [
        ("2026-11-01", 46327),
        ("2026/11/01", 46327),
        ("1 Nov 2026", 46327),
        ("01-Nov-26", 46327),
        ("Nov 2026", 46327),
        ("11/2026", 46327),
        ("2026-11", 46327),
        ("nov. 2026", 46327),
        ("2026. november 1.", 46327),
        ("13.11.2026", 46339),
        ("11/13/2026", 46339),
        ("2026-11-01 12:00", 46327.5),
    ],
)
@pytest.mark.parametrize("code", ["yyyy-mm-dd", "mmm yyyy", "dd.mm.yyyy;@", "m/d/yyyy", "[$-F800]dddd, mmmm dd, yyyy"])
def test_text_under_a_format_of_dates_is_the_day_it_names(fill, tmp_path, text, serial, code):
    """The witness is Excel: 1 November 2026 is day 46327, 245 days after 1 March, which is 46082."""
    assert [shown for _, shown in fill([text], DAYS, [code])] == [code]
    assert serials(tmp_path / "own.xlsx", 1) == [serial]


def test_a_day_is_found_by_a_formula_that_compares_with_dates(fill, tmp_path):
    """The rows since 1 November: one. As texts they would be none."""
    fill(["2026-11-01"], DAYS, ["yyyy-mm-dd"], formula='=COUNTIFS(T[A],">="&DATE(2026,11,1))')
    assert openpyxl.load_workbook(tmp_path / "own.xlsx", data_only=True).active["J1"].value == 1


def test_in_a_book_of_the_1904_system_days_count_from_there(fill, tmp_path):
    """46327 less the 1462 days between the two systems."""
    fill(["2026-11-01"], DAYS, ["yyyy-mm-dd"], date_1904=True)
    assert serials(tmp_path / "own.xlsx", 1) == [44865]
    assert stored(tmp_path / "own.xlsx", 1) == [(datetime(2026, 11, 1), "yyyy-mm-dd")]  # noqa: DTZ001 - a day


def test_a_day_before_the_first_of_the_workbook_is_refused(tmp_path):
    for date_1904, day in ((True, date(1903, 12, 31)), (False, date(1899, 12, 29))):
        book = make(tmp_path / "own.xlsx", DAYS, ["yyyy-mm-dd"], date_1904=date_1904)
        with pytest.raises(MisfitError, match="lies before the first day"):
            socroi.fill(book, [{"A": day}])


def test_a_workbook_of_the_other_date_system_is_read_by_its_own(tmp_path):
    data = make(tmp_path / "data.xlsx", [[date(2026, 11, 1)]], date_1904=True)
    book = make(tmp_path / "own.xlsx", DAYS, ["yyyy-mm-dd"])
    socroi.fill(book, data)
    assert serials(book, 1) == [46327]


def test_days_without_any_format_get_one(fill, tmp_path):
    """A day in a cell of the format General would show as 46327; 14 and 22 are Excel's own formats of days."""
    assert fill(["2026-11-01"], blank=1) == [(datetime(2026, 11, 1), "mm-dd-yy")]  # noqa: DTZ001 - a day
    assert fill(["2026-11-01 06:00"], blank=1) == [(datetime(2026, 11, 1, 6), "m/d/yy h:mm")]  # noqa: DTZ001 - a day
    assert serials(tmp_path / "own.xlsx", 0) == [46327.25]


def test_days_take_the_format_of_those_above_where_the_blank_rows_have_none(tmp_path):
    book = make(tmp_path / "own.xlsx", DAYS, blank=2)
    sheet = openpyxl.load_workbook(book)
    sheet.active["A2"].number_format = "dd mmm yyyy"
    sheet.save(book)
    socroi.fill(book, [{"A": "2026-11-01"}, {"A": "2026-11-02"}, {"A": "2026-11-03"}])
    assert [shown for _, shown in stored(book, 1)] == ["dd mmm yyyy"] * 3


@pytest.mark.parametrize("code", ["#,##0.00", "0", '#,##0.00 "€"', "General", "0.00E+00", "_-* #,##0.00_-"])
@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.50", 1234.5), ("15K", 15000), ("€12.50", 12.5), ("(12)", -12), ("1'234.5", 1234.5), ("-", None)],
)
def test_text_under_numbers_is_a_number(fill, code, text, value):
    found = fill([text, "7"], [[5]], [code])
    assert found == [(value, code), (7, code)] if value is not None else [(7, code)]


@pytest.mark.parametrize("text", ["ca. 12", "10-", "12 hrs", "<5", "2026-11-01", "many", "15 mil", "5 XYZ", "1.2.3"])
@pytest.mark.parametrize(("rows", "code"), [([[5]], "General"), ([], "#,##0.00"), ([["n/a"], [5]], "General")])
def test_what_is_no_number_under_numbers_is_refused_by_its_line(fill, text, rows, code):
    with pytest.raises(MisfitError, match=r"data\.csv, line 3: .* is no number, and A wants one"):
        fill(["7", text], rows, [code], blank=1)


def test_every_cell_that_does_not_fit_is_told_of_in_the_order_of_the_lines(tmp_path):
    book = make(tmp_path / "own.xlsx", [[date(2026, 1, 1), 5]], ["yyyy-mm-dd", "0"])
    rows = [{"A": "soon", "B": "1"}, {"A": "2026-02-01", "B": "many"}, {"A": "later", "B": "few"}]
    with pytest.raises(MisfitError, match=r"And 3 more cells of it") as refused:
        socroi.fill(book, rows)
    assert [str(cell).split("'")[1] for cell in refused.value.cells] == ["soon", "many", "later", "few"]
    assert [cell.where for cell in refused.value.cells] == [
        "data, line 1",
        "data, line 2",
        "data, line 3",
        "data, line 3",
    ]


@pytest.mark.parametrize(
    ("rows", "formats"), [([["001"], ["002"]], ["General"]), ([], ["@"]), ([["001"]], ["@"]), ([], ["General"])]
)
def test_a_code_keeps_its_zeros(fill, rows, formats):
    assert [value for value, _ in fill(["003", "104"], rows, formats, blank=1)] == ["003", "104"]


@pytest.mark.parametrize("text", ["003", "+36301234567", "12345678901234567", "0012.50"])
def test_a_code_under_numbers_is_refused_and_no_number_is_made_of_it(fill, text):
    with pytest.raises(MisfitError, match="may be a code"):
        fill([text], [[1], [2]])


def test_a_format_that_shows_zeros_in_front_takes_a_code_as_its_number(fill):
    assert fill(["003"], [[1], [2]], ["000"]) == [(3, "000")]


@pytest.mark.parametrize("texts", [["12E5", "13E5"], ["007", "12"], ["123456789012345678"], ["+36301234567"]])
def test_codes_in_an_empty_column_stay_texts(fill, texts):
    assert [value for value, _ in fill(texts, blank=1)] == texts


@pytest.mark.parametrize(("text", "value"), [("25%", 0.25), ("0.25", 0.25), ("57.3%", 0.573), ("120%", 1.2), ("1", 1)])
def test_a_share_is_a_fraction(fill, text, value):
    assert fill([text], [[0.5]], ["0.0%"]) == [(value, "0.0%")]


@pytest.mark.parametrize("texts", [["25"], ["25%", "30"], ["2.6", "0.5"]])
def test_a_share_that_may_be_hundredfold_is_refused(fill, texts):
    with pytest.raises(MisfitError, match=r"A holds shares\. Write a share as 25% or 0\.25"):
        fill(texts, [[0.5]], ["0%"])


def test_per_cent_under_numbers_that_are_no_shares_is_refused(fill):
    with pytest.raises(MisfitError, match="is a share, and A holds numbers that are none"):
        fill(["25%"], [[30], [40]])
    assert fill(["25%"], [[0.3], [0.4]]) == [(0.25, "General")]


def test_money_of_another_currency_is_refused(fill):
    for texts, rows, code in (
        (["$3"], [[5]], '#,##0.00 "€"'),
        (["5 USD"], [], "[$€-407]#,##0.00"),
        (["€3", "$3"], [[5]], "0"),
    ):
        with pytest.raises(MisfitError, match="is another currency"):
            fill(texts, rows, [code], blank=1)
    assert fill(["7 EUR", "€6"], [[5]], ['#,##0.00 "€"']) == [(7, '#,##0.00 "€"'), (6, '#,##0.00 "€"')]
    assert fill(["12 USD"], [[5]], ["$#,##0"]) == [(12, "$#,##0")]


@pytest.mark.parametrize(
    ("text", "code", "days"),
    [
        ("14:05", "h:mm", 845 / 1440),
        ("2:05 PM", "h:mm AM/PM", 845 / 1440),
        ("12:00 am", "h:mm", 0),
        ("14:05:30", "hh:mm:ss", 50730 / 86400),
        ("26:30", "[h]:mm", 26.5 / 24),
        ("12 hrs", "[h]:mm", 0.5),
        ("1 h 30 min", "[h]:mm", 1.5 / 24),
        ("90 min", "[h]:mm", 1.5 / 24),
        ("2:30", "mm:ss", 150 / 86400),
    ],
)
def test_times_and_durations_are_parts_of_a_day(fill, tmp_path, text, code, days):
    fill([text], [[0.25]], [code])
    assert serials(tmp_path / "own.xlsx", 1) == [pytest.approx(days, abs=1e-12)]


@pytest.mark.parametrize(("text", "code"), [("26:30", "h:mm"), ("12 hrs", "h:mm"), ("noon", "h:mm"), ("7", "[h]:mm"),
                                            ("13:05 PM", "h:mm"), ("9:75", "h:mm")])  # fmt: skip
def test_what_is_no_time_is_refused(fill, text, code):
    with pytest.raises(MisfitError, match="and A wants one"):
        fill([text], [[0.25]], [code])


def test_shapes_of_pictures_are_no_times(fill):
    assert [value for value, _ in fill(["9:16", "1:1", "16:9"], blank=1)] == ["9:16", "1:1", "16:9"]


@pytest.mark.parametrize("texts", [["TRUE", "false"], ["yes", "NO"], ["1", "0"], ["igaz", "hamis"]])
def test_flags_under_flags_are_flags(fill, texts):
    assert [value for value, _ in fill(texts, [[True]], again=True)] == [True, False]


def test_true_and_false_alone_are_flags_and_yes_and_no_stay_words(fill):
    assert [value for value, _ in fill(["TRUE", "FALSE"], blank=1)] == [True, False]
    assert [value for value, _ in fill(["yes", "no"], blank=1)] == ["yes", "no"]
    with pytest.raises(MisfitError, match="'maybe' in the column 'A' is not TRUE or FALSE"):
        fill(["maybe"], [[True]])


@pytest.mark.parametrize("text", ["2026", "12", "1,234.50", "Nov 2026", "TRUE", "-", "=1+1", "n/a"])
def test_text_under_words_stays_as_it_is_written(fill, text):
    assert [value for value, _ in fill([text], [["word"], ["other"]])] == [text]


def test_words_under_words_stay_words_whatever_the_format_of_the_cells(fill):
    assert [value for value, _ in fill(["Ann"], [["Bob"]], ["#,##0.00"])] == ["Ann"]
    assert [value for value, _ in fill(["Ann"], [["Bob"]], ["yyyy-mm-dd"])] == ["Ann"]


def test_texts_that_are_days_above_do_not_keep_a_format_of_dates_from_deciding(fill, tmp_path):
    fill(["2026-11-01"], [["2026-10-01"]], ["yyyy-mm-dd"])
    assert serials(tmp_path / "own.xlsx", 1) == [46327]


def test_one_odd_cell_among_figures_of_an_empty_column_is_refused(fill):
    with pytest.raises(
        MisfitError, match=r"line 4: 'ca\. 3' in the column 'A' is no number, as most of the column are"
    ):
        fill(["1", "2", "ca. 3", "4"], blank=1)
    assert [value for value, _ in fill(["12A", "13B", "14"], blank=1)] == ["12A", "13B", "14"]


def test_figures_and_words_above_take_both(fill):
    assert [value for value, _ in fill(["12", "A-13", "014"], [[11], ["A-12"]])] == [12, "A-13", "014"]


def test_a_rule_decides_before_the_format(fill, tmp_path):
    fill(["2026-11-01"], rule={"type": "date", "operator": "greaterThan", "formula1": "1"}, blank=1)
    assert serials(tmp_path / "own.xlsx", 0) == [46327]
    with pytest.raises(MisfitError, match=r"2\.5 in the column 'A' is not allowed there: A is a whole number"):
        fill(["2.5"], rule={"type": "whole", "operator": "between", "formula1": "0", "formula2": "9"}, blank=1)
    assert (
        fill(["007"], rule={"type": "whole", "operator": "between", "formula1": "0", "formula2": "9"}, blank=1)[0][0]
        == 7
    )


@pytest.mark.parametrize(
    ("choices", "text", "value"),
    [('"1,2,3"', "2", 2), ('"TRUE,FALSE"', "true", True), ('"01,02"', "02", "02"), ('"Yes,No"', "Yes", "Yes")],
)
def test_a_drop_down_tells_the_kind_of_its_entries(fill, choices, text, value):
    rule = {"type": "list", "formula1": choices, "showErrorMessage": True}
    assert [found for found, _ in fill([text], rule=rule, blank=1)] == [value]
    with pytest.raises(MisfitError):
        fill(["5"], rule=rule, blank=1)


def test_an_order_of_day_and_month_that_nothing_decides_is_asked_for(fill, tmp_path):
    with pytest.raises(MisfitError, match=r"line 2: '03/04/2026'.*--date-order"):
        fill(["03/04/2026", "05/06/2026"], DAYS, ["yyyy-mm-dd"])
    fill(["03/04/2026", "13/06/2026"], DAYS, ["yyyy-mm-dd"])
    assert serials(tmp_path / "own.xlsx", 1) == [46115, 46186]
    fill(["03/04/2026"], DAYS, ["yyyy-mm-dd"], date_order="mdy")
    assert serials(tmp_path / "own.xlsx", 1) == [46085]


def test_another_column_of_the_file_tells_the_decimal_sign(tmp_path):
    book = make(tmp_path / "own.xlsx", [[1, 1]], ["0.000", "0.00"])
    data = tmp_path / "data.csv"
    data.write_text('A;B\n1.234;"7,5"\n', encoding="utf-8")
    socroi.fill(book, data)
    assert stored(book, 1) == [(1234, "0.000")]


def test_values_of_python_are_what_they_are(tmp_path):
    book = make(tmp_path / "own.xlsx", [[date(2026, 1, 1), 1, "x", True]], ["yyyy-mm-dd"])
    frame = pd.DataFrame({"A": [pd.Timestamp(2026, 11, 1)], "B": [2.5], "C": ["y"], "D": [False]})
    socroi.fill(book, frame)
    assert [cell.value for cell in openpyxl.load_workbook(book).active[3]][1:] == [2.5, "y", False]
    assert serials(book, 1) == [46327]
    with pytest.raises(MisfitError, match="2026-11-01 in the column 'B' is a date, and no number"):
        socroi.fill(book, [{"B": date(2026, 11, 1)}])
    with pytest.raises(MisfitError, match="'7' in the column 'A' is a number, and no date between"):
        socroi.fill(book, [{"A": 7}])


def test_a_figure_that_its_comma_cuts_in_two_is_refused_by_its_line(tmp_path):
    book = make(tmp_path / "own.xlsx", [[5]])
    data = tmp_path / "data.csv"
    data.write_text("A\n7\n$1,200\n", encoding="utf-8")
    with pytest.raises(MisfitError, match=r"line 3: it has 2 cells, where the line of headings has 1.*quotation marks"):
        socroi.fill(book, data)


def test_the_same_rows_are_not_put_in_twice_unawares(fill, tmp_path):
    book = make(tmp_path / "own.xlsx", [["x", 1], ["y", 2]])
    with pytest.raises(UsageError, match="these rows are there already, in the table T"):
        socroi.fill(book, [{"A": "x", "B": 1}, {"A": "y", "B": 2}])
    more = [{"A": "x", "B": 1}, {"A": "z", "B": 3}]
    with pytest.raises(UsageError, match="1 of its 2 rows is there already"):
        socroi.fill(book, more)
    done = socroi.fill(book, more, only_new=True)
    assert (done.rows, done.there_already) == (1, 1)
    assert socroi.fill(book, more, again=True).rows == 2
    assert socroi.fill(book, more, over=True).rows == 2
    assert [value for value, _ in stored(book, 0) if value] == ["x", "z"]


def test_rows_that_differ_in_one_cell_or_stand_twice_in_the_file_alone_are_new(tmp_path):
    book = make(tmp_path / "own.xlsx", [["x", 1]])
    assert socroi.fill(book, [{"A": "x", "B": 2}, {"A": "x", "B": 2}, {"A": "x"}]).rows == 3


def test_what_could_not_be_computed_is_in_the_result(fill, tmp_path):
    book = make(tmp_path / "own.xlsx", [[1]], formula="=SUM(T[A])+NOSUCH(1)")
    done = socroi.fill(book, [{"A": 2}])
    assert [cell.where for cell in done.uncomputed] == ["Sheet!J1"]
    assert done.report.path == book


def test_a_time_that_python_has_is_a_part_of_a_day(tmp_path):
    book = make(tmp_path / "own.xlsx", [[time(6, 0)]], ["[h]:mm"])
    socroi.fill(book, [{"A": timedelta(hours=36)}])
    assert serials(book, 1) == [1.5]
