"""Scenarios of a small book: profit = units * price - cost, by hand."""

import csv

import pytest

openpyxl = pytest.importorskip("openpyxl")


@pytest.fixture
def path(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Values"
    book.active["C4"], book.active["C5"] = 5, 10
    roi = book.create_sheet("ROI")
    roi["B3"], roi["B4"] = 20, "=Values!C4*Values!C5-B3"
    roi["B5"] = '=IF(B4<0,"loss",B4/B3)'
    roi["B6"] = "=NOSUCHFUNCTION(B4)"
    book.defined_names["profit"] = openpyxl.workbook.defined_name.DefinedName("profit", attr_text="ROI!$B$4")
    book.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


def table(out):
    """The cells of the printed table, a list for each line that begins with a number."""
    return [line.split() for line in out.splitlines() if line.strip()[:1].lstrip("-").isdigit()]


def test_an_input_goes_through_its_values(run, path):
    before = path.read_bytes()
    status, out, err = run("whatif", path, "--set", "Values!C4=1..7:3", "--read", "ROI!B4", "--read", "ROI!B5")
    assert (status, err) == (0, "")
    assert table(out) == [["1", "-10", "loss"], ["4", "20", "1"], ["7", "50", "2.5"]]
    assert "As the workbook is: Values!C4 5, ROI!B4 30, ROI!B5 1.5." in out
    assert path.read_bytes() == before


def test_a_result_that_no_input_moves_is_pointed_out(run, path):
    out = run("whatif", path, "--set", "Values!C4=5,6", "--read", "ROI!B3", "--read", "profit")[1]
    assert "ROI!B3 is the same in all of them" in out
    assert "profit is the same" not in out


def test_one_input_that_moves_nothing_is_pointed_out_too(run, path):
    out = run("whatif", path, "--set", "Values!C4=6", "--read", "ROI!B3", "--read", "profit")[1]
    assert "ROI!B3 is what it was: is it computed from what was set?" in out
    assert "profit is what it was" not in out
    assert "is what it was" not in run("whatif", path, "--set", "Values!C4=5", "--read", "ROI!B3")[1]


def test_two_inputs_make_a_grid_or_go_in_pairs(run, path):
    sets = ("--set", "Values!C4=5,6", "--set", "Values!C5=10..20:10", "--read", "profit")
    grid = [["5", "10", "30"], ["5", "20", "80"], ["6", "10", "40"], ["6", "20", "100"]]
    assert table(run("whatif", path, *sets)[1]) == grid
    assert table(run("whatif", path, *sets, "--pairwise")[1]) == [grid[0], grid[3]]


def test_values_are_decimals_percents_and_go_down_too(run, path):
    _, out, _ = run("whatif", path, "--set", "Values!C4=0.3..0.1:0.1", "--read", "profit")
    assert table(out) == [["0.3", "-17"], ["0.2", "-18"], ["0.1", "-19"]]
    _, out, _ = run("whatif", path, "--set", "Values!C4=5%..10%:5%", "--read", "Values!C4")
    assert table(out) == [["0.05", "0.05"], ["0.1", "0.1"]]


def test_the_table_goes_into_a_file_and_the_picture_into_another(run, path, tmp_path):
    sets = ("--set", "Values!C4=1..3:1", "--read", "profit")
    assert run("whatif", path, *sets, "-o", "u.csv", "--chart", "u.png")[0] == 0
    with (tmp_path / "u.csv").open(newline="") as file:
        assert list(csv.reader(file)) == [["Values!C4", "profit"], ["1", "-10"], ["2", "0"], ["3", "10"]]
    assert (tmp_path / "u.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("steps", ["1..2:1", "1..20:1"])
def test_two_inputs_are_drawn_as_lines_or_in_colours(run, path, tmp_path, steps):
    sets = ("--set", "Values!C4=1..3:1", "--set", f"Values!C5={steps}", "--read", "profit")
    assert run("whatif", path, *sets, "--chart", "t.png")[0] == 0
    assert (tmp_path / "t.png").stat().st_size > 10_000


def test_a_cell_that_cannot_be_computed_is_status_3(run, path):
    status, out, err = run("whatif", path, "--set", "Values!C4=1,2", "--read", "ROI!B6")
    assert status == 3
    assert out.count("#UNKNOWN!") == 3
    assert "ROI!B6 could not be computed: NOSUCHFUNCTION is not a function" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--set", "Value!C4=1..2", "--read", "profit"), "there is no sheet 'Value'. Its sheets are Values, ROI."),
        (("--set", "ROI!B4=1..2", "--read", "profit"), "ROI!B4 holds a formula"),
        (("--set", "profit=1..2", "--read", "profit"), "ROI!B4 holds a formula"),
        (("--set", "Values!C4:C5=1..2", "--read", "profit"), "a range of 2 cells"),
        (("--set", "Values!C4=low..high", "--read", "profit"), "'low' in 'Values!C4=low..high' is no number."),
        (("--set", "Values!C4=1..2:0", "--read", "profit"), "takes steps of 0"),
        (("--set", "Values!C4", "--read", "profit"), "'Values!C4' sets nothing"),
        (("--set", "Values!C4=1..1e9", "--read", "profit"), "has 1,000,000,000 values"),
        (("--set", "Values!C4=1..999", "--set", "Values!C5=1..999", "--read", "profit"), "998,001 scenarios"),
        (("--set", "Values!C4=1", "--set", "Values!C4=2", "--read", "profit"), "Values!C4 is set twice"),
        (("--set", "Values!C4=1", "--set", "values!$C$4=2", "--read", "profit"), "Values!C4 is set twice"),
        (("--set", "Values!C4=1,2", "--set", "Values!C5=1", "--read", "profit", "--pairwise"), "these have 2, 1"),
        (("--set", "Values!C4=1", "--read", "margin"), "'margin' is no cell and no name"),
        (("--set", "Values!C4=1", "--read", "proft"), "Did you mean profit?"),
        (("--set", "Values!C4=1", "--read", "profit", "-o", "t.xlsx"), "t.xlsx does not end in .csv"),
        (("--set", "Values!C4=1", "--read", "profit", "--chart", "book.xlsx"), "does not end in .png"),
        (("--set", "Values!C4=1", "--read", "profit", "-o", "no/t.csv"), "no such folder"),
        (("--set", "Values!C4=0,1", "--read", "ROI!B5", "--chart", "t.png"), "ROI!B5 is a number in none"),
        (("--set", "Values!C4=a,b", "--read", "profit", "--chart", "t.png"), "is not set to numbers"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run, path, arguments, message):
    status, _, err = run("whatif", path, *arguments)
    assert status == 2
    assert message in err
    assert err.count("\n") == 1


def test_a_file_that_exists_is_kept_unless_forced(run, path, tmp_path):
    (tmp_path / "t.csv").write_text("mine")
    sets = ("--set", "Values!C4=1", "--read", "profit", "-o", "t.csv")
    assert run("whatif", path, *sets)[0] == 2
    assert (tmp_path / "t.csv").read_text() == "mine"
    assert run("whatif", path, *sets, "--force")[0] == 0
    assert (tmp_path / "t.csv").read_text() == "Values!C4,profit\n1,-10\n"


def test_python_gets_a_frame(path):
    import socroi

    frame = socroi.what_if(path, {"Values!C4": range(1, 4), "Values!C5": [10]}, ["profit"])
    assert frame.to_dict("list") == {"Values!C4": [1, 2, 3], "Values!C5": [10, 10, 10], "profit": [-10, 0, 10]}


def test_json_has_the_scenarios_and_the_book_as_it_is(run, path):
    import json

    found = json.loads(run("whatif", path, "--set", "Values!C4=1,4", "--read", "profit", "--json")[1])
    assert found["now"] == {"Values!C4": 5, "profit": 30}
    assert found["scenarios"] == [{"Values!C4": 1, "profit": -10}, {"Values!C4": 4, "profit": 20}]
