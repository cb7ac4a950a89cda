"""Where a number comes from: a tree in words, from the cell down to the rows behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.books.standing import standing_of
from socroi.engine.formula.parser import parse
from socroi.engine.formula.text import render
from socroi.engine.formula.tree import (
    Area,
    Binary,
    Boolean,
    Call,
    Cell,
    Name,
    Number,
    Postfix,
    Structured,
    Text,
    Unary,
)
from socroi.engine.model.block import NUMBER
from socroi.errors import FormulaError, UsageError
from socroi.excel.addresses import address
from socroi.review.branches import scalar, taken
from socroi.review.conditions import meets, split
from socroi.review.explanation import Explanation
from socroi.review.months_between import months_between
from socroi.review.subject import Place, Subject
from socroi.review.wording import Wording
from socroi.workbook.reading.links import followed
from socroi.workbook.reading.number_formats import Shows, shows

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    from socroi.engine.formula.tree import Node
    from socroi.engine.schedule.precedents import Rectangle

ROI: Final = "roi_total"
HEADLINE: Final = "headline"
DEPTH: Final = 6
"""So many numbers lie below each other in a tree."""
ROWS: Final = 12
"""So many rows of a range are shown, the largest; the others stand together."""
_STOPPED: Final = frozenset(("word_look", "word_amiss"))
"""The words that a workbook of ours shows in place of a figure that would be wrong."""
_WIDE: Final = 5
"""So many cells beside each other are told one by one."""
_SIGNS: Final = {"*": " × ", "/": " ÷ ", "+": " + ", "-": " − ", "&": " & "}
_BIND: Final = {"*": 2, "/": 2, "+": 1, "-": 1}
_SUMMARIES: Final = {
    **dict.fromkeys(("SUM", "SUBTOTAL"), "sum"),
    **dict.fromkeys(("AVERAGE",), "mean"),
    **dict.fromkeys(("COUNT", "COUNTA"), "count"),
    "MAX": "largest",
    "MIN": "smallest",
}
_FILTERED: Final = {"SUMIFS": (0, "sum"), "SUMIF": (2, "sum"), "AVERAGEIFS": (0, "mean"), "COUNTIFS": (None, "count")}
"""Functions that take the rows which meet conditions: where their figures stand among the arguments."""


def explain(
    path: str | os.PathLike[str] | Subject,
    name: str = ROI,
    *,
    depth: int = DEPTH,
    rows: int = ROWS,
    links: bool | str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = False,
) -> Explanation:
    """Explain a number of a workbook: what it was made of, down to the rows behind it.

    Args:
        path: an `.xlsx` or `.xlsm` file.
        name: a cell, `ROI!B4`, or a name for one, `roi_total`.
        depth: how many numbers lie below each other at most.
        rows: how many rows of a range are shown at most, the largest ones.
        links: whether linked workbooks are read, as for `recalculate`.

    Raises:
        SocroiError: the file cannot be read, or there is no such cell.
    """
    with followed(links):
        subject = path if isinstance(path, Subject) else Subject(path)
    return Explaining(subject, rows).of(place_of(subject, name), depth)


def place_of(subject: Subject, name: str) -> Place:
    """Return the one cell that a text names; `roi_total` is the headline of a template without a total.

    Raises:
        UsageError: it names no cell, or several.
    """
    if name == ROI and subject.named.area(name) is None and subject.named.area(HEADLINE) is not None:
        name = HEADLINE  # the templates that count no total have their result at the top of the first sheet
    first = next((index for index, sheet in enumerate(subject.book.sheets) if sheet.is_worksheet), 0)
    try:
        area = subject.rectangle(parse(name.strip().removeprefix("=")), Place(first, 0, 0))
    except FormulaError:
        area = None
    if area is None:
        raise UsageError(
            f"{name!r} is no cell and no name of a cell.",
            where=subject.file,
            hint="Write a cell as Sheet!B4; “socroi names BOOK” lists the names.",
        )
    if area[1:3] != area[3:]:
        cells = f"{address(area.top, area.left)}:{address(area.bottom, area.right)}"
        raise UsageError(f"{name} is several cells ({cells}).", where=subject.file, hint="Name one of them.")
    return Place(area.sheet, area.top, area.left)


class Explaining:
    """The explanations of one workbook."""

    def __init__(self, subject: Subject, rows: int = ROWS) -> None:
        self.subject = subject
        self.words = Wording(subject)
        self.rows = rows

    def of(self, place: Place, depth: int = DEPTH, seen: frozenset[Place] = frozenset()) -> Explanation:
        """Explain a cell."""
        subject = self.subject
        label, where = self.words.label(place), subject.where(place)
        value, shown = subject.value(place), self.words.shown(place)
        region = subject.region(place)
        tree = None if region is None else subject.tree(region)
        if tree is None or place in seen:
            words = self.words.say("typed") if region is None and value is not None else ""
            words = self.words.say("blank") if value is None and region is None else words
            return Explanation(label, value, words, where, (), shown)
        tree = taken(subject, tree, place)
        reference = self._single(tree, place)
        if reference is not None and subject.name_of(reference) in _STOPPED:
            return Explanation(label, value, self.words.say("stopped"), where, tuple(self._stopping()), shown)
        if reference is not None and reference not in seen and self._is_same(reference, value):
            # A cell that only repeats another is not a step of its own.
            below = self.of(reference, depth, seen | {place})
            return Explanation(label, value, below.words, where, below.children, shown)
        words = self._say(tree, place)
        inner = seen | {place}
        children = () if depth <= 0 else tuple(self._children(tree, place, depth - 1, inner))
        return Explanation(label, value, words, where, children, shown)

    def _stopping(self) -> Iterator[Explanation]:
        """The checks of the workbook because of which a result is not shown."""
        standing = standing_of(self.subject.book)
        for check in () if standing is None else standing.open:
            if check.stops:
                count = f"{check.count:,.0f}" if isinstance(check.count, float) else str(check.count)
                yield Explanation(check.text, check.count, "", check.where, (), count)

    def _is_same(self, reference: Place, value: object) -> bool:
        return self.subject.value(reference) == value

    def _single(self, node: Node, place: Place) -> Place | None:
        area = self.subject.rectangle(node, place)
        if isinstance(node, Call) and node.name == "INDEX":
            area = self.subject.evaluated(node, place)
        if area is None or area[1:3] != area[3:]:
            return None
        return Place(area.sheet, area.top, area.left)

    # In words

    def _say(self, node: Node, place: Place, tight: int = 0) -> str:
        """Say in words how a number is made."""
        words = self.words
        match node:
            case Number() | Boolean():
                return f"{node.value:g}" if isinstance(node, Number) else str(node.value).upper()
            case Text(value=value):
                return value or words.say("blank")
            case Cell() | Area() | Structured() | Name():
                return self._named(node, place)
            case Unary(operator=operator, operand=operand):
                return f"{'−' if operator == '-' else ''}{self._say(operand, place, 3)}"
            case Postfix(operator=operator, operand=operand):
                return f"{self._say(operand, place, 3)}{operator}"
            case Binary() if (months := self._months(node, place)) is not None:
                return months
            case Binary(operator=operator, left=left, right=right):
                mine = _BIND.get(operator, 0)
                sign = _SIGNS.get(operator, f" {operator} ")
                text = f"{self._say(left, place, mine)}{sign}{self._say(right, place, mine + 1)}"
                return f"({text})" if mine < tight else text
            case Call():
                return self._call(node, place)
            case _:
                return render(node, place.row, place.column)

    def _months(self, node: Node, place: Place) -> str | None:
        """Say from when to when a formula counts months; None where it counts none."""
        days = months_between(node)
        if days is None:
            return None
        first, last, count = (scalar(self.subject, each, place) for each in (*days, node))
        if count == 1:
            return "1"
        codes = (
            self.subject.format(place._replace(sheet=area.sheet, row=area.top, column=area.left))
            for day in days
            for part, _ in self._parts(day, place)
            if (area := self.subject.rectangle(part, place)) is not None
        )
        code = next((each for each in codes if shows(each) is Shows.DATE), "yyyy-mm")
        from_day, to_day = (self.words.formatted(day, code) for day in (first, last))
        return self.words.say("months", first=from_day, last=to_day, count=self.words.formatted(count))

    def _call(self, node: Call, place: Place) -> str:
        words, name = self.words, node.name.upper()
        inner = taken(self.subject, node, place)
        if inner is not node:
            return self._say(inner, place)
        if name in {"SOCROI", "SOCPROFIT"} and len(node.arguments) >= 2:
            revenue, cost = (self._say(each, place, 2) for each in node.arguments[:2])
            if len(node.arguments) > 2:
                revenue = f"{revenue} × {self._say(node.arguments[2], place, 2)}"
            return f"({revenue} − {cost}) × 100 ÷ {cost}" if name == "SOCROI" else f"{revenue} − {cost}"
        if name in _SUMMARIES and node.arguments:
            between = " + " if name == "SUM" else ", "
            what = between.join(self._say(each, place) for each in node.arguments)
            return words.say(_SUMMARIES[name], what=what)
        if name in _FILTERED:
            return self._filtered(node, place)
        single = self._single(node, place)
        if single is not None:
            return words.label(single)
        return f"{name}({'; '.join(self._say(each, place) for each in node.arguments)})"

    def _filtered(self, node: Call, place: Place) -> str:
        figures, criteria = self._criteria(node, place)
        key = _FILTERED[node.name][1]
        what = self._say(figures, place) if figures is not None else ""
        said = [text for column, criterion in criteria if (text := self._condition(column, criterion, place))]
        if not said:
            return self.words.say(key, what=what)
        return self.words.say("where", what=self.words.say(key, what=what), conditions=", ".join(said))

    def _criteria(self, node: Call, place: Place) -> tuple[Node | None, list[tuple[Node, Node]]]:
        """The figures of a function with conditions, and these as pairs of a column and a criterion."""
        del place
        at = _FILTERED[node.name][0]
        arguments = list(node.arguments)
        if node.name == "SUMIF":
            pairs = [(arguments[0], arguments[1])]
            return arguments[2] if len(arguments) > 2 else arguments[0], pairs
        rest = arguments if at is None else arguments[1:]
        pairs = list(zip(rest[::2], rest[1::2], strict=False))
        return (None if at is None else arguments[0]), pairs

    def _condition(self, column: Node, criterion: Node, place: Place) -> str:
        """A condition in words; "" for one that says nothing, such as being a number."""
        area = self.subject.rectangle(column, place)
        wanted = scalar(self.subject, criterion, place)
        heading = "" if area is None else self.subject.heading(Place(area.sheet, area.top, area.left))
        sign, value = split(wanted)
        if area is None or value == "-1E+99":
            return ""
        first = Place(area.sheet, area.top, area.left)
        shown = self._as_in(first, area, value)
        key = {"=": "is", "<>": "is_not", ">=": "from", ">": "above", "<=": "up_to", "<": "below"}[sign]
        if shown == "":
            key = "is_blank" if sign == "=" else "is_filled"
        return self.words.say(key, column=heading, value=shown)

    def _as_in(self, first: Place, area: Rectangle, value: str) -> str:
        """A value of a condition as the cells of its column show theirs."""
        try:
            number = float(value)
        except ValueError:
            return value
        rows = range(area.top, min(area.bottom, area.top + 400) + 1)
        code = next((self.subject.format(first._replace(row=row)) for row in rows), "General")
        return self.words.formatted(number, code)

    def _named(self, node: Node, place: Place) -> str:
        area = self.subject.rectangle(node, place)
        if area is None:
            return render(node, place.row, place.column)
        first = Place(area.sheet, area.top, area.left)
        if area[1:3] == area[3:]:
            same_row = area.sheet == place.sheet and area.top == place.row
            return self.subject.heading(first) if same_row and self.subject.heading(first) else self.words.label(first)
        if area.top == area.bottom and area.right - area.left < _WIDE:
            beside = [first._replace(column=column) for column in range(area.left, area.right + 1)]
            return " + ".join(self.subject.heading(cell) or self.words.label(cell) for cell in beside)
        return self._range_label(area)

    def _range_label(self, area: Rectangle) -> str:
        first = Place(area.sheet, area.top, area.left)
        heading = self.subject.heading(first) or f"{address(area.top, area.left)}:{address(area.bottom, area.right)}"
        count = len(self._numbers(area))
        sheet = self.subject.book.sheets[area.sheet].name
        return self.words.say("rows", name=heading, sheet=sheet, count=count)

    # What lies below

    def _children(self, node: Node, place: Place, depth: int, seen: frozenset[Place]) -> list[Explanation]:
        found: list[Explanation] = []
        told: set[Rectangle] = set()
        for part, rows in self._parts(node, place):
            area = self.subject.evaluated(part, place)
            if area is None or area in told:
                continue
            told.add(area)
            first = Place(area.sheet, area.top, area.left)
            if area.top == area.bottom and area.right - area.left < _WIDE:
                # Cells beside each other are terms, not rows: each has a heading of its own.
                beside = [first._replace(column=column) for column in range(area.left, area.right + 1)]
                counted = [cell for cell in beside if cell not in seen and self._counts(cell)]
                found.extend(self.of(cell, depth, seen) for cell in counted)
            elif rows is None or rows:
                found.append(self._range(area, rows, depth, seen))
        return found

    def _counts(self, place: Place) -> bool:
        """Whether a cell is a figure: a date or what is hidden only says which rows count."""
        code = self.subject.format(place)
        dated = shows(code) is Shows.DATE
        return self.subject.kind(place) == NUMBER and not dated and not self.words.is_hidden(place)

    def _parts(self, node: Node, place: Place) -> list[tuple[Node, set[int] | None]]:
        """The references of a formula that gave its value, and of a range the rows that counted; None is all."""
        node = taken(self.subject, node, place)
        match node:
            case Cell() | Area() | Structured() | Name():
                return [(node, None)]
            case Call(name="INDEX" | "XLOOKUP" | "VLOOKUP"):
                return [(node, None)]
            case Call() if node.name in _FILTERED:
                figures, criteria = self._criteria(node, place)
                return [] if figures is None else [(figures, self._meeting(criteria, figures, place))]
            case Call(arguments=arguments):
                return [part for each in arguments for part in self._parts(each, place)]
            case Binary(left=left, right=right):
                return [*self._parts(left, place), *self._parts(right, place)]
            case Unary(operand=operand) | Postfix(operand=operand):
                return self._parts(operand, place)
            case _:
                return []

    def _meeting(self, criteria: list[tuple[Node, Node]], figures: Node, place: Place) -> set[int] | None:
        """The rows of a range of figures that meet all conditions; None where that cannot be said."""
        area = self.subject.rectangle(figures, place)
        if area is None or area.left != area.right:
            return None
        rows = set(range(area.top, area.bottom + 1))
        for column, criterion in criteria:
            # The engine counts each row by itself, so that it decides and nobody else.
            columns = self.subject.rectangle(column, place)
            wanted = scalar(self.subject, criterion, place)
            if columns is None:
                return None
            sign, text = split(wanted)
            for row in list(rows):
                value = self.subject.value(Place(columns.sheet, columns.top + row - area.top, columns.left))
                if not meets(value, sign, text):
                    rows.discard(row)
        return rows

    def _numbers(self, area: Rectangle, rows: set[int] | None = None) -> list[Place]:
        return [
            place
            for column in range(area.left, area.right + 1)
            for row in range(area.top, area.bottom + 1)
            if self.subject.kind(place := Place(area.sheet, row, column)) == NUMBER and (rows is None or row in rows)
        ]

    def _range(self, area: Rectangle, rows: set[int] | None, depth: int, seen: frozenset[Place]) -> Explanation:
        """Explain a range: its rows, the largest first, and the others together."""
        places = self._numbers(area, rows)
        values = {place: float(str(self.subject.value(place))) for place in places}
        order = sorted(places, key=lambda place: -abs(values[place]))
        total = sum(values.values())
        first = Place(area.sheet, area.top, area.left)
        code = self.subject.format(order[0]) if order else "General"
        sheet = self.subject.book.sheets[area.sheet].name
        cells = f"{self.subject.where(first)}:{address(area.bottom, area.right)}"
        children = [self.of(place, min(depth - 1, 1), seen) for place in order[: self.rows] if depth > 0]
        rest = order[self.rows :] if depth > 0 else []
        if rest:
            left = sum(values[place] for place in rest)
            more = self.words.say("more", count=len(rest))
            children.append(Explanation(more, left, "", cells, (), self.words.formatted(left, code)))
        heading = self.subject.heading(first) or cells
        label = self.words.say("rows", name=heading, sheet=sheet, count=len(places))
        words = self.words.say("sum", what=heading)
        return Explanation(label, total, words, cells, tuple(children), self.words.formatted(total, code))
