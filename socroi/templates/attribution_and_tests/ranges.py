"""The sheet Ranges: returns that are known as ranges only, and the ROI that follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.breakdown import mark_losses
from socroi.templates.columns import Column

if TYPE_CHECKING:
    from socroi.templates.template import Order

_FULL: Final = "COUNT(Ranges[@low],Ranges[@likely],Ranges[@high])"

RANGES: Final = (
    Column("what", ("wrap",)),
    Column("low", ("money",)),
    Column("likely", ("money",)),
    Column("high", ("money",)),
    Column("evidence", choices="list_evidence"),
    Column("basis", ("wrap",)),
    Column(
        "state",
        ("center",),
        f'IF({_FULL}=0,"",IF({_FULL}<3,0,IF(AND(Ranges[@low]<=Ranges[@likely],Ranges[@likely]<=Ranges[@high]),1,0)))',
    ),
    # Pearson and Tukey's weights of the points between which nine of ten cases lie, and of the middle, as in SOCRANGE.
    Column(
        "mean",
        ("money",),
        'IF(N(Ranges[@state])=1,0.185*Ranges[@low]+0.63*Ranges[@likely]+0.185*Ranges[@high],"")',
    ),
    Column(
        "spread",
        ("money",),
        "IF(N(Ranges[@state])=1,SQRT(0.185*(Ranges[@low]-Ranges[@mean])^2+0.63*(Ranges[@likely]-Ranges[@mean])^2"
        '+0.185*(Ranges[@high]-Ranges[@mean])^2),"")',
    ),
)
HEAD: Final = 15
SIZE: Final = 12
_KEYS: Final = ("low", "likely", "high")


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("ranges", [2, 36, 14, 14, 14, 27, 44, 13, 14, 14], landscape=True, prints=True)
    sheet.text("B4:J4", "ranges.note", "note")
    sheet.ws.set_row(3, 44)
    sheet.section("B5:J5", "ranges.total")
    sheet.text("B6", "ranges.figure", "header")
    for column, key in zip("CDEF", (*_KEYS, "expected"), strict=True):
        sheet.text(f"{column}6", f"ranges.{key}", "header")
    sheet.text("G6:I6", "ranges.between", "header")
    sheet.ws.set_row(5, 26)
    for row, (key, look) in enumerate(
        (("return", "computed"), ("cost", "computed"), ("profit", "computed"), ("roi", "total")), 7
    ):
        sheet.text(f"B{row}", f"roi.{key}", look)
    for column, key in zip("CDEF", (*_KEYS, "mean"), strict=True):
        sums = "SUM(Ranges[mean])" if key == "mean" else f"SUMIFS(Ranges[{key}],Ranges[state],1)"
        sheet.formula(f"{column}7", f'IF(COUNT(Ranges[mean])=0,"",{sums})', "computed", "money")
        if column == "C":
            sheet.input("C8", order.setting("range_cost"), "ranges.cost", "money", rule="amount", name="range_cost")
        else:
            sheet.formula(f"{column}8", 'IF(ISNUMBER(range_cost),range_cost,"")', "computed", "money")
        both = f"{column}7,{column}8"
        unknown = f"COUNT({both})<2"
        sheet.formula(f"{column}9", f'IF(stops>0,word_look,IF({unknown},"",SOCPROFIT({both})))', "computed", "money")
        name = {"low": "range_roi_low", "likely": "range_roi_likely", "high": "range_roi_high"}.get(
            key, "range_roi_mean"
        )
        sheet.formula(
            f"{column}10",
            f'IF(stops>0,word_look,IF({unknown},"",IF({column}8=0,word_no_cost,SOCROI({both}))))',
            "total", "percent",
            name=name,
        )  # fmt: skip
    # Lines that do not depend on each other: the spread of their sum, and nine cases in ten around the mean.
    wide = "NORMSINV(0.95)*SQRT(SUMSQ(Ranges[spread]))"
    sheet.formula("J7", f'IF(COUNT(Ranges[spread])=0,"",{wide})', "helper", "hidden", name="range_margin")
    for row, formula in (
        (7, "F7"), (9, "F9"), (10, "F10"),
    ):  # fmt: skip
        margin = "range_margin*100/F8" if row == 10 else "range_margin"
        look = "total" if row == 10 else "computed"
        for sign, column in (("-", "H"), ("+", "I")):
            sheet.formula(
                f"{column}{row}",
                f'IF(COUNT({formula},range_margin,F8)<{2 if row == 7 else 3},"",{formula}{sign}{margin})',
                look, "percent" if row == 10 else "money",
            )  # fmt: skip
        sheet.text(f"G{row}", "ranges.nine", look, "hint")
    sheet.value("G8", None, "computed")
    sheet.value("H8", None, "computed")
    sheet.value("I8", None, "computed")
    mark_losses(sheet, "C10:F10")
    sheet.text("B11:J11", "ranges.total.note", "note")
    sheet.ws.set_row(10, 30)
    sheet.text("B12", "word.money", "hint")
    sheet.formula("C12", "currency", "hint", "bold")
    sheet.section("B13:J13", "ranges.lines")
    sheet.ws.set_row(HEAD - 1, 30)
    texts = order.texts
    own = [{"what": texts[f"range.{key}"]} for key in ("tested", "attributed", "indirect")]
    last = sheet.table("Ranges", HEAD, order.contents.rows("Ranges", own), size=SIZE)
    for row in range(HEAD, last):
        sheet.ws.set_row(row, 24)
    sheet.ws.freeze_panes(3, 0)
    sheet.ws.print_area(0, 0, last - 1, 9)
    sheet.ws.fit_to_pages(1, 1)
