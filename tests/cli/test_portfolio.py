import json
import shutil
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "workbook_templates"


@pytest.fixture
def clients(tmp_path):
    folder = tmp_path / "clients"
    folder.mkdir()
    for language in ("en", "hu"):
        shutil.copy(TEMPLATES / language / "four_step_example.xlsx", folder / f"{language}.xlsx")
    return folder


def test_a_folder_becomes_a_line_for_each_client_and_its_total(run, clients):
    status, out, err = run("portfolio", clients, "--by", "client", "--no-cache")
    assert (status, err) == (0, "")
    assert "Lindenhof Bakery" in out
    assert "2 lines, total: return 34,578, cost 25,098, ROI 38% EUR." in out


@pytest.mark.parametrize("kind", ["xlsx", "html", "csv", "parquet"])
def test_every_kind_of_file_is_written(run, clients, tmp_path, kind):
    target = tmp_path / f"out.{kind}"
    status, out, _ = run("portfolio", clients, "--cache", tmp_path / "memory", "-o", target)
    assert status == 0
    assert target.stat().st_size > 100
    assert out.startswith(str(target))


def test_a_broken_book_is_told_of_and_the_status_says_so(run, clients):
    (clients / "broken.xlsx").write_bytes(b"no workbook")
    status, out, err = run("portfolio", clients, "--by", "client", "--no-cache")
    assert status == 2
    assert "broken.xlsx: This is a text file" in err
    assert "2 lines, total" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--by", "planet"), "nothing to divide by"),
        (("-o", "out.pdf"), "no ending"),
        (("--master", "spark://x:7077"), "--engine spark"),
        (("--engine", "spark", "--memory", "2GB"), "a limit for DuckDB"),
        (("gone.xlsx",), "no such file"),
    ],
)
def test_a_wrong_request_is_refused_in_one_line(run, clients, arguments, said):
    status, out, err = run("portfolio", clients, "--no-cache", *arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_values_for_many_clients_come_from_a_csv(run, tmp_path):
    (tmp_path / "rows.csv").write_text("client,kpi,quantity,cost\nAnn,Leads,10,20\n")
    (tmp_path / "values.csv").write_text("kpi,worth\nleads,5\n")
    status, out, _ = run("portfolio", tmp_path / "rows.csv", "--by", "client", "--values", tmp_path / "values.csv")
    assert status == 0
    # By hand: 10 leads of 5 each on 20 of cost.
    assert "return 50, cost 20, ROI 150%" in out


def test_a_missing_extra_is_named(run, clients, monkeypatch):
    from socroi.portfolio import engines

    monkeypatch.setattr(engines.importlib.util, "find_spec", lambda _: None)
    status, _, err = run("portfolio", clients)
    assert status == 2
    assert "pip install '.[portfolio]'" in err


def test_lines_and_total_are_printed_as_json(run, clients):
    found = json.loads(run("portfolio", clients, "--by", "client", "--no-cache", "--json")[1])
    assert (found["total"]["return"], found["total"]["cost"]) == (pytest.approx(34578), pytest.approx(25098))
    assert len(found["lines"]) == 2
