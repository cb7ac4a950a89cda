"""Rules about charts: their axes, their series, and the values that they keep."""

import re

from ruler.opened import rule, twice

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def _charts(book):
    return [(name, book.tree(name)) for name in book.names if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]


@rule
def chart_has_an_axis_that_is_not_there(book):
    for name, root in _charts(book):
        plot = root.find(f"{_CHART}chart/{_CHART}plotArea")
        axes = [each for each in plot if each.tag.endswith("Ax")]
        there = {each.find(f"{_CHART}axId").get("val") for each in axes}
        crossed = {each.find(f"{_CHART}crossAx").get("val") for each in axes}
        used = {each.get("val") for kind in plot for each in kind.findall(f"{_CHART}axId")}
        yield from (f"{name}: {each}" for each in (used | crossed) - there)


@rule
def chart_series_is_numbered_twice(book):
    for name, root in _charts(book):
        for tag in ("idx", "order"):
            numbers = [each.find(f"{_CHART}{tag}").get("val") for each in root.iter(f"{_CHART}ser")]
            yield from (f"{name}: {tag} {each}" for each in twice(numbers))


@rule
def chart_keeps_a_value_beyond_their_count(book):
    for name, root in _charts(book):
        for cache in (*root.iter(f"{_CHART}numCache"), *root.iter(f"{_CHART}strCache")):
            count = cache.find(f"{_CHART}ptCount")
            places = [int(each.get("idx")) for each in cache.findall(f"{_CHART}pt")]
            if count is not None and places and max(places) >= int(count.get("val")):
                yield f"{name}: {max(places)} of {count.get('val')}"
