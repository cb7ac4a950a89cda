"""The sheet Savings: service cost saved and word of mouth, worked out three times: low, likely, high."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

SERVICE: Final = 7
MOUTH: Final = SERVICE + 10
"""The first row of figures of each calculation."""
SUMS: Final = {
    "service": (
        SERVICE,
        "SOCSAVINGS",
        (("questions", "count", "amount"), ("answered", "rate", "rate"), ("deflected", "rate", "rate"),
         ("contact", "cents", "amount")),
    ),
    "word_of_mouth": (
        MOUTH,
        "SOCWOM",
        (("advocates", "count", "amount"), ("referrals", "hours", "amount"), ("converted", "rate", "rate"),
         ("customer", "money", "amount")),
    ),
}  # fmt: skip
"""First row, function, and its arguments with looks and rule."""


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("savings", [2, 44, 15, 15, 15, 27, 44], landscape=True)
    sheet.text("B4", "word.money", "hint")
    sheet.formula("C4", "currency", "hint", "bold")
    given: Mapping[str, Any] = order.setting("savings", {})
    for key in SUMS:
        _sum(sheet, key, given.get(key, {}))
    sheet.ws.print_area(0, 0, MOUTH + 5, 6)
    sheet.ws.fit_to_pages(1, 1)
    sheet.ws.freeze_panes(3, 0)


def _sum(sheet: Sheet, key: str, given: Mapping[str, Any]) -> None:
    first, function, arguments = SUMS[key]
    sheet.section(f"B{first - 2}:G{first - 2}", f"indirect.{key}")
    for column, heading in zip("BCDEFG", ("what", "low", "likely", "high", "evidence", "basis"), strict=True):
        sheet.text(f"{column}{first - 1}", f"indirect.{heading}" if heading != "what" else "savings.figure", "header")
    sheet.ws.set_row(first - 2, 26)
    for row, (name, look, rule) in enumerate(arguments, first):
        sheet.text(f"B{row}", f"savings.{name}", "cell")
        figures = given.get(name, (None, None, None))
        for column, figure in zip("CDE", figures, strict=True):
            sheet.input(f"{column}{row}", figure, f"savings.{name}", look, rule=rule)
        sheet.input(f"F{row}", given.get(f"{name}.evidence"), "savings.evidence", choices="list_evidence")
        sheet.input(f"G{row}", given.get(f"{name}.basis"), "savings.basis", "wrap")
        sheet.ws.set_row(row - 1, 27)
    last = first + len(arguments)
    sheet.text(f"B{last}", f"savings.{key}", "total")
    for column, which in zip("CDE", ("low", "likely", "high"), strict=True):
        cells = [f"{column}{row}" for row in range(first, last)]
        full = f"COUNT({cells[0]}:{cells[-1]})<{len(cells)}"
        sheet.formula(
            f"{column}{last}",
            f'IF(stops>0,word_look,IF({full},"",{function}({",".join(cells)})))',
            "total", "money",
            name=f"{key}_{which}",
        )  # fmt: skip
    # The whole is known no better than its least known figure.
    order = f"MATCH(F{first}:F{last - 1},list_evidence,0)"
    weakest = f"INDEX(list_evidence,MIN(IFERROR({order},99)))"
    known = f'SUMPRODUCT((F{first}:F{last - 1}<>"")*1)'
    sheet.ws.write_array_formula(
        f"F{last}:F{last}",
        "=" + sheet.book.formula(f'IF({known}=0,"",{weakest})'),
        sheet.book.styles("total"),
        "",
    )
    sheet.book.define(f"{key}_evidence", sheet.book.reference(sheet.key, f"F{last}"))
    sheet.book.define(f"{key}_figures", sheet.book.reference(sheet.key, f"C{first}:E{last - 1}"))
    sheet.text(f"G{last}", "savings.weakest", "total", "hint")
    sheet.text(f"B{last + 1}:G{last + 1}", f"savings.{key}.note", "note")
    sheet.ws.set_row(last, 30)
