"""What a heading says of the cells below it: a ratio, a share, money, a result that platforms claim, labour."""

from __future__ import annotations

import re
from typing import Final


def _words(*words: str) -> re.Pattern[str]:
    """A pattern for whole words, each of which may be a pattern."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


# Besides English: German, Spanish, French, Catalan, Hungarian, Swahili, Persian, Hindi; what is said in one of them and
# means something else in another is left out.
_RATIO_ELSEWHERE: Final = _words(
    *("rendite", "kosten (pro|je)", "coste? por", "costo por", "coût par", "retour sur investissement", "gharama kwa"),
    *("retorno de la inversión", "نرخ", "दर"),
)
_SHARE_ELSEWHERE: Final = _words(
    *("marge", "gewinnspanne", "rabatt", "anteil", "konversionsrate", "klickrate", "öffnungsrate", "margen"),
    "descuento",
    *("tasa de conversión", "remise", "taux de (conversion|clic|marge)", "descompte", "taxa de conversió", "árrés"),
    *("haszonkulcs", "kedvezmény", "konverziós arány", "حاشیه سود", "تخفیف", "نرخ تبدیل", "मार्जिन", "छूट", "रूपांतरण दर"),
)
_CLAIM_ELSEWHERE: Final = _words(
    *("käufe", "verkäufe", "konversionen", "conversiones", "ventas", "compras", "achats", "ventes", "vendes"),
    "compres",
    *("vásárlások?", "eladások?", "konverziók?", "mauzo", "manunuzi", "خرید", "فروش", "ख़रीद", "खरीद", "बिक्री"),
)
_ADS_ELSEWHERE: Final = _words(
    *("ausgaben", "werbeausgaben", "klicks", "impressionen", "reichweite", "gasto", "importe gastado", "clics"),
    "alcance",
    *("impresiones", "dépenses?", "portée", "despesa", "abast", "költés", "kattintás(ok)?", "megjelenések", "elérés"),
    *("matumizi", "mibofyo", "کلیک", "نمایش", "क्लिक", "इंप्रेशन"),
)
_LABOUR_ELSEWHERE: Final = _words(
    *(r"personal\w*", "gehalt", "gehälter", r"l[oö]hne?", "arbeitszeit", "stunden", r"mitarbeiter\w*", "salarios?"),
    *("sueldos?", "horas", "nóminas?", "salaires?", "heures", "temps", "sous?", "hores", r"bér\w*", r"munka\w*"),
    *("órák?", "mshahara", "mishahara", "saa", "wafanyakazi", "muda", "حقوق", "دستمزد", "ساعت", "کارکنان", "وقت"),
    *("वेतन", "घंटे", "कर्मचारी", "समय", "tiempo", r"trabaj\w*", r"freelance\w*"),
)
_RATIO: Final = re.compile(
    r"(?<![a-z])(roi|roas|ctr|cpc|cpm|cpa|cpl|romi|rate|ratio|share|margin|percent|percentage|conversion rate"
    r"|return on|cost per|per click|per lead)(?![a-z])|%",
    re.IGNORECASE,
)
_SHARE: Final = re.compile(
    r"(?<![a-z])(margin|share|discount|vat|tax rate|conversion rate|click[- ]?through|ctr|open rate|churn"
    r"|retention|brand share)(?![a-z])|%\s*$|^\s*%",
    re.IGNORECASE,
)
_CLAIM: Final = re.compile(
    r"(?<![a-z])(conversions?|conversion value|purchases?|purchase value|sales|website purchases|results"
    r"|attributed|claimed|reported|orders)(?![a-z])",
    re.IGNORECASE,
)
_SAID_BY_PLATFORMS: Final = re.compile(
    r"(?<![a-z])(claimed|attributed|platform[- ]reported|reported by|ads manager|ad manager|as reported|according to)"
    r"(?![a-z])",
    re.IGNORECASE,
)
_AD_TABLE: Final = re.compile(
    r"(?<![a-z])(impressions?|amount spent|ad spend|spend|spent|clicks?|reach|cpc|cpm)(?![a-z])", re.IGNORECASE
)
_LABOUR: Final = re.compile(
    r"(?<![a-z])(staff|salar(y|ies)|wages?|pay(roll)?|labou?r|hours?|time|team|people|personnel|employees?|freelancers?"
    r"|management|in-house)(?![a-z])",
    re.IGNORECASE,
)
AD_PLATFORMS: Final = (
    *("facebook", "instagram", "meta", "google", "tiktok", "linkedin", "pinterest", "snapchat", "youtube", "reddit"),
    *("twitter", "bing", "microsoft", "x (twitter)", "threads"),
)
"""Who sells ads and reports what they brought."""


def is_ratio(heading: str) -> bool:
    """Whether a heading names a ratio."""
    return any(pattern.search(heading) for pattern in (_RATIO, _RATIO_ELSEWHERE))


def is_share(heading: str) -> bool:
    """Whether a heading names a share, which lies between 0 and 1."""
    return any(pattern.search(heading) for pattern in (_SHARE, _SHARE_ELSEWHERE))


def is_claim(heading: str) -> bool:
    """Whether a heading names what platforms count and claim: conversions, purchases, sales."""
    return any(pattern.search(heading) for pattern in (_CLAIM, _CLAIM_ELSEWHERE)) and not is_ratio(heading)


def is_said_by_platforms(heading: str) -> bool:
    """Whether a heading says that the platforms themselves report it."""
    return _SAID_BY_PLATFORMS.search(heading) is not None


def is_of_ads(heading: str) -> bool:
    """Whether a heading is one of an ads manager's own columns."""
    return any(pattern.search(heading) for pattern in (_AD_TABLE, _ADS_ELSEWHERE))


def is_labour(text: str) -> bool:
    """Whether a line of costs is for people's time."""
    return any(pattern.search(text) for pattern in (_LABOUR, _LABOUR_ELSEWHERE))


def platform_in(text: str) -> str:
    """Return the ad platform that a text names; "" where it names none."""
    folded = text.casefold()
    return next((name for name in AD_PLATFORMS if re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", folded)), "")


_COSTS: Final = re.compile(r"(?<![a-z])(costs?|expenses|spending)(?![a-z])", re.IGNORECASE)
_COSTS_ELSEWHERE: Final = _words(
    *("kosten", "ausgaben", "gastos", "costes", "costos", "coûts?", "dépenses", "despeses", "költségek?", "kiadások?"),
    *("gharama", "هزینه", "लागत", "ख़र्च", "खर्च"),
)
_BOUGHT: Final = re.compile(
    r"(?<![a-z])(ads?|advertising|boosted|agency|tools?|software|designer|photos?)(?![a-z])", re.IGNORECASE
)
_BOUGHT_ELSEWHERE: Final = _words(
    *("anzeigen", "werbung", "agentur", "fotos?", "grafik", "anuncios", "publicidad", "agencia", "annonces"),
    "publicité",
    *("agence", "anuncis", "publicitat", "agència", "hirdetések?", "ügynökség", "szoftver", "fotók?", "matangazo"),
    *("wakala", "programu", "آگهی", "تبلیغ", "آژانس", "نرم‌افزار", "विज्ञापन", "एजेंसी", "सॉफ़्टवेयर"),
)


def is_cost_list(heading: str) -> bool:
    """Whether a heading is one of a list of costs."""
    return any(pattern.search(heading) for pattern in (_COSTS, _COSTS_ELSEWHERE))


def is_bought(line: str) -> bool:
    """Whether a line of costs is for what is bought: ads, tools, an agency."""
    return any(pattern.search(line) for pattern in (_BOUGHT, _BOUGHT_ELSEWHERE))
