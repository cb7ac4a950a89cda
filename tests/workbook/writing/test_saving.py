# ruff: noqa: E501 - the XML of a cell reads best in one line
import os
import re
import stat
import zipfile

import numpy as np
import openpyxl
import pytest
import xlsxwriter
from workbook_packages import MAIN, book_parts, part, raw_parts, sheet_xml, values

import socroi
from socroi.engine.model.block import BLANK, BOOLEAN, ERROR, ERROR_CODE, NUMBER, TEXT, UNCOMPUTED
from socroi.errors import CellError, UsageError, WorkbookError
from socroi.workbook.reading.book import load
from socroi.workbook.reading.cells import parse_address
from socroi.workbook.writing.changes import ColumnChanges, SheetChanges
from socroi.workbook.writing.saving import save


def results_of(loaded, cells, extents=None):
    """Results for the first sheet from {address: Python value}."""
    columns = {}
    for place, value in sorted(cells.items(), key=lambda item: parse_address(item[0])):
        row, column = parse_address(place)
        if value is None:
            kind, data = BLANK, 0.0
        elif isinstance(value, bool):
            kind, data = BOOLEAN, float(value)
        elif isinstance(value, CellError):
            kind, data = ERROR, ERROR_CODE[value.code]
        elif isinstance(value, str):
            kind, data = TEXT, float(loaded.book.strings.code(value))
        else:
            kind, data = NUMBER, float(value)
        columns.setdefault(column, []).append((row, kind, data))
    arrays = {
        column: ColumnChanges(np.array([r for r, _, _ in found]), np.array([k for _, k, _ in found], np.uint8),
                             np.array([d for _, _, d in found], np.float64))
        for column, found in columns.items()
    }  # fmt: skip
    return {0: SheetChanges(arrays, {parse_address(anchor): extent for anchor, extent in (extents or {}).items()})}


def saved_sheet(loaded, cells, tmp_path, extents=None):
    target = tmp_path / "saved.xlsx"
    save(loaded, results_of(loaded, cells, extents), target)
    return part(target, "xl/worksheets/sheet1.xml").decode()


ROWS = (
    '<row r="1" spans="1:3"><c r="A1" s="4"><f>1+1</f><v>0</v></c><c r="B1" t="str"><f>"a"</f><v>old</v></c>'
    '<c r="C1"><v>0.5000</v></c></row>\n<row r="2"><c r="A2" s="1"><f ca="1">NOW()</f></c><c r="B2" t="e" s="2"><f>1/0</f>'
    "<v>#DIV/0!</v></c></row>"
)


@pytest.mark.parametrize(
    ("form", "prefix"),
    [("{}", ""), ("<!-- kept --><![CDATA[]]>{}", ""), ("{}", "x:"), ("<?kept?>{}", "x:")],
    ids=["usual", "odd", "prefixed", "odd prefixed"],
)  # fmt: skip
def test_only_values_and_types_of_formula_cells_change(pack, tmp_path, form, prefix):
    def spell(rows):
        text = form.format(rows)
        whole = f'<worksheet xmlns="{MAIN}"><sheetData>{text}</sheetData><pageMargins left="0.7"/></worksheet>'
        return whole if not prefix else re.sub(r"<(/?)(?=\w)", rf"<\1{prefix}", whole).replace("xmlns=", "xmlns:x=")

    loaded = load(pack(book_parts({"Data": spell(ROWS)})))
    after = saved_sheet(loaded, {"A1": 2, "B1": True, "A2": "<now> ", "B2": 1.5}, tmp_path)
    expected = (
        ROWS.replace('s="4"><f>1+1</f><v>0</v>', 's="4"><f>1+1</f><v>2</v>')
        .replace('t="str"><f>"a"</f><v>old</v>', 't="b"><f>"a"</f><v>1</v>')
        .replace(
            's="1"><f ca="1">NOW()</f>', 's="1" t="str"><f ca="1">NOW()</f><v xml:space="preserve">&lt;now&gt; </v>'
        )
        .replace('t="e" s="2"><f>1/0</f><v>#DIV/0!</v>', 's="2"><f>1/0</f><v>1.5</v>')
    )
    assert after == spell(expected)


