"""What interrupts an evaluation: a formula that cannot be computed here, lanes that have to go one by one."""

from __future__ import annotations


class Uncomputable(Exception):
    """This formula cannot be computed here; the sentence says why. Its cells keep their old values."""


class LaneSplit(Exception):
    """The lanes of a region want arrays of different sizes: compute them one by one."""


class Crowded(LaneSplit):
    """All lanes at once need more room than there is: fewer at a time may do."""


class Overrun(Uncomputable):
    """The calculation has used up what it may use. No other formula has to be tried."""

    def __str__(self) -> str:
        # Raised from outside it comes without its sentence.
        return super().__str__() or "it took longer than it may"
