import multiprocessing
import os
import shutil
import signal
import threading
import time
from pathlib import Path

import pytest

from socroi.errors import UsageError
from socroi.portfolio import folder, result, sources
from socroi.portfolio.book import Reading, read
from socroi.portfolio.cells import Cells
from socroi.portfolio.copies import same_rows
from socroi.portfolio.expression import Question
from socroi.portfolio.memory import memory
from socroi.reports.summary import read_summary


@pytest.mark.parametrize("language", ["en", "fa", "hu", "sw", "hi", "ca"])
def test_the_lines_of_a_book_are_what_the_book_itself_shows(book, language):
    """The witness is the workbook, as Excel's formulas in it were computed when it was built."""
    path = book("ann.xlsx", "four_step", language)
    shown = read_summary(path)
    found = result.compute(sources.gather([str(path)]), Question(("client",)))
    (line,) = found.lines.to_dict("records")
    assert line["client"] == shown.company
    assert (line["returned"], line["cost"]) == pytest.approx((shown.total.returned, shown.total.cost))
    assert line["roi"] == pytest.approx(shown.total.roi)


def test_book_of_an_older_edition_counts_the_months_so_far_and_is_named():
    """What its twelve months cost is 12,786; January to September, summed by hand from its rows, cost 12,549."""
    path = Path(__file__).parents[1] / "hosts" / "older" / "fa_four_step.xlsx"
    found = result.compute(sources.gather([str(path)]), Question(("client",)))
    (line,) = found.lines.to_dict("records")
    assert (line["returned"], line["cost"]) == pytest.approx((17_289, 12_549))
    assert any("of an older edition" in remark and "socroi renew" in remark for remark in found.remarks)


@pytest.mark.parametrize("template", ["four_step", "hidden_returns"])
def test_the_range_of_a_book_is_the_one_that_it_shows(book, template):
    path = book(template=template)
    cells = Cells(path)
    line = result.compute(sources.gather([str(path)]), Question(("client",))).lines.iloc[0]
    for name in ("low", "likely", "high"):
        assert line[f"roi_{name}"] == pytest.approx(cells.one(f"roi_{name}"))


def test_the_platforms_of_a_book_have_its_own_roi_when_costs_are_shared_as_it_shares_them(book):
    path = book()
    shown = {line.name: line for line in read_summary(path).platforms}
    lines = result.compute(sources.gather([str(path)]), Question(("platform",), share="return")).lines
    assert set(lines["platform"]) == shown.keys()
    for line in lines.to_dict("records"):
        assert line["cost"] == pytest.approx(shown[line["platform"]].cost)
        assert line["roi"] == pytest.approx(shown[line["platform"]].roi)


def test_the_months_of_a_book_are_its_own(book):
    path = book()
    shown = [line for line in read_summary(path).months if not line.is_blank]
    lines = result.compute(sources.gather([str(path)]), Question(("month",))).lines
    assert lines["cost"].tolist() == pytest.approx([line.cost for line in shown])
    assert lines["returned"].tolist() == pytest.approx([line.returned for line in shown])


@pytest.mark.parametrize("template", ["four_step", "kpi_scorecard"])
def test_a_book_says_its_open_checks_and_the_roi_it_shows(book, template):
    path = book(template=template)
    reading = read(path)
    line = result.compute(sources.gather([str(path)]), Question(("client",))).lines.iloc[0]
    assert reading.checks
    assert line["roi"] == pytest.approx(reading.roi)


def test_books_in_two_languages_meet_under_the_same_names(book, tmp_path):
    one = book("clients/one.xlsx", language="en")
    book("clients/two.xlsx", language="fa")
    alone, both = (
        result.compute(sources.gather([str(path)]), Question(("platform", "paid"))).lines
        for path in (one, tmp_path / "clients")
    )
    assert both[["platform", "paid"]].to_numpy().tolist() == alone[["platform", "paid"]].to_numpy().tolist()
    assert both["returned"].tolist() == pytest.approx([2 * figure for figure in alone["returned"]], nan_ok=True)


def broken(path):
    path.write_bytes(b"PK\x03\x04 and no more")
    return path


