"""Parts of XML that are handed over element by element: the same elements as in the whole tree, and few at a time."""

from xml.etree import ElementTree as ET

import pytest

from socroi.errors import UnsafeWorkbook, WorkbookError
from socroi.workbook.package.xml import pass_over

NAMED = '<m xmlns="urn:x"><!-- c --><a n="1"><b v="ä">t</b> tail <b/></a><a/><c><b><d/></b></c>{}</m>'
LONG = NAMED.format('<a n="2">' + '<b v="1"><d/>text</b>' * 20_000 + "</a>" + "<c/>" * 50_000)


def handed(text, level):
    """What is handed over, as text, each with the attributes of what it stands in; and how many there were at most."""
    found, most = [], 0

    def take(element, parent):
        nonlocal most
        most = max(most, len(parent))
        element.tail = None
        found.append((ET.tostring(element), dict(parent.attrib)))

    pass_over(text.encode(), "part", "book", level, take)
    return found, most


def of_tree(text, level):
    """The same of the whole tree, by ElementTree."""
    root = ET.fromstring(text)  # noqa: S314 - the text above
    pairs = [(each, root) for each in root] if level == 2 else [(each, up) for up in root for each in up]
    for element, _ in pairs:
        element.tail = None
    return [(ET.tostring(element), dict(up.attrib)) for element, up in pairs]


@pytest.mark.parametrize("level", [2, 3])
@pytest.mark.parametrize("text", [NAMED.format(""), LONG, "<m/>", "<m><a/></m>"], ids=["short", "long", "empty", "one"])
def test_each_element_of_a_level_is_handed_over_in_order_and_few_are_kept(text, level):
    found, most = handed(text, level)
    assert found == of_tree(text, level)
    assert most < 20_000


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('<!DOCTYPE m [<!ENTITY e "x">]><m>&e;</m>', UnsafeWorkbook),
        ("<m><a></m>", WorkbookError),
        ("", WorkbookError),
        ("<m><p:a/></m>", WorkbookError),
        ('<?xml version="1.0" encoding="nobody"?><m/>', WorkbookError),
    ],
)
def test_what_is_no_plain_xml_is_refused_before_anything_is_handed_over(text, error):
    taken = []
    with pytest.raises(error):
        pass_over(text.encode(), "part", "book", 2, lambda element, _: taken.append(element))
    assert not taken
