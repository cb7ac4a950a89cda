"""The witness for computed values is openpyxl, which reads what the file stores."""

import pytest

openpyxl = pytest.importorskip("openpyxl")


@pytest.fixture
def book(tmp_path):
    def write(name="book.xlsx", **cells):
        workbook = openpyxl.Workbook()
        for address, value in {"A1": 1000, "B1": 500, "C1": "=SOCROI(A1,B1)", **cells}.items():
            workbook.active[address] = value
        workbook.save(tmp_path / name)
        return tmp_path / name

    return write


def stored(path, address):
    return openpyxl.load_workbook(path, data_only=True).active[address].value


def test_a_workbook_is_computed_in_place(run, book):
    path = book()
    status, out, err = run("calc", path)
    assert (status, err) == (0, "")
    assert out.startswith("book.xlsx: 1 formula computed, 1 changed, ")
    assert stored(path, "C1") == 100


def test_another_target_leaves_the_book_as_it_was(run, book, tmp_path):
    path = book()
    before = path.read_bytes()
    assert run("calc", path, "-o", "out.xlsx")[0] == 0
    assert path.read_bytes() == before
    assert stored(tmp_path / "out.xlsx", "C1") == 100


def test_what_cannot_be_computed_is_listed_with_status_3(run, book):
    status, out, _ = run("calc", book(D1="=NOSUCHFUNCTION(A1)"))
    assert status == 3
    assert "1 cell kept the old value:" in out
    assert "Sheet!D1  =NOSUCHFUNCTION(A1)" in out


def test_several_books_go_on_after_a_broken_one(run, book, tmp_path):
    first, last = book("a.xlsx"), book("c.xlsx")
    (tmp_path / "b.xlsx").write_bytes(b"no workbook")
    status, out, err = run("calc", first, tmp_path / "b.xlsx", last)
    assert status == 2
    assert err.count("\n") == 1
    assert "b.xlsx" in err
    assert out.count("computed") == 2
    assert stored(last, "C1") == 100


def test_several_books_go_into_a_folder_that_is_made(run, book, tmp_path):
    assert run("calc", book("a.xlsx"), book("b.xlsx"), "-o", "out")[0] == 0
    assert stored(tmp_path / "out" / "a.xlsx", "C1") == stored(tmp_path / "out" / "b.xlsx", "C1") == 100


def test_several_books_into_one_file_are_refused(run, book):
    status, _, err = run("calc", book("a.xlsx"), book("b.xlsx"), "-o", "out.xlsx")
    assert status == 2
    assert "names a folder" in err


def test_two_books_of_one_name_into_one_folder_are_refused(run, book, tmp_path):
    (tmp_path / "x").mkdir()
    status, _, err = run("calc", book("a.xlsx"), book("x/a.xlsx"), "-o", "out")
    assert status == 2
    assert "two of the books are called a.xlsx" in err


@pytest.mark.parametrize("name", ["out", "out.xlsm", "out.csv"])
def test_a_target_of_another_kind_is_refused(run, book, tmp_path, name):
    status, _, err = run("calc", book(), "-o", name)
    assert status == 2
    assert "does not end in .xlsx" in err
    assert not (tmp_path / name).exists()