def test_a_broken_book_is_told_of_and_the_others_go_on(book, tmp_path):
    for name, language in (("a", "en"), ("c", "hu")):
        book(f"clients/{name}.xlsx", language=language)
    broken(tmp_path / "clients" / "b.xlsx")
    found = sources.gather([str(tmp_path / "clients")])
    assert [problem.partition(":")[0].rpartition("/")[2] for problem in found.problems] == ["b.xlsx"]
    assert sorted({row["file"] for table in found.tables for row in table.to_pylist()}) == [
        str(tmp_path / "clients" / "a.xlsx"),
        str(tmp_path / "clients" / "c.xlsx"),
    ]


def test_a_book_for_which_memory_is_refused_is_told_of_so_and_is_no_defect(book, monkeypatch):
    def refused(*_, **__):
        raise MemoryError

    path = book("ann.xlsx", "four_step", "en")
    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.open", refused)
        found = read(path)
    assert found.problem == f"{path}: There is not enough memory for it. Read it alone."


def test_a_book_is_read_again_only_when_its_file_has_changed(book, tmp_path, monkeypatch):
    paths = [book(f"{name}.xlsx") for name in "abc"]
    read_now = []
    monkeypatch.setattr(folder, "read", lambda path: read_now.append(path) or read(path))
    for _ in range(2):
        with memory(tmp_path / "memory.sqlite") as held:
            readings = list(folder.read_books(paths, held))
    assert read_now == paths
    shutil.copy(book("other.xlsx", "kpi_scorecard"), paths[1])
    with memory(tmp_path / "memory.sqlite") as held:
        again = {reading.file: reading for reading in folder.read_books(paths, held)}
    assert read_now == [*paths, paths[1]]
    assert again[str(paths[0])] == next(each for each in readings if each.file == str(paths[0]))
    assert again[str(paths[1])].template == "kpi_scorecard"


def test_what_was_read_before_a_stop_is_remembered(book, tmp_path):
    paths = [book(f"{name}.xlsx") for name in "abc"]

    def stopped_after_two():
        with memory(tmp_path / "memory.sqlite") as held:
            for at, _ in enumerate(folder.read_books(paths, held)):
                if at == 1:
                    raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped_after_two()
    with memory(tmp_path / "memory.sqlite") as held:
        assert [held.recall(path) is not None for path in paths] == [True, True, False]


def test_several_processes_read_what_one_reads(book):
    paths = [book(f"{at}.xlsx") for at in range(40)]
    assert sorted((each.file, len(each.rows)) for each in folder.read_books(paths, jobs=2)) == sorted(
        (each.file, len(each.rows)) for each in folder.read_books(paths, jobs=1)
    )


def test_a_process_that_is_lost_takes_no_book_along(book):
    paths = [book(f"{at}.xlsx") for at in range(40)]

    def kill_the_first():
        while not multiprocessing.active_children():
            time.sleep(0.001)
        os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)

    killer = threading.Thread(target=kill_the_first)
    killer.start()
    readings = list(folder.read_books(paths, jobs=2))
    killer.join()
    assert sorted(reading.file for reading in readings) == sorted(map(str, paths))
    assert not any(reading.problem for reading in readings)


def test_a_folder_of_nothing_is_refused(tmp_path):
    with pytest.raises(UsageError, match="nothing to read"):
        sources.gather([str(tmp_path)])


def test_a_csv_with_our_columns_and_an_export_stand_beside_each_other(tmp_path):
    (tmp_path / "mine.csv").write_text(
        "client,platform,month,revenue,cost\nAnn,X,2026-01,30,10\nAnn,Shared,2026-01,,5\n"
    )
    shutil.copy(Path(sources.__file__).parents[1] / "demo_data" / "meta_ads_manager.csv", tmp_path)
    found = sources.gather([str(tmp_path)])
    assert not found.problems
    lines = result.compute(found, Question(("client", "platform", "currency"))).lines
    ann = lines[lines["client"] == "Ann"].to_dict("records")
    assert [(line["platform"], line["returned"], line["cost"]) for line in ann] == [("X", 30, 15)]
    assert {"Facebook", "Instagram"} <= set(lines["platform"])


