"""Small exports as the platforms write them, and an empty workbook for them."""

import os

import pytest
from intake_files import META

from socroi import templates


@pytest.fixture
def plan(tmp_path):
    """An empty workbook of the four steps; its year is 2026."""
    path = tmp_path / "book" / "plan.xlsx"
    path.parent.mkdir()
    path.write_bytes(templates.shipped("four_step").read_bytes())
    return path


@pytest.fixture
def exports(tmp_path):
    """Write an export: its name, its lines, and, if it matters, the day on which it was saved."""
    folder = tmp_path / "exports"
    folder.mkdir()

    def write(name, *lines, saved=None):
        path = folder / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        if saved is not None:
            os.utime(path, (saved.timestamp(), saved.timestamp()))
        return path

    return write


@pytest.fixture
def meta(exports):
    """Write an export of Meta Ads Manager from rows of first day, last day, campaign, spend, purchases, revenue."""

    def write(name, *rows, saved=None):
        lines = [f"{start},{end},{who},{spend},1000,10,{sold},{money}" for start, end, who, spend, sold, money in rows]
        return exports(name, META, *lines, saved=saved)

    return write
