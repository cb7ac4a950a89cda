import subprocess
import sys

import pytest

from socroi.definition import registry, units
from socroi.definition.formula import Family, RefusedFormula
from socroi.definition.literature import WORKS
from socroi.definition.registry import formulas

GOOD = '''
@formula(twin="SUM(cost)*rate")
def SOCSAMPLE(cost: Column[Cost], rate: Rate = 0.5) -> Money:
    """What a sample costs.

    Args:
        cost: what was spent;
            blanks are skipped.
        rate: the share that counts; blank means a half.

    Returns:
        cost x rate.

    Errors:
        #N/A: no cost is known yet.

    Source:
        [S0], step 3; as [welch1947].

    Examples:
        =SOCSAMPLE({1,2;3,""},1) -> 6
        =SOCSAMPLE(-1) -> #NUM!
    """
    return sum(cost) * rate
'''


@pytest.fixture
def define(monkeypatch):
    monkeypatch.setattr(registry, "_formulas", dict(formulas()))
    monkeypatch.setattr(registry, "_declared", dict(registry._declared))

    def define(source, **names):
        family = Family(99, "Test", "Does it refuse?")
        module = {**vars(units), "formula": registry.formula, "FAMILY": family, "__name__": "catalogue.test", **names}
        exec(compile(source, "test", "exec"), module)  # noqa: S102 - the text above
        return registry.formulas().get("SOCSAMPLE")

    return define


def test_a_complete_function_is_described_from_its_own_text(define):
    entry = define(GOOD)
    assert entry.signature == "SOCSAMPLE(cost, [rate])"
    assert entry.summary == "What a sample costs."
    assert [(p.name, p.required, p.default) for p in entry.parameters] == [("cost", True, None), ("rate", False, 0.5)]
    assert entry.parameters[0].doc == "what was spent; blanks are skipped."
    assert entry.parameters[0].shape is units.Shape.COLUMN
    assert entry.errors == {"#N/A": "no cost is known yet."}
    assert entry.source == "[S0], step 3; as [welch1947]."
    assert list(entry.works.items()) == [("S0", WORKS["S0"]), ("welch1947", WORKS["welch1947"])]
    assert [str(example) for example in entry.examples] == ['=SOCSAMPLE({1,2;3,""},1) -> 6', "=SOCSAMPLE(-1) -> #NUM!"]
    assert not entry.spills


REFUSED = {
    "a cell address": ("def SOCSAMPLE", "def SOC12", "SOC12 is a cell address"),
    "a reference in R1C1 style": ("def SOCSAMPLE", "def RC", "RC is a cell address"),
    "small letters": ("def SOCSAMPLE", "def SocSample", "capital letters"),
    "a name of Excel's": ("def SOCSAMPLE", "def SUMPRODUCT", "function of Excel's own"),
    "another beginning": ("def SOCSAMPLE", "def ROISAMPLE", "does not begin with SOC"),
    "a name in use": ("def SOCSAMPLE", "def SOCROI", "SOCROI is defined twice, in roi and in test"),
    "a summary without its full stop": ("costs.\n", "costs\n", "full stop"),
    "no section of errors": ("Errors:\n        #N/A: no cost is known yet.\n", "", "nothing under 'Errors:'"),
    "an empty section": ("        [S0], step 3; as [welch1947].\n", "", "nothing under 'Source:'"),
    "a source without a work": (
        "[S0], step 3; as [welch1947]",
        "S0, step 3; as Welch",
        "cites no work under 'Source:'",
    ),
    "a work that nobody knows": (
        "[welch1947]",
        "[welch1974]",
        r"cites \[welch1974\], which is no key in",
    ),
    "sections out of order": ("Returns:", "Source:", "nothing under 'Returns:'"),
    "an error that no cell shows": ("#N/A: no", "#OOPS!: no", "#OOPS!, which no cell can show"),
    "an undocumented argument": (
        "        rate: the share that counts; blank means a half.\n",
        "",
        "nothing of its argument rate",
    ),
    "an absent argument": ("        rate: the", "        tax: a.\n        rate: the", "documents tax"),
    "a line that is no entry": ("        rate: the share", "        the share", "is not 'name: text'"),
    "arguments without number": ("cost: Column[Cost], rate: Rate = 0.5", "*cost: Cost", "plain arguments"),
    "no kind": ("rate: Rate", "rate: float", "no kind of socroi.definition.units"),
    "an example that cannot be read": ("-> 6", "6", "has no ' -> result'"),
    "an example with a broken array": ("2;3,", "2;3;", "rows of different lengths"),
    "an example of another function": ("=SOCSAMPLE(-1)", "=SOCROI(-1)", "example of another function"),
    "an example with too many arguments": ("=SOCSAMPLE(-1)", "=SOCSAMPLE(1,1,1)", "too many arguments"),
    "no example of an error": ("-> #NUM!", "-> 4", "no example that shows an error"),
    "a reason to be in no workbook that is no sentence": (
        'twin="SUM(cost)*rate"',
        'twin="SUM(cost)*rate", unplaced="too long"',
        "needs a sentence with its full stop",
    ),
    "a twin with an unknown name": ("SUM(cost)*rate", "SUM(costs)*rate", "mentions costs"),
    "a twin with a name that is an address": (
        "SUM(cost)*rate",
        "LET(r,SUM(cost),r*rate)",
        "the name r, which Excel reads",
    ),
    "a twin with an unknown function": ("SUM(cost)*rate", "SUMM(cost)*rate", "calls SUMM"),
}


