"""`df.socroi`: sums are done by hand, and pandas itself is the witness of groups."""

import doctest

import pandas as pd
import pytest

import socroi.pandas
from socroi.errors import NoValueWarning, UsageError


@pytest.fixture
def rows():
    return pd.DataFrame(
        {
            "platform": ["X", "X", "Blog", "X", "Blog"],
            "month": pd.to_datetime(["2026-01-01", "2026-01-01", "2026-01-01", "2026-02-01", "2026-02-01"]),
            "value": [100.0, 50.0, 30.0, 90.0, None],
            "spend": [60.0, 40.0, None, 90.0, 0.0],
            "clicks": [10, 20, 30, 40, 50],
        }
    )


def test_one_key_gives_a_row_for_each_group_with_the_sums_behind_it(rows):
    with pytest.warns(NoValueWarning):
        table = rows.socroi.roi(by="platform", revenue="value", cost="spend")
    assert table.index.name == "platform"
    assert list(table.columns) == ["value", "spend", "roi"]
    # (240 - 190) x 100 / 190
    assert table.loc["X"].tolist() == pytest.approx([240, 190, 5000 / 190])
    assert set(map(str, table.dtypes)) == {"float64"}


def test_several_keys_give_an_index_of_several_levels(rows):
    with pytest.warns(NoValueWarning):
        table = rows.socroi.roi(by=["platform", "month"], revenue="value", cost="spend")
    assert table.index.names == ["platform", "month"]
    assert table.loc[("X", "2026-01-01"), "roi"] == 50
    assert table.loc[("X", "2026-02-01"), "roi"] == 0


def test_a_group_without_a_value_is_nan_and_one_warning_says_why(rows):
    with pytest.warns(NoValueWarning) as told:
        table = rows.socroi.roi(by=["platform", "month"], revenue="value", cost="spend")
    assert table["roi"].isna().sum() == 2
    (warning,) = told
    assert str(warning.message).startswith("roi has no value in 2 of 4 groups, which are NaN: Blog, 2026-01-01: ")
    assert "(#N/A)" in str(warning.message)
    assert warning.filename == __file__


def test_more_groups_than_can_be_named_are_counted():
    frame = pd.DataFrame({"name": list("abcde"), "value": 1.0, "spend": 0.0})
    with pytest.warns(NoValueWarning, match=r"in 5 of 5 groups.*a: .*b: .*c: .*And 2 more\.$"):
        frame.socroi.roas(by="name", revenue="value", spend="spend")


def test_without_groups_it_is_a_number(rows):
    assert rows.socroi.roi(revenue="value", cost="spend") == pytest.approx((270 - 190) * 100 / 190)
    with pytest.warns(NoValueWarning, match="roas has no value: "):
        assert pd.isna(rows[rows["platform"] == "Blog"].socroi.roas(revenue="value", spend="spend"))


def test_a_value_stands_for_all_rows_and_a_text_for_itself(rows):
    x = rows[rows["platform"] == "X"]
    assert x.socroi.roi(revenue="value", cost="spend", margin=0.5, unit="ratio") == pytest.approx((120 - 190) / 190)


def test_its_kin_are_the_functions_of_the_catalogue(rows):
    x = rows[rows["platform"] == "X"]
    assert x.socroi.roas(revenue="value", spend="spend") == pytest.approx(240 / 190)
    assert x.socroi.net(revenue="value", cost="spend") == x.socroi.profit(revenue="value", cost="spend") == 50
    assert x.socroi.cpc(by="month", cost="spend", clicks="clicks")["cpc"].tolist() == pytest.approx([100 / 30, 90 / 40])
    assert {"roi", "roas", "cpa", "cpl", "cpm", "ctr", "cvr", "net", "share_of"} <= set(dir(rows.socroi))
    assert "by" in rows.socroi.roi.__doc__


def test_what_spills_is_no_method(rows):
    assert "byplatform" not in dir(rows.socroi)


def test_shares_add_up_to_the_whole(rows):
    table = rows.socroi.share_of("clicks", by="platform")
    assert table["share"].to_dict() == pytest.approx({"Blog": 80 / 150, "X": 70 / 150})


def test_rows_without_a_key_are_a_group_of_their_own(rows):
    rows["platform"] = rows["platform"].where(rows["platform"] == "X")
    table = rows.socroi.cpc(by="platform", cost="spend", clicks="clicks")
    assert table["clicks"].sum() == rows["clicks"].sum()


def test_a_group_of_the_frame_gives_what_the_function_gives_for_its_rows(rows):
    with pytest.warns(NoValueWarning):
        table = rows.socroi.roi(by=["platform", "month"], revenue="value", cost="spend")
    for group, part in rows.groupby(["platform", "month"]):
        alone = socroi.SOCROI(part["value"], part["spend"])
        found = table.loc[group, "roi"]
        assert found == alone or (pd.isna(found) and isinstance(alone, socroi.CellError))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda frame: frame.socroi.roi(revenue="valeu", cost="spend"), "no column 'valeu'.*Did you mean 'value'"),
        (lambda frame: frame.socroi.share_of("gone", by="month"), "no column 'gone'.*It has: platform, month"),
    ],
)
def test_a_column_that_is_not_there_is_refused(rows, call, message):
    with pytest.raises(UsageError, match=message):
        call(rows)


def test_a_function_and_an_argument_that_there_are_not_are_mistakes(rows):
    with pytest.raises(AttributeError, match=r"no df\.socroi\.rois; did you mean roi\?"):
        _ = rows.socroi.rois
    with pytest.raises(TypeError, match="has no argument 'price'"):
        rows.socroi.roi(revenue="value", cost="spend", price="clicks")


def test_the_frame_is_left_as_it_was(rows):
    before = rows.copy()
    rows.socroi.cpc(by="platform", cost="spend", clicks="clicks")
    pd.testing.assert_frame_equal(rows, before)


def test_the_example_of_the_module_is_true():
    assert doctest.testmod(socroi.pandas) == (0, 4)
