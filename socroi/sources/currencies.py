"""Currency signs and ISO codes that may stand beside digits, and the one currency that a sign names."""

from __future__ import annotations

import re
from typing import Final

_IN_USE: Final = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL "
    "HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD "
    "MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN "
    "PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TRY TTD "
    "TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
)
CODES: Final = frozenset(_IN_USE.split())
"""ISO 4217's codes of money in use (CLDR 48), and HRK of the years before 2023. Not TOP: “TOP 10” is no money."""

SYMBOLS: Final = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "R$": "BRL",
    "₺": "TRY",
    "₽": "RUB",
    "zł": "PLN",
    "₪": "ILS",
    "₩": "KRW",
    "฿": "THB",
    "₫": "VND",
    "₴": "UAH",
    "Ft": "HUF",
    "Kč": "CZK",
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "NT$": "TWD",
    "MX$": "MXN",
    "Rp": "IDR",
    "RM": "MYR",
    "R": "ZAR",
    "₱": "PHP",
    "₦": "NGN",
    "₵": "GHS",
    "GH₵": "GHS",
    "KSh": "KES",
    "TSh": "TZS",
    "USh": "UGX",
    "₸": "KZT",
    "₼": "AZN",
    "₾": "GEL",
    "֏": "AMD",
    "৳": "BDT",
    "₮": "MNT",
    "₲": "PYG",
    "₡": "CRC",
    "S/": "PEN",
    "лв": "BGN",
    "лв.": "BGN",
    "руб.": "RUB",
    "руб": "RUB",
    "грн": "UAH",
    "грн.": "UAH",
    "円": "JPY",
    "元": "CNY",
    "원": "KRW",
    "ریال": "IRR",
}
"""Signs that name one currency."""

SHARED: Final = {
    "$": "USD AUD CAD NZD HKD SGD TWD MXN ARS CLP COP UYU BMD BBD BSD BND BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD",
    "¥": "JPY CNY",
    "kr": "SEK NOK DKK ISK",
    "kr.": "SEK NOK DKK ISK",
    "Rs": "INR PKR LKR NPR MUR SCR",
    "Rs.": "INR PKR LKR NPR MUR SCR",
    "Fr.": "CHF XOF XAF",
    "lei": "RON MDL",
    "﷼": "IRR SAR YER OMR QAR",
}
"""Signs of several currencies, which therefore name none, and those that they may stand for."""

WORDS: Final = frozenset({"ALL", "BAM", "COP", "CUP", "GEL", "LAK", "MAD", "MOP", "MUR", "PEN", "RUB", "SOS", "TRY"})
"""Codes that in small letters are words."""

_SIGNS: Final = sorted({*SYMBOLS, *SHARED}, key=len, reverse=True)
SIGN: Final = "|".join((*map(re.escape, _SIGNS), *sorted(CODES), *sorted(c.lower() for c in CODES - WORDS)))
"""An expression that any known sign or code matches, the longest first."""


def code_of(sign: str) -> str | None:
    """The ISO code of a sign or of a code in any case; None where it names several currencies."""
    return sign.upper() if sign.upper() in CODES else SYMBOLS.get(sign)


def may_be(sign: str) -> frozenset[str]:
    """The codes of the currencies that a sign may stand for."""
    code = code_of(sign)
    return frozenset([code] if code else SHARED.get(sign, "").split())


def together(first: str, second: str) -> str | None:
    """The more telling of two signs beside one figure, as in `$12 USD`; None where they are not of one currency."""
    if not first or not second:
        return first or second
    ours, theirs = code_of(first), code_of(second)
    if ours is not None and theirs is not None:
        return first if ours == theirs else None
    if ours is None and theirs is None:
        return first if first == second else None
    shared, code, sign = (first, theirs, second) if ours is None else (second, ours, first)
    return sign if code in SHARED.get(shared, "").split() else None
