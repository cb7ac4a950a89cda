"""Rules about the workbook part, its sheets' names and its defined names."""

import re

from ruler.opened import MAIN, is_like_reference, rule, texts_of, twice

_CHILDREN = """
    fileVersion fileSharing workbookPr AlternateContent revisionPtr workbookProtection bookViews sheets
    functionGroups externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr
    smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst
"""
_ORDER = _CHILDREN.split()


def _sheets(book):
    return list(book.workbook.iter(f"{MAIN}sheet"))


@rule
def workbook_children_out_of_order(book):
    places = [_ORDER.index(tag) for each in book.workbook if (tag := each.tag.rpartition("}")[2]) in _ORDER]
    if places != sorted(places):
        yield "xl/workbook.xml"


@rule
def sheet_name_is_none(book):
    for each in _sheets(book):
        name = each.get("name")
        wrong = not 1 <= len(name) <= 31 or re.search(r"[\\/?*\[\]:]", name) or name[0] == "'" or name[-1] == "'"
        if wrong or name.casefold() == "history":
            yield name


@rule
def sheet_name_twice(book):
    yield from twice([each.get("name").casefold() for each in _sheets(book)])


@rule
def sheet_identifier_twice(book):
    yield from twice([each.get("sheetId") for each in _sheets(book)])


@rule
def no_sheet_to_be_seen(book):
    if all(each.get("state", "visible") != "visible" for each in _sheets(book)):
        yield "every sheet is hidden"


@rule
def active_sheet_is_none(book):
    for view in book.workbook.iter(f"{MAIN}workbookView"):
        if int(view.get("activeTab", 0)) >= len(_sheets(book)) or int(view.get("firstSheet", 0)) >= len(_sheets(book)):
            yield str(view.attrib)


@rule
def name_twice(book):
    yield from twice([(name.casefold(), scope) for name, scope, _ in book.defined])


@rule
def name_of_no_sheet(book):
    yield from (name for name, scope, _ in book.defined if scope is not None and int(scope) >= len(_sheets(book)))


@rule
def name_is_none(book):
    for name, _, _ in book.defined:
        if not name.startswith("_xlnm.") and not (
            re.match(r"[^\W\d]|[_\\]", name) and re.fullmatch(r"[^\W]*(?:[\w.\\?\u0300-\u0fff]*)", name)
        ):
            yield name


@rule
def name_is_like_a_reference(book):
    yield from (name for name, _, _ in book.defined if is_like_reference(name))


@rule
def name_is_too_long(book):
    yield from (name[:40] for name, _, _ in book.defined if len(name) > 255)


@rule
def name_holds_a_lost_reference(book):
    yield from (name for name, _, text in book.defined if "#REF!" in text)


@rule
def name_is_empty(book):
    yield from (name for name, _, text in book.defined if not text.strip())


@rule
def name_is_described_at_too_great_length(book):
    for each in book.workbook.iter(f"{MAIN}definedName"):
        if len(each.get("comment", "")) > 255:
            yield each.get("name")


@rule
def lambda_parameter_is_like_a_reference(book):
    for where, text in book.formulas:
        parameters = set(re.findall(r"_xl[po][mp]\.(\w+)", text))
        yield from (f"{where}: {each}" for each in parameters if is_like_reference(each))


@rule
def formula_is_too_long(book):
    yield from (f"{where}: {len(text)}" for where, text in book.formulas if len(text) > 8192)


@rule
def text_in_a_formula_is_too_long(book):
    for where, text in book.formulas:
        yield from (f"{where}: {len(each)}" for each in texts_of(text) if len(each) > 255)


_BUILT_IN = {
    "_xlnm.Print_Area", "_xlnm.Print_Titles", "_xlnm._FilterDatabase", "_xlnm.Criteria", "_xlnm.Extract",
    "_xlnm.Consolidate_Area", "_xlnm.Database", "_xlnm.Sheet_Title",
}  # fmt: skip
_OWN = r"(?:'(?:[^']|'')+'|[^\W][\w.]*)!"


@rule
def built_in_name_is_unknown(book):
    yield from (name for name, _, _ in book.defined if name.startswith("_xlnm.") and name not in _BUILT_IN)


@rule
def built_in_name_has_no_sheet(book):
    yield from (name for name, scope, _ in book.defined if name.startswith("_xlnm.Print_") and scope is None)


@rule
def print_titles_are_no_whole_rows_or_columns(book):
    part = rf"{_OWN}(?:\$[A-Z]+:\$[A-Z]+|\$\d+:\$\d+)"
    for name, _, text in book.defined:
        if name == "_xlnm.Print_Titles" and not re.fullmatch(f"{part}(?:,{part})?", text):
            yield text


@rule
def print_area_is_none(book):
    cell = r"\$[A-Z]+\$\d+"
    part = rf"{_OWN}(?:{cell}(?::{cell})?|\$[A-Z]+:\$[A-Z]+|\$\d+:\$\d+)"
    for name, _, text in book.defined:
        if name == "_xlnm.Print_Area" and not re.fullmatch(f"{part}(?:,{part})*", text):
            yield text


@rule
def code_name_twice(book):
    found = [sheet.root.find(f"{MAIN}sheetPr") for sheet in book.sheets]
    names = [each.get("codeName").casefold() for each in found if each is not None and each.get("codeName")]
    yield from twice(names)
