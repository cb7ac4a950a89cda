"""Calls of the functions drawn by chance from a seed: mostly sensible figures, some of what else a sheet may hold."""

from datetime import date, datetime, timedelta
from math import inf, nan
from random import Random

from socroi.definition.registry import formulas
from socroi.definition.units import Holds, Shape
from socroi.errors import CellError

CHANNELS = ("Instagram", "instagram ", "Email", "Search", "straße", "STRASSE", "TikTok", "Ödenburg", "Σίσυφος", "b")
TEXTS = (*CHANNELS, " a  b ", "lead", "LEAD", "link click", "follower", "ı", "İstanbul", "", " ", "12", "\u00a0x\u2003")
PARTS = ("utm_source", "utm_medium", "UTM_Campaign", "utm_content", "fbclid", "gclid", "utm_term", "x")
SOURCES = ("fb", "l.facebook.com", "Facebook_Mobile_Feed", "IGShopping", "meta search", "x video", "li ads", "news",
           "t.co", "Summer%20sale", "a+b", "%E2%82%AC", "%ff%zz", "%E0%80x", "", "m.youtube.com", "snap-ads", "xing",
           "ig")  # fmt: skip
HOSTS = ("https://shop.example/", "HTTP://L.Facebook.com:80/a;b", "//lnkd.in/abc", "fb", "lnkd.in", "mailto:a@b.c", "",
         "https://[::1]/", "https://[::1/", "https://u:p@x.com/p", " https://t.co/\n", "android-app://com.twitter.android/",
         "https://\u2100.com/", "https://m.facebook.com./", "https:/one/slash", "a:b", "1:2")  # fmt: skip
NOON = datetime(2026, 7, 3, 12)  # noqa: DTZ001 - a sheet has no time zone
ODD = (60, 0, None, "", "text", "12", " ", True, False, CellError("#N/A"), CellError("#REF!"), date(2026, 7, 3), 1e308,
       -1e308, 5e-324, NOON, -0.0, nan, inf, "#DIV/0!", "#NOPE!", 1e15, 0.1 + 0.2)  # fmt: skip


def drawn_calls(count, seed):
    """So many calls as a function's name and its values: None is an argument left out."""
    chance = Random(seed)
    every = list(formulas().values())
    return [_call(chance, every[index % len(every)]) for index in range(count)]


def _call(chance, formula):
    rows, columns = chance.choice(((1, 1), (3, 1), (8, 1), (12, 1), (16, 1), (24, 1), (32, 1), (1, 9), (4, 3)))
    if formula.name == "SOCPLAN" and chance.random() < 0.8:
        rows, columns = 32, 1
    oddness = chance.choice((0, 0, 0, 0.02, 0.2))
    sides = {p.name: _side(chance, p, rows, columns) for p in formula.parameters}
    values = {p.name: _value(chance, p, sides[p.name], oddness) for p in formula.parameters}
    if {"spend", "revenue"} <= set(values) and rows * columns > 1 and chance.random() < 0.8:
        values["revenue"] = _response(chance, values["spend"])
    if {"test", "control"} <= set(values) and chance.random() < 0.9:
        values |= _places(chance)
    given = list(values.values())
    required = sum(p.required for p in formula.parameters)
    return formula.name, given[: chance.randint(required, len(given))]


def _places(chance):
    """Sales of places that go along with those of others, most of them long enough for a test."""
    rows = chance.choice((3, 20, 22, 24))
    wave = [chance.uniform(50, 150) for _ in range(rows)]
    mine, theirs = chance.choice(((1, 1), (1, 1), (3, 4), (1, 12)))
    test, control = (
        [[round(size * (level + chance.gauss(0, 8)), 2) for size in range(1, width + 1)] for level in wave]
        for width in (mine, theirs)
    )
    if chance.random() < 0.2:
        test[chance.randrange(rows)][0] = chance.choice((None, "", "text", CellError("#N/A")))
    return {"test": test, "control": control}


def _side(chance, parameter, rows, columns):
    if parameter.shape is Shape.ONE:
        return (1, 1) if chance.random() < 0.98 else (rows, columns)
    if parameter.shape is Shape.GRID:
        return chance.choice(((4, 2), (4, 2), (4, 3), (4, 1)))
    return (rows, columns) if chance.random() < 0.9 else chance.choice(((1, 1), (rows, 1), (2, columns)))


def _value(chance, parameter, side, oddness):
    rows, columns = side
    if not parameter.required and chance.random() < 0.3:
        return chance.choice((None, "", None))
    if side == (1, 1) and chance.random() < 0.9:
        return _cell(chance, parameter, oddness)
    block = [[_cell(chance, parameter, oddness) for _ in range(columns)] for _ in range(rows)]
    return [row[0] for row in block] if columns == 1 and chance.random() < 0.3 else block


def _cell(chance, parameter, oddness):
    if chance.random() < oddness:
        return chance.choice(ODD)
    return OWN.get(parameter.name, _of_kind)(chance, parameter)


