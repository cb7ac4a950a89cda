"""Expected values: the sums in the docstring of `CASE`, done by hand; computed by IronCalc from the workbook itself."""

import pytest

JANUARY, FEBRUARY, MARCH = range(3)


def test_total_return_cost_profit_and_roi_are_those_summed_by_hand(computed):
    assert computed["return_total"] == 395
    assert computed["cost_total"] == pytest.approx(680)
    assert computed["profit_total"] == pytest.approx(-285)
    assert computed["roi_total"] == pytest.approx(-28500 / 680)


def test_direct_and_indirect_returns_are_kept_apart_and_an_unmarked_one_is_in_neither(computed):
    assert computed["return_direct"] == 350
    assert computed["return_indirect"] == 25


def test_months_sum_what_falls_into_them_and_a_long_bill_is_spread(computed):
    assert computed.cells("month_return")[:4] == [75, 300, 20, ""]
    assert computed.cells("month_cost") == [420, 160, 100, *[""] * 9]
    assert computed["cost_ahead"] == pytest.approx(900)


def test_shared_cost_falls_on_platforms_by_their_return_and_no_cent_is_lost(computed):
    cost = dict(zip(computed.cells("platform_names"), computed.cells("platform_cost"), strict=True))
    assert cost["Facebook"] == pytest.approx(100 + 520 * 350 / 375)
    assert cost["Instagram"] == pytest.approx(520 * 25 / 375)
    assert cost["LinkedIn"] == 60
    assert sum(value for value in cost.values() if value != "") == pytest.approx(680)


def test_roi_of_a_platform_without_a_known_return_is_blank_and_not_minus_a_hundred(computed):
    roi = dict(zip(computed.cells("platform_names"), computed.cells("platform_roi"), strict=True))
    assert roi["LinkedIn"] == ""
    assert roi["Instagram"] == pytest.approx((25 - 520 * 25 / 375) * 100 / (520 * 25 / 375))


def test_return_without_a_platform_stands_in_a_line_of_its_own(computed):
    assert computed["unnamed_return"] == 20
    assert computed.row("ROI", "Other, or none named")[2] == 20


def test_best_and_weakest_platform_are_named_on_the_first_sheet(computed):
    assert computed.row("Start", "Best platform")[0] == "Instagram"
    assert computed.row("Start", "Weakest platform")[0] == "Facebook"


def test_range_adds_only_the_estimates_that_have_low_likely_and_high(computed):
    assert [computed[f"roi_{name}"] for name in ("low", "likely", "high")] == pytest.approx(
        [(395 + year * 3 / 12 - 680) * 100 / 680 for year in (79, 158, 316)]
    )


def test_avoided_cost_is_computed_and_is_not_in_the_return(computed):
    # The clicks are those of twelve months, of which three count.
    assert computed["avoided_cost"] == pytest.approx((100 * 1.5 * 0.8 + 50 * 2) * 3 / 12)


def test_goals_count_up_from_their_start_or_take_the_measured_figure(computed):
    rows = [[computed.sheets["Goals"].get(f"{column}{row}") or "" for column in "GHI"] for row in (7, 8, 9)]
    # Three of twelve months are over: half of the way is twice as fast as needed.
    assert rows[0] == [14, 0.5, 2]
    assert rows[1] == [2, 0.5, 2]


def test_goal_without_a_start_has_no_progress_because_blank_is_not_zero(computed):
    assert not computed.sheets["Goals"].get("G9")
    assert not computed.sheets["Goals"].get("H9")


@pytest.mark.parametrize(
    ("check", "count"),
    [
        ("Months so far without any result", 0),
        ("Results whose KPI has no value yet: they do not count", 1),
        ("KPIs in use at a value that is only illustrative", 1),
        ("Results marked neither direct nor indirect", 1),
        ("Platforms with results but no cost of their own", 1),
        ("Platforms with a cost but no results", 1),
        ("Rows whose platform is missing or not listed", 1),
        ("Cost categories never used (forgotten?)", 7),
        ("Rows outside of the twelve months: they do not count", 2),
        ("Amounts below zero, or shares such as 25 typed for 25%", 0),
        ("Text where a number or a date belongs", 0),
        ("Rows without a month: they do not count", 0),
        ("Rows that stand there twice", 0),
        ("Rows without their formulas: they do not count", 0),
        ("Months with results but without any cost", 0),
        ("KPIs that stand twice in the list of their values", 0),
        ("First month, or month to count to, that is no month of the year", 0),
        ("Estimates without low ≤ likely ≤ high: they do not count", 1),
        ("Total and sum over the KPIs differ", 0),
    ],
)
def test_each_check_counts_what_was_put_amiss(computed, check, count):
    _, shown, word = computed.row("Start", check)[:3]
    assert (shown or 0) == count
    assert word == ("▲ look here" if count else "✓ fine")


def test_blank_workbook_shows_no_error_and_no_zero(computed_blank):
    shown = {
        f"{sheet}!{address}": value
        for sheet, cells in computed_blank.sheets.items()
        for address, value in cells.items()
        if (isinstance(value, str) and value.startswith("#")) or (value == 0 and not _is_weight(sheet, address))
    }
    hidden = (computed_blank.book.defined_names[name].attr_text for name in ("stops", "typed", "probe"))
    assert shown.keys() == {place.replace("$", "").replace("'", "") for place in hidden}


def _is_weight(sheet, address):
    # Weights and counts behind a calculation are zero from the start; their number format shows nothing.
    column = address.rstrip("0123456789")
    if sheet in {"ROI", "Campaigns"}:
        return column in set("LMNOPQRS" if sheet == "ROI" else "LMNOP")
    return sheet == "Plan" and (len(column), column) >= (1, "Q")


def test_blank_workbook_says_that_the_headline_is_not_known_yet(computed_blank):
    assert [computed_blank.sheets["Start"][f"{column}6"] for column in "BCDE"] == ["–"] * 4
