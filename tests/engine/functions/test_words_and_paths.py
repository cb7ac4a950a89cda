"""BAHTTEXT, FILTERXML, PERCENTOF, lookups by regular expression, capitals.

Witnesses: Microsoft's help on BAHTTEXT, FILTERXML and PERCENTOF, XMATCH.xlsx of ../shared/conformance, LibreOffice
25.2 (FILTERXML).
"""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (1234, "หนึ่งพันสองร้อยสามสิบสี่บาทถ้วน"),  # Microsoft's example
        (0, "ศูนย์บาทถ้วน"),
        (21, "ยี่สิบเอ็ดบาทถ้วน"),
        (101, "uncomputed"),
        (0.25, "ยี่สิบห้าสตางค์"),
        (-5.5, "ลบห้าบาทห้าสิบสตางค์"),
    ],
)
def test_an_amount_is_spelled_in_thai(answer, amount, words):
    assert answer(f"BAHTTEXT({amount})") == words


XML = "\"<t><s x='1'>a</s><s>2</s><u><s>c</s></u></t>\""


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("//s", [["a"], [2], ["c"]]),
        ("/t/s", [["a"], [2]]),
        ("//s[2]", 2),
        ("/t/s[last()]", 2),
        ("/t/s[position()>1]", 2),
        ("//s/@x", 1),
        ("//s[@x='1']", "a"),
        ("//s[.='c']", "c"),
        ("//q", "#VALUE!"),
        ("//s[starts-with(.,'a')]", "uncomputed"),
    ],
)
def test_a_path_finds_texts_and_numbers(answer, path, found):
    assert answer(f'FILTERXML({XML},"{path}")') == found


def test_xml_that_is_none_is_an_error_and_entities_are_not_read(answer):
    assert answer('FILTERXML("<t><s>","//s")') == "#VALUE!"
    assert answer('FILTERXML("<!DOCTYPE t [<!ENTITY a \'b\'>]><t>&a;</t>","//t")') == "uncomputed"


def test_percentof_is_a_part_of_a_whole(answer):
    assert answer("PERCENTOF(A1:A2,A1:A4)", {"A1": 1, "A2": 2, "A3": 3, "A4": 4}) == pytest.approx(0.3)
    assert answer("PERCENTOF(A1,A2)", {"A1": 1}) == "#DIV/0!"


COUNTRIES = {f"A{row}": name for row, name in enumerate(["Albania", "Germany", "Spain", "Italy"], 1)}


def test_a_lookup_by_regular_expression_takes_texts_that_match_as_a_whole(answer):
    assert answer('XMATCH("[A-Z][a-z]+y",A1:A4,3,1)', COUNTRIES) == 2
    assert answer('XMATCH("[A-Z][a-z]+y",A1:A4,3,-1)', COUNTRIES) == 4
    assert answer("XMATCH(42,A1:A4,3)", COUNTRIES) == "#N/A"
    assert answer('XLOOKUP("S.*",A1:A4,A1:A4,"none",3)', COUNTRIES) == "Spain"


def test_a_match_in_part_is_left(answer):
    assert answer('XMATCH("any",A1:A4,3)', COUNTRIES) == "uncomputed"


def test_narrow_letters_stay_narrow_and_wide_ones_are_left(answer):
    assert answer('ASC("abc é")') == "abc é"
    assert answer('ASC("ＡＢＣ")') == "uncomputed"


def test_a_letter_without_a_capital_stays(answer):
    assert answer('UPPER("Straße é")') == "STRAßE É"
    assert answer('PROPER("élan o\'neil 2nd")') == "Élan O'Neil 2Nd"
