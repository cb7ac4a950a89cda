"""What is in the extension, before any LibreOffice sees it."""

import ast
import io
import json
import re
import struct
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from answers import EXAMPLES, same, shown

import socroi
from socroi.definition.registry import formulas
from socroi.definition.spill import Spill
from socroi.definition.units import Holds, Kind
from socroi.errors import CellError
from socroi.hosts.libreoffice.cells import arriving, leaving, leaving_block
from socroi.hosts.libreoffice.extension import COMPONENT, generated_files, parts
from socroi.hosts.libreoffice.help import argument_help, configuration, translations
from socroi.hosts.libreoffice.interface import idl, type_library
from socroi.templates.texts import languages

FUNCTIONS = list(formulas().values())
LANGUAGES = [language for language in languages() if language != "en"]
OLDEST_PYTHON = (3, 10)
"""What LibreOffice 25.2 for Windows and Mac may bring along: the packed modules keep to its grammar."""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("extension")
    with zipfile.ZipFile(io.BytesIO(generated_files()["socroi.oxt"])) as package:
        package.extractall(folder)
    return folder


def test_what_is_packed_computes_every_example_with_the_standard_library_alone(unpacked):
    program = """
import json, sys
sys.path.insert(0, sys.argv[1])
from socroi.gate import gate
from socroi.errors import CellError
from socroi.definition.registry import formulas
from socroi.hosts.libreoffice.cells import leaving_block
def told(cell):
    return repr(cell) if cell != cell else cell
examples = [example for formula in formulas().values() for example in formula.examples]
blocks = [leaving_block(gate.evaluate(example.call)) for example in examples]
outside = sorted({name.partition(".")[0] for name in sys.modules} - {*sys.stdlib_module_names, "socroi", "__main__"})
json.dump([[[told(cell) for cell in row] for row in block] for block in blocks], sys.stdout)
print(outside, file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, str(unpacked / "pythonpath")],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "[]\n")
    for example, answer in zip(EXAMPLES, json.loads(done.stdout), strict=True):
        expected = shown(example.result)
        rows = expected if isinstance(expected, list) else [[expected]]
        told = [["nan" if str(cell) in socroi.errors.CELL_ERRORS else cell for cell in row] for row in rows]
        assert answer == same(told), example


def test_what_is_packed_is_written_in_the_grammar_of_the_oldest_python(unpacked):
    modules = [unpacked / COMPONENT, *(unpacked / "pythonpath").rglob("*.py")]
    for path in modules:
        ast.parse(path.read_text(encoding="utf-8"), path.name, feature_version=OLDEST_PYTHON)


def test_an_older_python_is_refused_in_words(unpacked):
    program = "import runpy, sys; sys.version_info = (3, 9, 0); runpy.run_path(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", program, unpacked / COMPONENT], check=False, capture_output=True, text=True
    )
    assert done.stderr.splitlines()[-1].startswith(
        "RuntimeError: SOCROI needs a LibreOffice whose Python is 3.10 or newer"
    )


def test_the_extension_is_the_same_whenever_it_is_built():
    assert generated_files() == generated_files()


def test_its_description_names_its_version():
    assert f'<version value="{socroi.__version__}"/>'.encode() in parts()["description.xml"]


def test_every_part_that_the_manifest_and_the_description_name_is_there():
    found = parts()
    texts = found["META-INF/manifest.xml"] + found["description.xml"]
    named = re.findall(r'(?:full-path|href)="([^"]+)"', texts.decode())
    assert named
    assert [name for name in named if name not in found] == []


def test_the_type_library_is_the_one_that_libreoffices_own_compiler_makes(program, folder, tmp_path):
    sdk = folder(Path(program("soffice")).resolve().parents[1] / "sdk", "apt install libreoffice-dev")
    types = sdk.parent / "program" / "types.rdb"
    (tmp_path / "socroi.idl").write_text(idl(FUNCTIONS))
    made = tmp_path / "socroi.rdb"
    compiler = sdk / "bin" / "unoidl-write"
    subprocess.run(
        [compiler, types, types.with_suffix("") / "offapi.rdb", "socroi.idl", made], check=True, cwd=tmp_path
    )
    # It says after the header which version it is.
    banner = re.match(rb"UNOIDL\xff\0.{8}(\0.*? \*\*\0)", made.read_bytes(), re.DOTALL)[1]
    assert type_library(FUNCTIONS, banner) == made.read_bytes()


def test_the_configuration_tells_every_function_and_argument_in_every_language():
    tree = ET.fromstring(configuration("a.Service", FUNCTIONS, translations()))  # noqa: S314 - our own text
    name, language = "{http://openoffice.org/2001/registry}name", "{http://www.w3.org/XML/1998/namespace}lang"
    functions = tree.findall(f".//node[@{name}='AddInFunctions']/node")
    assert [node.get(name) for node in functions] == [formula.name.lower() for formula in FUNCTIONS]
    for node, formula in zip(functions, FUNCTIONS, strict=True):
        assert node.find(f"prop[@{name}='CompatibilityName']/value").text == formula.name
        described = node.findall(f".//prop[@{name}='Description']")
        assert len(described) == 1 + len(formula.parameters)
        assert all(each[0].get(language) == "en-US" for each in described)
        texts = [formula.summary, *(parameter.doc for parameter in formula.parameters)]
        for each, text in zip(described, texts, strict=True):
            spoken = {code for code, known in translations().items() if text in known}
            assert {value.get(language) for value in each} >= {"en-US", *spoken}
    assert {value.get(language) for value in tree.iter("value")} - {None} == {
        "en-US", *(code for code, known in translations().items() if known),
    }  # fmt: skip


QUOTED = re.compile(r'"[a-z_()]+"')
NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)?%?")
ARGUMENT = re.compile(r"\b(?:as long as|with) ([a-z]+(?:_[a-z]+)*)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_words_to_type_numbers_and_names(language):
    known = translations()[language]
    arguments = {parameter.name for formula in FUNCTIONS for parameter in formula.parameters}
    changed = {}
    for english, other in known.items():
        kept = [
            *QUOTED.findall(english),
            *re.findall(r"\b[A-Z]{3,}\b", english.replace("TRUE", "").replace("FALSE", "")),
        ]
        kept += [name for name in ARGUMENT.findall(english) if name in arguments]
        lost = [word for word in kept if word not in other]
        numbers = sorted(NUMBER.findall(english))
        if lost or sorted(number.replace(",", ".") for number in NUMBER.findall(other)) != numbers:
            changed[english] = (other, lost)
    assert changed == {}


def test_a_text_that_nobody_translated_is_shown_in_english():
    parameter = formulas()["SOCROI"].parameters[0]
    half = argument_help(parameter, {parameter.kind.meaning: "pénz"})
    assert half == f"{parameter.doc} (pénz)"


NUMBER_KIND, DATE_KIND, TEXT_KIND = (
    Kind("a number", "any"),
    Kind("a date", "a date", Holds.DATE),
    Kind("a text", "text", Holds.TEXT),
)


def of_calc(code):
    """A number that is none, as Calc stores an error: its code stands in the low half (formula/errorcodes.hxx)."""
    return struct.unpack("<d", struct.pack("<Q", 0x7FF8_0000_0000_0000 | code))[0]


def code_of(number):
    return struct.unpack("<Q", struct.pack("<d", number))[0] & 0xFFFF_FFFF


# Codes as LibreOffice's help lists them: 503 #NUM!, 519 #VALUE!, 524 #REF!, 525 #NAME?, 532 #DIV/0!, 32767 #N/A.
@pytest.mark.parametrize(
    ("code", "error"),
    [(503, "#NUM!"), (519, "#VALUE!"), (524, "#REF!"), (525, "#NAME?"), (532, "#DIV/0!"), (32767, "#N/A")],
)
def test_an_error_arrives_and_leaves_by_its_number(code, error):
    assert arriving(((1.0,), (of_calc(code),)), NUMBER_KIND) == [[1.0], [CellError(error)]]
    assert code_of(leaving(CellError(error))) == code


def test_an_error_that_excel_does_not_have_is_value():
    assert arriving(((of_calc(508),),), NUMBER_KIND) == [[CellError("#VALUE!")]]
    assert code_of(leaving(CellError("#SPILL!"))) == 519


def test_what_is_left_out_stays_left_out_and_a_single_zero_is_a_blank_only_where_no_number_makes_sense():
    assert arriving(None, NUMBER_KIND) is None
    assert arriving(0.0, NUMBER_KIND) == [[0.0]]
    assert arriving(0.0, TEXT_KIND) == arriving(((0.0,),), DATE_KIND) == [[None]]
    assert arriving(((0.0,), (1.0,)), TEXT_KIND) == [[0.0], [1.0]]


def test_a_date_counts_from_the_documents_first_day_and_other_numbers_do_not():
    assert arriving(44742.0, DATE_KIND, 1462.0) == [[46204.0]]
    assert arriving(44742.0, NUMBER_KIND, 1462.0) == [[44742.0]]


def test_a_blank_leaves_as_empty_text_a_boolean_as_a_number_and_a_date_as_its_serial():
    assert leaving_block(Spill([[None, True, date(2026, 7, 1), "FB"]])) == (("", 1.0, 46204.0, "FB"),)
    assert leaving_block(100.0) == ((100.0,),)
    assert leaving(Spill([[5.0, 6.0]])) == 5.0
