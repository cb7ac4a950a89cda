"""Is each text of a workbook on the pages that LibreOffice prints, whole, and on top of no other?"""

import re
import subprocess
import unicodedata
from collections import Counter
from html import unescape

WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
TOUCH = 1.0
"""Points that two words may lie over each other: letters lean, and lines stand close."""


def words(pdftotext, path):
    """The words of each page of a PDF, as (left, top, right, bottom, text)."""
    run = subprocess.run([pdftotext, "-bbox", path, "-"], capture_output=True, text=True, check=True)
    for page in run.stdout.split("<page ")[1:]:
        found = [(*map(float, places), unescape(text)) for *places, text in WORD.findall(page)]
        yield sorted(found, key=lambda word: word[1])


def on_top_of_each_other(page):
    """Pairs of words of a page of which one lies on the other."""
    pairs = []
    for place, one in enumerate(page):
        for other in page[place + 1 :]:
            if other[1] > one[3]:
                break
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            if across > TOUCH and down > min(one[3] - one[1], other[3] - other[1]) / 2:
                pairs.append((one[4], other[4]))
    return pairs


def pieces(text):
    """The words of a text without regard to the order of their letters, which a PDF may turn round.

    Words are split where the script changes, as PDFs do. Devanagari is taken letter by letter: its letters join, and
    the PDF names the joined ones in its own way.
    """
    found = []
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if unicodedata.category(sign)[0] not in "MC")
    for run in re.findall(r"[0-9]+|[A-Za-z]+|[۰-۹]+|[^\W0-9A-Za-z۰-۹_]+", bare):
        devanagari = any("\u0900" <= letter <= "\u097f" for letter in run)
        found += run if devanagari else ["".join(sorted(run))]
    return Counter(filter(None, found))


def missing(texts, pages):
    """Pieces that the cells have and the pages lack, with how often."""
    wanted = sum((pieces(text) for text in texts), Counter())
    shown = sum((pieces(word[4]) for page in pages for word in page), Counter())
    return dict(wanted - shown)


def printed_texts(book):
    """The texts of a workbook's cells that lie within what is printed."""
    for sheet in book.worksheets:
        ranges = sheet.print_area or sheet.dimensions
        inside = set()
        for area in str(ranges).split(","):
            cells = sheet[area.rpartition("!")[2].replace("$", "")]
            for row in cells if isinstance(cells, tuple) else (cells,):
                inside |= {cell.coordinate for cell in (row if isinstance(row, tuple) else (row,))}
        for row in sheet.iter_rows():
            for cell in row:
                hidden = cell.number_format == ";;;"
                if cell.coordinate in inside and isinstance(cell.value, str) and not hidden:
                    yield cell.value
