"""The sheet Hours: what each task took before, and what it takes now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.columns import Column

if TYPE_CHECKING:
    from socroi.templates.template import Order

_FROM: Final = "MAX(Tasks[@since],count_start)"
_ALL: Final = "COUNT(Tasks[@before],Tasks[@after],Tasks[@rate])<3"

TASKS: Final = (
    Column("task", ("wrap",)),
    Column("kind", ("wrap",), choices="list_kinds"),
    Column("before", ("hours",), rule="amount"),
    Column("after", ("hours",), rule="amount"),
    Column("rate", ("cents",), rule="amount"),
    Column("since", ("month", "center"), rule="date"),
    Column("evidence", choices="list_evidence"),
    Column("saved", ("hours",), 'IF(COUNT(Tasks[@before],Tasks[@after])<2,"",Tasks[@before]-Tasks[@after])'),
    Column(
        "money",
        ("money",),
        f'IF({_ALL},"",(Tasks[@before]-Tasks[@after])*Tasks[@rate])',
    ),
    Column(
        "counted",
        ("money",),
        'IF(COUNT(Tasks[@money],Tasks[@since])<2,"",IF(Tasks[@since]>=count_end+1,"",Tasks[@money]*'
        f"((YEAR(count_end)-YEAR({_FROM}))*12+MONTH(count_end)-MONTH({_FROM})+1)))",
    ),
)
OWN: Final = ("calendar", "publishing", "monitoring", "answering", "forwarding", "reports", "approvals")
KIND_OF: Final = {
    "calendar": "scheduling", "publishing": "scheduling", "monitoring": "monitoring", "answering": "responding",
    "forwarding": "responding", "reports": "reporting", "approvals": "managing",
}  # fmt: skip
HEAD: Final = 10
SIZE: Final = 16


def draw(order: Order) -> None:
    """Draw the sheet."""
    book, texts = order.book, order.texts
    sheet = book.sheet("hours", [2, 34, 18, 14, 14, 17, 13, 27, 15, 15, 16], landscape=True)
    sheet.text("B4:K4", "hours.note", "note")
    sheet.ws.set_row(3, 30)
    sheet.section("B5:K5", "hours.total")
    for column, key in zip("BCDEF", ("what", "tasks", "before", "after", "saved"), strict=True):
        sheet.text(f"{column}6", f"hours.{key}", "header")
    for column, key in (("J", "money"), ("K", "counted")):
        sheet.text(f"{column}6", f"tasks.{key}", "header")
    for column in "GHI":
        sheet.value(f"{column}6", None, "header")
    sheet.ws.set_row(5, 30)
    sheet.text("B7", "hours.monthly", "total")
    none = "COUNT(Tasks[saved])=0"
    sheet.formula("C7", f'IF({none},"",COUNT(Tasks[saved]))', "total", "count")
    for column, key in (("D", "before"), ("E", "after")):
        sums = f'SUMIFS(Tasks[{key}],Tasks[saved],">-1E+99")'
        sheet.formula(f"{column}7", f'IF({none},"",{sums})', "total", "hours")
    sheet.formula("F7", f'IF({none},"",SUM(Tasks[saved]))', "total", "hours", name="hours_saved")
    for column in "GHI":
        sheet.value(f"{column}7", None, "total")
    money = 'IF(COUNT(Tasks[money])=0,"",SOCHOURSAVED(Tasks[before],Tasks[after],Tasks[rate]))'
    sheet.formula("J7", f"IF(stops>0,word_look,{money})", "total", "money", name="saved_monthly")
    sheet.formula("K7", 'IF(COUNT(Tasks[counted])=0,"",SUM(Tasks[counted]))', "total", "money", name="saved_total")
    sheet.text("B8", "word.money", "hint")
    sheet.formula("C8", "currency", "hint", "bold")
    sheet.ws.set_row(HEAD - 1, 32)
    own = [{"task": texts[f"task.{key}"], "kind": texts[f"work.{KIND_OF[key]}"]} for key in OWN]
    last = sheet.table("Tasks", HEAD, order.contents.rows("Tasks", own), size=SIZE)
    look = book.styles.rule(font_color="#8A3F00", bg_color="#FBE3CB", bold=True)
    for column in "IJK":
        criteria = f"=AND(ISNUMBER({column}{HEAD + 1}),{column}{HEAD + 1}<0)"
        sheet.ws.conditional_format(
            f"{column}{HEAD + 1}:{column}{last}", {"type": "formula", "criteria": criteria, "format": look}
        )
    sheet.ws.freeze_panes(HEAD, 2)
    sheet.ws.print_area(0, 0, last - 1, 10)
    sheet.ws.fit_to_pages(1, 1)
