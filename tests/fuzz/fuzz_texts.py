"""Texts that a country writes as numbers and dates, and settings files beside the book that say which, drawn and damaged."""

import bombs
import fuzz_formulas
from fuzz_books import must_hold

_LOCALES = ["en-GB", "en-US", "de-DE", "hu-HU", "fa-IR", "hi-IN", "sw-KE", "ca-ES", "fr-CH", "ja-JP", "EN_us", "xx-XX", "", "de", "zh-Hant-TW", "١", "en-GB\n", "../x"]  # fmt: skip
_PIECES = ["1", "12", "31", "2026", "26", "0", "3", ".", "/", "-", ",", " ", ":", "Jan", "januar", "März", "május", "a.m.", "PM", "€", "$", "Ft", "%", "(", ")", "E5", "1E", "T", "Z", "٣", "१२", "\u00a0", "\u202f", "'", "−", "+", "1.234,56", "1,234.56", "12.3.2026", "3/4/2026", "2026-02-30", "24:00", "23:59:60", "99:99"]  # fmt: skip
_ASKS = ["VALUE({0})", "{0}*1", "DATEVALUE({0})", "TIMEVALUE({0})", "NUMBERVALUE({0})", 'NUMBERVALUE({0},",",".")', "{0}+0", "--{0}", "SUM({0},1)", "YEAR({0})", "ISNUMBER({0}*1)", 'TEXT({0},"{1}")', 'TEXT(VALUE({0}),"{1}")', "COUNTIF(A1:A12,{0})", "SUMIF(A1:A12,{0})", "MATCH({0},A1:A12,0)", "EDATE({0},1)", "{0}&1", "DOLLAR({0},2)", "FIXED({0},2)"]  # fmt: skip
_FORMATS = ["0", "#,##0.00", "yyyy-mm-dd", "[$-407]dddd d. mmmm", "[h]:mm:ss.00", "# ??/??", "0.00E+00", "@", "[red][>5]0;[<0]-0;;@", "ge", "[$-1000000]d", "mmmmm", "_-* #,##0 €_-", "\\", '\\"', "[", "0;" * 300, "#" * 300, "d" * 20, "AM/PM", "[$€-x]0", "General"]  # fmt: skip
_SETTINGS = ['[socroi]\nlocale = "{}"\n', 'locale = "{}"\n', "[socroi]\nlocale = {}\n", '[socroi]\nlocale = "{}"\nother = 1\n', "", "[socroi]\n", '[[socroi]]\nlocale = "{}"\n', '[socroi]\nlocale = ["{}"]\n', "\ufeff", "\0"]  # fmt: skip


def _text(random):
    return "".join(random.choice(_PIECES) for _ in range(random.choice([1, 1, 2, 3, 5, 8])))


def case(random, folder):
    """Compute a book of such texts, with a settings file beside it or none."""
    texts = [_text(random) for _ in range(12)]
    rows = ""
    for row, text in enumerate(texts, 1):
        quoted = '"' + text.replace('"', '""') + '"'
        ask = random.choice(_ASKS).replace("{1}", random.choice(_FORMATS).replace('"', '""'))
        formula = ask.replace("{0}", random.choice([f"A{row}", f"A{row}", quoted, "A1:A12"]))
        kind = ' t="array" ref="E{0}:E{0}"'.format(row) if random.random() < 0.1 else ""  # noqa: UP032 - twice
        cell = fuzz_formulas._xml(f"A{row}", text.replace("\0", ""))
        rows += f'<row r="{row}">{cell}<c r="E{row}"><f{kind}>{fuzz_formulas.escape(formula)}</f><v>0</v></c></row>'
    settings = folder / "socroi.toml"
    if random.random() < 0.8:
        said = random.choice(_SETTINGS[:1] * 6 + _SETTINGS).replace("{}", random.choice(_LOCALES))
        data = bytearray(said.encode())
        if data and random.random() < 0.1:
            data[random.randrange(len(data))] = random.randrange(256)
        settings.write_bytes(data)
    try:
        must_hold(bombs.write_rows(folder / "book.xlsx", rows), folder)
    finally:
        settings.unlink(missing_ok=True)
