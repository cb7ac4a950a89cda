"""Expected values: sums done by hand, and our functions of the catalogue, which have their own witnesses, in Python.

The workbooks compute the same by plain formulas.
"""

from datetime import date
from math import sin
from statistics import correlation

import pytest
from every_template import Figures, computed, filled

import socroi
from socroi.templates.tables import read_template

MONTH = date(2026, 1, 1)


@pytest.fixture(scope="module")
def audience():
    return Figures(computed("audience_value", example=True))


@pytest.fixture(scope="module")
def customers():
    return read_template(computed("audience_value", example=True), keys=True)["Customers"]


@pytest.fixture(scope="module")
def attribution():
    return Figures(computed("attribution_and_tests", example=True))


def test_scorecard_values_each_kpi_and_adds_up_by_platform_and_by_goal(tmp_path):
    figures = filled(
        tmp_path / "a.xlsx",
        "kpi_scorecard",
        {
            "Kpis": [
                {"kpi": "New followers", "goal": "Brand awareness", "kind": "indirect", "target": 400, "worth": 0.25},
                {"kpi": "Leads", "goal": "Sales", "kind": "direct", "target": 20, "worth": 5},
                {"kpi": "Purchases", "goal": "Sales", "kind": "direct"},
            ],
            "Results": [
                {"month": MONTH, "platform": "Facebook", "kpi": "New followers", "quantity": 100},
                {"month": MONTH, "platform": "Instagram", "kpi": "Leads", "quantity": 10},
                {"month": date(2026, 2, 1), "platform": "Facebook", "kpi": "Leads", "quantity": 4},
                {"month": date(2026, 2, 1), "platform": "Facebook", "kpi": "Purchases", "quantity": 2, "revenue": 80},
            ],
            "Costs": [
                {"month": MONTH, "platform": "Facebook", "category": "Ads", "amount": 60},
                {"month": MONTH, "platform": "Instagram", "category": "Ads", "amount": 40},
            ],
        },
    )
    # 100 x 0.25 + 14 x 5 + 80 = 175 on 100.
    assert figures["return_total"] == 175
    assert figures["roi_total"] == 75
    assert figures.row("Scorecard", "Leads")[:4] == ["Sales", 20, 14, 0.7]
    # Two of twelve months are over: a quarter of the followers is ahead.
    assert [figures.row("Scorecard", name)[4] for name in ("New followers", "Purchases")] == ["✓ on track", "no target"]
    assert figures.row("Scorecard", "Sales")[:4] == [2, 0, 150, pytest.approx(150 / 175)]
    assert figures.row("Platforms", "Facebook")[7] == pytest.approx((125 - 60) * 100 / 60)
    assert figures.row("Platforms", "Instagram")[7] == 25
    assert (figures["return_direct"], figures["return_indirect"]) == (150, 25)


def test_hidden_returns_go_from_traced_sales_to_all_and_keep_the_avoided_cost_apart(tmp_path):
    figures = filled(
        tmp_path / "a.xlsx",
        "hidden_returns",
        {
            "Keywords": [
                {"keyword": "course", "clicks": 100, "cpc": 1.5, "brand": 0.2},
                {"keyword": "cake", "clicks": 50, "cpc": 2},
            ],
            "Sales": [
                {"month": MONTH, "line": "Traced to social media", "revenue": 400, "evidence": "Direct commerce"},
                {"month": MONTH, "line": "Search, lifted by social media", "revenue": 500, "part": 0.2},
            ],
            "Indirect": [{"what": "Reputation", "low": 10, "likely": 20, "high": 60, "evidence": "Anecdote"}],
            "Costs": [{"month": MONTH, "platform": "Facebook", "category": "Ads", "amount": 100}],
        },
        {
            "margin": 0.5,
            "savings": {
                "service": {
                    "questions": (100, 100, 100), "answered": (0.5, 0.5, 0.5), "deflected": (0.1, 0.2, 0.4),
                    "contact": (2, 2, 2),
                }
            },
        },
    )  # fmt: skip
    # The clicks are those of twelve months, of which one counts.
    assert figures["avoided_cost"] == pytest.approx((100 * 1.5 * 0.8 + 50 * 2) / 12)
    assert figures["return_social"] == 200
    assert figures["return_search"] == 50
    # Half of 400; half of a fifth of 500; of 100 questions x 0.5 x 0.1, 0.2, 0.4 x 2 and of the reputation, which are
    # for twelve months, the one month that counts.
    assert figures["roi_direct"] == 100
    assert [figures[f"return_{key}"] for key in ("low", "likely", "high")] == pytest.approx(
        [250 + year / 12 for year in (20, 40, 100)]
    )
    assert [figures[f"roi_{key}"] for key in ("low", "likely", "high")] == pytest.approx(
        [150 + year / 12 for year in (20, 40, 100)]
    )
    assert figures["roi_expected"] == pytest.approx(150 + (0.185 * 20 + 0.63 * 40 + 0.185 * 100) / 12)
    # Only the direct sales rest on more than a story; the search has nothing said of it.
    assert figures["tested_share"] == pytest.approx(200 / (250 + 40 / 12))


