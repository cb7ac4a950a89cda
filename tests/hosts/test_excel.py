"""What arrives from Excel and what leaves, on the routes of xlwings: its own code runs here, on a stubbed pywin32."""

import pytest
from answers import for_office, from_office

from socroi.definition.registry import formulas
from socroi.hosts.descriptions import described


def in_a_cell(classic, name, *arguments):
    return classic.ask("call", name, list(arguments))


def column(*cells):
    return {"range": [[cell] for cell in cells]}


# Each line: 1500 earned in all for 500, so the profit is 1000 (a hand sum).
ARRIVALS = {
    "a column": column(1000, 500),
    "a row": {"range": [[1000, 500]]},
    "a block": {"range": [[1000, None], [None, 500]]},
    "one cell": {"range": [[1500]]},
    "a typed number": 1500,
    "a typed array": {"array": [[1000, 500]]},
    "currency cells, which are Decimal": column({"currency": "1000.0000"}, {"currency": "500"}),
    "blanks and empty texts between": column(1000, None, "", 500),
    "a heading above": column("revenue", 1000, 500),
    "TRUE in the range, which SUM skips": column(True, 1000, 500),
    # 9 February 1904 is day 1501 of Excel's 1900 calendar, 31 December 1899 day 0 (Excel's own help on serial numbers).
    "a date counts by its serial number": column({"date": "1904-02-09T00:00:00"}, -1),
}


@pytest.mark.parametrize("revenue", ARRIVALS.values(), ids=ARRIVALS.keys())
def test_revenue_is_summed_however_excel_hands_it_over(classic, revenue):
    assert in_a_cell(classic, "SOCPROFIT", revenue, {"range": [[500]]}, {"missing": True}) == 1000.0


@pytest.mark.parametrize(
    "code", ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"]
)
def test_an_error_in_a_range_is_the_result_and_never_summed_as_money(classic, code):
    # #SPILL! and #CALC! reach xlwings as the bare numbers -2146826243 and -2146826238.
    assert in_a_cell(classic, "SOCPROFIT", column(1000, {"error": code}), 500, {"missing": True}) == code
    assert in_a_cell(classic, "SOCPROFIT", {"error": code}, 500, {"missing": True}) == code


def test_an_amount_that_equals_an_error_number_is_an_amount(classic, officejs):
    assert in_a_cell(classic, "SOCPROFIT", column(-2146826243, 0), 0, {"missing": True}) == -2146826243.0
    answer = officejs.ask("call", "SOCPROFIT", list(map(for_office, ([[-2146826281], [0]], 0, None))))
    assert from_office(answer) == -2146826281.0


def test_a_blank_cell_is_not_known_yet(classic):
    assert in_a_cell(classic, "SOCPROFIT", {"range": [[None]]}, 500, {"missing": True}) == "#N/A"
    assert in_a_cell(classic, "SOCPROFIT", column(None, None), 500, {"missing": True}) == "#N/A"


def test_a_blank_or_omitted_optional_argument_takes_its_default(classic):
    for left_out in ({"missing": True}, {"range": [[None]]}, {"range": [[""]]}):
        assert in_a_cell(classic, "SOCROI", 1000, 500, left_out, left_out) == 100.0


def test_a_mistake_of_the_caller_is_an_error_not_a_python_traceback(classic):
    # Text for a number, sizes that differ, a rate of 25: by the rules of the catalogue #VALUE!, #VALUE!, #NUM!.
    assert in_a_cell(classic, "SOCROI", "abc", 500, {"missing": True}, {"missing": True}) == "#VALUE!"
    assert in_a_cell(classic, "SOCVALUE", column(1, 2), column(1, 2, 3)) == "#VALUE!"
    assert in_a_cell(classic, "SOCROI", 1000, 500, 25, {"missing": True}) == "#NUM!"


def test_nothing_in_a_spill_leaves_as_empty_text(classic, officejs):
    # SOCALLOC leaves the share of a blank driver blank.
    assert in_a_cell(classic, "SOCALLOC", 900, {"range": [[1, None, 2]]}) == [300.0, "", 600.0]
    assert officejs.ask("call", "SOCALLOC", list(map(for_office, (900, [[1, None, 2]])))) == [[300.0, "", 600.0]]


def test_an_error_that_office_js_has_no_word_for_is_an_error_all_the_same(officejs):
    spill = {"type": "Error", "errorType": "Spill", "basicType": "Error", "basicValue": "#SPILL!"}
    answer = officejs.ask("call", "SOCPROFIT", [[[1000], [spill]], [[500]], None])
    assert answer == [[{"type": "Error", "errorType": "Value"}]]


@pytest.fixture(scope="module")
def imported(classic):
    return classic.ask("import", "socroi.xlam")


def test_excel_shows_each_function_in_our_category_with_help_on_every_argument(imported):
    described = {macro.partition("!")[2]: options for macro, options in imported["descriptions"]}
    assert described.keys() == formulas().keys()
    for name, options in described.items():
        assert options["Category"] == "Social ROI"
        assert 0 < len(options["Description"]) <= 255
        assert len(options["ArgumentDescriptions"] or []) == len(formulas()[name].parameters)


def test_help_that_is_too_long_is_cut_after_a_word():
    assert described("one  two\n three") == "one two three"
    assert described("a" * 255) == "a" * 255
    assert described("word, " * 60) == "word, " * 41 + "word..."


def test_office_js_is_told_of_every_function_and_of_what_is_optional(officejs):
    meta = {function["id"]: function for function in officejs.ask("meta")["functions"]}
    assert meta.keys() == formulas().keys()
    for name, function in meta.items():
        wanted = [(p.name, not p.required) for p in formulas()[name].parameters]
        assert [(p["name"], p.get("optional", False)) for p in function["parameters"]] == wanted


def test_the_vba_has_no_argument_by_a_word_of_vba(imported):
    # `end` of SOCGROWTH and `date` of SOCBYPERIOD cannot be names in VBA.
    assert "Function SOCGROWTH(start, end_, Optional periods)" in imported["vba"]
    assert "Function SOCBYPERIOD(date_, revenue, cost, Optional period, Optional margin)" in imported["vba"]
