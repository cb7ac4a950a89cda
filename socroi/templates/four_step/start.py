"""The sheet Start: what this is, the figures that the boss reads first, the settings, the steps, what to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from socroi.templates.four_step import costs, results, roi
from socroi.templates.four_step.setting import NUMBER, Setting
from socroi.templates.style import BLUE, ORANGE, WARN, WARN_INK

if TYPE_CHECKING:
    from socroi.templates.canvas import Sheet

CARDS: Final = 5
FACTS: Final = 9
SETTINGS: Final = FACTS + 10
STEPS: Final = SETTINGS + 8
CHECKS: Final = STEPS + 7
BELOW: Final = 5000
"""How far down the sheets are searched for rows typed below a table."""


def draw(setting: Setting) -> None:
    """Draw the sheet."""
    sheet = setting.book.sheet("start", [2, 29, 29, 29, 29])
    sheet.head(())
    sheet.formula("E1", 'IF(company="","",company)', "title", "subtitle", "right")
    _cards(sheet)
    _facts(sheet)
    _settings(sheet, setting)
    _steps(sheet)
    last = _checks(sheet)
    last = _legend(sheet, last + 2)
    sheet.ws.print_area(0, 0, last, 5)
    sheet.ws.fit_to_pages(1, 1)
    sheet.ws.set_column("F:F", 2)
    sheet.ws.set_first_sheet()
    sheet.ws.activate()
    sheet.ws.set_selection(f"C{SETTINGS + 1}")


def _cards(sheet: Sheet) -> None:
    """Draw the four figures at the top."""
    sheet.text("B3:E3", "start.what", "note")
    sheet.ws.set_row(2, 46)
    sheet.ws.set_row(3, 6)
    sheet.ws.set_row(CARDS - 1, 20)
    sheet.ws.set_row(CARDS, 36)
    sheet.ws.set_row(CARDS + 1, 28)
    cards = (
        ("B", "roi_total", "percent"),
        ("C", "profit_total", "money"),
        ("D", "return_total", "money"),
        ("E", "cost_total", "money"),
    )
    for column, name, look in cards:
        sheet.text(f"{column}{CARDS}", f"start.card.{name}", "card_label")
        sheet.formula(f"{column}{CARDS + 1}", f'IF({name}="","–",{name})', "card", look, "left")
        sheet.text(f"{column}{CARDS + 2}", f"start.card.{name}.note", "card_note")
    look = sheet.book.styles.rule(font_color="#8A3F00")
    sheet.ws.conditional_format(
        f"B{CARDS + 1}:C{CARDS + 1}", {"type": "cell", "criteria": "<", "value": 0, "format": look}
    )


def _facts(sheet: Sheet) -> None:
    """Draw the figures behind the headline."""
    sheet.section(f"B{FACTS}:E{FACTS}", "start.facts")
    found = "COUNT(platform_roi)"
    best, worst = "MATCH(MAX(platform_roi),platform_roi,0)", "MATCH(MIN(platform_roi),platform_roi,0)"
    for row, key, least, place, figure in (
        (FACTS + 1, "best", 1, best, "MAX(platform_roi)"),
        (FACTS + 2, "worst", 2, worst, "MIN(platform_roi)"),
    ):
        sheet.text(f"B{row}", f"start.{key}", "label")
        sheet.formula(f"C{row}", f'IF({found}<{least},"–",INDEX(platform_names,{place}))', "label", "bold")
        sheet.formula(f"D{row}", f'IF({found}<{least},"",{figure})', "label", "percent", "left")
        sheet.value(f"E{row}", None, "label")
    row = FACTS + 3
    sheet.text(f"B{row}", "start.apart", "label")
    for column, name in (("C", "return_direct"), ("D", "return_indirect")):
        sheet.text(f"{column}{row}", f"start.{name}", "label", "hint")
    sheet.text(f"E{row}", "start.avoided_cost", "label", "hint")
    sheet.value(f"B{row + 1}", None, "label")
    for column, name in (("C", "return_direct"), ("D", "return_indirect"), ("E", "avoided_cost")):
        sheet.formula(f"{column}{row + 1}", f'IF({name}="","–",{name})', "label", "money", "left", "bold")
    row = FACTS + 5
    sheet.text(f"B{row}", "start.range", "label")
    for column, key in (("C", "low"), ("D", "likely"), ("E", "high")):
        sheet.text(f"{column}{row}", f"roi.{key}", "label", "hint")
        sheet.formula(f"{column}{row + 1}", f'IF(roi_{key}="","–",roi_{key})', "label", "percent", "left", "bold")
    sheet.value(f"B{row + 1}", None, "label")
    row = FACTS + 7
    sheet.text(f"B{row}", "start.trend", "label")
    sheet.value(f"B{row + 1}", None, "label")
    sheet.ws.set_row(row, 30)
    # Columns begin at zero, or they would mislead. Profit, which may lie below, shows its sign alone.
    columns: dict[str, Any] = {"type": "column", "min": 0}
    signs: dict[str, Any] = {"type": "win_loss", "negative_points": True, "negative_color": ORANGE}
    for place, key, figures, look in (
        ("C", "roi.return", "E", {**columns, "series_color": BLUE}),
        ("D", "roi.cost", "H", {**columns, "series_color": ORANGE}),
        ("E", "start.signs", "I", {**signs, "series_color": BLUE}),
    ):
        sheet.text(f"{place}{row}", key, "label", "hint")
        sheet.value(f"{place}{row + 1}", None, "label")
        cells = sheet.book.reference("roi", f"{figures}{roi.MONTH}:{figures}{roi.MONTH + 11}")
        sheet.ws.add_sparkline(f"{place}{row + 1}", {"range": cells, **look})


def _settings(sheet: Sheet, setting: Setting) -> None:
    """Draw the input cells that the whole workbook goes by."""
    top = SETTINGS
    sheet.section(f"B{top}:E{top}", "start.settings")
    rows = (
        ("company", setting.data.company, (), None, None),
        ("currency", setting.currency, (), "list_currencies", None),
        ("first_month", setting.first_month, ("month", "left"), None, "date"),
        ("shared_by", sheet.book.texts["shared_by.by_return"], (), "list_shared_by", None),
    )
    for row, (key, value, look, choices, rule) in enumerate(rows, top + 1):
        sheet.text(f"B{row}", f"start.{key}", "label")
        sheet.input(f"C{row}", value, f"start.{key}", *look, choices=choices, rule=rule, name=key)
        if key == "company":
            sheet.ws.merge_range(f"C{row}:E{row}", "", sheet.book.styles("input"))
            sheet.value(f"C{row}", value, "input")
        else:
            sheet.text(f"D{row}:E{row}", f"start.{key}.note", "hint")
    row = top + 5
    sheet.text(f"B{row}", "start.period", "label")
    sheet.formula(
        f"C{row}", "DATE(YEAR(first_month),MONTH(first_month),1)", "computed", "date", "left", name="period_start"
    )
    sheet.formula(f"D{row}", "EDATE(period_start,12)-1", "computed", "date", "left", name="period_end")
    row = top + 6
    sheet.text(f"B{row}", "start.months_so_far", "label")
    begun = "COUNT(month_return,month_cost)=0"
    latest = ",".join(f'_xlfn.MAXIFS({table}[month],{table}[month],"<="&period_end)' for table in ("Results", "Costs"))
    sheet.formula(f"D{row}", f'IF({begun},"",MAX({latest}))', "computed", "month", "left", name="last_month")
    count = "SUMPRODUCT((months<=last_month)*1)"
    sheet.formula(f"C{row}", f'IF({begun},"",{count})', "computed", "count", "left", name="months_so_far")
    sheet.text(f"E{row}", "start.months_so_far.note", "hint")


def _steps(sheet: Sheet) -> None:
    """Draw the four steps as links, each with what it asks for."""
    sheet.section(f"B{STEPS}:E{STEPS}", "start.steps")
    for row, page in enumerate(("goals", "values", "results", "costs", "roi"), STEPS + 1):
        sheet.link(f"B{row}", page, sheet.book.texts[f"start.step.{page}"], "step")
        sheet.text(f"C{row}:E{row}", f"start.step.{page}.note", "label", "wrap")
        sheet.ws.set_row(row - 1, 28)


def _checks(sheet: Sheet) -> int:
    """Draw the checks, and return their last row."""
    top = CHECKS
    sheet.section(f"B{top}:E{top}", "start.checks")
    for row, (key, count, page) in enumerate(_list_checks(sheet), top + 1):
        # Before anything is typed there is nothing to find fault with; rows below a table are found even then.
        anything = "COUNTA(Results[month],Costs[month])" + (f"+{count}" if key == "below" else "")
        formula = f'IF({anything}=0,"",{count})'
        sheet.link(f"B{row}", page, sheet.book.texts[f"check.{key}"], "label")
        sheet.value(f"C{row}", None, "label")
        sheet.formula(f"D{row}", formula, "label", "count", "center")
        sheet.formula(f"E{row}", f'IF(D{row}="","–",IF(D{row}=0,word_fine,word_look))', "label")
    last = top + len(_list_checks(sheet))
    look = sheet.book.styles.rule(bg_color=WARN, font_color=WARN_INK, bold=True)
    sheet.ws.conditional_format(
        f"D{top + 1}:E{last}",
        {"type": "formula", "criteria": f"=AND(ISNUMBER($D{top + 1}),$D{top + 1}>0)", "format": look},
    )
    return last


def _list_checks(sheet: Sheet) -> tuple[tuple[str, str, str], ...]:
    """Return each check: its key, the formula that counts what is amiss (blank: nothing yet), the sheet to look at."""
    book = sheet.book
    typed = {
        "Results": f"COUNTA({book.reference('results', f'B{results.HEAD + 1}:B{BELOW}')})-COUNTA(Results[month])",
        "Costs": f"COUNTA({book.reference('costs', f'B{costs.HEAD + 1}:B{BELOW}')})-COUNTA(Costs[month])",
    }
    return (
        (
            "months",
            'IF(last_month="","",SUMPRODUCT((month_return="")*(months<=last_month)))',
            "results",
        ),
        ("worthless", 'SUMPRODUCT((Results[quantity]<>"")*(Results[value]=""))', "values"),
        ("illustrative", f"COUNTIFS(KpiValues[evidence],word_illustrative,KpiValues[gained],{NUMBER})", "values"),
        (
            "unkind",
            (
                f"COUNT(Results[counted])-COUNTIFS(Results[counted],{NUMBER},Results[kind],word_direct)"
                f"-COUNTIFS(Results[counted],{NUMBER},Results[kind],word_indirect)"
            ),
            "results",
        ),
        ("costless", 'SUMPRODUCT((platform_return<>"")*(platform_own_cost=""))', "costs"),
        ("returnless", 'SUMPRODUCT((platform_own_cost<>"")*(platform_return=""))', "results"),
        (
            "unlisted",
            (
                f"COUNT(Results[counted],Costs[counted])-SUM(platform_rows)"
                f"-COUNTIFS(Costs[platform],word_shared,Costs[counted],{NUMBER})"
            ),
            "lists",
        ),
        ("categories", 'IF(COUNT(Costs[counted])=0,"",SUMPRODUCT((category_names<>"")*(category_cost="")))', "costs"),
        (
            "outside",
            "COUNT(Results[value])-COUNT(Results[counted])+COUNT(Costs[cost])-COUNT(Costs[counted])",
            "results",
        ),
        ("below", f"{typed['Results']}+{typed['Costs']}", "results"),
        ("rates", 'COUNTIF(PayPerClick[brand],">1")', "values"),
        (
            "spread",
            "COUNTIF(estimate_state,0)+IF(COUNT(Estimates[low],Estimates[likely],Estimates[high])>SUM(estimate_figures),1,0)",
            "values",
        ),
        (
            "agreement",
            'IF(OR(return_total="",return_by_kpi=""),"",IF(ABS(return_total-return_by_kpi)<0.005,0,1))',
            "roi",
        ),
    )


def _legend(sheet: Sheet, row: int) -> int:
    """Draw what the looks of a cell mean, and return the last row."""
    sheet.section(f"B{row}:E{row}", "start.legend")
    for column, look in (("B", "input"), ("C", "computed"), ("D", "total"), ("E", "helper")):
        sheet.text(f"{column}{row + 1}", f"start.legend.{look}", look)
    sheet.text(f"B{row + 2}:E{row + 2}", "start.method", "note")
    sheet.ws.set_row(row + 1, 52)
    return row + 2
