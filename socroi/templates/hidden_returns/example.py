"""The invented year of an invented company: what the example edition shows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from socroi.templates.contents import Contents
from socroi.templates.invented import counted, invented_costs, months

if TYPE_CHECKING:
    from datetime import date

    from socroi.templates.texts import Texts

MONTHS: Final = 9
"""How much of the year is over."""
_SALE: Final = 58
_SOLD: Final = (("instagram", 13), ("facebook", 9), ("youtube", 3))
"""Platform, and orders in a usual month."""
_KEYWORDS: Final = (
    ("course", 640, 1.15, 0.0), ("bread", 1150, 0.62, 0.0), ("gift", 310, 0.94, 0.0), ("vegan", 420, 0.81, 0.0),
    ("near", 780, 0.55, 0.1), ("name", 480, 0.35, 0.8),
)  # fmt: skip
_COMPLAINTS: Final = (("facebook", 14, 0.93, 6.5, 0.86), ("x", 9, 0.78, 3.2, 0.67))
"""Platform, complaints in a usual month, the share that was answered, after how many hours, the share resolved."""
_WEEKS: Final = (
    (341, 268), (366, 301), (329, 289), (372, 255), (348, 310), (391, 297), (335, 263), (362, 284), (350, 322),
    (379, 279), (324, 271), (357, 306),
)  # fmt: skip
"""What search sold in a week with activity on social media, and in the next, without any."""
_INDIRECT: Final = (
    ("leadership", 500, 1200, 2500, "anecdote"),
    ("relations", 600, 1000, 1500, "correlation"),
    ("reputation", None, None, None, None),
    ("authority", 300, 700, 1400, "correlation"),
    ("sales", 800, 1500, 2600, "test"),
    ("messaging", None, None, None, None),
)


def example(texts: Texts, first_month: date) -> Contents:
    """Return the example in the words of a language."""
    sales: list[dict[str, Any]] = []
    for place, day in enumerate(months(first_month, MONTHS)):
        for platform, usual in _SOLD:
            orders = counted(usual, place, platform)
            sales.append(
                {
                    "month": day,
                    "line": texts["line.social"],
                    "platform": texts[f"platform.{platform}"],
                    "orders": orders,
                    "revenue": orders * _SALE,
                    "evidence": texts["evidence.commerce"],
                    "source": texts["example.source.shop"],
                }
            )
        orders = counted(24, place, "search")
        sales.append(
            {
                "month": day,
                "line": texts["line.search"],
                "orders": orders,
                "revenue": orders * _SALE,
                "part": 0.2,
                "evidence": texts["evidence.test"],
                "source": texts["example.source.pause"],
            }
        )
    indirect = [
        {
            "what": texts[f"indirect.{key}"],
            "ask": texts[f"indirect.{key}.ask"],
            "low": low,
            "likely": likely,
            "high": high,
            "evidence": texts[f"evidence.{evidence}"] if evidence else None,
            "basis": texts[f"example.indirect.{key}"] if evidence else None,
        }
        for key, low, likely, high, evidence in _INDIRECT
    ]
    keywords = [
        {
            "keyword": texts[f"example.keyword.{key}"],
            "clicks": clicks,
            "cpc": cpc,
            "brand": brand,
            "date": months(first_month, 3)[-1],
            "source": texts["example.keyword.source"],
        }
        for key, clicks, cpc, brand in _KEYWORDS
    ]
    weeks = [
        {
            "week": months(first_month, 2)[-1] + timedelta(weeks=2 * place + later),
            "active": texts["word.no" if later else "word.yes"],
            "figure": figure,
        }
        for place, pair in enumerate(_WEEKS)
        for later, figure in enumerate(pair)
    ]
    complaints = []
    for place, day in enumerate(months(first_month, MONTHS)):
        for platform, usual, answered, hours, resolved in _COMPLAINTS:
            count = counted(usual, place, platform)
            complaints.append(
                {
                    "month": day,
                    "platform": texts[f"platform.{platform}"],
                    "complaints": count,
                    "answered": round(count * answered),
                    "hours": hours,
                    "resolved": round(count * resolved),
                    "source": texts["example.source.platform"],
                }
            )
    known = {key: texts[f"evidence.{key}"] for key in ("integrated", "correlation", "test", "anecdote")}
    savings = {
        "service": {
            "questions": (900, 1100, 1300),
            "questions.evidence": known["integrated"],
            "answered": (0.5, 0.6, 0.7),
            "answered.evidence": known["integrated"],
            "deflected": (0.15, 0.25, 0.35),
            "deflected.evidence": known["test"],
            "deflected.basis": texts["example.service"],
            "contact": (4.2, 4.2, 4.2),
            "contact.evidence": known["integrated"],
        },
        "word_of_mouth": {
            "advocates": (40, 60, 80),
            "advocates.evidence": known["correlation"],
            "advocates.basis": texts["example.mouth"],
            "referrals": (2, 3, 4),
            "referrals.evidence": known["anecdote"],
            "converted": (0.08, 0.1, 0.12),
            "converted.evidence": known["correlation"],
            "customer": (70, 85, 100),
            "customer.evidence": known["integrated"],
        },
    }
    return Contents(
        {
            "Keywords": keywords,
            "Sales": sales,
            "Indirect": indirect,
            "Weeks": weeks,
            "Complaints": complaints,
            "Costs": invented_costs(texts, first_month, MONTHS),
        },
        {"company": texts["example.company"], "margin": 0.65, "savings": savings},
        example=True,
    )