@pytest.mark.parametrize("form", ["{}", "<!-- odd -->{}"])
@pytest.mark.parametrize(
    ("number", "spelled"),
    [(5.0, "5"), (0.1, "0.1"), (1e20, "1E+20"), (1e-7, "1E-7"), (0.1 + 0.2, "0.30000000000000004"), (-0.0, "0"),
     (1.5e300, "1.5E+300"), (123456789012345680.0, "1.2345678901234568E+17"), (-2.5, "-2.5")],
)  # fmt: skip
def test_numbers_are_spelled_as_the_shortest_text_that_reads_back(book_of, tmp_path, form, number, spelled):
    loaded = book_of(form.format('<row r="1"><c r="A1"><f>1</f><v>77</v></c></row>'))
    assert f"<v>{spelled}</v>" in saved_sheet(loaded, {"A1": number}, tmp_path)


@pytest.mark.parametrize(
    "text", [" lead", "trail\n", "a\rb", "\x01", "_x000D_", "<&>\"'", "東京😀", "\ud800", "", "a\tb", "_x_"]
)
def test_texts_come_back_as_they_were(book_of, tmp_path, text):
    loaded = book_of('<row r="1"><c r="A1"><f>1</f><v>77</v></c></row>')
    saved_sheet(loaded, {"A1": text}, tmp_path)
    assert values(load(tmp_path / "saved.xlsx")) == {"A1": text}


def test_newer_errors_are_written_as_excel_writes_them_for_older_readers(book_of, tmp_path):
    loaded = book_of('<row r="1"><c r="A1"><f>1</f><v>77</v></c><c r="B1"><f>1</f><v>77</v></c></row>')
    after = saved_sheet(loaded, {"A1": CellError("#SPILL!"), "B1": CellError("#N/A")}, tmp_path)
    assert '<c r="A1" t="e"><f>1</f><v>#VALUE!</v></c><c r="B1" t="e"><f>1</f><v>#N/A</v></c>' in after


def test_metadata_of_an_old_value_goes_with_it(book_of, tmp_path):
    loaded = book_of('<row r="1"><c r="A1" t="e" vm="1"><f>1</f><v>#VALUE!</v></c></row>')
    assert '<c r="A1"><f>1</f><v>3</v></c>' in saved_sheet(loaded, {"A1": 3}, tmp_path)


def test_a_blank_result_leaves_the_cell_without_a_value(book_of, tmp_path):
    loaded = book_of('<row r="1"><c r="A1" t="str"><f>1</f><v>x</v></c></row>')
    assert '<c r="A1"><f>1</f></c>' in saved_sheet(loaded, {"A1": None}, tmp_path)


def test_uncomputed_cells_and_cells_not_listed_keep_their_bytes(book_of, tmp_path):
    rows = "".join(f'<row r="{r}"><c r="A{r}"><f>{r}+0</f><v>{r}.0</v></c></row>' for r in (1, 2, 3))
    loaded = book_of(rows)
    results = results_of(loaded, {"A1": 10, "A2": 20})
    results[0].columns[0].kind[1], results[0].columns[0].data[1] = ERROR, UNCOMPUTED
    save(loaded, results, tmp_path / "saved.xlsx")
    after = part(tmp_path / "saved.xlsx", "xl/worksheets/sheet1.xml").decode()
    assert re.findall("<v>(.*?)</v>", after) == ["10", "2.0", "3.0"]


def test_equal_values_are_not_rewritten_and_the_file_stays_the_same(book_of, tmp_path):
    loaded = book_of(
        '<row r="1"><c r="A1"><f>1</f><v>5.0000000000000001E-3</v></c><c r="B1" t="str"><f>1</f><v>x</v></c></row>'
    )
    assert save(loaded, results_of(loaded, {"A1": 0.005, "B1": "x"}), tmp_path / "saved.xlsx") == 0
    assert (tmp_path / "saved.xlsx").read_bytes() == loaded.package.path.read_bytes()


