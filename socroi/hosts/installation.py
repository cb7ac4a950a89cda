r"""The classic add-in on a Windows machine: put in place, looked at, taken away.

Excel opens what lies in its start folder, `%APPDATA%\Microsoft\Excel\XLSTART`. Which Python the add-in calls stands
in the user's own `%USERPROFILE%\.socroi\socroi.conf`, so that the add-in itself is the same file on every machine.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import locale
import os
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from socroi.errors import UsageError
from socroi.hosts.locations import addin
from socroi.hosts.xlwings_version import XLWINGS
from socroi.workbook.writing.replacing import put

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME: Final = "socroi.xlam"
KEY: Final = "INTERPRETER_WIN"
GET: Final = 'In the folder of SOCROI type: py -m pip install ".[excel]"'

OWN_PYTHON: Final = (
    r'in its folder type py -m venv "%USERPROFILE%\socroi" then "%USERPROFILE%\socroi\Scripts\pip" install ".[excel]" '
    r'then "%USERPROFILE%\socroi\Scripts\socroi" addin install'
)


@dataclass(frozen=True, slots=True)
class Machine:
    """A user's machine, as far as the add-in is concerned.

    Attributes:
        start: the folder of which Excel opens every file.
        settings: the file that names the interpreter.
        interpreter: the Python that this runs in.
        encoding: how VBA reads the settings file.
    """

    start: Path
    settings: Path
    interpreter: Path
    encoding: str

    @property
    def installed(self) -> Path:
        """The add-in in Excel's start folder."""
        return self.start / NAME


