"""The small files that people write: what cannot be read is refused in words, whatever Python makes of it."""

import os

import pytest

from socroi.cli import main
from socroi.toml import MOST, read_toml


def test_a_file_is_read_with_or_without_the_mark_of_utf_8(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('\ufeff[socroi]\nlocale = "en-GB"\n', encoding="utf-8")
    assert read_toml(path) == {"socroi": {"locale": "en-GB"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = " + "[" * 100_000, "too many brackets"),  # a RecursionError of tomllib's
        ("a = " + "9" * 5000, "more digits"),  # a ValueError of int's
        ("a = ", "Invalid value"),
        ("a = 1\n" * 2, "Cannot overwrite"),
        ("#" * (MOST + 1), "larger than a MiB"),
    ],
    ids=["brackets", "digits", "nothing", "twice", "large"],
)
def test_what_is_no_toml_is_told_in_half_a_sentence(tmp_path, text, said):
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read_toml(path)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "own.toml")
    with pytest.raises(OSError, match="a device or a pipe"):
        read_toml(tmp_path / "own.toml")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("own.toml", ["export", "rows.csv", "--map", "own.toml"]),
        ("socroi.toml", ["calc", "plan.xlsx"]),
        ("plan.socroi.toml", ["import", "plan.xlsx", "rows.csv"]),
        ("own.toml", ["report", "plan.xlsx", "--brand", "own.toml"]),
    ],
)
def test_every_command_that_reads_one_refuses_it_in_one_line(tmp_path, monkeypatch, capsys, name, line):
    from socroi import templates

    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.xlsx").write_bytes(templates.shipped("four_step").read_bytes())
    (tmp_path / "rows.csv").write_text("Campaign name,Day,Amount spent (EUR)\nSpring,2026-01-05,10\n", encoding="utf-8")
    (tmp_path / name).write_text("a = " + "[" * 100_000, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(line)
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.count("\n") == 1
    assert "too many brackets" in said
