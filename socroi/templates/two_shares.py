"""Formulas of the interval of the difference of two shares, in plain Excel: Newcombe's method 10, at 95%."""

from __future__ import annotations

from typing import Final

_Z: Final = "NORMINV(0.975,0,1)"
"""Not NORMSINV, which XlsxWriter stores in a table's column as NORM.INV: a function of three arguments, not of one."""


def newcombe(one: tuple[str, str], two: tuple[str, str]) -> tuple[str, str]:
    """Return the formulas of how far below, and how far above what was found the true difference may lie.

    Args:
        one: where the first share stands, and the people it is a share of.
        two: likewise the second, which is taken off the first.
    """
    (p, _), (q, _) = one, two
    below = f"SQRT(({p}-{_wilson(*one, '-')})^2+({_wilson(*two, '+')}-{q})^2)"
    above = f"SQRT(({_wilson(*one, '+')}-{p})^2+({q}-{_wilson(*two, '-')})^2)"
    return below, above


def _wilson(share: str, size: str, sign: str) -> str:
    """Return one end of Wilson's interval of a share of so many people."""
    middle = f"{share}+{_Z}^2/(2*{size})"
    spread = f"{_Z}*SQRT({share}*(1-{share})/{size}+{_Z}^2/(4*{size}^2))"
    return f"(({middle}{sign}{spread})/(1+{_Z}^2/{size}))"
