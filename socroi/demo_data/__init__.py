"""Demo numbers: exports of a company that does not exist, in the exact formats of real ones, and its other costs.

Every campaign name begins with `Demo numbers:`, so that they cannot be mistaken for results. `python -m
socroi.demo_data FOLDER` writes the same files again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent

EXPORTS: Final = (FOLDER / "meta_ads_manager.csv", FOLDER / "linkedin_campaign_manager.csv")
"""Platform exports, for `socroi.sources.read`."""

COSTS: Final = FOLDER / "other_costs.csv"
"""What a company keeps itself: month, category, what, hours, hourly rate, amount. Not a platform's format."""

COMPANY: Final = "Demo numbers Ltd."
CURRENCY: Final = "EUR"
"""The currency of all the files."""

LABEL: Final = "Demo numbers"
"""What must stand wherever these numbers are shown."""
