"""A small business's year, typed into the cells of LibreOffice month by month: each headline is a sum done by hand."""

from contextlib import closing

import pytest
from every_template import computed
from office import Office

from socroi.hosts.libreoffice.extension import generated_files

pytestmark = pytest.mark.libreoffice

SOLD = (260, 180, 320, 410, 150, 900, 520, 480, 610, 300, 450, 1400)
ADS = (100, 100, 100, 100, 100, 300, 100, 100, 100, 100, 100, 300)
TOOL = 1200
"""Paid in January for the year."""
MARGIN = 0.6
HEADLINE = ("roi_total", "return_total", "cost_total", "cost_ahead", "plan_cost", "stops")


def rounds():
    """What a person types each month: a sale, the month's ads, and in January the tool and the margin."""
    for month in range(1, 13):
        day, row = f"2026-{month:02}-05", 6 + month
        typed = {f"Results!B{row}": day, f"Results!C{row}": "Instagram", f"Results!D{row}": "Purchases",
                 f"Results!E{row}": "9", f"Results!F{row}": str(SOLD[month - 1]), f"Results!G{row}": "direct",
                 f"Costs!B{row}": day, f"Costs!C{row}": "Instagram", f"Costs!D{row}": "Ads",
                 f"Costs!H{row}": str(ADS[month - 1])}  # fmt: skip
        if month == 1:
            typed |= {"Costs!B30": day, "Costs!C30": "Shared by all", "Costs!D30": "Tools and platforms",
                      "Costs!H30": str(TOOL), "Costs!I30": "12", "margin": "60%"}  # fmt: skip
        yield typed


def test_each_month_typed_in_has_the_headline_that_a_hand_sum_has(program):
    path = computed("four_step", example=False)
    with closing(Office(program)) as office:
        extension = office.folder / "socroi.oxt"
        extension.write_bytes(generated_files()["socroi.oxt"])
        office.unopkg("add", extension)
        book = office.take(path)
        margin = f"Start!C{margin_row(path)}"
        typed = [{place.replace("margin", margin): text for place, text in one.items()} for one in rounds()]
        (after,) = office.ask(["steps", str(book), typed, list(HEADLINE)])
    assert len(after) == 12
    for month, shown in enumerate(after, 1):
        returned = MARGIN * sum(SOLD[:month])
        ads = sum(ADS[:month])
        cost = ads + TOOL / 12 * month
        assert shown["stops"] == 0
        assert (shown["return_total"], shown["cost_total"]) == pytest.approx((returned, cost))
        assert shown["roi_total"] == pytest.approx((returned - cost) * 100 / cost)
        assert shown["cost_ahead"] == pytest.approx(TOOL - TOOL / 12 * month)
        # Ads go on at their mean of the months so far; the tool is paid.
        assert shown["plan_cost"] == pytest.approx(TOOL + ads * 12 / month)


def margin_row(path):
    """The row of the margin on the first sheet."""
    from four_step_case import read

    return int(read(path).defined_names["margin"].attr_text.rpartition("$")[2])
