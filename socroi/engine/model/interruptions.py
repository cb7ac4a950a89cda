"""What interrupts an evaluation: a formula that cannot be computed here, lanes that have to go one by one."""

from __future__ import annotations


class Uncomputable(Exception):
    """This formula cannot be computed here; the sentence says why. Its cells keep their old values."""


class LaneSplit(Exception):
    """The lanes of a region want arrays of different sizes: compute them one by one."""
