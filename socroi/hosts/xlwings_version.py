"""The one version of xlwings that the add-in works with: its VBA names the DLL of that version."""

from typing import Final

XLWINGS: Final = "0.37.8"
