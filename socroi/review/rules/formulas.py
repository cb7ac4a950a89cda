"""Mistakes in how a formula is written: a number typed into it, one unlike its neighbours, a mean of ratios."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from socroi.engine.formula.text import number_text, render
from socroi.engine.formula.traversal import children, walk
from socroi.engine.formula.tree import Area, Binary, Call, Cell, Name, Number, Postfix, Structured, Unary
from socroi.engine.model.book import Evaluation
from socroi.excel.addresses import address
from socroi.review.rules.aggregates import MEANS, calls
from socroi.review.rules.aggregates import is_ratio as is_ratio_formula
from socroi.review.rules.headings import is_ratio as is_ratio_heading
from socroi.review.rules.headings import is_share
from socroi.review.rules.rule import Hit, rule
from socroi.review.subject import Place, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.engine.formula.tree import Node
    from socroi.engine.model.book import Region
    from socroi.engine.schedule.precedents import Rectangle
    from socroi.review.subject import Subject

_OF_TIME: Final = (7, 10, 12, 14, 18, 24, 28, 30, 31, 36, 48, 52, 60, 90, 360, 365, 366, 1440, 3600, 86400)
_OF_STATISTICS: Final = (0.185, 0.63, 0.75, 0.25, 1.645, 1.96, 2.576)
"""The weights of low, likely and high (Keefer and Bodily), of small shares (Agresti, Caffo), and normal quantiles."""
_TENS: Final = tuple(10.0**power for power in range(-6, 13))
PLAIN_NUMBERS: Final = frozenset((0.5, *range(7), *_OF_TIME, *_OF_STATISTICS, *_TENS))
"""Numbers that are part of what a formula means: halves, small counts, days and months, powers of ten."""
_COUNTS: Final = frozenset(("COUNT", "COUNTA", "ROWS"))
_SAME: Final = 3
"""So many cells with one formula make a pattern that another one breaks."""


def _place(region: Region) -> Place:
    return Place(region.sheet, region.row, region.column)


def _end(region: Region) -> Place:
    return Place(region.sheet, region.row + region.count - 1, region.column)


@rule("mean-of-ratios", "error")
def mean_of_ratios(subject: Subject) -> Iterator[Hit]:
    """A mean of ratios, which weighs a small campaign like a large one."""
    for region in subject.regions():
        tree = subject.tree(region)
        if tree is None:
            continue
        place = _place(region)
        apart = _apart(subject, tree, place)
        if apart:
            cells = ", ".join(_cells(subject, area, place) for area in apart)
            named = subject.heading(Place(*apart[0][:3])) or subject.say("these_cells")
            yield Hit(
                place,
                subject.say("mean-of-ratios", named=named, cells=cells),
                subject.say("mean-of-ratios.do"),
                _end(region),
            )
            continue
        for call in _means(tree):
            for area in (subject.rectangle(node, place) for node in references(call)):
                if area is not None and _holds_ratios(subject, area):
                    named = subject.heading(Place(area.sheet, area.top, area.left)) or subject.say("these_cells")
                    yield Hit(
                        place,
                        subject.say("mean-of-ratios", named=named, cells=_cells(subject, area, place)),
                        subject.say("mean-of-ratios.do"),
                        _end(region),
                    )
                    break
            else:
                continue
            break


def _means(tree: Node) -> Iterator[Node]:
    """The parts of a formula that take a mean: AVERAGE and its kin, and a sum that is divided by a count."""
    yield from calls(tree, MEANS)
    for node in walk(tree):
        match node:
            case Binary(
                operator="/",
                left=Call(name="SUM" | "SUMPRODUCT", arguments=(_,)) as total,
                right=Number() | Call(name="COUNT" | "COUNTA" | "ROWS"),
            ):
                yield total


def _apart(subject: Subject, tree: Node, place: Place) -> list[Rectangle]:
    """The cells of a mean of single cells, `(D2+D3+D4)/3` or `AVERAGE(D2,D5)`, where several of them hold ratios."""
    for node in walk(tree):
        match node:
            case Binary(operator="/", left=Binary(operator="+") as total, right=Number()):
                terms = added_cells(total)
            case Call(name="AVERAGE", arguments=arguments) if len(arguments) > 1:
                terms = [each for each in arguments if isinstance(each, Cell)]
            case _:
                continue
        areas = [area for term in terms if (area := subject.rectangle(term, place)) is not None]
        if sum(_is_ratio_cell(subject, Place(*area[:3])) for area in areas if area[1:3] == area[3:]) > 1:
            return areas
    return []


def _is_ratio_cell(subject: Subject, place: Place) -> bool:
    region = subject.region(place)
    if region is not None:
        return _is_ratio_of_cells(subject, region)
    return subject.is_typed_number(place) and is_ratio_heading(subject.heading(place))


@rule("ratios-added-up", "error")
def ratios_added_up(subject: Subject) -> Iterator[Hit]:
    """Ratios added up, which is the ratio of nothing."""
    for region in subject.regions():
        tree = subject.tree(region)
        if not isinstance(tree, Call) or tree.name != "SUM":
            continue
        place = _place(region)
        for area in (subject.rectangle(node, place) for node in references(tree)):
            if area is None or area.left != area.right or area.top == area.bottom:
                continue
            heading = subject.heading(Place(area.sheet, area.top, area.left))
            ratios = [each for each in subject.regions_in(area) if _is_ratio_of_cells(subject, each)]
            # The shares of a whole may be added up: they come to all of it.
            if is_ratio_heading(heading) and not is_share(heading) and sum(each.count for each in ratios) > 1:
                cells = _cells(subject, area, place)
                yield Hit(
                    place, subject.say("ratios-added-up", named=heading, cells=cells), subject.say("mean-of-ratios.do")
                )
                break


def _holds_ratios(subject: Subject, area: Rectangle) -> bool:
    cells = (area.bottom - area.top + 1) * (area.right - area.left + 1)
    if cells == 1:
        return False
    ratios = [region for region in subject.regions_in(area) if _is_ratio_of_cells(subject, region)]
    covered = sum(min(region.row + region.count - 1, area.bottom) - max(region.row, area.top) + 1 for region in ratios)
    if covered > 1:
        return True
    first = Place(area.sheet, area.top, area.left)
    tall = area.left == area.right
    if not (tall and is_ratio_heading(subject.heading(first)) and subject.region(first) is None):
        return False
    return sum(subject.is_typed_number(first._replace(row=row)) for row in range(area.top, area.bottom + 1)) > 1


def _is_ratio_of_cells(subject: Subject, region: Region) -> bool:
    tree = subject.tree(region)
    return tree is not None and is_ratio_formula(tree)


def _cells(subject: Subject, area: Rectangle, seen_from: Place) -> str:
    first, last = address(area.top, area.left), address(area.bottom, area.right)
    sheet = "" if area.sheet == seen_from.sheet else f"{subject.book.sheets[area.sheet].name}!"
    return f"{sheet}{first}" if first == last else f"{sheet}{first}:{last}"


@rule("number-in-formula", "warning")
def number_in_formula(subject: Subject) -> Iterator[Hit]:
    """A number typed inside a formula, where nobody sees or changes it."""
    for region in subject.regions():
        tree = subject.tree(region)
        if tree is None or not any(True for _ in references(tree)):
            continue
        found = [number for number in _typed_in(tree) if abs(number) not in PLAIN_NUMBERS]
        if found:
            listed = ", ".join(dict.fromkeys(number_text(number) for number in found))
            yield Hit(
                _place(region),
                subject.say("number-in-formula", numbers=listed, formula=_short(tree, region)),
                subject.say("number-in-formula.do"),
                _end(region),
            )


def _typed_in(tree: Node) -> Iterator[float]:
    """Numbers that are added to, taken from, multiplied by or divided through what cells hold."""
    for node in walk(tree):
        if isinstance(node, Binary) and node.operator in {"+", "-", "*", "/", "^"}:
            sides = (node.left, node.right)
            if _has_cells(node):
                yield from (number for side in sides if (number := _number(side)) is not None)
        elif isinstance(node, Call) and node.name == "SUM" and _has_cells(node):
            yield from (number for each in node.arguments if (number := _number(each)) is not None)


def _has_cells(node: Node) -> bool:
    return any(isinstance(each, Cell | Area | Structured | Name) for each in walk(node))


def _number(node: Node) -> float | None:
    match node:
        case Number(value=value):
            return value
        case Unary(operand=operand):
            return _number(operand)
        case Postfix(operator="%", operand=operand):
            inner = _number(operand)
            return None if inner is None else inner / 100
        case Binary(operator="+" | "-", left=left, right=right):
            # (1+19%) is a number typed in two parts.
            parts = _number(left), _number(right)
            return None if None in parts or _has_cells(node) else parts[1]
        case _:
            return None


def _short(tree: Node, region: Region) -> str:
    text = render(tree, region.row, region.column)
    return text if len(text) <= 60 else f"{text[:57]}..."


@rule("formula-differs", "warning")
def formula_differs(subject: Subject) -> Iterator[Hit]:
    """A formula unlike the same one on both sides of it."""
    for before, odd, after in _threes(subject):
        count = before.count + (0 if after is None else after.count)
        if odd.row != before.row + before.count or odd.count > 1 or count < _SAME:
            continue
        mine = subject.tree(odd)
        theirs = subject.tree(before)
        if mine is not None and theirs is not None and mine != theirs and any(True for _ in references(theirs)):
            expected = _expected(subject, before, odd)
            yield Hit(
                _place(odd),
                subject.say("formula-differs", formula=_short(mine, odd), count=count, expected=expected),
                subject.say("formula-differs.do"),
            )
    yield from _odd_in_rows(subject)


def _expected(subject: Subject, like: Region, at: Region) -> str:
    tree = subject.tree(like)
    return "" if tree is None else _short(tree, at)


def _threes(subject: Subject) -> Iterator[tuple[Region, Region, Region | None]]:
    """A run of formulas, the one below it, and the next that has the first one's formula again."""
    for sheet in subject.book.sheets:
        columns: dict[int, list[Region]] = {}
        for region in sheet.regions:
            if region.evaluation is Evaluation.LEGACY:
                columns.setdefault(region.column, []).append(region)
        for regions in columns.values():
            regions.sort(key=lambda region: region.row)
            for before, odd, after in zip(regions, regions[1:], regions[2:], strict=False):
                tree = subject.tree(before)
                adjacent = after.row == odd.row + odd.count
                if tree is not None and adjacent and tree == subject.tree(after):
                    yield before, odd, after
            if len(regions) > 1:
                yield from _last_of_a_table(subject, regions[-2], regions[-1])


