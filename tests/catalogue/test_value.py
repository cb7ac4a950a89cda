from fractions import Fraction

import pytest

import socroi
from socroi.catalogue.value import BENCHMARKS

TABLE = [["KPI", "value"], ["Follower", 0.25], [" lead ", 5], ["link click", None], ["share", "?"], ["lead", 99]]


def test_a_kpi_is_found_whatever_its_case_and_spaces():
    assert socroi.KPIVALUE("LEAD", 3, TABLE) == 15.0
    assert socroi.KPIVALUE("  follower ", 8, TABLE) == 2.0


def test_the_unit_value_is_for_one():
    assert socroi.KPIVALUE("lead", values=TABLE) == 5.0


def test_kpis_are_answered_cell_by_cell_and_errors_stay_in_their_cells():
    assert socroi.KPIVALUE(["lead", "nothing", "#REF!", "follower"], [1, 2, 3, -4], TABLE) == [
        5.0,
        "#N/A",
        "#REF!",
        "#NUM!",
    ]


def test_a_row_of_kpis_against_a_column_of_quantities_fills_a_block():
    assert socroi.KPIVALUE([["lead", "follower"]], [[1], [2]], TABLE) == [[5.0, 0.25], [10.0, 0.5]]


def test_a_table_that_is_an_error_is_that_error_and_one_that_holds_an_error_is_a_table():
    unknown = socroi.SOCROI(1000, 0)
    assert socroi.KPIVALUE("lead", 4, unknown) == "#DIV/0!"
    assert socroi.KPIVALUE("lead", 4, [["like", unknown], ["lead", 3]]) == 12.0
    assert socroi.KPIVALUE("lead", 4, [unknown, 3]) == "#VALUE!"


def test_ranges_of_kpis_and_quantities_that_do_not_match_are_refused():
    assert socroi.KPIVALUE(["lead", "lead", "lead"], [1, 2], TABLE) == "#VALUE!"


def test_a_value_that_is_not_known_yet_leaves_the_result_unknown():
    answer = socroi.KPIVALUE("link click", 10, TABLE)
    assert answer == "#N/A"
    assert "not known yet" in answer.why


def test_a_text_for_a_value_is_refused():
    assert socroi.KPIVALUE("share", 10, TABLE) == "#VALUE!"


def test_an_error_elsewhere_in_the_table_does_no_harm():
    assert socroi.KPIVALUE("lead", 2, [["x", "#N/A"], ["#REF!", 1], ["lead", 3]]) == 6.0
    assert socroi.KPIVALUE("x", 2, [["x", "#DIV/0!"], ["lead", 3]]) == "#DIV/0!"


def test_an_unknown_kpi_names_the_nearest():
    assert '"link click"' in socroi.KPIVALUE("link clicks", 1, TABLE).hint


def test_wildcards_are_letters_like_any_other():
    assert socroi.KPIVALUE("l*", 1, TABLE) == "#N/A"


def test_a_table_of_one_column_is_refused():
    assert socroi.KPIVALUE("lead", 1, ["lead", "follower"]) == "#VALUE!"


@pytest.mark.parametrize("table", [None, [[None, None], [None, None]], [["", ""]], []])
@pytest.mark.parametrize("kpi", ["follower", "lead", "link click"])
def test_without_a_table_of_ones_own_nothing_is_known_of_a_worth(kpi, table):
    # S3, step 5 has figures for these three, and calls them fictional.
    answer = socroi.KPIVALUE(kpi, 40, table)
    assert answer == "#N/A"
    assert "table of two columns" in answer.hint


def test_benchmarks_show_the_figures_that_the_article_calls_fictional():
    table = socroi.SOCBENCHMARKS().set_index("KPI")["value"]
    assert table[["follower", "lead", "link click"]].tolist() == [0.25, 5.0, 1.0]


def test_every_benchmark_says_where_it_is_from_and_what_it_is():
    table = socroi.SOCBENCHMARKS()
    assert list(table.columns) == ["KPI", "value", "currency", "year", "source", "status"]
    assert len(table) == len(BENCHMARKS)
    assert set(table["status"]) == {"illustrative", "published"}
    assert all(table["source"].str.startswith("S3"))


def test_values_are_multiplied_row_by_row_and_unknown_rows_left_out():
    assert socroi.SOCVALUE([10, None, 30, 40], [1, 2, 3, None]) == 10 + 90


