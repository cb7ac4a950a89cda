"""The add-in on a Windows machine: its folders stand in a temporary place, the files are the real ones."""

import csv
import importlib.util
import sys
from pathlib import Path

import pytest

from socroi.errors import UsageError
from socroi.hosts import installation
from socroi.hosts.installation import Machine, this_machine

ADDIN = Path(__file__).parents[2] / "addin" / "excel" / "socroi.xlam"


@pytest.fixture
def machine(tmp_path, monkeypatch, package):
    """A Windows machine with Python, pywin32 and the DLL of xlwings, and no add-in yet."""
    package("xlwings")
    interpreter = tmp_path / "José's Python" / "python.exe"
    interpreter.parent.mkdir()
    interpreter.touch()
    (interpreter.parent / "xlwings64-0.37.8.dll").touch()
    (tmp_path / "site" / "win32com").mkdir(parents=True)
    (tmp_path / "site" / "win32com" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path / "site")
    importlib.invalidate_caches()
    start = tmp_path / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART"
    return Machine(start, tmp_path / ".socroi" / "socroi.conf", interpreter, "cp1252")


def settings(machine):
    """As VBA's Input # reads them: pairs in quotes."""
    return dict(csv.reader(machine.settings.read_text(encoding="cp1252").splitlines()))


def test_the_folders_are_those_of_excel_and_of_the_user():
    found = this_machine("win32", {"APPDATA": r"C:\Users\ann\AppData\Roaming", "USERPROFILE": r"C:\Users\ann"})
    assert found.installed.parts[-4:] == ("Microsoft", "Excel", "XLSTART", "socroi.xlam")
    assert found.settings.parts[-2:] == (".socroi", "socroi.conf")
    assert found.interpreter == Path(sys.executable)


@pytest.mark.parametrize("platform", ["darwin", "linux"])
def test_on_another_system_the_message_says_what_to_use_instead(platform):
    with pytest.raises(UsageError, match="Excel on Windows") as refused:
        this_machine(platform, {})
    assert "socroi addin lite" in str(refused.value)
    assert "--edition 365" in str(refused.value)


def test_installing_copies_the_add_in_and_names_this_python(machine):
    done = installation.install(machine)
    assert machine.installed.read_bytes() == ADDIN.read_bytes()
    assert settings(machine) == {"INTERPRETER_WIN": str(machine.interpreter)}
    assert str(machine.installed) in done[0]
    assert str(machine.interpreter) in done[1]


def test_installing_again_replaces_and_keeps_other_settings(machine):
    installation.install(machine)
    machine.installed.write_bytes(b"old")
    machine.settings.write_bytes(b'"SHOW CONSOLE","True"\r\n"INTERPRETER_WIN","C:\\old\\python.exe"\r\n')
    assert installation.install(machine)[0].startswith("Replaced")
    assert machine.installed.read_bytes() == ADDIN.read_bytes()
    assert settings(machine) == {"SHOW CONSOLE": "True", "INTERPRETER_WIN": str(machine.interpreter)}


def test_status_says_that_all_is_well_only_when_it_is(machine):
    lines, well = installation.status(machine)
    assert not well
    assert "not installed" in lines[0]
    installation.install(machine)
    lines, well = installation.status(machine)
    assert well, lines
    machine.installed.write_bytes(b"of last year")
    lines, well = installation.status(machine)
    assert not well
    assert "another version" in lines[0]


def test_status_notices_a_python_that_is_gone(machine):
    installation.install(machine)
    machine.interpreter.unlink()
    lines, well = installation.status(machine)
    assert not well
    assert any("which is not there" in line for line in lines)


def test_a_python_in_a_virtual_environment_finds_the_dll_one_folder_up(machine):
    (machine.interpreter.parent / "Scripts").mkdir()
    inner = Machine(machine.start, machine.settings, machine.interpreter.parent / "Scripts" / "python.exe", "cp1252")
    assert installation.problems(inner) == []


def test_what_is_missing_is_said_before_anything_is_copied(machine):
    (machine.interpreter.parent / "xlwings64-0.37.8.dll").unlink()
    with pytest.raises(UsageError, match=r"DLL of xlwings.*-m venv.*addin install"):
        installation.install(machine)
    assert not machine.installed.exists()


def test_another_version_of_xlwings_is_refused(machine, tmp_path):
    info = tmp_path / "site" / "xlwings-0.30.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: xlwings\nVersion: 0.30.0\n")
    importlib.invalidate_caches()
    with pytest.raises(UsageError, match=r"version 0\.30\.0.*needs 0\.37\.8"):
        installation.install(machine)


def test_a_path_that_vba_cannot_read_is_refused(machine, tmp_path):
    folder = tmp_path / "Питон"
    folder.mkdir()
    (folder / "xlwings64-0.37.8.dll").touch()
    foreign = Machine(machine.start, machine.settings, folder / "python.exe", "cp1252")
    with pytest.raises(UsageError, match="letters"):
        installation.install(foreign)
    assert not machine.installed.exists()


def test_removing_takes_away_what_installing_brought_and_no_more(machine):
    installation.install(machine)
    machine.settings.write_bytes(b'"SHOW CONSOLE","True"\r\n' + machine.settings.read_bytes())
    installation.remove(machine)
    assert not machine.installed.exists()
    assert settings(machine) == {"SHOW CONSOLE": "True"}
    assert installation.remove(machine)[0].startswith("Took")


def test_removing_what_is_not_there_says_so(machine):
    assert installation.remove(machine) == ["The add-in was not installed."]
