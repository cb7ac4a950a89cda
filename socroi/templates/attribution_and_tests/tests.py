"""The sheet Tests: people who could see a campaign against a holdout who could not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.excel.addresses import in_apostrophes
from socroi.templates.columns import Column
from socroi.templates.two_shares import newcombe

if TYPE_CHECKING:
    from socroi.templates.template import Order

_KNOWN: Final = (
    "AND(COUNT(Tests[@size],Tests[@converted],Tests[@held],Tests[@held_converted])=4,Tests[@size]>0,Tests[@held]>0,"
    "Tests[@converted]<=Tests[@size],Tests[@held_converted]<=Tests[@held])"
)


def _if_known(formula: str) -> str:
    return f'IF(ISNUMBER(Tests[@lift]),{formula},"")'


_P, _Q = "Tests[@test_rate]", "Tests[@held_rate]"
_BELOW, _ABOVE = newcombe((_P, "Tests[@size]"), (_Q, "Tests[@held]"))
_PRICED: Final = "COUNT(Tests[@lift],Tests[@value])<2"

TESTS: Final = (
    Column("test", ("wrap",)),
    Column("channel", choices="list_channels"),
    Column("from_day", ("date", "center"), rule="date"),
    Column("to_day", ("date", "center"), rule="date"),
    Column("size", ("count",), rule="whole"),
    Column("converted", ("count",), rule="whole"),
    Column("held", ("count",), rule="whole"),
    Column("held_converted", ("count",), rule="whole"),
    Column("value", ("cents",), rule="amount"),
    Column("cost", ("money",), rule="amount"),
    Column("test_rate", ("share",), f'IF({_KNOWN},Tests[@converted]/Tests[@size],"")'),
    Column("held_rate", ("share",), f'IF({_KNOWN},Tests[@held_converted]/Tests[@held],"")'),
    Column("lift", ("share",), f'IF({_KNOWN},{_P}-{_Q},"")'),
    Column("least", ("share",), _if_known(f"Tests[@lift]-{_BELOW}")),
    Column("most", ("share",), _if_known(f"Tests[@lift]+{_ABOVE}")),
    Column("relative", ("change",), _if_known(f'IF({_Q}=0,"–",Tests[@lift]/{_Q})')),
    Column("extra", ("hours",), _if_known("Tests[@lift]*Tests[@size]")),
    Column("finding", (), _if_known("IF(Tests[@least]>0,word_more,IF(Tests[@most]<0,word_less,word_chance))")),
    Column("return_low", ("money",), f'IF({_PRICED},"",Tests[@least]*Tests[@size]*Tests[@value])'),
    Column("return_likely", ("money",), f'IF({_PRICED},"",Tests[@extra]*Tests[@value])'),
    Column("return_high", ("money",), f'IF({_PRICED},"",Tests[@most]*Tests[@size]*Tests[@value])'),
    Column(
        "roi",
        ("percent",),
        'IF(stops>0,word_look,IF(COUNT(Tests[@return_likely],Tests[@cost])<2,"",IF(Tests[@cost]=0,word_no_cost,'
        "(Tests[@return_likely]-Tests[@cost])*100/Tests[@cost])))",
    ),
    Column("under", ("weight",), f'IF({_PRICED},"",Tests[@return_likely]-Tests[@return_low])'),
    Column("above", ("weight",), f'IF({_PRICED},"",Tests[@return_high]-Tests[@return_likely])'),
)
HEAD: Final = 11
SIZE: Final = 12


def draw(order: Order) -> None:
    """Draw the sheet."""
    widths = [2, 32, 16, 13, 13, 12, 13, 13, 13, 12, 11, *[12] * 7, 20, 13, 13, 13, 12, 12, 12]
    sheet = order.book.sheet("tests", widths, landscape=True, prints=True)
    sheet.text("B4:M4", "tests.note", "note")
    sheet.ws.set_row(3, 44)
    sheet.section("B5:K5", "tests.total")
    for column, key in zip(
        "BCDEFGHIJ", ("what", "tests", "sure", "low", "likely", "high", "cost", "roi_low", "roi_likely"), strict=True
    ):
        sheet.text(f"{column}6", f"tests.{key}", "header")
    sheet.text("K6", "tests.roi_high", "header")
    sheet.ws.set_row(5, 32)
    sheet.text("B7", "tests.all", "total")
    counted = "COUNT(Tests[return_likely])=0"
    sheet.formula("C7", "COUNT(Tests[lift])", "total", "weight", name="tests_made")
    sheet.formula(
        "D7",
        "COUNTIF(Tests[finding],word_more)+COUNTIF(Tests[finding],word_less)",
        "total",
        "weight",
        name="tests_sure",
    )
    for column, key in (("E", "low"), ("F", "likely"), ("G", "high")):
        sums = f"SUM(Tests[return_{key}])"
        if key != "likely":
            # Tests that do not depend on each other: their margins add up as squares do.
            sign, margin = ("-", "under") if key == "low" else ("+", "above")
            sums = f"SUM(Tests[return_likely]){sign}SQRT(SUMSQ(Tests[{margin}]))"
        sheet.formula(f"{column}7", f'IF({counted},"",{sums})', "total", "money", name=f"tested_{key}")
    spent = 'SUMIFS(Tests[cost],Tests[return_likely],">-1E+99")'
    sheet.formula("H7", f'IF({spent}=0,"",{spent})', "total", "money", name="tested_cost")
    for column, key in (("I", "low"), ("J", "likely"), ("K", "high")):
        sheet.formula(
            f"{column}7",
            f'IF(stops>0,word_look,IF(COUNT(tested_{key},tested_cost)<2,"",SOCROI(tested_{key},tested_cost)))',
            "total", "percent",
            name=f"tested_roi_{key}",
        )  # fmt: skip
    sheet.text("B8:K8", "tests.total.note", "note")
    sheet.ws.set_row(7, 26)
    sheet.text("B9", "word.money", "hint")
    sheet.formula("C9", "currency", "hint", "bold")
    sheet.text(f"F{HEAD - 1}:G{HEAD - 1}", "tests.group_test", "given")
    sheet.text(f"H{HEAD - 1}:I{HEAD - 1}", "tests.group_held", "given")
    sheet.text(f"L{HEAD - 1}:M{HEAD - 1}", "tests.group_rates", "given")
    sheet.text(f"N{HEAD - 1}:R{HEAD - 1}", "tests.group_lift", "given")
    sheet.text(f"T{HEAD - 1}:W{HEAD - 1}", "tests.group_money", "given")
    sheet.ws.set_row(HEAD - 2, 28)
    sheet.ws.set_row(HEAD - 1, 44)
    last = sheet.table("Tests", HEAD, order.contents.rows("Tests"), size=SIZE)
    for row in range(HEAD, last):
        sheet.ws.set_row(row, 24)
    sheet.ws.freeze_panes(HEAD, 2)
    # Two pages: what was counted, and, beside the tests' names again, what follows from it.
    areas = (f"A1:M{last}", f"N{HEAD - 1}:W{last}")
    place = in_apostrophes(order.book.sheet_name("tests"))
    order.book.define(f"{place}!_xlnm.Print_Area", ",".join(order.book.reference("tests", area) for area in areas))
    sheet.ws.repeat_columns("A:B")
