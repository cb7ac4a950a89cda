import dataclasses

import pytest

from socroi.definition.registry import formulas
from socroi.hosts.javascript.expression import Untranslatable, arrow


def translated(twin, name="SOCGOAL"):
    """The JavaScript of a twin over actual, target, start and elapsed."""
    return arrow(dataclasses.replace(formulas()[name], twin=twin)).partition(" => ")[2]


def test_a_division_asks_first_whether_there_is_something_to_divide_by():
    assert translated("actual/target") == "divided(actual, target)"
    assert translated("actual/12") == "actual / 12"
    assert translated("IF(target=0,1/0,actual)") == 'target === 0 ? fail("#DIV/0!") : actual'


def test_signs_bind_as_in_excel():
    assert translated("-actual-(target-start)*2") == "-actual - (target - start) * 2"
    assert translated("-actual^2") == "power(-actual, 2)", "a sign binds tighter than a power in Excel"


def test_ranges_are_computed_row_by_row_and_added_up():
    twin = "SUM(quantity*value)+1"
    assert translated(twin, "SOCVALUE") == "sum(each((quantity, value) => quantity * value, quantity, value)) + 1"


def test_a_name_is_computed_only_where_it_is_asked_for():
    code = translated("LET(ratio,actual/target,IF(target=0,0,ratio))")
    assert "const ratio = later(() => divided(actual, target));" in code
    assert "target === 0 ? 0 : ratio()" in code


@pytest.mark.parametrize(
    ("name", "twin"),
    [
        ("SOCALLOC", formulas()["SOCALLOC"].twin),  # a sum of the list that it goes through
        ("SOCATTRIB", formulas()["SOCATTRIB"].twin),
        ("KPIVALUE", formulas()["KPIVALUE"].twin),
        ("SOCUTM", ""),
        ("SOCUTM", 'IF(field="Id",1,2)'),  # Excel ignores case
        ("SOCDEALVALUE", "IF(day_value=0,1,2)"),  # a blank is 0 in Excel
        ("SOCGOAL", "actual&target"),
    ],
)
def test_what_javascript_would_read_otherwise_is_left_to_a_body_by_hand(name, twin):
    with pytest.raises(Untranslatable):
        arrow(dataclasses.replace(formulas()[name], twin=twin))
