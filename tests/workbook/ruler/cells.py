"""Rules about cells and their formulas."""

import math
import re

from ruler.opened import MAIN, area, meeting, rule, without_texts
from socroi.definition.registry import formulas as ours
from socroi.engine.formula.parser import parse
from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import Structured
from socroi.errors import FormulaError
from socroi.excel.functions import BUILT_IN, PREFIXED, WORKSHEET_PREFIXED

_CALL = re.compile(r"([A-Za-z_][\w.]*)\(")
_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"}


def _where(sheet, cell):
    return f"{sheet.name}!{cell.address}"


@rule
def rows_out_of_order(book):
    for sheet in book.sheets:
        rows = [int(row.get("r", 0)) for row in sheet.root.iter(f"{MAIN}row")]
        if rows != sorted(set(rows)):
            yield sheet.name


@rule
def cells_out_of_order(book):
    for sheet in book.sheets:
        for row in sheet.root.iter(f"{MAIN}row"):
            here = [sheet.cells[each.get("r")] for each in row if each.get("r") in sheet.cells]
            columns = [cell.column for cell in here]
            if columns != sorted(set(columns)) or any(cell.row != int(row.get("r")) for cell in here):
                yield f"{sheet.name}, row {row.get('r')}"


@rule
def cell_has_an_unknown_look(book):
    looks = book.style_count("cellXfs")
    yield from (_where(s, c) for s, c in book.cells if int(c.element.get("s", 0)) >= looks)


@rule
def shared_text_is_not_there(book):
    for sheet, cell in book.cells:
        index = cell.element.findtext(f"{MAIN}v") if cell.kind == "s" else None
        if index is not None and not (index.isdigit() and int(index) < len(book.strings)):
            yield _where(sheet, cell)


@rule
def shared_texts_are_counted_wrong(book):
    root = book.tree("xl/sharedStrings.xml")
    if root is None:
        return
    if root.get("uniqueCount") and int(root.get("uniqueCount")) != len(book.strings):
        yield f"{root.get('uniqueCount')} of {len(book.strings)}"


@rule
def boolean_is_none(book):
    yield from (_where(s, c) for s, c in book.cells if c.kind == "b" and c.value not in {"0", "1", None})


@rule
def error_is_none(book):
    yield from (_where(s, c) for s, c in book.cells if c.kind == "e" and c.value not in _ERRORS)


@rule
def number_is_none(book):
    for sheet, cell in book.cells:
        if cell.kind == "n" and cell.value is not None:
            try:
                finite = math.isfinite(float(cell.value))
            except ValueError:
                finite = False
            if not finite:
                yield f"{_where(sheet, cell)}: {cell.value!r}"


@rule
def text_is_too_long_for_a_cell(book):
    for sheet, cell in book.cells:
        if cell.value and len(cell.value.encode("utf-16-le", "surrogatepass")) > 2 * 32_767:
            yield _where(sheet, cell)


@rule
def spaces_of_a_text_would_be_lost(book):
    space = "{http://www.w3.org/XML/1998/namespace}space"
    for name in ("xl/sharedStrings.xml", *(sheet.part for sheet in book.sheets)):
        root = book.tree(name)
        for each in [] if root is None else root.iter(f"{MAIN}t"):
            text = each.text or ""
            if text != text.strip() and each.get(space) != "preserve":
                yield f"{name}: {text[:20]!r}"


@rule
def formula_begins_with_an_equals_sign(book):
    yield from (where for where, text in book.formulas if text.lstrip().startswith("="))


@rule
def formula_holds_a_lost_reference(book):
    yield from (where for where, text in book.formulas if "#REF!" in without_texts(text))


@rule
def formula_nests_too_deep(book):
    for where, text in book.formulas:
        level = deepest = 0
        for sign in re.sub(r"\[[^\]]*\]", "", without_texts(text)):
            level += (sign == "(") - (sign == ")")
            deepest = max(deepest, level)
        if deepest > 64:
            yield f"{where}: {deepest}"


@rule
def parentheses_do_not_match(book):
    for where, text in book.formulas:
        bare = re.sub(r"'(?:[^']|'')*'|\[[^\]]*\]", "", without_texts(text))
        if bare.count("(") != bare.count(")"):
            yield where


@rule
def younger_function_lacks_its_prefix(book):
    for where, text in book.formulas:
        for call in _CALL.findall(without_texts(text)):
            if call in PREFIXED | WORKSHEET_PREFIXED:
                yield f"{where}: {call}"


@rule
def function_is_unknown(book):
    known = {name.casefold() for name, _, _ in book.defined} | {name.casefold() for name in ours()}
    for where, text in book.formulas:
        for call in _CALL.findall(without_texts(text)):
            bare = re.sub(r"^(?:_xlfn\.|_xlws\.|_xldudf_(?:XLWINGS_)?|_xleta\.)+", "", call)
            if bare.upper() not in BUILT_IN and bare.casefold() not in known and not call.startswith("_xlpm."):
                yield f"{where}: {call}"


_ARGUMENTS = {
    "NORM.INV": (3, 3), "NORMINV": (3, 3), "NORM.S.INV": (1, 1), "NORMSINV": (1, 1), "NORM.S.DIST": (2, 2),
    "T.INV.2T": (2, 2), "TINV": (2, 2), "T.DIST.2T": (2, 2), "TDIST": (3, 3), "BETA.INV": (3, 5), "BETAINV": (3, 5),
    "IF": (2, 3), "IFERROR": (2, 2), "INDEX": (2, 4), "MATCH": (2, 3), "ISNUMBER": (1, 1), "LEN": (1, 1),
    "ROUND": (2, 2), "COUNTIF": (2, 2), "SQRT": (1, 1), "DATE": (3, 3), "EDATE": (2, 2), "XMATCH": (2, 4),
}  # fmt: skip
"""How many arguments a function takes, least and most; Excel repairs a workbook that gives another number."""


