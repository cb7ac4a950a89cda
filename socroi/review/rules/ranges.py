"""Mistakes in what a formula covers: a range that stops short, a total that skips rows, currencies mixed."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import Area, Binary, Call, Cell
from socroi.engine.model.block import BLANK, NUMBER
from socroi.engine.schedule.precedents import Rectangle
from socroi.excel.addresses import address
from socroi.excel.limits import MAX_COLUMNS
from socroi.review.rules.aggregates import SUMS, TAKING, calls
from socroi.review.rules.formulas import added_cells
from socroi.review.rules.headings import is_claim, is_of_ads, is_said_by_platforms, platform_in
from socroi.review.rules.rule import Hit, rule
from socroi.review.subject import Place, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.engine.formula.tree import Node
    from socroi.engine.model.book import Region
    from socroi.review.subject import Subject

_PLATFORMS: Final = 60
"""A list of platforms has fewer rows than this."""
_NEAR: Final = 8
"""So many columns beside a list are looked at for what belongs to its rows."""
_BLANK_ENDS: Final = 3
"""So many rows at the end of a range may be blank, and the list still goes on."""
_CODES: Final = "EUR|USD|GBP|CHF|HUF|INR|IRR|KES|TZS|CAD|AUD|JPY|ZAR|AED|PLN|SEK|NOK|DKK|CZK|RON|TRY|BRL|MXN|CNY"
_CURRENCY: Final = re.compile(rf"[€$£¥₹₽₺₩₪₫₴₦]|(?<![A-Z])(?:{_CODES})(?![A-Z])|\bFt\b|\bKSh\b|\bTSh\b")
_WRITTEN: Final = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]|\"([^\"]*)\"|\\(.)|([$€£¥₹])")


def currency_of(code: str) -> str:
    """Return the currency that a number format shows, as its sign or code; "" where it shows none."""
    for match in _WRITTEN.finditer(code):
        found = _CURRENCY.search("".join(part for part in match.groups() if part))
        if found is not None:
            return found[0]
    return ""


def _place(region: Region) -> Place:
    return Place(region.sheet, region.row, region.column)


def _ranges(subject: Subject) -> Iterator[tuple[Region, Call, Node, Rectangle]]:
    """Each range of more than one cell that a formula adds up or otherwise takes whole, as written by addresses."""
    for region in subject.regions():
        tree = subject.tree(region)
        if tree is None:
            continue
        for call in calls(tree, TAKING):
            for node in call.arguments:
                if isinstance(node, Area):
                    area = subject.rectangle(node, _place(region))
                    if area is not None and area[1:3] != area[3:]:
                        yield region, call, node, area


@rule("range-stops-short", "error")
def range_stops_short(subject: Subject) -> Iterator[Hit]:
    """A range that leaves out rows at the end or the beginning of its table."""
    ranges = list(_ranges(subject))
    starts = {(area.sheet, area.top, area.left) for *_, area in ranges}
    ends = {(area.sheet, area.bottom, area.left) for *_, area in ranges}
    told: set[tuple[Place, Rectangle]] = set()
    for region, call, node, area in ranges:
        if area.left != area.right or _slides(node, region) or (_place(region), area) in told:
            continue
        if call.name == "SUM" and _in_parts(region, area, ranges):
            continue
        also = subject.reads(region)
        if sum(each.sheet == area.sheet and each.left == area.left for each in also) > 1:
            continue  # what lies between two ranges is what a total skips
        left_out = 0
        if (
            not _covered(also, area.sheet, area.bottom + 1, area.left)
            and (area.sheet, area.bottom + 1, area.left) not in starts
        ):
            left_out = _below(subject, area, region)
        above = 0
        if (
            not (left_out or _covered(also, area.sheet, area.top - 1, area.left))
            and (area.sheet, area.top - 1, area.left) not in ends
        ):
            above = _above(subject, area, region)
        if not (left_out or above):
            continue
        told.add((_place(region), area))
        first = area.bottom + 1 if left_out else area.top - above
        last = first + (left_out or above) - 1
        cells = (
            address(first, area.left) if first == last else f"{address(first, area.left)}:{address(last, area.left)}"
        )
        sheet = None if area.sheet == region.sheet else subject.book.sheets[area.sheet].name
        taken = f"{address(area.top, area.left, sheet)}:{address(area.bottom, area.left)}"
        whole = (address(end, area.left) for end in (min(first, area.top), max(last, area.bottom)))
        yield Hit(
            _place(region),
            subject.say("range-stops-short", function=call.name, range=taken, cells=cells),
            subject.say("range-stops-short.do", **dict(zip(("first", "last"), whole, strict=True))),
            Place(region.sheet, region.row + region.count - 1, region.column),
        )


def _covered(areas: list[Rectangle], sheet: int, row: int, column: int) -> bool:
    """Whether a cell is read by another reference of the same formula."""
    return any(
        area.sheet == sheet and area.top <= row <= area.bottom and area.left <= column <= area.right for area in areas
    )


def _slides(node: Node, region: Region) -> bool:
    """Whether a range grows or moves on purpose: in a run of formulas, with an end that goes down with them."""
    if not isinstance(node, Area):
        return True
    grows = node.top.absolute != node.bottom.absolute
    return grows or (region.count > 1 and not node.top.absolute)


def _below(subject: Subject, area: Rectangle, region: Region) -> int:
    """How many cells of the list lie below a range: numbers like its last one, down to the first that is none."""
    last = Place(area.sheet, area.bottom, area.left)
    table = subject.table_at(last)
    if table is not None:
        # The rows of a table belong together, whatever is blank between them.
        end = table.bottom - table.totals_rows
        rest = [row for row in range(area.bottom + 1, end + 1) if subject.kind(last._replace(row=row)) == NUMBER]
        return rest[-1] - area.bottom if rest else 0
    for back in range(min(_BLANK_ENDS, area.bottom - area.top) + 1):
        edge = last._replace(row=area.bottom - back)
        if subject.kind(edge) == NUMBER:
            return _more_of_it(subject, edge, 1, region, back)
        if subject.kind(edge) != BLANK or not _has_line(subject, edge):
            return 0
    return 0


def _above(subject: Subject, area: Rectangle, region: Region) -> int:
    first = Place(area.sheet, area.top, area.left)
    found = _more_of_it(subject, first, -1, region)
    # A year or another number as heading of the list is not part of it.
    if found == 1 and not _has_line(subject, first._replace(row=area.top - 1)):
        return 0
    return found


def _has_line(subject: Subject, place: Place) -> bool:
    """Whether something stands left of a cell, as it does for a row of a list."""
    return any(subject.kind(place._replace(column=column)) != BLANK for column in range(place.column))


def _more_of_it(subject: Subject, edge: Place, step: int, region: Region, blank: int = 0) -> int:
    """How many cells beyond the edge of a range, with so many blank ones between, are numbers like that at the edge."""
    if subject.kind(edge) != NUMBER:
        return 0
    own = subject.region(edge)
    found = 0
    while True:
        beyond = edge._replace(row=edge.row + step * (found + blank + 1))
        if subject.kind(beyond) != NUMBER or beyond[:2] == (region.sheet, region.row) or beyond.row < 0:
            return found
        if own is not None and _is_total_row(subject, beyond):
            return found
        theirs = subject.region(beyond)
        if (own is None) != (theirs is None) or (own is not None and theirs is not own):
            return found
        if own is None and subject.line(beyond) == "" and subject.line(edge) != "":
            return found
        found += 1


def _is_total_row(subject: Subject, place: Place) -> bool:
    """Whether the row of a cell holds a sum of what stands above it: then a ratio in it is that of the whole."""
    across = Rectangle(place.sheet, place.row, 0, place.row, MAX_COLUMNS - 1)
    for region in subject.regions_in(across):
        tree = subject.tree(region)
        for call in () if tree is None else calls(tree, SUMS):
            for node in call.arguments:
                area = subject.rectangle(node, Place(region.sheet, place.row, region.column))
                if area is not None and area.left == region.column and 0 < place.row - area.bottom <= _BLANK_ENDS:
                    return True
    return False


def _in_parts(region: Region, area: Rectangle, ranges: list[tuple[Region, Call, Node, Rectangle]]) -> bool:
    """Whether another sum below the same list takes all of it: then this one is meant for a part."""
    return any(
        call.name == "SUM"
        and other.sheet == region.sheet
        and other.column == region.column == area.left
        and other.row != region.row
        and whole[:3] == area[:3]
        and whole.bottom > area.bottom
        for other, call, _, whole in ranges
    )


@rule("total-skips-rows", "error")
def total_skips_rows(subject: Subject) -> Iterator[Hit]:
    """A total that leaves out rows in the middle of what it adds up."""
    for region in subject.regions():
        tree = subject.tree(region)
        if tree is None:
            continue
        for terms in ([], *_sums(tree)):
            place = _place(region)
            skipped = _skipped(subject, terms, place) if terms else _taken_off(tree, subject, place)
            if skipped:
                cells = ", ".join(address(place.row, place.column) for place in skipped[:5])
                yield Hit(
                    _place(region),
                    subject.say("total-skips-rows", cells=cells),
                    subject.say("total-skips-rows.do"),
                    Place(region.sheet, region.row + region.count - 1, region.column),
                )
                break


def _sums(tree: Node) -> Iterator[list[Node]]:
    """What is added up by hand, or by SUM over several ranges, or by several SUMs."""
    for node in walk(tree):
        if isinstance(node, Call) and node.name == "SUM" and len(node.arguments) > 1:
            yield list(node.arguments)
    terms = added_cells(tree)
    if len(terms) > 2:
        yield terms
    parts: list[Node] = []
    while isinstance(tree, Binary) and tree.operator == "+":
        parts.append(tree.right)
        tree = tree.left
    sums = [part for part in (*parts, tree) if isinstance(part, Call) and part.name == "SUM"]
    if parts and sums:
        yield [each for part in (*parts, tree) for each in (part.arguments if part in sums else (part,))]


def _taken_off(tree: Node, subject: Subject, place: Place) -> list[Place]:
    """The cells that a total takes off what it adds up: `SUM(B2:B9)-B4`."""
    match tree:
        case Binary(operator="-", left=Call(name="SUM", arguments=(whole,)), right=Cell() as one):
            area, cell = subject.rectangle(whole, place), subject.rectangle(one, place)
            inside = area is not None and cell is not None and area.sheet == cell.sheet and area.left == cell.left
            if inside and area is not None and cell is not None and area.top < cell.top < area.bottom:
                return [Place(*cell[:3])]
    return []


def _skipped(subject: Subject, terms: list[Node], place: Place) -> list[Place]:
    if not all(isinstance(term, Cell | Area) for term in terms):
        return []
    areas = [subject.rectangle(term, place) for term in terms]
    known = sorted(area for area in areas if area is not None)
    if len(known) != len(terms) or len({(area.sheet, area.left, area.right) for area in known}) > 1:
        return []
    if known[0].left != known[0].right:
        return []
    gaps = [range(one.bottom + 1, other.top) for one, other in pairwise(known) if other.top > one.bottom]
    steps = {len(gap) for gap in gaps}
    if len(gaps) > 1 and 0 not in steps:
        return []  # every second row, or every block: it is a pattern, and meant
    found = [known[0].sheet, known[0].left]
    cells = [Place(found[0], row, found[1]) for gap in gaps for row in gap]
    edges = [Place(found[0], area.bottom, found[1]) for area in known]
    alike = {id(subject.region(edge)) for edge in edges}
    if any(id(subject.region(cell)) not in alike for cell in cells if subject.region(cell) is not None):
        return []  # subtotals between the rows
    return [cell for cell in cells if subject.kind(cell) == NUMBER and cell != place]


@rule("currencies-mixed", "error")
def currencies_mixed(subject: Subject) -> Iterator[Hit]:
    """Amounts of several currencies in one sum."""
    told: set[Place] = set()
    known: dict[Rectangle, dict[str, list[Place]]] = {}
    named = subject.named.one("currency") if subject.words is not None else ""
    own = named if isinstance(named, str) else ""
    for region in subject.regions():
        tree = subject.tree(region)
        if tree is None or not _adds(tree):
            continue
        areas: dict[Rectangle, None] = {}
        for node in references(tree):
            area = subject.rectangle(node, _place(region))
            if area is not None and (area.bottom - area.top + 1) * (area.right - area.left + 1) <= 100_000:
                areas[area] = None
                if area not in known:
                    known[area] = _amounts_by_currency(subject, area, own)
        counts: Counter[str] = Counter()
        for area in areas:
            counts.update({currency: len(places) for currency, places in known[area].items()})
        if len(counts) < 2:
            continue
        rare = min(counts, key=lambda currency: counts[currency])
        odd = next(known[area][rare][0] for area in areas if rare in known[area])
        # What a column names is named once for all amounts of its row.
        told_of = odd if currency_of(subject.format(odd)) else odd._replace(column=0)
        if told_of in told:
            continue
        told.add(told_of)
        usual = max((currency for currency in counts if currency != rare), key=lambda each: counts[each])
        yield Hit(
            odd,
            subject.say("currencies-mixed", rare=rare, usual=usual, total=subject.where(_place(region))),
            subject.say("currencies-mixed.do", usual=usual),
        )


def _amounts_by_currency(subject: Subject, area: Rectangle, own: str) -> dict[str, list[Place]]:
    """The typed amounts of an area, by the currency of their format, of their row, or of the workbook."""
    beside = {} if own else _currencies_beside(subject, area)
    shown: dict[str, list[Place]] = {}
    for place in _numbers(subject, area):
        currency = currency_of(subject.format(place)) or beside.get(place.row) or own
        if currency and subject.region(place) is None:
            shown.setdefault(_same(currency, own), []).append(place)
    return shown


def _currencies_beside(subject: Subject, area: Rectangle) -> dict[int, str]:
    """The currencies of a list's rows, where a column beside it names one for each: EUR, EUR, USD."""
    if area.left != area.right or area.top == area.bottom:
        return {}
    for column in range(max(0, area.left - _NEAR), area.left + _NEAR + 1):
        first = subject.value(Place(area.sheet, area.top, column))
        if isinstance(first, float) or (isinstance(first, str) and not re.fullmatch(_CODES, first.strip())):
            continue
        cells = {row: subject.value(Place(area.sheet, row, column)) for row in range(area.top, area.bottom + 1)}
        named = {row: text.strip() for row, text in cells.items() if isinstance(text, str) and text.strip()}
        codes = all(re.fullmatch(_CODES, text) for text in named.values())
        if codes and len(named) > 1 and len(named) * 2 > len(cells):
            return named
    return {}


