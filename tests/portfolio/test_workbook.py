"""The portfolio as a workbook and as a page. What is stored is read back with openpyxl and an HTML parser."""

import zipfile
from html.parser import HTMLParser
from urllib.parse import unquote

import pandas as pd
import pytest

from socroi.errors import UsageError
from socroi.portfolio import result, sources
from socroi.portfolio.expression import Question
from socroi.portfolio.page import write_page
from socroi.portfolio.tables import harmless, write_csv, write_parquet
from socroi.portfolio.workbook import write_workbook

openpyxl = pytest.importorskip("openpyxl")
HOSTILE = (
    '=HYPERLINK("http://x","a")',
    "@SUM(1)",
    "+1",
    "-1",
    "<script>alert(1)</script>",
    "http://x/",
    '"><img src=x>',
)


@pytest.fixture
def found(book, tmp_path):
    """Two books, and a client for each name that a sheet or a page might take for something else."""
    book("clients/ann.xlsx")
    book("clients/zoë #1.xlsx", "kpi_scorecard", "hu")
    (tmp_path / "clients" / "broken.xlsx").write_bytes(b"no workbook")
    rows = [(name, name, 100 * at, 250.0) for at, name in enumerate(HOSTILE)]
    frame = pd.DataFrame(rows, columns=["client", "platform", "revenue", "cost"])
    frame.to_csv(tmp_path / "clients" / "odd.csv", index=False)
    return result.compute(sources.gather([str(tmp_path / "clients")]), Question(("client", "platform")))


def test_no_text_of_the_data_becomes_a_formula_or_a_link(found, tmp_path):
    write_workbook(found, tmp_path / "out.xlsx")
    with zipfile.ZipFile(tmp_path / "out.xlsx") as package:
        sheets = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        links = "".join(package.read(name).decode() for name in package.namelist() if "worksheets/_rels" in name)
    assert not any("<f>" in sheet or "<f " in sheet for sheet in sheets)
    assert "http://x" not in links
    cells = openpyxl.load_workbook(tmp_path / "out.xlsx")["Lines"]
    assert set(HOSTILE) <= {row[0].value for row in cells.iter_rows()}
    assert {row[0].data_type for row in cells.iter_rows()} == {"s"}


def test_each_question_has_a_sheet_with_a_chart_and_every_line_stands_on_the_last(found, tmp_path):
    write_workbook(found, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["Portfolio", "Earns", "Loses", "Next", "Not known", "Clients", "Lines"]
    assert all(len(book[name]._charts) == 1 for name in ("Earns", "Loses", "Next"))
    assert book["Lines"].max_row == len(found.lines) + 1
    profits = [row[3].value for row in book["Loses"].iter_rows(min_row=5)]
    assert profits == pytest.approx(sorted(found.lines["profit"][found.lines["profit"] < 0]))
    assert book["Portfolio"]["B3"].value == pytest.approx(found.total.returned)


def test_each_client_has_a_link_to_its_book_that_leads_there_and_its_open_checks(found, tmp_path):
    write_workbook(found, tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Clients"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    ann = next(row for row in rows.values() if row[8].value == "ann.xlsx")
    assert (tmp_path / unquote(ann[8].hyperlink.target).replace("\\", "/")).is_file()
    assert "Cost categories never used" in ann[9].value
    assert "This is a text file" in rows["broken"][9].value


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.links, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.text.append(data)


def test_the_page_needs_nothing_else_and_shows_every_text_as_a_text(found, tmp_path):
    write_page(found, tmp_path / "out.html")
    reader = Reader()
    reader.feed((tmp_path / "out.html").read_text(encoding="utf-8"))
    assert not {"script", "img", "link", "iframe"} & {tag for tag, _ in reader.tags}
    assert all(name in reader.text for name in ("<script>alert(1)</script>", '"><img src=x>'))
    assert sorted((tmp_path / unquote(link)).name for link in reader.links) == [
        "ann.xlsx",
        "broken.xlsx",
        "zoë #1.xlsx",
    ]
    assert all((tmp_path / unquote(link)).is_file() for link in reader.links)
    assert {"Who earns?", "Who loses?", "Where next?"} <= set(reader.text)


def test_a_csv_has_no_cell_that_a_spreadsheet_computes_and_parquet_has_every_text_as_it_was(found, tmp_path):
    write_csv(found, tmp_path / "out.csv")
    write_parquet(found, tmp_path / "out.parquet")
    written = pd.read_csv(tmp_path / "out.csv", dtype=str)
    assert not any(name.startswith(("=", "+", "-", "@")) for name in written["client"])
    assert [harmless(name) for name in HOSTILE[:4]] == [f"'{name}" for name in HOSTILE[:4]]
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "out.parquet"), found.lines)


def test_more_lines_than_a_sheet_has_rows_are_refused(found, tmp_path):
    many = found.lines.iloc[[0] * 1_000_001]
    with pytest.raises(UsageError, match=r"1,000,001 lines.*parquet"):
        write_workbook(result.Portfolio(found.question, many, found.clients, found.total), tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.chromium
@pytest.mark.parametrize("width", [1200, 390])
def test_the_page_fits_a_screen_and_a_telephone(found, tmp_path, program, width):
    """Chromium lays the page out inside a frame as wide as the screen; the page itself may run no script."""
    import subprocess

    write_page(found, tmp_path / "out.html")
    text = (tmp_path / "out.html").read_text(encoding="utf-8")
    # The page forbids scripts, so its own rule is taken out here to be able to ask how wide it is.
    text = text.replace("default-src 'none'", "default-src 'unsafe-inline'")
    asked = "<script>document.title='wide '+document.documentElement.scrollWidth</script></body>"
    framed = tmp_path / "inside.html"
    framed.write_text(text.replace("</body>", asked), encoding="utf-8")
    outer = tmp_path / "outer.html"
    outer.write_text(
        f'<iframe style="border:0;width:{width}px;height:900px" src="inside.html" '
        "onload=\"document.title='ready';document.body.append(this.contentDocument.title)\"></iframe>"
    )
    done = subprocess.run(
        [program("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
         "--allow-file-access-from-files", "--virtual-time-budget=4000",
         "--window-size=1300,1000", "--dump-dom", outer.as_uri()],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert f"wide {width}" in done.stdout
