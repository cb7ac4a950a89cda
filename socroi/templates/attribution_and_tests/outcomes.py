"""The sheet Outcomes: what a campaign could return, over cases that spread evenly through what is known of its figures.

The cases are a lattice (N. M. Korobov, 1959; I. H. Sloan and S. Joe, Lattice methods for multiple integration, 1994),
not drawn by RAND: the result is the same each time the workbook is computed, in every program, and may be quoted. Each
figure has each of its 300 quantiles once. Over 24 invented campaigns, which had no part in choosing the steps, the
chance of a loss was 1.1 points off what 600,000 draws gave (root mean square), that of 300 drawn cases 2.4 points.

A figure is lognormal on either side of its likely value, with one case in twenty below low and one above high. So a
product of figures whose ranges are as far up as down is lognormal itself, and its chances can be worked out by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from socroi.excel.addresses import column_letters
from socroi.templates.breakdown import mark_losses
from socroi.templates.charts import Series, Source, histogram, put
from socroi.templates.style import BLUE, ORANGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

FIGURES: Final = ("visits", "leads", "sales", "worth", "cost")
_LOOKS: Final = {"visits": "count", "leads": "rate", "sales": "rate", "worth": "cents", "cost": "money"}
_RANGE: Final = ("low", "likely", "high")
CASES: Final = 300
FIRST: Final = 7
"""The row of the first figure."""
SHOWN: Final = FIRST + len(FIGURES) + 4
"""The row of the first result."""
BINS: Final = 12
SPREAD: Final = SHOWN + 9
"""The row of the first bar of the histogram."""
CASE: Final = SPREAD + BINS + 4
"""The row of the first case."""
_LAST: Final = CASE + CASES - 1
_LATTICE: Final = CASE - 3
"""The row, not seen, of the number of parts and of the steps."""
_STEPS: Final = (1, 52, 24, 57, 71)
"""How many of the parts, one more than there are cases, each figure goes on from case to case."""
_RETURN, _PROFIT, _ROI = "H", "I", "J"


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("outcomes", [2, 34, *[14] * 8, 11, 11, 11], landscape=True, prints=True)
    sheet.text("B4:J4", "outcomes.note", "note")
    sheet.ws.set_row(3, 44)
    _figures(sheet, order.setting("outcomes", {}))
    _results(sheet)
    _histogram(sheet)
    _cases(sheet)
    sheet.ws.freeze_panes(3, 0)
    sheet.ws.print_area(0, 0, SPREAD + BINS, 9)
    sheet.ws.fit_to_pages(1, 1)


def _figures(sheet: Sheet, given: Mapping[str, Any]) -> None:
    """Draw what is typed in: each figure as low, likely and high."""
    sheet.section(f"B{FIRST - 2}:E{FIRST - 2}", "outcomes.known")
    sheet.text(f"B{FIRST - 1}", "ranges.figure", "header")
    for column, key in zip("CDE", _RANGE, strict=True):
        sheet.text(f"{column}{FIRST - 1}", f"ranges.{key}", "header")
    for row, figure in enumerate(FIGURES, FIRST):
        sheet.text(f"B{row}", f"outcomes.{figure}", "label")
        rule = "rate" if _LOOKS[figure] == "rate" else "above"
        for column, value in zip("CDE", given.get(figure, (None,) * 3), strict=True):
            sheet.input(f"{column}{row}", value, f"outcomes.{figure}", _LOOKS[figure], rule=rule)
        cells = f"C{row}:E{row}"
        sound = f"AND(C{row}>0,C{row}<=D{row},D{row}<=E{row})"
        sheet.formula(f"F{row}", f'IF(COUNT({cells})=0,"",IF(COUNT({cells})<3,0,IF({sound},1,0)))', "helper", "hidden")
    last = FIRST + len(FIGURES) - 1
    sheet.book.define("outcome_states", sheet.book.reference(sheet.key, f"F{FIRST}:F{last}"))
    sheet.book.define("outcome_figures", sheet.book.reference(sheet.key, f"C{FIRST}:E{last}"))
    rates = FIRST + FIGURES.index("leads")
    sheet.book.define("outcome_rates", sheet.book.reference(sheet.key, f"C{rates}:E{rates + 1}"))
    sheet.text(f"B{last + 1}", "word.money", "hint")
    sheet.formula(f"C{last + 1}", "currency", "hint", "bold")


def _results(sheet: Sheet) -> None:
    """Draw what comes of the cases: the middle, what one in ten falls short of and goes beyond, and all together."""
    sheet.section(f"B{SHOWN - 2}:F{SHOWN - 2}", "outcomes.result")
    sheet.text(f"B{SHOWN - 1}", "ranges.figure", "header")
    columns = {"C": ("tenth", 0.1), "D": ("middle", 0.5), "E": ("ninth", 0.9)}
    for column, (key, _) in columns.items():
        sheet.text(f"{column}{SHOWN - 1}", f"outcomes.{key}", "header")
    sheet.text(f"F{SHOWN - 1}", "outcomes.together", "header")
    sheet.ws.set_row(SHOWN - 2, 40)
    sources = {"return": _RETURN, "cost": "G", "profit": _PROFIT, "roi": _ROI}
    for row, (line, source) in enumerate(sources.items(), SHOWN):
        look = ("total", "percent") if line == "roi" else ("computed", "money")
        cells = f"{source}{CASE}:{source}{_LAST}"
        sheet.text(f"B{row}", f"roi.{line}", look[0])
        for column, (key, part) in columns.items():
            name = f"outcome_roi_{key}" if line == "roi" else None
            sheet.formula(f"{column}{row}", _known(f"PERCENTILE({cells},{part})"), *look, name=name)
        # A ratio of sums, never a mean of ratios.
        together = f"SOCROI(F{SHOWN},F{SHOWN + 1})" if line == "roi" else f"AVERAGE({cells})"
        name = "outcome_roi_together" if line == "roi" else None
        sheet.formula(f"F{row}", _known(together), *look, name=name)
    mark_losses(sheet, f"C{SHOWN + 2}:F{SHOWN + 3}")
    row = SHOWN + len(sources)
    sheet.text(f"B{row}", "outcomes.loss", "total")
    cases = f"{_ROI}{CASE}:{_ROI}{_LAST}"
    sheet.formula(f"C{row}", _known(f'COUNTIF({cases},"<0")/COUNT({cases})'), "total", "rate", name="outcome_loss")
    sheet.text(f"D{row}:F{row}", "outcomes.loss.note", "hint")


def _histogram(sheet: Sheet) -> None:
    """Draw how many of the cases end between which ROIs: below 0 apart from above."""
    sheet.section(f"B{SPREAD - 2}:F{SPREAD - 2}", "outcomes.spread")
    for column, key in zip("BCD", ("from", "losses", "gains"), strict=True):
        sheet.text(f"{column}{SPREAD - 1}", f"outcomes.{key}", "header")
    cases = f"${_ROI}${CASE}:${_ROI}${_LAST}"
    # A step of 1, 2 or 5 times a power of ten, so that 0 is where two bars meet.
    wide = f"(PERCENTILE({cases},0.98)-PERCENTILE({cases},0.02))/10"
    sheet.formula(f"F{SPREAD}", _known(f"MAX({wide},0.1)"), "helper", "hidden")
    sheet.formula(f"F{SPREAD + 1}", _known(f"10^{_down(f'LOG10(F{SPREAD})')}"), "helper", "hidden")
    ratio = f"F{SPREAD}/F{SPREAD + 1}"
    step = f"F{SPREAD + 1}*IF({ratio}<=1,1,IF({ratio}<=2,2,IF({ratio}<=5,5,10)))"
    sheet.formula(f"F{SPREAD + 2}", _known(step), "helper", "hidden")
    last = SPREAD + BINS - 1
    for row in range(SPREAD, last + 1):
        lowest = f"PERCENTILE({cases},0.02)/F${SPREAD + 2}"
        start = f"{_down(lowest)}*F${SPREAD + 2}"
        edge = start if row == SPREAD else f"B{row - 1}+F${SPREAD + 2}"
        sheet.formula(f"B{row}", _known(edge), "computed", "percent")
        above = f"({cases}>=B{row})" if row > SPREAD else "1"
        below = f"({cases}<B{row + 1})" if row < last else "1"
        share = f"SUMPRODUCT(0+ISNUMBER({cases}),{above}*{below}*ISNUMBER({cases}))/COUNT({cases})"
        for column, side in (("C", f"B{row}<0"), ("D", f"B{row}>=0")):
            sheet.formula(f"{column}{row}", _known(f'IF({side},{share},"")'), "computed", "rate")
    sheet.text(f"B{last + 1}:F{last + 1}", "outcomes.spread.note", "note")
    sheet.ws.set_row(last, 30)
    names = f"B{SPREAD}:B{last}"
    bars = [
        Series("outcomes.losses", f"C{SPREAD}:C{last}", ORANGE),
        Series("outcomes.gains", f"D{SPREAD}:D{last}", BLUE),
    ]
    chart = histogram(Source(sheet.book, sheet.key), "outcomes.chart", names, bars, names_format='General"%"')
    put(sheet, f"G{FIRST - 2}", chart, (396, 400), "outcomes.chart.alt")


def _cases(sheet: Sheet) -> None:
    """Draw the cases, each with its figures, its return, its profit and its ROI."""
    sheet.section(f"B{CASE - 2}:{_ROI}{CASE - 2}", "outcomes.cases")
    sheet.text(f"B{CASE - 1}", "outcomes.case", "header")
    places = [column_letters(2 + place) for place in range(len(FIGURES))]
    for column, figure in zip(places, FIGURES, strict=True):
        sheet.text(f"{column}{CASE - 1}", f"outcomes.{figure}", "header")
    for column, key in ((_RETURN, "return"), (_PROFIT, "profit"), (_ROI, "roi")):
        sheet.text(f"{column}{CASE - 1}", f"roi.{key}", "header")
    sheet.ws.set_row(CASE - 2, 40)
    ready = f"SUM(outcome_states)={len(FIGURES)}"
    sheet.formula(f"F{SHOWN - 2}", f"IF(AND({ready},stops=0),1,0)", "section", "hidden", name="outcome_ready")
    sheet.formula(f"B{_LATTICE}", f"COUNT(B{CASE}:B{_LAST})+1", "helper", "hidden")
    for column, step in zip(places, _STEPS, strict=True):
        sheet.value(f"{column}{_LATTICE}", step, "helper", "hidden")
    for number, row in enumerate(range(CASE, _LAST + 1), 1):
        sheet.value(f"B{row}", number, "cell", "count")
        for column, figure, known in zip(places, FIGURES, range(FIRST, FIRST + 5), strict=True):
            part = f"MOD($B{row}*{column}${_LATTICE},$B${_LATTICE})/$B${_LATTICE}"
            ratio = f"IF({part}>0.5,$E${known}/$D${known},$D${known}/$C${known})"
            value = f"$D${known}*{ratio}^(NORMSINV({part})/NORMSINV(0.95))"
            value = f"MIN(1,{value})" if _LOOKS[figure] == "rate" else value
            sheet.formula(f"{column}{row}", _known(value), "cell", _LOOKS[figure])
        sheet.formula(f"{_RETURN}{row}", _known(f"C{row}*D{row}*E{row}*F{row}"), "cell", "money")
        sheet.formula(f"{_PROFIT}{row}", _known(f"{_RETURN}{row}-G{row}"), "cell", "money")
        sheet.formula(f"{_ROI}{row}", _known(f"{_PROFIT}{row}*100/G{row}"), "cell", "percent")


def _down(formula: str) -> str:
    """Return the whole number below, without INT, which HyperFormula cuts towards 0.

    Of a whole number below 0 it is the one before, which only moves the first bar.
    """
    return f"ROUND({formula}-0.5,0)"


def _known(formula: str) -> str:
    """Return a formula that is blank until all figures are known."""
    return f'IF(outcome_ready=0,"",{formula})'
