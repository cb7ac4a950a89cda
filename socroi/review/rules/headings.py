"""What a heading says of the cells below it: a ratio, a share, money, a result that platforms claim, labour."""

from __future__ import annotations

import re
from typing import Final

_RATIO: Final = re.compile(
    r"(?<![a-z])(roi|roas|ctr|cpc|cpm|cpa|cpl|romi|rate|ratio|share|margin|percent|percentage|conversion rate"
    r"|return on|cost per|per click|per lead)(?![a-z])|%",
    re.IGNORECASE,
)
_SHARE: Final = re.compile(
    r"(?<![a-z])(margin|share|discount|vat|tax rate|conversion rate|click[- ]?through|ctr|open rate|churn"
    r"|retention|brand share)(?![a-z])|%\s*$|^\s*%",
    re.IGNORECASE,
)
_CLAIM: Final = re.compile(
    r"(?<![a-z])(conversions?|conversion value|purchases?|purchase value|sales|website purchases|results"
    r"|attributed|claimed|reported|orders)(?![a-z])",
    re.IGNORECASE,
)
_SAID_BY_PLATFORMS: Final = re.compile(
    r"(?<![a-z])(claimed|attributed|platform[- ]reported|reported by|ads manager|ad manager|as reported|according to)"
    r"(?![a-z])",
    re.IGNORECASE,
)
_AD_TABLE: Final = re.compile(
    r"(?<![a-z])(impressions?|amount spent|ad spend|spend|spent|clicks?|reach|cpc|cpm)(?![a-z])", re.IGNORECASE
)
_LABOUR: Final = re.compile(
    r"(?<![a-z])(staff|salar(y|ies)|wages?|pay(roll)?|labou?r|hours?|time|team|people|personnel|employees?|freelancers?"
    r"|management|in-house)(?![a-z])",
    re.IGNORECASE,
)
AD_PLATFORMS: Final = (
    *("facebook", "instagram", "meta", "google", "tiktok", "linkedin", "pinterest", "snapchat", "youtube", "reddit"),
    *("twitter", "bing", "microsoft", "x (twitter)", "threads"),
)
"""Who sells ads and reports what they brought."""


def is_ratio(heading: str) -> bool:
    """Whether a heading names a ratio."""
    return _RATIO.search(heading) is not None


def is_share(heading: str) -> bool:
    """Whether a heading names a share, which lies between 0 and 1."""
    return _SHARE.search(heading) is not None


def is_claim(heading: str) -> bool:
    """Whether a heading names what platforms count and claim: conversions, purchases, sales."""
    return _CLAIM.search(heading) is not None and not is_ratio(heading)


def is_said_by_platforms(heading: str) -> bool:
    """Whether a heading says that the platforms themselves report it."""
    return _SAID_BY_PLATFORMS.search(heading) is not None


def is_of_ads(heading: str) -> bool:
    """Whether a heading is one of an ads manager's own columns."""
    return _AD_TABLE.search(heading) is not None


def is_labour(text: str) -> bool:
    """Whether a line of costs is for people's time."""
    return _LABOUR.search(text) is not None


def platform_in(text: str) -> str:
    """Return the ad platform that a text names; "" where it names none."""
    folded = text.casefold()
    return next((name for name in AD_PLATFORMS if re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", folded)), "")
