import io
from dataclasses import replace

import pytest
from rich.console import Console

from socroi.reports import terminal
from socroi.reports.summary import Line


def shown(results, width=100):
    stream = io.StringIO()
    terminal.show(Console(file=stream, width=width, highlight=False, emoji=False, markup=False), results)
    return stream.getvalue()


def test_the_total_stands_first_with_its_currency(results):
    assert "ROI +33%  return 600  cost 450  profit 150  (EUR)" in shown(results)


def test_a_sentence_says_what_the_percentage_means(results):
    assert "For each 100 that was spent, 33 were gained." in shown(results)


def test_cost_that_is_still_to_come_stands_below_and_only_where_there_is_some(results):
    later = "In the later months of the year another 900 of cost is known already."
    assert later in shown(replace(results, ahead=900.0))
    assert "later months" not in shown(replace(results, ahead=None))


def test_platforms_stand_from_best_to_worst_and_the_unknown_last(results):
    text = shown(results)
    assert text.index("Instagram") < text.index("LinkedIn") < text.index("Blog")


def test_what_is_not_known_is_a_dash_and_never_zero(results):
    line = next(line for line in shown(results).splitlines() if line.startswith("Blog"))
    assert line.split() == ["Blog", "50", "-", "-", "not", "known"]


def test_a_loss_grows_to_the_left_of_the_common_zero(results):
    lines = {line.split()[0]: line for line in shown(results).splitlines() if "█" in line}
    assert lines["LinkedIn"].rindex("█") < lines["Instagram"].index("█")


def test_months_of_which_nothing_is_known_are_not_listed(results):
    text = shown(results)
    assert "Mar 2026" in text
    assert "Month 4" not in text


def test_demo_numbers_are_called_so(results):
    assert "Demo numbers: a company that does not exist." in shown(results.labelled("Demo numbers", []))


def test_without_return_and_cost_there_is_no_roi_and_no_zero(unknown):
    text = shown(unknown)
    assert "ROI not known  return -  cost -  profit -" in text
    assert "0" not in text.splitlines()[1]


@pytest.mark.parametrize("width", [100, 71, 55, 40])
def test_no_line_of_the_tables_is_wider_than_the_terminal(results, width):
    lines = shown(results, width).splitlines()
    assert (
        max(len(line.rstrip()) for line in lines if line.startswith(("Instagram", "LinkedIn", "Blog", "Jan", "By ")))
        <= width
    )


def test_it_never_writes_a_colour_to_what_is_no_terminal(results):
    assert "\x1b" not in shown(results)


def test_the_heading_names_the_months_of_which_something_is_known(results, unknown):
    assert shown(results).startswith("Return on social media, January 2026 to March 2026\n")
    assert shown(unknown).startswith("Return on social media, January 2026 to December 2026\n")


def test_boosts_and_campaigns_have_a_line_each_where_something_is_known_of_them(results):
    campaigns = [Line("Spring", 100.0, 80.0, 25.0), Line("News", 5.0, 50.0, -90.0), Line("Idea", 9.0)]
    text = shown(replace(results, paid=154.6, organic=-3.25, campaigns=campaigns))
    assert "Boost ROI +155%, organic -3.2%: what was paid for" in text
    assert "Best campaign Spring +25%, weakest News -90%." in text
    assert "Best campaign Spring +25%.\n" in shown(replace(results, campaigns=campaigns[:1]))
    assert "Boost" not in shown(results)
    assert "campaign" not in shown(results)
