"""What a lead and a customer are worth, worked out beside the values: a suggestion that counts nowhere by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

CELLS: Final = ("lead_kpi", "lead_sale", "lead_share", "lead_margin", "lead_purchases", "lead_years")
"""The input cells that are the same next year; how many customers were won is of one year."""
LINES: Final = 13
"""Rows that the block takes from its heading on, and a free one."""
_LOOKS: Final = {
    "lead_kpi": ((), None, "list_kpis"),
    "lead_sale": (("cents",), "amount", None),
    "lead_share": (("rate",), "rate", None),
    "lead_margin": (("rate",), "rate", None),
    "lead_purchases": (("hours",), "amount", None),
    "lead_years": (("hours",), "amount", None),
    "lead_customers": (("count",), "amount", None),
}
"""Of each input cell its looks, its rule, and the name behind its drop-down."""
# The margin of the block, else that of the first sheet; where neither is known, nothing is worked out.
_MARGIN: Final = "IF(ISNUMBER(lead_margin),lead_margin,margin)"
_SUMS: Final = {
    "lead_worth": (
        'IF(OR(COUNT(lead_sale,lead_share)<2,COUNT(lead_margin,margin)=0),"",'
        f"SOCLEADVALUE(lead_sale,lead_share,{_MARGIN}))"
    ),
    "customer_value": (
        "IF(OR(COUNT(lead_sale,lead_purchases,lead_years)<3,COUNT(lead_margin,margin)=0),"
        f'"",lead_sale*lead_purchases*lead_years*{_MARGIN})'
    ),
    "customer_cost": (
        'IF(OR(stops>0,COUNT(cost_total,lead_customers)<2,N(lead_customers)=0),"",SOCCAC(cost_total,lead_customers))'
    ),
    "customer_return": (
        'IF(COUNT(customer_value,customer_cost)<2,"",IF(customer_cost=0,"",customer_value/customer_cost))'
    ),
}
_ORDER: Final = (
    *("lead_kpi", "lead_sale", "lead_share", "lead_margin", "lead_worth", "lead_purchases", "lead_years"),
    *("customer_value", "lead_customers", "customer_cost", "customer_return"),
)


def draw(order: Order, sheet: Sheet, top: int, last: str) -> None:
    """Draw the block from the row `top` on, as wide as to the column `last`."""
    sheet.section(f"B{top}:{last}{top}", "lead.section")
    sheet.text(f"B{top + 1}:{last}{top + 1}", "lead.note", "note")
    sheet.ws.set_row(top, 44)
    for row, name in enumerate(_ORDER, top + 2):
        if name in _SUMS:
            sheet.text(f"B{row}", f"lead.{name}", "total")
            look = "hours" if name == "customer_return" else "cents"
            sheet.formula(f"C{row}", _SUMS[name], "total", look, name=name)
        else:
            looks, rule, choices = _LOOKS[name]
            sheet.text(f"B{row}", f"lead.{name}", "cell")
            sheet.input(f"C{row}", order.setting(name), f"lead.{name}", *looks, rule=rule, choices=choices, name=name)
        sheet.text(f"D{row}:{last}{row}", f"lead.{name}.note", "hint")


def draw_beside(sheet: Sheet, column: str, head: int, last: int) -> None:
    """Draw what was worked out beside the value of its KPI, in a column right of a table whose first one is B."""
    sheet.text(f"{column}{head}", "lead.beside", "given")
    for row in range(head + 1, last + 1):
        mine = f'OR($B{row}="",lead_kpi="",$B{row}<>lead_kpi)'
        sheet.formula(f"{column}{row}", f'IF({mine},"",lead_worth)', "helper", "cents")
