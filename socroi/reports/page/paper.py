"""The page on one sheet of paper, as PDF, and a picture of it, as PNG."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from socroi.errors import UsageError
from socroi.reports.page.html import html

if TYPE_CHECKING:
    from socroi.reports.page.content import Page

PAPERS: Final = {"a4": "A4", "letter": "letter"}
SIZES: Final = (8.5, 7.75, 7.0, 6.25, 5.5, 5.0)
"""Sizes of letters in points that are tried until all stands on one page."""
PACKAGES: Final = {"docx": "python-docx", "pptx": "python-pptx"}
"""Modules whose package has another name."""
READ_ALOUD: Final = "pdf/ua-1"
"""The standard by which headings, tables and texts of pictures are told to who does not see the page."""
DOTS: Final = 150
"""Pixels for an inch of a picture."""


def pdf(page: Page, paper: str = "a4") -> bytes:
    """Return the page as a PDF of one sheet of `a4` or `letter`.

    Raises:
        UsageError: the extra `report` is not installed, or there is more than fits on one page.
    """
    return _one_sheet(page, paper).write_pdf(pdf_identifier=b"SOCROI", pdf_variant=READ_ALOUD) or b""


def png(page: Page, paper: str = "a4") -> bytes:
    """Return a picture of that sheet.

    Raises:
        UsageError: as for `pdf`.
    """
    return picture(pdf(page, paper))


def picture(document: bytes, dots: int = DOTS, *, trimmed: bool = False) -> bytes:
    """Return the first page of a PDF as PNG; trimmed, without what is blank below.

    Raises:
        UsageError: the extra `report` is not installed.
    """
    sheets = wanted("pypdfium2").PdfDocument(document)
    drawn = BytesIO()
    image = sheets[0].render(scale=dots / 72).to_pil()
    if trimmed:
        image = _trimmed(image)
    image.save(drawn, format="PNG", optimize=True)
    sheets.close()
    return drawn.getvalue()


def _trimmed(image: Any) -> Any:
    """Return a picture without its blank end."""
    from PIL import Image, ImageChops

    white = Image.new(image.mode, image.size, "white")
    drawn = ImageChops.difference(image, white).getbbox()
    return image if drawn is None else image.crop((0, 0, image.width, drawn[3]))


def sheet(text: str) -> bytes:
    """Return HTML as a PDF.

    Raises:
        UsageError: the extra `report` is not installed.
    """
    made: bytes = wanted("weasyprint").HTML(string=text, url_fetcher=_refuse).write_pdf(pdf_identifier=b"SOCROI")
    return made


def _one_sheet(page: Page, paper: str) -> Any:
    maker = wanted("weasyprint")
    for size in SIZES:
        extra = f"@page{{size:{PAPERS[paper]};margin:9mm 9mm 8mm}}html{{font-size:{size}pt}}"
        made = maker.HTML(string=html(page, extra=extra), url_fetcher=_refuse).render(pdf_variant=READ_ALOUD)
        if len(made.pages) == 1:
            return made
    raise UsageError("there is more than fits on one page.", hint="Write it as HTML or Word.")


def _refuse(url: str, *_: Any, **__: Any) -> dict[str, Any]:
    """Fetch nothing but what stands in the page itself."""
    if not url.startswith("data:"):
        raise ValueError(f"a report fetches nothing: {url}")
    from weasyprint.urls import default_url_fetcher

    found: dict[str, Any] = default_url_fetcher(url)
    return found


def wanted(module: str) -> Any:
    """Import a module of the extra `report`.

    Raises:
        UsageError: it is not installed, or it misses a library of the system.
    """
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError as problem:
        raise UsageError(
            f"the Python package {PACKAGES.get(module, module)} is missing.",
            hint="It belongs to the extra `report`: pip install '.[report]' in the folder of SOCROI.",
        ) from problem
    except OSError as problem:
        raise UsageError(
            f"{module} cannot be loaded: {str(problem).splitlines()[0]}.",
            hint="It needs the library Pango (apt-get install libpango-1.0-0 libpangoft2-1.0-0); HTML needs nothing.",
        ) from problem
