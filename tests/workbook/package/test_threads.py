"""Work beside the interpreter comes back in order, and so do its errors."""

import pytest

from socroi.workbook.package.threads import ahead, aside


def failing(pieces):
    yield from pieces
    raise ValueError("damaged")


def test_pieces_that_are_made_ahead_come_in_order():
    assert list(ahead(bytes((number,)) for number in range(20))) == [bytes((number,)) for number in range(20)]
    assert list(ahead(iter(()))) == []


def test_an_error_ahead_is_raised_where_the_pieces_are_taken():
    pieces = ahead(failing([b"a", b"b"]))
    assert [next(pieces), next(pieces)] == [b"a", b"b"]
    with pytest.raises(ValueError, match="damaged"):
        next(pieces)


def test_whoever_stops_early_leaves_nothing_running():
    pieces = ahead(iter([b"a"] * 1000))
    assert next(pieces) == b"a"
    pieces.close()


def test_what_is_made_aside_comes_in_order():
    assert list(aside(bytes.upper, [b"a", b"b", b"c", b"d", b"e"])) == [b"A", b"B", b"C", b"D", b"E"]


def test_an_error_aside_is_raised_and_so_is_one_of_the_pieces():
    with pytest.raises(TypeError):
        list(aside(bytes.upper, [b"a", 1, b"b"]))
    with pytest.raises(ValueError, match="damaged"):
        list(aside(bytes.upper, failing([b"a"])))
