"""Does each text of a workbook fit where it is put? Widths of letters from the metrics of Helvetica, which are Arial's.

Excel's own rules: a column of width w is 7w + 5 pixels wide (Arial 10); a text without wrapping runs over the blank
cells beside it; a wrapped one takes as many lines as it needs.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

import matplotlib as mpl
from openpyxl.utils import get_column_letter, range_boundaries

FONTS = Path(mpl.get_data_path()) / "fonts"
PIXELS = 96 / 72
LINE = 1.22
"""Height of a line of text by the size of its letters."""
DEFAULT_HEIGHT = 15


@cache
def metrics(*, bold):
    """The widths of letters in thousandths of the font's size."""
    name = "Helvetica-Bold.afm" if bold else "Helvetica.afm"
    lines = (FONTS / "pdfcorefonts" / name).read_text(encoding="latin-1").splitlines()
    named = {}
    for line in lines:
        found = re.match(r"C (-?\d+) ; WX (\d+) ; N (\w+) ;", line)
        if found:
            named[found[3]] = int(found[2])
    by_letter = {}
    names = {"space": " ", "hyphen": "-", "period": ".", "comma": ",", "colon": ":", "percent": "%"}
    for name, width in named.items():
        letter = names.get(name, name if len(name) == 1 else None)
        if letter:
            by_letter[letter] = width
    digits = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    by_letter |= {str(digit): named[name] for digit, name in enumerate(digits)}
    return by_letter


@cache
def other_font(*, bold):
    """A font that has Arabic letters too."""
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(FONTS / "ttf" / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")))
    font.set_size(100, 72)
    return font


@cache
def letter_width(letter, *, bold):
    """The width of one letter as a part of the font's size."""
    if unicodedata.category(letter) in {"Mn", "Cf"}:
        return 0
    known = metrics(bold=bold)
    plain = unicodedata.normalize("NFD", letter)[0]
    if letter in known or plain in known:
        return known.get(letter, known.get(plain)) / 1000
    if unicodedata.name(letter, "").startswith("ARABIC"):
        from matplotlib.ft2font import LoadFlags

        font = other_font(bold=bold)
        # Arial's Arabic is about four fifths as wide as this one.
        return 0.8 * font.load_char(ord(letter), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 100
    if unicodedata.category(letter) == "Mc":
        return 0.3
    return 0.62


def text_width(text, size, *, bold):
    """The width of a line of text in pixels."""
    return sum(letter_width(letter, bold=bold) for letter in text) * size * PIXELS


def lines_needed(text, width, size, *, bold):
    """How many lines a wrapped text takes; a word that is wider than the cell takes several."""
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for word in paragraph.split(" "):
            wide = text_width(word, size, bold=bold)
            space = text_width(" ", size, bold=bold) if used else 0
            if used and used + space + wide > width:
                lines += 1
                used, space = 0.0, 0
            if wide > width:
                return None
            used += space + wide
    return lines


def cut_texts(book):
    """Yield (sheet, address, text, why) of each text that does not fit its cell."""
    for sheet in book.worksheets:
        areas = {}
        for area in sheet.merged_cells.ranges:
            areas[area.min_row, area.min_col] = (area.max_row, area.max_col)
        covered = {
            (row, column)
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row, area.max_row + 1)
            for column in range(area.min_col, area.max_col + 1)
        }
        right_end = printed_right(sheet)
        for row in sheet.iter_rows():
            for cell in row:
                text = cell.value
                if not isinstance(text, str) or not text.strip() or text.startswith("="):
                    continue
                why = cut(sheet, cell, areas.get((cell.row, cell.column)), covered, right_end)
                if why:
                    yield sheet.title, cell.coordinate, text, why


def printed_right(sheet):
    """The last column that is printed, or that there is where the sheet is not printed."""
    if not sheet.print_area or sheet.print_area.endswith("$A$3"):
        return sheet.max_column
    area = sheet.print_area if isinstance(sheet.print_area, str) else sheet.print_area[0]
    return range_boundaries(area.rpartition("!")[2].replace("$", ""))[2]


def column_width(sheet, column):
    letter = get_column_letter(column)
    for key, dimension in sheet.column_dimensions.items():
        if dimension.min and dimension.min <= column <= dimension.max:
            return dimension.width * 7 if dimension.customWidth or dimension.width else 64
        if key == letter and dimension.width:
            return dimension.width * 7
    return 64


def row_height(sheet, row):
    return sheet.row_dimensions[row].height


def cut(sheet, cell, merged, covered, right_end):
    """Why the text of a cell is cut, or nothing."""
    font, alignment = cell.font, cell.alignment
    size, bold = font.sz or 10, bool(font.b)
    last_row, last_column = merged or (cell.row, cell.column)
    width = sum(column_width(sheet, column) for column in range(cell.column, last_column + 1))
    room = width - 6 - 9 * int(alignment.indent or 0)
    text = str(cell.value)
    if alignment.shrink_to_fit:
        return None
    if alignment.wrap_text:
        lines = lines_needed(text, room, size, bold=bold)
        if lines is None:
            return "a word is wider than the cell"
        heights = [row_height(sheet, row) for row in range(cell.row, last_row + 1)]
        if merged is None and heights[0] is None:
            return None
        height = sum(each or DEFAULT_HEIGHT for each in heights)
        needed = lines * size * LINE
        return f"{lines} lines need {needed:.0f} points of {height:.0f}" if needed > height + 1 else None
    backwards = bool(sheet.sheet_view.rightToLeft)
    onwards = {"right"} if backwards else {None, "left", "general"}
    if merged is None and alignment.horizontal in onwards:
        column = cell.column + 1
        while (
            column <= right_end + 1 and sheet.cell(cell.row, column).value is None and (cell.row, column) not in covered
        ):
            room += column_width(sheet, column)
            column += 1
    if merged is None and alignment.horizontal == ("left" if backwards else "right"):
        column = cell.column - 1
        while column and sheet.cell(cell.row, column).value is None and (cell.row, column) not in covered:
            room += column_width(sheet, column)
            column -= 1
    needed = text_width(text, size, bold=bold)
    return f"{needed:.0f} pixels of {room:.0f}" if needed > room else None
