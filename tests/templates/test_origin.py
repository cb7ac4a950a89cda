"""Which template a workbook was made from, also where its user has added, moved or renamed columns."""

from datetime import date

import openpyxl
import pytest
from four_step_case import read
from openpyxl.worksheet.table import TableColumn

import socroi
from socroi.errors import UsageError, WorkbookError
from socroi.templates import build, find
from socroi.templates.origin import identify
from socroi.workbook.reading.book import load

RESULTS = ("month", "platform", "kpi", "quantity")


def corner(table):
    """The row and the column of a table's first heading."""
    left, top, _, _ = openpyxl.utils.range_boundaries(table.ref)
    return top, left


@pytest.fixture
def four_step(tmp_path):
    """`four_step(change)`: a book of January's 40 leads at 5, once `change(sheet, table)` has been made to Results."""

    def make(change):
        path = tmp_path / "plan.xlsx"
        build("four_step", "en", path, data=socroi.templates.Contents(
            {"Results": [{"month": date(2026, 1, 1), "platform": "Facebook", "kpi": "Leads", "quantity": 40}],
             "KpiValues": [{"kpi": "Leads", "worth": 5, "evidence": "Test"}]}
        ))  # fmt: skip
        book = read(path)
        change(book["Results"], book["Results"].tables["Results"])
        book.save(path)
        return path

    return make


def own_column(sheet, table):
    """A column of notes at the right end."""
    left, top, right, bottom = openpyxl.utils.range_boundaries(table.ref)
    letters = [openpyxl.utils.get_column_letter(place) for place in (left, right + 1)]
    table.ref = table.autoFilter.ref = f"{letters[0]}{top}:{letters[1]}{bottom}"
    table.tableColumns.append(TableColumn(id=len(table.tableColumns) + 1, name="My notes"))
    sheet.cell(top, right + 1).value = "My notes"
    sheet.cell(top + 1, right + 1).value = "ask Ann"


def swapped(sheet, table):
    """Platform and KPI in each other's place."""
    row, _ = corner(table)
    for below in (row, row + 1):
        sheet[f"C{below}"].value, sheet[f"D{below}"].value = sheet[f"D{below}"].value, sheet[f"C{below}"].value
    table.tableColumns[1].name, table.tableColumns[2].name = table.tableColumns[2].name, table.tableColumns[1].name


def renamed(sheet, table):
    """Another word for the platform."""
    row, _ = corner(table)
    sheet[f"C{row}"].value = table.tableColumns[1].name = "Network"


def test_own_column_does_not_matter_and_is_read_under_its_heading(four_step):
    path = four_step(own_column)
    assert identify(load(path)).template == "four_step"
    rows = socroi.read_template(path, keys=True)["Results"]
    assert rows.loc[0, [*RESULTS[1:], "My notes"]].tolist() == ["Facebook", "Leads", 40, "ask Ann"]


def test_columns_are_known_wherever_they_stand(four_step):
    path = four_step(swapped)
    rows = socroi.read_template(path, keys=True)["Results"]
    assert list(rows.columns[:4]) == ["month", "kpi", "platform", "quantity"]
    assert rows.loc[0, [*RESULTS[1:]]].tolist() == ["Facebook", "Leads", 40]
    following = socroi.next_year(path).path
    assert socroi.read_template(following, keys=True)["KpiValues"].loc[0, "worth"] == 5


def test_own_note_of_an_imported_row_stays_when_the_corrected_export_comes(four_step, tmp_path):
    path = four_step(own_column)
    export = tmp_path / "meta.csv"
    for results, note in (("7", "late"), ("9", None)):
        export.write_text(
            "Campaign name,Reporting starts,Reporting ends,Results,Result indicator,Amount spent (EUR)\n"
            f"Spring,2026-02-01,2026-02-28,{results},actions:lead,50\n"
        )
        socroi.import_exports(path, [export])
        if note:
            book = read(path)
            row, left = corner(book["Results"].tables["Results"])
            place = left + len(book["Results"].tables["Results"].tableColumns) - 1
            assert book["Results"].cell(row + 2, left + 3).value == 7
            book["Results"].cell(row + 2, place).value = note
            book.save(path)
    rows = socroi.read_template(path, keys=True)["Results"]
    assert rows["quantity"].tolist() == [40, 9]
    assert rows["My notes"].tolist() == ["ask Ann", "late"]


def test_heading_that_was_renamed_is_named_by_what_it_was(four_step, tmp_path):
    path = four_step(renamed)
    before = path.read_bytes()
    assert identify(load(path)) is None
    with pytest.raises(WorkbookError, match="made from four_step, but has no column “Platform” in its table Results"):
        socroi.next_year(path)
    export = tmp_path / "a.csv"
    export.write_text("Day,Campaign name,Amount spent (EUR)\n2026-01-02,Spring,5\n")
    with pytest.raises(UsageError, match="no column “Platform” in its table Results any more"):
        socroi.import_exports(path, [export])
    assert path.read_bytes() == before


def test_workbook_of_somebody_elses_is_told_to_be_none(tmp_path):
    path = tmp_path / "own.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Month", "Platform"])
    book.save(path)
    with pytest.raises(WorkbookError, match="it was not made from a template, so"):
        socroi.next_year(path)


@pytest.mark.parametrize("name", ["four_step", "programme", "attribution_and_tests"])
def test_book_of_an_older_edition_has_a_next_year(tmp_path, name):
    """The columns that were added since are taken away, and what is computed is called otherwise."""
    path = tmp_path / "old.xlsx"
    build(name, "hu", path)
    book = read(path)
    for sheet in book:
        for table in list(sheet.tables.values()):
            columns = find(name).every_table[table.name]
            if all(column.added for column in columns):
                del sheet.tables[table.name]
                continue
            for place, column in enumerate(columns):
                if column.added or column.formula:
                    row, left = corner(table)
                    sheet.cell(row, left + place).value = table.tableColumns[place].name = f"x{place}"
    book.save(path)
    origin = identify(load(path))
    assert (origin.template, origin.language) == (name, "hu")
    assert socroi.next_year(path).template == name
