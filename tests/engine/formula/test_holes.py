"""What formulas are cut into puts them together again: the witness is the text that was cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socroi.engine.formula.holes import AREA, CELL, NUMBER, TEXT, cut, skeletons
from socroi.excel.addresses import column_letters

DOLLAR = st.sampled_from(["", "$"])
CORNERS = st.builds(
    "{0}{2}{1}{3}".format, DOLLAR, DOLLAR, st.integers(0, 18277).map(column_letters), st.integers(1, 9_999_999)
)
NUMBERS = st.one_of(
    st.integers(0, 10**17).map(str),
    st.decimals(0, 10**6, places=6).map(str),
    st.sampled_from(["0", "007", "1E5", "1.5e-3", ".5", "5.", "0.1", "3.14159265358979", "123456789012345.6", "00.5"]),
)
TEXTS = st.text("aZ9 '\"$:é₹", max_size=6).map(lambda text: '"' + text.replace('"', '""') + '"')
SHEETS = st.sampled_from(["Data!", "'Q1 ''24'!", "'say \"A1\"'!", "Q1!", "Q1:Q4!", "$"])
NAMES = st.sampled_from(
    ["rate", "Rate_2024", "A1.5", "TRUE", "a1", "é1", "A1B2", "LOG10(", "Table[A1]", "A1#", "B2:", "A:A", "1:2"]
)
SIGNS = st.sampled_from([*"+-*/^&=<>,() %", "SUM(", "IF("])
FORMULAS = st.lists(
    st.one_of(CORNERS, st.builds("{}:{}".format, CORNERS, CORNERS), NUMBERS, TEXTS, SHEETS, NAMES, SIGNS), max_size=9
).map("".join)


def spelled(holes, at):
    """The text of the reference in a hole."""
    corners = []
    for side in range(1 if holes.kind[at] == CELL else 2):
        across, down = ("$" * (int(holes.spelling[at]) >> place & 1) for place in (2 * side, 2 * side + 1))
        assert holes.relative[at, side] == (not down)
        corners.append(f"{across}{column_letters(int(holes.columns[at, side]))}{down}{holes.rows[at, side] + 1}")
    return ":".join(corners)


@given(st.lists(FORMULAS, min_size=1, max_size=6))
def test_a_key_with_its_holes_filled_is_the_formula(formulas):
    found = skeletons(formulas)
    at = 0
    for formula, of, first in zip(formulas, found.of, found.first, strict=True):
        assert at == first
        rest = formula
        for sign in found.keys[of]:
            kind = ord(sign) if sign in "\x01\x02\x03\x04" else 0
            if kind:
                assert found.holes.kind[at] == kind
            if kind in (CELL, AREA):
                piece = spelled(found.holes, at)
            elif kind == NUMBER:
                piece = rest[: found.holes.spelling[at]]
                assert float(piece) == found.holes.numbers[at]
            elif kind == TEXT:
                piece = '"' + found.holes.texts[int(found.holes.numbers[at])].replace('"', '""') + '"'
            else:
                piece = sign
            assert rest.startswith(piece)
            rest, at = rest[len(piece) :], at + bool(kind)
        assert rest == ""
    assert at == len(found.holes.kind)


@pytest.mark.parametrize("formula", ["A1+\x01", "A\0B", "\x04"])
def test_what_no_formula_can_hold_is_not_cut(formula):
    assert skeletons([formula, "A1"]) is None


def test_formulas_are_cut_alike_however_many_there_are(monkeypatch):
    formulas = [f'A{row}*{row}+"t{row % 7}"' for row in range(1, 400)]
    whole = skeletons(formulas)
    monkeypatch.setattr("socroi.engine.formula.holes._AT_ONCE", 100)
    parts = cut("\0".join(formulas).encode())
    assert (
        (parts.keys, parts.holes.texts)
        == (whole.keys, whole.holes.texts)
        == (["\x01*\x03+\x04"], [f"t{n}" for n in (1, 2, 3, 4, 5, 6, 0)])
    )
    for name in ("kind", "rows", "columns", "relative", "numbers", "spelling"):
        assert getattr(parts.holes, name).tolist() == getattr(whole.holes, name).tolist()
    assert parts.first.tolist() == whole.first.tolist()


def test_skeletons_are_told_apart_however_many_have_one_length():
    names = [f"{a}{b}" for a in "pqrstuv" for b in "pqrst"]
    formulas = [f"{name}+A{row}*{row % 9}" for row, name in enumerate(names * 3, 1)]
    found = skeletons(formulas)
    assert found.keys == [f"{name}+\x01*\x03" for name in names]
    assert found.of.tolist() == [*range(len(names))] * 3
