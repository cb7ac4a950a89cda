"""The areas, rounds and groups that the sheets list."""

from typing import Final

AREAS: Final = ("strategy", "people", "process", "planning", "response", "integration", "measurement")
ROUNDS: Final = ("first", "second", "third", "fourth")
GROUP_ROOM: Final = 6
BEST: Final = 5
"""The best score of a statement."""