def _last_of_a_table(subject: Subject, before: Region, odd: Region) -> Iterator[tuple[Region, Region, None]]:
    """The last row of a table's column, below which there is no other."""
    table = subject.table_at(_place(odd))
    if table is not None and table is subject.table_at(_place(before)):
        yield before, odd, None


def _odd_in_rows(subject: Subject) -> Iterator[Hit]:
    """A formula unlike the same one left and right of it, in rows that are filled to the right."""
    for index, sheet in enumerate(subject.book.sheets):
        rows: dict[int, list[Region]] = {}
        for region in sheet.regions:
            if region.count == 1 and region.evaluation is Evaluation.LEGACY:
                rows.setdefault(region.row, []).append(region)
        for row, regions in rows.items():
            regions.sort(key=lambda region: region.column)
            trees = {region.column: subject.tree(region) for region in regions}
            for region in regions:
                at = region.column
                left, right = trees.get(at - 1), trees.get(at + 1)
                if left is None or left != right or trees[at] == left:
                    continue
                alike = sum(tree == left for tree in trees.values())
                mine = trees[at]
                if mine is not None and alike >= _SAME:
                    own, expected = _short(mine, region), _short(left, region)
                    yield Hit(
                        Place(index, row, at),
                        subject.say("formula-differs.row", formula=own, count=alike, expected=expected),
                        subject.say("formula-differs.row.do"),
                    )


