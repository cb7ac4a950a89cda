"""Numbers written as texts, against a table made with Excel.

Witnesses: NumberToTextConversionExamples of Apache POI (what `&` gives, by the bits of the double), Microsoft's help.
"""

from __future__ import annotations

import struct

import numpy as np
import pytest

from socroi.engine.printing.number_texts import dollar_text, fixed_text, number_text, number_texts
from socroi.errors import CellError

POI = """
0000000000000000 0
3FF00068DB8BAC71 1.0001
405EDD3C07FB4C8C 123.456789012345
405EDD3C07FB4C99 123.456789012346
4132D687E3DF2180 1234567.89012346
3F543A272D9E0E49 0.00123456789012345
3F543A272D9E0E4A 0.00123456789012346
3F543A272D9E0E78 0.00123456789012347
3F543A272D9E0EA6 0.00123456789012348
544CE6345CF3209C 1.23456789012345E+98
544CE6345CF3209D 1.23456789012346E+98
54820FE0BA17F5E9 1.2345678901236E+99
54820FE0BA17F784 1.2345678901237E+99
547D42AEA2879F2A 9.99999999999999E+98
547D42AEA2879F2B 1E+99
547D42AEA287A0A1 1.0000000000001E+99
54B249AD2594C361 1E+100
2B95DF5CA28EF46A 1.00000000000002E-98
2B95DF5CA28EF3EC 1E-98
2B95DF5CA28EF3EB 9.9999999999999E-99
2B617F7D4ED8C322 9.9999999999999E-100
3EE9E409302678BA 1.23456789012346E-05
3F202E85BE180B74 0.000123456789012346
3EE9E409301B5A02 0.0000123456789
3E6E7D05BDABDE50 0.000000056789012345
3E6E7D05BDAD407E 5.67890123456E-08
359DEE7A4AD4B81F 2E-50
42A674E79C5FE523 12345678901234.6
42DC12218377DE6B 123456789012346
43118B54F22AEB03 1234567890123460
43E56A95319D63E1 12345678901234600000
441AC53A7E04BCDA 1.23456789012346E+20
C3E56A95319D63E1 -12345678901234600000
4A611B0EC57E649A 2E+50
7FEFFFFFFFFFFFFF 1.7976931348623E+308
0010000000000000 2.2250738585072E-308
000FFFFFFFFFFFFF 0
0000000000000001 0
8000000000000001 0
40FE26BFFFFFFFF9 123500
3BCD291DEF868C89 1.235E-20
444B1AE4D6E2EF4F 1E+21
412E847FFFFFFFFF 1000000
3C32725DD1D243AB 0.000000000000000001
3BFD83C94FB6D2AB 1E-19
BE45798EE2308C39 -0.00000001
"""


@pytest.mark.parametrize("line", POI.split("\n")[1:-1])
def test_a_number_joined_to_a_text_is_written_as_excel_writes_it(line):
    bits, expected = line.split()
    assert number_text(struct.unpack(">d", bytes.fromhex(bits))[0]) == expected


def test_many_numbers_are_written_as_one_by_one():
    numbers = [0.0, -0.0, 1.0, -12.0, 0.1 + 0.2, 1 / 3, 1e15, 123456789012345678.0, -1e-7, 1e300]
    assert number_texts(np.array(numbers)) == [number_text(number) for number in numbers]
    assert number_texts(np.array([[1.0, -2.0], [3e14, 0.0]])) == ["1", "-2", "300000000000000", "0"]


@pytest.mark.parametrize(
    ("value", "decimals", "commas", "expected"),
    [  # Microsoft's help for FIXED; the last by hand
        (1234.567, 1, True, "1,234.6"),
        (1234.567, -1, True, "1,230"),
        (-1234.567, -1, False, "-1230"),
        (44.332, 2, True, "44.33"),
        (0.5, 0, True, "1"),
        (-0.001, 2, True, "0.00"),
        (999.995, 2, True, "1,000.00"),
        (4.4, -1, True, "0"),
    ],
)
def test_fixed_rounds_and_separates_thousands(value, decimals, commas, expected):
    assert fixed_text(value, decimals, commas=commas) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [  # Microsoft's help for DOLLAR
        (1234.567, 2, "$1,234.57"),
        (1234.567, -2, "$1,200"),
        (-1234.567, -2, "($1,200)"),
        (-0.123, 4, "($0.1230)"),
        (99.888, 2, "$99.89"),
    ],
)
def test_dollar_puts_negative_amounts_in_parentheses(value, decimals, expected):
    assert dollar_text(value, decimals) == expected


def test_more_than_127_decimals_are_refused():
    with pytest.raises(CellError) as refused:
        fixed_text(1.0, 128)
    assert refused.value.code == "#VALUE!"
