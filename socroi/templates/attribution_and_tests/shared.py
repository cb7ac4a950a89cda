"""How many channels and touches there is room for, and the rules that share a conversion out."""

from typing import Final

CHANNEL_ROOM: Final = 12
"""Channels that the sheet Models has a line for; SOCSHAPLEY takes as many."""
TOUCHES: Final = "abcdefghij"
"""Touches of a path that the rules can share out: one column each."""
MODELS: Final = ("last", "first", "linear", "position", "decay")
"""The rules; the models that need the add-in come after them."""
EVENTS: Final = "Paths[touch_a:touch_j]"