@rule("formula-overwritten", "error")
def formula_overwritten(subject: Subject) -> Iterator[Hit]:
    """A number typed over the formula that its neighbours have."""
    for sheet in subject.book.sheets:
        columns: dict[int, list[Region]] = {}
        for region in sheet.regions:
            columns.setdefault(region.column, []).append(region)
        for regions in columns.values():
            regions.sort(key=lambda region: region.row)
            for before, after in pairwise(regions):
                gap = Place(before.sheet, before.row + before.count, before.column)
                tree = subject.tree(before)
                alone = after.row == gap.row + 1 and subject.is_typed_number(gap)
                if tree is None or not any(True for _ in references(tree)):
                    continue
                if alone and tree == subject.tree(after):
                    yield _overwritten(subject, gap, before, before.count + after.count)
            yield from _overwritten_at_the_edge(subject, regions)
    yield from _typed_totals(subject)


def _typed_totals(subject: Subject) -> Iterator[Hit]:
    """A total that was typed, between totals that are sums: `=SUM(B2:B7)`, 2713, `=SUM(D2:D7)`."""
    for region in subject.regions():
        tree = subject.tree(region)
        if region.count > 1 or not isinstance(tree, Call) or tree.name != "SUM" or len(tree.arguments) != 1:
            continue
        area = subject.rectangle(tree.arguments[0], _place(region))
        own = _place(region)
        if area is None or area[2] != own.column or area.left != area.right or area.bottom >= own.row:
            continue
        for gap in (own._replace(column=own.column + step) for step in (-1, 1)):
            above = [gap._replace(row=row) for row in range(area.top, area.bottom + 1)] if gap.column >= 0 else []
            numbers = [cell for cell in above if subject.is_typed_number(cell)]
            other = subject.region(gap._replace(column=gap.column + gap.column - own.column))
            # Only where it is that sum, or all but: a budget may be typed below the figures.
            if subject.is_typed_number(gap) and len(numbers) == len(above) > 2 and _is_about(subject, gap, numbers):
                if other is not None and gap.column > own.column and subject.tree(other) == tree:
                    yield _overwritten(subject, gap, region, 2)
                elif other is None or gap.column > own.column:
                    yield _overwritten(subject, gap, region, 1)
                    break