def test_a_result_for_an_input_cell_is_a_programming_error(book_of, tmp_path):
    loaded = book_of('<row r="1"><c r="A1"><v>5</v></c><c r="B1"><f>A1</f><v>5</v></c></row>')
    with pytest.raises(ValueError, match="Data!A1 holds no formula"):
        save(loaded, results_of(loaded, {"A1": 1}), tmp_path / "saved.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


SPILL = {"xl/metadata.xml": f"""<metadata xmlns="{MAIN}" xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray">
<metadataTypes count="1"><metadataType name="XLDAPR"/></metadataTypes><futureMetadata name="XLDAPR" count="1"><bk><extLst>
<ext uri="x"><xda:dynamicArrayProperties fDynamic="1"/></ext></extLst></bk></futureMetadata>
<cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>"""}  # fmt: skip
SPILLED = (
    '<row r="2" spans="2:3"><c r="B2" cm="1"><f t="array" ref="B2:B4">F()</f><v>1</v></c><c r="E2"><f>1+0</f><v>8</v></c></row>'
    '<row r="3"><c r="A3"><v>9</v></c><c r="B3" t="str"><v>two</v></c></row><row r="4"><c r="B4" s="3"><v>3</v></c></row>'
    '<row r="7"><c r="A7"><v>7</v></c></row>'
)


@pytest.mark.parametrize("form", ["{}", "<!-- odd -->{}"])
def test_a_spill_that_grows_gets_its_cells_and_rows_in_order(book_of, tmp_path, form):
    loaded = book_of(form.format(SPILLED), extra=SPILL, head='<dimension ref="A2:E7"/>')
    cells = {f"{c}{r}": r * 10 + i for r in range(2, 9) for i, c in enumerate("BC")} | {"E2": 4}
    after = saved_sheet(loaded, cells, tmp_path, {"B2": (7, 2)})
    assert after.partition("<sheetData>")[2].partition("</sheetData>")[0] == form.format(
        '<row r="2" spans="2:3"><c r="B2" cm="1"><f t="array" ref="B2:C8">F()</f><v>20</v></c><c r="C2"><v>21</v></c>'
        '<c r="E2"><f>1+0</f><v>4</v></c></row>'
        '<row r="3"><c r="A3"><v>9</v></c><c r="B3"><v>30</v></c><c r="C3"><v>31</v></c></row>'
        '<row r="4"><c r="B4" s="3"><v>40</v></c><c r="C4"><v>41</v></c></row>'
        '<row r="5"><c r="B5"><v>50</v></c><c r="C5"><v>51</v></c></row><row r="6"><c r="B6"><v>60</v></c><c r="C6"><v>61</v></c></row>'
        '<row r="7"><c r="A7"><v>7</v></c><c r="B7"><v>70</v></c><c r="C7"><v>71</v></c></row>'
        '<row r="8"><c r="B8"><v>80</v></c><c r="C8"><v>81</v></c></row>'
    )
    assert '<dimension ref="A2:E8"/>' in after


@pytest.mark.parametrize("form", ["{}", "<!-- odd -->{}"])
def test_a_spill_that_shrinks_leaves_no_stale_value(book_of, tmp_path, form):
    loaded = book_of(form.format(SPILLED), extra=SPILL)
    after = saved_sheet(loaded, {"B2": CellError("#CALC!")}, tmp_path, {"B2": (1, 1)})
    assert after.partition("<sheetData>")[2].partition("</sheetData>")[0] == form.format(
        '<row r="2" spans="2:3"><c r="B2" cm="1" t="e"><f t="array" ref="B2">F()</f><v>#VALUE!</v></c>'
        '<c r="E2"><f>1+0</f><v>8</v></c></row><row r="3"><c r="A3"><v>9</v></c></row><row r="4"><c r="B4" s="3"/></row>'
        '<row r="7"><c r="A7"><v>7</v></c></row>'
    )


def test_new_cells_widen_the_spans_of_their_row(book_of, tmp_path):
    loaded = book_of(
        '<row r="1" spans="1:1"><c r="A1" cm="1"><f t="array" ref="A1">F()</f><v>1</v></c></row>', extra=SPILL
    )
    after = saved_sheet(loaded, {"A1": 1, "B1": 2}, tmp_path, {"A1": (1, 2)})
    assert '<row r="1" spans="1:2">' in after


def test_a_spill_never_overwrites_a_cell_outside_its_extent(book_of, tmp_path):
    loaded = book_of(SPILLED, extra=SPILL)
    with pytest.raises(ValueError, match="Data!A7 holds no formula"):
        save(loaded, results_of(loaded, {"A7": 1}, {"B2": (6, 1)}), tmp_path / "saved.xlsx")


def test_a_sheet_in_another_encoding_gets_texts_that_it_can_hold(pack, tmp_path):
    sheet = f'<?xml version="1.0" encoding="ISO-8859-1"?><worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="str"><f>1</f><v>\xe9</v></c><c r="B1"><f>1</f></c></row></sheetData></worksheet>'
    loaded = load(pack(book_parts({"Data": sheet.encode("latin-1")})))
    assert values(loaded) == {"A1": "é"}
    save(loaded, results_of(loaded, {"B1": "東"}), tmp_path / "saved.xlsx")
    assert values(load(tmp_path / "saved.xlsx")) == {"A1": "é", "B1": "東"}


@pytest.mark.parametrize("form", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_sheet_in_utf_16_is_saved_in_utf_8(pack, tmp_path, form):
    sheet = sheet_xml('<row r="1"><c r="A1" t="str"><f>1</f><v>é</v></c><c r="B1"><v>5</v></c></row>').replace(
        "UTF-8", "UTF-16"
    )
    loaded = load(pack(book_parts({"Data": sheet.encode(form)})))
    assert values(loaded) == {"A1": "é", "B1": 5.0}
    save(loaded, results_of(loaded, {"A1": "東"}), tmp_path / "saved.xlsx")
    saved = part(tmp_path / "saved.xlsx", "xl/worksheets/sheet1.xml")
    assert saved == sheet.replace("UTF-16", "UTF-8").replace("é", "東").encode()


@pytest.fixture
def rich(tmp_path):
    """A workbook with all that other programs lose: chart, image, table, sparkline, comment, macros, slicer, custom XML ..."""
    plain = tmp_path / "plain.xlsx"
    image = tmp_path / "dot.png"
    image.write_bytes(bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001000500"
        "010d0a2db40000000049454e44ae426082"))  # fmt: skip
    book = xlsxwriter.Workbook(plain)
    book.set_properties({"title": "Spend"})
    book.set_custom_property("Team", "Social")
    data, other = book.add_worksheet("Übersicht 概要"), book.add_worksheet("Other")
    for row in range(1, 60):
        data.write_row(row, 0, [f"post {row}", row, row * 1.25])
        data.write_formula(row, 3, f"=B{row + 1}*C{row + 1}", None, 0)
    data.add_table(
        0, 0, 59, 3, {"name": "Spend", "columns": [{"header": h} for h in ("Post", "Count", "Cost", "Total")]}
    )
    other.write_formula("A1", "=SUM(Spend[Total])")
    other.write_dynamic_array_formula("C1:C3", "=SEQUENCE(3)", None, 1)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Übersicht 概要'!$D$2:$D$60"})
    other.insert_chart("F2", chart)
    other.insert_image("F20", str(image))
    other.insert_textbox("K2", "note")
    data.add_sparkline("F2", {"range": "Other!A1:A5"})
    data.write_comment("A2", "checked")
    data.conditional_format("B2:B60", {"type": "data_bar", "data_bar_2010": True})
    data.data_validation("E2:E9", {"validate": "list", "source": ["a", "b"]})
    data.write_url("G1", "https://example.org/?a=1&b=2")
    book.close()
    path = tmp_path / "rich.xlsm"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            target.writestr(info, source.read(info))
        target.writestr("xl/vbaProject.bin", bytes(range(256)) * 40)
        target.writestr("xl/slicers/slicer1.xml", "<slicers><slicer name='Post'/></slicers>")
        target.writestr("customXml/item1.xml", "<made by='hand'/>")
        stored = zipfile.ZipInfo("xl/media/движение.bin", (2020, 2, 3, 4, 5, 6))
        stored.extra = b"\x99\x99\x04\x00ABCD"
        stored.comment = b"kept"
        target.writestr(stored, b"stored as it is")
        target.comment = b"a comment of the archive"
    return path


@pytest.mark.filterwarnings("ignore:.*xtension is not supported")  # openpyxl says that it forgets the sparkline
def test_all_other_parts_of_a_rich_workbook_stay_as_they_lie_in_the_file(rich, tmp_path):
    loaded = load(rich)
    target = tmp_path / "saved.xlsm"
    columns = {3: ColumnChanges(np.arange(1, 60), np.full(59, NUMBER, np.uint8), np.arange(1, 60) ** 2 * 1.25)}
    assert save(loaded, {0: SheetChanges(columns)}, target) == 59
    before, after = raw_parts(rich), raw_parts(target)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile(rich) as old, zipfile.ZipFile(target) as new:
        assert new.testzip() is None
        assert new.comment == old.comment
        for one, two in zip(old.infolist(), new.infolist(), strict=True):
            assert (one.filename, one.date_time, one.extra, one.comment, one.external_attr, one.compress_type, one.create_system) == (
                two.filename, two.date_time, two.extra, two.comment, two.external_attr, two.compress_type, two.create_system,
            )  # fmt: skip
        strip = re.compile(rb"(?<=</f>)<v>[^<]*</v>")
        one, two = (strip.sub(b"", package.read("xl/worksheets/sheet1.xml")) for package in (old, new))
        assert one == two
    sheet = openpyxl.load_workbook(target, data_only=True).worksheets[0]
    assert [sheet.cell(row, 4).value for row in (2, 3, 60)] == [1.25, 5, 4351.25]


def test_the_source_itself_can_be_the_target_again_and_again(rich):
    loaded = load(rich)
    for value in (1.0, 2.0):
        result = ColumnChanges(np.array([0]), np.array([NUMBER], np.uint8), np.array([value]))
        assert save(loaded, {1: SheetChanges({0: result})}, rich) == 1
        assert values(load(rich), 1)["A1"] == value


def test_permissions_of_the_replaced_file_are_kept(rich):
    rich.chmod(0o640)
    loaded = load(rich)
    save(
        loaded,
        {1: SheetChanges({0: ColumnChanges(np.array([0]), np.array([NUMBER], np.uint8), np.array([4.0]))})},
        rich,
    )
    assert stat.S_IMODE(rich.stat().st_mode) == 0o640


def test_a_link_stays_a_link_and_its_file_is_replaced(rich, tmp_path):
    link = tmp_path / "link.xlsm"
    link.symlink_to(rich)
    save(
        load(link),
        {1: SheetChanges({0: ColumnChanges(np.array([0]), np.array([NUMBER], np.uint8), np.array([4.0]))})},
        link,
    )
    assert link.is_symlink()
    assert values(load(rich), 1)["A1"] == 4.0


ONE = '<row r="1"><c r="A1"><f>1</f><v>0</v></c></row>'


@pytest.mark.parametrize("failure", [KeyboardInterrupt(), OSError(28, "No space left on device"), MemoryError()])
def test_a_failure_while_writing_leaves_the_old_file_and_nothing_else(book_of, tmp_path, monkeypatch, failure):
    loaded = book_of(ONE)
    before = loaded.package.path.read_bytes()

    def fail(_):
        raise failure

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises((KeyboardInterrupt, WorkbookError, MemoryError)) as stopped:
        save(loaded, results_of(loaded, {"A1": 2}), loaded.package.path)
    assert "No space left" in str(stopped.value) or not isinstance(failure, OSError)
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]
    assert loaded.package.path.read_bytes() == before