def test_programme_counts_savings_from_the_month_in_which_they_began(tmp_path):
    figures = filled(
        tmp_path / "a.xlsx",
        "programme",
        {
            "Maturity": [
                {"area": "Integration", "statement": "One", "weight": 2, "first": 1, "second": 4},
                {"area": "Integration", "statement": "Two", "weight": 1, "first": 3, "second": 4},
            ],
            "Tasks": [{"task": "Posts", "before": 10, "after": 4, "rate": 20, "since": date(2026, 4, 15)}],
            "Spend": [{"month": date(2026, 3, 1), "what": "Tool", "once": 100, "monthly": 35}],
        },
        {"count_to": date(2026, 12, 1)},
    )
    # 6 hours x 20 from April to December; 100 once and 35 from March to December.
    assert figures["saved_total"] == 6 * 20 * 9
    assert figures["spent_total"] == 100 + 35 * 10
    assert figures["roi_total"] == pytest.approx((1080 - 450) * 100 / 450)
    assert figures["payback"] == pytest.approx(100 / (120 - 35))
    assert figures["maturity_first"] == pytest.approx((2 * 1 + 3) / (3 * 5))
    assert figures["maturity_latest"] == pytest.approx(0.8)


def test_net_promoter_score_has_the_interval_of_the_catalogue():
    path = computed("programme", example=True)
    figures = Figures(path)
    expected = socroi.SOCNPS(read_template(path, keys=True)["Answers"]["score"].tolist())
    shown = figures.row("Findings", "Months counted", nth=2)
    assert shown[4:7] == pytest.approx(expected.iloc[0, :3].tolist())
    assert shown[0] == 144


def test_followers_are_compared_with_others_as_the_catalogue_does(audience, customers):
    follows = [answer == "yes" for answer in customers["follows"]]
    for label, values in (
        ("Stayed", [1.0 if answer == "yes" else 0.0 for answer in customers["stayed"]]),
        ("Deal size", customers["size"].tolist()),
        ("Days to close", customers["days"].tolist()),
    ):
        ours, theirs, difference, _, low, high, finding = socroi.SOCSEGMENT(follows, values).iloc[0]
        shown = audience.row("Comparison", label)
        assert shown[2:5] == pytest.approx([ours, theirs, difference])
        # TINV takes whole degrees of freedom, rounded down: the interval is wider by a hair, never narrower.
        assert shown[5] == pytest.approx(low, abs=2e-3 * (high - low))
        assert shown[5] <= low + 1e-12
        assert shown[6] == pytest.approx(high, abs=2e-3 * (high - low))
        assert shown[7].removeprefix("✓ ") == finding


ALL, NONE = "y" * 10, "n" * 10
FEW = [(ALL, NONE), (ALL, "n" * 9), (ALL, "y" * 11), ("yyyn" * 5, "ynny" * 6), ("yy", "nn")]


