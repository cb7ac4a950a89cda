"""`python -m socroi.templates`: build every template anew, below `workbook_templates`."""

from __future__ import annotations

from socroi.templates import build_all

if __name__ == "__main__":
    build_all()
