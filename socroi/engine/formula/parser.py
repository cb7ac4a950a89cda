"""A formula's text -> its tree: a Pratt parser for the whole grammar of Excel's formulas (MS-XLSX 2.2.2).

Operators from tight to loose, all of them left-associative: `:`, space, `,` (on references) · `-` `+` `@` in front ·
`%` behind · `^` · `*` `/` · `+` `-` · `&` · comparisons. So `-2^2` is 4 and `2^3^2` is 64, as in Excel.

A tree has at most `MAX_DEPTH` nodes inside each other, not counting left sides of binary nodes: `a+b+c+...` may have
ten thousand terms. Whoever reads trees goes down `Binary.left` in a loop and may recurse elsewhere, or uses
`socroi.engine.formula.traversal`; beware that `==`, `hash` and `repr` of a node do recurse.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from socroi.engine.formula.lexer import FUNCTION_GROUP, SIDES_GROUP, STRUCTURED_GROUP, TOKEN, scan
from socroi.engine.formula.references import is_reference, read_reference, trimmed
from socroi.engine.formula.sheet_prefix import read_prefix
from socroi.engine.formula.structured import read_structured
from socroi.engine.formula.traversal import depth
from socroi.engine.formula.tree import (
    BINDERS,
    HERE,
    Apply,
    Area,
    ArrayConstant,
    Binary,
    Boolean,
    Call,
    Cell,
    Error,
    Missing,
    Name,
    Number,
    Postfix,
    SheetPrefix,
    Structured,
    Text,
    Unary,
)
from socroi.errors import FormulaError
from socroi.excel.functions import is_built_in
from socroi.patterns import pattern

if TYPE_CHECKING:
    from socroi.engine.formula.tree import Node

MAX_DEPTH: Final = 200
"""How deep a formula may nest. Excel itself stops at 64 functions inside each other."""

MAX_LENGTH: Final = 65_536
"""How many characters a formula may have: a million took a gigabyte of memory. Excel itself stops at 8,192."""

POWER: Final = {
    ":": 9,
    "space": 8,
    ",": 7,
    "^": 4,
    "*": 3,
    "/": 3,
    "+": 2,
    "-": 2,
    "&": 1,
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), 0),
}
"""How tightly a binary operator binds; `space` is the intersection."""
SIGN_POWER: Final = 6
PERCENT_POWER: Final = 5
_NO_POWER: Final = -1

_SIGNS = frozenset("+-@")
_FUNCTION_PREFIX = pattern(r"(?:_xlfn\.|_xlws\.|_xludf\.|_xldudf\.|_xll\.|_xldudf_(?:XLWINGS_)?)+", re.IGNORECASE)
_OF_AN_ADDIN = pattern(r"_xll\.|_xldudf_", re.IGNORECASE)
_WORKBOOK_FILE = pattern(r"\.xl[a-z]{1,2}$", re.IGNORECASE)
_NAME_PREFIX = pattern(r"_xlpm\.|_xlop\.|_xleta\.", re.IGNORECASE)
_TRIM_FUNCTIONS: Final = {"_TRO_LEADING": ".:", "_TRO_TRAILING": ":.", "_TRO_ALL": ".:."}
_BEHIND_PREFIX = frozenset({"cell", "columns", "rows", "sides", "name", "function", "structured", "error"})
_DECLARING = frozenset({"name", "structured"})
_THIS_BOOK = SheetPrefix(book="0")
_MISSING = Missing()
_VALUE = "a value or a reference"


def parse(text: str, row: int = 0, column: int = 0) -> Node:
    """Return the tree of a formula, with or without its equals sign.

    Args:
        text: the formula as a file stores it (English names, commas), or as it is typed.
        row: 0-based row of the cell that holds it; what relative references are relative to.
        column: its 0-based column.

    Returns:
        The tree. Corners of an area stand as written: `B2:A1` has its bottom above its top. A prefix whose
        book is `"0"` is this workbook (`[0]!Name`). A table of another workbook keeps its prefix in
        `Structured.table`. A function called by way of a file (`[1]!SOCROI(...)`, `socroi.xlam!SOCROI(...)`)
        is a plain `Call`. `A1:.B9` becomes TRIMRANGE, as Excel defines it.

    Raises:
        FormulaError: it is no formula; says at which character, and what was expected there.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            f"The formula is longer than {MAX_LENGTH:,} characters; Excel takes 8,192.",
            hint="Split it over several cells.",
        )
    parser = _Parser(text, row, column)
    try:
        tree = parser.whole()
    except RecursionError:
        raise _too_deep() from None
    if len(text) > MAX_DEPTH and depth(tree) > MAX_DEPTH:
        raise _too_deep()
    return tree


