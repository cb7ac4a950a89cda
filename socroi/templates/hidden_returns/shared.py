"""How many indirect returns there is room for."""

from typing import Final

INDIRECT_ROOM: Final = 10
"""Lines of the table Indirect that the sheet Returns shows."""
