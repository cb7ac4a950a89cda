"""The invented paths and tests of an invented company: what the example edition shows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from socroi.templates.contents import Contents
from socroi.templates.invented import months

if TYPE_CHECKING:
    from datetime import date

    from socroi.templates.texts import Texts

_PATHS: Final = (
    ("instagram > search", 42, 610), ("facebook > search", 31, 540), ("search", 55, 820), ("email", 38, 300),
    ("instagram > email", 27, 260), ("instagram > facebook > search", 24, 390), ("facebook", 12, 410),
    ("instagram", 14, 690), ("youtube > search", 19, 330), ("youtube > instagram > search", 16, 240),
    ("linkedin > email", 9, 120), ("linkedin", 3, 260), ("facebook > email > search", 14, 160),
    ("instagram > search > email", 21, 170), ("direct", 47, 520), ("instagram > direct", 18, 220),
    ("youtube > facebook > email > search", 8, 90), ("linkedin > search > direct", 6, 110),
    ("instagram > instagram > search", 11, 140), ("youtube > direct", 7, 150),
)  # fmt: skip
"""Path, conversions, and how many took it without a conversion."""
_SALE: Final = 58
_CHANNELS: Final = (
    ("facebook", 1790, 96, 5200, 21), ("instagram", 2260, 171, 9400, 58), ("linkedin", 1410, 21, 1300, 9),
    ("youtube", 1120, 62, 3500, 31), ("search", None, None, None, 37), ("email", 240, 118, 6600, 14),
    ("direct", None, None, None, None),
)  # fmt: skip
"""Channel, cost, conversions and revenue that it claims for itself, customers who name it when asked."""
_TESTS: Final = (
    ("instagram", "reels", 12400, 268, 6200, 98, 38, 1100),
    ("facebook", "autumn", 8600, 151, 4300, 71, 38, 640),
    ("linkedin", "trade", 2100, 19, 1050, 9, 90, 520),
)
"""Channel, name, people and conversions of the test and of the holdout, worth of a conversion, cost."""
_RANGES: Final = (
    ("tested", 900, 2800, 4700, "test", "tests"),
    ("attributed", 4100, 6200, 8200, "tagging", "models"),
    ("indirect", 500, 2200, 5200, "correlation", "indirect"),
)
_OUTCOMES: Final = {
    "visits": (6000, 9000, 13500),
    "leads": (0.02, 0.04, 0.07),
    "sales": (0.08, 0.15, 0.25),
    "worth": (70, 90, 120),
    "cost": (3200, 3600, 4500),
}
"""Low, likely and high of the campaign that is planned next."""

_PAUSE: Final = (
    (8510, 19350, 380), (8590, 19800, 380), (8560, 19770, 380), (9310, 21320, 380),
    (9390, 21500, 380), (9260, 21230, 380), (8840, 19980, 380), (9300, 21140, 380),
    (8280, 19570, 380), (8430, 19710, 380), (8660, 20020, 380), (8460, 19710, 380),
    (8370, 19160, 380), (8220, 18190, 380), (8400, 18620, 380), (7700, 17710, 380),
    (7750, 17800, 380), (8070, 18420, 380), (7690, 17940, 380), (8090, 18180, 380),
    (8100, 18360, 380), (8290, 19520, 380), (8730, 19730, 380), (8240, 18910, 380),
    (7920, 20420, 0), (8280, 21070, 0), (8030, 20070, 0), (8660, 21400, 0),
)  # fmt: skip
"""Sales of the places with a pause and of others, spend in the former: 24 weeks and 4 of the pause."""
_BEFORE: Final = 24
_CALIBRATION: Final = (
    ("instagram", 4100, 1650, 700, 2600, 2), ("instagram", 3600, 1900, 900, 2900, 8),
    ("instagram", 5200, 1700, 600, 2800, 14), ("facebook", 2600, 900, 260, 1540, 1),
    ("linkedin", 900, 180, -160, 520, 0),
)  # fmt: skip
"""Channel, what it claimed, what a test of it found with both ends, and how many months ago."""


def example(texts: Texts, first_month: date) -> Contents:
    """Return the example in the words of a language."""
    names = {key: texts[f"platform.{key}"] for key in ("facebook", "instagram", "linkedin", "youtube")}
    names |= {key: texts[f"channel.{key}"] for key in ("search", "email", "direct")}
    day = months(first_month, 4)[-1]
    paths = [
        {
            "path": " > ".join(names[key] for key in path.split(" > ")),
            "conversions": count,
            "revenue": count * _SALE,
            "nulls": lost,
            "source": texts["example.source.paths"],
        }
        for path, count, lost in _PATHS
    ]
    channels = [
        {
            "channel": names[key],
            "social": texts["word.no" if key in {"search", "email", "direct"} else "word.yes"],
            "cost": cost,
            "claimed": claimed,
            "claimed_revenue": revenue,
            "heard": heard,
            "window": texts["example.window"] if claimed else None,
            "source": texts["example.source.platform"] if claimed else None,
        }
        for key, cost, claimed, revenue, heard in _CHANNELS
    ]
    tests = [
        {
            "test": texts[f"example.test.{name}"],
            "channel": names[key],
            "from_day": day + timedelta(days=30 * place),
            "to_day": day + timedelta(days=30 * place + 27),
            "size": size,
            "converted": converted,
            "held": held,
            "held_converted": held_converted,
            "value": value,
            "cost": cost,
        }
        for place, (key, name, size, converted, held, held_converted, value, cost) in enumerate(_TESTS)
    ]
    ranges = [
        {
            "what": texts[f"range.{key}"],
            "low": low,
            "likely": likely,
            "high": high,
            "evidence": texts[f"evidence.{evidence}"],
            "basis": texts[f"example.range.{basis}"],
        }
        for key, low, likely, high, evidence, basis in _RANGES
    ]
    weeks = [day + timedelta(weeks=place) for place in range(len(_PAUSE))]
    pause = [
        {"week": week, "places": places, "others": others, "spend": spend}
        for week, (places, others, spend) in zip(weeks, _PAUSE, strict=True)
    ]
    calibration = [
        {"channel": names[key], **dict(zip(("claimed", "found", "low", "high", "months"), figures, strict=True))}
        for key, *figures in _CALIBRATION
    ]
    return Contents(
        {
            "Calibration": calibration,
            "Paths": paths,
            "Channels": channels,
            "Tests": tests,
            "Ranges": ranges,
            "Pause": pause,
        },
        {
            "company": texts["example.company"],
            "range_cost": 7600,
            "heard_asked": 420,
            "outcomes": _OUTCOMES,
            "pause_from": weeks[_BEFORE],
        },
        example=True,
    )
