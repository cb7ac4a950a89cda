"""Rules about what lies on a sheet besides cells: merges, validations, colours, links, drawings."""

import re

from ruler.opened import MAIN, RELATION, area, meet, meeting, rule, twice

_CHILDREN = """
    sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios
    autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting
    dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties
    cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects controls
    webPublishItems tableParts extLst
"""
_ORDER = _CHILDREN.split()
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_LIMITS = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 225}


def _validations(sheet):
    return list(sheet.root.iter(f"{MAIN}dataValidation"))


@rule
def sheet_children_out_of_order(book):
    for sheet in book.sheets:
        places = [_ORDER.index(tag) for each in sheet.root if (tag := each.tag.removeprefix(MAIN)) in _ORDER]
        if places != sorted(places):
            yield sheet.name


@rule
def merges_overlap(book):
    for sheet in book.sheets:
        areas = [area(each.get("ref")) for each in sheet.root.iter(f"{MAIN}mergeCell")]
        yield from (f"{sheet.name}: {pair}" for pair in meeting(areas))


@rule
def columns_overlap(book):
    for sheet in book.sheets:
        columns = [(int(each.get("min")), 1, int(each.get("max")), 1) for each in sheet.root.iter(f"{MAIN}col")]
        yield from (f"{sheet.name}: {pair}" for pair in meeting(columns))


@rule
def validations_overlap(book):
    for sheet in book.sheets:
        areas = [area(each) for found in _validations(sheet) for each in found.get("sqref").split()]
        yield from (f"{sheet.name}: {pair}" for pair in meeting(areas))


@rule
def validations_are_counted_wrong(book):
    for sheet in book.sheets:
        listed = sheet.root.find(f"{MAIN}dataValidations")
        if listed is not None and listed.get("count") and int(listed.get("count")) != len(listed):
            yield f"{sheet.name}: {listed.get('count')} of {len(listed)}"


@rule
def validation_formula_is_too_long(book):
    for sheet in book.sheets:
        for found in _validations(sheet):
            texts = [found.findtext(f"{MAIN}{key}") or "" for key in ("formula1", "formula2")]
            yield from (f"{sheet.name}: {found.get('sqref')}" for text in texts if len(text) > 255 + 2)


@rule
def validation_names_a_table(book):
    for sheet in book.sheets:
        for found in _validations(sheet):
            text = re.sub(r'"[^"]*"', "", found.findtext(f"{MAIN}formula1") or "")
            if "[" in text:
                yield f"{sheet.name}: {text}"


@rule
def validation_speaks_too_long(book):
    for sheet in book.sheets:
        for found in _validations(sheet):
            for key, most in _LIMITS.items():
                if len(found.get(key, "")) > most:
                    yield f"{sheet.name}: {key} at {found.get('sqref')}"


@rule
def colouring_has_an_unknown_look(book):
    for sheet in book.sheets:
        for found in sheet.root.iter(f"{MAIN}cfRule"):
            if found.get("dxfId") and int(found.get("dxfId")) >= book.style_count("dxfs"):
                yield f"{sheet.name}: {found.get('dxfId')}"


@rule
def colouring_names_a_table(book):
    for sheet in book.sheets:
        for found in sheet.root.iter(f"{MAIN}cfRule"):
            texts = [re.sub(r'"[^"]*"', "", each.text or "") for each in found.iter(f"{MAIN}formula")]
            yield from (f"{sheet.name}: {text}" for text in texts if "[" in text)


@rule
def colouring_has_no_priority_of_its_own(book):
    for sheet in book.sheets:
        yield from (
            f"{sheet.name}: {each}"
            for each in twice([found.get("priority") for found in sheet.root.iter(f"{MAIN}cfRule")])
        )


@rule
def link_leads_to_no_sheet(book):
    known = {each.get("name").casefold() for each in book.workbook.iter(f"{MAIN}sheet")}
    for sheet in book.sheets:
        for found in sheet.root.iter(f"{MAIN}hyperlink"):
            place, mark, _ = (found.get("location") or "").rpartition("!")
            name = place.strip("'").replace("''", "'").casefold()
            if mark and name not in known:
                yield f"{sheet.name}: {found.get('location')}"


@rule
def link_is_too_long(book):
    for sheet in book.sheets:
        for found in sheet.root.iter(f"{MAIN}hyperlink"):
            if len(found.get("location") or "") > 2079 or len(found.get("tooltip") or "") > 255:
                yield f"{sheet.name}: {found.get('ref')}"


@rule
def too_many_links(book):
    for sheet in book.sheets:
        if len(list(sheet.root.iter(f"{MAIN}hyperlink"))) > 65_530:
            yield sheet.name


@rule
def header_or_footer_is_too_long(book):
    for sheet in book.sheets:
        lines = sheet.root.find(f"{MAIN}headerFooter")
        yield from (sheet.name for line in ([] if lines is None else lines) if len(line.text or "") > 255)


@rule
def freezing_leaves_no_cell(book):
    for sheet in book.sheets:
        for pane in sheet.root.iter(f"{MAIN}pane"):
            if pane.get("state") == "frozen" and not pane.get("topLeftCell"):
                yield sheet.name


def _drawings(book):
    return [(name, book.tree(name)) for name in book.names if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)]


@rule
def drawing_ends_before_it_begins(book):
    for name, root in _drawings(book):
        for anchor in root.iter(f"{_DRAWING}twoCellAnchor"):
            ends = [
                tuple(int(anchor.findtext(f"{_DRAWING}{end}/{_DRAWING}{axis}")) for axis in ("col", "row"))
                for end in ("from", "to")
            ]
            if ends[1][0] < ends[0][0] or ends[1][1] < ends[0][1]:
                yield f"{name}: {ends}"


