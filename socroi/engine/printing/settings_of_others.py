"""What a workbook tells of the settings that it was made with, while nobody has said the country: the language of the
Excel that saved it. A calculation notes where a value hangs on the country, and then tries a likely one beside the US.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from socroi.engine.printing.countries import current_country
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

UNKNOWN_LANGUAGE: Final = "und"
"""Stands for a language that is not English, and not known here."""

_LIKELY: Final = {
    "cs": "cs-CZ", "de": "de-DE", "es": "es-ES", "fr": "fr-FR", "hu": "hu-HU", "it": "it-IT", "ja": "ja-JP",
    "ko": "ko-KR", "nl": "nl-NL", "pl": "pl-PL", "pt": "pt-BR", "ru": "ru-RU", "tr": "tr-TR", "zh": "zh-CN",
}  # fmt: skip
_TRUTHS: Final = {
    "cs": ("PRAVDA", "NEPRAVDA"), "de": ("WAHR", "FALSCH"), "es": ("VERDADERO", "FALSO"), "fi": ("TOSI", "EPÄTOSI"),
    "fr": ("VRAI", "FAUX"), "hu": ("IGAZ", "HAMIS"), "it": ("VERO", "FALSO"), "nb": ("SANN", "USANN"),
    "nl": ("WAAR", "ONWAAR"), "pl": ("PRAWDA", "FAŁSZ"), "pt": ("VERDADEIRO", "FALSO"), "ru": ("ИСТИНА", "ЛОЖЬ"),
    "sv": ("SANT", "FALSKT"), "tr": ("DOĞRU", "YANLIŞ"),
}  # fmt: skip
"""TRUE and FALSE in Excel's languages, as HyperFormula has them; in those that are not here they are English."""


@record(eq=False, slots=True)
class Settings:
    """The settings that a workbook was made with.

    Attributes:
        language: says in which language the Excel was that saved it; "" where the file does not say it.
        noted: whether a value was found to hang on the country, which nobody has said.
    """

    language: Callable[[], str]
    noted: bool = False

    def likely(self) -> str:
        """Return a country whose settings are to be tried, too; "" where those of the US may be taken for certain."""
        language = self.language()
        return "" if language in ("", "en") else _LIKELY.get(language, "de-DE")


_CURRENT: Final[ContextVar[Settings | None]] = ContextVar("settings", default=None)


def current_settings() -> Settings | None:
    """Return what the workbook tells that is computed; None outside of a calculation."""
    return _CURRENT.get()


def note_country() -> None:
    """Note that a value hangs on the country."""
    settings = _CURRENT.get()
    if settings is not None:
        settings.noted = True


def truths() -> tuple[str, str]:
    """Return TRUE and FALSE as texts: in the language of the Excel that saved the workbook, where the country is said,
    and in that of the country where the file does not say its language.
    """
    country, settings = current_country(), _CURRENT.get()
    if country is None:
        return "TRUE", "FALSE"
    language = settings.language() if settings is not None else ""
    if language in ("", UNKNOWN_LANGUAGE):
        language = country.language
    return _TRUTHS.get(language, ("TRUE", "FALSE"))


@contextmanager
def made_with(settings: Settings) -> Iterator[None]:
    """Compute a workbook that was made with some settings."""
    token = _CURRENT.set(settings)
    try:
        yield
    finally:
        _CURRENT.reset(token)
