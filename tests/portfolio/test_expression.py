import math
import random
from datetime import date

import pandas as pd
import pyarrow.parquet as pq
import pytest

import socroi
from socroi.errors import UsageError
from socroi.portfolio import engines, result, rows, sources
from socroi.portfolio.expression import Question, portfolio

BY_PLATFORM = Question(("platform",))


def month(number):
    return date(2026, number, 1)


def picked(lines, *names):
    return [tuple(line[name] for name in names) for line in lines]


def random_rows(seed, count=200):
    """Rows with blanks everywhere, names in another case among them."""
    draw = random.Random(seed)

    def maybe(value):
        return None if draw.random() < 0.4 else value

    return [
        {
            "client": "Ann", "month": month(draw.randint(1, 12)),
            "platform": draw.choice(["FB", "fb ", "IG", "X", "TT", None]),
            "revenue": maybe(float(draw.randint(-50, 500))), "cost": maybe(float(draw.randint(0, 300))),
        }
        for _ in range(count)
    ]  # fmt: skip


def spill(table):
    """The lines of a table that a worksheet function spills, without its total, by name; a blank is None."""
    rows = table.astype(object).where(table.notna(), None).to_numpy().tolist()[:-1]
    return {str(row[0]).casefold(): [None if cell == "" else cell for cell in row[1:]] for row in rows}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("margin", [1.0, 0.4])
def test_lines_by_platform_are_those_of_the_worksheet_function(ask, seed, margin):
    found = random_rows(seed, count=8 if seed < 3 else 200)
    columns = ([row[name] for row in found] for name in ("platform", "revenue", "cost"))
    wanted = spill(socroi.SOCBYPLATFORM(*columns, margin=margin))
    lines = ask(found, Question(("platform",), margin))
    assert {line["platform"].casefold() for line in lines} == wanted.keys()
    for line in lines:
        revenue, cost, profit, roi = wanted[line["platform"].casefold()]
        assert line["returned"] == (None if revenue is None else pytest.approx(revenue * margin))
        assert line["cost"] == (None if cost is None else pytest.approx(cost))
        assert line["profit"] == (None if profit is None else pytest.approx(profit))
        if roi == "no cost":
            assert (line["roi"], line["status"]) == (None, "no cost")
        else:
            assert line["roi"] == (None if roi is None else pytest.approx(roi))


@pytest.mark.parametrize("period", ["month", "quarter", "year"])
def test_lines_by_period_are_those_of_the_worksheet_function(ask, period):
    found = random_rows(7)
    wanted = spill(socroi.SOCBYPERIOD(*([row[name] for row in found] for name in ("month", "revenue", "cost")), period))
    for line in ask(found, Question((period,))):
        assert [line[name] for name in ("returned", "cost", "profit")] == pytest.approx(
            wanted[line[period].casefold()][:3]
        )


def test_lines_by_client_platform_and_month_are_what_pandas_adds_up(ask):
    found = [
        {**row, "client": random.Random(at).choice("AB"), "platform": row["platform"] or "none"}
        for at, row in enumerate(random_rows(3))
    ]
    frame = pd.DataFrame(found)
    frame["platform"] = frame["platform"].str.strip().str.lower()
    sums = frame.groupby(["client", "platform", "month"])[["revenue", "cost"]].sum(min_count=1)
    lines = ask(found, Question())
    assert len(lines) == len(sums)
    for line in lines:
        revenue, cost = sums.loc[(line["client"], line["platform"].strip().lower(), month(int(line["month"][-2:])))]
        assert line["returned"] == (None if math.isnan(revenue) else pytest.approx(revenue))
        assert line["cost"] == (None if math.isnan(cost) else pytest.approx(cost))


def test_a_result_without_traced_money_counts_its_number_times_what_one_is_worth(ask):
    found = [
        {"client": "Ann", "platform": "X", "kpi": "Leads", "quantity": 10.0, "cost": 20.0},
        {"client": "Bob", "platform": "X", "kpi": " leads", "quantity": 10.0, "cost": 20.0},
        {"client": "Cem", "platform": "X", "kpi": "Likes", "quantity": 10.0, "cost": 20.0},
        {"client": "Dag", "platform": "X", "kpi": "leads", "quantity": 10.0, "worth": 3.0, "cost": 20.0},
    ]
    worths = [{"kpi": "leads", "worth": 5.0}, {"client": "BOB", "kpi": "Leads", "worth": 7.0}]
    # By hand: 10 x 5, 10 x 7, not known, 10 x the 3 of its own book.
    assert picked(ask(found, Question(("client",)), worths), "client", "returned", "status") == [
        ("Ann", 50.0, ""), ("Bob", 70.0, ""), ("Cem", None, "return not known"), ("Dag", 30.0, ""),
    ]  # fmt: skip


SHARED = [
    {"client": "Ann", "platform": "FB", "month": month(1), "revenue": 300.0, "cost": 100.0},
    {"client": "Ann", "platform": "IG", "month": month(1), "revenue": 100.0, "cost": 300.0},
    {"client": "Ann", "shared": True, "month": month(1), "cost": 80.0},
    {"client": "Bob", "platform": "FB", "month": month(1), "revenue": 50.0, "cost": 50.0},
    {"client": "Bob", "shared": True, "month": month(2), "cost": 9.0},
]


