"""The sheet Campaigns: return against cost by campaign, activity, creator and payment; boosts and the cost of one.

It takes the columns of `socroi.templates.activities`, and counts the same months, by the same margin, as the headline:
what names no campaign has a line of its own, and so has what finds no line, so that each block adds up to the headline.
A block whose column is blank in every row stays blank.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from socroi.templates import activities
from socroi.templates.breakdown import draw_stop, gain, mark_losses
from socroi.templates.charts import Series, Source, bars, put
from socroi.templates.checks import NUMBER, Check, known
from socroi.templates.lists import PLATFORM_ROOM
from socroi.templates.period import in_count
from socroi.templates.style import BLUE, ORANGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

WIDTHS: Final = (2, 34, *[14] * 8, 2, 20, 13, 13, 13)
KPI_ROOM: Final = 24
"""KPIs that are looked through for those that were counted."""
CAMPAIGN_ROOM: Final = 12
CREATOR_ROOM: Final = 8
_BELOW: Final = 3
"""Lines below those of a block: what is not said, what has no line, and the total."""
_HEAD: Final = 3
"""Rows between the last of a block and the first figures of the next: a free one, the section, the headings."""
_NOTED: Final = _HEAD + 1
CAMPAIGN: Final = 8
PAYMENT: Final = CAMPAIGN + CAMPAIGN_ROOM + _BELOW + _HEAD
BOOST: Final = PAYMENT + len(activities.PAYMENTS) + _BELOW + _NOTED
ACTIVITY: Final = BOOST + PLATFORM_ROOM + 1 + _HEAD
CREATOR: Final = ACTIVITY + len(activities.KINDS) + _BELOW + _HEAD
COST_OF_ONE: Final = CREATOR + CREATOR_ROOM + _BELOW + _NOTED
"""The first row of figures of each block."""
_LAST: Final = COST_OF_ONE + PLATFORM_ROOM
_MONEY: Final = ("computed", "money")
_SUM: Final = ("total", "money")
_PERCENT: Final = '#,##0"%";-#,##0"%";'

CHECKS: Final = (
    Check("unplaced", "+".join(f"{key}_unplaced" for key in activities.KEYS), "campaigns"),
    Check("boostless", 'SUMPRODUCT((paid_returns<>"")*(paid_costs=""))', "costs"),
)
"""Checks of what was typed in the optional columns."""


@dataclass(frozen=True, slots=True)
class Campaigns:
    """The sheet.

    Args:
        kpis: where the names of the KPIs stand.
        counted: where their counts stand, beside the names; empty text where there is none.
    """

    kpis: str
    counted: str

    def draw(self, order: Order) -> None:
        """Draw the sheet."""
        sheet = order.book.sheet("campaigns", WIDTHS, landscape=True, use="result", prints=False)
        draw_stop(sheet)
        sheet.text("B5:J5", "campaigns.note", "note")
        sheet.ws.set_row(4, 44)
        _block(sheet, CAMPAIGN, "campaign", _names("campaign", CAMPAIGN, CAMPAIGN_ROOM))
        _block(sheet, PAYMENT, "paid", [f"word_{key}" for key in activities.PAYMENTS])
        _by_platform(sheet)
        kinds = [f"INDEX(list_activities,{place})" for place in range(1, len(activities.KINDS) + 1)]
        _block(sheet, ACTIVITY, "activity", kinds)
        _block(sheet, CREATOR, "creator", _names("creator", CREATOR, CREATOR_ROOM))
        _cost_of_one(sheet, self.kpis, self.counted)
        _chart(sheet)
        for place, key in enumerate(activities.PAYMENTS):
            order.book.define(f"roi_{key}", order.book.reference(sheet.key, f"F{PAYMENT + place}"))
        sheet.print(f"J{_LAST}", [BOOST - 4, CREATOR - 3])
        sheet.ws.freeze_panes(3, 0)


def _names(key: str, first: int, room: int) -> Sequence[str]:
    """Return the formulas of the different names in a column of Results and Costs, in the order of their first rows.

    Excel 2010 has no UNIQUE: each line looks for the first row whose name no line above it has.
    """
    made = []
    for row in range(first, first + room):
        found = '""'
        for table in ("Costs", "Results"):
            column = f"{table}[{key}]"
            above = f'+COUNTIF(B${first}:B{row - 1},"="&{column})' if row > first else ""
            found = f'IFERROR(INDEX({column},MATCH(0,0+({column}=""){above},0)),{found})'
        made.append(found)
    return made


def _block(sheet: Sheet, first: int, key: str, lines: Sequence[str]) -> None:
    """Draw a line for each entry of a column, from the row `first` on; `lines` are the formulas of their names."""
    last = first + len(lines) - 1
    unsaid, rest, total = last + 1, last + 2, last + 3
    sheet.section(f"B{first - 2}:F{first - 2}", f"campaigns.by_{key}")
    sheet.text(f"B{first - 1}", f"results.{key}", "header")
    for column, heading in zip("CDEF", ("return", "cost", "profit", "roi"), strict=True):
        sheet.text(f"{column}{first - 1}", f"roi.{heading}", "header")
    sheet.ws.set_row(first - 2, 26)
    for column, heading in zip("LMNO", ("campaigns.sought", "roi.rows", "roi.gain", "roi.loss"), strict=True):
        sheet.text(f"{column}{first - 1}", heading, "given")
    used = f"L{first - 2}"
    typed = f"COUNTA(Results[{key}])+COUNTA(Costs[{key}])"
    sheet.formula(used, typed, "helper", "hidden", name=f"{key}_typed")
    free = key in {"campaign", "creator"}
    for row, name in enumerate(lines, first):
        if free:
            sheet.array(f"B{row}", name, "computed")
        else:
            sheet.formula(f"B{row}", f'IF({key}_typed=0,"",{name})', "computed")
        # As a criterion a name may hold signs that stand for others: they are told to stand for themselves.
        plain = f"B{row}"
        for sign in "~*?":
            plain = f'SUBSTITUTE({plain},"{sign}","~{sign}")'
        sheet.formula(f"L{row}", f'IF(B{row}="","","="&{plain})', "helper")
        for column, table in (("C", "Results"), ("D", "Costs")):
            of_mine = known(f"{table}[counted]", f"{table}[{key}]", f"$L{row}")
            sheet.formula(f"{column}{row}", f'IF($B{row}="","",{of_mine})', *_MONEY)
        gain(sheet, row, "computed", "CDEF")
        sheet.formula(f"M{row}", f'IF($B{row}="",0,{_rows(key, f"$L{row}")})', "helper", "weight")
        sheet.formula(f"N{row}", f"MAX(0,N(F{row}))", "helper", "weight")
        sheet.formula(f"O{row}", f"MIN(0,N(F{row}))", "helper", "weight")
    sheet.text(f"B{unsaid}", "campaigns.unsaid", "computed")
    sheet.text(f"B{rest}", "campaigns.rest", "computed")
    sheet.text(f"B{total}", "roi.sum", "total")
    blank = f"{key}_typed=0"
    for column, table, whole in (("C", "Results", "return_total"), ("D", "Costs", "cost_total")):
        of_none = known(f"{table}[counted]", f"{table}[{key}]", '"="')
        sheet.formula(f"{column}{unsaid}", f'IF({blank},"",{of_none})', *_MONEY)
        left = f"ROUND(N({whole})-SUM({column}{first}:{column}{unsaid}),6)"
        sheet.formula(f"{column}{rest}", f'IF({blank},"",IF({left}=0,"",{left}))', *_MONEY)
        sheet.formula(f"{column}{total}", f'IF({blank},"",{whole})', *_SUM)
    for row in (unsaid, rest):
        gain(sheet, row, "computed", "CDEF")
        # Costs that name no campaign serve those that have a name too: set against what is left they are no ROI.
        sheet.value(f"F{row}", None, "computed")
    gain(sheet, total, "total", "CDEF")
    every = "COUNT(Results[counted],Costs[counted])"
    counted = f"SUM(M{first}:M{last})+{_rows(key, chr(34) + '=' + chr(34))}"
    sheet.formula(f"M{rest}", f"IF({blank},0,{every}-({counted}))", "helper", "weight", name=f"{key}_unplaced")
    for name, column in (("names", "B"), ("return", "C"), ("cost", "D"), ("roi", "F")):
        sheet.book.define(f"{key}_{name}", sheet.book.reference(sheet.key, f"{column}{first}:{column}{last}"))
    if free:
        cells = sheet.book.reference(sheet.key, f"B{first}:B{last}")
        top = sheet.book.reference(sheet.key, f"B{first}")
        sheet.book.define(f"list_{key}s", f'{top}:INDEX({cells},MAX(1,COUNTIF({cells},"?*")))')
    mark_losses(sheet, f"F{first}:F{last}")


def _rows(key: str, sought: str) -> str:
    """Count the rows of both tables that count and have an entry in a column."""
    tables = (f"COUNTIFS({table}[counted],{NUMBER},{table}[{key}],{sought})" for table in ("Results", "Costs"))
    return "+".join(tables)


def _by_platform(sheet: Sheet) -> None:
    """Draw what the paid part of each platform brought for what it cost, beside the part that was not paid for."""
    first, last = BOOST, BOOST + PLATFORM_ROOM - 1
    sheet.section(f"B{first - 3}:H{first - 3}", "campaigns.boost")
    sheet.text(f"B{first - 2}:H{first - 2}", "campaigns.boost.note", "note")
    sheet.ws.set_row(first - 3, 44)
    sheet.text(f"B{first - 1}", "roi.platform", "header")
    blocks = (("CDE", "paid", PAYMENT), ("FGH", "organic", PAYMENT + 1))
    for columns, key, _ in blocks:
        for column, heading in zip(columns, ("return", "cost", "roi"), strict=True):
            sheet.text(f"{column}{first - 1}", f"campaigns.{key}_{heading}", "header")
    sheet.ws.set_row(first - 2, 30)
    for place, row in enumerate(range(first, last + 1), 1):
        name = f"INDEX(platform_names,{place})"
        sheet.formula(f"B{row}", f'IF(OR(paid_typed=0,{name}=""),"",{name})', "computed")
        for columns, key, _ in blocks:
            for column, table in zip(columns, ("Results", "Costs"), strict=False):
                mine = known(f"{table}[counted]", f"{table}[platform]", f"$B{row}", f"{table}[paid]", f"word_{key}")
                sheet.formula(f"{column}{row}", f'IF($B{row}="","",{mine})', *_MONEY)
            gain(sheet, row, "computed", columns)
    sheet.text(f"B{last + 1}", "roi.sum", "total")
    for columns, _, line in blocks:
        for column, whole in zip(columns, "CD", strict=False):
            sheet.formula(f"{column}{last + 1}", f"{whole}{line}", *_SUM)
        gain(sheet, last + 1, "total", columns)
        mark_losses(sheet, f"{columns[2]}{first}:{columns[2]}{last}")
    for name, column in (("paid_returns", "C"), ("paid_costs", "D")):
        sheet.book.define(name, sheet.book.reference(sheet.key, f"{column}{first}:{column}{last}"))


def _cost_of_one(sheet: Sheet, kpis: str, counted: str) -> None:
    """Draw what one of each KPI that was counted cost on each platform."""
    first, last = COST_OF_ONE, COST_OF_ONE + PLATFORM_ROOM - 1
    sheet.section(f"B{first - 3}:J{first - 3}", "campaigns.cost_of_one")
    sheet.text(f"B{first - 2}:J{first - 2}", "campaigns.cost_of_one.note", "note")
    sheet.ws.set_row(first - 3, 30)
    sheet.text(f"B{first - 1}", "roi.platform", "header")
    sheet.ws.set_row(first - 2, 36)
    columns = "CDEFGHIJ"
    # Behind the calculation: the first KPI that was counted is 1, the next 2.
    sheet.text(f"L{first - 1}", "campaigns.counted", "given")
    behind = range(first, first + KPI_ROOM)
    for place, row in enumerate(behind, 1):
        above = f"MAX(L{first - 1}:L{row - 1})" if row > first else "0"
        sheet.formula(f"L{row}", f'IF(ISNUMBER(INDEX({counted},{place})),1+{above},"")', "helper", "weight")
    for place, column in enumerate(columns, 1):
        found = f"MATCH({place},L{behind[0]}:L{behind[-1]},0)"
        sheet.formula(f"{column}{first - 1}", f'IFERROR(INDEX({kpis},{found}),"")', "header", "small")
    period = in_count("Results[month]")
    for row in range(first, last + 2):
        place, whole = row - first + 1, row > last
        look = "total" if whole else "computed"
        cost = "cost_total" if whole else f"INDEX(platform_cost,{place})"
        if whole:
            sheet.text(f"B{row}", "campaigns.every_platform", look)
        else:
            name = f"INDEX(platform_names,{place})"
            sheet.formula(f"B{row}", f'IF({name}="","",{name})', look)
        for column in columns:
            mine = ["Results[kpi]", f"{column}${first - 1}", *period]
            mine += [] if whole else ["Results[platform]", f"$B{row}"]
            count = f"SUMIFS(Results[quantity],{','.join(mine)})"
            blank = f'OR($B{row}="",{column}${first - 1}="",NOT(ISNUMBER({cost})))'
            sheet.formula(f"{column}{row}", f'IF({blank},"",IF({count}=0,"",{cost}/{count}))', look, "cents")


def _chart(sheet: Sheet) -> None:
    """Draw the ROI of each campaign beside its line."""
    last = CAMPAIGN + CAMPAIGN_ROOM - 1
    # Gains and losses are two series: not every program colours the negative bars of one.
    chart = bars(
        Source(sheet.book, sheet.key),
        "campaigns.chart",
        f"B{CAMPAIGN}:B{last}",
        [
            Series("roi.gain", f"N{CAMPAIGN}:N{last}", BLUE, _PERCENT),
            Series("roi.loss", f"O{CAMPAIGN}:O{last}", ORANGE, _PERCENT),
        ],
    )
    put(sheet, f"G{CAMPAIGN - 2}", chart, (396, 350), "campaigns.chart.alt", right=8)
