import os
import struct
import zipfile
from contextlib import suppress

import pytest
from workbook_packages import MAIN, book_parts, relationships, sheet_xml

from socroi.errors import UnsafeWorkbook, UsageError, WorkbookError
from socroi.workbook.package import archive
from socroi.workbook.reading import cells
from socroi.workbook.reading.book import load

ONE = '<row r="1"><c r="A1"><f>1</f><v>0</v></c></row>'
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def parts():
    return book_parts({"Data": sheet_xml(ONE)})


def test_a_missing_file_and_a_folder_are_wrong_requests(tmp_path):
    with pytest.raises(UsageError, match="no such file"):
        load(tmp_path / "none.xlsx")
    with pytest.raises(UsageError, match="folder"):
        load(tmp_path)
    os.mkfifo(tmp_path / "pipe.xlsx")
    with pytest.raises(UsageError, match="no file"):
        load(tmp_path / "pipe.xlsx")


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"", WorkbookError, "empty"),
        (OLE2 + bytes(600) + "Workbook".encode("utf-16-le"), WorkbookError, "old .xls format"),
        (OLE2 + bytes(600) + "EncryptedPackage".encode("utf-16-le"), UnsafeWorkbook, "locked by a password"),
        (b"post,cost\nA,1\n", WorkbookError, "text file"),
        ("post;cost\n".encode("utf-16"), WorkbookError, "text file"),
        (b"\x7fELF\0\1\2", WorkbookError, "no workbook"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_what_it_is(tmp_path, content, error, says):
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    with pytest.raises(error, match=says) as refusal:
        load(path)
    assert refusal.value.where == str(path)
    assert refusal.value.hint


@pytest.mark.parametrize("keep", [4, 40, 0.5, 0.99, -1])
def test_a_file_that_was_cut_short_is_refused(pack, parts, keep):
    path = pack(parts)
    content = path.read_bytes()
    path.write_bytes(content[: int(keep * len(content)) if isinstance(keep, float) else keep])
    with pytest.raises(WorkbookError, match="cut short"):
        load(path)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {
                "_rels/.rels": relationships(("r", "officeDocument", "word/document.xml")),
                "word/document.xml": "<document/>",
            },
            "Word",
        ),
        (
            {"_rels/.rels": relationships(("r", "officeDocument", "xl/workbook.bin")), "xl/workbook.bin": "x"},
            "binary workbook",
        ),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "OpenDocument"),
        ({"_rels/.rels": relationships(("r", "officeDocument", "none.xml"))}, "no workbook"),
    ],
)
def test_another_kind_of_office_file_is_refused_by_name(pack, parts, change, says):
    with pytest.raises(WorkbookError, match=says):
        load(pack(parts | change))


def test_a_plain_zip_file_is_no_workbook(pack):
    with pytest.raises(WorkbookError, match="zip file, but no workbook"):
        load(pack({"photo.txt": "x"}))


def test_a_part_that_two_sheets_share_is_refused(pack, parts):
    """Case 5023236 of the damaged packages: each run computed its cells twice, and changed them anew."""
    book = parts["xl/workbook.xml"]
    at, end = book.index("<sheet "), book.index("</sheets>")
    parts["xl/workbook.xml"] = book[:end] + book[at:end] + book[end:]
    with pytest.raises(WorkbookError, match="shares its part with another sheet"):
        load(pack(parts))


def test_a_package_without_a_single_part_is_no_workbook(pack):
    with pytest.raises(WorkbookError, match="zip file, but no workbook"):
        load(pack({}))


def test_a_part_that_inflates_out_of_all_proportion_is_not_read_to_its_end(pack, parts, monkeypatch):
    monkeypatch.setattr(archive, "RATIO_FROM", 1 << 20)
    parts["xl/worksheets/sheet1.xml"] = sheet_xml(ONE + " " * (8 << 20))
    path = pack(parts)
    with pytest.raises(UnsafeWorkbook, match="zip bomb") as refusal:
        load(path)
    assert "sheet1.xml" in str(refusal.value)


def test_a_size_that_the_file_declares_is_not_believed(pack, parts, monkeypatch):
    monkeypatch.setattr(archive, "RATIO_FROM", 1 << 20)
    parts["xl/worksheets/sheet1.xml"] = sheet_xml(ONE + " " * (8 << 20))
    path = pack(parts)
    content = bytearray(path.read_bytes())
    true = struct.pack("<I", len(parts["xl/worksheets/sheet1.xml"]))
    assert content.count(true) == 2
    path.write_bytes(content.replace(true, struct.pack("<I", 500)))
    with pytest.raises(UnsafeWorkbook, match="zip bomb"):
        load(path)


