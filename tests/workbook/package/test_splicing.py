"""Bytes moved in windows; slices of Python are the witness."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from socroi.workbook.package.splicing import copy, digits_of, lengths_of, narrow, starts_of, wide

PIECES = st.lists(st.binary(max_size=70), min_size=1, max_size=40)


@given(PIECES, st.binary(max_size=5))
def test_pieces_of_any_length_are_copied_and_no_byte_beside_them(pieces, gap):
    lengths = np.array(list(map(len, pieces)), np.int64)
    source = np.frombuffer(b"".join(pieces), np.uint8)
    target = np.full(len(source) + len(pieces) * len(gap), ord("#"), np.uint8)
    copy(target, starts_of(lengths + len(gap), len(pieces)), source, starts_of(lengths, len(pieces)), lengths)
    assert target.tobytes() == b"".join(piece + b"#" * len(gap) for piece in pieces)


@given(st.lists(st.binary(min_size=6, max_size=6), min_size=1, max_size=20))
def test_pieces_of_one_length_are_copied_in_any_order(pieces):
    source, order = np.frombuffer(b"".join(pieces), np.uint8), np.arange(len(pieces))[::-1]
    target = np.zeros(len(source), np.uint8)
    copy(target, starts_of(6, len(pieces)), source, order * 6, 6)
    assert target.tobytes() == b"".join(reversed(pieces))


@given(st.lists(st.integers(1, 2_000_000), min_size=1))
def test_digits_are_counted_as_the_numbers_are_written(numbers):
    numbers.sort()
    found = np.broadcast_to(digits_of(np.array(numbers, np.int64)), (len(numbers),))
    assert found.tolist() == [len(str(number)) for number in numbers]


@given(PIECES)
def test_lengths_survive_being_kept_small(pieces):
    found = np.broadcast_to(wide(narrow(lengths_of(pieces))), (len(pieces),))
    assert found.tolist() == list(map(len, pieces))
