"""The sheet Comparison: followers against other customers, how sure that is, and what the difference is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.methods.skewness import ENOUGH, MOST
from socroi.templates.audience_value.shared import METRICS
from socroi.templates.breakdown import draw_stop, mark_losses
from socroi.templates.charts import Series, Source, columns, put
from socroi.templates.style import BLUE, ORANGE
from socroi.templates.two_shares import newcombe

if TYPE_CHECKING:
    from socroi.templates.canvas import Book
    from socroi.templates.charts import Picture
    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

GROUPS: Final = 8
_ENOUGH: Final = f"$S${GROUPS - 2}"
WORTH: Final = GROUPS + len(METRICS) + 5
CHARTS: Final = WORTH + len(METRICS) + 8
"""The first row of figures of each block."""
FEWEST: Final = 10
"""Customers in each group below which nothing is called a finding, as in SOCSEGMENT."""
_RANGE: Final = (("E", "low"), ("F", "likely"), ("G", "high"))
_FLAG: Final = {"stayed": "stayed_flag", "more": "more_flag", "size": "size", "days": "days"}


def draw(order: Order) -> None:
    """Draw the sheet."""
    widths = [2, 26, 16, 16, 14, 14, 14, 14, 14, 22, 2, *[14] * 9]
    sheet = order.book.sheet("comparison", widths, landscape=True, use="result")
    draw_stop(sheet)
    _groups(sheet)
    _worth(sheet)
    _charts(sheet)
    sheet.print(f"J{CHARTS + 17}")
    sheet.ws.fit_to_pages(1, 1)
    sheet.ws.freeze_panes(3, 0)


def _groups(sheet: Sheet) -> None:
    """Draw a line for each figure: both groups, the difference, and its interval at 95%.

    Of shares of customers it is Newcombe's, of amounts what Welch's or Hall's holds, as in SOCSEGMENT, and none where a
    few bring most.
    """
    sheet.section(f"B{GROUPS - 3}:J{GROUPS - 3}", "comparison.groups")
    sheet.text(f"B{GROUPS - 2}:J{GROUPS - 2}", "comparison.groups.note", "note")
    sheet.ws.set_row(GROUPS - 3, 44)
    sheet.ws.set_row(GROUPS - 2, 44)
    keys = ("figure", "n_followers", "n_others", "followers", "others", "difference", "low", "high", "verdict")
    for column, key in zip("BCDEFGHIJ", keys, strict=True):
        sheet.text(f"{column}{GROUPS - 1}", f"comparison.{key}", "header")
    behind = ("se_followers", "se_others", "freedom", "under", "above", "bar", "bar_others", "needed", "skew")
    for column, key in zip("LMNOPQRST", behind, strict=True):
        sheet.text(f"{column}{GROUPS - 1}", f"comparison.{key}", "given")
    # How many times the square of the coefficient of variation a mean needs in customers.
    sheet.value(_ENOUGH, ENOUGH, "helper")
    for row, (key, column_key, look) in enumerate(METRICS, GROUPS):
        figure = f"Customers[{_FLAG[column_key]}]"
        sheet.ws.set_row(row - 1, 30)
        sheet.text(f"B{row}", f"comparison.{key}", "computed", "bold")
        change = "change" if look == "rate" else look
        for place, group in enumerate((1, 0)):
            n, mean, error = "CD"[place], "EF"[place], "LM"[place]
            mine = f"Customers[follows_flag],{group}"
            sheet.formula(f"{n}{row}", f'COUNTIFS({mine},{figure},">-1E+99")', "computed", "weight")
            sheet.formula(f"{mean}{row}", f'IF({n}{row}=0,"",SUMIFS({figure},{mine})/{n}{row})', "computed", look)
            if look == "rate":
                sheet.value(f"{error}{row}", None, "helper")
                continue
            squares = f"SUMPRODUCT((Customers[follows_flag]={group})*1,{figure},{figure})"
            rest = f"({squares}-{n}{row}*{mean}{row}^2)"
            # What is left of figures that are all the same is the rounding of their squares.
            variance = f"IF({rest}<=10^-13*{squares},0,{rest})/({n}{row}-1)"
            sheet.formula(f"{error}{row}", f'IF({n}{row}<2,"",{variance}/{n}{row})', "helper", "plain_number")
        enough = f"MIN(C{row},D{row})<2"
        sheet.formula(f"G{row}", f'IF(COUNT(E{row},F{row})<2,"",E{row}-F{row})', "computed", change)
        if look == "rate":
            sheet.value(f"N{row}", None, "helper")
            under, above = newcombe((f"E{row}", f"C{row}"), (f"F{row}", f"D{row}"))
        else:
            total = f"(L{row}+M{row})"
            freedom = f"{total}^2/(L{row}^2/(C{row}-1)+M{row}^2/(D{row}-1))"
            # Without any spread there is nothing to judge by.
            sheet.formula(f"N{row}", f'IF({enough},"",IF({total}=0,"",INT({freedom})))', "helper", "weight")
            t = f"TINV(0.05,N{row})"
            under, above = (f'IF(N{row}="","",SQRT{total}*MAX({t},{_unskewed(t, sign, row)}))' for sign in ("-", "+"))
        for column, margin in (("O", under), ("P", above)):
            sheet.formula(f"{column}{row}", f'IF({enough},"",{margin})', "helper", "plain_number")
        for column, sign, margin in (("H", "-", "O"), ("I", "+", "P")):
            unknown = f'OR({margin}{row}="",N(S{row})>MIN(C{row},D{row}))'
            sheet.formula(f"{column}{row}", f'IF({unknown},"",G{row}{sign}{margin}{row})', "computed", change)
        sheet.formula(
            f"J{row}",
            f'IF(stops>0,word_look,IF(C{row}+D{row}=0,"",IF(MIN(C{row},D{row})<{FEWEST},word_few_each,'
            f'IF(O{row}="",word_even,IF(N(S{row})>MIN(C{row},D{row}),word_few_bring&" "&S{row},'
            f"IF(OR(H{row}>0,I{row}<0),word_differs,word_chance))))))",
            "computed", "wrap",
        )  # fmt: skip
        if look == "rate":
            sheet.value(f"S{row}", None, "helper")
            sheet.value(f"T{row}", None, "helper")
        else:
            sheet.array(f"S{row}", _needed(figure, row), "helper", "weight")
            sheet.array(f"T{row}", _skew(figure, row), "helper", "plain_number")
        sheet.formula(f"Q{row}", f"N(E{row})", "helper", "plain_number")
        sheet.formula(f"R{row}", f"N(F{row})", "helper", "plain_number")
    last = GROUPS + len(METRICS) - 1
    sheet.book.define("kept_difference", sheet.book.reference(sheet.key, f"G{GROUPS}"))
    sheet.book.define("group_verdict", sheet.book.reference(sheet.key, f"J{GROUPS}:J{last}"))
    sheet.book.define("group_sizes", sheet.book.reference(sheet.key, f"C{GROUPS}:D{last}"))
    sheet.book.define("group_followers", sheet.book.reference(sheet.key, f"C{GROUPS}:C{last}"))


def _needed(figure: str, row: int) -> str:
    """Return the formula of how many customers each group needs, as in SOCSEGMENT, where a few may bring most."""
    parts = []
    for group, n in ((1, f"C{row}"), (0, f"D{row}")):
        above = f"(Customers[follows_flag]={group})*ISNUMBER({figure})*({figure}>0)"
        some = f'COUNTIFS(Customers[follows_flag],{group},{figure},">0")'
        logs = f"IF({above},LN({figure}))"
        away = f"IF({above},IF(LN({figure})>MEDIAN({logs}),(LN({figure})-MEDIAN({logs}))^2))"
        spread = f"IFERROR(2*SUM({away})/({some}-1),0)"
        parts.append(f"IFERROR(EXP(MIN(700,{spread}))*{n}/{some}-1,0)")
    most = f"MIN({MOST:.0f},{_ENOUGH}*MAX({','.join(parts)}))"
    return f'IF(COUNTIF({figure},"<0")>0,0,ROUNDUP({most},0))'


def _skew(figure: str, row: int) -> str:
    """Return the formula of the skewness of the difference, 0 where a group has two figures or none differs."""
    parts = []
    for group, n, mean in ((1, f"C{row}", f"E{row}"), (0, f"D{row}", f"F{row}")):
        known = f"(Customers[follows_flag]={group})*ISNUMBER({figure})"
        parts.append(f"IF({n}<3,0,SUM(IF({known},({figure}-{mean})^3))/({n}*({n}-1)*({n}-2)))")
    return f'IF(N{row}="",0,({"-".join(parts)})/(L{row}+M{row})^(3/2))'


def _unskewed(t: str, sign: str, row: int) -> str:
    """Return the formula of how many errors below ("-") or above the difference an end of Hall's interval lies."""
    skew = f"T{row}" if sign == "-" else f"-T{row}"
    over = f"({t}-({skew})/6)"
    root = f"(1+({skew})*{over})"
    cube = f"SIGN{root}*ABS{root}^(1/3)"
    return f"3*{over}/(({cube})^2+{cube}+1)"