def this_machine(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> Machine:
    """Return this machine.

    Raises:
        UsageError: it does not run Windows; the message says what to use instead.
    """
    if platform != "win32":
        raise UsageError(
            "This add-in is for Excel on Windows.",
            hint="On a Mac or on the web, take xlwings Lite (“socroi addin lite”) or names inside the workbook, which "
            "need nothing installed (“socroi new four_step --edition 365”). See docs/excel.md.",
        )
    try:
        roaming, profile = Path(environment["APPDATA"]), Path(environment["USERPROFILE"])
    except KeyError as missing:
        raise UsageError(f"Windows does not say where your files are: {missing} is not set.") from None
    return Machine(
        roaming / "Microsoft" / "Excel" / "XLSTART",
        profile / ".socroi" / "socroi.conf",
        Path(sys.executable),
        locale.getencoding(),
    )


def problems(machine: Machine) -> list[str]:
    """Return what keeps this Python from serving Excel, each as a sentence and what to do."""
    found = []
    try:
        there = version("xlwings")
    except PackageNotFoundError:
        there = ""
    if not there:
        found.append(f"xlwings is not installed. {GET}")
    elif there != XLWINGS:
        found.append(f"xlwings is version {there}, and the add-in needs {XLWINGS}. {GET}")
    if importlib.util.find_spec("win32com") is None:
        found.append("pywin32, through which Excel calls Python, is not installed. Type: py -m pip install pywin32")
    if there == XLWINGS and not any(
        next(folder.glob(f"xlwings*-{XLWINGS}.dll"), None) for folder in _dll_folders(machine)
    ):
        found.append(
            "The DLL of xlwings is not beside Python, where Excel looks for it: pip put it elsewhere, as it does when "
            f"Python belongs to all users. Give SOCROI a Python of its own: {OWN_PYTHON}"
        )
    return found


def _dll_folders(machine: Machine) -> tuple[Path, Path]:
    """Return where the add-in looks for the DLL: beside Python, and one folder up, as in a virtual environment."""
    return machine.interpreter.parent, machine.interpreter.parent.parent


def install(machine: Machine) -> list[str]:
    """Copy the add-in to Excel's start folder and write down which Python it is to call; return what was done.

    Raises:
        UsageError: this Python cannot serve Excel, or a file cannot be written.
    """
    if found := problems(machine):
        raise UsageError(" ".join(found))
    if "%" in str(machine.interpreter):
        raise UsageError(
            "The path of Python has a percent sign, which Windows takes for the name of a variable.",
            where=str(machine.interpreter),
            hint="Install Python in a folder with plain letters, such as C:\\Python.",
        )
    line = _line(KEY, str(machine.interpreter))
    try:
        line.encode(machine.encoding)
    except UnicodeEncodeError:
        raise UsageError(
            "The path of Python has letters that Excel's VBA cannot read on this machine.",
            where=str(machine.interpreter),
            hint="Install Python in a folder with plain letters, such as C:\\Python.",
        ) from None
    existed = machine.installed.exists()
    try:
        machine.start.mkdir(parents=True, exist_ok=True)
        put(machine.installed, addin("excel", NAME).read_bytes())
        machine.settings.parent.mkdir(parents=True, exist_ok=True)
        others = [other for other in _settings(machine) if other[:1] != [KEY]]
        text = "".join([*(_line(*other) for other in others), line])
        put(machine.settings, text.encode(machine.encoding))
    except OSError as problem:
        raise UsageError(
            f"A file cannot be written: {problem.strerror}.",
            where=str(problem.filename),
            hint="Close Excel, and try again.",
        ) from problem
    return [
        f"{'Replaced' if existed else 'Copied'} the add-in: {machine.installed}",
        f"Excel will call this Python: {machine.interpreter} (written to {machine.settings})",
        "Start Excel again: the tab SOCROI is there, and =SOCROI( works in every workbook.",
    ]


def status(machine: Machine) -> tuple[list[str], bool]:
    """Return how things stand, and whether all is well."""
    shipped = addin("excel", NAME).read_bytes()
    lines = []
    well = True
    if not machine.installed.exists():
        lines.append(f"The add-in is not installed ({machine.installed}). Type: py -m socroi addin install")
        well = False
    elif machine.installed.read_bytes() != shipped:
        lines.append(f"The add-in is of another version: {machine.installed}. Type: py -m socroi addin install")
        well = False
    else:
        lines.append(f"The add-in is installed: {machine.installed}")
    wanted = next((Path(other[1]) for other in _settings(machine) if other[:1] == [KEY] and len(other) > 1), None)
    if wanted is None:
        lines.append(f"No Python is named in {machine.settings}. Type: py -m socroi addin install")
        well = False
    elif not wanted.exists():
        lines.append(f"Excel is to call {wanted}, which is not there. Type: py -m socroi addin install")
        well = False
    else:
        other = "" if wanted == machine.interpreter else f" (this is {machine.interpreter})"
        lines.append(f"Excel calls {wanted}{other}")
    found = problems(machine)
    return [*lines, *(found or [f"xlwings {XLWINGS} and pywin32 are there."])], well and not found


def remove(machine: Machine) -> list[str]:
    """Take away what `install` put there; return what was done.

    Raises:
        UsageError: a file cannot be removed.
    """
    done = []
    try:
        if machine.installed.exists():
            machine.installed.unlink()
            done.append(f"Removed {machine.installed}")
        if machine.settings.exists():
            others = [other for other in _settings(machine) if other[:1] != [KEY]]
            if others:
                put(machine.settings, "".join(_line(*other) for other in others).encode(machine.encoding))
            else:
                machine.settings.unlink()
            done.append(f"Took the interpreter out of {machine.settings}")
    except OSError as problem:
        raise UsageError(
            f"A file cannot be removed: {problem.strerror}.", where=str(problem.filename), hint="Close Excel first."
        ) from problem
    return done or ["The add-in was not installed."]


def _settings(machine: Machine) -> list[list[str]]:
    """Return the settings as VBA's Write # wrote them: a quoted key and a quoted value on each line."""
    if not machine.settings.exists():
        return []
    text = machine.settings.read_bytes().decode(machine.encoding, errors="replace")
    return [row for row in csv.reader(io.StringIO(text)) if row]


def _line(*values: str) -> str:
    return ",".join(f'"{value}"' for value in values) + "\r\n"