def test_a_read_only_target_is_refused(book_of, tmp_path):
    loaded = book_of(ONE)
    loaded.package.path.chmod(0o444)
    with pytest.raises(WorkbookError, match="The file is read-only"):
        save(loaded, results_of(loaded, {"A1": 2}), loaded.package.path)
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    with pytest.raises(WorkbookError, match="The folder is read-only"):
        save(loaded, results_of(loaded, {"A1": 2}), folder / "new.xlsx")
    folder.chmod(0o755)
    assert not list(folder.iterdir())


def test_a_folder_or_a_place_in_no_folder_is_refused_as_target(book_of, tmp_path):
    loaded = book_of(ONE)
    with pytest.raises(UsageError, match="folder"):
        save(loaded, results_of(loaded, {"A1": 2}), tmp_path)
    with pytest.raises(UsageError, match="no such folder"):
        save(loaded, results_of(loaded, {"A1": 2}), tmp_path / "none" / "new.xlsx")


def test_a_file_that_somebody_saved_meanwhile_is_not_overwritten(book_of):
    loaded = book_of(ONE)
    path = loaded.package.path
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(WorkbookError, match="changed by another program"):
        save(loaded, results_of(loaded, {"A1": 2}), path)


def test_archives_with_data_descriptors_and_bytes_in_front_are_rewritten_whole(tmp_path):
    class Unseekable:  # makes zipfile write sizes after the data, as streaming writers do
        def __init__(self, file):
            self.file = file

        def write(self, data):
            return self.file.write(data)

        def flush(self):
            self.file.flush()

    path = tmp_path / "streamed.xlsx"
    with path.open("wb") as file:
        file.write(b"#!junk in front\n")
        with zipfile.ZipFile(Unseekable(file), "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in book_parts({"Data": sheet_xml(ONE)}).items():
                package.writestr(name, content)
    loaded = load(path)
    target = tmp_path / "saved.xlsx"
    save(loaded, results_of(loaded, {"A1": 2}), target)
    with zipfile.ZipFile(target) as package:
        assert package.testzip() is None
    assert values(load(target)) == {"A1": 2.0}
    before, after = raw_parts(path), raw_parts(target)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]


