import re
import unicodedata

import pytest

from socroi.definition.literature import WORKS, Work, cited

ARTICLES = ("S0", "S1", "S2", "S3", "S4")


def test_the_keys_are_named_in_a_text_by_brackets_each_once_and_in_their_order():
    text = "As [welch1947] and [S0], step 2, say; see [welch1947], 1.5 [of them]."
    assert cited(text) == ("welch1947", "S0")


@pytest.mark.parametrize("key", WORKS)
def test_a_work_can_be_looked_up_or_says_what_is_not_known_of_it(key):
    work = WORKS[key]
    assert cited(f"[{key}]") == (key,)
    if work.year is None:
        assert "neither" in work.note
        assert "year unknown" in work.reference
    else:
        assert work.authors
        assert work.title
        assert work.published
        assert 1900 < work.year <= 2026
    assert not work.address or re.fullmatch(r"https://[^\s<>]+", work.address)


@pytest.mark.parametrize("key", [key for key in WORKS if key not in ARTICLES])
def test_a_key_is_the_first_author_and_the_year(key):
    name, year = re.fullmatch(r"([a-z]+)(\d{4})", key).groups()
    first = WORKS[key].authors.split(",")[0].split(" and ")[0]
    assert WORKS[key].year == int(year)
    plain = unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode()
    assert name in plain.casefold()


def test_the_five_articles_of_the_method_come_first_and_the_others_in_the_order_of_their_keys():
    assert list(WORKS) == [*ARTICLES, *sorted(key for key in WORKS if key not in ARTICLES)]


def test_a_reference_is_whole():
    work = Work("A. Author", "A title", 1999, "A Journal 1, 2-3", "https://doi.org/10.1/2", "A note.")
    assert work.reference == "A. Author, “A title”, A Journal 1, 2-3, 1999. https://doi.org/10.1/2 A note."
    assert Work("", "", None, "a letter").reference == "Author unknown, without a title, a letter, year unknown."
