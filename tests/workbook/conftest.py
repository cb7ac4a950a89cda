import zipfile

import pytest
from workbook_packages import book_parts, sheet_xml

from socroi.workbook.reading.book import load


@pytest.fixture
def pack(tmp_path):
    """Write parts as a package and return its path."""

    def write(parts, name="book.xlsx", method=zipfile.ZIP_DEFLATED):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", method) as package:
            for part, content in parts.items():
                package.writestr(part, content)
        return path

    return write


@pytest.fixture
def book_of(pack):
    """Load a workbook of one sheet from the XML of its rows."""

    def make(rows, *, head="", tail="", name="book.xlsx", **keywords):
        sheet = rows if rows.startswith(("<?xml", "<worksheet", "<x:")) else sheet_xml(rows, head=head, tail=tail)
        return load(pack(book_parts({"Data": sheet}, **keywords), name))

    return make
