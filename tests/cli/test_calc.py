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


def test_a_book_without_formulas_is_said_to_have_none(run, book, tmp_path):
    path = book(C1=3)
    status, out, _ = run("calc", path, "-o", "out.xlsx")
    assert (status, out) == (0, "book.xlsx: no formula in it, nothing to compute; copied into out.xlsx.\n")
    assert stored(tmp_path / "out.xlsx", "C1") == 3


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


def test_a_folder_is_computed_with_all_below_it(run, book, tmp_path):
    (tmp_path / "clients" / "north").mkdir(parents=True)
    paths = [book("clients/a.xlsx"), book("clients/north/b.xlsx")]
    status, out, err = run("calc", "clients")
    assert (status, err) == (0, "")
    assert out.count("1 formula computed") == 2
    assert [stored(path, "C1") for path in paths] == [100, 100]


def test_a_folder_is_mirrored_into_another_by_several_processes(run, book, tmp_path):
    (tmp_path / "clients" / "north").mkdir(parents=True)
    paths = [book("clients/a.xlsx"), book("clients/north/a.xlsx"), book("clients/c.xlsx", D1="=NOSUCHFUNCTION(A1)")]
    (tmp_path / "clients" / "b.xlsx").write_bytes(b"no workbook")
    status, out, err = run("calc", "clients", "-o", "done", "-j", "2")
    assert status == 2
    assert "b.xlsx" in err
    assert out.count("computed into done") == 3
    for path in paths:
        assert stored(path, "C1") is None
        assert stored(tmp_path / "done" / path.relative_to(tmp_path / "clients"), "C1") == 100
    assert not (tmp_path / "done" / "b.xlsx").exists()


def test_more_books_than_a_screen_holds_end_with_a_sum(run, book):
    for i in range(21):
        book(f"{i:02}.xlsx")
    assert run("calc", ".")[1].splitlines()[-1] == "21 books computed, 21 formulas."


def test_a_folder_into_a_file_is_refused(run, book):
    book()
    status, _, err = run("calc", ".", "-o", "out.xlsx")
    assert status == 2
    assert "-o names a folder" in err


def test_only_some_cells_are_printed_and_the_book_stays_as_it_was(run, book):
    path = book(D1="=C1/8", A2="some\ntext", B2=True)
    before = path.read_bytes()
    status, out, err = run("calc", path, "--only", "Sheet!D1", "--only", "A1:C2")
    assert (status, err) == (0, "")
    assert out.splitlines() == ["Sheet!D1\t12.5", "Sheet!A1\t1000", "Sheet!B1\t500", "Sheet!C1\t100",
                                "Sheet!A2\tsome text", "Sheet!B2\tTRUE", "Sheet!C2\t"]  # fmt: skip
    assert path.read_bytes() == before


def test_only_a_cell_that_cannot_be_computed_is_status_3(run, book):
    status, out, err = run("calc", book(D1="=NOSUCHFUNCTION(A1)"), "--only", "D1")
    assert (status, out) == (3, "Sheet!D1\t#UNKNOWN!\n")
    assert "Sheet!D1 could not be computed: NOSUCHFUNCTION is not a function" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(("--only", "Nowhere!A1"), "there is no sheet 'Nowhere'. Its sheets are Sheet."),
     (("--only", "profit"), "'profit' is no cell and no name"),
     (("--only", "A1", "-o", "x.xlsx"), "--only writes nothing")],
)  # fmt: skip
def test_only_what_is_not_there_is_refused(run, book, arguments, message):
    status, out, err = run("calc", book(), *arguments)
    assert (status, out) == (2, "")
    assert message in err


def test_json_says_what_was_computed_or_what_a_cell_holds(run, book):
    import json

    path = book()
    assert json.loads(run("calc", path, "--only", "C1", "--json")[1]) == {"Sheet!C1": 100}
    (found,) = json.loads(run("calc", path, "--json")[1])
    assert (found["computed"], found["changed"], found["roi"], found["uncomputed"]) == (1, 1, None, [])