@rule
def drawing_identifier_twice(book):
    for name, root in _drawings(book):
        yield from (f"{name}: {each}" for each in twice([each.get("id") for each in root.iter(f"{_DRAWING}cNvPr")]))


@rule
def chart_names_no_sheet(book):
    known = {each.get("name").casefold() for each in book.workbook.iter(f"{MAIN}sheet")}
    for name in book.names:
        root = book.tree(name) if re.fullmatch(r"xl/charts/chart\d+\.xml", name) else None
        for found in [] if root is None else root.iter(f"{_CHART}f"):
            for place in re.findall(r"('(?:[^']|'')+'|[^\W][\w.]*)!", found.text or ""):
                if place.strip("'").replace("''", "'").casefold() not in known:
                    yield f"{name}: {found.text}"


@rule
def merge_is_of_one_cell(book):
    for sheet in book.sheets:
        for each in sheet.root.iter(f"{MAIN}mergeCell"):
            found = area(each.get("ref"))
            if found[:2] == found[2:]:
                yield f"{sheet.name}: {each.get('ref')}"


@rule
def several_sheets_are_selected(book):
    """What is typed into one of them then goes into all."""
    chosen = [
        sheet.name
        for sheet in book.sheets
        for view in sheet.root.iter(f"{MAIN}sheetView")
        if view.get("tabSelected") == "1"
    ]
    if len(chosen) > 1:
        yield ", ".join(chosen)


@rule
def view_is_of_no_window(book):
    windows = len(list(book.workbook.iter(f"{MAIN}workbookView")))
    for sheet in book.sheets:
        for view in sheet.root.iter(f"{MAIN}sheetView"):
            if int(view.get("workbookViewId", 0)) >= max(1, windows):
                yield sheet.name


@rule
def row_or_column_is_too_large(book):
    """Microsoft's limits: 409 points high, 255 characters wide."""
    for sheet in book.sheets:
        yield from (
            f"{sheet.name}, row {r.get('r')}" for r in sheet.root.iter(f"{MAIN}row") if float(r.get("ht", 0)) > 409.5
        )
        yield from (
            f"{sheet.name}, column {c.get('min')}"
            for c in sheet.root.iter(f"{MAIN}col")
            if float(c.get("width", 0)) > 255
        )


@rule
def spans_of_a_row_are_none(book):
    for sheet in book.sheets:
        for row in sheet.root.iter(f"{MAIN}row"):
            found = [re.fullmatch(r"(\d+):(\d+)", each) for each in row.get("spans", "").split()]
            if any(each is None or not 1 <= int(each[1]) <= int(each[2]) <= 16_384 for each in found):
                yield f"{sheet.name}, row {row.get('r')}"


_ONE_FORMULA = {"expression", "cellIs", "containsText", "notContainsText", "beginsWith", "endsWith"}


@rule
def colouring_lacks_what_it_compares(book):
    for sheet in book.sheets:
        for found in sheet.root.iter(f"{MAIN}cfRule"):
            count = len(found.findall(f"{MAIN}formula"))
            most = 2 if found.get("operator") in {"between", "notBetween"} else 1
            kind = found.get("type")
            if (kind in _ONE_FORMULA and count != most) or (kind == "cellIs" and not found.get("operator")):
                yield f"{sheet.name}: {kind}"


@rule
def colours_of_a_scale_do_not_match_its_points(book):
    for sheet in book.sheets:
        for scale in sheet.root.iter(f"{MAIN}colorScale"):
            points, colours = (len(scale.findall(f"{MAIN}{tag}")) for tag in ("cfvo", "color"))
            if points != colours or points not in {2, 3}:
                yield f"{sheet.name}: {points} and {colours}"


@rule
def validation_lacks_what_it_compares(book):
    for sheet in book.sheets:
        for found in _validations(sheet):
            two = found.get("operator", "between") in {"between", "notBetween"}
            kind = found.get("type", "none")
            wanted = 0 if kind == "none" else 1 if kind in {"list", "custom"} else 1 + two
            given = sum(bool(found.findtext(f"{MAIN}{key}")) for key in ("formula1", "formula2"))
            if given < wanted:
                yield f"{sheet.name}: {kind} at {found.get('sqref')}"


@rule
def filter_of_the_sheet_meets_a_table(book):
    for table in book.tables:
        found = table.sheet.root.find(f"{MAIN}autoFilter")
        if found is not None and meet(area(found.get("ref")), table.area):
            yield f"{table.name}: {found.get('ref')}"


@rule
def tables_of_a_sheet_are_counted_wrong(book):
    for sheet in book.sheets:
        listed = sheet.root.find(f"{MAIN}tableParts")
        if listed is not None and listed.get("count") and int(listed.get("count")) != len(listed):
            yield sheet.name


@rule
def table_is_shown_on_no_sheet(book):
    for sheet in book.sheets:
        shown = {each.get(f"{RELATION}id") for each in sheet.root.iter(f"{MAIN}tablePart")}
        tables = {key for key, (kind, _, _) in sheet.relations.items() if kind == "table"}
        yield from (f"{sheet.name}: {key}" for key in tables ^ shown)


@rule
def drawing_has_no_name(book):
    for name, root in _drawings(book):
        yield from (f"{name}: {each.get('id')}" for each in root.iter(f"{_DRAWING}cNvPr") if not each.get("name"))
