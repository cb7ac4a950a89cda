"""The sheet Plan: a budget by kind of cost and month, what was spent, and where the year ends at this pace.

A month ahead costs what is left in it of bills that were spread, and beside that the mean of the months so far, or what
is booked for it where that is more. The return goes on at its mean of the months so far.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from socroi.excel.addresses import column_letters
from socroi.templates.breakdown import mark_losses
from socroi.templates.charts import Series, Source, columns, put
from socroi.templates.checks import NUMBER, Check, texts_for_numbers, twice
from socroi.templates.facts import Beside, shown
from socroi.templates.lists import CATEGORIES, from_table
from socroi.templates.style import BLUE, MUTED, ORANGE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

LINES: Final = 14
"""Kinds of cost that there is room for, as on the sheet Lists."""
BUDGET: Final = 7
SPENT: Final = BUDGET + LINES + 5
COMPARED: Final = SPENT + LINES + 7
END: Final = COMPARED + LINES + 7
"""The first row of figures of each block."""
MONTHS: Final = tuple("CDEFGHIJKLMN")
_YEAR: Final = "O"
_HELPERS: Final = 16
"""The column, counted from 0, from which on stands what is behind the forecast."""
_MONEY: Final = ("computed", "money")
_SUM: Final = ("total", "money")
_COMPARED: Final = ("budget_so_far", "cost_so_far", "difference", "spread", "forecast", "budget_year", "left")

CHECK: Final = Check(
    "plan", f'{twice("plan_names")}+{texts_for_numbers("plan_budget")}+COUNTIF(plan_budget,"<0")', "plan"
)
FACT: Final = Beside(
    "plan",
    (
        shown("start.plan.cost", "plan_cost", "money"),
        shown("start.plan.left", "plan_left", "money"),
        shown("start.plan.roi", "plan_roi", "percent"),
    ),
)


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("plan", [2, 28, *[11] * 12, 12, 2, *[11] * 37], landscape=True)
    sheet.text("B4:O4", "plan.note", "note")
    sheet.ws.set_row(3, 30)
    _budget(sheet, _rows(order))
    _spent(sheet)
    _compared(sheet)
    _end(sheet)
    sheet.print(f"O{END + 5}", [COMPARED - 4])
    sheet.ws.freeze_panes(3, 2)


def _rows(order: Order) -> Sequence[Mapping[str, Any]]:
    """Return what was planned, or a line for each kind of cost of the lists."""
    listed = from_table(order.contents.tables, ("Categories", "category"))
    listed = listed or [*(order.texts[key] for key in CATEGORIES.own)]
    own = list(dict.fromkeys([*listed, *from_table(order.contents.tables, ("Costs", "category"))]))
    rows: Sequence[Mapping[str, Any]] = order.setting("plan", [{"category": kind} for kind in own[:LINES]])
    return rows


def _months(sheet: Sheet, row: int) -> None:
    """Write the headings of a block with a column for each month."""
    sheet.text(f"B{row}", "roi.category", "header")
    for before, column in zip(("", *MONTHS), MONTHS, strict=False):
        start = f"EDATE({before}{row},1)" if before else "period_start"
        sheet.formula(f"{column}{row}", start, "header", "month")
    sheet.text(f"{_YEAR}{row}", "plan.year", "header")
    sheet.ws.set_row(row - 1, 40)


def _year(sheet: Sheet, row: int, look: str) -> None:
    cells = f"{MONTHS[0]}{row}:{MONTHS[-1]}{row}"
    sheet.formula(f"{_YEAR}{row}", f'IF(COUNT({cells})=0,"",SUM({cells}))', look, "money")


def _budget(sheet: Sheet, rows: Sequence[Mapping[str, Any]]) -> None:
    """Draw what each kind of cost may come to in each month."""
    first, last = BUDGET, BUDGET + LINES - 1
    sheet.section(f"B{first - 2}:O{first - 2}", "plan.budget")
    _months(sheet, first - 1)
    for place, row in enumerate(range(first, last + 1)):
        given = rows[place] if place < len(rows) else {}
        sheet.input(f"B{row}", given.get("category"), "plan.category", choices="list_categories")
        amounts = [*given.get("months", ()), *[None] * 12]
        for column, amount in zip(MONTHS, amounts, strict=False):
            sheet.input(f"{column}{row}", amount, "plan.budget", "money", rule="amount")
        _year(sheet, row, "computed")
    sheet.text(f"B{last + 1}", "roi.sum", "total")
    for column in MONTHS:
        cells = f"{column}{first}:{column}{last}"
        sheet.formula(f"{column}{last + 1}", f'IF(COUNT({cells})=0,"",SUM({cells}))', *_SUM)
    _year(sheet, last + 1, "total")
    sheet.book.define("plan_names", sheet.book.reference(sheet.key, f"B{first}:B{last}"))
    sheet.book.define("plan_budget", sheet.book.reference(sheet.key, f"C{first}:N{last}"))


def _spent(sheet: Sheet) -> None:
    """Draw what each kind of cost came to, and comes to in the months ahead."""
    first, other = SPENT, SPENT + LINES
    sheet.section(f"B{first - 3}:O{first - 3}", "plan.spent")
    sheet.text(f"B{first - 2}:O{first - 2}", "plan.spent.note", "note")
    sheet.ws.set_row(first - 3, 30)
    _months(sheet, first - 1)
    blocks = [[column_letters(_HELPERS + 12 * block + place) for place in range(12)] for block in range(3)]
    pace = column_letters(_HELPERS + 36)
    for key, column in (*zip(("ended", "running", "booked"), (block[0] for block in blocks), strict=True),):
        sheet.text(f"{column}{first - 1}", f"plan.{key}", "given")
    sheet.text(f"{pace}{first - 1}", "plan.per_month", "given")
    for row in range(first, other + 1):
        mine = ("Costs[category]", f"$B{row}") if row < other else ()
        if row < other:
            name = f"B{BUDGET + row - first}"
            sheet.formula(f"B{row}", f'IF({name}="","",{name})', "computed")
        else:
            sheet.text(f"B{row}", "roi.other", "computed")
        for column, *helpers in zip(MONTHS, *blocks, strict=True):
            _behind(sheet, row, column, helpers, mine)
            _month(sheet, row, column, helpers, pace, mine)
        ended = f"SUM({blocks[0][0]}{row}:{blocks[0][-1]}{row})"
        sheet.formula(f"{pace}{row}", f"IF(N(months_so_far)=0,0,{ended}/months_so_far)", "helper", "weight")
        _year(sheet, row, "computed")
    total = other + 1
    sheet.text(f"B{total}", "roi.sum", "total")
    sheet.text(f"B{total + 1}", "plan.difference", "computed")
    planned = f"$O{BUDGET}:$O{BUDGET + LINES - 1}"
    for column in MONTHS:
        cells = f"{column}{first}:{column}{other}"
        sheet.formula(f"{column}{total}", f'IF(COUNT({cells})=0,"",SUM({cells}))', *_SUM)
        budget = f"{column}{BUDGET}:{column}{BUDGET + LINES - 1}"
        cost = f"{column}{first}:{column}{other - 1}"
        both = f"{planned},{NUMBER},{cost},{NUMBER}"
        left = f"SUMIFS({budget},{both})-SUMIFS({cost},{both})"
        ahead = f'OR(last_month="",{column}{first - 1}>last_month)'
        sheet.formula(f"{column}{total + 1}", f'IF({ahead},"",IF(COUNTIFS({both})=0,"",{left}))', *_MONEY)
    _year(sheet, total, "total")
    _year(sheet, total + 1, "computed")
    mark_losses(sheet, f"C{total + 1}:O{total + 1}")
    look = sheet.book.styles.rule(font_color=MUTED, italic=True)
    ahead = f"=AND(N(last_month)>0,C${first - 1}>N(last_month))"
    sheet.ws.conditional_format(f"C{first}:N{total}", {"type": "formula", "criteria": ahead, "format": look})


def _behind(sheet: Sheet, row: int, month: str, columns: Sequence[str], mine: Sequence[str]) -> None:
    """Write what a kind of cost comes to in a month: bills that ended, bills that run on, and what is booked for later.

    Without criteria of its own the row holds what the lines above leave over.
    """
    start = f"{month}${SPENT - 1}"
    active = ("Costs[month]", f'"<"&EDATE({start},1)', "Costs[until]", f'">="&{start}')
    begun = ("Costs[month]", '"<"&count_end+1')
    for column, criteria in zip(
        columns,
        (
            (*begun, "Costs[until]", '"<"&count_end+1'),
            (*begun, "Costs[until]", '">"&count_end'),
            ("Costs[month]", '">"&count_end'),
        ),
        strict=True,
    ):
        sums = f"SUMIFS(Costs[monthly],{','.join((*active, *criteria, *mine))})"
        above = f"SUM({column}{SPENT}:{column}{row - 1})"
        own = f'IF($B{row}="",0,{sums})' if mine else f"ROUND({sums}-{above},6)"
        sheet.formula(f"{column}{row}", own, "helper", "weight")


def _month(sheet: Sheet, row: int, month: str, columns: Sequence[str], pace: str, mine: Sequence[str]) -> None:
    """Write what a month cost, or is expected to cost."""
    ended, running, booked = (f"{column}{row}" for column in columns)
    start = f"{month}${SPENT - 1}"
    spent = f'IF(ROUND({ended}+{running},6)=0,"",{ended}+{running})'
    if mine:
        active = ("Costs[month]", f'"<"&EDATE({start},1)', "Costs[until]", f'">="&{start}')
        rows = f"COUNTIFS(Costs[monthly],{NUMBER},{','.join((*active, *mine))})"
        spent = f'IF({rows}=0,"",{ended}+{running})'
    expected = f"{running}+MAX(${pace}{row},{booked})"
    ahead = f'IF(ROUND({expected},6)=0,"",{expected})'
    nothing = 'last_month=""' if not mine else f'OR($B{row}="",last_month="")'
    sheet.formula(f"{month}{row}", f'IF({nothing},"",IF({start}<=last_month,{spent},{ahead}))', *_MONEY)


def _compared(sheet: Sheet) -> None:
    """Draw budget against cost for each kind of cost, so far and for the year, and a chart beside it."""
    first, other = COMPARED, COMPARED + LINES
    sheet.section(f"B{first - 3}:O{first - 3}", "plan.compared")
    sheet.text(f"B{first - 2}:O{first - 2}", "plan.compared.note", "note")
    sheet.ws.set_row(first - 3, 30)
    sheet.text(f"B{first - 1}", "roi.category", "header")
    for column, key in zip(MONTHS, _COMPARED, strict=False):
        sheet.text(f"{column}{first - 1}", f"plan.{key}", "header")
    sheet.ws.set_row(first - 2, 44)
    for row in range(first, other + 1):
        above = SPENT + row - first
        sheet.formula(f"B{row}", f"B{above}", "computed")
        if row < other:
            planned = BUDGET + row - first
            sheet.formula(f"C{row}", _so_far(planned, BUDGET - 1), *_MONEY)
            sheet.formula(f"H{row}", f"O{planned}", *_MONEY)
        else:
            sheet.value(f"C{row}", None, *_MONEY)
            sheet.value(f"H{row}", None, *_MONEY)
        sheet.formula(f"D{row}", _so_far(above, SPENT - 1), *_MONEY)
        sheet.formula(f"E{row}", f'IF(COUNT(C{row},D{row})<2,"",C{row}-D{row})', *_MONEY)
        running = f"{column_letters(_HELPERS + 12)}{above}:{column_letters(_HELPERS + 23)}{above}"
        spread = f'IF(last_month="",0,SUMIFS({running},C${SPENT - 1}:N${SPENT - 1},">"&last_month))'
        sheet.formula(f"F{row}", f'IF({spread}=0,"",{spread})', *_MONEY)
        sheet.formula(f"G{row}", f"O{above}", *_MONEY)
        sheet.formula(f"I{row}", f'IF(COUNT(G{row},H{row})<2,"",H{row}-G{row})', *_MONEY)
    total = other + 1
    sheet.text(f"B{total}", "roi.sum", "total")
    for column in "CDEFGHI":
        cells = f"{column}{first}:{column}{other}"
        name = "plan_left" if column == "I" else None
        sheet.formula(f"{column}{total}", f'IF(COUNT({cells})=0,"",SUM({cells}))', *_SUM, name=name)
    sheet.text(f"B{total + 1}", "plan.complete", "hint")
    for column, counted in (("H", "I"), ("I", "G")):
        count = f"COUNT({counted}{first}:{counted}{other})"
        sheet.formula(f"{column}{total + 1}", f'IF(COUNT(G{first}:G{other})=0,"",{count})', "hint", "count", "right")
    mark_losses(sheet, f"E{first}:E{total}")
    mark_losses(sheet, f"I{first}:I{total}")
    month = f"C{SPENT - 1}:N{SPENT - 1}"
    budget, cost = (f"C{row}:N{row}" for row in (BUDGET + LINES, SPENT + LINES + 1))
    chart = columns(
        Source(sheet.book, sheet.key),
        "plan.chart",
        month,
        [Series("plan.budget", budget, BLUE), Series("roi.cost", cost, ORANGE)],
        names_format=sheet.book.texts["format.month_short"],
    )
    put(sheet, f"J{first - 1}", chart, (430, 330), "plan.chart.alt", right=50)


def _so_far(row: int, months: int) -> str:
    """Return the sum of a row over the months so far; blank where it has no number at all."""
    cells, dates = f"C{row}:N{row}", f"C${months}:N${months}"
    return f'IF(OR(COUNT({cells})=0,last_month=""),"",SUMIFS({cells},{dates},"<="&last_month))'


def _end(sheet: Sheet) -> None:
    """Draw what came back and what it cost, so far, a month, and by the end of the year."""
    first = END
    sheet.section(f"B{first - 3}:O{first - 3}", "plan.end")
    sheet.text(f"B{first - 2}:O{first - 2}", "plan.end.note", "note")
    sheet.ws.set_row(first - 3, 30)
    sheet.text(f"B{first - 1}", "roi.line", "header")
    for column, key in zip("CDE", ("so_far", "per_month", "forecast"), strict=True):
        sheet.text(f"{column}{first - 1}", f"plan.{key}", "header")
    sheet.ws.set_row(first - 2, 44)
    within = ("Results[month]", '">="&period_start', "Results[month]", '"<"&count_end+1')
    kinds = {key: ("Results[kind]", f"word_{key}") for key in ("direct", "indirect")}
    for row, (key, kind) in enumerate({**kinds, "return": ()}.items(), first):
        given = ",".join((*within, *kind))
        look = "total" if key == "return" else "computed"
        sheet.text(f"B{row}", f"roi.{key}", look)
        some = f"COUNTIFS(Results[value],{NUMBER},{given})"
        known = f'OR(last_month="",{some}=0)'
        sheet.formula(f"C{row}", f'IF({known},"",SUMIFS(Results[value],{given}))', look, "money")
        sheet.formula(f"D{row}", f'IF(C{row}="","",C{row}/months_so_far)', look, "money")
        sheet.formula(f"E{row}", f'IF(C{row}="","",C{row}*12/months_so_far)', look, "money")
    gained, cost = first + 2, first + 3
    total = COMPARED + LINES + 1
    sheet.text(f"B{cost}", "roi.cost", "total")
    sheet.formula(f"C{cost}", f"D{total}", *_SUM)
    sheet.formula(f"D{cost}", f'IF(OR(C{cost}="",N(months_so_far)=0),"",C{cost}/months_so_far)', *_SUM)
    sheet.formula(f"E{cost}", f"G{total}", *_SUM, name="plan_cost")
    for row, key in ((cost + 1, "profit"), (cost + 2, "roi")):
        sheet.text(f"B{row}", f"roi.{key}", "total")
    for column in "CDE":
        both = f"{column}{gained},{column}{cost}"
        unknown = f"COUNT({both})<2"
        profit = f'IF(stops>0,word_look,IF({unknown},"",SOCPROFIT({both})))'
        sheet.formula(f"{column}{cost + 1}", profit, *_SUM)
        roi = f'IF({unknown},"",IF({column}{cost}=0,word_no_cost,SOCROI({both})))'
        name = "plan_roi" if column == "E" else None
        sheet.formula(f"{column}{cost + 2}", f"IF(stops>0,word_look,{roi})", "total", "percent", name=name)
    mark_losses(sheet, f"C{cost + 1}:E{cost + 2}")
