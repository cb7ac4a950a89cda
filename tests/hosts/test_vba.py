"""The VBA of the add-in: xlwings' own wrappers with our two substitutions, read back from the file, and run."""

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from answers import EXAMPLES, arguments, same, shown

from socroi.definition.registry import formulas
from socroi.errors import CellError
from socroi.hosts import ribbon, vba_modules
from socroi.hosts.descriptions import ERROR_NUMBERS

pytest.importorskip("pyopenvba", reason="pyOpenVBA is not installed")

from vba_excel import Excel


@pytest.fixture(scope="module")
def addin_file(tmp_path_factory, package):
    """The add-in, made anew."""
    package("xlwings")
    from socroi.hosts import vba_projects

    path = tmp_path_factory.mktemp("addin") / "socroi.xlam"
    path.write_bytes(vba_projects.addin())
    return path


@pytest.fixture
def excel(classic, tmp_path):
    return Excel(classic, tmp_path)


@pytest.fixture(scope="module")
def one_excel(classic):
    return Excel(classic)


def procedures(text):
    """The functions of a module by name, without the attributes that only describe them."""
    text = re.sub(r"(?m)^Attribute .*\n", "", text.replace("\r\n", "\n"))
    return dict(re.findall(r"(?ms)^Function (\w+)(\(.*?)^End Function", text))


def test_our_wrappers_are_those_of_xlwings_with_two_substitutions(classic):
    # Those of a workbook that has its own code: an add-in's would need an active workbook, which there is not always.
    theirs = procedures(classic.ask("import", "plan.xlsm")["vba"])
    ours = procedures(vba_modules.function_module(formulas()))
    assert ours.keys() == theirs.keys() == formulas().keys()
    for name, text in theirs.items():
        answer = re.sub(r"= XLPy\.(CallUDF\(.*\))$", r"= SocroiCell(SocroiPython.\1)", text, flags=re.MULTILINE)
        assert ours[name] == answer.replace(f"{name} = Err.Description", f"{name} = SocroiNoAnswer(Err.Description)")


def test_the_help_that_the_add_in_registers_is_what_xlwings_would_register(classic):
    module = vba_modules.help_module(formulas()).replace("\r\n", "\n").replace(" _\n", " ")
    for macro, options in classic.ask("import", "socroi.xlam")["descriptions"]:
        name = macro.partition("!")[2]
        call = next(line for line in module.splitlines() if f'!{name}"' in line)
        texts = re.findall(r'"((?:[^"]|"")*)"', call)
        spoken = [text.replace('""', '"') for text in texts]
        wanted = [options["Description"], options["Category"], *(options["ArgumentDescriptions"] or [])]
        assert [text for text in spoken if text in wanted] == wanted


def test_every_line_fits_into_vba_and_its_code_page(classic):
    # MS-VBAL: a line of source has at most 1023 characters, a statement at most 24 continuations.
    for text in (*vba_modules.modules(addin=True).values(), *vba_modules.modules(addin=False).values()):
        text.encode("cp1252")
        assert max(map(len, text.splitlines())) <= 1023
        assert not re.search(r"(?:.* _\r\n){25}", text)


def test_the_function_wizard_can_show_every_argument():
    # xlwings issue 1489: Excel shows none once the names and their number come to more than 254 characters.
    for formula in formulas().values():
        assert sum(len(p.name) + 1 for p in formula.parameters) < 255


READ = """
import json, sys
from oletools.olevba import VBA_Parser
parser = VBA_Parser(sys.argv[1])
print(json.dumps({name.rpartition(".")[0]: code for _, _, name, code in parser.extract_macros()}))
"""


