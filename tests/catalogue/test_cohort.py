"""Witnesses: pandas, sums by hand, and shops drawn by lot whose truth is known."""

import os
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from customer_worlds import ladder

import socroi
from socroi.definition.registry import formulas
from socroi.gate import gate


def shop(chance, customers=240, months=8, platforms=("Instagram", "Search")):
    """Orders of a shop: each customer comes in one of the months and orders again in each later one by chance."""
    rows = []
    for number in range(customers):
        start = int(chance.integers(0, months))
        platform = platforms[number % len(platforms)]
        for age in range(months - start):
            if age == 0 or chance.random() < 0.3:
                month = start + age
                day = date(2025 + month // 12, month % 12 + 1, int(chance.integers(1, 29)))
                rows.append((f"c{number}", day, round(float(chance.lognormal(3.5, 0.6)), 2), platform))
    return pd.DataFrame(rows, columns=["customer", "date", "revenue", "platform"])


@pytest.fixture(scope="module")
def orders():
    return shop(np.random.default_rng(1))


END = date(2025, 8, 31)


def test_the_margin_by_age_is_the_pivot_that_pandas_makes(orders):
    table = socroi.SOCCOHORT(
        orders["customer"], orders["date"], orders["revenue"], margin=0.4, as_of=END, view="cumulative"
    ).set_index("group")
    known = orders.assign(month=pd.to_datetime(orders["date"]).dt.to_period("M"))
    known["cohort"] = known.groupby("customer")["month"].transform("min")
    known["age"] = (known["month"] - known["cohort"]).map(lambda step: step.n)
    pivot = known.pivot_table(index="cohort", columns="age", values="revenue", aggfunc="sum").fillna(0)
    sizes = known.groupby("cohort")["customer"].nunique()
    for place, cohort in enumerate(pivot.index):
        ages = len(pivot) - place
        wanted = (pivot.loc[cohort].to_numpy()[:ages].cumsum() * 0.4 / sizes[cohort]).tolist()
        row = table.loc[str(cohort)].tolist()[1:]
        assert row[:ages] == pytest.approx(wanted)
        assert pd.isna(row[ages:]).all()


def test_what_the_youngest_months_will_bring_is_the_chain_ladder_of_the_same_sums(orders):
    given = orders["customer"], orders["date"], orders["revenue"]
    sums = socroi.SOCCOHORT(*given, as_of=END, view="cumulative").set_index("group")
    ladder = socroi.SOCCOHORT(*given, as_of=END, view="ladder").set_index("month")
    triangle = sums.drop("total").iloc[:, 1:].to_numpy(float) * sums.drop("total")[["customers"]].to_numpy()
    # By hand: from each age to the next as all months did that reached it.
    factors = [
        np.nansum(np.where(np.isnan(triangle[:, age + 1]), 0, triangle[:, age + 1]))
        / np.nansum(np.where(np.isnan(triangle[:, age + 1]), 0, triangle[:, age]))
        for age in range(7)
    ]
    youngest = triangle[-1, 0] * np.prod(factors)
    assert ladder["at the oldest age"]["2025-08"] == pytest.approx(youngest)
    assert ladder["to come"]["total"] == pytest.approx(
        (ladder["at the oldest age"] - ladder["so far"]).drop("total").sum()
    )
    assert ladder["standard error"]["2025-01"] == 0


def test_customers_belong_to_the_platform_of_their_first_order_and_cac_and_payback_follow(orders):
    spend = [["platform", "spend"], ["instagram", 6000], ["Search", 100000]]
    table = socroi.SOCCOHORT(*(orders[name] for name in orders), spend, 0.5, END).set_index("group")
    people = orders.drop_duplicates("customer")["platform"].value_counts()
    assert table["customers"]["Instagram"] == people["Instagram"]
    assert table["CAC"]["Instagram"] == pytest.approx(6000 / people["Instagram"])
    assert table["LTV : CAC"]["Instagram"] == pytest.approx(table["LTV"]["Instagram"] / table["CAC"]["Instagram"])
    assert table["payback"]["Search"] == "not yet"
    assert table["low"]["Instagram"] < table["LTV"]["Instagram"] < table["high"]["Instagram"]


def test_payback_is_read_between_two_ages_in_proportion():
    # 30 customers pay 10 at age 0, 10 at age 1 and 10 at age 2: 25 are back after two months and a half.
    months = [date(2025, 1, 5), date(2025, 2, 5), date(2025, 3, 31)]
    rows = [(f"c{n}", day, 10) for n in range(30) for day in months]
    table = socroi.SOCCOHORT(*zip(*rows, strict=True), None, [["2025-01", 750]]).set_index("group")
    assert table["CAC"]["2025-01"] == 25
    assert table["payback"]["2025-01"] == pytest.approx(2.5)
    # Each brings the same: there is no doubt.
    assert [table["from"]["2025-01"], table["to"]["2025-01"]] == pytest.approx([2.5, 2.5])


def test_a_month_that_is_not_over_is_left_out(orders):
    given = orders["customer"], orders["date"], orders["revenue"]
    august = socroi.SOCCOHORT(*given, as_of=date(2025, 8, 30), view="ladder")
    assert august["month"].tolist()[-2] == "2025-07"
    assert socroi.SOCCOHORT(*given, as_of=END, view="ladder")["month"].tolist()[-2] == "2025-08"


def test_a_month_as_a_date_or_as_text_names_the_same_group(orders):
    given = orders["customer"], orders["date"], orders["revenue"]
    by_text = socroi.SOCCOHORT(*given, None, [["2025-03", 900]], as_of=END)
    by_date = socroi.SOCCOHORT(*given, None, [[date(2025, 3, 17), 400], [45719, 500]], as_of=END)
    assert by_text.equals(by_date)


def test_moments_and_days_stand_in_one_column_and_count_as_their_days(orders):
    mixed = [
        datetime(day.year, day.month, day.day, 23, 59) if n % 3 else day  # noqa: DTZ001 - as pandas reads an export
        for n, day in enumerate(orders["date"])
    ]
    given = orders["customer"], orders["revenue"]
    plain = socroi.SOCCOHORT(given[0], orders["date"], given[1], as_of=END)
    assert socroi.SOCCOHORT(given[0], mixed, given[1], as_of=END).equals(plain)
    assert socroi.SOCCOHORT(given[0], mixed, given[1]).equals(socroi.SOCCOHORT(given[0], orders["date"], given[1]))


@pytest.mark.parametrize("customers", [40, 90])
def test_the_interval_of_what_a_customer_brings_holds_the_truth_about_as_often_as_it_says(customers):
    # A customer's first order and, in each of the two months that 30 have reached, another in 3 of 10 cases. The mean
    # order is exp(3.5 + 0.18); 90 shops with 95%: with 3 standard errors 79 to 90 hold it.
    chance = np.random.default_rng(customers)
    draws = 2000 if os.environ.get("SOCROI_SWEEP") else 90
    held = 0
    for _ in range(draws):
        rows = [
            (number, date(2025, 1 + number % 2 + age, 10), float(chance.lognormal(3.5, 0.6)))
            for number in range(customers)
            for age in range(4 - number % 2)
            if age == 0 or chance.random() < 0.3
        ]
        answer = gate.call(formulas()["SOCCOHORT"], *map(list, zip(*rows, strict=True)), as_of=date(2025, 4, 30))
        total = answer.body[-1]
        truth = np.exp(3.5 + 0.18) * (1 + 0.3 * (total[2] - 1))
        held += total[4] <= truth <= total[5]
    assert 0.87 <= held / draws <= 1


def test_too_little_is_refused_with_what_would_do(orders):
    given = [orders[name].tolist() for name in ("customer", "date", "revenue")]
    assert "3 months old" in socroi.SOCCOHORT(*given, as_of=date(2025, 2, 28)).hint
    few = orders[orders["customer"].isin([f"c{n}" for n in range(29)])]
    answer = socroi.SOCCOHORT(few["customer"], few["date"], few["revenue"], as_of=END)
    assert answer == "#NUM!"
    assert "29 customers" in answer.why
    assert socroi.SOCCOHORT(*given, None, [["2025-01", 1, 2]], as_of=END) == "#VALUE!"


def test_an_order_without_a_date_yet_leaves_the_others_at_their_platforms(orders):
    given = [orders[name].tolist() for name in orders]
    blank = pd.DataFrame([["c0", None, 5.0, "Search"]], columns=orders.columns)
    more = pd.concat([orders.iloc[:10], blank, orders.iloc[10:]])
    assert socroi.SOCCOHORT(*given, as_of=END).equals(
        socroi.SOCCOHORT(*(more[name].tolist() for name in more), as_of=END)
    )


def test_orders_may_come_in_any_order(orders):
    mixed = orders.sample(frac=1, random_state=1)
    one = socroi.SOCCOHORT(orders["customer"], orders["date"], orders["revenue"], as_of=END)
    other = socroi.SOCCOHORT(mixed["customer"], mixed["date"], mixed["revenue"], as_of=END)
    assert one["LTV"].tolist() == pytest.approx(other["LTV"].tolist())


# Retention

STAYED = [1000, 869, 743, 653, 593, 551, 517, 491]


def test_who_stays_is_the_curve_of_fader_and_hardie():
    table = socroi.SOCRETAIN(STAYED, 12, 50)
    # With the parameters that they print, 0.668 and 3.806; 39.4% were seen.
    by_hand = np.prod([(3.806 + year) / (0.668 + 3.806 + year) for year in range(12)])
    assert table["stay"][12] == pytest.approx(by_hand, abs=5e-5)
    assert table["periods"][12] == pytest.approx(table["stay"].sum())
    assert table["LTV"][12] == pytest.approx(50 * table["periods"][12])
    # An average rate of leaving over the seven years foretells far fewer.
    left = (STAYED[0] - STAYED[-1]) / sum(STAYED[:-1])
    assert (1 - left) ** 12 < 0.30 < table["low"][12]


def test_the_rate_at_which_customers_stay_is_that_of_the_curve_from_age_to_age():
    table = socroi.SOCRETAIN(STAYED)
    assert len(table) == 15
    ratios = table["stay"].to_numpy()[1:] / table["stay"].to_numpy()[:-1]
    assert table["rate"].tolist()[1:] == pytest.approx(ratios.tolist())


def test_curves_that_nobody_could_trust_are_refused():
    assert socroi.SOCRETAIN(STAYED, 15) == "#NUM!"
    assert "twice" in socroi.SOCRETAIN(STAYED, 15).why
    assert socroi.SOCRETAIN([29, 20, 15, 12]) == "#NUM!"
    assert socroi.SOCRETAIN([100, 80, 85, 70]) == "#NUM!"
    assert socroi.SOCRETAIN([100, 100, 100, 100]) == "#NUM!"
    assert socroi.SOCRETAIN([100, 80, 70]) == "#NUM!"


def test_days_without_orders_at_the_end_count_where_as_of_says_so():
    rows = [(n, date(2025, 1, 1) + timedelta(n % 3 * 31), 10) for n in range(60)]
    # The last order is of early March: that month is not over, and two months are too few.
    assert socroi.SOCCOHORT(*zip(*rows, strict=True)) == "#NUM!"
    assert len(socroi.SOCCOHORT(*zip(*rows, strict=True), as_of=date(2025, 3, 31))) == 4


def test_what_comes_lies_within_three_errors_of_the_chain_ladder_in_nine_of_ten_shops_and_not_within_two_in_95():
    # 100 shops of 40 customers and 12 months: 86 within 1.96 and 95 within 3, of 400.
    off = np.abs([ladder(np.random.default_rng(seed), 40, 0.5, 12) for seed in range(100)])
    assert 0.74 < np.mean(off < 1.96) < 0.96
    assert np.mean(off < 3) > 0.87