@rule
def function_has_the_wrong_number_of_arguments(book):
    for where, text in book.formulas:
        for name, count in _counted(without_texts(text)):
            least, most = _ARGUMENTS.get(name.rpartition("_xlfn.")[2].rpartition("_xlws.")[2], (0, 255))
            if not least <= count <= most:
                yield f"{where}: {name} with {count}"


def _counted(text):
    """Each function of a formula with the number of its arguments."""
    text = re.sub(r"\[[^\[\]]*\]|'(?:[^']|'')*'", "x", re.sub(r"\[[^\[\]]*\]|'(?:[^']|'')*'", "x", text))
    stack = []
    for match in re.finditer(r"([A-Za-z_][\w.]*)?\(|[,;{}]|\)|[^\s,;(){}]", text):
        sign = match[0]
        if sign.endswith("("):
            if stack:
                stack[-1][2] = True
            stack.append([match[1] or "", 0, False])
        elif sign == "{":
            stack.append(["", 0, True])
        elif sign in {")", "}"} and stack:
            name, commas, filled = stack.pop()
            if name:
                yield name, commas + 1 if commas or filled else 0
            if stack:
                stack[-1][2] = True
        elif sign == "," and stack:
            stack[-1][1] += 1
        elif stack:
            stack[-1][2] = True


@rule
def array_formula_has_no_area(book):
    for sheet, cell in book.cells:
        if cell.formula is not None and cell.formula.get("t") == "array" and not cell.formula.get("ref"):
            yield _where(sheet, cell)


@rule
def array_formulas_overlap(book):
    for sheet in book.sheets:
        arrays = [c.formula for c in sheet.cells.values() if c.formula is not None and c.formula.get("t") == "array"]
        yield from (f"{sheet.name}: {pair}" for pair in meeting([area(f.get("ref")) for f in arrays if f.get("ref")]))


@rule
def cell_spills_without_metadata(book):
    root = book.tree("xl/metadata.xml")
    records = None if root is None else root.find(f"{MAIN}cellMetadata")
    for sheet, cell in book.cells:
        mark = cell.element.get("cm")
        if mark is None:
            continue
        plain = cell.formula is None or cell.formula.get("t") != "array"
        if records is None or int(mark) > len(records) or plain:
            yield _where(sheet, cell)


@rule
def shared_formula_has_no_text(book):
    for sheet in book.sheets:
        shared = [c for c in sheet.cells.values() if c.formula is not None and c.formula.get("t") == "shared"]
        told = {cell.formula.get("si") for cell in shared if cell.formula.text}
        yield from (_where(sheet, cell) for cell in shared if cell.formula.get("si") not in told)


@rule
def order_of_calculation_names_a_cell_without_formula(book):
    root = book.tree("xl/calcChain.xml")
    places = {each.get("sheetId"): each.get("name") for each in book.workbook.iter(f"{MAIN}sheet")}
    sheets = {sheet.name: sheet for sheet in book.sheets}
    current = None
    for each in [] if root is None else root:
        current = each.get("i", current)
        sheet = sheets.get(places.get(current))
        cell = None if sheet is None else sheet.cells.get(each.get("r"))
        if cell is None or cell.formula is None:
            yield f"{current}!{each.get('r')}"


def _structured(text):
    """The structured references of a formula."""
    try:
        return [node for node in walk(parse(text)) if isinstance(node, Structured)]
    except FormulaError:
        return []


@rule
def formula_names_no_table_or_column(book):
    tables = {table.name.casefold(): {c.get("name").casefold() for c in table.columns} for table in book.tables}
    for where, text in book.formulas:
        for found in _structured(text) if "[" in text else ():
            columns = tables.get((found.table or "").casefold())
            asked = {each.casefold() for each in (found.first, found.last) if each}
            if found.table and (columns is None or asked - columns):
                yield f"{where}: {found.table}{sorted(asked)}"


@rule
def formula_names_no_sheet(book):
    known = {each.get("name").casefold() for each in book.workbook.iter(f"{MAIN}sheet")}
    for where, text in book.formulas:
        bare = without_texts(text)
        for place in re.findall(r"('(?:[^']|'')+'|(?<![\w.'\]#])[^\W\d][\w.]*)!", bare):
            name = place.strip("'").replace("''", "'").casefold()
            if "[" not in name and ":" not in name and name not in known:
                yield f"{where}: {place}"


@rule
def formula_names_a_book_that_is_not_linked(book):
    count = len(list(book.workbook.iter(f"{MAIN}externalReference")))
    for where, text in book.formulas:
        for number in re.findall(r"(?<![\w\]])'?\[(\d+)\][^\[\]!]*!", without_texts(text)):
            if not 1 <= int(number) <= count:
                yield f"{where}: [{number}]"


@rule
def cell_lies_outside_the_grid(book):
    yield from (_where(s, c) for s, c in book.cells if c.row > 1_048_576 or c.column > 16_384)


@rule
def kind_of_a_cell_is_none(book):
    yield from (_where(s, c) for s, c in book.cells if c.kind not in {"n", "s", "b", "e", "str", "inlineStr", "d"})
