"""Texts of a country, read and written as Excel does it with the settings of Windows for it.

Witnesses: CLDR by Babel for marks and orders; Babel again for numbers; Microsoft's help for the letters of format codes
(TEXT, in German, French, Spanish, Dutch, Swedish), and dates by hand: 46115 is 2026-04-03.
"""

import datetime as dt
import random

import pytest
from babel import Locale, UnknownLocaleError, numbers
from babel.dates import get_date_format

from socroi.engine.model.book import CalculationSettings
from socroi.engine.printing.countries import LETTERS, TAGS, country_of
from socroi.engine.printing.locales import locale_names
from socroi.errors import CellError, UsageError

WINDOWS = {
    # What Excel has from Windows, where CLDR writes another mark.
    ("de-CH", "group"): "'", ("fr-CH", "group"): "'", ("it-CH", "group"): "'", ("fr-FR", "group"): "\u00a0",
    ("fr-BE", "group"): "\u00a0", ("ko-KR", "separator"): "-",
}  # fmt: skip


@pytest.fixture
def there(answer):
    """Compute a formula as in a country."""

    def compute(tag, formula, cells=None, **more):
        return answer(formula, cells, calculation=CalculationSettings(locale=tag, **more))

    return compute


@pytest.mark.parametrize("tag", TAGS)
def test_marks_and_orders_are_those_of_cldr(tag):
    country, cldr = country_of(tag), Locale.parse(tag, sep="-")
    marks = cldr.number_symbols["latn"]
    assert country.decimal == marks["decimal"]
    assert country.group == WINDOWS.get((tag, "group"), marks["group"])
    pattern = get_date_format("short", cldr).pattern.partition(" '")[0]
    assert country.order == "".join(dict.fromkeys(mark for mark in pattern.lower() if mark in "dmy"))
    separator = next(mark for mark in pattern if not mark.isalpha() and mark not in " \u200f")
    assert country.separator == WINDOWS.get((tag, "separator"), separator)


@pytest.mark.parametrize("tag", TAGS)
def test_numbers_that_babel_writes_are_read_back(there, tag):
    draw = random.Random(tag)
    for _ in range(5):
        number = round(draw.uniform(-2e6, 2e6), draw.randint(0, 3))
        try:
            text = numbers.format_decimal(number, locale=tag.replace("-", "_"), decimal_quantization=False)
        except UnknownLocaleError:
            pytest.skip("Babel has no such numbers")
        if any(mark.isdecimal() and not mark.isascii() for mark in text) or "\u200e" in text or tag.endswith("-IN"):
            pytest.skip("digits of another script, or lakhs")
        assert there(tag, "A1+0", {"A1": text}) == number


