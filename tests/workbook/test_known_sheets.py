"""Books that are alike but for their values, computed one after the other: each comes out as it does by itself."""

import random
import zipfile

import pytest

from socroi.books.recalculation import recalculate
from socroi.workbook.package.memory import Memory, remembering

xlsxwriter = pytest.importorskip("xlsxwriter")

FORMULAS = (
    "=F{row}*3+SUM(A$1:A{row})",
    "=A{row}*2",
    '=IF(A{row}>50,"large","")',
    "=A{row}>50",
    '=A{row}&" of "&C{row}',
    "=10/(A{row}-7)",
)


def written(path, draw, kind):
    """Write a book: `kind` tells which formulas it has; what is typed into it is drawn."""
    with xlsxwriter.Workbook(path) as book:
        sheet, totals = book.add_worksheet("Data"), book.add_worksheet("Totals")
        for row in range(12):
            sheet.write(row, 0, draw.choice([draw.randint(1, 99), draw.random() * 1e3, 7, 1e300, -0.5]))
            sheet.write(row, 2, draw.choice(["shop", "café & bar", " blank ", "a<b", "x_x0041_", "", 4, True]))
            sheet.write_string(row, 3, draw.choice(["same", "other"]))
            for column, formula in enumerate(FORMULAS[: 2 + kind], 4):
                sheet.write_formula(row, column, formula.format(row=row + 1), None, draw.choice(["", 5, "old", True]))
        totals.write_formula("A1", "=SUM(Data!E1:E12)", None, 0)
        totals.write_formula("A2", '=SUMIF(Data!D1:D12,"same",Data!A1:A12)', None, "")


@pytest.fixture
def books(tmp_path):
    """Eighteen books of three kinds, in a mixed order."""
    draw = random.Random(11)
    paths = []
    for number in range(18):
        paths.append(tmp_path / f"{number}.xlsx")
        written(paths[-1], draw, draw.randrange(3))
    return paths


def test_books_computed_together_have_the_bytes_that_each_has_alone(books, tmp_path):
    out = tmp_path / "out.xlsx"
    for path in books:
        alone = []
        for source in (path, out):  # from what the file holds, and from what was computed
            recalculate(source, out)
            alone.append(out.read_bytes())
        path.with_suffix(".alone").write_bytes(alone[0])
        assert alone[0] == alone[1]
    with remembering() as kept:
        for turn in range(3):
            for path in books:
                recalculate(path, out)
                assert out.read_bytes() == path.with_suffix(".alone").read_bytes(), (turn, path.name)
                if turn == 1:
                    path.write_bytes(out.read_bytes())
        assert any(key[0] == "sheet" and known.written for key, known in kept._made.items())


@pytest.mark.parametrize(
    "value", [b"1e999", b"nan", b"1_000", b"", b"twelve", b"[1,2]", b"1,2", b"\x01", b"&amp;", b" 5 ", b"0x5", b"-0.0"]
)
def test_an_odd_value_in_a_sheet_that_is_known_is_read_as_it_is_alone(tmp_path, value):
    book, odd = tmp_path / "book.xlsx", tmp_path / "odd.xlsx"
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet()
        sheet.write("A1", 12)
        sheet.write_formula("B1", "=A1*2", None, 24)
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(odd, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<v>12</v>", b"<v>" + value + b"</v>"))

    def outcome(path):
        try:
            recalculate(path, tmp_path / "out.xlsx")
        except Exception as problem:  # noqa: BLE001 - whatever it is, it is the same
            return type(problem), str(problem)
        return (tmp_path / "out.xlsx").read_bytes()

    alone = outcome(odd)
    with remembering():
        for path in (book, book, odd, odd):
            found = outcome(path)
    assert found == alone


def test_what_is_kept_is_bounded_and_forgotten_all_at_once():
    kept = Memory(100)
    for number in range(1000):
        kept.keep(number, 30, "made")
        assert len(kept) <= 4
    assert kept.get(999) == "made"
    assert kept.get(0) is None
