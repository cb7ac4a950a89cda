"""The sheets, in their order, and the keys of what they list."""

from typing import Final

PAGES: Final = ("start", "maturity", "hours", "spend", "answers", "findings", "lists")

AREAS: Final = ("strategy", "people", "process", "planning", "response", "integration", "measurement")
ROUNDS: Final = ("first", "second", "third", "fourth")
GROUP_ROOM: Final = 6
BEST: Final = 5
"""The best score of a statement."""
