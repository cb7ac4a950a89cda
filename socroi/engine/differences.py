"""Where the engine is known to differ from Excel: what it leaves uncomputed and why, and what it computes otherwise.

`docs/differences.md` is made from this and from the functions that are declared. A test holds that every function of
Excel's that is not declared has its reason here.
"""

from __future__ import annotations

from typing import Final

from socroi.engine.functions import every_function
from socroi.excel.functions import BUILT_IN
from socroi.records import record


@record(frozen=True, slots=True)
class Reason:
    """Why some of Excel's functions are not computed."""

    why: str
    functions: frozenset[str]


def _reason(why: str, names: str) -> Reason:
    return Reason(why, frozenset(names.split()))


NOT_COMPUTED: Final = (
    _reason(
        "They ask a service on the web, another program or a file outside the workbook.",
        "CALL COPILOT DETECTLANGUAGE IMAGE IMPORTCSV IMPORTTEXT PY QUERYSTRING REGISTER.ID RTD "
        "SQL.REQUEST STOCKHISTORY TRANSLATE WEBSERVICE",
    ),
    _reason(
        "They ask an OLAP cube, to which only Excel has the connection.",
        "CUBEKPIMEMBER CUBEMEMBER CUBEMEMBERPROPERTY CUBERANKEDMEMBER CUBESET CUBESETCOUNT CUBEVALUE",
    ),
    _reason(
        "Their value depends on the language that Excel or Windows is set to, which a workbook does not say.",
        "DBCS JIS PHONETIC",
    ),
    _reason(
        "How Excel chooses the parameters and the season of its smoothing is not published, and no rule was found that "
        "comes to the stored values of all series at hand.",
        "FORECAST.ETS.CONFINT FORECAST.ETS.SEASONALITY",
    ),
    _reason(
        "They belong to add-ins or to old versions, and are hardly met.",
        "ECMA.CEILING EUROCONVERT",
    ),
)

DECLINED: Final = (_reason("It tells of the program that shows the workbook.", "INFO"),)
"""Functions that are declared to say that they are not computed: they must not be taken for unknown ones."""

IN_THE_FILE: Final = frozenset(("ANCHORARRAY", "SINGLE"))
"""What a file writes for the operators `#` and `@`, which are computed."""


@record(frozen=True, slots=True)
class Note:
    """One difference: what it is about, what Excel does, and what the engine does."""

    about: str
    excel: str
    here: str


