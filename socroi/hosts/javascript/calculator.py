"""The calculator of one minute: a page for the browser in one file, in every language, that makes no connection."""

from __future__ import annotations

import json
from html import escape
from typing import Final

from socroi import __version__
from socroi.hosts.javascript.library import SOURCE, socroi_js
from socroi.templates.texts import languages, load_texts, template_entries

SCOPE: Final = "calculator/"
"""What the keys of texts begin with that only the calculator uses."""
_STEPS: Final = {
    "step.goals": ("visits", "lead_rate", "close_rate", "target"),
    "step.values": ("value", "margin"),
    "step.costs": ("hours", "pay", "ads", "other"),
}
_FOUND: Final = ("leads", "sales", "goal_done", "revenue", "left", "cost", "profit", "breakeven", "lead_value",
                 "visit_value", "lead_cost")  # fmt: skip
_RULES: Final = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:;"
    " base-uri 'none'; form-action 'none'"
)
"""The browser itself keeps the page from fetching or sending anything."""


def texts() -> dict[str, dict[str, str]]:
    """Return the calculator's texts by language, and how each is read."""
    keys = [key for key in template_entries("en") if key.startswith(SCOPE)]
    found = {}
    for language in languages():
        told = load_texts(language)
        direction = "rtl" if told.right_to_left else "ltr"
        found[language] = {"direction": direction} | {key.removeprefix(SCOPE): told[key] for key in keys}
    return found


def calculator_html() -> str:
    """Return the page."""
    told = texts()
    scripts = "\n".join(
        (SOURCE / "calculator" / f"{name}.js").read_text(encoding="utf-8") for name in ("model", "workbook", "page")
    )
    style = (SOURCE / "calculator" / "page.css").read_text(encoding="utf-8")
    data = json.dumps(told, ensure_ascii=False, indent=1)
    names = "".join(
        f'<option value="{code}" lang="{code}">{escape(own["name"])}</option>' for code, own in told.items()
    )
    return f"""<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_RULES}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="SOCROI {__version__}">
<title>{escape(told["en"]["title"])} · SOCROI</title>
<style>
{style}</style>
</head>
<body>
<header>
<div><h1 data-say="title"></h1><p data-say="lead"></p></div>
<div><label for="language" data-say="language"></label> <select id="language">{names}</select></div>
</header>
<main>
<div class="inputs">
{"".join(_step(heading, fields) for heading, fields in _STEPS.items())}</div>
<section class="found" aria-labelledby="step-roi">
<h2 id="step-roi" data-say="step.roi"></h2>
<p class="roi"><span data-say="roi"></span> <span id="found-roi">–</span></p>
<div aria-live="polite"><p class="verdict" id="verdict"></p><p class="notes" id="notes"></p></div>
<dl>
{"".join(f'<dt data-say="{name}"></dt><dd id="found-{name}">–</dd>{chr(10)}' for name in _FOUND)}</dl>
<div id="chart"></div>
<div class="actions">
<button type="button" id="share" data-say="share"></button>
<button type="button" id="picture" data-say="picture"></button>
<button type="button" id="workbook" data-say="workbook"></button>
<button type="button" class="quiet" id="clear" data-say="clear"></button>
</div>
<p class="said" id="said" role="status"></p>
<label for="address" class="said" data-say="address" hidden></label><input id="address" readonly hidden dir="ltr">
</section>
</main>
<footer><p data-say="private"></p><p>SOCROI {__version__}</p></footer>
<script>
{socroi_js()}</script>
<script>
const TEXTS = {data};
{scripts}</script>
</body>
</html>
"""


def _step(heading: str, fields: tuple[str, ...]) -> str:
    place = heading.replace(".", "-")
    inner = "".join(map(_field, fields))
    return f'<section aria-labelledby="{place}">\n<h2 id="{place}" data-say="{heading}"></h2>\n{inner}</section>\n'


def _field(name: str) -> str:
    return (
        f'<div class="field"><label for="{name}" data-say="{name}"></label>'
        f'<input id="{name}" type="text" inputmode="decimal" autocomplete="off"'
        f' aria-describedby="{name}-note {name}-read {name}-wrong">'
        f'<small id="{name}-note" data-say="{name}.note"></small>'
        f'<span class="read" id="{name}-read"></span>'
        f'<span class="wrong" id="{name}-wrong"></span></div>\n'
    )
