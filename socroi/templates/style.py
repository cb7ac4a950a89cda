"""How every workbook looks: one palette, and cell formats named for what they mean.

The two hues are a dark blue and an orange, which keep apart for every kind of colour vision and as greys on paper
(luminance 0.14 against 0.34). No meaning rests on colour alone: a sign or a word stands beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

INK: Final = "#22313C"
NAVY: Final = "#17405C"
BLUE: Final = "#2B6C99"
ORANGE: Final = "#E08A2C"
MUTED: Final = "#66757F"
LINE: Final = "#C9D3DA"
PALE: Final = "#EAF1F5"
CARD: Final = "#F4F8FA"
INPUT: Final = "#FFF7DC"
INPUT_LINE: Final = "#D9C98A"
WARN: Final = "#FBE3CB"
WARN_INK: Final = "#8A3F00"
WHITE: Final = "#FFFFFF"

FONT: Final = "Arial"

_BOX: Final = {"border": 1, "border_color": LINE}
_FIGURE: Final[dict[str, Any]] = {"align": "right", "indent": 0}

_FIGURES: Final = (
    "money", "cents", "count", "hours", "percent", "rate", "measure", "weight", "score", "change", "coefficient",
    "share",
)  # fmt: skip
FORMATS: Final = (*_FIGURES, "month", "date")
"""The parts that write a value in a number format; the formats are texts, `format.money` and so on."""

PARTS: Final[dict[str, dict[str, Any]]] = {
    # what a cell is
    "title": {
        "font_size": 20,
        "align": "left",
        "bold": True,
        "font_color": WHITE,
        "bg_color": NAVY,
        "valign": "vcenter",
        "indent": 1,
    },
    "subtitle": {"font_size": 10, "font_color": "#D5E4EE", "bg_color": NAVY, "valign": "vcenter", "indent": 1},
    "section": {
        "align": "left",
        "indent": 1,
        "font_size": 12,
        "bold": True,
        "font_color": NAVY,
        "bottom": 2,
        "bottom_color": BLUE,
        "valign": "bottom",
    },
    "example": {"bg_color": WARN_INK, "font_color": WHITE},
    "status": {"align": "left", "indent": 1, "font_color": NAVY, "valign": "vcenter"},
    "body": {"valign": "top", "text_wrap": True},
    "plain": {"valign": "vcenter"},
    "note": {"align": "left", "indent": 1, "font_color": MUTED, "font_size": 9, "valign": "top", "text_wrap": True},
    "hint": {"indent": 1, "font_color": MUTED, "font_size": 9, "valign": "vcenter"},
    "label": {"valign": "vcenter", "indent": 1, "bottom": 1, "bottom_color": LINE},
    "link": {"font_color": BLUE, "underline": 1, "valign": "vcenter", "shrink": True},
    "step": {
        "indent": 1,
        "font_color": BLUE,
        "underline": 1,
        "bold": True,
        "font_size": 11,
        "valign": "vcenter",
        "bottom": 1,
        "bottom_color": LINE,
    },
    "header": {
        "bold": True,
        "font_color": WHITE,
        "bg_color": NAVY,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "border_color": NAVY,
        "align": "center",
    },
    "given": {
        "bold": True,
        "font_color": NAVY,
        "bg_color": PALE,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "border_color": LINE,
        "align": "center",
    },
    "input": {
        "bg_color": INPUT,
        "border": 1,
        "border_color": INPUT_LINE,
        "valign": "vcenter",
        "indent": 1,
        "locked": False,
    },
    "computed": {**_BOX, "bg_color": CARD, "valign": "vcenter", "indent": 1},
    "cell": {**_BOX, "valign": "vcenter", "indent": 1},
    "total": {
        "bold": True,
        "top": 2,
        "top_color": NAVY,
        "bottom": 1,
        "bottom_color": NAVY,
        "bg_color": PALE,
        "valign": "vcenter",
        "indent": 1,
    },
    "helper": {"indent": 1, "font_color": MUTED, "font_size": 9, "valign": "vcenter"},
    "card_label": {
        "bg_color": CARD,
        "font_color": MUTED,
        "font_size": 9,
        "bold": True,
        "top": 5,
        "top_color": BLUE,
        "left": 1,
        "right": 1,
        "left_color": LINE,
        "right_color": LINE,
        "align": "left",
        "indent": 1,
        "valign": "bottom",
    },
    "card": {
        "bg_color": CARD,
        "font_color": NAVY,
        "font_size": 22,
        "bold": True,
        "left": 1,
        "right": 1,
        "left_color": LINE,
        "right_color": LINE,
        "align": "left",
        "indent": 1,
        "valign": "vcenter",
        "shrink": True,
    },
    "card_note": {
        "bg_color": CARD,
        "font_color": MUTED,
        "font_size": 9,
        "bottom": 1,
        "left": 1,
        "right": 1,
        "bottom_color": LINE,
        "left_color": LINE,
        "right_color": LINE,
        "align": "left",
        "indent": 1,
        "valign": "top",
        "text_wrap": True,
    },
    # how its value is written; the format itself is the language's own
    **dict.fromkeys(_FIGURES, _FIGURE),
    "month": {},
    "date": {},
    # small turns
    "left": {"align": "left", "indent": 1},
    "right": {"align": "right", "indent": 0},
    "center": {"align": "center", "indent": 0},
    "end": {"align": "end", "indent": 0},
    "small": {"font_size": 8},
    "bold": {"bold": True},
    "wrap": {"text_wrap": True},
    "middle": {"valign": "vcenter"},
    "indent": {"align": "left", "indent": 1},
    "part": {"num_format": "0.000_);-0.000_);;@_)", **_FIGURE},
    "plain_number": {"num_format": "0.0000_)", **_FIGURE},
    "here": {"bold": True, "underline": 0, "font_color": INK},
    # White as well: an error is shown in every number format.
    "hidden": {"num_format": ";;;", "font_color": WHITE},
    "locked": {"locked": True},
}


class Styles:
    """Hands out the cell format for a combination of part names, made once for each workbook.

    Where sheets are read from right to left, text that began at the left begins at the right; figures stay.
    """

    def __init__(self, workbook: Workbook, formats: Mapping[str, str], *, right_to_left: bool = False) -> None:
        self._workbook = workbook
        self._formats = formats
        self._right_to_left = right_to_left
        self._made: dict[tuple[str, ...], Format] = {}

    def __call__(self, *parts: str) -> Format:
        """Return the format that the named parts make together; a later part wins."""
        if parts not in self._made:
            look: dict[str, Any] = {"font_name": FONT, "font_size": 10, "font_color": INK}
            for part in parts:
                look |= PARTS[part]
                if part in self._formats:
                    look["num_format"] = self._formats[part]
            if look.get("indent"):
                look.setdefault("align", "left")
            begin, end = ("right", "left") if self._right_to_left else ("left", "right")
            look["align"] = {"left": begin, "end": end}.get(look.get("align", ""), look.get("align", ""))
            if self._right_to_left:
                look["reading_order"] = 2
            self._made[parts] = self._workbook.add_format(look)
        return self._made[parts]

    def rule(self, **look: Any) -> Format:
        """Return a format for a conditional rule, which states only what the rule changes."""
        key = ("rule", *(f"{name}={value}" for name, value in sorted(look.items())))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(look)
        return self._made[key]
