"""What users do all day, by a Windows Python under Wine; the books are read back here, by openpyxl."""

import contextlib
import json
import os
import shutil
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from wine import ASKED, FOLDER, UnavailableError, Windows, windows_path

from socroi.demo_data import __file__ as demo_data

pytestmark = [pytest.mark.wine, pytest.mark.usefixtures("windows")]

HERE = Path(__file__).parent / "windows"
META = Path(demo_data).parent / "meta_ads_manager.csv"
ALONE, READERS_TOO = "0", "1"
"""With whom a program shares a file that it has open; Excel lets others read."""


@pytest.fixture(scope="session")
def windows():
    """Wine may be missing even in CI: setting it up takes a minute and 1 GB, so it is done where it is asked for."""
    if os.environ.get(ASKED) != "1":
        pytest.skip(f"Windows under Wine is tested where {ASKED}=1 asks for it: make windows")
    kept = os.environ.get(FOLDER)
    root = kept or tempfile.mkdtemp(prefix="socroi-wine-")
    try:
        yield Windows(root)
    except UnavailableError as why:
        pytest.skip(str(why))
    finally:
        if not kept:
            shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def place(tmp_path):
    """A folder that no code page of Windows can spell, with signs that its command line gives a meaning."""
    folder = tmp_path / "सीमा वर्मा" / "Ő & 100% terv"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def socroi(windows, place):
    """`socroi("calc", "plan.xlsx")`, with the pipes in the code page of Western Windows that Python gives them."""

    def run(*words):
        return windows.run("-X", "utf8=0", "-m", "socroi", *words, cwd=place)

    return run


@pytest.fixture
def holding(windows, place):
    """`with holding("plan.xlsx", ALONE)`: another program has the file open."""

    @contextlib.contextmanager
    def held(name, share):
        with windows.start(windows_path(HERE / "holding.py"), name, share, cwd=place) as process:
            assert process.stdout.readline().strip() == b"held"
            try:
                yield
            finally:
                process.stdin.close()
                process.stdin = None
                process.communicate(timeout=60)

    return held


def doubling(path, rows=3):
    """A book of numbers in A and twice the number in B, which says 0 as long as nobody computed it."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row in range(rows):
            sheet.write_number(row, 0, row + 1)
            sheet.write_formula(row, 1, f"=A{row + 1}*2", value=0)
    return path


def doubled(path):
    return [row[1] for row in openpyxl.load_workbook(path, data_only=True).active.iter_rows(values_only=True)]


def whole(path):
    with zipfile.ZipFile(path) as package:
        return package.testzip() is None and "xl/workbook.xml" in package.namelist()


def seen(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_demo_leaves_its_workbook_and_its_picture(socroi, place):
    done = socroi("demo")
    assert (done.returncode, done.stderr) == (0, "")
    assert "ROI +32%" in done.stdout
    assert "█" in done.stdout  # of which the code page knows nothing
    assert (place / "demo" / "demo_roi.png").read_bytes().startswith(b"\x89PNG")
    assert whole(place / "demo" / "demo_four_step.xlsx")


def test_a_book_goes_from_new_to_report(socroi, place):
    def well(*words):
        done = socroi(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    well("new", "four_step", "-o", "terv ű.xlsx", "--lang", "hu")
    rows = "month,platform,kpi,revenue\n2026-01,Facebook,Sales,900\n2026-02,Facebook,Sales,100\n"
    (place / "sorok.csv").write_text(rows, encoding="utf-8")
    assert "2 rows" in well("fill", "terv ű.xlsx", "sorok.csv")
    assert json.loads(well("calc", "terv ű.xlsx", "--json"))[0]["uncomputed"] == []
    (place / META.name).write_bytes(META.read_bytes())
    assert "terv ű.xlsx: written. The book before: terv ű.xlsx~." in well("import", "terv ű.xlsx", META.name, "--yes")
    checked = socroi("check", "terv ű.xlsx")  # the leads of the export have no value yet, which it may find
    assert (checked.returncode in {0, 1}, checked.stderr) == (True, "")
    assert "recomputed" in checked.stdout
    assert "terv ű (values).xlsx" in well("freeze", "terv ű.xlsx")
    assert "terv ű (plain).xlsx" in well("plain", "terv ű.xlsx")
    well("report", "terv ű.xlsx", "-o", "riport.html")
    assert 'lang="hu"' in (place / "riport.html").read_text(encoding="utf-8")
    for copy in ("values", "plain"):
        assert whole(place / f"terv ű ({copy}).xlsx")
    assert not [name for name in seen(place) if name.endswith(".tmp")]


def test_books_are_computed_in_place_alone_and_in_a_folder_by_two_processes(socroi, place):
    alone = doubling(place / "Ödön.xlsx")
    assert socroi("calc", alone.name).returncode == 0
    assert doubled(alone) == [2, 4, 6]
    (place / "könyvek").mkdir()
    books = [doubling(place / "könyvek" / f"{name}.xlsx") for name in ("एक", "två", "سه", "négy")]
    done = socroi("calc", "könyvek", "-j", "2")
    assert done.returncode == 0, done.stderr
    assert [doubled(book) for book in books] == [[2, 4, 6]] * 4
    assert seen(place / "könyvek") == sorted(book.name for book in books)


def test_an_input_is_tried_out_and_the_book_stays(socroi, place):
    book = doubling(place / "terv.xlsx")
    before = book.read_bytes()
    done = socroi("whatif", book.name, "--set", "Sheet1!A1=5,7", "--read", "Sheet1!B1", "-o", "tábla.csv")
    assert done.returncode == 0, done.stderr
    assert [line.split(",")[:2] for line in (place / "tábla.csv").read_text(encoding="utf-8-sig").splitlines()[1:]] == [
        ["5", "10"],
        ["7", "14"],
    ]
    assert book.read_bytes() == before


@pytest.mark.parametrize("share", [ALONE, READERS_TOO])
def test_a_book_that_is_open_elsewhere_is_left_as_it_is(socroi, holding, place, share):
    book = doubling(place / "terv ő.xlsx")
    before = book.read_bytes()
    with holding(book.name, share):
        done = socroi("calc", book.name)
    assert done.returncode == 2
    assert "terv ő.xlsx" in done.stderr
    assert "Traceback" not in done.stderr
    assert "other programs" in done.stderr
    assert (book.read_bytes(), seen(place)) == (before, [book.name])


def test_a_missing_book_is_named_in_letters_that_the_code_page_has_not(socroi):
    done = socroi("calc", "बजट – ő.xlsx")
    assert done.returncode == 2
    assert "बजट – ő.xlsx" in done.stderr


@pytest.mark.parametrize("name", ["Åsa Öberg", "सीमा वर्मा"])
def test_the_add_in_comes_and_goes_for_a_user_of_any_name(windows, place, name):
    home = place / name
    home.mkdir()
    done = windows.run(windows_path(HERE / "as_user.py"), windows_path(home), cwd=place)
    assert done.returncode == 0, done.stderr
    (installed, told, there), (well, status, _), (removed, _, left) = json.loads(done.stdout)
    assert (installed, well, removed) == (0, 0, 0), (told, status)
    assert there == ["socroi.conf", "socroi.xlam"]
    assert name in told
    assert left == []
