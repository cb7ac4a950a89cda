"""Paths by hand, and as another way of counting them gives."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from socroi.errors import SourceError, UsageError
from socroi.sources.paths import paths
from socroi.sources.touches import Columns, read_touches


@pytest.fixture
def table(tmp_path):
    """The table of paths of a file: text -> (conversions, nulls, revenue)."""

    def make(text, window=30, columns=None, encoding="utf-8", *, merge=False, leave_out_open=False, **hints):
        path = tmp_path / "touches.csv"
        path.write_text(text, encoding=encoding)
        made = paths(
            read_touches(path, columns or Columns(), **hints), window, merge=merge, leave_out_open=leave_out_open
        )
        return made, {text: (row.conversions, row.nulls, row.revenue) for text, row in made.ordered()}

    return make


HEADER = "user_id,timestamp,channel,converted,revenue\n"


def test_a_path_is_every_touch_in_the_window_up_to_the_conversion(table):
    _, rows = table(
        HEADER
        + "ann,2026-01-01,Instagram,0,\n"
        + "ann,2026-02-10 08:00,Email,0,\n"
        + "ann,2026-02-11,Search,1,90\n"
        + "ann,2026-02-12,Email,no,\n"
        + "ann,2026-02-13,Email,yes,10\n"
    )
    # Instagram was 41 days before: a path of its own, which led to nothing.
    assert rows == {"Email > Search": (1, 0, 90.0), "Email > Email": (1, 0, 10.0), "Instagram": (0, 1, 0.0)}


def test_the_window_holds_its_last_moment(table):
    text = HEADER + "ann,2026-01-01 10:00,Email,0,\nann,2026-01-31 10:00,Search,1,\n"
    assert "Email > Search" in table(text, window=30)[1]
    assert "Search" in table(text, window=29.99)[1]


def test_rows_in_any_order_are_put_in_the_order_of_time(table):
    _, rows = table(HEADER + "ann,2026-01-03,c,1,\nbob,2026-01-01,a,0,\nann,2026-01-01,a,0,\nann,2026-01-02,b,0,\n")
    assert rows == {"a > b > c": (1, 0, 0.0), "a": (0, 1, 0.0)}


def test_at_one_moment_the_order_of_the_file_counts(table):
    assert "b > a" in table(HEADER + "ann,2026-01-01,b,0,\nann,2026-01-01,a,1,\n")[1]


def test_a_person_who_stays_away_begins_a_new_path(table):
    _, rows = table(HEADER + "ann,2026-01-01,a,0,\nann,2026-01-20,b,0,\nann,2026-03-01,a,0,\n")
    assert rows == {"a > b": (0, 1, 0.0), "a": (0, 1, 0.0)}


def test_a_conversion_without_a_channel_of_its_own_ends_the_path_before_it(table):
    _, rows = table(HEADER + "ann,2026-01-01,a,0,\nann,2026-01-02,,1,70\n")
    assert rows == {"a": (1, 0, 70.0)}


def test_a_conversion_without_any_touch_is_counted_and_in_no_path(table):
    made, rows = table(HEADER + "ann,2026-01-01,,1,70\nbob,2026-01-01,a,1,5\n")
    assert rows == {"a": (1, 0, 5.0)}
    assert (made.conversions, made.without_touch, made.value_without_touch) == (2, 1, 70.0)


def test_channels_are_one_whatever_their_case_and_spaces(table):
    assert table(HEADER + "ann,2026-01-01, Paid  Social ,1,\nbob,2026-01-01,paid social,1,\n")[1] == {
        "Paid Social": (2, 0, 0.0)
    }


def test_repeats_can_be_taken_for_one(table):
    text = HEADER + "".join(f"ann,2026-01-0{day},{channel},0,\n" for day, channel in enumerate("aabba", 1))
    assert list(table(text)[1]) == ["a > a > b > b > a"]
    assert list(table(text, merge=True)[1]) == ["a > b > a"]


def test_paths_that_may_still_convert_are_told_and_can_be_left_out(table):
    text = HEADER + "ann,2026-01-01,a,0,\nbob,2026-03-01,b,0,\nbob,2026-03-10,c,0,\neve,2026-02-20,d,0,\n"
    made, rows = table(text)
    assert made.open == 2
    assert rows == {"a": (0, 1, 0.0), "b > c": (0, 1, 0.0), "d": (0, 1, 0.0)}
    assert table(text, leave_out_open=True)[1] == {"a": (0, 1, 0.0)}


def test_every_touch_lies_on_one_path_and_every_conversion_on_one(table):
    chance = Random(3)
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    lines = [
        f"{chance.randrange(60)},{begin + timedelta(hours=chance.randrange(4000))},{chance.choice('abc')},"
        f"{int(chance.random() < 0.1)},{chance.randrange(100)}.5"
        for _ in range(2000)
    ]
    made, rows = table(HEADER + "\n".join(lines), window=5)
    assert sum(len(path.split(" > ")) * (c + n) for path, (c, n, _) in rows.items()) == 2000
    converted = [line.split(",") for line in lines if line.split(",")[3] == "1"]
    assert sum(c for c, _, _ in rows.values()) == made.conversions == len(converted)
    assert sum(r for _, _, r in rows.values()) == pytest.approx(sum(float(line[4]) for line in converted))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2026-01-01T10:00:00Z", "2026-01-01T12:30:00+02:00"),
        ("1767261600", "1767263400"),
        ("1767261600000", "1767263400000"),
        ("1767261600.25", "1767263400.5"),
        ("Jan 1, 2026 10:00 AM", "Jan 1, 2026 10:30 AM"),
        ("13/01/2026 10:00", "13/01/2026 10:30"),
    ],
)
def test_times_are_read_as_logs_write_them(table, first, second):
    text = f'user,time,channel,conversion\nann,"{second}",b,1\nann,"{first}",a,0\n'
    assert list(table(text, window=1 / 24)[1]) == ["a > b"]
    assert list(table(text, window=0.4 / 24)[1]) == ["b", "a"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_files_are_read_in_every_usual_form(table, encoding, sign):
    text = "Visitor ID,When,Kanál,Konverzió,Ft\nann,2026-01-01,Keresés,1,\n".replace(",", sign)
    columns = Columns(user="visitor id", time="when", channel="kanál", conversion="konverzió")
    assert list(table(text, columns=columns, encoding=encoding)[1]) == ["Keresés"]


def test_a_text_can_stand_for_a_conversion(table):
    text = "user,time,channel,event\nann,2026-01-01,a,view\nann,2026-01-02,b,Purchase\n"
    assert table(text, columns=Columns(conversion="event=purchase"))[1] == {"a > b": (1, 0, 0.0)}


@pytest.mark.parametrize(
    ("values", "hints", "revenue"),
    [
        (("1.234,50", "10"), {}, 1244.5),
        (("1,234.50", "10"), {}, 1244.5),
        (("1.234", "10"), {"decimal": ","}, 1244.0),
        (("1.234", "10"), {"decimal": "."}, 11.234),
        (("€ 12.50", "€ 10"), {}, 22.5),
    ],
)
def test_the_decimal_sign_is_decided_for_all_values(table, values, hints, revenue):
    text = "user;time;channel;conversion;value\n" + "".join(f"ann;2026-01-01;a;1;{value}\n" for value in values)
    assert table(text, **hints)[1]["a"] == (2, 0, pytest.approx(revenue))


def test_what_is_not_counted_is_told(table):
    made, _ = table(HEADER + "ann,2026-01-01,a,1,\nann,2026-01-02,a,0,5\n")
    assert made.without_value == 1


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("", "touches.csv", "empty"),
        ("user,time,channel\nann,2026-01-01,a\n", "touches.csv", "--conversion COLUMN"),
        ("user,time,source,channel,converted\n", "touches.csv", "“source”, “channel” could each be the channel"),
        (HEADER, "touches.csv", "no row"),
        (HEADER + "ann,2026-01-01,a,0,\nann,yesterday,a,0,\n", "line 3", "“yesterday”"),
        (HEADER + "ann,3/4/2026,a,0,\n", "line 2", "--date-order"),
        (HEADER + "ann,2026-01-01,a,0,\nann,2026-01-01T10:00Z,a,0,\n", "line 3", "time zone"),
        (HEADER + "ann,2026-01-01,a,3,\n", "line 2", "one row is one conversion"),
        (HEADER + "ann,2026-01-01,a > b,0,\n", "line 2", "divides touches"),
        (HEADER + "ann,2026-01-01,a\n", "line 2", "3 cells"),
        (HEADER + "ann,2026-01-01,a,1,12x45y\n", "line 2", "no number"),
        (HEADER + "ann,2026-01-01,a,1,1.234\n", "touches.csv", "--decimal"),
        (HEADER + "ann,2026-01-01,a,1,€5\nann,2026-01-01,a,1,£5\n", "touches.csv", "currencies"),
        (HEADER + 'ann,2026-01-01,"a,1,\n', "touches.csv", "well-formed"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(table, text, where, said):
    with pytest.raises(SourceError) as refused:
        table(text)
    assert where in refused.value.where
    assert said in str(refused.value)


def test_a_column_that_is_not_there_is_named_with_those_that_are(table):
    with pytest.raises(UsageError, match=r"no column “chanel”.*“channel”"):
        table(HEADER, columns=Columns(channel="chanel"))


def test_no_file_and_no_text_are_refused(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        read_touches(tmp_path / "gone.csv")
    with pytest.raises(SourceError, match="folder"):
        read_touches(tmp_path)
    book = tmp_path / "touches.xlsx"
    book.write_bytes(b"PK\x03\x04")
    with pytest.raises(SourceError, match="as CSV"):
        read_touches(book)
    latin = tmp_path / "latin.csv"
    latin.write_bytes(HEADER.encode() + "ann,2026-01-01,Kanál,1,\n".encode("latin-1"))
    with pytest.raises(SourceError, match="not UTF-8"):
        read_touches(latin)


def test_progress_ends_with_the_size_of_the_file(tmp_path):
    path = Path(tmp_path, "touches.csv")
    path.write_text(HEADER + "ann,2026-01-01,a,1,\n" * 100)
    seen = []
    read_touches(path, progress=lambda done, whole: seen.append((done, whole)))
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)
