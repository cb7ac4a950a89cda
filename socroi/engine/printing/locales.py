"""Names of months, days and halves of the day, by the language that a format code asks for: `[$-40A]`, `[$-es-ES]`.

Months and days in full are those of CLDR 47 (taken through Babel 2.18, the names that stand alone); their short
forms, and the halves of the day, are those that Windows and Excel print where borgar/numfmt lists them, else CLDR's.
Seen in Excel itself: English, French, and Hindi's AM. A language that is not here gives None, never English.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple


class Names(NamedTuple):
    """The names of one language: 12 months, 7 days from Sunday, and the two halves of a day."""

    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    short_days: tuple[str, ...]
    halves: tuple[str, ...]


_TABLE: Final = {
    "en": (
        "January|February|March|April|May|June|July|August|September|October|November|December",
        "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec",
        "Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday",
        "Sun|Mon|Tue|Wed|Thu|Fri|Sat",
        "AM|PM",
    ),
    "de": (
        "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember",
        "Jan|Feb|Mrz|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez",
        "Sonntag|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag",
        "So|Mo|Di|Mi|Do|Fr|Sa",
        "AM|PM",
    ),
    "fr": (
        "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
        "janv.|févr.|mars|avr.|mai|juin|juil.|août|sept.|oct.|nov.|déc.",
        "dimanche|lundi|mardi|mercredi|jeudi|vendredi|samedi",
        "dim.|lun.|mar.|mer.|jeu.|ven.|sam.",
        "AM|PM",
    ),
    "es": (
        "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
        "ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic",
        "domingo|lunes|martes|miércoles|jueves|viernes|sábado",
        "do|lu|ma|mi|ju|vi|sá",
        "AM|PM",
    ),
    "it": (
        "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
        "gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic",
        "domenica|lunedì|martedì|mercoledì|giovedì|venerdì|sabato",
        "dom|lun|mar|mer|gio|ven|sab",
        "AM|PM",
    ),
    "pt": (
        "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
        "jan|fev|mar|abr|mai|jun|jul|ago|set|out|nov|dez",
        "domingo|segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|sábado",
        "dom|seg|ter|qua|qui|sex|sáb",
        "AM|PM",
    ),
    "nl": (
        "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
        "jan|feb|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec",
        "zondag|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag",
        "zo|ma|di|wo|do|vr|za",
        "AM|PM",
    ),
    "pl": (
        ("styczeń|luty|marzec|kwiecień|maj|czerwiec|lipiec|sierpień|wrzesień|październik|listopad|grudzień"),
        "sty|lut|mar|kwi|maj|cze|lip|sie|wrz|paź|lis|gru",
        "niedziela|poniedziałek|wtorek|środa|czwartek|piątek|sobota",
        "niedz|pon|wt|śr|czw|pt|sob",
        "AM|PM",
    ),
    "sv": (
        "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
        "jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec",
        "söndag|måndag|tisdag|onsdag|torsdag|fredag|lördag",
        "sön|mån|tis|ons|tor|fre|lör",
        "fm|em",
    ),
    "da": (
        "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december",
        "jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec",
        "søndag|mandag|tirsdag|onsdag|torsdag|fredag|lørdag",
        "sø|ma|ti|on|to|fr|lø",
        "AM|PM",
    ),
    "nb": (
        "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember",
        "jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des",
        "søndag|mandag|tirsdag|onsdag|torsdag|fredag|lørdag",
        "søn|man|tir|ons|tor|fre|lør",
        "a.m.|p.m.",
    ),
    "fi": (
        ("tammikuu|helmikuu|maaliskuu|huhtikuu|toukokuu|kesäkuu|heinäkuu|elokuu|syyskuu|lokakuu|marraskuu|joulukuu"),
        "tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu",
        "sunnuntai|maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai",
        "su|ma|ti|ke|to|pe|la",
        "ap.|ip.",
    ),
    "cs": (
        "leden|únor|březen|duben|květen|červen|červenec|srpen|září|říjen|listopad|prosinec",
        "I|II|III|IV|V|VI|VII|VIII|IX|X|XI|XII",
        "neděle|pondělí|úterý|středa|čtvrtek|pátek|sobota",
        "ne|po|út|st|čt|pá|so",
        "dop.|odp.",
    ),
    "hu": (
        ("január|február|március|április|május|június|július|augusztus|szeptember|október|november|december"),
        "jan|febr|márc|ápr|máj|jún|júl|aug|szept|okt|nov|dec",
        "vasárnap|hétfő|kedd|szerda|csütörtök|péntek|szombat",
        "V|H|K|Sze|Cs|P|Szo",
        "de.|du.",
    ),
    "ca": (
        "gener|febrer|març|abril|maig|juny|juliol|agost|setembre|octubre|novembre|desembre",
        "gen|febr|març|abr|maig|juny|jul|ag|set|oct|nov|des",
        "diumenge|dilluns|dimarts|dimecres|dijous|divendres|dissabte",
        "dg|dl|dt|dc|dj|dv|ds",
        "a.\u00a0m.|p.\u00a0m.",
    ),
    "sw": (
        "Januari|Februari|Machi|Aprili|Mei|Juni|Julai|Agosti|Septemba|Oktoba|Novemba|Desemba",
        "Jan|Feb|Mac|Apr|Mei|Jun|Jul|Ago|Sep|Okt|Nov|Des",
        "Jumapili|Jumatatu|Jumanne|Jumatano|Alhamisi|Ijumaa|Jumamosi",
        "Jumapili|Jumatatu|Jumanne|Jumatano|Alhamisi|Ijumaa|Jumamosi",
        "AM|PM",
    ),
    "fa": (
        "ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر",
        "ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر",
        "یکشنبه|دوشنبه|سه\u200cشنبه|چهارشنبه|پنجشنبه|جمعه|شنبه",
        "یکشنبه|دوشنبه|سه\u200cشنبه|چهارشنبه|پنجشنبه|جمعه|شنبه",
        "ق.ظ.|ب.ظ.",
    ),
    "hi": (
        "जनवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितम्बर|अक्तूबर|नवम्बर|दिसम्बर",
        "जनवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितम्बर|अक्तूबर|नवम्बर|दिसम्बर",
        "रविवार|सोमवार|मंगलवार|बुधवार|गुरुवार|शुक्रवार|शनिवार",
        "रवि.|सोम.|मंगल.|बुध.|गुरु.|शुक्र.|शनि.",
        "पू|अ",
    ),
    "ja": (
        "1月|2月|3月|4月|5月|6月|7月|8月|9月|10月|11月|12月",
        "1|2|3|4|5|6|7|8|9|10|11|12",
        "日曜日|月曜日|火曜日|水曜日|木曜日|金曜日|土曜日",
        "日|月|火|水|木|金|土",
        "午前|午後",
    ),
    "zh": (
        "一月|二月|三月|四月|五月|六月|七月|八月|九月|十月|十一月|十二月",
        "1月|2月|3月|4月|5月|6月|7月|8月|9月|10月|11月|12月",
        "星期日|星期一|星期二|星期三|星期四|星期五|星期六",
        "周日|周一|周二|周三|周四|周五|周六",
        "上午|下午",
    ),
    "ko": (
        "1월|2월|3월|4월|5월|6월|7월|8월|9월|10월|11월|12월",
        "1|2|3|4|5|6|7|8|9|10|11|12",
        "일요일|월요일|화요일|수요일|목요일|금요일|토요일",
        "일|월|화|수|목|금|토",
        "오전|오후",
    ),
    "ru": (
        "Январь|Февраль|Март|Апрель|Май|Июнь|Июль|Август|Сентябрь|Октябрь|Ноябрь|Декабрь",
        "янв|фев|мар|апр|май|июн|июл|авг|сен|окт|ноя|дек",
        "воскресенье|понедельник|вторник|среда|четверг|пятница|суббота",
        "Вс|Пн|Вт|Ср|Чт|Пт|Сб",
        "AM|PM",
    ),
    "tr": (
        "Ocak|Şubat|Mart|Nisan|Mayıs|Haziran|Temmuz|Ağustos|Eylül|Ekim|Kasım|Aralık",
        "Oca|Şub|Mar|Nis|May|Haz|Tem|Ağu|Eyl|Eki|Kas|Ara",
        "Pazar|Pazartesi|Salı|Çarşamba|Perşembe|Cuma|Cumartesi",
        "Paz|Pzt|Sal|Çar|Per|Cum|Cmt",
        "ÖÖ|ÖS",
    ),
    "el": (
        (
            "Ιανουαρίου|Φεβρουαρίου|Μαρτίου|Απριλίου|Μαΐου|Ιουνίου|Ιουλίου|Αυγούστου|Σεπτεμβρίου|Οκτωβρίου|"
            "Νοεμβρίου|Δεκεμβρίου"
        ),
        "Ιαν|Φεβ|Μαρ|Απρ|Μαϊ|Ιουν|Ιουλ|Αυγ|Σεπ|Οκτ|Νοε|Δεκ",
        "Κυριακή|Δευτέρα|Τρίτη|Τετάρτη|Πέμπτη|Παρασκευή|Σάββατο",
        "Κυρ|Δευ|Τρι|Τετ|Πεμ|Παρ|Σαβ",
        "πμ|μμ",
    ),
    "ro": (
        ("ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie"),
        "ian|feb|mar|apr|mai|iun|iul|aug|sept|oct|nov|dec",
        "duminică|luni|marți|miercuri|joi|vineri|sâmbătă",
        "dum|lun|mar|mie|joi|vin|sâm",
        "a.m.|p.m.",
    ),
    "uk": (
        "січень|лютий|березень|квітень|травень|червень|липень|серпень|вересень|жовтень|листопад|грудень",
        "Січ|Лют|Бер|Кві|Тра|Чер|Лип|Сер|Вер|Жов|Лис|Гру",
        "неділя|понеділок|вівторок|середа|четвер|п'ятниця|субота",
        "Нд|Пн|Вт|Ср|Чт|Пт|Сб",
        "дп|пп",
    ),
    "ar": (
        "يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
        "يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
        "الأحد|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت",
        "الأحد|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت",
        "ص|م",
    ),
    "he": (
        "ינואר|פברואר|מרץ|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר",
        "ינו|פבר|מרץ|אפר|מאי|יונ|יול|אוג|ספט|אוק|נוב|דצמ",
        "יום\u00a0ראשון|יום\u00a0שני|יום\u00a0שלישי|יום\u00a0רביעי|יום\u00a0חמישי|יום\u00a0שישי|שבת",
        "יום\u00a0א|יום\u00a0ב|יום\u00a0ג|יום\u00a0ד|יום\u00a0ה|יום\u00a0ו|שבת",
        "לפ׳|אח׳",
    ),
    "zh-hant": (
        "一月|二月|三月|四月|五月|六月|七月|八月|九月|十月|十一月|十二月",
        "一月|二月|三月|四月|五月|六月|七月|八月|九月|十月|十一月|十二月",
        "星期日|星期一|星期二|星期三|星期四|星期五|星期六",
        "週日|週一|週二|週三|週四|週五|週六",
        "上午|下午",
    ),
    "de-at": (
        "Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember",
        "Jän|Feb|Mrz|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez",
        "Sonntag|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag",
        "So|Mo|Di|Mi|Do|Fr|Sa",
        "AM|PM",
    ),
}
_GENITIVE: Final = {
    "ru": "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
    "uk": "січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня",
    "pl": ("stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia"),
    "fi": (
        "tammikuuta|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesäkuuta|heinäkuuta|elokuuta|syyskuuta|lokakuuta|"
        "marraskuuta|joulukuuta"
    ),
    "cs": "ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince",
}
"""Months as they stand in a date; an LCID such as FC19 asks for them."""

_PRIMARY: Final = {
    0x01: "ar", 0x03: "ca", 0x04: "zh", 0x05: "cs", 0x06: "da", 0x07: "de", 0x08: "el", 0x09: "en", 0x0A: "es",
    0x0B: "fi", 0x0C: "fr", 0x0D: "he", 0x0E: "hu", 0x10: "it", 0x11: "ja", 0x12: "ko", 0x13: "nl", 0x14: "nb",
    0x15: "pl", 0x16: "pt", 0x18: "ro", 0x19: "ru", 0x1D: "sv", 0x1F: "tr", 0x22: "uk", 0x29: "fa", 0x39: "hi",
    0x41: "sw",
}  # fmt: skip
"""The language of an LCID, by its lower ten bits ([MS-LCID])."""

_SPECIAL: Final = {
    0x0404: "zh-hant",
    0x0C04: "zh-hant",
    0x1404: "zh-hant",
    0x0C07: "de-at",
    0x0814: "nn",
    0x7C04: "zh-hant",
}
_TAGS: Final = {"zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant", "no": "nb", "iw": "he"}

_ZEROS: Final = {
    2: 0x660, 3: 0x6F0, 4: 0x966, 5: 0x9E6, 6: 0xA66, 7: 0xAE6, 8: 0xB66, 9: 0xBE6, 10: 0xC66, 11: 0xCE6, 12: 0xD66,
    13: 0xE50, 14: 0xED0, 15: 0xF20, 16: 0x1040, 18: 0x17E0, 19: 0x1810,
}  # fmt: skip
"""The digit zero of each script of digits, by the number that a format code has for it."""


@lru_cache(maxsize=256)
def locale_names(language: str) -> Names | None:
    """Return the names of a language, a hexadecimal LCID or a tag such as `pt-BR`; None if it is unknown here."""
    name, genitive = _language(language.lower())
    row = _TABLE.get(name)
    if row is None:
        return None
    months, short_months, days, short_days, halves = (tuple(part.split("|")) for part in row)
    if genitive and name in _GENITIVE:
        months = tuple(_GENITIVE[name].split("|"))
    return Names(months, short_months, days, short_days, halves)


def months_in_dates(language: str) -> tuple[str, ...]:
    """Return the names of months as they stand behind a day, where a language has others for that."""
    return tuple(_GENITIVE[language].split("|")) if language in _GENITIVE else ()


def _language(language: str) -> tuple[str, bool]:
    try:
        code = int(language, 16) if "-" not in language and len(language) > 2 else None
    except ValueError:
        code = None
    if code is not None:
        return _SPECIAL.get(code & 0xFFFF) or _PRIMARY.get(code & 0x3FF, ""), code & 0xFC00 == 0xFC00
    tag = _TAGS.get(language, language)
    return tag if tag in _TABLE else _TAGS.get(tag.partition("-")[0], tag.partition("-")[0]), False


def is_japanese(language: str) -> bool:
    """Whether years may be counted by Japan's eras."""
    return _language(language.lower())[0] == "ja"


def native_digits(text: str, script: int) -> str | None:
    """Write the digits of a text in another script; None for a script that has no digits of its own here."""
    if script <= 1:
        return text
    zero = _ZEROS.get(script)
    return text.translate({ord("0") + digit: chr(zero + digit) for digit in range(10)}) if zero else None
