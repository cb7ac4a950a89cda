import pytest

from socroi.errors import SocroiError, UsageError
from socroi.templates import texts
from socroi.templates.texts import help_entries, language_names, languages, load_texts, read_catalogue

HEADER = 'msgid ""\nmsgstr ""\n"Language: xx\\n"\n\n'


def entry(key, source, translation="", comment=""):
    return f'{comment}msgctxt "{key}"\nmsgid "{source}"\nmsgstr "{translation}"\n\n'


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder of catalogues in place of ours."""
    (tmp_path / "texts").mkdir()
    monkeypatch.setattr(texts, "home", lambda: tmp_path)

    def write(language, *entries):
        (tmp_path / "texts" / f"{language}.po").write_text(HEADER + "".join(entries), encoding="utf-8")

    return write


def test_text_over_several_lines_and_with_escapes_is_read_as_gettext_reads_it(tmp_path):
    path = tmp_path / "xx.po"
    path.write_text(HEADER + 'msgctxt "a"\nmsgid ""\n"one \\"two\\"\\n"\n"three"\nmsgstr ""\n', encoding="utf-8")
    assert [(each.key, each.source) for each in read_catalogue(path)] == [("a", 'one "two"\nthree')]


def test_line_that_is_not_gettext_is_refused_with_its_place(tmp_path):
    path = tmp_path / "xx.po"
    path.write_text('msgctxt "a"\nmsgid one\nmsgstr ""\n', encoding="utf-8")
    with pytest.raises(SocroiError, match=r"xx\.po:2"):
        list(read_catalogue(path))


def test_english_is_its_own_source(place):
    place("en", entry("a", "One"))
    assert load_texts("en")["a"] == "One"


def test_translation_is_taken_from_its_own_catalogue(place):
    place("en", entry("a", "One"))
    place("hu", entry("a", "One", "Egy"))
    assert languages() == ("en", "hu")
    assert load_texts("hu")["a"] == "Egy"


@pytest.mark.parametrize(
    "translated",
    ["", entry("a", "One"), entry("a", "One", "Egy", "#, fuzzy\n"), entry("a", "Won", "Egy")],
    ids=["missing", "empty", "doubtful", "of an older English text"],
)
def test_text_that_is_missing_doubtful_or_out_of_date_is_shown_in_english(place, translated):
    place("en", entry("a", "One"), entry("b", "Two"))
    place("hu", translated, entry("b", "Two", "Kettő"))
    loaded = load_texts("hu")
    assert (loaded["a"], loaded["b"]) == ("One", "Kettő")
    assert loaded.untranslated == {"a"}


def test_help_of_functions_is_no_text_of_a_template(place):
    place("en", entry("a", "One"))
    place("hu", entry("a", "One", "Egy"), entry("function/SOCROI", "One", "Megtérülés"))
    assert "function/SOCROI" not in load_texts("hu")
    assert [each.translation for each in help_entries("hu")] == ["Megtérülés"]


def test_header_says_what_the_language_is_called_and_how_it_is_read(place, tmp_path):
    place("en", entry("a", "One"))
    place("ur")
    path = tmp_path / "texts" / "ur.po"
    path.write_text('msgid ""\nmsgstr ""\n"Language: ur\\n"\n"X-Language-Name: Urdu\\n"\n"X-Direction: rtl\\n"\n')
    assert language_names() == {"en": "en", "ur": "Urdu"}
    assert load_texts("ur").right_to_left
    assert not load_texts("en").right_to_left


def test_text_that_no_catalogue_has_is_named(place):
    place("en", entry("a", "One"))
    with pytest.raises(SocroiError, match=r"en\.po: the text 'b' is missing"):
        load_texts("en")["b"]


def test_text_that_nobody_asks_for_is_found(place):
    place("en", entry("a", "One"), entry("b", "Two"))
    loaded = load_texts("en")
    assert loaded["a"]
    assert loaded.unused == {"b"}


def test_language_without_a_catalogue_is_refused_with_those_there_are(place):
    place("en", entry("a", "One"))
    with pytest.raises(UsageError, match=r"'tlh'.*Choose one of: en"):
        load_texts("tlh")
