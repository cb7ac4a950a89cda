import csv
from math import fsum

import pytest

from socroi import demo_data, sources
from socroi.demo_data.__main__ import main


def test_the_files_are_what_their_script_writes(tmp_path):
    main(tmp_path)
    for path in (*demo_data.EXPORTS, demo_data.COSTS):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_every_campaign_and_cost_is_called_demo_numbers():
    for path in demo_data.EXPORTS:
        assert sources.read(path).table["campaign"].str.startswith("Demo numbers: ").all()
    with demo_data.COSTS.open(encoding="utf-8", newline="") as lines:
        assert all(row["what"].startswith("Demo numbers: ") for row in csv.DictReader(lines))


def test_the_exports_are_known_by_their_format_and_name_three_platforms():
    exports = [sources.read(path) for path in demo_data.EXPORTS]
    assert [export.source for export in exports] == ["meta_ads", "linkedin_ads"]
    assert {platform for export in exports for platform in export.table["platform"]} == {
        "Facebook",
        "Instagram",
        "LinkedIn",
    }
    assert {export.currency for export in exports} == {demo_data.CURRENCY}


@pytest.mark.parametrize(("place", "column", "header"), [(0, "Amount spent (EUR)", 0), (1, "Total Spent", 3)])
def test_the_totals_row_is_the_sum_of_the_rows(place, column, header):
    """The witness is Python's csv module and a sum, without the importer."""
    with demo_data.EXPORTS[place].open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))[header:]
    index = rows[0].index(column)
    amounts = [float(row[index].replace(",", "")) for row in rows[1:]]
    total = amounts[0] if place == 0 else amounts[-1]
    assert fsum(amounts) - total == pytest.approx(total)
    assert not any("differs" in note for note in sources.read(demo_data.EXPORTS[place]).notes)
