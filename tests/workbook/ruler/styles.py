"""Rules about looks: fonts, fills, borders, formats."""

import re

from ruler.opened import MAIN, rule, twice

_GROUPS = ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "numFmts")


@rule
def looks_are_counted_wrong(book):
    for group in _GROUPS:
        found = book.styles.find(f"{MAIN}{group}")
        if found is not None and found.get("count") and int(found.get("count")) != len(found):
            yield group


@rule
def look_has_an_unknown_part(book):
    for at, look in enumerate(book.styles.find(f"{MAIN}cellXfs")):
        for key, group in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"), ("xfId", "cellStyleXfs")):
            if look.get(key) and int(look.get(key)) >= book.style_count(group):
                yield f"{at}: {key}"


@rule
def look_has_an_unknown_format(book):
    known = {each.get("numFmtId") for each in book.styles.iter(f"{MAIN}numFmt")}
    for look in book.styles.find(f"{MAIN}cellXfs"):
        if int(look.get("numFmtId", 0)) >= 164 and look.get("numFmtId") not in known:
            yield look.get("numFmtId")


@rule
def format_is_none(book):
    for each in book.styles.iter(f"{MAIN}numFmt"):
        code = each.get("formatCode")
        bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code)
        if len(code) > 255 or bare.count(";") > 3 or bare.count('"') % 2:
            yield code


@rule
def too_many_looks(book):
    if book.style_count("cellXfs") > 65_490 or book.style_count("fonts") > 1024 * 32:
        yield f"{book.style_count('cellXfs')} looks"


@rule
def first_fills_are_not_excels_own(book):
    fills = book.styles.find(f"{MAIN}fills")
    kinds = [each.get("patternType", "none") for each in book.styles.iter(f"{MAIN}patternFill")][:2]
    if len(fills) < 2 or kinds != ["none", "gray125"]:
        yield str(kinds)


@rule
def named_look_twice(book):
    yield from twice([each.get("name").casefold() for each in book.styles.iter(f"{MAIN}cellStyle")])


@rule
def named_look_is_of_no_look(book):
    looks = book.style_count("cellStyleXfs")
    for each in book.styles.iter(f"{MAIN}cellStyle"):
        if int(each.get("xfId", 0)) >= looks:
            yield each.get("name")


@rule
def format_identifier_twice(book):
    yield from twice([each.get("numFmtId") for each in book.styles.findall(f"{MAIN}numFmts/{MAIN}numFmt")])


@rule
def name_of_a_font_is_too_long(book):
    for each in (*book.styles.iter(f"{MAIN}name"), *book.styles.iter(f"{MAIN}rFont")):
        if not 1 <= len(each.get("val", "")) <= 31:
            yield each.get("val", "")


@rule
def colour_is_none(book):
    for root in (book.styles, *(sheet.root for sheet in book.sheets)):
        for each in root.iter():
            if each.get("rgb") is not None and not re.fullmatch(r"[0-9A-Fa-f]{8}", each.get("rgb")):
                yield each.get("rgb")


@rule
def indent_is_too_deep(book):
    for each in book.styles.iter(f"{MAIN}alignment"):
        if int(each.get("indent", 0)) > 250 or not -90 <= int(each.get("textRotation", 0)) <= 255:
            yield str(each.attrib)
