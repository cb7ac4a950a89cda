"""What the caller knows and the file does not say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Hints:
    """Answers to what a file leaves open.

    Attributes:
        source: name of the exporter, where two would fit.
        decimal: "." or ",".
        date_order: "dmy" or "mdy".
        table: the table wanted, by its first header, where a file has several.
    """

    source: str | None = None
    decimal: str | None = None
    date_order: str | None = None
    table: str | None = None
