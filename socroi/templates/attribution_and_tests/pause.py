"""The sheet Pause: weeks of places with a pause beside weeks of others; what it would show, and what it showed.

Plan and result are those of SOCGEOPLAN and SOCGEO for the sums of two groups of places, in cells: a line through the
weeks before, its interval, and the interval of blocks, which holds where weeks remember the week before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.columns import Column

if TYPE_CHECKING:
    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

PAUSE: Final = (
    Column("week", ("date", "center"), rule="date", added=True),
    Column("places", ("money",), rule="amount", added=True),
    Column("others", ("money",), rule="amount", added=True),
    Column("spend", ("money",), rule="amount", added=True),
)
HEAD: Final = 21
SIZE: Final = 78
"""Weeks that there is room for: a year and a half."""
_FIRST: Final = HEAD + 1
_LAST: Final = HEAD + SIZE
_EARLIER, _LATER = f"pause!B{_FIRST}:B{_LAST - 1}", f"pause!B{_FIRST + 1}:B{_LAST}"
DISORDER: Final = f"SUMPRODUCT(ISNUMBER({_EARLIER})*ISNUMBER({_LATER})*({_LATER}<={_EARLIER}))"
"""Counts the weeks that do not come after the one above them."""
_LIMITS: Final = (
    ("sure", 0.95),
    ("power", 0.8),
    ("fewest", 16),
    ("times", 3),
    ("fit", 0.5),
    ("memory", 0.6),
    ("alike", 1e-9),
)
"""What SOCGEO and SOCGEOPLAN ask for, each in a cell that is not seen: its name and what it holds."""


def _block(column: str) -> str:
    return f"${column}${_FIRST}:${column}${_LAST}"


_NUMBER, _STATE, _PLACE, _X, _Y, _DX, _DY, _REST, _PLACEBO = list("LMNOPQRST")
_ALL_DX, _ALL_DY, _ALL_REST, _RUN, _LEVER, _SHARE, _LOW = list("UVWXYZK")
_HIGH: Final = "AA"


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("pause", [2, 38, *[15] * 8, *[9] * 17], landscape=True, prints=True)
    sheet.text("B4:J4", "pause.note", "note")
    sheet.ws.set_row(3, 62)
    _plan(order, sheet)
    _result(sheet)
    sheet.text(f"B{HEAD - 1}", "word.money", "hint")
    sheet.formula(f"C{HEAD - 1}", "currency", "hint", "bold")
    sheet.ws.set_row(HEAD - 1, 44)
    sheet.table("Pause", HEAD, order.contents.rows("Pause"), size=SIZE)
    _behind(sheet)
    sheet.ws.freeze_panes(3, 0)
    sheet.ws.print_area(0, 0, HEAD - 3, 9)  # what is found, without the weeks
    sheet.ws.fit_to_pages(1, 0)


def _plan(order: Order, sheet: Sheet) -> None:
    """Draw what is asked of the pause, and the smallest effect that it would show."""
    sheet.section("B5:J5", "pause.plan")
    for row, (key, look, rule) in enumerate((("from", ("date", "center"), "date"), ("weeks", ("count",), "whole")), 6):
        sheet.text(f"B{row}", f"pause.{key}", "label")
        given = order.setting(f"pause_{key}")
        sheet.input(f"C{row}", given, f"pause.{key}", *look, rule=rule, name=f"pause_{key}")
        sheet.text(f"D{row}:J{row}", f"pause.{key}.note", "hint")
    ready = "pause_ready=1"
    lines = (
        ("before", "pause_before", "count"),
        ("fit", f'IF({ready},pause_xy^2/(pause_xx*pause_yy),"")', "rate"),
        (
            "memory",
            (
                f"IF({ready},SUMPRODUCT({_REST}{_FIRST}:{_REST}{_LAST - 1},{_REST}{_FIRST + 1}:{_REST}{_LAST})"
                f'/SUMSQ({_block(_REST)}),"")'
            ),
            "hours",
        ),
        (
            "smallest",
            f'IF(pause_sound=1,SQRT(SUMSQ({_block(_PLACEBO)})/COUNT({_block(_PLACEBO)}))*pause_reach,"")',
            "money",
        ),
        ("part", 'IF(N(pause_smallest)=0,"",pause_smallest/(pause_mean_y*pause_long))', "rate"),
    )
    for row, (key, formula, shown) in enumerate(lines, 8):
        name = {"fit": "pause_fit", "memory": "pause_memory", "smallest": "pause_smallest"}.get(key)
        sheet.text(f"B{row}", f"pause.{key}", "total" if key == "smallest" else "label")
        sheet.formula(f"C{row}", formula, "total" if key == "smallest" else "computed", shown, name=name)
        sheet.text(f"D{row}:J{row}", f"pause.{key}.note", "hint")
    sheet.text("B13", "pause.can", "label")
    sheet.merged("C13:J13", "computed", "bold")
    sheet.formula(
        "C13",
        'IF(stops>0,word_look,IF(COUNT(Pause[places])=0,"",IF(N(pause_long)=0,word_length,'
        "IF(pause_before<MAX(pause_fewest,pause_times*pause_long),word_weeks,IF(pause_ready=0,word_even,"
        "IF(pause_fit<pause_least_fit,word_loose,IF(pause_memory>pause_most_memory,word_memory,word_tells)))))))",
        "computed", "bold",
        name="pause_verdict",
    )  # fmt: skip


def _result(sheet: Sheet) -> None:
    """Draw the effect of the pause with both intervals, and what each 1 spent more brought."""
    sheet.section("B14:J14", "pause.result")
    keys = ("method", "effect", "low", "high", "chance", "extra", "each_low", "each", "each_high")
    for column, key in zip("BCDEFGHIJ", keys, strict=True):
        sheet.text(f"{column}15", f"pause.{key}", "header")
    sheet.ws.set_row(14, 44)
    error = "SQRT(pause_variance*pause_spread)"
    line = {
        "C": f'SUMIFS({_block(_Y)},{_block(_NUMBER)},">"&pause_before)-pause_during*pause_base-pause_slope*pause_later',
        "D": f"C16-TINV(1-pause_sure,pause_before-2)*{error}",
        "E": f"C16+TINV(1-pause_sure,pause_before-2)*{error}",
        "F": f"TDIST(ABS(C16)/{error},pause_before-2,2)",
    }
    beyond = "(pause_needed-pause_all+COUNT({}))"
    low, high = beyond.format(_block(_LOW)), beyond.format(_block(_HIGH))
    as_large = "ABS(pause_mine)*(1-pause_alike)"
    blocks = {
        "C": "pause_mine/pause_weight*pause_during",
        "D": f'IF({low}<1,"–",SMALL({_block(_LOW)},MAX(1,{low}))*pause_during)',
        "E": f'IF({high}<1,"–",LARGE({_block(_HIGH)},MAX(1,{high}))*pause_during)',
        "F": f'(COUNTIF({_block(_RUN)},">="&{as_large})+COUNTIF({_block(_RUN)},"<="&-{as_large}))/pause_all',
    }
    paid = f"SUMPRODUCT(ISNUMBER({_block(_STATE)})*ISNUMBER({_block('E')}))=pause_all"
    extra = (
        f"SUMIFS({_block('E')},{_block(_STATE)},1)-pause_during*SUMIFS({_block('E')},{_block(_STATE)},0)/pause_before"
    )
    for row, (key, cells, look) in enumerate((("line", line, "computed"), ("blocks", blocks, "total")), 16):
        sheet.text(f"B{row}", f"pause.{key}", look)
        for column, formula in cells.items():
            name = {"C": "pause_effect", "D": "pause_low", "E": "pause_high"}.get(column) if key == "blocks" else None
            shown = "money" if column != "F" else "rate"
            sheet.formula(f"{column}{row}", f'IF(pause_tested=1,{formula},"")', look, shown, name=name)
        sheet.formula(f"G{row}", f'IF(pause_tested=1,IF({paid},{extra},""),"")', look, "money")
        ends = f"COUNT(D{row}:E{row},G{row})<3"
        sheet.formula(f"H{row}", f'IF({ends},"",IF(G{row}=0,"–",MIN(D{row}/G{row},E{row}/G{row})))', look, "hours")
        sheet.formula(f"I{row}", f'IF(COUNT(C{row},G{row})<2,"",IF(G{row}=0,"–",C{row}/G{row}))', look, "hours")
        sheet.formula(f"J{row}", f'IF({ends},"",IF(G{row}=0,"–",MAX(D{row}/G{row},E{row}/G{row})))', look, "hours")
    sheet.text("B18", "pause.finding", "label")
    sheet.merged("C18:J18", "computed", "bold")
    sheet.formula(
        "C18",
        'IF(OR(pause_tested=0,COUNT(D17:E17)<2),"",IF(D17>0,word_more,IF(E17<0,word_less,word_chance)))',
        "computed", "bold",
        name="pause_finding",
    )  # fmt: skip
    sheet.text("B19:J19", "pause.result.note", "note")
    sheet.ws.set_row(18, 44)


def _behind(sheet: Sheet) -> None:
    """Write what plan and result are computed from, beside the print area: sums first, then a line for each week."""
    names = {"fit": "pause_least_fit", "memory": "pause_most_memory"}
    for row, (key, limit) in enumerate(_LIMITS, 4):
        sheet.value(f"L{row}", limit, "helper", "hidden")
        sheet.book.define(names.get(key, f"pause_{key}"), sheet.book.reference(sheet.key, f"L{row}"))
    number, x, y = _block(_NUMBER), _block(_X), _block(_Y)
    earlier = f'{number},"<="&pause_before'
    enough = "pause_before>=MAX(pause_fewest,pause_times*N(pause_long))"
    ready = f"AND(stops=0,N(pause_long)>0,{enough},pause_xx>0,pause_yy>0)"
    half = "BETAINV({},1/2,pause_freedom/2)"
    one, other = half.format("pause_sure"), half.format("2*pause_power-1")
    quantiles = f"(SQRT({one}/(1-{one}))+SQRT({other}/(1-{other})))*SQRT(pause_freedom)"
    away = "(pause_later/pause_during-pause_mean_x)"
    sums = (
        ("before", f"COUNTIF({_block(_STATE)},0)"),
        ("during", f"COUNTIF({_block(_STATE)},1)"),
        ("all", "pause_before+pause_during"),
        ("long", "IF(pause_during>0,pause_during,N(pause_weeks))"),
        ("mean_x", f"IF(pause_before=0,0,SUMIFS({x},{earlier})/pause_before)"),
        ("mean_y", f"IF(pause_before=0,0,SUMIFS({y},{earlier})/pause_before)"),
        ("xx", f"SUMSQ({_block(_DX)})"),
        ("yy", f"SUMSQ({_block(_DY)})"),
        ("xy", f"SUMPRODUCT({_block(_DX)},{_block(_DY)})"),
        ("ready", f"IF({ready},1,0)"),
        ("slope", "IF(pause_xx=0,0,pause_xy/pause_xx)"),
        ("base", "pause_mean_y-pause_slope*pause_mean_x"),
        ("sound", "IF(pause_ready=0,0,IF(AND(pause_fit>=pause_least_fit,pause_memory<=pause_most_memory),1,0))"),
        ("freedom", "IF(pause_sound=0,2,MAX(2,pause_before/pause_long-2))"),
        ("reach", quantiles),
    )
    test = (
        ("tested", "IF(AND(pause_sound=1,pause_during>0,pause_all*(1-pause_sure)>=1-pause_alike),1,0)"),
        ("variance", f"IF(pause_ready=0,0,SUMSQ({_block(_REST)})/(pause_before-2))"),
        ("later", f'SUMIFS({x},{number},">"&pause_before)'),
        ("spread", f"IF(pause_tested=0,0,pause_during+pause_during^2*(1/pause_before+{away}^2/pause_xx))"),
        ("all_x", f"IF(pause_all=0,0,SUM({x})/pause_all)"),
        ("all_y", f"IF(pause_all=0,0,SUM({y})/pause_all)"),
        ("all_xx", f"SUMSQ({_block(_ALL_DX)})"),
        ("all_slope", f"IF(pause_all_xx=0,0,SUMPRODUCT({_block(_ALL_DX)},{_block(_ALL_DY)})/pause_all_xx)"),
        ("mine", f"SUMIFS({_block(_RUN)},{number},pause_before+1)"),
        ("weight", f"SUMIFS({_block(_SHARE)},{number},pause_before+1)"),
        ("own_lever", f"SUMIFS({_block(_LEVER)},{number},pause_before+1)"),
        ("needed", "ROUNDDOWN(ROUND(pause_all*(1-pause_sure),9),0)+1"),
    )
    for column, cells in (("N", sums), ("P", test)):
        for row, (key, formula) in enumerate(cells, 4):
            sheet.formula(f"{column}{row}", formula, "helper", "hidden", name=f"pause_{key}")
    for place, row in enumerate(range(_FIRST, _LAST + 1), 1):
        _week(sheet, place, row)


def _week(sheet: Sheet, place: int, row: int) -> None:
    """Write what one line needs: the week that stands in it, then the one that comes in its place among those known."""

    def cell(column: str) -> str:
        return f"{column}{row}"

    def at(column: str) -> str:
        return f"INDEX({_block(column)},MATCH({cell(_NUMBER)},{_block(_PLACE)},0))"

    def run(column: str, length: str) -> str:
        return f'SUMIFS({_block(column)},{_block(_NUMBER)},">="&{me},{_block(_NUMBER)},"<"&{me}+{length})'

    def round_about(column: str) -> str:
        again = f'SUMIFS({_block(column)},{_block(_NUMBER)},"<"&{me}+pause_during-pause_all)'
        return f"({run(column, 'pause_during')}+{again})"

    me = cell(_NUMBER)
    known = f"{me}<=pause_all"
    before = f"{me}<=pause_before"
    lever = f"{run(_DX, 'pause_long')}^2/pause_xx"
    apart = f"MOD({me}-pause_before-1,pause_all)"
    common = f"(MAX(0,pause_during-{apart})+IF({apart}>0,MAX(0,pause_during-pause_all+{apart}),0))"
    ends = [
        f"(pause_mine-{cell(_RUN)})/(pause_weight-{cell(_SHARE)})",
        f"(pause_mine+{cell(_RUN)})/(pause_weight+{cell(_SHARE)})",
    ]
    other = (
        f"IF(pause_tested=0,FALSE,IF(OR({me}>pause_all,{me}=pause_before+1),FALSE,"
        f"ABS({cell(_SHARE)})<pause_weight*(1-pause_alike)))"
    )
    started = f"IF(ISNUMBER(pause_from),IF(B{row}<pause_from,0,1),0)"
    sheet.value(me, place, "helper", "hidden")
    for column, formula in (
        (_STATE, f'IF(COUNT(B{row}:D{row})<3,"",{started})'),
        (_PLACE, f'IF({cell(_STATE)}="","",COUNT({_STATE}${_FIRST}:{cell(_STATE)}))'),
        (_X, f'IF({known},{at("D")},"")'),
        (_Y, f'IF({known},{at("C")},"")'),
        (_DX, f'IF({before},{cell(_X)}-pause_mean_x,"")'),
        (_DY, f'IF({before},{cell(_Y)}-pause_mean_y,"")'),
        (_REST, f'IF(AND({before},pause_ready=1),{cell(_DY)}-pause_slope*{cell(_DX)},"")'),
        (
            _PLACEBO,
            (
                f"IF(AND(pause_sound=1,{me}<=pause_before-pause_long+1),{run(_REST, 'pause_long')}"
                f'/(pause_long-pause_long^2/pause_before-{lever})*pause_long,"")'
            ),
        ),
        (_ALL_DX, f'IF({known},{cell(_X)}-pause_all_x,"")'),
        (_ALL_DY, f'IF({known},{cell(_Y)}-pause_all_y,"")'),
        (_ALL_REST, f'IF(AND({known},pause_tested=1),{cell(_ALL_DY)}-pause_all_slope*{cell(_ALL_DX)},"")'),
        (_RUN, f'IF(AND({known},pause_tested=1),{round_about(_ALL_REST)},"")'),
        (_LEVER, f'IF(AND({known},pause_tested=1),{round_about(_ALL_DX)},"")'),
        (
            _SHARE,
            (
                f"IF(AND({known},pause_tested=1),{common}-pause_during^2/pause_all"
                f'-{cell(_LEVER)}*pause_own_lever/pause_all_xx,"")'
            ),
        ),
        (_LOW, f'IF({other},MIN({",".join(ends)}),"")'),
        (_HIGH, f'IF({other},MAX({",".join(ends)}),"")'),
    ):
        sheet.formula(cell(column), formula, "helper", "hidden")
