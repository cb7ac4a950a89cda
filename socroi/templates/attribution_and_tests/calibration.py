"""The sheet Calibration: how far each channel's claims are true, by tests of it, and its ROI after that.

The factor of each channel is that of SOCCALIBRATE, in cells: random effects of three tests or more, weighed as there,
with the interval of Hartung and Knapp, and one test with its own ends. Of two, SOCCALIBRATE averages over how far tests
may differ, which cells cannot; they are given the spread that it thinks of, and their range is about as wide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.methods.pooling import APART
from socroi.templates.attribution_and_tests.shared import CHANNEL_ROOM
from socroi.templates.breakdown import mark_losses
from socroi.templates.columns import Column

if TYPE_CHECKING:
    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

CALIBRATION: Final = (
    Column("channel", choices="list_channels", added=True),
    Column("claimed", ("money",), rule="amount", added=True),
    Column("found", ("money",), added=True),
    Column("low", ("money",), added=True),
    Column("high", ("money",), added=True),
    Column("months", ("count",), rule="amount", added=True),
)
FIRST: Final = 9
"""The row of the first channel."""
_SUM: Final = FIRST + CHANNEL_ROOM
HEAD: Final = _SUM + 5
SIZE: Final = 24
_TOP: Final = HEAD + 1
_LAST: Final = HEAD + SIZE
_HEADINGS: Final = (
    *("channel", "tests", "factor_low", "factor", "factor_high", "revenue", "real_low", "real", "real_high", "cost"),
    *("roi_low", "roi_likely", "roi_high", "remark"),
)
_CHANNEL: Final = f"$B${_TOP}:$B${_LAST}"
_SOUND, _FACTOR, _LOGS, _FIGURE, _BELOW, _ABOVE, _AGED, _ERROR, _WEIGHT, _SQUARE, _PART, _OFF = (
    *("Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z", "AA", "AB"),
)
_WEIGHT_TOO, _PART_TOO, _OFF_TOO, _FARTHER, _PLAIN = ("AC", "AD", "AE", "AF", "AG")
UNSOUND: Final = f'SUMPRODUCT((Calibration[channel]<>"")*(calibration!{_SOUND}{_TOP}:{_SOUND}{_LAST}=0))'
"""Counts the tests that have a channel and cannot be used."""


def _block(column: str) -> str:
    return f"${column}${_TOP}:${column}${_LAST}"


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("calibration", [2, 26, *[13] * 12, 44, 2, *[9] * 17], landscape=True, prints=True)
    sheet.text("B4:O4", "calibration.note", "note")
    sheet.ws.set_row(3, 44)
    for row, (key, own) in enumerate((("margin", 1), ("drift", 0.2)), 5):
        sheet.text(f"B{row}", f"calibration.{key}", "label")
        given = order.setting(f"calibration_{key}", own)
        sheet.input(f"C{row}", given, f"calibration.{key}", "rate", rule="rate", name=f"calibration_{key}")
        sheet.text(f"D{row}:O{row}", f"calibration.{key}.note", "hint")
    for row, (name, value) in enumerate((("sure", 0.95), ("apart", APART)), 4):
        sheet.value(f"Q{row}", value, "helper", "hidden")
        sheet.book.define(f"calibration_{name}", sheet.book.reference(sheet.key, f"Q{row}"))
    sheet.formula("Q6", "NORMSINV((1+calibration_sure)/2)", "helper", "hidden", name="calibration_z")
    sheet.section(f"B{FIRST - 2}:O{FIRST - 2}", "calibration.channels")
    for column, key in zip("BCDEFGHIJKLMNO", _HEADINGS, strict=True):
        sheet.text(f"{column}{FIRST - 1}", f"calibration.{key}", "header")
    sheet.ws.set_row(FIRST - 2, 44)
    for place, row in enumerate(range(FIRST, _SUM), 1):
        _channel(sheet, place, row)
    _total(sheet)
    mark_losses(sheet, f"L{FIRST}:N{_SUM}")
    sheet.text(f"B{_SUM + 1}:O{_SUM + 1}", "calibration.total.note", "note")
    sheet.ws.set_row(_SUM, 30)
    sheet.section(f"B{HEAD - 2}:O{HEAD - 2}", "calibration.made")
    sheet.text(f"B{HEAD - 1}", "word.money", "hint")
    sheet.formula(f"C{HEAD - 1}", "currency", "hint", "bold")
    sheet.ws.set_row(HEAD - 1, 44)
    sheet.table("Calibration", HEAD, order.contents.rows("Calibration"), size=SIZE)
    for row in range(_TOP, _LAST + 1):
        _test(sheet, row)
    sheet.ws.freeze_panes(3, 2)
    sheet.ws.print_area(0, 0, HEAD - 4, 14)  # what is found, without the tests
    sheet.ws.fit_to_pages(1, 0)


def _channel(sheet: Sheet, place: int, row: int) -> None:
    """Draw the line of one channel, and beside it what its factor is computed from."""
    mine = f"{_CHANNEL},$B{row}"

    def together(column: str) -> str:
        return f"SUMIFS({_block(column)},{mine})"

    def behind(column: str, formula: str) -> None:
        sheet.formula(f"{column}{row}", f'IF(N($C{row})=0,"",{formula})', "helper", "hidden")

    tests = f"$C{row}"
    whole = f"{_WEIGHT}{row}"
    sheet.formula(f"B{row}", f"INDEX(channel_names,{place})", "computed", "bold")
    sheet.formula(f"C{row}", f'IF($B{row}="","",SUMIFS({_block(_SOUND)},{mine}))', "computed", "weight")
    # The mean of the factors, whether they are pooled as logarithms, the weights, the means, how far tests differ,
    # and how far they are taken to differ at least when they are weighed.
    behind(_FACTOR, f"{together(_FACTOR)}/{tests}")
    behind(_LOGS, f"IF({together(_LOGS)}={tests},1,0)")
    behind(_WEIGHT, together(_WEIGHT))
    behind(_FIGURE, f"{together(_PART)}/{whole}")
    differ = f"MAX(0,({together(_OFF)}-({tests}-1))/({whole}-{together(_SQUARE)}/{whole}))"
    behind(_OFF, f"IF({tests}<3,0,{differ})")
    least = f"(calibration_apart*SQRT(2/PI())*{together(_FARTHER)}/{tests})^2"
    behind(_SQUARE, f"IF({tests}<2,0,MAX({_OFF}{row},{least}))")
    behind(_PART_TOO, f"{together(_PART_TOO)}/{together(_WEIGHT_TOO)}")
    weights, free = together(_WEIGHT_TOO), f"MAX(1,{tests}-1)"
    seen = f"TINV(1-calibration_sure,{free})*SQRT({together(_OFF_TOO)}/({free}*{weights}))"
    many = f"MAX({seen},calibration_z*SQRT({together(_PLAIN)})/{weights})"
    behind(_OFF_TOO, f"IF({tests}=2,calibration_z/SQRT({weights}),{many})")
    more = f"(calibration_z*{together(_AGED)})^2"
    middle, reach = f"{_PART_TOO}{row}", f"{_OFF_TOO}{row}"
    low = f"IF({tests}=1,{middle}-SQRT(({middle}-{together(_BELOW)})^2+{more}),{middle}-{reach})"
    high = f"IF({tests}=1,{middle}+SQRT(({together(_ABOVE)}-{middle})^2+{more}),{middle}+{reach})"
    for column, formula in (("D", low), ("E", middle), ("F", high)):
        told = f"IF({_LOGS}{row}=1,EXP({formula}),{formula})"
        sheet.formula(f"{column}{row}", f'IF(OR(stops>0,N({tests})=0),"",{told})', "computed", "rate")
    for column, key in (("G", "claimed_revenue"), ("K", "cost")):
        typed = f"INDEX(Channels[{key}],{place})"
        sheet.formula(f"{column}{row}", f'IF($B{row}="","",IF(ISNUMBER({typed}),{typed},""))', "computed", "money")
    for factor, real, roi in zip("DEF", "HIJ", "LMN", strict=True):
        both = f"{factor}{row},$G{row}"
        sheet.formula(f"{real}{row}", f'IF(COUNT({both})<2,"",{factor}{row}*$G{row})', "computed", "money")
        _roi(sheet, f"{roi}{row}", f"{real}{row}", f"$K{row}", "computed")
    nothing = f'IF({_LOGS}{row}=1,"",word_nothing)'
    sheet.formula(
        f"O{row}",
        f'IF($B{row}="","",IF({tests}=0,IF(G{row}="","",word_no_test),IF({tests}=2,word_two_tests,{nothing})))',
        "computed",
    )


def _roi(sheet: Sheet, cell: str, real: str, cost: str, look: str) -> None:
    """Write the ROI of calibrated revenue."""
    gain = f"({real}*calibration_margin-{cost})*100/{cost}"
    known = f"COUNT({real},{cost},calibration_margin)<3"
    sheet.formula(cell, f'IF(stops>0,word_look,IF({known},"",IF({cost}=0,word_no_cost,{gain})))', look, "percent")


def _total(sheet: Sheet) -> None:
    """Draw the sum of the channels that were tested, whose ends add up as those of independent figures do."""
    row = _SUM
    sheet.text(f"B{row}", "calibration.tested", "total")
    real = f"I{FIRST}:I{row - 1}"
    known = f"ISNUMBER({real})*1"
    sheet.formula(f"C{row}", f"SUM(C{FIRST}:C{row - 1})", "total", "weight")
    for column in "DFO":
        sheet.value(f"{column}{row}", None, "total")
    unknown = f"COUNT({real})=0"
    sheet.formula(f"E{row}", f'IF(COUNT(G{row},I{row})<2,"",IF(G{row}=0,"",I{row}/G{row}))', "total", "rate")
    sheet.formula(f"G{row}", f'IF({unknown},"",SUMPRODUCT({known},G{FIRST}:G{row - 1}))', "total", "money")
    sheet.formula(f"I{row}", f'IF({unknown},"",SUM({real}))', "total", "money", name="calibrated_revenue")
    for column, sign in (("H", "-"), ("J", "+")):
        ends = f"{column}{FIRST}:{column}{row - 1}"
        squares = f"SUMSQ({ends})-2*SUMPRODUCT({ends},{real})+SUMSQ({real})"
        sheet.formula(f"{column}{row}", f'IF({unknown},"",I{row}{sign}SQRT(MAX(0,{squares})))', "total", "money")
    costs = f"SUMPRODUCT({known},ISNUMBER(K{FIRST}:K{row - 1})*1)<COUNT({real})"
    sheet.formula(f"K{row}", f'IF(OR({unknown},{costs}),"",SUMPRODUCT({known},K{FIRST}:K{row - 1}))', "total", "money")
    for given, roi in zip("HIJ", "LMN", strict=True):
        _roi(sheet, f"{roi}{row}", f"{given}{row}", f"$K{row}", "total")


def _test(sheet: Sheet, row: int) -> None:
    """Write what is computed from one test, beside the print area."""

    def of_channel(column: str) -> str:
        names = f"$B${FIRST}:$B${_SUM - 1}"
        return f"INDEX(${column}${FIRST}:${column}${_SUM - 1},MATCH($B{row},{names},0))"

    typed = f'$B{row}<>"",COUNT(C{row}:F{row})=4,N(C{row})>0,D{row}>=E{row},D{row}<=F{row},E{row}<F{row}'
    logs = f"{_LOGS}{row}=1"
    factor, low, high = (f"({column}{row}/C{row})" for column in "DEF")
    even = f"ABS({factor}-({low}+{high})/2)<=ABS({factor}-SQRT(MAX(0,{low}*{high})))"
    width = f"IF({logs},IF({even},({high}-{low})/{of_channel(_FACTOR)},LN({high}/{low})),{high}-{low})"
    off = f"({_FIGURE}{row}-{{}})^2"
    sheet.formula(f"{_SOUND}{row}", f"IF(AND({typed}),1,0)", "helper", "hidden")
    all_above = f'COUNTIFS({_CHANNEL},$B{row},{_block(_SOUND)},1,{_block("E")},"<="&0)=0'
    for column, formula in (
        (_FACTOR, factor),
        (_LOGS, f"IF({all_above},1,0)"),
        (_FIGURE, f"IF({logs},LN({factor}),{factor})"),
        (_BELOW, f"IF({logs},LN({low}),{low})"),
        (_ABOVE, f"IF({logs},LN({high}),{high})"),
        (_FARTHER, f"IF({logs},1,MAX(ABS({low}),ABS({high})))"),
        (_AGED, f"calibration_drift*SQRT(N(G{row})/12)*{_FARTHER}{row}"),
        (_ERROR, f"({width}/(2*calibration_z))^2+{_AGED}{row}^2"),
        (_WEIGHT, f"1/{_ERROR}{row}"),
        (_SQUARE, f"{_WEIGHT}{row}^2"),
        (_PART, f"{_WEIGHT}{row}*{_FIGURE}{row}"),
        (_OFF, f"{_WEIGHT}{row}*{off.format(of_channel(_FIGURE))}"),
        (_WEIGHT_TOO, f"1/({_ERROR}{row}+{of_channel(_SQUARE)})"),
        (_PART_TOO, f"{_WEIGHT_TOO}{row}*{_FIGURE}{row}"),
        (_OFF_TOO, f"{_WEIGHT_TOO}{row}*{off.format(of_channel(_PART_TOO))}"),
        (_PLAIN, f"{_WEIGHT_TOO}{row}^2*({_ERROR}{row}+{of_channel(_OFF)})"),
    ):
        sheet.formula(f"{column}{row}", f'IF({_SOUND}{row}=0,"",{formula})', "helper", "hidden")