def test_a_lead_is_worth_its_share_of_a_sale():
    assert socroi.SOCLEADVALUE(200, 0.1, 0.5) == 10.0


def lifetime(value, periods, margin, discount, churn):
    """The sum as the docstring defines it, one period after the other."""
    return sum(value * margin * (1 - churn) ** (t - 1) / (1 + discount) ** t for t in range(1, periods + 1))


@pytest.mark.parametrize(
    "case", [(50, 12, 1, 0, 0), (50, 12, 0.4, 0.01, 0), (50, 12, 1, 0, 0.05), (80, 36, 0.3, 0.02, 0.1)]
)
def test_lifetime_value_is_the_sum_over_the_periods(case):
    assert socroi.SOCLTV(*case) == pytest.approx(lifetime(*case), rel=1e-12)


def test_lifetime_value_without_an_end_is_the_limit_of_the_sum():
    assert socroi.SOCLTV(50, None, 0.4, 0, 0.1) == pytest.approx(lifetime(50, 2000, 0.4, 0, 0.1), rel=1e-12)
    assert socroi.SOCLTV(50, None, 1, 0.02, 0.1) == pytest.approx(lifetime(50, 2000, 1, 0.02, 0.1), rel=1e-12)


@pytest.mark.parametrize("rate", [0.1 + 0.2 - 0.3, 1e-300, 1e-12, 1e-9, 1e-6, 9.9e-5, 1.01e-4, 1e-3])
@pytest.mark.parametrize("argument", ["discount", "churn"])
def test_lifetime_value_at_a_tiny_rate_keeps_its_digits(rate, argument):
    # Exact fractions: the sum of 12 payments, one after the other.
    exact = Fraction(rate)
    factor = 1 / (1 + exact) if argument == "discount" else 1 - exact
    first = factor if argument == "discount" else 1
    expected = float(100 * sum(first * factor**t for t in range(12)))
    assert socroi.SOCLTV(100, 12, **{argument: rate}) == pytest.approx(expected, rel=1e-14)


def test_lifetime_value_where_leavers_skip_is_the_margin_multiple_of_the_source():
    # Gupta and Lehmann (2003): at a retention of 80% and a discount of 12% a customer is worth 2.5 margins, r/(1+i-r);
    # where those who leave in a period still pay for it, 1/(1+i-r) = 3.125.
    assert socroi.SOCLTV(1, None, 1, 0.12, 0.2, "skip") == pytest.approx(0.8 / (1 + 0.12 - 0.8))
    assert socroi.SOCLTV(1, None, 1, 0.12, 0.2, "pay") == pytest.approx(3.125)
    # By hand, two periods: 80 / 1.12 + 64 / 1.12^2.
    assert socroi.SOCLTV(100, 2, 1, 0.12, 0.2, "skip") == pytest.approx(80 / 1.12 + 64 / 1.2544)


def test_lifetime_value_where_everybody_leaves_is_one_payment_or_none():
    assert socroi.SOCLTV(110, 5, 1, 0.1, 1) == pytest.approx(100)
    assert socroi.SOCLTV(110, 5, 1, 0.1, 1, "skip") == 0.0


def test_lifetime_value_without_end_discount_or_churn_has_no_limit():
    assert socroi.SOCLTV(50) == "#DIV/0!"


def test_avoided_cost_of_clicks_leaves_the_brand_out():
    # 100 x 0.5 x 0.8 + 50 x 2 x 1 = 140; the third price is not known yet.
    assert socroi.SOCPPCVALUE([100, 50, 10], [0.5, 2, None], [0.2, None, 0.5]) == 140.0


def test_the_value_of_a_fan_is_the_published_formula():
    # Zarrella: (L / UpM) x (LpD x 30) x (C / L) x CR x ACV = (10000 / 50) x (4 x 30) x (80 / 10000) x 0.01 x 60.
    assert socroi.SOCFANVALUE(50, 4, 80, 0.01, 60) == pytest.approx(200 * 120 * 0.008 * 0.01 * 60)


def test_savings_and_word_of_mouth_are_products_of_their_parts():
    assert socroi.SOCSAVINGS(400, 0.5, 0.25, 8) == 400.0
    assert socroi.SOCWOM(50, 3, 0.1, 40) == 600.0


def test_what_a_customer_may_cost_is_a_decision_that_no_default_makes():
    assert socroi.SOCMAXCPA(600, 0.1) == 60.0
    assert socroi.SOCMAXCPA(600) == "#N/A"
