"""A workbook as the rules see it: its parts, and what they say of sheets, cells, tables and names."""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RULES = {}
"""Every rule by its name."""


def rule(ask):
    """Make a generator a rule; its name is that of the function, with hyphens."""
    RULES[ask.__name__.replace("_", "-")] = ask
    return ask


@dataclass
class Cell:
    address: str
    row: int
    column: int
    element: ET.Element
    formula: ET.Element | None
    value: str | None
    kind: str


@dataclass
class Sheet:
    name: str
    part: str
    root: ET.Element
    relations: dict
    cells: dict = field(default_factory=dict)


@dataclass
class Table:
    part: str
    root: ET.Element
    sheet: Sheet

    @property
    def name(self):
        return self.root.get("displayName")

    @property
    def area(self):
        return area(self.root.get("ref"))

    @property
    def columns(self):
        return self.root.findall(f"{MAIN}tableColumns/{MAIN}tableColumn")


class Opened:
    """A package, read once."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as package:
            self.names = package.namelist()
            self.packed = {info.filename: info.compress_type for info in package.infolist()}
            self.parts = {name: package.read(name) for name in self.names}

    def tree(self, part):
        """The root of a part; None where it is not there or no XML."""
        try:
            return ET.fromstring(self.parts[part])  # noqa: S314 - of a workbook that a test made
        except (KeyError, ET.ParseError):
            return None

    def relations(self, part):
        """Identifier -> (last word of the type, target part or None where it is elsewhere, whole type)."""
        folder, name = posixpath.split(part)
        root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for element in [] if root is None else root:
            kind, target = element.get("Type", ""), element.get("Target", "")
            inside = None if element.get("TargetMode") == "External" else resolved(folder, target)
            found[element.get("Id")] = (kind.rpartition("/")[2], inside, kind)
        return found

    @cached_property
    def workbook(self):
        return self.tree("xl/workbook.xml")

    @cached_property
    def strings(self):
        root = self.tree("xl/sharedStrings.xml")
        return [] if root is None else ["".join(t.text or "" for t in si.iter(f"{MAIN}t")) for si in root]

    @cached_property
    def styles(self):
        return self.tree("xl/styles.xml")

    def style_count(self, group):
        found = self.styles.find(f"{MAIN}{group}")
        return 0 if found is None else len(found)

    @cached_property
    def sheets(self):
        pointers = self.relations("xl/workbook.xml")
        found = []
        for element in self.workbook.iter(f"{MAIN}sheet"):
            kind, part, _ = pointers.get(element.get(f"{RELATION}id"), ("", None, ""))
            root = self.tree(part) if kind == "worksheet" else None
            if root is not None:
                sheet = Sheet(element.get("name"), part, root, self.relations(part))
                sheet.cells = {cell.address: cell for cell in self._cells(root)}
                found.append(sheet)
        return found

    @property
    def cells(self):
        return ((sheet, cell) for sheet in self.sheets for cell in sheet.cells.values())

    @cached_property
    def tables(self):
        return [
            Table(part, root, sheet)
            for sheet in self.sheets
            for kind, part, _ in sheet.relations.values()
            if kind == "table" and (root := self.tree(part)) is not None
        ]

    @cached_property
    def defined(self):
        return [
            (each.get("name"), each.get("localSheetId"), each.text or "")
            for each in self.workbook.iter(f"{MAIN}definedName")
        ]

    @cached_property
    def formulas(self):
        """Where each formula stands, and its text."""
        found = [(f"the name {name}", text) for name, _, text in self.defined]
        found += [(f"{s.name}!{c.address}", c.formula.text or "") for s, c in self.cells if c.formula is not None]
        for sheet in self.sheets:
            for tag in ("formula", "formula1", "formula2"):
                found += [(f"a rule of {sheet.name}", each.text or "") for each in sheet.root.iter(f"{MAIN}{tag}")]
        for table in self.tables:
            texts = table.root.iter(f"{MAIN}calculatedColumnFormula")
            found += [(f"the table {table.name}", each.text or "") for each in texts]
        return found

    def _cells(self, root):
        for element in root.iter(f"{MAIN}c"):
            address = element.get("r", "")
            match = re.fullmatch(r"([A-Z]+)(\d+)", address)
            kind, value = element.get("t", "n"), element.find(f"{MAIN}v")
            text = None if value is None else value.text or ""
            if kind == "s" and text and text.isdigit() and int(text) < len(self.strings):
                text = self.strings[int(text)]
            elif kind == "inlineStr":
                text = "".join(t.text or "" for t in element.iter(f"{MAIN}t"))
            row, column = (int(match[2]), column_of(match[1])) if match else (0, 0)
            yield Cell(address, row, column, element, element.find(f"{MAIN}f"), text, kind)


def resolved(folder, target):
    whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(whole)


def column_of(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def area(text):
    """(left, top, right, bottom), from 1."""
    match = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?", text)
    left, top = column_of(match[1]), int(match[2])
    return (left, top, column_of(match[3]) if match[3] else left, int(match[4]) if match[4] else top)


def meet(one, other):
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def meeting(areas):
    """The pairs of areas that share a cell."""
    return [(a, b) for at, a in enumerate(areas) for b in areas[:at] if meet(a, b)]


def twice(values):
    """The values that occur more than once."""
    seen, found = set(), []
    for value in values:
        if value in seen:
            found.append(value)
        seen.add(value)
    return found


def without_texts(formula):
    return re.sub(r'"(?:[^"]|"")*"', '""', formula)


def texts_of(formula):
    return [text.replace('""', '"') for text in re.findall(r'"((?:[^"]|"")*)"', formula)]


def is_like_reference(name):
    """`A1` within the grid, or R1C1 style, which no name may be."""
    match = re.fullmatch(r"([A-Za-z]{1,3})(\d{1,7})", name)
    inside = match and column_of(match[1].upper()) <= 16_384 and 1 <= int(match[2]) <= 1_048_576
    return bool(inside) or re.fullmatch(r"[Rr]\d*(?:[Cc]\d*)?|[Cc]\d*", name) is not None