@pytest.mark.parametrize(("old", "new", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_an_entry_is_refused_with_a_sentence_for(define, old, new, sentence):
    assert old in GOOD
    with pytest.raises(RefusedFormula, match=sentence.replace("*", r"\*")):
        define(GOOD.replace(old, new))


def test_one_word_has_one_meaning_in_the_whole_catalogue(define):
    text = GOOD.replace("rate", "margin").replace("margin: Rate", "margin: Markup")
    with pytest.raises(RefusedFormula, match=r"takes margin as a fraction from 0 to 3.*one word has one meaning"):
        define(text)


def test_a_synonym_is_told_the_word_of_ours(define):
    with pytest.raises(RefusedFormula, match="calls an argument expense; the catalogue's word is cost"):
        define(GOOD.replace("cost", "expense"))


def test_a_module_without_a_family_is_refused(define):
    with pytest.raises(RefusedFormula, match="has no FAMILY"):
        define(GOOD, FAMILY=None)


def test_a_name_is_taken_once(define):
    with pytest.raises(RefusedFormula, match="defined twice"):
        define(GOOD + GOOD)


def test_what_let_and_lambda_bind_is_no_unknown_name(define):
    entry = define(GOOD.replace("SUM(cost)*rate", "LET(total,SUM(cost),SUM(MAP(total,LAMBDA(one,one*rate))))"))
    assert "LET(total,SUM(cost)" in entry.twin


def test_an_argument_that_is_not_given_is_its_default_in_the_expression(define):
    assert define(GOOD).expression(["cost"]).endswith("SUM(cost)*0.5))))")


def test_an_expression_is_refused_without_a_twin(define):
    entry = define(GOOD.replace('twin="SUM(cost)*rate"', ""))
    with pytest.raises(ValueError, match="SOCSAMPLE has no twin"):
        entry.expression(["cost"])


def test_functions_are_listed_by_family_and_then_as_written():
    names = list(formulas())
    assert names[:3] == ["SOCROI", "SOCPROFIT", "SOCROAS"]
    orders = [formula.family.order for formula in formulas().values()]
    assert orders == sorted(orders)


def test_every_argument_name_has_one_kind():
    kinds = {}
    for formula in formulas().values():
        for parameter in formula.parameters:
            assert kinds.setdefault(parameter.name, parameter.kind) == parameter.kind


def printed(code):
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, '.'); {code}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_importing_the_package_imports_no_more_than_it_needs():
    heavy = "{'numpy', 'pandas', 'inspect', 'dataclasses', 'socroi.catalogue'}"
    assert printed(f"import socroi; print({heavy} & set(sys.modules))") == "set()\n"


def test_the_catalogue_and_its_gate_need_the_standard_library_alone():
    others = "{m.partition('.')[0] for m in sys.modules} - set(sys.stdlib_module_names) - {'__main__', 'socroi'}"
    assert printed(f"import socroi; socroi.SOCROI([1000], [500]); print({others})") == "set()\n"


def test_no_work_of_the_literature_stands_there_uncited():
    cited = {key for entry in formulas().values() for key in entry.works}
    assert cited == set(WORKS)
