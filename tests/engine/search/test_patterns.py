"""Wildcard patterns among many texts: the quick ways give what asking text by text gives."""

from hypothesis import given
from hypothesis import strategies as st

from socroi.engine.search.patterns import PatternSearch
from socroi.engine.search.wildcards import wildcard_pattern

words = st.text("aAbß*?~é ", max_size=5)


@given(st.lists(words, max_size=8), st.text("aAbß*?~é ", max_size=4))
def test_the_first_text_that_fits_is_found(texts, pattern):
    folded = list(dict.fromkeys(text.casefold() for text in texts))
    expected = next((place for place, text in enumerate(folded) if wildcard_pattern(pattern).fullmatch(text)), -1)
    assert PatternSearch(folded).first(pattern) == expected
