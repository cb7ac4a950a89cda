"""The KPIs that S3 names are there to choose from, each with its goal and its unit, and with no value of ours."""

import pytest
from every_template import opened

LISTED = {
    "four_step": {
        "Reach": ("Awareness", "a person"),
        "Profile visits": ("Awareness", "a visit"),
        "Shares": ("Engagement", "one time"),
        "Mentions": ("Authority", "a post"),
        "Reviews": ("Customer experience", "a post"),
    },
    "kpi_scorecard": {
        "Reach": ("Brand awareness", "a person"),
        "Profile visits": ("Brand awareness", "a visit"),
        "Shares": ("Brand awareness", "one time"),
        "Mentions": ("Brand awareness", "a post"),
        "Reviews": ("Customer loyalty", "a post"),
    },
}


@pytest.mark.parametrize("name", LISTED)
def test_kpis_are_listed_with_the_goal_that_they_serve_and_what_one_of_them_is(name):
    book = opened(name, example=False, values=False)
    sheet, cells = next(book.defined_names["list_known_kpis"].destinations)
    listed = {
        cell.value: (cell.offset(0, 1).value, cell.offset(0, 2).value)
        for (cell,) in book[sheet][cells.replace("$", "")]
    }
    assert listed.items() >= LISTED[name].items()


def test_kpis_of_the_list_stand_among_the_values_and_none_that_nobody_published_has_a_suggestion():
    rows = list(opened("four_step", example=False)["Values"].iter_rows(min_row=8, max_row=30, min_col=2, max_col=8))
    suggested = {row[0].value: (row[1].value, row[6].value) for row in rows}
    assert {kpi: suggested[kpi] for kpi in LISTED["four_step"]} == dict.fromkeys(LISTED["four_step"], (None, None))
