"""What is printed where a terminal or a pipe cannot show every sign."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from socroi.cli.streams import prepare

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "workbook_templates" / "en" / "four_step_example.xlsx"


@pytest.fixture(autouse=True)
def no_locale(monkeypatch):
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)


def written(text, encoding):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    prepare([stream])
    stream.write(text)
    stream.flush()
    return raw.getvalue()


def test_in_ascii_a_bar_is_a_row_of_number_signs_and_a_tree_is_made_of_plain_ones():
    assert written("███ 12\n├── “Ads” × 2 → 4 … ✓\n", "ascii") == b'### 12\n+-- "Ads" x 2 -> 4 ... ok\n'


def test_what_an_encoding_has_stays_as_it_is():
    assert written("Költség × 2 █", "cp1250") == "Költség × 2 #".encode("cp1250")
    assert written("هزینه █", "utf-8") == "هزینه █".encode()
    assert written("\u2068هزینه\u2069", "ascii") == b"?????"


def test_in_the_c_locale_letters_stay_and_what_is_drawn_is_plain(monkeypatch):
    monkeypatch.setenv("LANG", "C")
    assert written("█ هزینه →", "utf-8") == "# هزینه ->".encode()


def test_on_windows_a_pipe_gets_utf_8_and_a_terminal_its_own(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert written("█ هزینه", "cp1252") == "█ هزینه".encode()

    class Terminal(io.TextIOWrapper):
        def isatty(self):
            return True

    raw = io.BytesIO()
    stream = Terminal(raw, encoding="cp1252")
    prepare([stream])
    stream.write("█ €")
    stream.flush()
    assert raw.getvalue() == b"# \x80"


@pytest.mark.parametrize(
    "asked", [{"LANG": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "ascii"}], ids=["LANG", "LC_ALL", "ascii"]
)
def test_where_the_c_locale_is_asked_for_a_command_draws_with_plain_signs(tmp_path, asked):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHONIO"))}
    done = subprocess.run(
        [sys.executable, "-m", "socroi", "explain", EXAMPLE, "return_total", "--depth", "1", "--rows", "1"],
        env=kept | {"PYTHONPATH": str(ROOT)} | asked, cwd=tmp_path, capture_output=True, check=True,
    )  # fmt: skip
    assert b"+-- Counted on Results" in done.stdout
    assert done.stdout.isascii()


def test_a_shell_completes_the_names_of_templates(tmp_path):
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "_SOCROI_COMPLETE": "bash_complete"}
    variables |= {"COMP_WORDS": "socroi new kpi", "COMP_CWORD": "2"}
    command = [sys.executable, "-m", "socroi"]
    done = subprocess.run(command, env=variables, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.split(",")[-1].strip() == "kpi_scorecard"
