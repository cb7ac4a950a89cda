"""The language of the Excel that saved a workbook: it heads the list of sheets in the file's properties with its own
word for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.printing.settings_of_others import UNKNOWN_LANGUAGE
from socroi.errors import SocroiError
from socroi.workbook.package.xml import child, local

if TYPE_CHECKING:
    from socroi.workbook.package.parts import Package

_WORDS: Final = {
    **dict.fromkeys(("worksheets", "charts", "named ranges", "excel 4.0 macros", "dialogs"), "en"),
    "arbeitsblätter": "de", "arkusze": "pl", "çalışma sayfaları": "tr", "feuilles de calcul": "fr",
    "fogli di lavoro": "it", "hojas de cálculo": "es", "listy": "cs", "munkalapok": "hu", "planilhas": "pt",
    "werkbladen": "nl", "листы": "ru", "ワークシート": "ja", "工作表": "zh", "워크시트": "ko",
}  # fmt: skip
"""Headings as they were seen in files."""


def language_of(package: Package) -> str:
    """Return the language of the Excel that saved a workbook; "" where another program did, or the file does not say
    it.
    """
    try:
        pointers = package.relationships("").values()
        part = next((each.part for each in pointers if each.kind == "extended-properties" and not each.external), None)
        if part is None or package.member(part) is None:
            return ""
        root = package.tree(part, "The properties")
    except SocroiError:
        return ""
    program, pairs = child(root, "Application"), child(root, "HeadingPairs")
    if program is None or "Microsoft" not in (program.text or "") or pairs is None:
        return ""
    heading = next((each.text or "" for each in pairs.iter() if local(each.tag) == "lpstr"), "")
    return _WORDS.get(heading.strip().casefold(), UNKNOWN_LANGUAGE) if heading.strip() else ""