LEFT_UNCOMPUTED: Final = (
    Note(
        "Circular references",
        "Computes them round and round where the workbook asks for iterative calculation, as often as it says; else "
        "shows 0.",
        "Where the workbook asks for it, goes round until the values stay; a circle that never settles, or that runs "
        "into an error, is left, because its value depends on how often Excel went round. Else names the circle and "
        "leaves it.",
    ),
    Note(
        "Texts that are dates or numbers in one country only",
        '`"3/4/2026"+0` is 4 March or 3 April, `"31/12/2025"+0` a date or #VALUE!, `"12,50"+0` a number or #VALUE!, by '
        "the settings of Windows.",
        "Reads them as the country does that is said (`--locale en-GB`, or `locale` in `socroi.toml` beside the book). "
        "Where none is, it leaves them, such dates also as criteria of dates that are numbers, and others of their "
        "kind in the book with them (4/4/2026 beside 3/4/2026); `2026-04-03` and `3-Apr-2026` are read everywhere, and "
        "so are digits of other scripts, where there is nothing but digits. Of dates with points but no year (`12.5`), "
        "of years of an era, of `3 de abril de 2026`, of dates in Thailand, of months of Hindi as CLDR spells them, of "
        "`12,5 %` with a space that does not break, of `4.3.2026, 09:05` and of the money of DOLLAR, the reading is "
        "not known here.",
    ),
    Note(
        "What-if data tables",
        "Computes them, one table out of another, too.",
        "Computes them, one table out of another, too; but not those whose input belongs to an array, or whose values "
        "to try change with their input.",
    ),
    Note(
        "Functions in VBA, in add-ins, on macro sheets",
        "Runs them where they are allowed.",
        "Never runs code of a workbook. Only SOCROI's own functions are known.",
    ),
    Note(
        "Links to other workbooks",
        "Reads the other workbook, or the values that this one keeps of it.",
        "Reads the values that this one keeps; where it keeps none, the formula is left, and so are tables. With "
        "`--links` reads the values that are stored in the file, where it lies in the folder of the book or below it, "
        "or in one that is named with `--links-from`; its cells, its tables and its names for cells, tables and plain "
        "values. The file is not computed for that: of several books, those that others read are computed first. "
        "Without `--links`, every command that computes names the files of which it took what the book keeps. "
        "INDIRECT into another workbook is left, and so are its names for formulas.",
    ),
    Note(
        "Data types (stocks, countries)",
        "Asks a service for them, and shows `B7.Price` and FIELDVALUE of what it last said.",
        "Reads the fields that the workbook has stored, and never asks the service. Left are fields that hold a list, "
        "a picture or another value that is not known here, fields of a cell of which no data type is stored, and, "
        "once an input was set, of a data type that a formula gives. Other formulas see what the file stores in its "
        "place, mostly #VALUE!. Written by the published format: no file of Excel's with a stock in it was at hand.",
    ),
    Note(
        "Deep recursion",
        "A LAMBDA may call itself as often as memory allows.",
        "A LAMBDA, or a name that refers to itself, is given up after 1,000 calls inside each other.",
    ),
    Note(
        "Searching what is not sorted",
        "MATCH, LOOKUP and their kin, told that a list is sorted, answer with whatever the search runs into.",
        "Gives Excel's answer where it is certain, and otherwise leaves the formula.",
    ),
    Note(
        "Regular expressions",
        "PCRE2, also as a kind of match in XLOOKUP and XMATCH.",
        "What Python reads in the same way; verbs, recursion, POSIX classes, `\\p`, `\\K` and `\\Q` are left. So is a "
        "lookup whose expression matches a part of a text only.",
    ),
    Note(
        "FILTERXML",
        "Reads any XPath.",
        "Reads steps, places (`[2]`, `[last()]`, `[position()>1]`), attributes and comparisons with a text.",
    ),
    Note(
        "CELL",
        "Tells of a cell's address, content, format and column, and of the file; without a reference, of the cell that "
        "was changed last.",
        "Leaves the width of a column, formats that Microsoft's table of its answers does not name (`yyyy-mm-dd`, "
        "`@`), the alignment of a text where none was chosen, and CELL without a reference, but for the file of a book "
        "with one sheet.",
    ),
    Note(
        "TEXT and number formats",
        "Prints by any format code, in any language that Windows knows.",
        "Prints in the languages whose names of months and days are known here; another one is left. So is a code "
        "that is spelled for an Excel of another language, such as `TT.MM.JJJJ`, `jj/mm/aaaa`, `#.##0,00`, unless "
        "the country is said (`--locale de-DE`): Danish, Dutch, English, Finnish, French, German, Hungarian, Italian, "
        "Norwegian, Polish, Portuguese, Russian, Spanish, Swedish and Turkish letters are known; Arabic, Chinese, "
        "Japanese and Korean Excels have the English ones. Where a space is the mark of thousands, one behind the "
        'digits (`0 "k€"`) is left, and a point between digits where it is no mark.',
    ),
    Note(
        "Books of an Excel in another language",
        'Writes `1.5&" km"`, `TRUE&""`, `TEXT(A1,"mmmm")` and `FIXED(A1)` by its language and the settings of '
        "Windows: 1,5 km, WAHR, Dezember.",
        "As in the US, or as in the country that is said. Where none is, and the properties of the file say that an "
        "Excel in another language saved it, what comes out otherwise in a likely country of that language is left "
        '(also `VALUE("1.5")` and criteria), with the country to say; what is the same in both is computed. TRUE and '
        "FALSE are written in the language of the Excel that saved the book, or of the country, only where the country "
        "is said.",
    ),
    Note(
        "Whole columns in array formulas",
        '`SUM((A:B="")*1)` goes through all their cells, 2,097,152 here.',
        "Goes through the cells that are used, and through all where the blank ones count; where these are more "
        "than 16,777,216, the formula is left. TOCOL, VSTACK and their kin leave whole columns always.",
    ),
    Note(
        "GROUPBY and PIVOTBY",
        "Lays out keys, totals and headers by rules of which a part is published.",
        "Lays out what is published or was seen from Excel. Left are: a LAMBDA among several functions, functions "
        "below each other (VSTACK), errors among the keys, blank cells among the values unless they are summed up, "
        "sorting by values of which some are equal or by one of several functions, subtotals deeper than those of the "
        "first field, a filter that leaves nothing; in PIVOTBY also fields in one direction only, generated headers of "
        "several fields, and totals of several columns of values by one function, which Excel puts in wrong columns.",
    ),
    Note(
        "GETPIVOTDATA",
        "Reads what the pivot table shows; refreshes those that ask for it when the workbook is opened.",
        "Reads what the pivot table showed when the file was saved. Left are: one that is refreshed on opening and "
        "whose source has changed; data models and OLAP cubes; the older form with a reference in front; items named "
        "as they are shown where they are dates, numbers or blank; groups whose names read as dates or numbers "
        "(`1-Jan`, `10-19`), and groups by their numbers other than those of months, quarters and years; subtotals of "
        "a kind that was chosen; an empty cell where the formula may tell it from 0.",
    ),
    Note(
        "FORECAST.ETS and FORECAST.ETS.STAT",
        "Smooth with parameters that Excel searches for, in a way that is not published.",
        "Compute a forecast where no choice of the parameters moves it: of series that lie on a line. Of the "
        "statistics, the step of the timeline. The rest is left, among it all of 84 cells that Excel had stored for "
        "four series: with the parameters that it chose, the 54 of the three without a season come out with 14 digits; "
        "how it chose them, and with what it begins a season, is not known.",
    ),
    Note(
        "Lists in VLOOKUP and HLOOKUP of plain formulas",
        "`SUM(VLOOKUP(A2,Costs,{2,3},FALSE))` in a formula that was entered neither with Ctrl+Shift+Enter nor in an "
        "Excel with dynamic arrays takes the first of the list, it seems.",
        "Leaves it; entered as an array, or inside SUMPRODUCT, it is computed.",
    ),
    Note(
        "TREND, GROWTH, LINEST and LOGEST of variables that depend on one another",
        "Leaves one out, and says not which.",
        "Gives an estimate where it does not matter which is left out, and leaves the rest.",
    ),
    Note(
        "Arrays of several texts",
        "TEXTSPLIT and REGEXEXTRACT of a list take the first piece of each.",
        "Leaves them; and so TEXTSPLIT where empty pieces are ignored and a row holds nothing but delimiters.",
    ),
)

