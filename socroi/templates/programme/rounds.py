"""From round to round on the sheet Findings: how maturity and the Net Promoter Score changed, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from socroi.templates.sheet import Sheet


def draw_changes(sheet: Sheet, first: int, rounds: int, count: int) -> None:
    """Draw a line for each round but the first, from the row `first` on.

    Two scores that do not depend on each other differ within the interval that follows from theirs: the distances from
    each score to its own ends add up as squares do, as Newcombe joins two shares.

    Args:
        sheet: where to.
        first: the row of the first figures.
        rounds: the row of the first round: its month, maturity and score in B, C and G, the score's ends in H and I.
        count: how many rounds there are.
    """
    sheet.section(f"B{first - 2}:I{first - 2}", "findings.changes")
    for column, key in zip("BCDEF", ("to_round", "level_change", "nps_change", "low", "high"), strict=True):
        sheet.text(f"{column}{first - 1}", f"findings.{key}", "header")
    sheet.text(f"G{first - 1}:I{first - 1}", "findings.verdict", "header")
    sheet.ws.set_row(first - 2, 30)
    for row, later in enumerate(range(rounds + 1, rounds + count), first):
        earlier = later - 1
        sheet.formula(f"B{row}", f'IF(COUNT(B{earlier}:B{later})<2,"",B{later})', "computed", "month", "left")
        sheet.formula(f"C{row}", f'IF(COUNT(C{earlier}:C{later})<2,"",C{later}-C{earlier})', "computed", "change")
        sheet.formula(f"D{row}", f'IF(COUNT(G{earlier}:G{later})<2,"",G{later}-G{earlier})', "computed", "score")
        down = f"SQRT((G{later}-H{later})^2+(I{earlier}-G{earlier})^2)"
        above = f"SQRT((I{later}-G{later})^2+(G{earlier}-H{earlier})^2)"
        sheet.formula(f"E{row}", f'IF(D{row}="","",D{row}-{down})', "computed", "score")
        sheet.formula(f"F{row}", f'IF(D{row}="","",D{row}+{above})', "computed", "score")
        sheet.merged(f"G{row}:I{row}", "computed")
        finding = f"IF(E{row}>0,word_rose,IF(F{row}<0,word_fell,word_chance))"
        sheet.formula(f"G{row}", f'IF(D{row}="","",{finding})', "computed")