def _worth(sheet: Sheet) -> None:
    """Draw what each difference is worth over the twelve months, and the part that is put down to social media."""
    sheet.section(f"B{WORTH - 3}:J{WORTH - 3}", "comparison.worth")
    sheet.text(f"B{WORTH - 2}:J{WORTH - 2}", "comparison.worth.note", "note")
    sheet.ws.set_row(WORTH - 3, 30)
    sheet.ws.set_row(WORTH - 2, 30)
    for column, key in zip("BCDEFG", ("figure", "times", "each", "low", "likely", "high"), strict=True):
        sheet.text(f"{column}{WORTH - 1}", f"comparison.{key}", "header")
    sums = (
        ("kept", "followers_total", "value_kept", "SOCLIFTVALUE({many},{ours},{theirs},{each})"),
        ("upsell", "followers_total", "value_upsell", "SOCLIFTVALUE({many},{ours},{theirs},{each})"),
        ("size", "deals_total", "margin", "SOCDEALVALUE({many},{ours},{theirs})*{each}"),
        ("days", "deals_total", "day_value", "SOCDEALVALUE({many},0,0,{ours},{theirs},{each})"),
    )
    for place, (key, many, each, likely) in enumerate(sums):
        row, group = WORTH + place, GROUPS + place
        sheet.text(f"B{row}", f"comparison.{key}", "computed", "bold")
        for column, name, look in (("C", many, "count"), ("D", each, "rate" if each == "margin" else "cents")):
            sheet.formula(f"{column}{row}", f'IF(ISNUMBER({name}),{name},"")', "computed", look)
        unknown = f"COUNT(C{row},D{row},H{group},I{group})<4"
        ours = likely.format(many=f"C{row}", ours=f"E{group}", theirs=f"F{group}", each=f"D{row}")
        # Fewer days are better, so the ends of the interval change places.
        ends = (f"-I{group}", f"-H{group}") if key == "days" else (f"H{group}", f"I{group}")
        for column, formula in (("E", f"C{row}*D{row}*{ends[0]}"), ("F", ours), ("G", f"C{row}*D{row}*{ends[1]}")):
            sheet.formula(f"{column}{row}", f'IF(stops>0,word_look,IF({unknown},"",{formula}))', "computed", "money")
    total = WORTH + len(METRICS)
    lines = (
        ("sum", "total"), ("part", "computed"), ("return", "total"), ("cost", "computed"), ("roi", "total"),
    )  # fmt: skip
    for row, (key, look) in enumerate(lines, total):
        sheet.text(f"B{row}:D{row}", f"comparison.{key}", look)
    for column, key in _RANGE:
        block = f"{column}{WORTH}:{column}{total - 1}"
        sheet.formula(f"{column}{total}", f'IF(COUNT({block})=0,"",SUM({block}))', "total", "money")
        sheet.formula(f"{column}{total + 1}", f'IF(ISNUMBER(part_{key}),part_{key},"")', "computed", "rate")
        part = f"{column}{total + 1}"
        if key == "low":
            # A loss is largest where the largest part of it is ours.
            part = f"IF({column}{total}<0,G{total + 1},{part})"
        unknown = f"COUNT({column}{total},E{total + 1},F{total + 1},G{total + 1})<4"
        sheet.formula(
            f"{column}{total + 2}", f'IF({unknown},"",{column}{total}*{part})', "total", "money", name=f"return_{key}"
        )
        sheet.formula(f"{column}{total + 3}", 'IF(ISNUMBER(cost_total),cost_total,"")', "computed", "money")
        both = f"{column}{total + 2},{column}{total + 3}"
        sheet.formula(
            f"{column}{total + 4}",
            f'IF(stops>0,word_look,IF(COUNT({both})<2,"",IF({column}{total + 3}=0,word_no_cost,SOCROI({both}))))',
            "total", "percent",
            name=f"roi_{key}",
        )  # fmt: skip
    mark_losses(sheet, f"E{total + 4}:G{total + 4}")
    sheet.text(f"H{WORTH}:J{total + 4}", "comparison.caution", "note")
    for place, (metric, _, _) in enumerate(METRICS):
        sheet.book.define(f"worth_{metric}", sheet.book.reference(sheet.key, f"F{WORTH + place}"))


