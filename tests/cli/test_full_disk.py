"""A disk that is full while a command writes: what was there is as it was, and nothing half-done is left."""

import errno
import os
import shutil

import pytest
import xlsxwriter

from socroi import templates

TOUCHES = "user,time,channel,conversion\nann,2026-01-01,Facebook,no\nann,2026-01-02,X,yes\n"
EXPORT = "Campaign name,Day,Amount spent (EUR),Impressions\nSpring,2026-01-05,10,100\n"

COMMANDS = {
    "new": ("new", "four_step", "-o", "old.xlsx", "--force"),
    "new, built": ("new", "four_step", "--currency", "USD", "-o", "old.xlsx", "--force"),
    "new --edition 365": ("new", "four_step", "--edition", "365", "-o", "old.xlsx", "--force"),
    "new --edition lite": ("new", "four_step", "--edition", "lite", "-o", "old.xlsx", "--force"),
    "new --edition xlsm": ("new", "four_step", "--edition", "xlsm", "-o", "old.xlsm", "--force"),
    "calc": ("calc", "old.xlsx"),
    "calc -o": ("calc", "book.xlsx", "-o", "old.xlsx"),
    "fill": ("fill", "plan.xlsx", "rows.csv", "-o", "old.xlsx"),
    "freeze": ("freeze", "book.xlsx", "-o", "old.xlsx", "--force"),
    "plain": ("plain", "book.xlsx", "-o", "old.xlsx", "--force"),
    "new --edition plain": ("new", "four_step", "--edition", "plain", "-o", "old.xlsx", "--force"),
    "whatif -o": ("whatif", "book.xlsx", "--set", "A1=1,2", "--read", "A2", "-o", "old.csv", "--force"),
    "whatif --chart": ("whatif", "book.xlsx", "--set", "A1=1,2", "--read", "A2", "--chart", "old.png", "--force"),
    "paths": ("paths", "touches.csv", "-o", "old.csv", "--force"),
    "import": ("import", "plan.xlsx", "export.csv", "--yes"),
    "next-year": ("next-year", "example.xlsx", "-o", "old.xlsx", "--force"),
    "report": ("report", "example.xlsx", "-o", "old.html", "--force"),
    "check": ("check", "plan.xlsx", "--format", "md", "-o", "old.csv", "--force"),
    "utm": ("utm", "links.csv", "-o", "old.csv", "--force"),
    "export --teach": ("export", "export.csv", "--teach", "old.toml", "--force"),
    "demo": ("demo", "--from", "export.csv", "-o", ".", "--force"),
    "addin lambdas": ("addin", "lambdas", "book.xlsx", "-o", "old.xlsx"),
    "addin lite": ("addin", "lite", "-o", "old.py", "--force"),
    "addin libreoffice": ("addin", "libreoffice", "-o", "old.oxt", "--force"),
    "addin server": ("addin", "server", "project"),
}


def arrange(folder):
    """Write the files that the commands read, and those that they would replace."""
    for name in ("book.xlsx", "old.xlsx"):
        with xlsxwriter.Workbook(folder / name) as made:
            sheet = made.add_worksheet()
            sheet.write("A1", 20)
            sheet.write_formula("A2", "=A1*2")
    shutil.copyfile(templates.shipped("four_step"), folder / "plan.xlsx")
    shutil.copyfile(templates.shipped("four_step", example=True), folder / "example.xlsx")
    for name, text in {"touches.csv": TOUCHES, "export.csv": EXPORT, "rows.csv": "month,quantity\n2026-01,5\n"}.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "links.csv").write_text("url,source,medium\nhttps://shop.example/,instagram,social\n", encoding="utf-8")
    for name in (
        "old.csv",
        "old.html",
        "old.toml",
        "old.png",
        "old.py",
        "old.oxt",
        "old.xlsm",
        "export_four_step.xlsx",
        "export_roi.png",
    ):
        (folder / name).write_bytes(b"of last year")


@pytest.fixture
def files(tmp_path):
    """The files of a folder before a command runs: what it reads, and what it would replace."""
    arrange(tmp_path)

    def content():
        # Whoever loads matplotlib first makes its cache of fonts, which is no file of a person's.
        found = [path for path in tmp_path.iterdir() if path.name != "cache"]
        return {path.name: path.read_bytes() if path.is_file() else None for path in found}

    return content


def fail(*_, **__):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_full_disk_costs_no_file_that_was_there(run, files, monkeypatch, command):
    before = files()
    if "server" in command:
        monkeypatch.setattr(shutil, "copyfile", fail)
    monkeypatch.setattr(os, "fsync", fail)
    status, _, err = run(*command)
    assert files() == before
    assert status == 2
    assert "No space left on device" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_the_same_commands_write_where_there_is_room(run, files, command):
    """So that the test above is about the disk alone."""
    before = files()
    status, _, err = run(*command)
    assert (status, err) == (0, "")
    after = files()
    assert after != before
    assert not [name for name in after if name.endswith(".tmp")]
