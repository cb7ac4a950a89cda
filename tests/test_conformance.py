"""The engine against the values that Excel stored in other people's workbooks, where that collection lies beside the
project."""

from __future__ import annotations

import importlib.util
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from socroi import SocroiError, recalculate

COLLECTION = Path(__file__).parents[2] / "shared" / "conformance"
BOOKS = sorted((COLLECTION / "excel").rglob("*.xls[xm]"))

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not BOOKS, reason="the workbooks of ../shared/conformance are not here"),
]

RIGHT_AT_LEAST = 0.995
WRONG_AT_MOST = 0.0005


@pytest.fixture(scope="module")
def ruler():
    """The collection's own measure: it strips cached values, and says when two cells are the same."""
    found = importlib.util.spec_from_file_location("score", COLLECTION / "score.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def written_by_excel(path):
    """Whether Excel saved the workbook: others, some of them damaged on purpose, are no witnesses."""
    try:
        with zipfile.ZipFile(path) as package:
            return b"Microsoft" in package.read("docProps/app.xml")
    except (KeyError, zipfile.BadZipFile):
        return False


def compare(ruler, path, folder):
    """Count the formula cells of one workbook that come back right, wrong or uncomputed."""
    verdicts = Counter()
    if not written_by_excel(path):
        return verdicts
    try:
        values, formulas, names = ruler.read(path)
    except (IndexError, KeyError, ValueError):  # the ruler itself cannot read a few of them
        return verdicts
    formulas = {key: text for key, text in formulas.items() if values.get(key) is not None}
    wanted = set(formulas) - ruler.volatile_cells(path, formulas, names)
    if not wanted:
        return verdicts
    source, target = folder / f"in{path.suffix}", folder / f"out{path.suffix}"
    ruler.strip_cache(path, source, formulas)
    try:
        recalculate(source, target)
    except SocroiError:
        return Counter(refused=len(wanted))
    actual = ruler.read(target)[0]
    for key in wanted:
        got = actual.get(key)
        verdicts["right" if ruler.same(values[key], got) else "uncomputed" if got is None else "wrong"] += 1
    return verdicts


def test_the_engine_gives_what_excel_stored_in_a_collection_of_workbooks(ruler, tmp_path):
    total = Counter()
    for path in BOOKS:
        total += compare(ruler, path, tmp_path)
    cells = total.total()
    assert cells > 80_000
    assert total["right"] / cells >= RIGHT_AT_LEAST, total
    assert total["wrong"] / cells <= WRONG_AT_MOST, total
    assert total["refused"] == 0