@pytest.mark.parametrize(("ours", "theirs"), FEW)
def test_shares_of_few_customers_have_the_interval_and_the_finding_of_the_catalogue(tmp_path, ours, theirs):
    rows = [
        {"customer": f"a{place}", "follows": "yes", "stayed": {"y": "yes", "n": "no"}[sign]}
        for place, sign in enumerate(ours)
    ]
    rows += [
        {"customer": f"b{place}", "follows": "no", "stayed": {"y": "yes", "n": "no"}[sign]}
        for place, sign in enumerate(theirs)
    ]
    figures = filled(tmp_path / "a.xlsx", "audience_value", {"Customers": rows})
    follows = [row["follows"] == "yes" for row in rows]
    expected = socroi.SOCSEGMENT(follows, [float(row["stayed"] == "yes") for row in rows]).iloc[0]
    shown = figures.row("Comparison", "Stayed")
    assert shown[5:7] == pytest.approx([expected["low"], expected["high"]])
    assert shown[7].removeprefix("✓ ") == expected["finding"]


def test_deals_of_one_size_in_each_group_are_nothing_to_judge_by(tmp_path):
    """The squares of 19.99 leave a rest of rounding, which is no spread; SOCSEGMENT says so as well."""
    rows = [
        {"customer": place, "follows": ("yes", "no")[place % 2], "size": (19.99, 24.37)[place % 2]}
        for place in range(26)
    ]
    figures = filled(tmp_path / "a.xlsx", "audience_value", {"Customers": rows})
    expected = socroi.SOCSEGMENT([row["follows"] == "yes" for row in rows], [row["size"] for row in rows]).iloc[0]
    shown = figures.row("Comparison", "Deal size")
    assert shown[5:8] == [None, None, expected["finding"]]


def test_correlation_at_each_lag_is_that_of_the_catalogue(audience):
    months = read_template(computed("audience_value", example=True), keys=True)["Sentiment"]
    for outcome, name in (("revenue", "r_revenue"), ("retention", "r_retention")):
        expected = socroi.SOCLAGCORR(months["net"].tolist(), months[outcome].tolist(), 6)
        assert audience[name] == pytest.approx(expected["r"].tolist())
    expected = socroi.SOCLAGCORR(months["net"].tolist(), months["revenue"].tolist(), 6)
    shown = [audience.book["Lags"][f"E{row}"].value for row in range(9, 16)]
    assert shown == pytest.approx(expected["adjusted p"].tolist())