def test_a_list_of_texts_beyond_its_limit_is_refused(pack, monkeypatch):
    monkeypatch.setattr("socroi.workbook.reading.book.MAX_STRINGS", 1000)
    with pytest.raises(UnsafeWorkbook, match="sharedStrings"):
        load(
            pack(
                book_parts({"Data": sheet_xml(ONE)}, strings=["<t>" + "abc" * 1000 + "</t>"]), method=zipfile.ZIP_STORED
            )
        )


def test_parts_that_share_bytes_are_refused(pack, parts):
    path = pack(parts | {"xl/media/a.bin": "x" * 50, "xl/media/b.bin": "y" * 50}, method=zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    first = content.index(b"PK\1\2")
    entry = content.index(b"xl/media/a.bin", first) - 46
    for field, value in ((20, 500), (24, 500)):  # a longer than its data: it reaches into b
        struct.pack_into("<I", content, entry + field, value)
    path.write_bytes(content)
    with pytest.raises(UnsafeWorkbook, match="shares bytes"):
        load(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_occurs_twice_is_refused(pack, parts):
    path = pack(parts)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("XL/Worksheets/sheet1.xml", sheet_xml(""))
    with pytest.raises(UnsafeWorkbook, match="twice"):
        load(path)


def test_a_part_with_two_names_is_refused(pack, parts):
    path = pack(parts)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet2.xml", 1))
    with pytest.raises(UnsafeWorkbook, match="two ways"):
        load(path)


def test_names_that_point_outside_are_harmless_because_nothing_is_extracted(pack, parts, tmp_path):
    load(pack(parts | {"../../evil.txt": "x", "/abs.txt": "y"}))
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


def test_a_checksum_that_does_not_match_is_refused(pack, parts):
    path = pack(parts, method=zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"<f>1</f>", b"<f>2</f>"))
    with pytest.raises(WorkbookError, match=r"sheet1\.xml is damaged"):
        load(path)


def test_damaged_compressed_data_is_refused(pack, parts):
    path = pack(parts)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        info = package.getinfo("xl/worksheets/sheet1.xml")
    start = info.header_offset + 30 + len(info.filename)
    content[start : start + 8] = b"\xff" * 8
    path.write_bytes(content)
    with pytest.raises(WorkbookError, match=r"sheet1\.xml is damaged"):
        load(path)


def test_a_part_locked_inside_the_zip_file_is_refused(pack, parts):
    path = pack(parts)
    content = bytearray(path.read_bytes())
    entry = content.index(b"xl/workbook.xml", content.index(b"PK\1\2")) - 46
    struct.pack_into("<H", content, entry + 8, 1)
    path.write_bytes(content)
    with pytest.raises(UnsafeWorkbook, match="encrypted"):
        load(path)


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "_rels/.rels"])
def test_a_document_type_is_refused_in_every_part(pack, name):
    parts = book_parts({"Data": sheet_xml(ONE).partition("\n")[2]}, strings=["<t>x</t>"])
    parts[name] = BOMB + parts[name].removeprefix('<?xml version="1.0"?>')
    with pytest.raises(UnsafeWorkbook, match="document type"):
        load(pack(parts))


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "_rels/.rels"])
def test_bad_xml_is_refused_with_its_part_and_line(pack, name):
    parts = book_parts({"Data": sheet_xml(ONE).partition("\n")[2]}, strings=["<t>x</t>"])
    parts[name] = "\n\n" + parts[name].removeprefix('<?xml version="1.0"?>') + "<"
    with pytest.raises(WorkbookError, match=rf"{name} is not well-formed XML at line 3"):
        load(pack(parts))


@pytest.mark.parametrize(
    "broken", ['<row r="1"><c r="A1"><v>1</c></row>', '<row r="1"><c r="A1"><v>&nbsp;</v></c></row>', "<row>", "&"]
)
def test_a_sheet_with_broken_rows_is_refused(book_of, broken):
    with pytest.raises(WorkbookError, match=r"sheet1\.xml is not well-formed XML at line 2"):
        book_of(broken)


def test_a_sheet_without_its_part_is_refused_by_name(pack, parts):
    del parts["xl/worksheets/sheet1.xml"]
    with pytest.raises(WorkbookError, match="The sheet Data is listed, but its part is missing"):
        load(pack(parts))


