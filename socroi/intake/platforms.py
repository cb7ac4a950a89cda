"""Platforms as the book counts them: known ones, those that are no social medium, and what a person said of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.sources.platforms import UNDIVIDED, platform_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd

NOT_SOCIAL: Final = frozenset({"Google Ads", "Microsoft Ads", "E-mail"})
"""Search, display and e-mail: their figures are shown, and not counted as a return of social media."""
NONE: Final = "-"
"""What a person says of a platform that is no social medium."""
_KNOWN: Final = frozenset({"Meta", "Audience Network", UNDIVIDED})


def placed(data: pd.DataFrame, said: Mapping[str, str]) -> pd.Series[str]:
    """Return the platform that each row counts for; missing where it counts for none."""
    names = {name: _place(name, said) for name in data["platform"].dropna().unique()}
    return data["platform"].map(names).astype("string")


def _place(name: str, said: Mapping[str, str]) -> str | None:
    meant = said.get(name.casefold(), name)
    return None if meant == NONE or meant in NOT_SOCIAL else meant


def unknown(names: Collection[str], listed: Collection[str], said: Mapping[str, str]) -> list[str]:
    """Return the platforms of a file that neither we nor the book nor the person know.

    Args:
        names: the platforms of the file.
        listed: those that the book has in its list.
        said: what was said of platforms before, by their name in lower case.
    """
    own = {name.casefold() for name in listed}
    return sorted(
        name
        for name in names
        if name not in NOT_SOCIAL | _KNOWN and name.casefold() not in own | said.keys() and platform_of(name) != name
    )
