"""`socroi renew`: the file that it leaves, and what it says of it."""

import shutil
from pathlib import Path

OLDER = Path(__file__).parents[1] / "hosts" / "older"


def test_older_book_is_renewed_beside_itself_and_each_other_figure_is_told(run, tmp_path):
    shutil.copy(OLDER / "hu_hidden_returns.xlsx", "plan.xlsx")
    status, out, _ = run("renew", "plan.xlsx")
    assert status == 0
    assert out.startswith("plan-renewed.xlsx: today's edition of hidden_returns. plan.xlsx is as it was.")
    assert "-32.77 before, -31.50 now: the older edition sets the return of the months so far (9)" in " ".join(
        out.split()
    )
    assert (tmp_path / "plan-renewed.xlsx").exists()


def test_book_of_todays_edition_has_nothing_to_renew(run, tmp_path):
    run("new", "programme", "-o", "plan.xlsx")
    status, out, _ = run("renew", "plan.xlsx")
    assert status == 0
    assert "there is nothing to renew, and nothing was written." in " ".join(out.split())
    assert not (tmp_path / "plan-renewed.xlsx").exists()


def test_edition_with_macros_stays_one(run, tmp_path):
    run("new", "programme", "--edition", "xlsm", "-o", "plan.xlsm")
    status, out, _ = run("renew", "plan.xlsm")
    assert status == 0
    assert "nothing to renew" in out
