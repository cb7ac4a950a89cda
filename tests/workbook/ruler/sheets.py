"""Rules about what lies on a sheet besides cells: merges, validations, colours, links, drawings."""

import re

from ruler.opened import MAIN, area, meeting, rule, twice

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