def test_months_that_stay_high_are_not_related_by_chance_and_gaps_keep_their_place(tmp_path):
    """Sums of sines that have nothing to do with each other: their plain correlation at a lag is above 0.8."""
    net = [0.5 * sin(place / 5) + 0.08 * sin(7.1 * place) for place in range(30)]
    revenue = [round(9000 + 900 * sin(place / 5 + 0.6) + 150 * sin(3.3 * place + 2)) for place in range(30)]
    rows = [
        {"month": date(2024 + place // 12, place % 12 + 1, 1), "positive": round(1000 + 1000 * mood), "neutral": 0,
         "negative": round(1000 - 1000 * mood), "revenue": None if place in (4, 17) else revenue[place],
         "retention": 0.5 + place / 100}
        for place, mood in enumerate(net) if place != 9
    ]  # fmt: skip
    figures = filled(tmp_path / "a.xlsx", "audience_value", {"Sentiment": rows})
    net = [None if place == 9 else round(1000 * mood) / 1000 for place, mood in enumerate(net)]
    for outcome, values in (("revenue", revenue), ("retention", [0.5 + place / 100 for place in range(30)])):
        known = [
            None if place == 9 or (outcome == "revenue" and place in (4, 17)) else v for place, v in enumerate(values)
        ]
        expected = socroi.SOCLAGCORR(net, known, 6)
        columns = {"revenue": "CDEF", "retention": "HIJK"}[outcome]
        for column, key in zip(columns, ("r", "n", "adjusted p", "p"), strict=True):
            shown = [figures.book["Lags"][f"{column}{row}"].value for row in range(9, 16)]
            assert shown == pytest.approx(expected[key].tolist(), rel=1e-9), (outcome, key)
        best = figures[f"best_{outcome}"] - 1
        assert expected["note"][best]
        shown = figures[f"verdict_{outcome}"][best]
        said = {"✓ related": "best", "▲ both follow a trend": "best, but both follow a trend"}
        assert said.get(shown, shown) == expected["note"][best]
    assert figures["verdict_revenue"] == ["not more than chance"] * 7
    assert max(map(abs, plain_correlations(net, revenue))) > 0.8


def plain_correlations(x, y):
    """Excel's plain correlation of known pairs, the outcome up to six periods later."""
    pairs = [[(a, b) for a, b in zip(x, y[lag:], strict=False) if a is not None] for lag in range(7)]
    return [correlation(*zip(*each, strict=True)) for each in pairs]


def test_return_of_an_audience_is_the_part_that_is_put_down_to_social_media(audience):
    low, likely, high = (audience[f"return_{key}"] for key in ("low", "likely", "high"))
    worth = audience.row("Comparison", "Worth of the differences")[2:5]
    assert likely == pytest.approx(0.3 * worth[1])
    assert high == pytest.approx(0.5 * worth[2])
    # A loss is largest where the largest part of it is ours.
    assert low == pytest.approx((0.5 if worth[0] < 0 else 0.15) * worth[0])
    assert audience["roi_likely"] == pytest.approx((likely - 3200) * 100 / 3200)


@pytest.mark.parametrize(("model", "place"), [("last", 0), ("first", 1), ("linear", 2), ("position", 3), ("decay", 4)])
def test_each_rule_shares_out_as_the_catalogue_does(attribution, model, place):
    paths = read_template(computed("attribution_and_tests", example=True), keys=True)["Paths"]
    expected = socroi.SOCATTRIB(paths["path"].tolist(), paths["conversions"].tolist(), model)
    for _, row in expected.iterrows():
        label = "Total" if row["channel"] == "total" else row["channel"]
        assert attribution.row("Models", label)[place] == pytest.approx(row["conversions"])


def test_models_that_need_the_add_in_are_computed_by_our_engine(attribution):
    paths = read_template(computed("attribution_and_tests", example=True), keys=True)["Paths"]
    touches, counts = paths["path"].tolist(), paths["conversions"].tolist()
    markov = socroi.SOCMARKOV(touches, counts, paths["nulls"].tolist()).set_index("channel")["conversions"]
    shapley = socroi.SOCSHAPLEY(touches, counts).set_index("channel")["conversions"]
    for channel in ("Facebook", "Search"):
        assert attribution.row("Models", channel)[5:7] == pytest.approx([markov[channel], shapley[channel]])


def test_lift_of_a_test_has_the_interval_of_the_catalogue(attribution):
    tests = read_template(computed("attribution_and_tests", example=True), keys=True)["Tests"]
    for _, row in tests.iterrows():
        expected = socroi.SOCLIFT(row["size"], row["converted"], row["held"], row["held_converted"]).iloc[0]
        shown = [row[key] for key in ("test_rate", "held_rate", "lift", "least", "most", "relative", "extra")]
        assert shown == pytest.approx(expected.iloc[:7].tolist())
    # 72 more conversions x 38 + 9 x 38 + 1 x 90.
    assert attribution["tested_likely"] == pytest.approx(72 * 38 + 9 * 38 + 90)


def test_ranges_give_the_roi_of_the_catalogue(attribution):
    lines = read_template(computed("attribution_and_tests", example=True), keys=True)["Ranges"]
    expected = socroi.SOCRANGE(*(lines[key].tolist() for key in ("low", "likely", "high")), 7600).iloc[0]
    shown = [attribution[f"range_roi_{key}"] for key in ("low", "likely", "high", "mean")]
    assert shown == pytest.approx(expected.iloc[:4].tolist())
    # 1.645 spreads on either side hold nine of ten cases of a normal distribution.
    assert attribution["range_margin"] * 100 / 7600 == pytest.approx(1.6448536 * expected.iloc[4])
