"""The sheets, in their order."""

from typing import Final

PAGES: Final = ("start", "traffic", "sales", "indirect", "savings", "costs", "returns", "lists")

INDIRECT_ROOM: Final = 10
"""Lines of the table Indirect that the sheet Returns shows."""
