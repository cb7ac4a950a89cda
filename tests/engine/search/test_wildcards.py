"""Wildcards. The witness is an expression of Python's that tries every way; the quick one tries none twice."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socroi.engine.search.wildcards import wildcard_pattern, wildcard_place

patterns = st.text("abA*?~.", max_size=7)
texts = st.text("abA*?~.\n", max_size=9)


def tried_every_way(pattern):
    """The expression, spelled out character by character."""
    found, characters = "", iter(pattern.casefold())
    for character in characters:
        if character == "~":
            found += re.escape(next(characters, ""))
        else:
            found += {"*": ".*", "?": "."}.get(character, re.escape(character))
    return found


@given(patterns, texts)
def test_a_whole_text_fits_where_some_way_of_trying_makes_it_fit(pattern, text):
    expected = re.fullmatch(tried_every_way(pattern), text.casefold(), re.DOTALL)
    assert bool(wildcard_pattern(pattern).fullmatch(text.casefold())) == bool(expected)


@given(patterns, texts, st.integers(0, 4))
def test_a_part_is_found_where_the_first_way_of_trying_finds_it(pattern, text, start):
    expected = re.compile(tried_every_way(pattern), re.DOTALL | re.IGNORECASE).search(text, min(start, len(text)))
    assert wildcard_place(pattern, text, min(start, len(text))) == (expected.start() if expected else -1)


@pytest.mark.parametrize("pattern", ["*a*a*a*a*a*ab", "*a?a*a??a*a*c*", "a*a*a*a*a*c"])
def test_a_long_text_that_nearly_fits_takes_no_longer_than_reading_it(pattern):
    text = "a" * 30_000
    begun = time.process_time()
    assert wildcard_pattern(pattern).fullmatch(text) is None
    assert wildcard_place(pattern.replace("b", "c"), text, 0) == -1
    assert time.process_time() - begun < 2


def test_a_pattern_with_many_asterisks_is_counted_at_once(answer):
    assert answer('=COUNTIF(A1:A2,"*a*a*a*a*a*ab")', {"A1": "a" * 300, "A2": "a" * 300 + "b"}) == 1
    assert answer('=SEARCH("a*a*a*a*a*b",A1)', {"A1": "x" + "a" * 300}) == "#VALUE!"
