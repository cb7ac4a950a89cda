"""The sheet Models: the same conversions shared out by seven models, beside what the channels claim; ROI by channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.excel.addresses import column_letters, column_of
from socroi.templates.attribution_and_tests.shared import CHANNEL_ROOM, EVENTS, MODELS, TOUCHES
from socroi.templates.breakdown import draw_stop, mark_losses
from socroi.templates.charts import Series, Source, bars, columns, put
from socroi.templates.style import BLUE, ORANGE

if TYPE_CHECKING:
    from socroi.templates.canvas import Book
    from socroi.templates.charts import Picture
    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

CREDIT: Final = 9
CHARTS: Final = CREDIT + CHANNEL_ROOM + 4
MONEY: Final = CHARTS + 21
"""The first row of figures of each block."""
_LAST: Final = CREDIT + CHANNEL_ROOM - 1
_RULES: Final = dict(zip(MODELS, "CDEFG", strict=True))
_ADDED: Final = {"markov": ("H", "SOCMARKOV", "R", 4), "shapley": ("I", "SOCSHAPLEY", "W", 2)}
"""Models without a plain formula: their column, function, first column of what it spills, and which one is wanted."""
_SPILL: Final = CHANNEL_ROOM + 2


def credited(channel: str, rule: str, amounts: str) -> str:
    """Return the formula of what a channel gets of `amounts`, a numeric column of the table Paths, by a rule."""
    powers = ",".join(str(place) for place in range(1, len(TOUCHES) + 1))
    first, last, at = f"(Paths[touch_a]={channel})", f"(Paths[last]={channel})", f"({EVENTS}={channel})"
    times = f"Paths[{amounts}]"
    return {
        "last": f"SUMPRODUCT({last}*{times})",
        "first": f"SUMPRODUCT({first}*(Paths[sound]=1)*{times})",
        "linear": f"SUMPRODUCT({at}*Paths[each]*{times})",
        "position": (
            f"SUMPRODUCT({first}*(Paths[ends]-Paths[middle])*{times})"
            f"+SUMPRODUCT({last}*(Paths[touches]>1)*(Paths[ends]-Paths[middle])*{times})"
            f"+SUMPRODUCT({at}*Paths[middle]*{times})"
        ),
        "decay": f"SUMPRODUCT({at}*2^({{{powers}}}/half_life)*Paths[decay]*{times})",
    }[rule]


def _beside(column: str, columns: int) -> str:
    """Return the letters of the column that lies so many to the right of another."""
    return column_letters(column_of(column) + columns)


def draw(order: Order) -> None:
    """Draw the sheet."""
    widths = [2, 28, *[12] * 5, 16, 16, 13, 13, 14, 2, *[14] * 12]
    sheet = order.book.sheet("models", widths, landscape=True, use="result")
    draw_stop(sheet)
    _credit(sheet)
    _added(sheet)
    _charts(sheet)
    _money(sheet)
    sheet.print(f"L{MONEY + CHANNEL_ROOM + 1}", [CHARTS - 1])
    sheet.ws.freeze_panes(3, 2)


def _credit(sheet: Sheet) -> None:
    """Draw the conversions of each channel by each model."""
    sheet.section(f"B{CREDIT - 4}:L{CREDIT - 4}", "models.credit")
    sheet.text(f"B{CREDIT - 3}:L{CREDIT - 3}", "models.credit.note", "note")
    sheet.ws.set_row(CREDIT - 4, 44)
    sheet.text(f"C{CREDIT - 2}:G{CREDIT - 2}", "models.rules", "given")
    sheet.text(f"H{CREDIT - 2}:I{CREDIT - 2}", "models.computed", "given")
    sheet.text(f"J{CREDIT - 2}:K{CREDIT - 2}", "models.span", "given")
    sheet.text(f"L{CREDIT - 2}", "models.claims", "given")
    sheet.text(f"B{CREDIT - 1}", "models.channel", "header")
    for rule, column in _RULES.items():
        sheet.formula(f"{column}{CREDIT - 1}", f"word_{rule}", "header")
    for column, key in zip("HIJKL", ("markov", "shapley", "lowest", "highest", "claimed"), strict=True):
        sheet.text(f"{column}{CREDIT - 1}", f"models.{key}", "header")
    sheet.ws.set_row(CREDIT - 3, 30)
    sheet.ws.set_row(CREDIT - 2, 32)
    for column, key in (("N", "lowest"), ("O", "span"), ("P", "chosen")):
        sheet.text(f"{column}{CREDIT - 1}", f"models.{key}", "given")
    for place, row in enumerate(range(CREDIT, _LAST + 1), 1):
        channel = f"INDEX(Channels[channel],{place})"
        mine = f"$B{row}"
        sheet.formula(f"B{row}", f'IF(ROWS(Channels[channel])<{place},"",TRIM({channel}))', "computed", "bold")
        for rule, column in _RULES.items():
            none = f'OR({mine}="",SUM(Paths[counted])=0)'
            sheet.formula(f"{column}{row}", f'IF({none},"",{credited(mine, rule, "counted")})', "computed", "hours")
        for key, (column, _, spill, wanted) in _ADDED.items():
            names = f"${spill}${CREDIT}:${spill}${CREDIT + _SPILL}"
            beside = _beside(spill, wanted - 1)
            figures = f"${beside}${CREDIT}:${beside}${CREDIT + _SPILL}"
            # Joined, because LibreOffice takes a spilled text of an add-in for unequal to any other.
            found = f'SUMPRODUCT(--({names}&""={mine}),{figures})'
            sheet.formula(
                f"{column}{row}",
                f'IF(OR({mine}="",SUM(Paths[counted])=0),"",IF(state_{key}=0,{found},'
                f"IF(state_{key}=5,word_addin,word_look)))",
                "computed", "hours",
            )  # fmt: skip
        given = f"C{row}:I{row}"
        for column, function in (("J", "MIN"), ("K", "MAX")):
            sheet.formula(f"{column}{row}", f'IF(COUNT({given})=0,"",{function}({given}))', "computed", "hours")
        claimed = f"INDEX(Channels[claimed],{place})"
        sheet.formula(f"L{row}", f'IF({mine}="","",IF(ISNUMBER({claimed}),{claimed},""))', "computed", "hours")
        sheet.formula(f"N{row}", f"N(J{row})", "helper", "weight")
        sheet.formula(f"O{row}", f"N(K{row})-N(J{row})", "helper", "weight")
        chosen = f"INDEX(C{row}:G{row},1,MATCH(chosen_model,list_models,0))"
        sheet.formula(f"P{row}", f"IF(COUNT(C{row}:G{row})=0,0,{chosen})", "helper", "weight")
    total = _LAST + 1
    sheet.text(f"B{total}", "roi.sum", "total")
    for column in "CDEFGHIL":
        block = f"{column}{CREDIT}:{column}{_LAST}"
        sheet.formula(f"{column}{total}", f'IF(COUNT({block})=0,"",SUM({block}))', "total", "hours")
    for column in "JK":
        sheet.value(f"{column}{total}", None, "total")
    sheet.book.define("credit_linear", sheet.book.reference(sheet.key, f"E{total}"))
    sheet.book.define("claimed_total", sheet.book.reference(sheet.key, f"L{total}"))
    sheet.book.define("channel_names", sheet.book.reference(sheet.key, f"B{CREDIT}:B{_LAST}"))


def _added(sheet: Sheet) -> None:
    """Write the two models that need SOCROI itself beside the print area, and whether they could be computed.

    What they were computed from is remembered beside them: in the plain edition, where they stay as values, they are
    shown as long as the paths are still the same.
    """
    nothing = "SUM(Paths[counted])=0"
    rows = "+".join(f"SUMPRODUCT(Paths[{key}],ROW(Paths[{key}]))" for key in ("conversions", "nulls"))
    # Which channel stands at which place of which path.
    touched = "+".join(f"ROW(B{row})*({EVENTS}=B{row})" for row in range(CREDIT, _LAST + 1))
    touches = f"SUMPRODUCT(({touched})*ROW({EVENTS})*COLUMN({EVENTS}))"
    sheet.formula(f"T{CREDIT - 2}", f"ROUND({rows}+{touches},3)", "helper", "hidden", name="paths_key")
    for key, (_, function, spill, _) in _ADDED.items():
        end = _beside(spill, 3 if key == "markov" else 2)
        # Without the paths that did not convert, Shapley shares out conversions; with them it compares rates.
        nulls = ",Paths[nulls]" if key == "markov" else ""
        call = f"{function}(Paths[path],Paths[conversions]{nulls})"
        sheet.text(f"{spill}{CREDIT - 1}", f"models.{key}", "given")
        sheet.formula(
            f"{spill}{CREDIT}:{end}{CREDIT + _SPILL - 1}",
            f'IF({nothing},"",IFERROR({call},""))',
            "helper",
            "plain_number",
        )
        # 5 is the error of a function that is not there; less than 0 is the error that there was.
        made_of = f"IF({nothing},-5,IFERROR(-ERROR.TYPE(INDEX({call},1,1)),paths_key))"
        sheet.formula(f"{_beside(spill, 1)}{CREDIT - 2}", made_of, "helper", "hidden", name=f"made_of_{key}")
        state = f"IF({nothing},0,IF(made_of_{key}<0,-made_of_{key},IF(made_of_{key}=paths_key,0,5)))"
        sheet.formula(f"{spill}{CREDIT - 2}", state, "helper", "hidden", name=f"state_{key}")


def _charts(sheet: Sheet) -> None:
    """Draw how far the models lie apart, and what is claimed against what the chosen rule gives."""
    sheet.section(f"B{CHARTS}:L{CHARTS}", "roi.charts")
    left, right = spans(sheet.book), claims(sheet.book)
    put(sheet, f"B{CHARTS + 1}", left[0], (500, 330), left[1])
    put(sheet, f"G{CHARTS + 1}", right[0], (500, 330), right[1], right=20)


def spans(book: Book) -> Picture:
    """Return the chart of how far the models lie apart for each channel."""
    chart = bars(
        Source(book, "models"),
        "models.chart.span",
        f"B{CREDIT}:B{_LAST}",
        [
            Series("models.chart.sure", f"N{CREDIT}:N{_LAST}", BLUE),
            Series("models.chart.open", f"O{CREDIT}:O{_LAST}", "#D6E4ED"),
        ],
        stacked=True,
    )
    return chart, "models.chart.span.alt"


def claims(book: Book) -> Picture:
    """Return the chart of what each channel claims, against what the chosen rule gives it."""
    chart = columns(
        Source(book, "models"),
        "models.chart.claims",
        f"B{CREDIT}:B{_LAST}",
        [
            Series("models.claimed", f"L{CREDIT}:L{_LAST}", ORANGE),
            Series("models.chosen", f"P{CREDIT}:P{_LAST}", BLUE),
        ],
    )
    return chart, "models.chart.claims.alt"


def _money(sheet: Sheet) -> None:
    """Draw revenue, cost and ROI of each channel by the chosen rule, and the ROI by all rules."""
    sheet.section(f"B{MONEY - 3}:L{MONEY - 3}", "models.money")
    sheet.text(f"B{MONEY - 2}:L{MONEY - 2}", "models.money.note", "note")
    sheet.ws.set_row(MONEY - 3, 30)
    keys = ("channel", "revenue", "cost", "profit", "roi", "roi_lowest", "roi_highest")
    for column, key in zip("BCDEFGH", keys, strict=True):
        shared = key in {"cost", "profit", "roi"}
        sheet.text(f"{column}{MONEY - 1}", f"roi.{key}" if shared else f"models.{key}", "header")
    for column, rule in zip("NOPQR", MODELS, strict=True):
        sheet.formula(f"{column}{MONEY - 1}", f"word_{rule}", "given")
    sheet.text(f"S{MONEY - 1}", "models.social", "given")
    sheet.ws.set_row(MONEY - 2, 32)
    last = MONEY + CHANNEL_ROOM - 1
    for place, row in enumerate(range(MONEY, last + 1), 1):
        mine = f"$B{row}"
        sheet.formula(f"B{row}", f"B{CREDIT + place - 1}", "computed", "bold")
        for column, rule in zip("NOPQR", MODELS, strict=True):
            none = f'OR({mine}="",SUM(Paths[gained])=0)'
            sheet.formula(f"{column}{row}", f'IF({none},"",{credited(mine, rule, "gained")})', "helper", "weight")
        rules = f"N{row}:R{row}"
        chosen = f"INDEX({rules},1,MATCH(chosen_model,list_models,0))"
        sheet.formula(f"C{row}", f'IF(COUNT({rules})=0,"",{chosen})', "computed", "money")
        cost = f"INDEX(Channels[cost],{place})"
        sheet.formula(f"D{row}", f'IF({mine}="","",IF(ISNUMBER({cost}),{cost},""))', "computed", "money")
        unknown = f"COUNT(C{row},D{row})<2"
        counts = f"AND(INDEX(Channels[social],{place})=word_yes,COUNT(C{row},D{row})=2)"
        sheet.formula(f"S{row}", f'IF({mine}="",0,IF({counts},1,0))', "helper", "weight")
        sheet.formula(
            f"E{row}", f'IF(stops>0,word_look,IF({unknown},"",SOCPROFIT(C{row},D{row})))', "computed", "money"
        )
        for column, revenue in (("F", f"C{row}"), ("G", f"MIN({rules})"), ("H", f"MAX({rules})")):
            ratio = f"SOCROI(C{row},D{row})" if column == "F" else f"({revenue}-D{row})*100/D{row}"
            sheet.formula(
                f"{column}{row}",
                f'IF(stops>0,word_look,IF({unknown},"",IF(D{row}=0,word_no_cost,{ratio})))',
                "computed", "percent",
            )  # fmt: skip
    _sums(sheet, last)
    sheet.book.define("channel_roi", sheet.book.reference(sheet.key, f"F{MONEY}:F{last}"))
    sheet.book.define("channel_costs", sheet.book.reference(sheet.key, f"D{MONEY}:D{last}"))
    sheet.book.define("channel_revenue", sheet.book.reference(sheet.key, f"C{MONEY}:C{last}"))
    mark_losses(sheet, f"F{MONEY}:H{last}")


def _sums(sheet: Sheet, last: int) -> None:
    """Draw the sums below the channels: all of them, and the social media channels whose cost is known."""
    first, total, social = MONEY, last + 1, last + 2
    for row, key in ((total, "roi.sum"), (social, "models.social")):
        for column in "BCDEFGH":
            sheet.value(f"{column}{row}", None, "total")
        sheet.text(f"B{row}", key, "total")
    for column, name in (("C", "attributed_revenue"), ("D", None)):
        block = f"{column}{first}:{column}{last}"
        sheet.formula(f"{column}{total}", f'IF(COUNT({block})=0,"",SUM({block}))', "total", "money", name=name)
        mine = f"S{first}:S{last},1"
        sheet.formula(
            f"{column}{social}",
            f'IF(SUM(S{first}:S{last})=0,"",SUMIFS({block},{mine}))',
            "total", "money",
            name="revenue_social" if name else "cost_total",
        )  # fmt: skip
    both = f"C{social},D{social}"
    unknown = f"COUNT({both})<2"
    sheet.formula(
        f"E{social}", f'IF(stops>0,word_look,IF({unknown},"",SOCPROFIT({both})))', "total", "money", name="profit_total"
    )
    sheet.formula(
        f"F{social}",
        f'IF(stops>0,word_look,IF({unknown},"",IF(D{social}=0,word_no_cost,SOCROI({both}))))',
        "total", "percent",
        name="roi_total",
    )  # fmt: skip
