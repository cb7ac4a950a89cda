"""Rules about tables: where they lie, how they are called, whether their headings are what stands in the cells."""

import re

from ruler.opened import MAIN, area, is_like_reference, meet, meeting, rule, twice


@rule
def table_identifier_twice(book):
    yield from twice([table.root.get("id") for table in book.tables])


@rule
def table_name_twice(book):
    names = [name.casefold() for name, _, _ in book.defined]
    yield from twice([table.name.casefold() for table in book.tables])
    yield from (table.name for table in book.tables if table.name.casefold() in names)


@rule
def table_name_is_none(book):
    for table in book.tables:
        if not re.fullmatch(r"[^\W\d][\w.\\]*|[_\\][\w.\\]*", table.name) or is_like_reference(table.name):
            yield table.name


@rule
def table_has_another_number_of_columns(book):
    for table in book.tables:
        left, _, right, _ = table.area
        listed = table.root.find(f"{MAIN}tableColumns")
        if len(table.columns) != right - left + 1 or int(listed.get("count")) != len(table.columns):
            yield table.name


@rule
def table_has_no_row(book):
    for table in book.tables:
        heads, totals = int(table.root.get("headerRowCount", 1)), int(table.root.get("totalsRowCount", 0))
        if table.area[3] - table.area[1] + 1 <= heads + totals:
            yield table.name


@rule
def table_column_twice(book):
    for table in book.tables:
        yield from (f"{table.name}: {each}" for each in twice([c.get("name").casefold() for c in table.columns]))


@rule
def table_column_identifier_twice(book):
    for table in book.tables:
        yield from (f"{table.name}: {each}" for each in twice([column.get("id") for column in table.columns]))


@rule
def table_column_is_called_at_too_great_length(book):
    for table in book.tables:
        yield from (table.name for column in table.columns if len(column.get("name")) > 255)


def _headings(table):
    left, top, _, _ = table.area
    if table.root.get("headerRowCount") == "0":
        return
    by_place = {(cell.column, cell.row): cell for cell in table.sheet.cells.values()}
    for at, column in enumerate(table.columns):
        yield column, by_place.get((left + at, top))


@rule
def table_heading_is_another(book):
    for table in book.tables:
        for column, cell in _headings(table):
            shown = "" if cell is None else (cell.value or "").replace("\n", "_x000a_").casefold()
            if shown != column.get("name").replace("\n", "_x000a_").casefold():
                yield f"{table.name}: {column.get('name')!r} is {shown!r}"


@rule
def table_heading_is_no_text(book):
    for table in book.tables:
        for column, cell in _headings(table):
            if cell is None or cell.kind not in {"s", "inlineStr"} or cell.formula is not None:
                yield f"{table.name}: {column.get('name')}"


@rule
def tables_overlap(book):
    for sheet in book.sheets:
        areas = [table.area for table in book.tables if table.sheet is sheet]
        yield from (f"{sheet.name}: {pair}" for pair in meeting(areas))


@rule
def merge_lies_in_a_table(book):
    for table in book.tables:
        merges = [area(each.get("ref")) for each in table.sheet.root.iter(f"{MAIN}mergeCell")]
        yield from (f"{table.name}: {merge}" for merge in merges if meet(merge, table.area))


@rule
def table_filter_has_other_columns(book):
    for table in book.tables:
        found = table.root.find(f"{MAIN}autoFilter")
        if found is not None and area(found.get("ref"))[::2] != table.area[::2]:
            yield table.name


@rule
def table_column_has_an_unknown_look(book):
    for table in book.tables:
        for column in table.columns:
            look = column.get("dataDxfId")
            if look and int(look) >= book.style_count("dxfs"):
                yield f"{table.name}: {column.get('name')}"


@rule
def table_column_has_an_array_formula_of_many_cells(book):
    for table in book.tables:
        for cell in table.sheet.cells.values():
            if cell.formula is None or cell.formula.get("t") != "array" or not cell.formula.get("ref"):
                continue
            reach = area(cell.formula.get("ref"))
            if meet(reach, table.area) and reach[:2] != reach[2:]:
                yield f"{table.name}: {cell.address}"


@rule
def table_formula_is_not_that_of_its_cells(book):
    """New rows get the column's formula: where most cells have another, one of the two is wrong."""
    for table in book.tables:
        left, top, _, bottom = table.area
        by_place = {(cell.column, cell.row): cell for cell in table.sheet.cells.values()}
        for at, column in enumerate(table.columns):
            text = column.findtext(f"{MAIN}calculatedColumnFormula")
            cells = [by_place.get((left + at, row)) for row in range(top + 1, bottom + 1)]
            found = [c.formula.text for c in cells if c is not None and c.formula is not None and c.formula.text]
            # Without references to cells, a column has one text in all its rows.
            if text and found and "$" not in text and not re.search(r"\b[A-Z]{1,3}\d+\b", text) and text not in found:
                yield f"{table.name}: {column.get('name')}"


@rule
def table_filter_names_a_column_beyond_the_last(book):
    for table in book.tables:
        for column in table.root.iter(f"{MAIN}filterColumn"):
            if int(column.get("colId")) >= len(table.columns):
                yield f"{table.name}: {column.get('colId')}"


@rule
def table_totals_are_said_without_a_row_for_them(book):
    for table in book.tables:
        said = [c.get("name") for c in table.columns if c.get("totalsRowLabel") or c.get("totalsRowFunction")]
        if said and table.root.get("totalsRowCount") != "1":
            yield f"{table.name}: {said[0]}"