def test_a_csv_with_a_word_for_a_number_is_told_of_by_its_row(tmp_path):
    (tmp_path / "mine.csv").write_text("client,platform,month,revenue\nAnn,X,2026-01,30\nAnn,X,2026-01,many\n")
    assert "“many” under revenue in row 3" in sources.gather([str(tmp_path / "mine.csv")]).problems[0]


def test_money_in_two_currencies_is_never_added_up(tmp_path):
    (tmp_path / "mine.csv").write_text("client,month,currency,revenue,cost\nAnn,2026-01,EUR,3,1\nAnn,2026-01,USD,3,1\n")
    found = sources.gather([str(tmp_path / "mine.csv")])
    with pytest.raises(UsageError, match=r"EUR and USD.*--by client,currency"):
        result.compute(found, Question(("client",)))
    assert len(result.compute(found, Question(("client", "currency"))).lines) == 2


def test_lines_in_two_currencies_have_no_total(tmp_path):
    (tmp_path / "mine.csv").write_text("client,month,currency,revenue,cost\nAnn,2026-01,EUR,3,1\nAnn,2026-01,USD,3,1\n")
    found = result.compute(sources.gather([str(tmp_path)]), Question(("client", "currency")))
    assert (found.total.label, found.total.roi) == ("no total", None)
    assert "EUR and USD" in found.remarks[-1]


def test_a_file_that_is_there_twice_counts_once_and_is_told_of(book, tmp_path):
    once = result.compute(sources.gather([str(book("clients/ann.xlsx"))]), Question(("client",))).total
    shutil.copy(tmp_path / "clients" / "ann.xlsx", tmp_path / "clients" / "ann (1).xlsx")
    found = sources.gather([str(tmp_path / "clients")])
    total = result.compute(found, Question(("client",))).total
    assert (total.returned, total.cost) == pytest.approx((once.returned, once.cost))
    copy, first = (tmp_path / "clients" / name for name in ("ann (1).xlsx", "ann.xlsx"))
    assert f"{copy}: the same bytes as {first}, left out." in found.remarks


def test_an_export_that_was_downloaded_twice_counts_once(tmp_path):
    for name in ("ads.csv", "ads (1).csv"):
        (tmp_path / name).write_text("client,month,revenue,cost\nAnn,2026-01,100,40\n")
    assert result.compute(sources.gather([str(tmp_path)]), Question(("client",))).total.cost == 40


def reading(file, client, *costs):
    return Reading(file, client, rows=[{"file": file, "client": client, "cost": float(cost)} for cost in costs])


@pytest.mark.parametrize(
    ("client", "costs", "left_out", "said"),
    [
        ("Ann", [1, 2, 3, 4, 5, 6], {"b.xlsx": "a.xlsx"}, []),
        ("Bob", [1, 2, 3, 4, 5, 6], {}, ["under another client"]),
        ("Ann", [1, 2, 3, 4, 5, 6, 7, 8], {}, ["share 6 rows of Ann"]),
        ("Ann", [1, 7, 2, 3, 8, 9], {}, []),
        ("Bob", [1, 2, 3, 4, 5, 9], {}, []),
        ("Ann", [1, 2], {}, ["share 2 rows of Ann"]),
    ],
    ids=[
        "a copy",
        "another client",
        "an older state",
        "a few alike",
        "another client with some alike",
        "a newer state",
    ],
)
def test_rows_that_two_books_share_are_counted_once_or_told_of(client, costs, left_out, said):
    copies, remarks = same_rows([reading("a.xlsx", "Ann", 1, 2, 3, 4, 5, 6), reading("b.xlsx", client, *costs)])
    assert copies == left_out
    assert len(remarks) == len(said)
    assert all(part in remark for part, remark in zip(said, remarks, strict=True))


def test_two_books_of_one_fee_are_both_counted_and_told_of():
    copies, (remark,) = same_rows([reading("a.xlsx", "Ann", 50), reading("b.xlsx", "Ann", 50)])
    assert copies == {}
    assert "share 1 row of Ann" in remark
