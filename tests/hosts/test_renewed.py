"""Workbooks of an older edition in today's: `older/` holds two that were built a week before there was a later one.

What the months so far cost is summed by hand from the rows of Costs, as openpyxl reads them.
"""

import shutil
import warnings
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import TableColumn

import socroi
from socroi.errors import UsageError, WorkbookError
from socroi.sources.link_table import links_of, put_links
from socroi.sources.tagged_links import checked
from socroi.templates import build, find

OLDER = Path(__file__).parent / "older"
FOUR_STEP, HIDDEN = OLDER / "fa_four_step.xlsx", OLDER / "hu_hidden_returns.xlsx"
SO_FAR = 9
"""The months of the stored books that have results, January to September 2026."""
EXPORT = (
    "Campaign name,Reporting starts,Reporting ends,Results,Result indicator,Amount spent (EUR)\n"
    "Spring,2026-10-01,2026-10-31,{results},actions:lead,50\n"
)


def read(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says what it does not keep
        return openpyxl.load_workbook(path)


def table(book, name):
    """The sheet of a table, the table, and the row and column of its first heading."""
    sheet = next(sheet for sheet in book if name in sheet.tables)
    left, top, _, _ = range_boundaries(sheet.tables[name].ref)
    return sheet, sheet.tables[name], top, left


def cost_of_the_months_so_far(path):
    """What each bill spreads into January to September."""
    sheet, found, top, left = table(read(path), "Costs")
    total = 0.0
    _, _, _, bottom = range_boundaries(found.ref)
    for row in range(top + 1, bottom + 1):
        month, _, _, _, hours, rate, amount, months = (sheet.cell(row, left + place).value for place in range(8))
        cost = amount if amount is not None else (hours or 0) * (rate or 0)
        if isinstance(month, datetime):
            total += sum(cost / (months or 1) for later in range(months or 1) if month.month + later <= SO_FAR)
    return total


def typed(path, name):
    """The rows of a book's tables in the columns that are typed, by key, without blanks."""
    inputs = {
        key: [column.key for column in columns if column.formula is None]
        for key, columns in find(name).every_table.items()
    }
    found = {}
    for key, frame in socroi.read_template(path, keys=True).items():
        rows = frame[[column for column in inputs[key] if column in frame]].to_dict("records")
        found[key] = [{name: cell for name, cell in row.items() if cell is not None and cell == cell} for row in rows]  # noqa: PLR0124
    return found


@pytest.fixture(scope="module")
def renewed(tmp_path_factory):
    return socroi.renew(FOUR_STEP, tmp_path_factory.mktemp("renewed") / "new.xlsx")


def test_every_typed_row_of_the_older_book_stands_in_the_new_one(renewed):
    old, new = typed(FOUR_STEP, "four_step"), typed(renewed.path, "four_step")
    assert {name: new[name] for name in old} == old
    assert (renewed.template, renewed.language, renewed.left, renewed.uncomputed) == ("four_step", "fa", [], [])
    assert renewed.rows["Results"] == len(old["Results"]) > 60


def test_goals_and_settings_are_found_by_their_question(renewed):
    old, new = read(FOUR_STEP), read(renewed.path)
    for name in ("company", "currency", "first_month", "shared_by"):
        places = [next(iter(book.defined_names[name].destinations)) for book in (old, new)]
        one, other = (book[sheet][cell].value for book, (sheet, cell) in zip((old, new), places, strict=True))
        assert one == other, name
    goals = [[cell.value for cell in book.worksheets[1][7][1:5]] for book in (old, new)]
    assert goals[0] == goals[1]
    assert goals[0][0] is not None


def test_return_is_the_same_and_cost_is_that_of_the_months_so_far(renewed):
    old, new = socroi.open(FOUR_STEP), socroi.open(renewed.path)
    cost = cost_of_the_months_so_far(FOUR_STEP)
    assert new["return_total"] == old["return_total"]
    assert new["cost_total"] == pytest.approx(cost)
    assert new["roi_total"] == pytest.approx((old["return_total"] - cost) * 100 / cost)
    assert [figure.before for figure in renewed.figures] == [
        old[name] for name in ("roi_total", "profit_total", "cost_total")
    ]
    assert all("the cost of the same months" in figure.why for figure in renewed.figures)
    assert renewed.same == 1


def test_reason_is_not_claimed_of_a_figure_that_it_does_not_explain(tmp_path):
    """The returns that nobody can count were weighed otherwise: the cost of the same months explains none of that."""
    done = socroi.renew(HIDDEN, tmp_path / "new.xlsx")
    why = {round(figure.before, 2): figure.why for figure in done.figures}
    assert "the cost of the same months" in why[-32.77]
    assert "computes it otherwise" in why[16854.78]
    assert done.left == []


def test_renewed_book_is_reported_and_has_nothing_to_renew(renewed, tmp_path):
    with pytest.raises(WorkbookError, match="socroi renew"):
        socroi.report(FOUR_STEP, tmp_path / "page.html")
    assert socroi.report(renewed.path, tmp_path / "page.html")
    again = socroi.renew(renewed.path, tmp_path / "again.xlsx")
    assert again.path is None
    assert not (tmp_path / "again.xlsx").exists()


def test_what_a_stranger_added_is_carried_or_told(tmp_path):
    path = tmp_path / "plan.xlsx"
    book = read(FOUR_STEP)
    sheet, results, top, left = table(book, "Results")
    _, _, right, bottom = range_boundaries(results.ref)
    results.ref = f"{get_column_letter(left)}{top}:{get_column_letter(right + 1)}{bottom}"
    results.autoFilter.ref = results.ref
    results.tableColumns.append(TableColumn(id=99, name="My notes"))
    sheet.cell(top, right + 1).value = "My notes"
    sheet.cell(top + 2, right + 1).value = "ask Ann"
    sheet.cell(top + 1, right + 4).value = 123
    sheet.cell(bottom + 3, left + 1).value = "too late"
    sheet.cell(top + 1, left).comment = Comment("hello", "Ann")
    costs, _, above, first = table(book, "Costs")
    costs.cell(above + 1, first + 6).value = "=200*2"
    text = costs.cell(above + 2, first + 3)
    text.value, text.data_type = "=cmd|' /C calc'!A0", "s"
    costs.cell(above + 3, first + 8).value = 77
    mine = book.create_sheet("Mine")
    mine["A1"], mine["A2"], mine["A3"], mine["A4"] = "=roi_total*2", f"='{sheet.title}'!E9+1", "=A1+A2", "a note"
    book.defined_names["mine"] = DefinedName("mine", attr_text="Mine!$A$1")
    book.save(path)
    done = socroi.renew(path)
    assert done.path == tmp_path / "plan-renewed.xlsx"
    rows = socroi.read_template(done.path, keys=True)
    assert rows["Results"]["My notes"].tolist()[:2] == [None, "ask Ann"]
    assert rows["Costs"]["amount"][0] == 400
    new, _, above, first = table(read(done.path), "Costs")
    assert (new.cell(above + 2, first + 3).value, new.cell(above + 2, first + 3).data_type) == (text.value, "s")
    told = "\n".join(str(each) for each in done.left)
    for words in (
        "=200*2", "123 is typed beside", "“too late” is typed below a table", "77 is typed over a formula",
        "this sheet is your own (formulas: 3, other cells: 1).",
        "Then look at A2: what they read by its place may stand elsewhere in the new book.",
        "mine (=Mine!$A$1) is your own", "notes on cells",
    ):  # fmt: skip
        assert words in told
    assert len(done.left) == 7


def test_export_that_was_imported_is_known_again_and_a_corrected_one_replaces_it(tmp_path):
    path, export = tmp_path / "plan.xlsx", tmp_path / "meta.csv"
    shutil.copy(FOUR_STEP, path)
    export.write_text(EXPORT.format(results=7))
    socroi.import_exports(path, [export], platforms={"Meta": "Facebook"})
    put_links(path, [checked("https://shop.example/?utm_source=instagram&utm_medium=social&utm_campaign=spring")])
    done = socroi.renew(path)
    assert done.imports == 1
    assert links_of(done.path) == links_of(path)
    before = done.path.read_bytes()
    assert not socroi.import_exports(done.path, [export]).written
    assert done.path.read_bytes() == before
    assert (tmp_path / "plan-renewed.socroi.toml").read_text() == (tmp_path / "plan.socroi.toml").read_text()
    export.write_text(EXPORT.format(results=9))
    socroi.import_exports(done.path, [export])
    rows = socroi.read_template(done.path, keys=True)["Results"]
    assert rows[rows["month"] == "2026-10-01"]["quantity"].tolist() == [9]


@pytest.mark.parametrize(
    ("name", "language"),
    [("kpi_scorecard", "sw"), ("programme", "hi"), ("audience_value", "ca"), ("attribution_and_tests", "en")],
)
def test_book_that_lacks_what_came_later_is_renewed_in_each_template(tmp_path, name, language):
    """A name of today's is taken away, and the columns that editions have added."""
    path = tmp_path / "old.xlsx"
    build(name, language, path, example=True, start=date(2025, 4, 1), currency="KES")
    book = read(path)
    del book.defined_names["open_check"]
    book.save(path)
    done = socroi.renew(path)
    old, new = typed(path, name), typed(done.path, name)
    assert new == old
    assert done.left == []
    assert socroi.open(done.path)["currency"] == "KES"
    assert done.figures == []
    assert done.same >= 2


def test_nothing_is_written_over(tmp_path):
    path = tmp_path / "plan.xlsx"
    shutil.copy(FOUR_STEP, path)
    (tmp_path / "there.xlsx").write_bytes(b"somebody's work")
    with pytest.raises(UsageError, match="exists already"):
        socroi.renew(path, tmp_path / "there.xlsx")
    with pytest.raises(UsageError, match="the workbook itself"):
        socroi.renew(path, path, force=True)
    openpyxl.Workbook().save(tmp_path / "own.xlsx")
    with pytest.raises(WorkbookError, match="not made from a template, so there is no edition"):
        socroi.renew(tmp_path / "own.xlsx")
    assert path.read_bytes() == FOUR_STEP.read_bytes()
