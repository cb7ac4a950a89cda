"""Each command where its files, its folder, its home or its streams are odd: one clear line at most, and nothing lost.

`SOCROI_SWEEP=1` (`make sweep`) tries all of them with every command; without it a few commands stand for the rest.
"""

import json
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import pytest
from faults import arrange, commands
from moments import files_of, outcome

pytestmark = pytest.mark.skipif(os.name != "posix" or sys.platform != "linux", reason="these places are of Unix")
SWEEP = bool(os.environ.get("SOCROI_SWEEP"))
READING = {
    "names": ("names", "example.xlsx"),
    "names --json": ("names", "example.xlsx", "--json"),
    "check": ("check", "plan.xlsx", "--with", "none"),
    "compare": ("compare", "example.xlsx", "now.xlsx"),
    "explain": ("explain", "example.xlsx"),
    "export": ("export", "export.csv"),
    "export --map": ("export", "own.csv", "--map", "own.toml"),
    "import --list": ("import", "imported.xlsx", "--list"),
    "import --dry-run": ("import", "plan.xlsx", "export.csv", "--dry-run"),
    "whatif": ("whatif", "book.xlsx", "--set", "A1=1,2", "--read", "A2"),
    "calc --only": ("calc", "book.xlsx", "--only", "A2"),
    "utm": ("utm", "links.csv"),
    "portfolio": ("portfolio", "clients", "--no-cache", "-j", "1"),
    "functions": ("functions", "SOCROI"),
    "new": ("new",),
}
FEW = {"calc", "paths", "export"}
ALL = {name: line for name, line in (commands() | READING).items() if SWEEP or name in FEW}
READ = {"plan.xlsx", "example.xlsx", "book.xlsx", "imported.xlsx", "old.xlsx", "foreign.ods", "clients"}
READ |= {"export.csv", "own.csv", "links.csv", "touches.csv"}
PATIENCE = 120


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """The files of a folder in which commands run."""
    folder = tmp_path_factory.mktemp("kept")
    arrange(folder)
    return folder


@pytest.fixture
def place(kept, tmp_path):
    """A fresh copy of it."""
    folder = tmp_path / "work"
    shutil.copytree(kept, folder)
    return folder


def ran(line, folder, **environment):
    """Run a command in a copy of this process that stands in a folder; gives status, output and errors."""
    with tempfile.TemporaryDirectory() as name:
        apart = Path(name)
        pid = os.fork()
        if pid == 0:
            try:
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                signal.alarm(PATIENCE)
                os.environ.setdefault("XDG_CACHE_HOME", str(apart / "cache"))
                for variable, value in environment.items():
                    os.environ.pop(variable, None) if value is None else os.environ.update({variable: value})
                tempfile.tempdir = None
                os.chdir(folder)
                found = outcome(line() if callable(line) else line)
                (apart / "said").write_text(json.dumps(found), encoding="utf-8")
            finally:
                os._exit(0)
        _, status = os.waitpid(pid, 0)
        assert status == 0, f"{line} does not end"
        return json.loads((apart / "said").read_text(encoding="utf-8"))


def told(found, line, statuses=(0, 1, 2, 3)):
    """A command ended in words."""
    status, out, err = found
    assert status in statuses, f"{line}: {status}\n{out[-300:]}\n{err[-1500:]}"
    assert "Traceback" not in out + err, f"{line}: {out[-300:]}\n{err[-3000:]}"
    if status == 2:
        assert err.count("\n") in {1, 2} and err.startswith("socroi: "), f"{line}: {err}"  # noqa: PT018 - one look
    return status


def input_of(line):
    """Where the first file that a command reads stands in its line; None where it reads none."""
    for at, word in enumerate(line[1:], 1):
        if word in READ and line[at - 1] not in {"-o", "--chart"}:
            return at
    return None


def _fifo(folder):
    os.mkfifo(folder / "odd.xlsx")
    return "odd.xlsx"


def _folder(folder):
    (folder / "odd.xlsx").mkdir()
    return "odd.xlsx"


def _loop(folder):
    (folder / "odd.xlsx").symlink_to("odd.xlsx")
    return "odd.xlsx"


def _dangling(folder):
    (folder / "odd.xlsx").symlink_to("nowhere.xlsx")
    return "odd.xlsx"


def _empty(folder):
    (folder / "odd.xlsx").write_bytes(b"")
    return "odd.xlsx"


INPUTS = {
    "a pipe": _fifo,
    "a folder": _folder,
    "a link to itself": _loop,
    "a link to nowhere": _dangling,
    "an empty file": _empty,
    "a path through a file": lambda _: "rows.csv/odd.xlsx",
    "a device without end": lambda _: "/dev/zero",
    "a device that is full": lambda _: "/dev/full",
    "no name": lambda _: "",
    "a name too long": lambda _: "x" * 300 + ".xlsx",
    "a path too long": lambda _: "x/" * 3000 + "x.xlsx",
    "half a sign in the name": lambda _: "\udcff.xlsx",
}
HAVE_INPUT = [name for name, line in ALL.items() if input_of(line) is not None]


