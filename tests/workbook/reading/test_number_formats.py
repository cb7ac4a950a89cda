import openpyxl
import pytest

from socroi.workbook.package.parts import open_package
from socroi.workbook.reading.number_formats import Shows, pads_with_zeros, shows, style_codes, words_of


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", Shows.GENERAL),
        ("0", Shows.AMOUNT),
        ('_-* #,##0.00 "Ft"_-;-* #,##0.00 "Ft"_-', Shows.AMOUNT),
        ("[Red]0;[Blue]-0", Shows.AMOUNT),
        ("0.00E+00", Shows.AMOUNT),
        ("# ?/?", Shows.AMOUNT),
        ("0.0%", Shows.SHARE),
        ('0" %"', Shows.AMOUNT),
        ("yyyy-mm-dd", Shows.DATE),
        ("[$-409]mmm-yy;@", Shows.DATE),
        ("[$-F800]dddd, mmmm dd, yyyy", Shows.DATE),
        ("m/d/yyyy h:mm", Shows.DATE),
        ("h:mm AM/PM", Shows.TIME),
        ("mm:ss", Shows.TIME),
        ("[h]:mm:ss;@", Shows.DURATION),
        ("@", Shows.TEXT),
        (";;;", Shows.GENERAL),
        ("[nonsense]0", Shows.GENERAL),
    ],
)
def test_a_format_code_tells_what_it_shows(code, shown):
    assert shows(code) is shown


def test_words_beside_the_digits_are_told_and_zeros_in_front():
    assert words_of('#,##0.00 "€"').strip() == "€"
    assert words_of("[$€-407]#,##0.00") == "€"
    assert [pads_with_zeros(code) for code in ("000", "0", "#,##0", "0.00")] == [True, False, False, False]


def test_styles_have_their_codes_whether_these_are_built_in_or_not(tmp_path):
    book = openpyxl.Workbook()
    for row, code in enumerate(("General", "yyyy-mm-dd", "0%", '#,##0 "x&y"', "mm-dd-yy", "@"), 1):
        book.active.cell(row, 1, row).number_format = code
    book.save(tmp_path / "book.xlsx")
    codes = style_codes(open_package(tmp_path / "book.xlsx"))
    assert codes == ["General", "yyyy-mm-dd", "0%", '#,##0 "x&y"', "m/d/yyyy", "@"]
