import errno
import os
import signal
import subprocess
import sys

import click
import pytest

from socroi import __version__, cli
from socroi.cli.commands import cli as group
from socroi.errors import WorkbookError

COMMANDS = [
    "new",
    "portfolio",
    "import",
    "fill",
    "export",
    "calc",
    "check",
    "explain",
    "compare",
    "convert",
    "watch",
    "names",
    "report",
    "whatif",
    "functions",
    "demo",
    "addin",
    "freeze",
    "next-year",
    "paths",
    "plain",
    "renew",
    "utm",
]


def test_the_version_is_the_packages(run):
    assert run("--version") == (0, f"socroi {__version__}\n", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_shows_an_example(run, command):
    status, out, _ = run(command, "--help")
    assert status == 0
    assert f"  socroi {command}" in out.partition("Examples:")[2]


def test_there_are_no_commands_without_a_test_here():
    assert set(group.list_commands(click.Context(group))) == set(COMMANDS)


def test_help_imports_nothing_heavy():
    code = (
        "import sys\n"
        "from socroi.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'pandas', 'rich', 'matplotlib', 'xlsxwriter'}\n"
        "heavy |= {'socroi.definition.registry', 'socroi.templates'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "arguments",
    [("dance",), ("calc",), ("calc", "--dance"), ("demo", "--decimal", "x"), ("new", "four_step", "--start")],
)
def test_a_wrong_request_is_one_line_and_status_2(run, arguments):
    status, out, err = run(*arguments)
    assert status == 2
    assert out == ""
    assert err.startswith("socroi: ")
    assert err.count("\n") == 1
    assert "--help" in err


def test_a_refusal_is_one_line_and_status_2(run):
    status, _, err = run("calc", "gone.xlsx")
    assert status == 2
    assert err.startswith("socroi: ")
    assert "gone.xlsx" in err
    assert err.count("\n") == 1


def test_a_message_of_many_lines_becomes_one(monkeypatch, capsys):
    def fail(*_, **__):
        raise WorkbookError("one\n  two", where="a.xlsx")

    monkeypatch.setattr(click.Group, "main", fail)
    with pytest.raises(SystemExit) as ended:
        cli.main(["calc"])
    assert ended.value.code == 2
    assert capsys.readouterr().err == "socroi: a.xlsx: one two\n"


def test_ctrl_c_ends_with_one_line_and_status_130(monkeypatch, capsys):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(click.Group, "main", interrupt)
    with pytest.raises(SystemExit) as ended:
        cli.main(["calc"])
    assert ended.value.code == 128 + signal.SIGINT
    assert capsys.readouterr().err == "socroi: stopped.\n"


def test_a_bug_is_not_caught(monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(click.Group, "main", fail)
    with pytest.raises(ZeroDivisionError):
        cli.main(["calc"])


def test_no_command_shows_the_help_and_ends_with_0(run):
    status, out, _ = run()
    assert status == 0
    assert "Usage: socroi" in out


def test_piped_output_has_no_colour_and_no_trailing_blanks(process):
    done = process("functions", FORCE_COLOR="")
    text = done.stdout.decode("utf-8")
    assert done.returncode == 0
    assert "\x1b" not in text
    assert not [line for line in text.splitlines() if line != line.rstrip()]


def test_what_the_system_refuses_is_one_line(monkeypatch, capsys):
    def fail(*_, **__):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), "plan.xlsx")

    monkeypatch.setattr(click.Group, "main", fail)
    with pytest.raises(SystemExit) as ended:
        cli.main(["calc"])
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("socroi: plan.xlsx: Permission denied.")


def test_a_command_that_was_mistyped_is_named(run):
    status, _, err = run("chek", "plan.xlsx")
    assert status == 2
    assert "there is no command 'chek'. Did you mean check?" in err
    assert "No such command" in run("zzzzzz")[2]


WITHOUT_FIGURES = {"addin", "convert", "freeze", "functions", "new", "next-year", "plain", "renew"}
"""Commands that write files or print texts, and no figure of anybody's work."""


def test_every_command_that_prints_figures_prints_them_as_json_too():
    context = click.Context(group)
    options = {
        name: {option for each in group.get_command(context, name).params for option in each.opts}
        for name in group.list_commands(context)
    }
    assert {name for name, named in options.items() if "--json" not in named} == WITHOUT_FIGURES
