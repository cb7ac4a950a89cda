"""`make pictures`: draws docs/pictures/template_*.png from the example workbooks, as LibreOffice prints them.

Needs LibreOffice 25.2, pdftoppm and pdftotext (poppler-utils), and the package Pillow.
"""

import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from office import Office
from PIL import Image

from socroi.hosts.libreoffice.extension import generated_files
from socroi.hosts.templates_page import LANGUAGES_PICTURE, picture
from socroi.templates import names, shipped
from socroi.templates.canvas import UNPRINTED
from socroi.templates.texts import languages
from socroi.workbook.package.parts import open_package
from socroi.workbook.writing.rewriting import Rewriting

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
BESIDE = {
    "four_step": ("Results", "ROI"),
    "kpi_scorecard": ("Scorecard", "Platforms"),
    "hidden_returns": ("Indirect", "Returns"),
    "audience_value": ("Comparison", "Lags"),
    "programme": ("Maturity", "Findings"),
    "attribution_and_tests": ("Models", "Tests"),
}
"""The sheets shown beside the first one."""
PERSIAN = """<item oor:path="/org.openoffice.Office.Linguistic/General">
<prop oor:name="DefaultLocale_CTL" oor:op="fuse"><value>fa-IR</value></prop></item>
"""
"""Else LibreOffice takes letters for Hindi that Arial does not have, in a font of its own."""
HEIGHT = 860
GAP = 12
TOP = 0.475
"""The part of a first sheet that reaches down to its charts."""
SIDE = 24
"""The part of a page's margin that is cut off, in pixels."""
COLOURS = 200
BLANK = "!" + re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", UNPRINTED.partition(":")[0])
"""How the print area of a sheet that does not print is written."""


def program(name):
    found = shutil.which(name)
    if found is None:
        sys.exit(f"{name} is missing: install libreoffice-calc and poppler-utils.")
    return found


def printed(books, settings=""):
    """Yield workbooks as LibreOffice prints them with our extension; the files are gone after the last one."""
    with closing(Office(program, settings)) as office:
        extension = office.folder / "socroi.oxt"
        extension.write_bytes(generated_files()["socroi.oxt"])
        office.unopkg("add", extension)
        yield from office.convert(*[every_sheet(office.take(book)) for book in books], kind="pdf")


def every_sheet(book):
    """Let a workbook print the sheets to fill in, too, of which it prints one blank cell."""
    rewriting = Rewriting(open_package(book))
    area = re.compile(r'<definedName name="_xlnm.Print_Area"[^>]*>[^<]*' + re.escape(BLANK) + "</definedName>")
    rewriting.edit(rewriting.package.workbook, lambda text: area.sub("", text))
    rewriting.save(book)
    return book


def draw():
    examples = [shipped(name, "en", example=True) for name in names()]
    for name, pages in zip(names(), printed(examples), strict=True):
        others = [page(pages, first(pages, sheet)) for sheet in BESIDE[name]]
        save(beside(page(pages, 1), others), picture(name))
    tops = []
    for language in languages():
        books = [shipped("four_step", language, example=True)]
        for pages in printed(books, PERSIAN if language == "fa" else ""):
            whole = page(pages, 1)
            tops.append(whole.crop((SIDE, SIDE, whole.width - SIDE, round(TOP * whole.height))))
    save(grid(tops, across=3), LANGUAGES_PICTURE)


def page(pages, number):
    """A page of a PDF as a picture."""
    at = str(number)
    run = subprocess.run(
        [program("pdftoppm"), "-r", "75", "-f", at, "-l", at, "-png", pages], capture_output=True, check=True
    )
    place = pages.with_suffix(f".{number}.png")
    place.write_bytes(run.stdout)
    return Image.open(place).convert("RGB")


def first(pages, sheet):
    """The number of the first page of a sheet, which its footer names."""
    run = subprocess.run([program("pdftotext"), "-layout", pages, "-"], capture_output=True, text=True, check=True)
    for number, text in enumerate(run.stdout.split("\f"), 1):
        if re.search(rf"{pages.stem}\.xlsx\s+{sheet}\s+\d+\s*/\s*\d+", text):
            return number
    raise SystemExit(f"{pages.name} has no page of the sheet {sheet}.")


def beside(left, rest):
    """The first sheet, and the others below each other on its right."""
    left = scaled(left, HEIGHT)
    rest = [scaled(one, (HEIGHT - GAP) // 2) for one in rest]
    width = left.width + GAP + max(one.width for one in rest)
    whole = Image.new("RGB", (width + 2 * GAP, HEIGHT + 2 * GAP), "#C9D3DA")
    whole.paste(left, (GAP, GAP))
    for place, one in enumerate(rest):
        whole.paste(one, (left.width + 2 * GAP, GAP + place * (one.height + GAP)))
    return whole


def grid(pictures, *, across):
    pictures = [scaled(one, 290) for one in pictures]
    width, height = pictures[0].size
    down = -(-len(pictures) // across)
    whole = Image.new("RGB", (across * (width + GAP) + GAP, down * (height + GAP) + GAP), "#C9D3DA")
    for place, one in enumerate(pictures):
        row, column = divmod(place, across)
        whole.paste(one, (GAP + column * (width + GAP), GAP + row * (height + GAP)))
    return whole


def scaled(one, height):
    return one.resize((round(one.width * height / one.height), height), Image.Resampling.LANCZOS)


def save(whole, name):
    PICTURES.mkdir(exist_ok=True)
    whole.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / name, optimize=True)


if __name__ == "__main__":
    draw()