def _same(currency: str, own: str) -> str:
    """The sign of a workbook's own currency is its code."""
    return own if own in _SIGNS.get(currency, ()) else currency


_SIGNS: Final = {
    "€": ("EUR",), "£": ("GBP",), "₹": ("INR",), "Ft": ("HUF",), "KSh": ("KES",), "TSh": ("TZS",),
    "$": ("USD", "CAD", "AUD", "NZD", "MXN"), "¥": ("JPY", "CNY"),
}  # fmt: skip


def _adds(tree: Node) -> bool:
    if any(True for _ in calls(tree, SUMS | {"SOCROI", "SOCPROFIT"})):
        return True
    return any(isinstance(node, Binary) and node.operator in {"+", "-"} for node in walk(tree))


def _numbers(subject: Subject, area: Rectangle) -> Iterator[Place]:
    for column in range(area.left, area.right + 1):
        for row in range(area.top, area.bottom + 1):
            place = Place(area.sheet, row, column)
            if subject.kind(place) == NUMBER:
                yield place


@rule("claims-added-up", "error")
def claims_added_up(subject: Subject) -> Iterator[Hit]:
    """Sales that several ad platforms claim, added up: two of them claim the same sale."""
    for region, area in _added_columns(subject):
        if area.left != area.right or area.bottom - area.top > _PLATFORMS:
            continue
        first = Place(area.sheet, area.top, area.left)
        heading = subject.heading(first)
        if not is_claim(heading):
            continue
        platforms = [platform_in(subject.line(first._replace(row=row))) for row in range(area.top, area.bottom + 1)]
        known = [platform for platform in platforms if platform]
        mostly = len(set(known)) > 1 and len(set(known)) == len(known) and len(known) * 2 > len(platforms)
        if mostly and _from_ads(subject, first, heading):
            yield Hit(
                _place(region),
                subject.say("claims-added-up", heading=heading, platforms=", ".join(sorted(set(known)))),
                subject.say("claims-added-up.do"),
            )