def _of_kind(chance, parameter):
    kind = parameter.kind
    match kind.holds:
        case Holds.TEXT | Holds.ANYTHING:
            return chance.choice((*TEXTS, 5, 0.25, 1234567.125))
        case Holds.CHOICE:
            option = chance.choice(kind.choices)
            return chance.choice(
                (option, option, option.upper(), f" {option} ", f"{option}x" if chance.random() < 0.1 else option)
            )
        case Holds.BOOLEAN:
            return chance.choice((True, False, 1, 0))
        case Holds.DATE:
            some_day = chance.choice((46204, 46234.5, 45000 + chance.randint(0, 2000), 61, 59, 2958465))
            return date(2026, 1, 1) + timedelta(chance.randint(0, 900)) if chance.random() < 0.2 else some_day
    if kind.high <= 3:
        return chance.choice((round(chance.uniform(kind.low, kind.high), 2), chance.uniform(kind.low, kind.high), 0.5))
    low = 0 if kind.low == 0 else -50 if kind.low == -inf else kind.low
    return chance.choice(
        (chance.randint(int(low), 400), round(chance.uniform(low, 2000), 2), chance.uniform(low, 9), 0, 1)
    )


def _response(chance, spends):
    """Revenue that answers spend by a curve that flattens, with some noise."""
    base, slope, bend, noise = (
        chance.uniform(0, 200),
        chance.uniform(0.2, 5),
        chance.choice((0, 0.001, 0.01)),
        chance.choice((0, 5, 60)),
    )

    def one(spend):
        if not isinstance(spend, (int, float)) or not 0 <= spend < 1e9:
            return spend
        return base + slope * spend / (1 + bend * spend) + chance.gauss(0, 1) * noise

    if not isinstance(spends, list):
        return one(spends)
    return [[one(cell) for cell in row] if isinstance(row, list) else one(row) for row in spends]


def _path(chance, _):
    empty = [" "] if chance.random() < 0.005 else []
    return chance.choice((" > ", ">")).join([*(chance.choice(CHANNELS) for _ in range(chance.randint(1, 5))), *empty])


def _url(chance, _):
    marks = chance.choice(("&", "&", "&amp;", ";"))
    query = marks.join(f"{chance.choice(PARTS)}={chance.choice(SOURCES)}" for _ in range(chance.randint(0, 3)))
    return chance.choice(HOSTS) + chance.choice(("?", "?", "#/p?", "#?")) * bool(query) + query


def _whole(low, high):
    return lambda chance, _: chance.randint(low, high) + (0.5 if chance.random() < 0.02 else 0)


OWN = {
    "looks": lambda chance, _: chance.choice(("always", 5, "5", 20, 1, 2.5, "ALWAYS ", "0x5", "5.")),
    "look": lambda chance, _: chance.choice((1, 2, 5, 1.5)),
    "paths": _path,
    "url": _url,
    "field": lambda chance, _: chance.choice(("source", "platform", "platform", "utm_campaign", "TERM", "id", "sauce")),
    "touches": _whole(1, 12),
    "order": _whole(1, 3),
    "max_lag": _whole(0, 6),
    "draws": _whole(100, 300),
    "seed": _whole(0, 4294967295),
    "scores": lambda chance, parameter: chance.randint(0, 10 if parameter.shape is Shape.COLUMN else 5),
    "low": lambda chance, _: round(chance.uniform(0, 300), 2),
    "likely": lambda chance, _: round(chance.uniform(290, 600), 2),
    "high": lambda chance, _: round(chance.uniform(600, 900), 2),
    "maximum": lambda chance, _: chance.choice((5, 6, 4.5)),
    "rate": lambda chance, _: round(chance.uniform(0, 0.6), 3),
    "lift": lambda chance, _: chance.choice((0.1, -0.2, 0.25, chance.uniform(-1, 1))),
    "test_size": _whole(100, 900),
    "control_size": _whole(100, 900),
    "test_conversions": _whole(0, 110),
    "control_conversions": _whole(0, 110),
    "spend": lambda chance, _: round(chance.uniform(0, 2500), 2),
    "pre": _whole(16, 19),
    "claimed": lambda chance, _: round(chance.uniform(300, 2000), 2),
    "incremental": lambda chance, _: round(chance.uniform(300, 600), 2),
    "test_periods": _whole(1, 7),
    "claims": lambda chance, _: chance.choice(("a", "b", 100, 2500.5, 46204, None)),
    "most_change": lambda chance, _: chance.choice((0.1, 0.2, 0.5, 1, 3)),
    "total_spend": lambda chance, _: round(chance.uniform(0, 2500), 2),
    "platform": lambda chance, _: chance.choice(("a", "A ", "b")) if chance.random() < 0.98 else "",
    "kpi": lambda chance, _: chance.choice(("lead", "Lead ", "link click", "follower", "leed")),
}
"""What arguments of a name hold that by their kind alone would hold too little sense."""