def test_zip64_archives_are_read_and_written(tmp_path):
    path = tmp_path / "wide.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in book_parts({"Data": sheet_xml(ONE)}).items():
            with package.open(name, "w", force_zip64=True) as member:
                member.write(content.encode())
    loaded = load(path)
    save(loaded, results_of(loaded, {"A1": 2}), tmp_path / "saved.xlsx")
    with zipfile.ZipFile(tmp_path / "saved.xlsx") as package:
        assert package.testzip() is None
    assert values(load(tmp_path / "saved.xlsx")) == {"A1": 2.0}


def test_a_package_of_more_parts_than_a_plain_directory_counts_is_saved(tmp_path):
    # APPNOTE 4.4.22: beyond 65,535 entries the zip64 records hold the count
    path = tmp_path / "many.xlsx"
    parts = book_parts({"Data": sheet_xml(ONE)}) | {f"customXml/item{i}.xml": "" for i in range(66_000)}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    loaded = load(path)
    save(loaded, results_of(loaded, {"A1": 2}), tmp_path / "saved.xlsx")
    with zipfile.ZipFile(tmp_path / "saved.xlsx") as package:
        assert len(package.namelist()) == len(parts)
    assert values(load(tmp_path / "saved.xlsx")) == {"A1": 2.0}