def _added_columns(subject: Subject) -> Iterator[tuple[Region, Rectangle]]:
    """Each range that is added up, and each column of cells that are added one by one."""
    for region, call, _, area in _ranges(subject):
        if call.name in SUMS:
            yield region, area
    for region in subject.regions():
        tree = subject.tree(region)
        cells = [subject.rectangle(term, _place(region)) for term in (() if tree is None else added_cells(tree))]
        known = sorted(cell for cell in cells if cell is not None)
        rows = [cell.top for cell in known]
        alone = len({(cell.sheet, cell.left) for cell in known}) == 1 and all(cell[1:3] == cell[3:] for cell in known)
        if alone and len(known) > 1 and rows == list(range(rows[0], rows[0] + len(rows))):
            first, last = known[0], known[-1]
            yield region, Rectangle(first.sheet, first.top, first.left, last.bottom, first.left)


def _from_ads(subject: Subject, first: Place, heading: str) -> bool:
    """Whether a list comes from ads managers: it says so, or has their other columns beside."""
    if is_said_by_platforms(heading) or is_said_by_platforms(subject.book.sheets[first.sheet].name):
        return True
    beside = {
        subject.heading(first._replace(column=column)) for column in range(max(0, first.column - 8), first.column + 9)
    }
    return sum(is_of_ads(each) and not is_claim(each) for each in beside) >= 2
