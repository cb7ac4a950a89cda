# ruff: noqa: E501 - the XML of a pivot table reads best in one line
"""Workbooks with a pivot table, written part by part."""

from xml.sax.saxutils import quoteattr

from workbook_packages import MAIN, book_parts, relationships, sheet_xml

from socroi.excel.addresses import address

RECORDS = [
    ("Email", "Jan", 10, 1),
    ("Email", "Feb", 20, 2),
    ("Search", "Jan", 30, 3),
    ("Social", "Feb", 40, 4),
]
"""What the pivot tables of the tests add up: channel, month, spend, clicks."""
HEADINGS = ("Channel", "Month", "Spend", "Clicks")

CHANNELS = '<s v="Email"/><s v="Search"/><s v="Social"/>'
MONTHS = '<s v="Jan"/><s v="Feb"/>'
ITEMS = {"Channel": CHANNELS, "Month": MONTHS}


def cells(grid, top=1):
    """Return the rows of a sheet that show a grid of values and `=formulas`; None is left out."""
    rows = ""
    for row, line in enumerate(grid, top):
        inner = ""
        for column, value in enumerate(line, 1):
            at = address(row - 1, column - 1)
            if isinstance(value, str) and value.startswith("="):
                inner += f"<c r='{at}'><f>{value[1:].replace('&', '&amp;').replace('<', '&lt;')}</f></c>"
            elif isinstance(value, str):
                inner += f'<c r="{at}" t="str"><v>{value}</v></c>'
            elif value is not None:
                inner += f'<c r="{at}"><v>{value}</v></c>'
        rows += f'<row r="{row}">{inner}</row>'
    return rows


def lines(*items):
    """Return the lines of an axis: `"1 2"` for items, a kind before a colon, the data field behind a slash."""
    found = ""
    for item in items:
        kind, _, rest = item.rpartition(":")
        places, _, data = rest.partition("/")
        repeated = places.count("~")
        shown = "".join(f'<x v="{place}"/>' for place in places.replace("~", "").split())
        kinds = f' t="{kind}"' if kind else ""
        kinds += f' r="{repeated}"' if repeated else ""
        kinds += f' i="{data}"' if data else ""
        found += f"<i{kinds}>{shown}</i>"
    return found


def field(items=None, *, axis="", hidden=(), **attributes):
    """Return a pivot field with that many items."""
    more = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    if items is None:
        return f"<pivotField{more}/>"
    listed = "".join(f'<item x="{i}" h="{int(i in hidden)}"/>' for i in range(items))
    return f'<pivotField axis="axis{axis}"{more}><items>{listed}<item t="default"/></items></pivotField>'


def definition(
    ref,
    fields,
    rows=(),
    columns=(),
    *,
    row_lines,
    column_lines=("",),
    data=(("Sum of Spend", 2),),
    pages="",
    first=(1, 1),
    **more,
):
    """Return the part of a pivot table. `first` is the place of its first row and column of data inside `ref`."""
    axes = ""
    for kind, numbers, its_lines in (("row", rows, row_lines), ("col", columns, column_lines)):
        if numbers:
            axes += f"<{kind}Fields>" + "".join(f'<field x="{n}"/>' for n in numbers) + f"</{kind}Fields>"
        axes += f"<{kind}Items>{lines(*its_lines)}</{kind}Items>"
    shown = "".join(f'<dataField name="{name}" fld="{number}"/>' for name, number in data)
    attributes = "".join(f' {name}="{value}"' for name, value in more.items())
    filters = f'<pageFields count="1">{pages}</pageFields>' if pages else ""
    above = ' rowPageCount="1" colPageCount="1"' if pages else ""
    place = f'<location ref="{ref}" firstHeaderRow="1" firstDataRow="{first[0]}" firstDataCol="{first[1]}"{above}/>'
    return (
        f'<pivotTableDefinition xmlns="{MAIN}" name="Pivot" cacheId="1" dataCaption="Values"{attributes}>{place}'
        f"<pivotFields>{''.join(fields)}</pivotFields>{axes}{filters}<dataFields>{shown}</dataFields></pivotTableDefinition>"
    )


def cache(items=None, *, source='sheet="Source" ref="A1:D5"', inside="", groups=None, headings=HEADINGS, **more):
    """Return the part of a cache."""
    items, groups = ITEMS if items is None else items, groups or {}
    fields = "".join(
        f'<cacheField name="{name}"><sharedItems>{items.get(name, "")}</sharedItems>{groups.get(name, "")}</cacheField>'
        for name in headings
    )
    attributes = "".join(f' {name}="{value}"' for name, value in more.items())
    return (
        f'<pivotCacheDefinition xmlns="{MAIN}"{attributes}><cacheSource type="worksheet"><worksheetSource {source}/></cacheSource>'
        f"<cacheFields>{fields}</cacheFields>{inside}</pivotCacheDefinition>"
    )


def records():
    """Return the records of the cache, texts by their places among the items."""
    channels, months = ("Email", "Search", "Social"), ("Jan", "Feb")
    rows = "".join(
        f'<r><x v="{channels.index(channel)}"/><x v="{months.index(month)}"/><n v="{spend}"/><n v="{clicks}"/></r>'
        for channel, month, spend, clicks in RECORDS
    )
    return f'<pivotCacheRecords xmlns="{MAIN}">{rows}</pivotCacheRecords>'


def pivot_book(shown, table, cached=None, *, formulas=(), kept="", source=None, names=""):
    """Return the parts of a workbook: `Report` shows the pivot table from A3 on, `Asks` holds formulas in column A."""
    grid = [HEADINGS, *RECORDS] if source is None else source
    sheets = {
        "Report": sheet_xml(cells(shown, top=3)),
        "Asks": sheet_xml(cells([(formula,) for formula in formulas])),
        "Source": sheet_xml(cells(grid)),
    }
    extra = {
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(("rId1", "pivotTable", "../pivotTables/pivotTable1.xml")),
        "xl/pivotTables/pivotTable1.xml": table,
        "xl/pivotTables/_rels/pivotTable1.xml.rels": relationships(
            ("rId1", "pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")
        ),
        "xl/pivotCache/pivotCacheDefinition1.xml": cached or cache(),
    }
    if kept:
        extra["xl/pivotCache/pivotCacheRecords1.xml"] = kept
        extra["xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels"] = relationships(
            ("rId1", "pivotCacheRecords", "pivotCacheRecords1.xml")
        )
    return book_parts(sheets, extra=extra, workbook=f"<definedNames>{names}</definedNames>" if names else "")