@pytest.mark.parametrize("count", [1, 500])
@pytest.mark.parametrize("wrong", ["inf", "nan", "too long", "no error"])
@pytest.mark.parametrize("head", ["", "<!-- read with care -->"])
def test_a_value_that_no_cell_can_hold_is_refused_and_the_file_stays(book_of, wrong, count, head):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><f>{n}+1</f><v>{n}</v></c></row>' for n in range(1, count + 1))
    loaded = book_of(rows, head=head)
    path = loaded.package.path
    before = path.read_bytes()
    kind = np.full(count, TEXT if wrong == "too long" else ERROR if wrong == "no error" else NUMBER, np.uint8)
    data = (
        np.arange(count, dtype=np.float64) + 7
        if wrong in {"inf", "nan"}
        else np.full(count, float(loaded.book.strings.code("fits")))
    )
    data[-1] = {"inf": np.inf, "nan": np.nan, "no error": 50.0}.get(wrong, loaded.book.strings.code("x" * 32768))
    with pytest.raises(WorkbookError, match=f"A{count}: The (value|text) for the cell is .*Nothing was written"):
        save(loaded, {0: SheetChanges({0: ColumnChanges(np.arange(count), kind, data)})}, path)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "sheet",
    [
        "<sheetData/>",
        "<sheetData></sheetData>",
        "<sheetData />\n",
        '<!-- none yet --><sheetData/><pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/>',
        "<sheetData><!-- none yet --></sheetData>",
        '<sheetData><row r="5"/></sheetData>',
        '<sheetData><row r="2" ht="20"/><row r="5" spans="1:2"/><row r="9"/></sheetData>',
        '<sheetData><row r="5"><c r="B5"><v>1</v></c></row></sheetData>',
        '<dimension ref="A1"/><cols><col min="1" max="1" width="9"/></cols><pageSetup/>',
        "",
        None,
    ],
)
@pytest.mark.parametrize("places", [["A1"], ["C5"], ["A1", "B5", "C9"], ["D20"], ["A2", "A3", "A4"]])
def test_a_cell_can_be_set_on_a_sheet_that_has_no_rows_or_not_that_one(pack, tmp_path, sheet, places):
    whole = f'<worksheet xmlns="{MAIN}"/>' if sheet is None else f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
    path = pack(
        book_parts({"Input": whole, "Sum": sheet_xml('<row r="1"><c r="A1"><f>SUM(Input!A1:Z99)</f></c></row>')})
    )
    before = socroi.open(path)["Sum!A1"]
    book = socroi.open(path)
    for place in places:
        book[f"Input!{place}"] = 10
    book.save(tmp_path / "set.xlsx")
    written = load(tmp_path / "set.xlsx")
    found = values(written)
    assert [found.pop(place) for place in places] == [10] * len(places)
    assert found == ({"B5": 1} if before and "B5" not in places else {})
    assert values(written, 1) == {"A1": 10 * len(places) + sum(found.values())}
    if sheet and "<pageSetup/>" in sheet:
        saved = part(tmp_path / "set.xlsx", "xl/worksheets/sheet1.xml")
        assert saved.index(b"</cols>") < saved.index(b"<sheetData>") < saved.index(b"<pageSetup/>")
