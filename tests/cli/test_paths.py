import csv
import json

import pytest

import socroi

TOUCHES = """user_id,timestamp,channel,converted,revenue
ann,2026-01-01,Instagram,0,
ann,2026-01-05,Email,0,
ann,2026-01-06,Search,1,100
bob,2026-01-02,Instagram,0,
bob,2026-03-02,search,1,59.5
,2026-02-01,Email,0,
eve,2026-02-01,,1,20
"""


@pytest.fixture
def touches(tmp_path):
    path = tmp_path / "touches.csv"
    path.write_text(TOUCHES, encoding="utf-8")
    return path


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def test_touch_rows_become_a_path_table_beside_them(run, touches, tmp_path):
    status, out, err = run("paths", touches)
    assert (status, err) == (0, "")
    assert rows_of(tmp_path / "touches_paths.csv") == [
        ["path", "conversions", "nulls", "revenue"],
        ["Instagram > Email > Search", "1", "0", "100"],
        ["Search", "1", "0", "59.5"],
        ["Instagram", "0", "1", "0"],
    ]
    assert "6 rows of 3 users, 3 channels, 3 conversions, window of 30 days." in out
    assert "1 row without a user left out." in out
    assert "1 conversion without any touch in the window, with a value of 20.00" in out


def test_the_table_is_what_the_attribution_functions_take(run, touches, tmp_path):
    assert run("paths", touches, "-o", "table.csv")[0] == 0
    paths, conversions, nulls, revenue = zip(*rows_of(tmp_path / "table.csv")[1:], strict=True)
    table = socroi.SOCATTRIB(paths, [float(c) for c in conversions], "last", [float(r) for r in revenue])
    assert table.values.tolist()[2] == ["Search", 2.0, 1.0, 159.5]
    # By hand: of three paths, one begins at Search and two at Instagram, of which one goes on. P = 2/3; without
    # Instagram or Email 1/3, without Search 0.
    markov = socroi.SOCMARKOV(paths, [float(c) for c in conversions], [float(n) for n in nulls])
    assert markov["removal effect"][:-1].tolist() == pytest.approx([0.5, 0.5, 1.0])


def test_a_table_that_exists_is_not_replaced_unless_asked(run, touches, tmp_path):
    assert run("paths", touches)[0] == 0
    status, _, err = run("paths", touches)
    assert status == 2
    assert "exists already" in err
    assert run("paths", touches, "--force", "--window", "7", "--value", "none")[0] == 0
    assert rows_of(tmp_path / "touches_paths.csv")[0] == ["path", "conversions", "nulls"]


def test_the_touches_themselves_are_never_replaced(run, touches):
    status, _, err = run("paths", touches, "-o", touches, "--force")
    assert status == 2
    assert "would replace the touches" in err
    assert touches.read_text(encoding="utf-8") == TOUCHES


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--window", "0"), "above 0 days"),
        (("--channel", "chanel"), "no column “chanel”"),
        (("-o", "no/such/folder/table.csv"), "cannot be written"),
    ],
)
def test_a_wrong_request_is_one_line_and_status_2(run, touches, arguments, said):
    status, out, err = run("paths", touches, *arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_channel_that_a_sheet_would_compute_is_written_as_text(run, touches, tmp_path):
    touches.write_text("user,time,channel,conversion\nann,2026-01-01,=1+1,1\n", encoding="utf-8")
    assert run("paths", touches)[0] == 0
    assert rows_of(tmp_path / "touches_paths.csv")[1] == ["'=1+1", "1", "0"]


def test_what_was_counted_is_printed_as_json(run, touches):
    found = json.loads(run("paths", touches, "--json")[1])
    assert (found["conversions"], found["without_user"], found["without_touch"]) == (3, 1, 1)
