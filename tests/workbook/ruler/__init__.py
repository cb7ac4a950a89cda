"""Our own ruler for workbooks: what Excel is known to refuse or to repair, beyond the schema of its files.

Each rule is a generator over an `Opened` workbook and yields a sentence for each fault. `faults(path)` asks them all.
Sources: ECMA-376 part 1, MS-XLSX, MS-OVBAL and MS-OVBA, Microsoft's list of Excel's limits, and what others found out
the hard way (XlsxWriter's and openpyxl's issues about "We found a problem with some content").
"""

from ruler import cells, charts, macros, names, package, sheets, styles, tables
from ruler.opened import RULES, Opened

__all__ = ["RULES", "Opened", "cells", "charts", "faults", "macros", "names", "package", "sheets", "styles", "tables"]


def faults(path):
    """`rule: what is wrong` for each fault of a workbook."""
    book = Opened(path)
    return [f"{name}: {fault}" for name, ask in RULES.items() for fault in ask(book)]