def _is_about(subject: Subject, gap: Place, numbers: list[Place]) -> bool:
    whole = sum(float(str(subject.value(cell))) for cell in numbers)
    return abs(float(str(subject.value(gap))) - whole) <= abs(whole) / 2


def _overwritten(subject: Subject, gap: Place, like: Region, count: int) -> Hit:
    tree = subject.tree(like)
    here = "" if tree is None else _text(render(tree, gap.row, gap.column))
    return Hit(
        gap,
        subject.say("formula-overwritten", count=count, expected=here),
        subject.say("formula-overwritten.do"),
    )


def _text(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


def _overwritten_at_the_edge(subject: Subject, regions: list[Region]) -> Iterator[Hit]:
    """In a table the first and the last rows have the column's formula, too."""
    for region in regions:
        table = subject.table_at(_place(region))
        if table is None or region.count < _SAME:
            continue
        above, below = (
            _place(region)._replace(row=region.row - 1),
            _place(region)._replace(row=region.row + region.count),
        )
        for gap in (above, below):
            one_row = gap.row in {table.top + table.header_rows, table.bottom - table.totals_rows}
            if one_row and subject.table_at(gap) is table and subject.is_typed_number(gap):
                yield _overwritten(subject, gap, region, region.count)


def added_cells(tree: Node) -> list[Node]:
    """Return what a chain of additions adds, from left to right: `B2+B3+B5`; none where it is another formula."""
    terms: list[Node] = []
    while isinstance(tree, Binary) and tree.operator == "+":
        terms.append(tree.right)
        tree = tree.left
    terms.append(tree)
    return terms[::-1] if len(terms) > 1 and not any(children(term) for term in terms) else []
