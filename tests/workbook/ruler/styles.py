"""Rules about looks: fonts, fills, borders, formats."""

import re

from ruler.opened import MAIN, rule

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
