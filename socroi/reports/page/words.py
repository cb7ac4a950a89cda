"""The words of a report in one language, and numbers and months as that language writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.texts import load_texts, template_entries

if TYPE_CHECKING:
    from datetime import date

    from socroi.templates.texts import Texts

SCOPE: Final = "report"
"""What the keys of texts begin with that only reports use."""
_OFFERED: Final = ("check.", "evidence.", "platform.", "kpi.", "goal.", "aim.", "word.", "indirect.")
"""What the keys of texts begin with that a workbook offers to whoever fills it in, or that its formulas return."""


class Words:
    """The words of a report.

    Attributes:
        language: the code of the language.
        direction: `rtl` where it is read from right to left, otherwise `ltr`.
        texts: those of the workbooks, and those that only reports use.
    """

    def __init__(self, language: str, source: str | None = None) -> None:
        self.language = language
        every = load_texts(language)
        self.texts = every.scoped(SCOPE)
        self._offered = {} if source in {None, language} else _offered(load_texts(source or language), every)
        self.direction = "rtl" if self.texts.right_to_left else "ltr"
        self._sizes = [int(size) for size in self.texts["grouping"].split()]
        self._digits = str.maketrans("0123456789", self.texts["digits"])

    def __getitem__(self, key: str) -> str:
        return self.texts[key]

    def own(self, text: str) -> str:
        """Return a text of the workbook: in the language of the report where it is one that the workbook offers."""
        return self._offered.get(text, text)

    def say(self, key: str, **parts: str) -> str:
        """Return a text with its parts put in."""
        return self.texts[key].format(**parts)

    def number(self, value: float, decimals: int = 0, *, signed: bool = False) -> str:
        """Return a number with so many decimals; zero has no sign."""
        whole, _, rest = f"{abs(value):.{decimals}f}".partition(".")
        is_zero = not (whole + rest).strip("0")
        sign = "" if is_zero else self.texts["minus"] if value < 0 else self.texts["plus"] if signed else ""
        text = self.texts["group"].join(self._groups(whole)) + (self.texts["point"] + rest if rest else "")
        return sign + text.translate(self._digits)

    def _groups(self, whole: str) -> list[str]:
        """Return the digits of a whole number in groups, the last size being that of all further ones."""
        groups, place = [], 0
        while len(whole) > (size := self._sizes[min(place, len(self._sizes) - 1)]):
            groups.append(whole[-size:])
            whole, place = whole[:-size], place + 1
        return [whole, *reversed(groups)]

    def money(self, amount: float | None, *, signed: bool = False) -> str:
        """Return an amount without cents, or that it is not known."""
        return self.texts["unknown"] if amount is None else self.number(amount, signed=signed)

    def count(self, amount: float) -> str:
        """Return a count; one that is no whole number has one decimal."""
        return self.number(amount, 0 if amount == round(amount) else 1)

    def percent(self, value: float | None) -> str:
        """Return a percentage with one decimal, as the workbooks show an ROI: 25 is 25.0%."""
        return self.texts["unknown"] if value is None else self.say("percent", number=self.number(value, 1))

    def share(self, fraction: float) -> str:
        """Return a share in whole percent: 0.25 is 25%."""
        return self.say("percent", number=self.number(fraction * 100))

    def month(self, day: date) -> str:
        """Return a month with its year."""
        name = self.texts["months"].split(", ")[day.month - 1]
        return self.say("month", month=name, year=str(day.year).translate(self._digits))

    def month_short(self, day: date) -> str:
        """Return a month without its year, for a chart."""
        return self.texts["months_short"].split(", ")[day.month - 1]

    def period(self, first: date, last: date) -> str:
        """Return the months from the first to the last."""
        if first == last:
            return self.month(first)
        return self.say("period", first=self.month(first), last=self.month(last))


def _offered(source: Texts, target: Texts) -> dict[str, str]:
    """Return what a workbook offers, from one language to another."""
    keys = (key for key in template_entries("en") if key.rpartition("/")[2].startswith(_OFFERED))
    return {source[key]: target[key] for key in keys}