def _too_deep() -> FormulaError:
    return FormulaError(
        f"The formula nests more than {MAX_DEPTH} levels deep.", hint="Split it over several cells, or use LET."
    )


class _Parser:
    __slots__ = ("at", "bound", "column", "kinds", "level", "matches", "row", "text")

    def __init__(self, text: str, row: int, column: int) -> None:
        self.text = text
        self.row = row
        self.column = column
        self.kinds, self.matches = scan(text, text.find("=") + 1 if text.lstrip().startswith("=") else 0)
        self.kinds.append("end")
        self.at = 0
        self.level = 0
        self.bound: frozenset[str] = frozenset()
        """The LET and LAMBDA names known here, case-folded; only those written without the prefix of a file.

        In a file a call of such a name has the prefix as well, so that a bare one is a function.
        """

    def whole(self) -> Node:
        tree = self.expression(union=True)
        if self.kinds[self.at] != "end":
            raise self.unexpected("an operator or the end")
        return tree

    def unexpected(self, expected: str, at: int | None = None) -> FormulaError:
        """Return the refusal of the token at `at`, by default the next one."""
        at = self.at if at is None else at
        text = repr(self.text if len(self.text) <= 80 else f"{self.text[:77]}...")
        if self.kinds[at] == "end":
            return FormulaError(f"The formula {text} ends where {expected} was expected.")
        token = self.matches[at]
        place = f"at character {token.start() + 1} of {text}"
        if self.kinds[at] == "bad" and token[0][0] in "\"'[":
            return FormulaError(f"What opens with {token[0][0]} {place} is never closed; {expected} was expected.")
        found = {"space": "a space", "bad": token[0][0]}.get(self.kinds[at], token[0])
        hint = "Arguments are separated by commas." if found == ";" else ""
        return FormulaError(f"There is {found} {place} where {expected} was expected.", hint=hint)

    def expression(self, *, union: bool) -> Node:
        """Read operands and operators as far as they go; a comma is the union operator only where `union`."""
        kinds = self.kinds
        operands: list[Node] = []
        pending: list[tuple[int, int]] = []
        while True:
            while kinds[self.at] in _SIGNS:
                pending.append((SIGN_POWER, self.at))
                self.at += 1
            operands.append(self.operand())
            kind = kinds[self.at]
            while kind == "%":
                self.reduce(operands, pending, PERCENT_POWER)
                operands[-1] = Postfix("%", operands[-1])
                self.at += 1
                kind = kinds[self.at]
            power = POWER.get(kind)
            if power is None or (kind == "," and not union):
                self.reduce(operands, pending, _NO_POWER)
                return operands[0]
            if pending:
                self.reduce(operands, pending, power)
            pending.append((power, self.at))
            self.at += 1

    def reduce(self, operands: list[Node], pending: list[tuple[int, int]], power: int) -> None:
        """Apply the operators on the stack that bind at least as tightly as `power`."""
        while pending and pending[-1][0] >= power:
            own, at = pending.pop()
            right = operands.pop()
            symbol = self.kinds[at]
            if own == SIGN_POWER:
                operands.append(Unary(symbol, right))
                continue
            left = operands.pop()
            if own > SIGN_POWER:
                operands.append(self.reference_operation(symbol, left, right, at))
            else:
                operands.append(Binary(symbol, left, right))

    def reference_operation(self, symbol: str, left: Node, right: Node, at: int) -> Node:
        if not (is_reference(left) and is_reference(right)):
            what = "an operator" if symbol == "space" else f"a reference on either side of {symbol}"
            raise self.unexpected(what, at)
        if symbol == ":" and isinstance(left, Cell) and isinstance(right, Cell) and right.prefix in (HERE, left.prefix):
            return Area(left.row, left.column, right.row, right.column, left.prefix)
        return Binary(" " if symbol == "space" else symbol, left, right)

    def operand(self) -> Node:
        """Read one operand with what belongs to it: the prefix before it, spill marks and arguments behind it."""
        at = self.at
        kind = self.kinds[at]
        prefix = HERE
        if kind == "prefix":
            prefix = self.prefix(at)
            at += 1
            kind = self.kinds[at]
        elif kind == "end":
            raise self.unexpected(_VALUE)
        token = self.matches[at]
        self.at = at + 1
        node: Node
        match kind:
            case "cell" | "columns" | "rows":
                node = self.reference(token, prefix, at)
            case "sides":
                node = self.reference(self.one_sided(token, at), prefix, at)
            case "function":
                function = self.function(token, prefix)
                node = self.called(function, token[0], self.arguments(function))
            case "number":
                node = self.number(token)
            case "string":
                node = Text(token[0][1:-1].replace('""', '"'))
            case "(":
                node = self.group()
            case "name":
                node = self.name(token, prefix)
            case "structured":
                node = self.structured(token, prefix, at)
            case "error":
                node = self.error(token)
            case "{":
                node = self.array()
            case _:
                raise self.unexpected(_VALUE, at)
        while (kind := self.kinds[self.at]) in ("#", "("):
            if kind == "#" and is_reference(node):
                if isinstance(node, Area) and self.kinds[self.at - 1] == "cell":
                    # The mark belongs to the last cell, as in A1:(B1#); a range that is meant stands in parentheses.
                    left, right = Cell(node.top, node.left, node.prefix), Cell(node.bottom, node.right, node.prefix)
                    node = Binary(":", left, Postfix("#", right))
                else:
                    node = Postfix("#", node)
                self.at += 1
            elif kind == "(" and self.kinds[self.at - 1] == ")":
                self.at += 1
                node = Apply(node, self.arguments(""))
            else:
                raise self.unexpected("an operator")
        return node

    def prefix(self, at: int) -> SheetPrefix:
        """Return the prefix at `at`, having seen that a reference follows it."""
        written = self.matches[at]
        if self.kinds[at + 1] not in _BEHIND_PREFIX or self.matches[at + 1].start() != written.end():
            raise self.unexpected(f"a reference or a name behind {written[0]}", at + 1)
        return read_prefix(written[0])

    def enter(self) -> None:
        self.level += 1
        if self.level > MAX_DEPTH:
            raise _too_deep()

    def group(self) -> Node:
        self.enter()
        node = self.expression(union=True)
        if self.kinds[self.at] != ")":
            raise self.unexpected("an operator or )")
        self.at += 1
        self.level -= 1
        return node

    def number(self, token: re.Match[str]) -> Number:
        value = float(token[0])
        if value == float("inf"):
            raise self.unexpected("a number below 1E+308", self.at - 1)
        return Number(value)

    def error(self, token: re.Match[str]) -> Error:
        """Read an error literal; what remains of a lost reference, as in `#REF!A1`, goes with it."""
        node = Error(token[0].upper())
        if node.code == "#REF!" and self.kinds[self.at] in ("cell", "columns", "rows", "name", "error"):
            self.at += self.matches[self.at].start() == token.end()
        return node

    def name(self, token: re.Match[str], prefix: SheetPrefix) -> Node:
        text = token[0]
        if text[0] == "_":
            text = _NAME_PREFIX.sub("", text, count=1) or text
        elif prefix is HERE and text.upper() in ("TRUE", "FALSE"):
            return Boolean(text.upper() == "TRUE")
        return Name(text, prefix)

    def reference(self, token: re.Match[str], prefix: SheetPrefix, at: int) -> Node:
        node = read_reference(token, prefix, self.row, self.column)
        if node is None:
            raise self.unexpected("a reference inside the grid (it ends at XFD1048576)", at)
        return node

    def one_sided(self, token: re.Match[str], at: int) -> re.Match[str]:
        """Return `A:C` as a token for the `A:Data!C` that stands behind `Data!`."""
        groups = token.groups()[SIDES_GROUP : SIDES_GROUP + 10]
        mark, first, prefix, last_mark, last = groups[:5] if groups[2] is not None else groups[5:]
        plain = None
        if prefix.casefold() == self.matches[at - 1][0].casefold():
            plain = TOKEN.fullmatch(f"{mark}{first}:{last_mark}{last}")
        if plain is None:
            raise self.unexpected("a range of one sheet", at)
        return plain

    def structured(self, token: re.Match[str], prefix: SheetPrefix, at: int) -> Structured:
        table, brackets = token.group(STRUCTURED_GROUP + 1, STRUCTURED_GROUP + 2)
        if prefix not in (HERE, _THIS_BOOK):
            if table is None:
                raise self.unexpected("a reference or a name", at)
            table = self.matches[at - 1][0] + table
        try:
            return read_structured(table, brackets)
        except ValueError as fault:
            raise self.unexpected(f"a column or a part of a table ({fault})", at) from None

    def function(self, token: re.Match[str], prefix: SheetPrefix) -> str | Name:
        """Return what a function token calls: a function's name, upper case and without prefixes, or a name."""
        written: str = token[FUNCTION_GROUP + 1]
        name = written
        if written[0] == "_":
            parameter = _NAME_PREFIX.match(written)
            if parameter is not None and parameter.end() < len(written):
                return Name(written[parameter.end() :])
            prefixes = _FUNCTION_PREFIX.match(written)
            name = (written if prefixes is None else written[prefixes.end() :]) or written
            if is_built_in(name) and _OF_AN_ADDIN.match(written):
                # A function of some add-in that has the name of one of Excel's own: not that one.
                name = written
        if prefix.sheet is not None and _WORKBOOK_FILE.search(prefix.sheet) is None:
            return Name(name, prefix)
        if name is written and self.bound and name.casefold() in self.bound and not is_built_in(name):
            return Name(name)
        return name.upper()

    def called(self, function: str | Name, written: str, arguments: tuple[Node, ...]) -> Node:
        if isinstance(function, Name):
            return Apply(function, arguments)
        if len(arguments) == 1 and written[:6].lower() == "_xlfn.":
            if function == "SINGLE":
                return Unary("@", arguments[0])
            if function == "ANCHORARRAY" and is_reference(arguments[0]):
                return Postfix("#", arguments[0])
            if function in _TRIM_FUNCTIONS:
                return trimmed(arguments[0], _TRIM_FUNCTIONS[function])
        return Call(function, arguments)

    def arguments(self, function: str | Name) -> tuple[Node, ...]:
        """Read arguments up to the closing parenthesis; those of LET and LAMBDA declare names for those behind them."""
        kinds = self.kinds
        if kinds[self.at] == ")":
            self.at += 1
            return ()
        self.enter()
        declares = BINDERS.get(function, 0) if isinstance(function, str) else 0
        outer = self.bound
        declared: frozenset[str] = frozenset()
        found: list[Node] = []
        while True:
            kind = kinds[self.at]
            if kind in (",", ")"):
                found.append(_MISSING)
            elif kind in _DECLARING and declares and len(found) % declares == 0 and kinds[self.at + 1] == ",":
                node, declared = self.declaration(optional=declares == 1)
                found.append(node)
                if declares == 1:
                    self.bound |= declared
            else:
                found.append(self.expression(union=False))
                self.bound |= declared
            kind = kinds[self.at]
            if kind == ")":
                self.at += 1
                self.level -= 1
                self.bound = outer
                return tuple(found)
            if kind != ",":
                raise self.unexpected("an operator, a comma or )")
            self.at += 1

    def declaration(self, *, optional: bool) -> tuple[Node, frozenset[str]]:
        """Read the name that an argument of LET or LAMBDA declares; an optional parameter is a `Name` in brackets.

        Returns:
            The argument, and the name case-folded if calls of it may be written bare.
        """
        written = self.matches[self.at][0]
        node = self.operand()
        match node:
            case Name(name=name) if node.prefix is HERE:
                if name == written:
                    return node, frozenset({name.casefold()})
                return Name(f"[{name}]") if optional and written[:6].lower() == "_xlop." else node, frozenset()
            case Structured(table=None, first=str(name), last=None, items=items) if optional and not items:
                return Name(f"[{name}]"), frozenset({name.casefold()})
            case _:
                return node, frozenset()

    def array(self) -> ArrayConstant:
        """Read an array constant, from behind its opening brace."""
        rows: list[tuple[Number | Text | Boolean | Error, ...]] = []
        row: list[Number | Text | Boolean | Error] = []
        while True:
            row.append(self.literal())
            kind = self.kinds[self.at]
            if kind not in (",", ";", "}"):
                raise self.unexpected("a comma, ; or }")
            if kind != ",":
                if rows and len(row) != len(rows[0]):
                    raise self.unexpected(f"a row of {len(rows[0])} values, as the first,")
                rows.append(tuple(row))
                row = []
            self.at += 1
            if kind == "}":
                return ArrayConstant(tuple(rows))

    def literal(self) -> Number | Text | Boolean | Error:
        at = self.at
        kind = self.kinds[at]
        negative = kind == "-"
        if kind in ("-", "+"):
            self.at += 1
            kind = self.kinds[self.at]
            if kind != "number":
                raise self.unexpected("a number")
        if kind in ("number", "string", "error", "name"):
            node = self.operand()
            if isinstance(node, Number):
                return Number(-node.value) if negative else node
            if isinstance(node, Text | Boolean | Error):
                return node
        raise self.unexpected("a number, a text, TRUE, FALSE or an error", at)
