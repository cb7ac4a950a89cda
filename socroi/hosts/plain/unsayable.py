"""Why a formula has no plain form."""

from __future__ import annotations


class Unsayable(Exception):
    """A formula cannot be said in functions of Excel 2010.

    Attributes:
        function: the function of ours that it calls.
        why: half a sentence for a person: "needs SCAN, which is younger than Excel 2010".
    """

    def __init__(self, function: str, why: str) -> None:
        super().__init__(f"{function} {why}")
        self.function = function
        self.why = why
