"""The extension in the hands of a user: installed, shown, typed, upgraded and removed, with LibreOffice's own programs."""

import os
import re
import signal
import subprocess
import time
import zipfile

import pytest
from office import Office

import socroi
from socroi.hosts.libreoffice.extension import IDENTIFIER, SERVICE, generated_files
from socroi.registry import formulas

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
    office = Office(program)
    yield office
    office.close()


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
    office = Office(program)
    office.unopkg("add", of_version(office.folder / "socroi.oxt", socroi.__version__))
    locales = ["en-US", "sw-TZ", "hu", "ca", "ca-ES-valencia", "fa-IR", "hi-IN", "de"]
    typed = {"A1": '=SOCBYPLATFORM("FB";300;200)', "B1": '=SOCROI(1000;500;;"ratio")', "C1": "=SOCROI(1000;0)"}
    questions = [["functions"], ["typed", typed], *(["configured", locale, CONFIGURED] for locale in locales)]
    functions, shown, *helped = office.ask(*questions)
    office.close()
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
        "ca-ES-valencia": "retorn de la inversió", "fa-IR": "بازده سرمایه", "hi-IN": "निवेश", "de": "Return on investment",
    }.items(),
)  # fmt: skip
def test_help_comes_in_the_users_language_and_else_in_english(locale, words, answers):
    assert words.casefold() in answers[2][locale]["socroi"]["Description"].casefold()


def test_an_unknown_language_leaves_no_text_empty(answers):
    def empty(node, path=""):
        if isinstance(node, dict):
            return [found for name, inner in node.items() for found in empty(inner, f"{path}/{name}")]
        return [] if node else [path]

    assert {locale: empty(node) for locale, node in answers[2].items()} == {locale: [] for locale in answers[2]}


@pytest.fixture
def window(program, office):
    """A Calc with a window, on a screen that nobody sees."""
    screen = f":{90 + os.getpid() % 100}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen([program("Xvfb"), screen, "-screen", "0", "1100x700x24"], **quiet)
    office.unopkg("add", of_version(office.folder / "socroi.oxt", socroi.__version__))
    book = office.folder / "typed.csv"
    book.write_text("1\n")
    running = subprocess.Popen(
        [program("soffice"), "--norestore", "--nologo", "--nofirststartwizard", office.profile, "--calc"],
        env=office.environment(DISPLAY=screen, SAL_USE_VCLPLUGIN="gen"), cwd=office.folder, start_new_session=True,
        **quiet, **office.as_user,
    )  # fmt: skip
    yield screen
    os.killpg(running.pid, signal.SIGKILL)
    server.terminate()
    running.wait()
    server.wait()
