"""Platforms by the names that files, web analytics and tagged links give them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

UNDIVIDED: Final = "Social, not divided"
"""The platform of what is social media and does not say which."""


@cache
def _names() -> tuple[dict[str, str], frozenset[str]]:
    about = tomllib.loads(Path(__file__).with_name("platforms.toml").read_text(encoding="utf-8"))
    names = {alias: platform for platform, aliases in about["names"].items() for alias in aliases}
    return names, frozenset(about["social"]["media"])


def platform_of(source: str | None, medium: str | None = None) -> str | None:
    """Return the platform that a source such as `l.instagram.com` is, by its medium where the source does not say.

    None if neither is a social medium.
    """
    names, media = _names()
    plain = (source or "").strip().casefold().removeprefix("www.")
    if plain in names:
        return names[plain]
    if (medium or "").strip().casefold() in media or plain in media:
        return UNDIVIDED
    return None
