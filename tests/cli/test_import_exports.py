import json

import pytest

from socroi.templates import shipped

HEAD = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions"


@pytest.fixture
def place(tmp_path):
    (tmp_path / "plan.xlsx").write_bytes(shipped("four_step").read_bytes())
    (tmp_path / "a.csv").write_text(
        f"{HEAD}\n2026-04-01,2026-04-01,Bikes,100,1000\n2026-04-02,2026-04-02,Bikes,50,500\n"
    )
    (tmp_path / "b.csv").write_text(f"{HEAD}\n2026-04-02,2026-04-02,Bikes,60,500\n2026-04-03,2026-04-03,Bikes,25,500\n")
    (tmp_path / "odd.csv").write_text("nothing,known\n1,2\n")
    return tmp_path


def test_it_shows_before_and_after_and_writes_only_when_told_to(run, place):
    before = (place / "plan.xlsx").read_bytes()
    status, out, err = run("import", "plan.xlsx", "a.csv")
    assert status == 2
    assert "2026-04  Meta      – → 150.00" in out
    assert "add --yes to write it" in err
    assert run("import", "plan.xlsx", "a.csv", "--dry-run")[0] == 0
    assert (place / "plan.xlsx").read_bytes() == before
    status, out, _ = run("import", "plan.xlsx", "a.csv", "--yes")
    assert status == 0
    assert "plan.xlsx: written. The book before: plan.xlsx~." in out
    status, out, _ = run("import", "plan.xlsx", "b.csv", "--yes")
    assert "1 new; 1 corrected (1 day), spend +10.00" in " ".join(out.split())
    assert "150.00 → 185.00" in out


def test_the_same_file_again_is_there_already(run, place):
    run("import", "plan.xlsx", "a.csv", "--yes")
    before = (place / "plan.xlsx").read_bytes()
    status, out, _ = run("import", "plan.xlsx", "a.csv", "--yes")
    assert status == 0
    assert "Already there as import 1, nothing new." in " ".join(out.split())
    assert (place / "plan.xlsx").read_bytes() == before


def test_a_question_nobody_answers_ends_with_the_flag_to_add(run, place):
    lines = ["# Traffic", "# Start date: 20260401", "# End date: 20260430"]
    (place / "ga4.csv").write_text(
        "\n".join([*lines, "Session source / medium,Sessions,Key events,Total revenue", "facebook / social,5,1,50"])
    )
    status, _, err = run("import", "plan.xlsx", "ga4.csv", "--yes")
    assert status == 2
    assert "Add --currency EUR." in err
    assert run("import", "plan.xlsx", "ga4.csv", "--yes", "--currency", "EUR")[0] == 0


def test_a_refused_file_stops_the_rest_until_it_is_skipped(run, place):
    status, out, err = run("import", "plan.xlsx", "a.csv", "odd.csv", "--yes")
    assert status == 2
    assert "odd.csv: refused: its format is not known here" in out
    assert "--skip leaves the refused files out" in err
    assert run("import", "plan.xlsx", "a.csv", "odd.csv", "--yes", "--skip")[0] == 0


def test_imports_are_listed_compared_and_undone(run, place):
    run("import", "plan.xlsx", "a.csv", "b.csv", "--yes")
    status, out, _ = run("import", "plan.xlsx", "--list")
    assert status == 0
    assert ["a.csv" in out, "b.csv" in out] == [True, True]
    _, out, _ = run("import", "plan.xlsx", "--diff", "2")
    assert "Import 2, b.csv: 1 row of which other imports say something else." in out
    assert "60.00" in out
    status, out, _ = run("import", "plan.xlsx", "--undo", "2", "--yes")
    assert "185.00 → 150.00" in out
    assert "b.csv (undone)" in run("import", "plan.xlsx", "--list")[1]


def test_json_has_the_same_for_programs(run, place):
    status, out, _ = run("import", "plan.xlsx", "a.csv", "--yes", "--json")
    assert status == 0
    found = json.loads(out)
    assert found["written"] is True
    assert found["months"][0]["cost"] == 150
    assert found["files"][0]["brought"]["new"] == 2
    assert len(json.loads(run("import", "plan.xlsx", "--list", "--json")[1])) == 1


def test_two_things_at_once_are_refused(run, place):
    assert run("import", "plan.xlsx", "a.csv", "--list")[0] == 2
    assert run("import", "plan.xlsx")[0] == 2
    assert "no pair" in run("import", "plan.xlsx", "a.csv", "--platform", "x")[2]


def test_a_part_of_a_sale_is_shown_as_the_part_that_it_is(run, place):
    head = "Campaign,Campaign type,Impr.,Currency code,Cost,Clicks,Conversions,Conv. value"
    text = f'Campaign report\n"April 1, 2026 - April 30, 2026"\n{head}\nYT,Video,1000,EUR,100.00,50,4.50,90.00\n'
    (place / "g.csv").write_text(text)
    _, out, _ = run("import", "plan.xlsx", "g.csv", "--dry-run")
    assert "– → 4.5 " in out


def test_an_order_that_was_refunded_later_is_compared_although_it_has_no_day_any_more(run, place):
    head = "Name,Financial Status,Paid at,Currency,Total,Created at,Lineitem name,Note Attributes,Refunded Amount"
    row = "#{},{},2026-04-0{},EUR,50.00,2026-04-0{},Cup,utm_source: facebook,{}"
    orders = {"a.csv": ("paid", "0.00", "0.00"), "b.csv": ("refunded", "50.00", "20.00")}
    for name, (status, first, second) in orders.items():
        part = "partially_refunded" if second != "0.00" else "paid"
        lines = (head, row.format(1, status, 1, 1, first), row.format(2, part, 2, 2, second))
        (place / name).write_text("\n".join(lines) + "\n")
        assert run("import", "plan.xlsx", name, "--yes")[0] == 0
    status, out, _ = run("import", "plan.xlsx", "--diff", "2")
    assert status == 0
    assert "Import 2, b.csv: 2 rows of which other imports say something else." in out
    assert next(line for line in out.splitlines() if "#1" in line).startswith("–")