@pytest.mark.parametrize(
    ("share", "fb", "ig"), [("spend", 20.0, 60.0), ("return", 60.0, 20.0), ("equally", 40.0, 40.0)]
)
def test_a_shared_cost_is_divided_among_the_lines_of_its_client_and_month(ask, share, fb, ig):
    lines = ask(SHARED, Question(share=share))
    assert picked(lines, "client", "platform", "month", "shared_cost", "cost") == [
        ("Ann", "FB", "2026-01", fb, 100 + fb),
        ("Ann", "IG", "2026-01", ig, 300 + ig),
        ("Bob", "(shared)", "2026-02", 9.0, 9.0),
        ("Bob", "FB", "2026-01", None, 50.0),
    ]


def test_a_shared_cost_of_one_client_is_never_put_on_another(ask):
    # By hand: FB has 100 + 80 x 100 / 400 of Ann, and 50 + 9 of Bob, all of whose spending it is.
    assert picked(ask(SHARED, BY_PLATFORM), "platform", "cost") == [("FB", 179.0), ("IG", 360.0)]


def test_no_cost_is_lost_however_it_is_shared(ask):
    for share in ("spend", "return", "equally", "none"):
        for by in (("client",), ("platform",), ("client", "platform"), ("month",), ("client", "platform", "month")):
            lines = ask(SHARED, Question(by, share=share))
            assert math.fsum(line["cost"] for line in lines if line["cost"]) == pytest.approx(539)


def test_the_better_witness_of_a_months_sales_is_counted_and_the_others_stand_aside(ask):
    told = (
        (1, "FB", 100.0, "platform", "Meta", 10.0),
        (1, "FB", 60.0, "orders", "Shop", None),
        (2, "FB", 40.0, "platform", "Meta", 10.0),
        (2, "X", 30.0, "platform", "X", 10.0),
    )
    names = ("platform", "revenue", "claims", "source", "cost")
    found = [{"client": "Ann", "month": month(when), **dict(zip(names, row, strict=True))} for when, *row in told]
    assert picked(ask(found, Question(("month",))), "month", "returned", "aside", "claimers") == [
        ("2026-01", 60.0, 100.0, 0), ("2026-02", 70.0, None, 2),
    ]  # fmt: skip


def test_a_line_is_odd_by_median_and_median_deviation_which_it_cannot_move_itself(ask):
    rois = [10, 12, 14, 16, 18, 400]
    found = [{"client": f"c{roi}", "platform": "X", "revenue": 100.0 + roi, "cost": 100.0} for roi in rois]
    lines = {line["client"]: line for line in ask(found, Question(("client",)))}
    # By hand: the median is 15, the distances 5 3 1 1 3 385, their median 3.
    assert lines["c400"]["deviation"] == pytest.approx(0.6744897501960817 * 385 / 3)
    assert [name for name, line in lines.items() if line["odd"]] == ["c400"]
    assert [lines[f"c{roi}"]["rank"] for roi in reversed(rois)] == [1, 2, 3, 4, 5, 6]


def test_a_book_whose_check_stops_it_has_no_profit_here_either(ask):
    (line,) = ask([{"client": "Ann", "revenue": 5.0, "cost": 1.0, "stops": True}], Question(("client",)))
    assert (line["profit"], line["roi"], line["status"]) == (None, None, "a check of its book stops it")


@pytest.mark.parametrize("question", [{"by": ("planet",)}, {"by": ()}, {"by": ("client", "client")}, {"margin": 25}])
def test_a_wrong_question_is_refused(question):
    with pytest.raises(UsageError):
        Question(**question)


ESTIMATED = [
    {"client": "Ann", "platform": "X", "month": month(1), "revenue": 150.0, "cost": 100.0},
    {"client": "Ann", "low": 10.0, "likely": 20.0, "high": 50.0},
    {"client": "Bob", "platform": "X", "month": month(1), "revenue": 90.0, "cost": 100.0},
]


def test_an_estimate_stands_beside_the_counted_return_as_a_range_of_its_client(ask):
    # By hand: (150 + 10 - 100) / 100, (150 + 20 - 100) / 100, (150 + 50 - 100) / 100.
    names = ("client", "returned", "roi", "roi_low", "roi_likely", "roi_high")
    assert picked(ask(ESTIMATED, Question(("client",))), *names) == [
        ("Ann", 150.0, 50.0, 60.0, 70.0, 100.0), ("Bob", 90.0, -10.0, None, None, None),
    ]  # fmt: skip


def test_a_years_estimate_belongs_to_no_month_and_no_platform(ask):
    for by in ("platform", "month"):
        (line,) = ask(ESTIMATED, Question((by,)))
        assert (line["returned"], line["roi_low"]) == (240.0, None)


@pytest.mark.parametrize("by", [("platform", "month"), ("client",), ("platform",), ("year", "platform")])
def test_what_is_known_of_the_rows_changes_no_line(tmp_path, by):
    found = [{**row, "kpi": "leads", "quantity": 2.0} for row in random_rows(11)]
    columns = ("client", "platform", "month", "kpi", "quantity", "revenue", "cost")
    pq.write_table(rows.table(found).select(columns), tmp_path / "rows.parquet")
    pq.write_table(rows.worth_table([{"kpi": "leads", "worth": 5.0}]), tmp_path / "worths.parquet")
    question = Question(by)
    quick = result.compute(sources.gather([str(tmp_path / "rows.parquet")]), question, [{"kpi": "leads", "worth": 5.0}])
    with engines.duckdb() as opened:
        tables = [engines.view(opened, name, tmp_path / f"{name}.parquet") for name in ("rows", "worths")]
        careful = result._frame(portfolio(sources.shaped(tables[0], "rows.parquet"), tables[1], question))
    pd.testing.assert_frame_equal(quick.lines, careful)
