"""The sheet Search test: weeks with and without activity on social media, and the search sales that it lifts.

The part of the search sales that social media lifts may be typed, row by row, on the sheet Sales. Here it is found from
weeks of either kind, with Welch's interval at 95%, SOCSEGMENT's where nothing is skew; the user says which counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.checks import Check
from socroi.templates.columns import Column
from socroi.templates.lists import Fixed
from socroi.templates.sheet import ROOM

if TYPE_CHECKING:
    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

WEEKS: Final = (
    Column("week", ("date", "center"), rule="date", added=True),
    Column("active", ("center",), choices="list_yes_no", added=True),
    Column("figure", ("money",), rule="amount", added=True),
    Column("remark", ("wrap",), added=True),
)
HEAD: Final = 15
SIZE: Final = 36
COUNTS: Final = Fixed("search_counts", ("typed", "tested"), "list_search_counts", ("typed", "tested"))
FEWEST: Final = 10
"""Weeks of each kind below which nothing counts, as in SOCSEGMENT."""
CHECKS: Final = (
    Check("weeks", 'SUMPRODUCT((Weeks[figure]<>"")*(Weeks[active]=""))', "search_test"),
    Check("untested", 'IF(AND(search_counts=word_tested,search_part=""),1,0)', "search_test"),
)
TESTED: Final = 'AND(Sales[@line]=word_search,search_part<>"")'
"""Whether the part that was tested counts for a row of Sales, in place of the one that was typed."""


def sold(which: str) -> str:
    """Return the formula of the return of search at the `low`, `likely` or `high` end of the part that was tested."""
    within = 'Sales[line],word_search,Sales[month],">="&count_start,Sales[month],"<"&count_end+1'
    revenue = f"SUMIFS(Sales[revenue],{within})"
    tested = f'IF(OR(return_search="",NOT(ISNUMBER(margin))),"",{revenue}*search_{which}*margin)'
    return f'IF(search_part="",return_search,{tested})'


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("search_test", [2, 30, 21, 16, 16, 16, 34, 15, 15], landscape=True)
    sheet.text("B4:G4", "search_test.note", "note")
    sheet.ws.set_row(3, 56)
    sheet.section("B5:G5", "search_test.found")
    for column, key in zip("BCDEF", ("kind", "weeks", "mean", "low", "high"), strict=True):
        sheet.text(f"{column}6", f"search_test.{key}", "header")
    sheet.text("G6", "search_test.finding", "header")
    sheet.ws.set_row(5, 44)
    for row, word in ((7, "yes"), (8, "no")):
        mine = f"Weeks[active],word_{word}"
        sheet.text(f"B{row}", f"search_test.{word}", "computed")
        sheet.formula(f"C{row}", f'COUNTIFS({mine},Weeks[figure],">-1E+99")', "computed", "weight")
        sheet.formula(f"D{row}", f'IF(C{row}=0,"",SUMIFS(Weeks[figure],{mine})/C{row})', "computed", "money")
        for column in "EFG":
            sheet.value(f"{column}{row}", None, "computed")
        squares = f"SUMPRODUCT((Weeks[active]=word_{word})*1,Weeks[figure],Weeks[figure])"
        rest = f"({squares}-C{row}*D{row}^2)"
        # What is left of figures that are all the same is the rounding of their squares.
        variance = f"IF({rest}<=10^-13*{squares},0,{rest})/(C{row}-1)/C{row}"
        sheet.formula(f"H{row}", f'IF(C{row}<2,"",{variance})', "helper", "plain_number")
    total = "(H7+H8)"
    freedom = f"INT({total}^2/(H7^2/(C7-1)+H8^2/(C8-1)))"
    sheet.formula("I7", f'IF(COUNT(H7:H8)<2,"",IF({total}=0,"",{freedom}))', "helper", "weight")
    sheet.formula("I8", f'IF(I7="","",TINV(0.05,I7)*SQRT{total})', "helper", "plain_number")
    sheet.text("H6", "search_test.error", "given")
    sheet.text("I6", "search_test.freedom", "given")
    sheet.text("B9", "search_test.difference", "computed")
    sheet.value("C9", None, "computed")
    sheet.formula("D9", 'IF(COUNT(D7:D8)<2,"",D7-D8)', "computed", "money")
    sheet.formula("E9", 'IF(I8="","",D9-I8)', "computed", "money")
    sheet.formula("F9", 'IF(I8="","",D9+I8)', "computed", "money")
    finding = f'IF(MIN(C7:C8)<{FEWEST},word_few_each,IF(I8="",word_even,IF(OR(E9>0,F9<0),word_differs,word_chance)))'
    sheet.formula("G9", f'IF(C7+C8=0,"",{finding})', "computed", "wrap", name="search_finding")
    sheet.ws.set_row(8, 30)
    sheet.text("B10", "search_test.part", "total")
    sheet.value("C10", None, "total")
    sheet.value("G10", None, "total")
    # The part is 1 less the ratio of the means, whose interval is Fieller's (1954): the mean it is divided by is known
    # no better than the other. Social media cannot have lifted less than none of what was sold, or more than all of it.
    sheet.formula("H9", f'IF(I8="","",I8^2/{total})', "helper", "plain_number")
    sheet.formula("H10", 'IF(H9="","",D7^2-H9*H7)', "helper", "plain_number")
    sheet.formula("I10", 'IF(H9="","",SQRT(MAX(0,(D7*D8)^2-H10*(D8^2-H9*H8))))', "helper", "plain_number")
    unknown = f"OR(MIN(C7:C8)<{FEWEST},N(D7)<=0,N(H10)<=0)"
    for column, which, ratio in (
        ("D", "likely", "D8/D7"),
        ("E", "low", "(D7*D8+I10)/H10"),
        ("F", "high", "(D7*D8-I10)/H10"),
    ):
        formula = f'IF({unknown},"",MAX(0,MIN(1,1-{ratio})))'
        sheet.formula(f"{column}10", formula, "total", "rate", name=f"search_{which}")
    _which(order, sheet)
    sheet.ws.set_row(HEAD - 1, 32)
    last = sheet.table("Weeks", HEAD, order.contents.rows("Weeks"), size=SIZE, reach=ROOM)
    sheet.ws.freeze_panes(HEAD, 0)
    sheet.ws.repeat_rows(HEAD - 1)
    sheet.ws.print_area(0, 0, last - 1, 6)


def _which(order: Order, sheet: Sheet) -> None:
    """Draw the choice between the part that was typed and the one that was tested, and what each of them is."""
    sheet.text("B11", "search_test.typed", "computed")
    sheet.value("C11", None, "computed")
    rows = 'Sales[line],word_search,Sales[counted],">-1E+99"'
    # A number comes before every text, and a blank is like an empty one.
    known = '(Sales[line]=word_search)*(Sales[counted]<>"")*(Sales[part]<"")'
    weight = f"SUMPRODUCT({known},Sales[revenue])"
    typed = f'IF(COUNTIFS({rows})=0,"",IF({weight}=0,"",SUMPRODUCT({known},Sales[revenue],Sales[part])/{weight}))'
    sheet.formula("D11", typed, "computed", "rate")
    for column in "EFG":
        sheet.value(f"{column}11", None, "computed")
    sheet.text("B12", "search_test.counts", "label", "bold")
    own = order.texts["search_counts.typed"]
    sheet.input(
        "C12",
        order.setting("search_counts", own),
        "search_test.counts",
        choices="list_search_counts",
        name="search_counts",
    )
    chosen = 'IF(AND(search_counts=word_tested,search_likely<>""),search_likely,"")'
    sheet.formula("H12", chosen, "helper", "hidden", name="search_part")
    sheet.formula("D12", 'IF(search_part="",D11,search_part)', "total", "rate")
    sheet.merged("E12:G12", "label")
    sheet.formula("E12", 'IF(D12="","",IF(search_part="",word_typed,word_tested))', "label", "bold")
    sheet.text("B13", "word.money", "hint")
    sheet.formula("C13", "currency", "hint", "bold")