COMPUTED_OTHERWISE: Final = (
    Note(
        "Precision as displayed",
        "Rounds each cell to the digits it shows, where the workbook is set so.",
        "Computes with full precision, whatever the workbook is set to.",
    ),
    Note(
        "Texts that are numbers or dates",
        '`"1,234.5"+0` and VALUE read them by the settings of Windows.',
        "Reads them as Excel does with English (United States) settings: a point as the decimal sign, `3/14/2026` for "
        "14 March. What these settings do not read is #VALUE!, and so is a time before its date, `3:54 May 2, 1952`, "
        "which PhpSpreadsheet's table has as a date.",
    ),
    Note(
        "Labels of GROUPBY and PIVOTBY",
        "Writes Total, Grand Total and Row Field 1 in its own language: Gesamt, Gesamtergebnis, Zeilenfeld 1.",
        "Writes them in English: a workbook does not say in which language it is read.",
    ),
    Note(
        "Order of texts",
        "Sorts and compares by the language of Windows: in Swedish, å, ä and ö come after z.",
        "Sorts as English does: accents decide only between texts that are otherwise the same, hyphens come last. "
        "Where the country is said (`--locale sv-SE`), as its language does, as far as that is written in Latin or "
        "Cyrillic letters, by CLDR's order and not by that of Windows.",
    ),
    Note(
        "Digits beyond the fifteenth",
        "Sums and special functions round in their own order.",
        "The last one or two of the 17 digits of a number may differ; both show the same 15, but for results that "
        "nearly cancel out.",
    ),
    Note(
        "Solving step by step",
        "IRR, XIRR, RATE and YIELD end with #NUM! where Excel's search does not settle.",
        "Searches in the same way, but where several answers exist it may settle on another one, or on one where "
        "Excel finds none.",
    ),
    Note(
        "Arguments left empty",
        "`CEILING.MATH(A1,,1)`: an empty argument is 0, FALSE or an empty text to most functions, and to some as if it "
        "were left out.",
        "As in Excel where it was seen there. Of CEILING.MATH and FLOOR.MATH with an empty significance it was not: "
        "they give 0, as for a significance of 0.",
    ),
    Note(
        "DATEDIF with YD",
        "Counts in the year of the start, it seems, but not always where the end lies earlier in its year: "
        "PhpSpreadsheet's table has 82 days from 25 December 2007 to 17 March 2010.",
        "Counts in the year of the start, or the one after it: 83 days there.",
    ),
    Note(
        "Names of our functions",
        "A defined name such as `SOCROI` means the LAMBDA that the workbook holds.",
        "Means SOCROI's own function. Both give the same value; a test holds them to it.",
    ),
    Note(
        "Random numbers",
        "Are drawn anew at every change of any cell.",
        "Are drawn anew at every calculation, and for every row of a data table; in a workbook that is kept open, when "
        "`recalculate` is called. So are NOW and TODAY.",
    ),
    Note(
        "Hidden and filtered rows",
        "SUBTOTAL and AGGREGATE follow filters as they are set.",
        "They see the rows as they were hidden when the file was saved. Where a table is filtered, SUBTOTAL from 1 to "
        "11 is left over rows that were hidden by hand outside the table.",
    ),
)


def computed() -> list[str]:
    """Return the names of Excel's functions that are computed here, sorted."""
    declined = {name for reason in DECLINED for name in reason.functions}
    # Nobody calls TABLE, as which data tables are read, nor what begins with an underscore: `_FV` stands for
    # `B7.Price`, and Google Sheets writes a placeholder of that kind.
    called = every_function() - declined - {"TABLE"}
    return sorted(name for name in called if not name.startswith("_"))


def missing() -> set[str]:
    """Return the names of Excel's functions that are neither computed nor declined."""
    return set(BUILT_IN) - every_function() - IN_THE_FILE
