"""The extension in the hands of a user: installed, upgraded and removed by `unopkg`, listed, typed, in a window."""

import os
import re
import subprocess
import time
import zipfile
from contextlib import closing

import pytest
from office import Office

import socroi
from socroi.definition.registry import formulas
from socroi.hosts.libreoffice.extension import IDENTIFIER, SERVICE, generated_files

pytestmark = pytest.mark.libreoffice

CONFIGURED = f"/org.openoffice.Office.CalcAddIns/AddInInfo/{SERVICE}/AddInFunctions"


def of_version(path, version):
    """Write the extension to a file, as if of another version."""
    original = path.with_suffix(".original")
    original.write_bytes(generated_files()["socroi.oxt"])
    with zipfile.ZipFile(original) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "description.xml":
                content = content.replace(f'"{socroi.__version__}"'.encode(), f'"{version}"'.encode())
            after.writestr(name, content)
    path.chmod(0o644)
    return path


@pytest.fixture
def office(program):
    with closing(Office(program)) as office:
        yield office


def installed(office):
    """The version of our extension that is installed and registered, or None."""
    listed = office.unopkg("list", IDENTIFIER) if IDENTIFIER in office.unopkg("list") else ""
    version = re.search(r"Version: (\S+)\n.*\n  is registered: yes", listed)
    return version and version[1]


def test_the_extension_is_installed_upgraded_and_removed(office):
    extension = office.folder / "socroi.oxt"
    assert installed(office) is None
    office.unopkg("add", of_version(extension, "0.0.1"))
    assert installed(office) == "0.0.1"
    office.unopkg("add", of_version(extension, "0.0.2"))
    assert installed(office) == "0.0.2"
    assert office.ask(["typed", {"A1": "=SOCROI(1000;500)"}]) == [{"A1": "100"}]
    office.unopkg("remove", IDENTIFIER)
    assert installed(office) is None
    assert office.ask(["typed", {"A1": "=SOCROI(1000;500)"}]) == [{"A1": "#NAME?"}]


@pytest.fixture(scope="module")
def answers(program):
    """What the installed extension shows: Calc's list of functions, and the help in each language."""
    locales = ["en-US", "sw-TZ", "hu", "ca", "ca-ES-valencia", "fa-IR", "hi-IN", "de"]
    typed = {"A1": '=SOCBYPLATFORM("FB";300;200)', "B1": '=SOCROI(1000;500;;"ratio")', "C1": "=SOCROI(1000;0)"}
    questions = [["functions"], ["typed", typed], *(["configured", locale, CONFIGURED] for locale in locales)]
    with closing(Office(program)) as office:
        office.unopkg("add", of_version(office.folder / "socroi.oxt", socroi.__version__))
        functions, shown, *helped = office.ask(*questions)
    ours = {name: rest for name, *rest in functions if name in formulas()}
    return ours, shown, dict(zip(locales, helped, strict=True))


def test_calc_lists_every_function_among_those_of_add_ins_with_its_help(answers):
    ours, _, _ = answers
    add_in = 11  # com.sun.star.sheet.FunctionCategory.ADDIN
    assert {name: (category, text) for name, (category, text, _) in ours.items()} == {
        name: (add_in, formula.summary) for name, formula in formulas().items()
    }


def test_the_wizard_names_every_argument_and_which_may_be_left_out(answers):
    ours, _, _ = answers
    shown = {
        name: [(argument, optional) for argument, _, optional in arguments] for name, (_, _, arguments) in ours.items()
    }
    assert shown == {
        name: [(p.name, not p.required) for p in formula.parameters] for name, formula in formulas().items()
    }
    revenue = ours["SOCROI"][2][0][1]
    assert revenue.startswith("what social media brought in")
    assert revenue.endswith("(money, in the sheet's currency)")


def test_formulas_typed_into_calc_are_computed(answers):
    assert answers[1] == {"A1": "platform", "B1": "1", "C1": "#DIV/0!"}


@pytest.mark.parametrize(
    ("locale", "words"),
    {
        "sw-TZ": "kurudi kwa uwekezaji", "hu": "megtérülés", "ca": "retorn de la inversió",
        "ca-ES-valencia": "retorn de la inversió", "fa-IR": "بازده سرمایه", "hi-IN": "निवेश",
        "de": "Return on investment",
    }.items(),
)  # fmt: skip
def test_help_comes_in_the_users_language_and_else_in_english(locale, words, answers):
    assert words.casefold() in answers[2][locale]["socroi"]["Description"].casefold()


def test_an_unknown_language_leaves_no_text_empty(answers):
    def empty(node):
        texts = [node["DisplayName"], node["Description"]]
        return "" in texts or None in texts or any(map(empty, node.get("Parameters", {}).values()))

    assert {name for name, node in answers[2]["de"].items() if empty(node)} == set()


@pytest.fixture
def screen(program):
    """A screen that nobody sees, and what types on it."""
    number = f":{90 + os.getpid() % 100}"
    nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen([program("Xvfb"), number, "-screen", "0", "1100x700x24"], **nowhere)
    xdotool = program("xdotool")

    def press(*arguments):
        done = subprocess.run([xdotool, *arguments], check=False, env={**os.environ, "DISPLAY": number}, **nowhere)
        return done.returncode == 0

    yield number, press
    server.terminate()
    server.wait()


def test_a_name_begun_in_a_cell_is_completed_and_computed(office, screen):
    number, press = screen
    office.unopkg("add", of_version(office.folder / "socroi.oxt", socroi.__version__))
    with office.running("--nologo", "--calc", DISPLAY=number, SAL_USE_VCLPLUGIN="gen") as pipe:
        wait_for(lambda: press("search", "--name", "LibreOffice Calc"))
        wait_for(lambda: office.put(pipe, ["cell", "A1"]) == [["", ""]])
        press("type", "--delay", "100", "=SOCPROF")
        time.sleep(1)
        press("key", "Return")  # takes the proposal, and the cursor stands between the brackets
        press("type", "--delay", "100", "1000;400")
        press("key", "Return")
        wait_for(lambda: office.put(pipe, ["cell", "A1"])[0][1] != "")
        formula, value = office.put(pipe, ["cell", "A1"])[0]
    assert formula.upper().endswith("SOCPROFIT(1000;400)")
    assert value == "600"


def wait_for(happened, seconds=30):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happened():
            return
        time.sleep(0.5)
    pytest.fail("it did not happen in time")