def test_a_used_area_that_does_not_fit_is_refused(book_of, monkeypatch):
    monkeypatch.setattr(cells.Budget, "__init__", lambda self: setattr(self, "slots", 1_000_000))
    assert book_of('<row r="1000000"><c r="XFD1000000"><v>1</v></c></row>').book.sheets[0].row_count == 1_000_000
    with pytest.raises(UnsafeWorkbook, match="used area is larger"):
        book_of('<row r="1000000"><c r="A1000000"><v>1</v></c><c r="B1000000"><v>1</v></c></row>')


def test_a_table_without_an_area_is_refused(pack, parts):
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(("rId1", "table", "../tables/table1.xml"))
    parts["xl/tables/table1.xml"] = f'<table xmlns="{MAIN}" displayName="Spend" ref="nowhere"/>'
    with pytest.raises(WorkbookError, match="The table Spend has no area"):
        load(pack(parts))


def test_random_damage_is_refused_in_words_or_harmless(pack, parts):
    path = pack(parts | {"xl/media/a.bin": "x" * 50})
    content = path.read_bytes()
    for at in range(0, len(content), 3):
        damaged = bytearray(content)
        damaged[at] ^= 0xFF
        path.write_bytes(damaged)
        with suppress(WorkbookError, UsageError):
            load(path)


HUGE, ENDLESS, ARABIC = "9" * 23, "9" * 5000, "\u0661"
USUAL = "".join(
    f'<row r="{n}"><c r="A{n}"><f>1+{n}</f><v>{n}</v></c><c r="B{n}" t="s"><v>0</v></c></row>' for n in range(1, 200)
)


@pytest.mark.parametrize("before", ["", USUAL], ids=["alone", "after others"])
@pytest.mark.parametrize("head", ["", "<!-- read with care -->"], ids=["quick", "with care"])
@pytest.mark.parametrize(
    ("row", "says"),
    [
        *[
            (f'<row r="500"><c r="A500" t="s"><v>{n}</v></c></row>', "shared string")
            for n in (HUGE, ENDLESS, ARABIC, "-1", "1_0")
        ],
        *[(f'<row r="{n}"><c><v>1</v></c></row>', "row") for n in (HUGE, ENDLESS, ARABIC, "5_00")],
        *[(f'<row r="500"><c r="A{n}"><v>1</v></c></row>', "address|row") for n in (HUGE, ENDLESS, ARABIC)],
        *[
            (f'<row r="500"><c r="A500"><f t="array" ref="A500:A{n}">1</f><v>1</v></c></row>', "address|row")
            for n in (HUGE, ENDLESS, ARABIC)
        ],
        (f'<row r="500"><c r="A500"><v>{ARABIC}</v></c></row>', "no number"),
        (f'<row r="500"><c r="A500" t="b"><v>{ARABIC}</v></c></row>', "no TRUE or FALSE"),
    ],
)
def test_a_number_of_other_digits_or_of_too_many_is_refused_in_words(book_of, before, head, row, says):
    with pytest.raises(WorkbookError, match=says):
        book_of(before + row, head=head, strings=["<t>a</t>"])


@pytest.mark.parametrize("number", [HUGE, ENDLESS, ARABIC])
@pytest.mark.parametrize("attribute", ["s", "cm", "vm", "ph"])
def test_a_style_or_a_mark_of_such_a_number_is_none(book_of, number, attribute):
    loaded = book_of(f'<row r="1"><c r="A1" {attribute}="{number}"><f>1+1</f><v>2</v></c></row>')
    assert loaded.book.sheets[0].columns[0].data[0] == 2


@pytest.mark.parametrize("number", [HUGE, ENDLESS, ARABIC, "1.5", "x"])
def test_a_setting_of_such_a_number_is_refused_in_words(pack, number):
    workbook = f'<calcPr iterate="1" iterateCount="{number}"/>'
    with pytest.raises(WorkbookError, match=r"iterateCount is .* no whole number"):
        load(pack(book_parts({"Data": sheet_xml(ONE)}, workbook=workbook)))


@pytest.mark.parametrize("number", [HUGE, ENDLESS, ARABIC])
def test_a_name_of_a_sheet_of_such_a_number_is_one_of_no_sheet(pack, number):
    names = f'<definedNames><definedName name="n" localSheetId="{number}">1</definedName></definedNames>'
    load(pack(book_parts({"Data": sheet_xml(ONE)}, workbook=names)))
