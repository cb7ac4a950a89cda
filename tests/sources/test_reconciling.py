"""Rates by hand: 10 clicks of 1,000 are 1%, 20 by 10 clicks is 2.00, 20 by 1,000 shown is 20 a thousand."""

import pytest
from exporters import META, meta, write

from socroi import sources
from socroi.errors import SourceError

RATES = f'{META},CTR (link click-through rate),CPC (cost per link click) (EUR),"CPM (cost per 1,000 impressions) (EUR)"'
VALUE = f"{META},Purchases conversion value,Purchase ROAS (return on ad spend)"


def test_rates_that_are_those_of_the_columns_pass(tmp_path):
    path = meta(tmp_path, "Bikes,20,1000,10,1,2,20", "Boats,10,3333,7,0.21,1.43,3", header=RATES)
    assert sources.read(path).table["spend"].sum() == 30


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Bikes,20,1000,10,1.5,2,20", "“CTR .link click-through rate.” is 1.5, .* makes 1"),
        ("Bikes,20,1000,10,1,20,20", "“CPC .cost per link click. .EUR.” is 20, .* makes 2"),
        ("Bikes,20,1000,10,1,2,2", "“CPM .* is 2, .* makes 20"),
    ],
)
def test_a_rate_that_its_columns_contradict_is_refused_with_row_and_figures(tmp_path, row, said):
    with pytest.raises(SourceError, match=f"row 2: {said}"):
        sources.read(meta(tmp_path, row, header=RATES))


def test_a_return_that_the_value_contradicts_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"row 2: “Purchase ROAS.*” is 3\.2, .*160 .* 40 makes 4"):
        sources.read(meta(tmp_path, "Bikes,40,1000,10,160,3.2", header=VALUE))
    assert sources.read(meta(tmp_path, "Bikes,50,1000,10,160,3.2", header=VALUE)).table["revenue"].sum() == 160


def test_a_rate_that_means_something_else_is_not_compared_where_that_is_said(tmp_path):
    path = meta(tmp_path, "Bikes,20,1000,10,1.5,2,20", header=RATES)
    assert len(sources.read(path, unchecked=["CTR (link click-through rate)"]).table) == 1


def test_more_clicks_than_impressions_are_refused(tmp_path):
    with pytest.raises(SourceError, match="row 2: it has 100 clicks on 10 impressions"):
        sources.read(meta(tmp_path, "Bikes,20,10,100"))


def test_a_click_of_the_day_after_is_said(tmp_path):
    assert any(
        "More clicks than impressions in row 2" in note for note in sources.read(meta(tmp_path, "A,1,0,1")).notes
    )


GOOGLE = ("Campaign,Day,Impr.,Clicks,Cost,Currency code", "A,03/04/2026,100,1,10.00,GBP")


@pytest.mark.parametrize(
    ("window", "day"),
    [("1 April 2026 - 12 April 2026", "2026-04-03"), ("March 1, 2026 - March 31, 2026", "2026-03-04")],
)
def test_the_window_of_the_file_proves_which_is_the_day_and_which_the_month(tmp_path, window, day):
    table = sources.read(write(tmp_path, "Campaign report", f'"{window}"', *GOOGLE)).table
    assert table["start"].dt.strftime("%Y-%m-%d").tolist() == [day]


def test_a_row_outside_the_window_of_its_file_is_refused(tmp_path):
    path = write(tmp_path, "Campaign report", '"May 1, 2026 - May 31, 2026"', *GOOGLE)
    with pytest.raises(SourceError, match="row 4: it is of 2026-03-04, and the file says that it covers 2026-05-01"):
        sources.read(path)


def test_revenue_is_spend_times_return_where_there_is_no_column_of_value(tmp_path):
    header = f"{META},Purchase ROAS (return on ad spend)"
    export = sources.read(meta(tmp_path, "Bikes,50,900,9,3.2", "Boats,10,100,1,", header=header))
    assert export.table["revenue"].dropna().tolist() == [160]
    assert any("no column of revenue" in note for note in export.notes)


def test_a_report_of_assets_is_refused_for_its_clicks_stand_more_than_once(tmp_path):
    rows = ("Asset,Campaign,Impr.,Clicks,Cost,Currency code", "Buy now,A,100,1,10.00,EUR")
    with pytest.raises(SourceError, match="under each asset"):
        sources.read(write(tmp_path, "Asset report", '"May 1, 2026 - May 31, 2026"', *rows))
