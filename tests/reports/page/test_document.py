"""The Word document, opened again by python-docx."""

from io import BytesIO

import pytest

from socroi.reports.page.document import docx

opened = pytest.importorskip("docx").Document
pytest.importorskip("weasyprint")


def test_it_has_the_headings_the_tables_and_the_pictures_of_the_page(example_page):
    page = example_page()
    made = opened(BytesIO(docx(page)))
    headings = [each.text for each in made.paragraphs if each.style.name.startswith(("Heading", "Title"))]
    assert headings[0] == page.title
    assert {"In short", "By platform", "By month", "Goals", "More and less", "What is missing or open"} <= set(headings)
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in made.tables[1:]]
    assert tables == [[table.headings, *table.rows] for table in page.tables]
    texts = [shape._inline.docPr.get("descr") for shape in made.inline_shapes]
    assert texts[0] == "ROI by platform, in percent"
    assert texts[1].startswith("Return and cost by month. For each month")
    assert texts[2].startswith("What moved the ROI from August 2026 to September 2026, in points. August 2026: 48.0%; ")


def test_the_paper_is_the_one_that_was_asked_for(example_page):
    (section,) = opened(BytesIO(docx(example_page("hidden_returns", "hu"), "letter"))).sections
    assert (round(section.page_width.mm, 1), round(section.page_height.mm, 1)) == (215.9, 279.4)


def test_persian_is_read_from_right_to_left(example_page):
    made = opened(BytesIO(docx(example_page("four_step", "fa"))))
    written = [each for each in made.paragraphs if each.text]
    assert all(each._p.pPr is not None and each._p.pPr.findall("{*}bidi") for each in written)
    assert all(table._tbl.tblPr.findall("{*}bidiVisual") for table in made.tables)


def test_openxml_audit_finds_nothing_in_it(example_page, package, tmp_path):
    package("openxml_audit", "pip install '.[dev]'")
    from openxml_audit import OpenXmlValidator

    (tmp_path / "page.docx").write_bytes(docx(example_page()))
    assert [str(error) for error in OpenXmlValidator().validate(str(tmp_path / "page.docx")).errors] == []
