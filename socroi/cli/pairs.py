"""What is typed as two texts with an equals sign between them: `--platform "FB page=Facebook"`."""

from __future__ import annotations

from socroi.errors import UsageError


def pair(text: str, flag: str, example: str) -> tuple[str, str]:
    """Return both texts; the first one may have the sign itself.

    Raises:
        UsageError: there is no sign, or a side is blank.
    """
    name, sign, meant = text.rpartition("=")
    if not sign or not name.strip() or not meant.strip():
        raise UsageError(f"{text!r} is no pair.", where=flag, hint=f'Write it as "{example}".')
    return name.strip(), meant.strip()