@pytest.fixture(scope="module")
def macros(addin_file, package):
    """The VBA of the add-in as olevba, which is none of the tools that wrote it, reads it."""
    package("oletools")
    # In a process of its own: olevba calls what pyparsing has deprecated.
    done = subprocess.run([sys.executable, "-c", READ, str(addin_file)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_olevba_reads_our_modules_back_from_the_add_in(macros):
    for name, text in vba_modules.modules(addin=True).items():
        assert macros[name].split() == text.split()
    assert "SocroiDescribe" in macros["ThisWorkbook"]


def test_the_add_in_obeys_no_settings_of_a_workbook_that_somebody_sent(macros):
    settings = macros["xlwings"]
    assert 'PROJECT_NAME As String = "socroi"' in settings
    assert "SheetExists(ActiveWorkbook, PROJECT_NAME" not in settings
    assert 'source = "directory"' not in settings
    assert '"ADD_WORKBOOK_TO_PYTHONPATH", "true"' not in settings


def test_the_command_that_starts_python_holds_no_path_of_a_workbook(macros):
    """`^`, `%` and `&` in one left its quoting, and each workbook had a Python of its own."""
    command = re.search(r"(?s)Function XLPyCommand\(\)(.*?)End Function", macros["xlwings"])[1]
    assert re.search(r"tail = (.*)", command)[1] == r'''" -B -P -c ""import xlwings; xlwings.serve('$(CLSID)')"""'''
    excel = command.partition("#Else")[0]
    assert 'PYTHONPATH = ""' in excel
    assert "FullName" not in excel


def test_help_on_arguments_is_registered_once_a_workbook_is_shown(macros):
    module = macros["ThisWorkbook"]
    assert module.index("Private WithEvents host As Application") < module.index("Sub ")
    assert "If Not ActiveWorkbook Is Nothing Then Describe" in module
    assert re.search(r"Private Sub host_WorkbookActivate\(ByVal \w+ As Workbook\)\s+Describe\s+End Sub", module)


def project_text(package, part="xl/vbaProject.bin"):
    import olefile

    with zipfile.ZipFile(package) as archive:
        file = olefile.OleFileIO(io.BytesIO(archive.read(part)))
        return file.openstream("PROJECT").read().decode("cp1252")


def test_the_project_declares_its_modules_as_office_does(addin_file, tmp_path):
    # [MS-OVBA] 2.3.1.4 and 2.3.1.19: a document is "Document=" name "/" version; among the windows is no blank line.
    from socroi.hosts import vba_projects

    book = tmp_path / "book.xlsm"
    with zipfile.ZipFile(book, "w") as package:
        package.writestr("xl/vbaProject.bin", vba_projects.workbook_project(12))
    documents = re.findall(r"(?m)^Document=(\w+)/&H00000000\r$", project_text(book))
    assert documents[:1] == ["ThisWorkbook"]
    assert sorted(documents[1:]) == sorted(f"Sheet{n}" for n in range(1, 13))
    for text in (project_text(book), project_text(addin_file)):
        assert re.findall(r"(?m)^Class=(\w+)", text) == ["Dictionary"]
        assert 'Name="SOCROI"\r\n' in text
        windows = text.partition("[Workspace]\r\n")[2].splitlines()
        assert all(re.fullmatch(r"\w+=-?\d+, -?\d+, -?\d+, -?\d+, ?[CZI]?", line) for line in windows)
        assert len(windows) == len(re.findall(r"(?m)^(?:Document|Module|Class)=", text))


def test_the_project_bears_our_name(addin_file):
    import pyopenvba

    with pyopenvba.ExcelFile(addin_file) as file:
        assert file.vba_project().name == "SOCROI"


def test_the_ribbon_is_in_the_namespace_that_its_relationship_means(addin_file):
    # [MS-CUSTOMUI] 2.2: the relationship of 2007 goes with the namespace of 2009, that of 2006 with 2006's.
    with zipfile.ZipFile(addin_file) as package:
        relationships = package.read("_rels/.rels").decode()
        ribbon_part = package.read("customUI/customUI.xml").decode()
    assert "schemas.microsoft.com/office/2007/relationships/ui/extensibility" in relationships
    assert 'xmlns="http://schemas.microsoft.com/office/2009/07/customui"' in ribbon_part


def test_the_settings_sheet_names_our_module(addin_file):
    with zipfile.ZipFile(addin_file) as package:
        workbook = package.read("xl/workbook.xml").decode()
        rows = re.findall(r"<t>([^<]*)</t></is></c><c[^>]*><is><t>([^<]*)</t>",
                          package.read("xl/worksheets/sheet1.xml").decode())  # fmt: skip
    assert 'name="socroi.conf"' in workbook
    assert dict(rows)["UDF MODULES"] == "socroi.hosts.excel"
    # A blank interpreter on the sheet would hide the one in the user's own settings.
    assert "INTERPRETER_WIN" not in dict(rows)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_cell_shows_what_is_documented_and_an_error_is_an_error(example, one_excel):
    answer = one_excel.cell(example.call.name, *arguments(example))
    assert isinstance(answer, CellError) == example.is_error
    assert shown(answer) == same(shown(example.result))


@pytest.mark.parametrize("code", ERROR_NUMBERS)
def test_the_text_of_an_error_becomes_that_error_alone_and_inside_a_spill(one_excel, code):
    assert one_excel.cell("SocroiCell", code) == CellError(code)
    assert isinstance(one_excel.cell("SocroiCell", code), CellError)
    block = one_excel.cell("SocroiCell", [["a", 1.0], [code, "#1 in the list"]])
    assert block == [["a", 1.0], [code, "#1 in the list"]]
    assert [type(cell) for row in block for cell in row] == [str, float, CellError, str]
    assert [type(cell) for cell in one_excel.cell("SocroiCell", [1.0, code])[0]] == [float, CellError]


def test_a_python_that_is_not_found_is_one_message_for_all_cells(excel):
    excel.run("LosePython", "Could not load xlwings64-0.37.8.dll")
    cells = [excel.cell("SOCROI", 1000, 500) for _ in range(3)]
    assert cells == [CellError("#VALUE!")] * 3
    assert all(isinstance(cell, CellError) for cell in cells)
    assert len(excel.messages()) == 1
    assert "cannot reach Python" in excel.messages()[0]
    assert "py -m socroi addin install" in excel.messages()[0]
    assert "Could not load xlwings64-0.37.8.dll" in excel.messages()[0]


def test_after_python_was_not_found_no_other_cell_waits_for_it(excel):
    excel.run("LosePython", "Could not activate Python COM server")
    for _ in range(3):
        excel.cell("SOCROI", 1000, 500)
    assert excel.number("Tried") == 1
    excel.run("LosePython", "")
    assert excel.cell("SOCROI", 1000, 500) == CellError("#VALUE!")
    excel.run("SocroiTryAgain")
    assert excel.cell("SOCROI", 1000, 500) == 100.0


def test_python_is_looked_for_once_and_again_after_it_failed(excel):
    for _ in range(3):
        assert excel.cell("SOCROI", 1000, 500) == 100.0
    assert excel.number("Tried") == 1
    worker, excel.python.worker = excel.python.worker, type("Worker", (), {"ask": lambda *_: {"raised": "gone"}})()
    assert excel.cell("SOCROI", 1000, 500) == CellError("#VALUE!")
    excel.python.worker = worker
    assert excel.cell("SOCROI", 1000, 500) == 100.0
    assert excel.number("Tried") == 2


@pytest.mark.parametrize("named", ["", "python", "pythonw.exe", r"Scripts\python.exe", r"\python.exe", "C:python.exe"])
def test_a_python_without_its_whole_path_is_never_run(excel, named):
    """Windows would take one that somebody put into the folder of a workbook."""
    excel.run("NamePython", named)
    assert excel.cell("SOCROI", 1000, 500) == CellError("#VALUE!")
    assert excel.number("Tried") == 0
    assert "py -m socroi addin install" in excel.messages()[0]


@pytest.mark.parametrize("named", [r"C:\Users\Ana M\python.exe", r"\\server\share\python.exe"])
def test_a_python_with_its_whole_path_is_run(excel, named):
    excel.run("NamePython", named)
    assert excel.cell("SOCROI", 1000, 500) == 100.0


def test_a_python_without_our_package_is_told_how_to_get_it(excel):
    excel.python.worker = type(
        "Worker", (), {"ask": lambda *_: {"raised": "ModuleNotFoundError: No module named 'socroi'"}}
    )()
    assert excel.cell("SOCROI", 1000, 500) == CellError("#VALUE!")
    assert "pip install" in excel.messages()[0]


def test_a_failure_of_our_own_is_reported_once_and_never_stands_in_the_cell_as_text(excel):
    excel.python.worker = type("Worker", (), {"ask": lambda *_: {"raised": "ValueError: oops"}})()
    for _ in range(2):
        answer = excel.cell("SOCROI", 1000, 500)
        assert isinstance(answer, CellError)
    assert len(excel.messages()) == 1
    assert "ValueError: oops" in excel.messages()[0]


def test_a_program_that_drives_excel_meets_no_message_box(excel):
    excel.run("MuteAlerts")
    excel.run("LosePython", "gone")
    assert excel.cell("SOCROI", 1000, 500) == CellError("#VALUE!")
    assert excel.messages() == []


BUTTONS = {
    action: label
    for label, action in re.findall(r'label="([^"]*)" size.*?onAction="([^"]*)"', vba_modules.ribbon_xml())
}


def test_the_ribbon_has_the_buttons_that_the_guide_describes():
    assert list(BUTTONS.values()) == [
        "New template",
        "Recalculate and check",
        "Freeze to values",
        "Function help",
        "About",
    ]


@pytest.mark.parametrize("action", BUTTONS)
def test_every_button_calls_a_procedure_that_asks_an_entry_point_which_exists(action, macros):
    module, procedure = action.split(".")
    body = re.search(rf"(?ms)^Public Sub {procedure}\(control As IRibbonControl\)(.*?)^End Sub", macros[module])[1]
    asked = re.findall(r'Ask\("(\w+)"', body)
    assert len(asked) == 1
    assert callable(getattr(ribbon, asked[0]))


def press(excel, action):
    excel.press(action)
    return [step.strip() for step in excel.run("Done").split("|") if step.strip()]


def test_new_template_opens_a_workbook_that_was_not_there_before(excel, tmp_path):
    first, second = press(excel, "SocroiRibbon.NewTemplate"), press(excel, "SocroiRibbon.NewTemplate")
    assert first == [f"open {tmp_path / 'Social media ROI.xlsx'}"]
    assert second == [f"open {tmp_path / 'Social media ROI 2.xlsx'}"]
    assert zipfile.is_zipfile(tmp_path / "Social media ROI 2.xlsx")


def computed_book(path, *, profit=500):
    """A workbook as Excel would save it: 1500 - 1000 is 500, by hand."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("ROI")
    sheet.write_row(0, 0, [1500, 1000])
    sheet.write_formula("C1", "=A1-B1", None, profit)
    sheet.write_formula("D1", "=A1/0", None, "#DIV/0!")
    book.close()


def test_recalculate_and_check_lets_excel_compute_and_says_that_all_is_the_same(excel, tmp_path):
    computed_book(tmp_path / "copy.xlsx")
    assert press(excel, "SocroiRibbon.RecalculateAndCheck") == ["calculate", f"save {tmp_path / 'copy.xlsx'}"]
    assert excel.messages()[-1].endswith("computed 2 cells once more: every one is the same.")
    assert not (tmp_path / "copy.xlsx").exists()


def test_recalculate_and_check_names_the_cell_that_differs(excel, tmp_path):
    computed_book(tmp_path / "copy.xlsx", profit=499)
    press(excel, "SocroiRibbon.RecalculateAndCheck")
    assert "ROI!C1: Excel 499, SOCROI 500" in excel.messages()[-1]


def test_freeze_to_values_opens_a_copy_beside_the_workbook(excel, tmp_path):
    (tmp_path / "books").mkdir()
    computed_book(tmp_path / "copy.xlsx")
    excel.run("Standing", "", str(tmp_path / "books" / "plan.xlsx"))
    steps = press(excel, "SocroiRibbon.FreezeToValues")
    assert steps[-1] == f"open {tmp_path / 'books' / 'plan (values).xlsx'}"


def test_a_workbook_in_the_cloud_is_frozen_into_excels_own_folder(excel, tmp_path):
    computed_book(tmp_path / "copy.xlsx")
    excel.run("Standing", "", "https://example.org/personal/plan.xlsx")
    assert press(excel, "SocroiRibbon.FreezeToValues")[-1] == f"open {tmp_path / 'plan (values).xlsx'}"


def test_a_refusal_is_shown_and_nothing_is_opened(excel, tmp_path):
    (tmp_path / "copy.xlsx").write_text("no workbook")
    excel.run("Standing", "", "plan.xlsx")
    assert press(excel, "SocroiRibbon.FreezeToValues") == [f"save {tmp_path / 'copy.xlsx'}"]
    assert "not a workbook" in excel.messages()[-1]


def test_function_help_opens_a_page_with_the_function_of_the_cell_at_its_top(excel):
    excel.run("Standing", "=IF(A1>0,SOCBREAKEVEN(B1,C1),0)", "plan.xlsx")
    (step,) = press(excel, "SocroiRibbon.FunctionHelp")
    page = Path(step.removeprefix("follow ")).read_text(encoding="utf-8")
    headings = re.findall(r'<h3 id="[^"]*"><code>=([A-Z]+)', page)
    assert headings == ["SOCBREAKEVEN", *formulas()]


def test_about_says_which_python_answers(excel):
    press(excel, "SocroiRibbon.About")
    assert "SOCROI" in excel.messages()[-1]
    assert "Python 3." in excel.messages()[-1]
    assert "Excel 16.0" in excel.messages()[-1]
