"""The sheet Paths: the touches on the way to a conversion, and their parts by each rule, in plain formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.attribution_and_tests.shared import TOUCHES
from socroi.templates.columns import Column
from socroi.templates.sheet import ROOM
from socroi.templates.style import WARN, WARN_INK

if TYPE_CHECKING:
    from socroi.templates.template import Order

_ROW: Final = f"Paths[@touch_{TOUCHES[0]}:touch_{TOUCHES[-1]}]"
_N: Final = "Paths[@touches]"
_MOST: Final = len(TOUCHES)


def _touch(place: int) -> Column:
    """Return the column of one touch: the path with its signs blown up to 200 spaces, cut at every 200th."""
    cut = f'TRIM(MID(SUBSTITUTE(Paths[@path],">",REPT(" ",200)),{200 * place + 1},200))'
    return Column(f"touch_{TOUCHES[place]}", (), cut)


PATHS: Final = (
    Column("path", ("wrap",)),
    Column("conversions", ("count",), rule="amount"),
    Column("revenue", ("money",), rule="amount"),
    Column("nulls", ("count",), rule="amount"),
    Column("source"),
    Column(
        "touches",
        ("weight", "center"),
        'IF(TRIM(Paths[@path])="",0,LEN(Paths[@path])-LEN(SUBSTITUTE(Paths[@path],">",""))+1)',
    ),
    Column("sound", ("center",), f'IF({_N}=0,"",IF(OR({_N}>{_MOST},COUNTIF({_ROW},"?*")<MIN({_N},{_MOST})),"!",1))'),
    Column("counted", ("weight",), "IF(Paths[@sound]=1,N(Paths[@conversions]),0)"),
    Column("gained", ("weight",), "IF(Paths[@sound]=1,N(Paths[@revenue]),0)"),
    Column("each", ("part",), f"IF(Paths[@sound]=1,1/{_N},0)"),
    Column("ends", ("part",), f"IF(Paths[@sound]=1,IF({_N}<3,1/{_N},position_share),0)"),
    Column("middle", ("part",), f"IF(Paths[@sound]=1,IF({_N}<3,0,(1-2*position_share)/({_N}-2)),0)"),
    # The touch at place k of n gets 2^((k-n)/h) over the sum of all; this is what all its places have in common.
    Column(
        "decay",
        ("part",),
        f"IF(Paths[@sound]=1,2^(-{_N}/half_life)*(1-2^(-1/half_life))/(1-2^(-{_N}/half_life)),0)",
    ),
    Column("last", (), f'IF(Paths[@sound]=1,INDEX({_ROW},1,{_N}),"")'),
    *(_touch(place) for place in range(_MOST)),
)
HEAD: Final = 6
SIZE: Final = 60


def draw(order: Order) -> None:
    """Draw the sheet."""
    widths = [2, 58, 16, 16, 16, 36, 12, 11, *[17] * 6, 26, *[26] * len(TOUCHES)]
    sheet = order.book.sheet("paths", widths, landscape=True)
    sheet.text("B4:F4", "paths.note", "note")
    sheet.ws.set_row(3, 56)
    sheet.text("B5", "word.money", "hint")
    sheet.formula("C5", "currency", "hint", "bold")
    sheet.text("G5:X5", "paths.behind", "hint")
    sheet.ws.set_row(HEAD - 1, 44)
    last = sheet.table("Paths", HEAD, order.contents.rows("Paths"), size=SIZE, filters=True, reach=ROOM)
    look = order.book.styles.rule(bg_color=WARN, font_color=WARN_INK, bold=True)
    sheet.ws.conditional_format(
        f"B{HEAD + 1}:B{ROOM}", {"type": "formula", "criteria": f'=$H{HEAD + 1}="!"', "format": look}
    )
    sheet.ws.freeze_panes(HEAD, 2)
    sheet.ws.repeat_rows(HEAD - 1)
    sheet.ws.print_area(0, 0, last - 1, 5)