def _charts(sheet: Sheet) -> None:
    """Draw the rates of both groups, and what each difference is worth."""
    sheet.section(f"B{CHARTS}:J{CHARTS}", "roi.charts")
    left, right = rates(sheet.book), worths(sheet.book)
    put(sheet, f"B{CHARTS + 1}", left[0], (480, 290), left[1])
    put(sheet, f"F{CHARTS + 1}", right[0], (540, 290), right[1], right=30)


def rates(book: Book) -> Picture:
    """Return the chart of who stayed and who bought more, in both groups."""
    chart = columns(
        Source(book, "comparison"),
        "comparison.chart.rates",
        f"B{GROUPS}:B{GROUPS + 1}",
        [
            Series("comparison.followers", f"Q{GROUPS}:Q{GROUPS + 1}", BLUE, "0%;-0%;"),
            Series("comparison.others", f"R{GROUPS}:R{GROUPS + 1}", ORANGE, "0%;-0%;"),
        ],
        values_format="0%",
        limits=(0, 1),
    )
    return chart, "comparison.chart.rates.alt"


def worths(book: Book) -> Picture:
    """Return the chart of what each difference is worth, low, likely and high."""
    last = WORTH + len(METRICS) - 1
    chart = columns(
        Source(book, "comparison"),
        "comparison.chart.worth",
        f"B{WORTH}:B{last}",
        [
            Series(f"comparison.{key}", f"{column}{WORTH}:{column}{last}", colour)
            for (column, key), colour in zip(_RANGE, ("#D6E4ED", BLUE, "#8DB7D3"), strict=True)
        ],
    )
    return chart, "comparison.chart.worth.alt"