@pytest.mark.parametrize(
    ("tag", "text", "value"),
    [
        ("en-GB", "3/4/2026", 46115), ("en-US", "4/3/2026", 46115), ("de-DE", "3.4.2026", 46115),
        ("de-DE", "03.04.26", 46115), ("sv-SE", "2026-04-03", 46115), ("hu-HU", "2026. 04. 03.", 46115),
        ("fr-FR", "3 avril 2026", 46115), ("de-DE", "3. April 2026", 46115), ("es-ES", "3-abr-2026", 46115),
        ("pt-BR", "3/4/2026 12:00", 46115.5), ("en-GB", "£12.50", 12.5), ("pt-BR", "R$ 1.234,50", 1234.5),
        ("de-DE", "12,5 %", 0.125), ("fr-FR", "1 234,5", 1234.5), ("de-CH", "1\u2019234.50", 1234.5),
        ("fr-FR", "1 1/2", 1.5), ("de-DE", "-1,5", -1.5), ("de-DE", "10:30", 0.4375),
        ("ja-JP", "2026年4月3日", 46115), ("zh-CN", "2026年4月3日", 46115), ("ja-JP", "１２３", 123),
        ("ja-JP", "￥１，２３４．５", 1234.5), ("ja-JP", "2026/4/3", 46115), ("ko-KR", "2026-04-03", 46115),
        ("zh-TW", "2026/4/3", 46115), ("zh-CN", "¥1,234.50", 1234.5), ("ko-KR", "₩1,234", 1234),
        ("ar-EG", "١٢٣", 123), ("ar-EG", "٣/٤/٢٠٢٦", 46115), ("ar-AE", "3 أبريل 2026", 46115), ("hi-IN", "१२३", 123),
        ("tr-TR", "3 NİSAN 2026", 46115), ("tr-TR", "3 nisan 2026", 46115), ("tr-TR", "28 KASIM 2026", 46354),
        ("tr-TR", "28 Ağustos 2026", 46262), ("tr-TR", "1.234,5", 1234.5), ("tr-TR", "₺12,50", 12.5),
        ("sv-SE", "1 234,50", 1234.5), ("sv-SE", "1\u00a0234,50 kr", 1234.5), ("sv-SE", "3 maj 2026", 46145),
        ("pl-PL", "3 kwietnia 2026", 46115), ("pl-PL", "3.04.2026", 46115), ("pl-PL", "1 234,50 zł", 1234.5),
        ("ru-RU", "3 апреля 2026", 46115), ("cs-CZ", "3. dubna 2026", 46115), ("de-AT", "3. Jänner 2026", 46025),
        ("pt-BR", "3/abr/2026", 46115), ("pt-BR", "3 de abril de 2026", "uncomputed"),
        ("en-IN", "12,34,567.50", 1234567.5), ("en-IN", "₹1,23,456", 123456), ("en-IN", "1,234", 1234),
        ("de-CH", "CHF 1'234.50", 1234.5), ("ja-JP", "令和8年4月3日", "uncomputed"),
        ("ja-JP", "R8.4.3", "uncomputed"), ("ko-KR", "2026년 4월 3일", "uncomputed"),
        ("th-TH", "3/4/2569", "uncomputed"), ("th-TH", "12.5", 12.5), ("ar-EG", "١٢٫٥", "uncomputed"),
        ("hu-HU", "2026. április 3.", 46115), ("hu-HU", "2026. ápr. 3.", 46115), ("fi-FI", "3. huhtikuuta 2026", 46115),
        ("ja-JP", "26/4/3", 46115), ("sv-SE", "-12,50 kr", -12.5), ("sv-SE", "(12,50 kr)", -12.5),
        ("fr-FR", "1er avril 2026", "uncomputed"), ("pt-BR", "abril de 2026", "uncomputed"),
        ("tr-TR", "3 Şubat 2026 Salı", "uncomputed"), ("hr-HR", "3. travnja 2026", "uncomputed"),
        ("zh-CN", "下午2:30", "uncomputed"), ("ja-JP", "２０２６／４／３", "uncomputed"),
        ("fr-FR", "12 litres", "#VALUE!"), ("hr-HR", "12 kg", "#VALUE!"),
        # What is no number there, though it is one elsewhere.
        ("en-GB", "12/31/2025", "#VALUE!"), ("en-GB", "12,50", "#VALUE!"), ("fr-FR", "12.5", "#VALUE!"),
        ("de-DE", "1,234.5", "#VALUE!"), ("de-DE", "3-Oct-2026", "#VALUE!"), ("en-GB", "31.12.2025", "#VALUE!"),
        # 12.5 is 12 May of this year to some versions.
        ("de-DE", "12.5", "uncomputed"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("formula", ["A1+0", "VALUE(A1)"])
def test_a_text_is_the_number_that_it_is_in_its_country(there, tag, text, value, formula):
    assert there(tag, formula, {"A1": text}) == value


def test_functions_of_dates_and_criteria_read_as_the_country_does(there):
    assert there("en-GB", 'DATEVALUE("3/4/2026")') == 46115
    assert there("en-GB", 'DATEVALUE("3/4/2026")', date_1904=True) == 46115 - 1462
    assert there("de-DE", 'YEAR("3.4.2026")') == 2026
    assert there("en-GB", 'COUNTIF(A1:A2,">3/4/2026")', {"A1": 46116, "A2": 46100}) == 1
    assert there("de-DE", 'SUMIF(A1:A2,">1,5")', {"A1": 2, "A2": 1}) == 2
    assert there("de-DE", 'NUMBERVALUE("1.234,5")') == 1234.5


@pytest.mark.parametrize(
    ("tag", "formula", "shown"),
    [
        ("de-DE", 'TEXT(46115,"TT.MM.JJJJ")', "03.04.2026"), ("fr-FR", 'TEXT(46115,"jj/mm/aaaa")', "03/04/2026"),
        ("fr-FR", 'TEXT(46115,"jjjj j mmmm aaaa")', "vendredi 3 avril 2026"),
        ("nl-NL", 'TEXT(46115.5,"dd-mm-jjjj uu:mm")', "03-04-2026 12:00"),
        ("sv-SE", 'TEXT(46115,"ÅÅÅÅ-MM-DD")', "2026-04-03"), ("es-ES", 'TEXT(46115,"dd/mm/aaaa")', "03/04/2026"),
        ("de-DE", 'TEXT(1234.5,"#.##0,00")', "1.234,50"), ("fr-FR", 'TEXT(1234.5,"# ##0,00")', "1\u00a0234,50"),
        ("de-DE", 'TEXT(1234.5,"#.##0,00 ""Euro, ca.""")', "1.234,50 Euro, ca."),
        ("en-GB", 'TEXT(1234.5,"#,##0.00")', "1,234.50"), ("de-DE", 'TEXT(1234.5,"Standard")', "1234,5"),
        ("de-DE", '1.5&""', "1,5"), ("en-GB", '1.5&""', "1.5"), ("de-DE", "FIXED(1234.567,2)", "1.234,57"),
        ("tr-TR", 'TEXT(46115.5,"gg.aa.yyyy ss:dd")', "03.04.2026 12:00"), ("tr-TR", 'TEXT(46115,"g aaaa")', "3 Nisan"),
        ("pl-PL", 'TEXT(46115.5,"rrrr-mm-dd gg:mm")', "2026-04-03 12:00"),
        ("ja-JP", 'TEXT(46115,"yyyy年m月d日")', "2026年4月3日"), ("ja-JP", 'TEXT(1234,"#,##0円")', "1,234円"),
        ("ja-JP", 'TEXT(46115,"mmmm ddd")', "April Fri"), ("ja-JP", 'TEXT(46115,"ggge年m月d日")', "令和8年4月3日"),
        ("ja-JP", 'TEXT(46115,"[$-411]mmmm")', "4月"), ("ja-JP", 'TEXT(46115,"m/d(aaa)")', "4/3(金)"),
        ("ja-JP", 'TEXT(46115.6,"h:mm AM/PM")', "2:24 PM"), ("zh-CN", 'TEXT(46115,"aaaa")', "星期五"),
        ("ko-KR", 'TEXT(46115,"aaaa")', "금요일"), ("en-GB", 'TEXT(46115,"aaa")', "uncomputed"),
        ("ko-KR", 'TEXT(46115.6,"h:mm AM/PM")', "2:24 PM"), ("zh-CN", 'TEXT(46115,"yyyy年m月d日")', "2026年4月3日"),
        ("ar-AE", 'TEXT(46115,"dd/mm/yyyy")', "03/04/2026"), ("ar-AE", 'TEXT(46115,"d mmmm")', "3 أبريل"),
        ("en-IN", 'TEXT(1234567.5,"#,##0.00")', "12,34,567.50"), ("en-IN", 'TEXT(-123456789,"#,##0")', "-12,34,56,789"),
        ("en-IN", 'TEXT(12345,"#,##0")', "12,345"), ("en-IN", "FIXED(1234567,1)", "12,34,567.0"),
        ("de-CH", 'TEXT(1234567.5,"#\'##0.00")', "1'234'567.50"), ("sv-SE", 'TEXT(1234.5,"# ##0,00")', "1\u00a0234,50"),
        ("hu-HU", 'TEXT(46115.5,"éééé.hh.nn óó:pp")', "2026.04.03 12:00"), ("hu-HU", 'TEXT(1.5,"Normál")', "1,5"),
        ("hu-HU", 'TEXT(1234.5,"# ##0,0")', "1\u00a0234,5"), ("hi-IN", 'TEXT(1234567.5,"#,##0.00")', "12,34,567.50"),
        ("hi-IN", 'TEXT(46115,"mmmm")', "uncomputed"), ("ja-JP", 'TEXT(1.5,"G/標準")', "1.5"),
        ("zh-CN", 'TEXT(1.5,"G/通用格式")', "1.5"), ("fr-FR", 'TEXT(0.125,"0,0 %")', "12,5 %"),
        ("fr-FR", 'TEXT(1234.5,"# ##0,00 €")', "1\u00a0234,50 €"), ("sv-SE", 'TEXT(0.5,"0 %")', "50 %"),
        # A space behind the digits divides by 1,000, in words of a French Excel's user; a point there is not known.
        ("fr-FR", 'TEXT(1234567,"# ##0 ""k€""")', "uncomputed"), ("fr-FR", 'TEXT(1.5,"0.00")', "uncomputed"),
        # yyyy is no year in German, and the money of DOLLAR is not known.
        ("de-DE", 'TEXT(46115,"yyyy")', "uncomputed"), ("de-DE", "DOLLAR(5)", "uncomputed"),
    ],
)  # fmt: skip
def test_numbers_and_dates_are_written_as_the_country_writes_them(there, tag, formula, shown):
    assert there(tag, formula) == shown


@pytest.mark.parametrize(
    ("text", "value"), [("١٢٣", 123), ("१२३", 123), ("１２３", 123), ("١٢٫٥", "uncomputed"), ("١٢ كغ", "#VALUE!")]
)
def test_digits_of_another_script_are_digits_wherever_the_book_is_from(answer, text, value):
    # Microsoft, Changing numeral shapes in Excel (2009): VALUE can convert the numeral shape as well.
    assert answer("VALUE(A1)", {"A1": text}) == value


def test_a_language_alone_will_do_where_all_its_countries_write_alike():
    assert [country_of(tag).tag for tag in ("ja", "pl", "tr", "hu")] == ["ja-JP", "pl-PL", "tr-TR", "hu-HU"]
    with pytest.raises(UsageError, match="sv-FI, sv-SE"):
        country_of("sv")


def test_months_are_known_wherever_letters_of_codes_are():
    assert all(locale_names(language) for language in LETTERS)


def test_a_date_without_a_year_is_of_this_year(there):
    year = dt.datetime.now(tz=dt.UTC).astimezone().year
    assert there("en-GB", 'YEAR("3/4")*100+MONTH("3/4")') == year * 100 + 4


def test_a_country_that_is_not_known_is_refused_with_those_that_are():
    assert country_of("de_de").tag == "de-DE"
    with pytest.raises(UsageError, match=r"de-AT, de-CH, de-DE"):
        country_of("de-XX")


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("de-DE", "12,5\u00a0%"), ("fr-FR", "1\u202f234,50\u00a0€"), ("sv-SE", "50\u00a0%"),
        ("pt-BR", "R$\u00a01.234,50"), ("pl-PL", "04.03.2026, 09:05"), ("hi-IN", "30 नवंबर 2026"),
        ("hi-IN", "30 नव॰ 2026"),
    ],
)  # fmt: skip
def test_what_icu_writes_and_windows_does_not_is_left_and_never_an_error(there, tag, text):
    """What Excel makes of such a text was not seen; of the same with a plain space, or no comma, it was."""
    assert there(tag, "VALUE(A1)", {"A1": text}) == "uncomputed"


def test_a_space_that_does_not_break_stays_an_error_where_excel_is_known_to_refuse_it(there):
    # What is pasted from web pages: SUBSTITUTE(A1,CHAR(160),"") is the advice for it everywhere.
    assert there("en-GB", "VALUE(A1)", {"A1": "12.5\u00a0%"}) == CellError("#VALUE!")
    assert there("de-DE", "VALUE(A1)", {"A1": "12,5\u00a0"}) == CellError("#VALUE!")
    assert there("ru-RU", "VALUE(A1)", {"A1": "1\u00a0234,50 ₽"}) == 1234.5