@pytest.mark.parametrize("odd", INPUTS)
@pytest.mark.parametrize("name", HAVE_INPUT)
def test_what_is_read_may_be_anything_but_what_it_should_be(place, name, odd):
    line = list(ALL[name])
    made = INPUTS[odd](place)
    before = {each: content for each, content in _files(place).items() if each != "odd.xlsx"}
    line[input_of(line)] = made
    found = ran(line, place)
    status = told(found, line)
    after = {each: content for each, content in _files(place).items() if each != "odd.xlsx"}
    assert not [each for each in after if each.endswith(".tmp")]
    assert status == 2 or name in {"utm", "utm --book"} or odd in {"a folder", "an empty file"}, found
    # Where one of several books cannot be read, the others are computed.
    if status == 2 and name != "calc several":
        assert after == before


def _files(folder):
    """As `files_of`, and pipes are not waited for; what a portfolio remembers does not count."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if path.name != "memory"
    }


@pytest.mark.parametrize(
    "line",
    [
        ("import", "", "export.csv", "--yes"),
        ("import", "/", "export.csv", "--yes"),
        ("import", "plan.xlsx", "odd.xlsx", "--yes"),
        ("convert", ""),
        ("demo", "--from", "odd.xlsx", "-o", "made"),
        ("calc", "none", "-o", "made"),
        ("portfolio", "empty.xlsx", "--no-cache", "-j", "1", "-o", "old.csv"),
    ],
    ids=" ".join,
)
def test_a_pipe_no_name_and_a_folder_of_nothing_are_refused_and_nothing_is_made(place, line):
    _fifo(place)
    (place / "none").mkdir()
    (place / "empty.xlsx").write_bytes(b"")
    before = _files(place)
    assert told(ran(line, place), line) == 2
    assert _files(place) == before


NAMES = {
    "a line in the name": "new\nline",
    "pictures in the name": "😀 é\u202e",
    "a name of 250 bytes": "x" * 245,
    "a name of 300 bytes": "x" * 295,
    "a point at the end": "dot.",
    "a hyphen before": "./-o",
    "half a sign": "\udcff",
    "a file for a folder": "rows.csv/x",
    "quotes and signs": "a'b\"c$(d)`e`%f^&|<g>*?[h]{i}~",
    "blanks": " a ",
}
HAVE_OUTPUT = [name for name, line in ALL.items() if any(word.startswith(("old.", "fresh.")) for word in line)]


@pytest.mark.parametrize("odd", NAMES)
@pytest.mark.parametrize("name", HAVE_OUTPUT)
def test_what_is_written_may_have_any_name(place, name, odd):
    line = list(ALL[name])
    at = next(at for at, word in enumerate(line) if word.startswith(("old.", "fresh.")))
    reads = at == input_of(line)
    target = NAMES[odd] + line[at][line[at].rindex(".") :]
    if reads:
        try:
            (place / line[at]).rename(place / target)
        except OSError:
            return
    before, line[at] = files_of(place), target
    found = ran(line, place)
    status = told(found, line)
    after = files_of(place)
    assert not [each for each in after if each.endswith(".tmp")]
    after.pop("memory", None)  # the cache of a portfolio, which was asked for and is whole
    before.pop("memory", None)
    if odd in {"a name of 300 bytes", "a file for a folder"}:
        assert (status, after) == (2, before)
    else:
        assert (place / target).is_file()


def _gone(folder):
    lost = folder / "lost"
    lost.mkdir()
    os.chdir(lost)
    lost.rmdir()


@pytest.mark.parametrize("name", ALL)
def test_a_folder_that_is_gone_is_told_of(place, name):
    before = files_of(place)

    def line():
        _gone(place)
        return ALL[name]

    found = ran(line, place)
    told(found, name)
    assert files_of(place) == before


@pytest.mark.parametrize("name", ALL)
def test_a_folder_may_be_a_link(place, name, tmp_path):
    (tmp_path / "link").symlink_to("work")
    found = ran(ALL[name], tmp_path / "link")
    told(found, name, (0, 1, 3))
    assert not [each for each in files_of(place) if each.endswith(".tmp")]


ENVIRONMENTS = {
    "no home": {"HOME": None, "XDG_CACHE_HOME": None, "XDG_CONFIG_HOME": None},
    "a home that is not there": {"HOME": "/no/such/home", "XDG_CACHE_HOME": None},
    "a home that is a file": {"HOME": "/dev/null", "XDG_CACHE_HOME": None},
    "a cache that is a file": {"XDG_CACHE_HOME": "/dev/null"},
    "a cache in a system's folder": {"XDG_CACHE_HOME": "/proc/1"},
    "no folder for temporary files": {"TMPDIR": "/no/such/folder"},
    "no language": {"LANG": None, "LC_ALL": None, "LANGUAGE": None},
    "a language that is none": {"LANG": "xx_XX.bad", "LC_ALL": "xx_XX.bad", "LANGUAGE": "?"},
    "no width": {"COLUMNS": "0"},
    "a width that is none": {"COLUMNS": "wide", "LINES": "-1"},
    "a terminal that is none": {"TERM": "", "NO_COLOR": "1", "FORCE_COLOR": "1"},
    "a time zone that is none": {"TZ": "No/Where"},
}


@pytest.mark.parametrize("odd", ENVIRONMENTS)
@pytest.mark.parametrize("name", ALL)
def test_a_home_and_an_environment_may_be_odd(place, name, odd):
    found = ran(ALL[name], place, **ENVIRONMENTS[odd])
    told(found, name, (0, 1, 3))
