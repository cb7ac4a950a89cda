"""The sheet Worth: what one customer kept, one sale more or one day sooner is worth, and how much of it is social."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from socroi.templates.template import Order

BLOCKS: Final = (
    (
        "many",
        (("followers_total", "count", "amount", None), ("deals_total", "count", "amount", None)),
    ),
    (
        "each",
        (
            ("value_kept", "money", "amount", None), ("value_upsell", "money", "amount", None),
            ("margin", "rate", "rate", 1), ("day_value", "cents", "amount", None),
        ),
    ),
    (
        "part",
        (
            ("part_low", "rate", "rate", None), ("part_likely", "rate", "rate", None),
            ("part_high", "rate", "rate", None),
        ),
    ),
    ("paid", (("cost_total", "money", "amount", None),)),
)  # fmt: skip
"""Each block, and its input cells: the name, its looks, its rule, and what it holds at first."""
INPUTS: Final = tuple(name for _, cells in BLOCKS for name, *_ in cells)


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("worth", [2, 46, 18, 14, 14, 14, 14, 30], landscape=True)
    sheet.text("B4", "word.money", "hint")
    sheet.formula("C4", "currency", "hint", "bold")
    row = 5
    for block, cells in BLOCKS:
        sheet.section(f"B{row}:H{row}", f"worth.{block}")
        sheet.text(f"B{row + 1}:H{row + 1}", f"worth.{block}.note", "note")
        sheet.ws.set_row(row, 30)
        row += 2
        for name, look, rule, own in cells:
            sheet.text(f"B{row}", f"worth.{name}", "label")
            sheet.input(f"C{row}", order.setting(name, own), f"worth.{name}", look, rule=rule, name=name)
            sheet.text(f"D{row}:H{row}", f"worth.{name}.note", "hint")
            row += 1
        if block == "part":
            sheet.text(f"B{row}", "worth.part_evidence", "label")
            sheet.input(
                f"C{row}", order.setting("part_evidence"), "worth.part_evidence", choices="list_evidence",
                name="part_evidence",
            )  # fmt: skip
            sheet.text(f"D{row}:H{row}", "worth.part_evidence.note", "hint")
            row += 1
        row += 1
    sheet.ws.print_area(0, 0, row, 7)
    sheet.ws.fit_to_pages(1, 1)
    sheet.ws.freeze_panes(3, 0)
