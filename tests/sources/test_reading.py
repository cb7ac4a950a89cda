import io
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socroi import sources
from socroi.errors import SocroiError, SourceError, UsageError
from socroi.sources.grid import _lines


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def test_a_file_of_an_unknown_format_is_refused_with_what_was_seen_and_what_is_understood(tmp_path):
    path = write(tmp_path / "home.csv", "Datum;Kosten;Erlös\n1.1.2026;10;20\n")
    with pytest.raises(SourceError) as refused:
        sources.read(path)
    assert "it begins with “Datum, Kosten, Erlös / 1.1.2026, 10, 20” (UTF-8 with semicolons)" in str(refused.value)
    assert "Meta Ads Manager" in str(refused.value)
    assert "“socroi export home.csv --teach map.toml” begins a map" in str(refused.value)


def test_a_file_that_fits_two_exporters_is_refused_until_one_is_named(tmp_path):
    path = write(tmp_path / "posts.csv", "Post ID,Page ID,Account ID,Publish time,Likes\n1,2,3,03/27/2026 06:08,5\n")
    with pytest.raises(SourceError, match="it fits"):
        sources.read(path)
    assert sources.read(path, source="instagram_content").source == "instagram_content"


def test_a_source_that_the_file_is_not_of_is_refused_with_what_it_would_look_like(data):
    with pytest.raises(SourceError, match=r"not a file of YouTube Studio.*“Video title”"):
        sources.read(data / "x_content.csv", source="youtube")


def test_a_mistyped_source_is_answered_with_the_nearest(data):
    with pytest.raises(UsageError, match="Did you mean 'meta_ads'"):
        sources.read(data / "x_content.csv", source="metaads")


@pytest.mark.parametrize("hint", [{"decimal": ";"}, {"date_order": "ymd"}])
def test_a_hint_with_a_value_that_there_is_not_is_refused(data, hint):
    with pytest.raises(UsageError):
        sources.read(data / "x_content.csv", **hint)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        sources.read(tmp_path / "gone.csv")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(SourceError, match="is a folder"):
        sources.read(tmp_path)


@pytest.mark.parametrize("content", [b"", b" \r\n\r\n"])
def test_an_empty_file_is_refused(tmp_path, content):
    (tmp_path / "empty.csv").write_bytes(content)
    with pytest.raises(SourceError, match="is empty"):
        sources.read(tmp_path / "empty.csv")


def test_an_old_xls_is_refused_with_what_to_do(tmp_path):
    (tmp_path / "old.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    with pytest.raises(SourceError, match=r"Save it as \.xlsx or CSV"):
        sources.read(tmp_path / "old.xls")


def test_a_damaged_zip_is_refused(tmp_path):
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04" + b"\0" * 40)
    with pytest.raises(SocroiError, match="damaged"):
        sources.read(tmp_path / "cut.zip")


def test_a_picture_is_refused(tmp_path):
    (tmp_path / "shot.csv").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))
    with pytest.raises(SourceError, match="not a text file"):
        sources.read(tmp_path / "shot.csv")


def test_a_quotation_mark_that_never_closes_is_refused_and_no_row_is_swallowed(data, tmp_path):
    text = (data / "x_content.csv").read_text(encoding="utf-8").replace('come by"', "come by")
    with pytest.raises(SourceError, match="well-formed CSV"):
        sources.read(write(tmp_path / "x.csv", text))


def test_a_header_without_rows_is_refused(data, tmp_path):
    text = (data / "x_content.csv").read_text(encoding="utf-8").splitlines(keepends=True)[0]
    with pytest.raises(SourceError, match="a header and no rows"):
        sources.read(write(tmp_path / "x.csv", text))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_does_not_change_what_is_read(data, tmp_path, encoding):
    text = (data / "x_content.csv").read_text(encoding="utf-8")
    export = sources.read(write(tmp_path / "x.csv", text, encoding))
    assert export.table["impressions"].tolist() == [1204, 804]


@pytest.mark.parametrize(("declared", "sign"), [("sep=;\n", ";"), ("", "\t"), ("sep=|\n", "|")])
def test_the_delimiter_is_found_or_declared(tmp_path, declared, sign):
    rows = ["Reporting starts,Campaign name,Amount spent (EUR)", "2026-01-01,Invented,10", "2026-01-02,Invented,12"]
    text = declared + "\n".join(row.replace(",", sign) for row in rows)
    assert sources.read(write(tmp_path / "ads.csv", text)).table["spend"].tolist() == [10, 12]


def test_the_table_always_has_all_its_columns_each_of_its_type(data):
    for name in ("meta_de.csv", "x_content.csv", "ga4_source_medium.csv"):
        table = sources.read(data / name).table
        assert list(table.columns) == list(sources.COLUMNS)
        for column, (kind, _) in sources.COLUMNS.items():
            expected = {"date": "datetime64[ns]", "text": "string"}.get(kind.value, "float64")
            assert str(table[column].dtype) == expected, column


def test_columns_that_are_not_used_are_named(data):
    assert "Likes" in sources.read(data / "x_content.csv").ignored


def test_every_source_says_what_its_file_looks_like():
    names = [source.name for source in sources.sources()]
    assert len(set(names)) == len(names) >= 8
    assert all(source.title and source.understood for source in sources.sources())


NOISE = [
    b'"',
    b",",
    b"\n",
    b";",
    b"1.234",
    b"--",
    b"NaN",
    b"-5",
    b"\xff",
    b"99/99/2026",
    b"8025-01-01",
    b"#VALUE!",
    b"Total",
]


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(sorted((Path(__file__).parent / "data").glob("*.csv"))),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), st.sampled_from([b"", *NOISE])), min_size=1, max_size=5),
)
def test_a_damaged_file_is_read_or_refused_and_never_breaks_the_reader(path, edits):
    content = path.read_bytes()
    for place, gone, put in edits:
        at = int(place * len(content))
        content = content[:at] + put + content[at + gone :]
    with tempfile.TemporaryDirectory() as folder:
        damaged = Path(folder) / "damaged.csv"
        damaged.write_bytes(content)
        with suppress(SocroiError):
            assert len(sources.read(damaged).table)


def test_a_totals_row_that_holds_no_number_is_refused_with_its_row(data, tmp_path):
    text = (data / "meta_en_day_platform.csv").read_text(encoding="utf-8-sig").replace('"1,251.50"', "n.n.")
    with pytest.raises(SourceError, match=r"row 2: “Amount spent \(USD\)” is 'n\.n\.' in the totals row"):
        sources.read(write(tmp_path / "ads.csv", text))


def test_a_year_in_which_nobody_exported_is_no_date(data, tmp_path):
    text = (data / "x_content.csv").read_text(encoding="utf-8").replace("2025", "8025", 1)
    with pytest.raises(SourceError, match="8025', which is not a date"):
        sources.read(write(tmp_path / "x.csv", text))


@pytest.mark.parametrize("text", ["", "a", "a\n", "a\r\nb\rc\nd", '"x\r\ny",1\n\n\r\n\u2028z\x0b\x85', "\r", "\n\r\n"])
def test_a_text_is_cut_into_the_lines_of_pythons_own_files(text):
    assert list(_lines(text)) == list(io.StringIO(text, newline=""))
