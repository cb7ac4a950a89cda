"""The sheet of paper, read back by pdftotext and by pypdfium2."""

import subprocess

import pytest

from socroi.errors import UsageError
from socroi.reports.page import paper
from socroi.templates.texts import languages

pytest.importorskip("weasyprint")
pdfium = pytest.importorskip("pypdfium2")
POINTS = {"a4": (595, 842), "letter": (612, 792)}


@pytest.fixture
def words_of(program, tmp_path):
    """The text of a PDF, as pdftotext takes it out."""

    def read(content):
        command = [program("pdftotext", "apt-get install poppler-utils"), "-layout", "-", "-"]
        return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()

    return read


@pytest.mark.parametrize(("name", "kind"), [("four_step", "a4"), ("four_step", "letter"), ("kpi_scorecard", "letter")])
def test_all_stands_on_one_sheet_of_the_paper_that_was_asked_for(name, kind, example_page, words_of):
    content = paper.pdf(example_page(name), kind)
    sheets = pdfium.PdfDocument(content)
    assert len(sheets) == 1
    assert [round(size) for size in sheets[0].get_size()] == list(POINTS[kind])
    text = words_of(content)
    for part in (
        "What social media returned",
        "12,549",
        "By platform",
        "What is missing or open",
        "computed by SOCROI",
    ):
        assert part in text


@pytest.mark.parametrize("language", [each for each in languages() if each != "en"])
def test_every_language_fits_on_one_sheet_and_its_figures_are_text(language, example_page, words_of):
    page = example_page("four_step", language)
    content = paper.pdf(page)
    assert len(pdfium.PdfDocument(content)) == 1
    text = words_of(content)
    assert page.cards[2].value.replace("\N{NO-BREAK SPACE}", " ") in text.replace("\N{NO-BREAK SPACE}", " ")


def test_headings_and_tables_can_be_read_aloud(example_page, program):
    command = [program("pdfinfo", "apt-get install poppler-utils"), "-"]
    content = paper.pdf(example_page("hidden_returns", "hu"))
    said = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
    assert "Tagged:          yes" in said
    assert "Title:           Mit hozott a közösségi média" in said


def test_the_same_page_gives_the_same_bytes(example_page):
    assert paper.pdf(example_page("hidden_returns", "hu")) == paper.pdf(example_page("hidden_returns", "hu"))


def test_the_picture_is_that_sheet(example_page):
    image = pytest.importorskip("PIL.Image")
    from io import BytesIO

    drawn = image.open(BytesIO(paper.png(example_page("hidden_returns", "hu"))))
    assert (drawn.format, drawn.size) == ("PNG", (1241, 1754))  # A4 at 150 dots for an inch
    assert drawn.getpixel((200, 100))[:3] == (0x17, 0x40, 0x5C)  # the band


def test_a_page_fetches_nothing_from_elsewhere():
    with pytest.raises(ValueError, match="fetches nothing"):
        paper._refuse("https://example.com/font.woff")


def test_a_missing_package_names_the_extra():
    with pytest.raises(
        UsageError, match=r"package no_such_package is missing.*extra `report`.*pip install '\.\[report\]'"
    ):
        paper.wanted("no_such_package")
