"""What engines of others cannot compute of formulas that Excel, LibreOffice and ours can: by rules, with a case each.

A case is a formula over the cells of `CELLS`. The tests hold each engine to failing in its cases, so that a rule goes
as soon as its engine has learnt better, and to agreeing with us in every formula that no rule of its names.
"""

from socroi.engine.formula.parser import parse
from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import Call, Name, Number
from socroi.hosts.plain.references import References

CELLS = [None, 1, "a", None, 3]
"""A1 to E1 of the sheet of a case; `one` is the name of B1."""

COUNTING = {"COUNTIF": 1, "COUNTIFS": 1, "SUMIFS": 2, "SUMIF": 1}
"""Where the first criterion stands, from 0."""
CELL_BY_CELL = {"ISNUMBER", "ISTEXT", "NOT", "TRIM", "LEN", "IFERROR", "MATCH", "EDATE"}


def criteria(call):
    return call.arguments[COUNTING[call.name] :: 2] if call.name in COUNTING else ()


def many_criteria(call, references):
    return any(not references.is_one(item) for item in criteria(call))


def cell_by_cell(call, references):
    return call.name in CELL_BY_CELL and not references.is_one(call.arguments[0])


def criterion_over_a_named_cell(call, references):
    return call.name in COUNTING and isinstance(call.arguments[0], Name) and references.is_one(call.arguments[0])


def rows_of_an_area(call, references):
    return call.name == "ROW" and not references.is_one(call.arguments[0])


def whole_row_or_column(call, _references):
    return call.name == "INDEX" and Number(0.0) in call.arguments[1:]


def beta_quantile(call, _references):
    return call.name == "BETAINV"


def student(call, _references):
    return call.name in {"TINV", "TDIST"}


MANY = ("SUMPRODUCT(COUNTIF(A1:E1,B1:C1))", 2.0, many_criteria)
LIMITS = {
    "ironcalc": {
        "COUNTIF and its kin take one criterion, not one for each row": MANY,
        "functions look at one cell of a range inside SUMPRODUCT": (
            "SUMPRODUCT(ISNUMBER(A1:E1)*1)", 2.0, cell_by_cell,
        ),
        "COUNTIF does not take the name of one cell": ('COUNTIF(one,"<0")', 0.0, criterion_over_a_named_cell),
    },
    "formualizer": {
        "COUNTIF and its kin take one criterion, not one for each row": MANY,
        "functions look at one cell of a range": ("SUMPRODUCT(ISNUMBER(A1:E1)*1)", 2.0, cell_by_cell),
        "ROW gives the first row of an area": ("SUMPRODUCT(ROW(A1:A3))", 6.0, rows_of_an_area),
    },
    "hyperformula": {
        "COUNTIF and its kin take one criterion, not one for each row": (
            "SUMPRODUCT((A1:E1<>0)*(COUNTIF(A1:E1,A1:E1)=1))", 3.0, many_criteria,
        ),
        "ROW gives the first row of an area": ("SUMPRODUCT(ROW(A1:A3))", 6.0, rows_of_an_area),
        "INDEX gives no whole row or column": ("SUM(INDEX(A1:E1,0,2))", 1.0, whole_row_or_column),
        "Student's distribution has eight digits": ("TINV(0.05,30)", 2.0422724563012378, student),
        "quantiles of the beta distribution have eight digits": (
            "BETAINV(0.95,0.5,2)", 0.6583721538643488, beta_quantile,
        ),
    },
}  # fmt: skip
"""For each engine: what it cannot do, a formula, what Excel gives for it, and which calls are of that kind."""


def beyond(engine, region, references):
    """The rule that keeps an engine from computing a formula; None where it can."""
    calls = [node for node in walk(parse(region.text, region.row, region.column)) if isinstance(node, Call)]
    for rule, (_, _, applies) in LIMITS[engine].items():
        if any(applies(call, references) for call in calls):
            return rule
    return None


def references_of(book):
    return [References(book, at) for at in range(len(book.sheets))]
