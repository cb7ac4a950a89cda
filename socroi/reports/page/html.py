"""The page as HTML: one file that needs nothing else, for the screen, a phone and paper."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from socroi.reports.page import drawing
from socroi.reports.page.content import numeric

if TYPE_CHECKING:
    from collections.abc import Iterable

    from socroi.reports.page.content import Lines, Page, Table

FONTS: Final = 'system-ui,"Noto Sans","Noto Sans Arabic","Noto Sans Devanagari","Segoe UI",Arial,sans-serif'
"""What a reader's computer has; nothing is fetched."""

BRIEF: Final = 18
"""Characters of the names of rows that stay on one line, such as those of months."""


def html(page: Page, *, extra: str = "") -> str:
    """Return the page as HTML. Everything that comes from a workbook is escaped.

    Args:
        page: what stands on it.
        extra: rules of style that come last, such as those of a sheet of paper.
    """
    brand = page.brand
    font = f'"{brand.font}",{FONTS}' if brand.font else FONTS
    style = f"{_style_sheet()}body{{font-family:{font}}}.band{{background:{brand.colour};color:{brand.ink}}}{extra}"
    return (
        f'<!DOCTYPE html>\n<html lang="{page.language}" dir="{page.direction}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="SOCROI">\n<title>{escape(_title(page))}</title>\n'
        f"<style>\n{style}\n</style>\n</head>\n<body>\n{_band(page)}\n<main>\n"
        f"{chr(10).join(part for part in _parts(page) if part)}\n</main>\n"
        f"<footer>{''.join(f'<p>{escape(line)}</p>' for line in page.footer)}</footer>\n</body>\n</html>\n"
    )


def chart(page: Page, drawn: str) -> str:
    """Return one chart as a page of its own, with blank below, for programs that take pictures only."""
    paper = "@page{size:150mm 150mm;margin:3mm}html{font-size:9pt}"
    style = f"{_style_sheet()}body{{font-family:{FONTS}}}{paper}"
    return (
        f'<!DOCTYPE html><html lang="{page.language}" dir="{page.direction}"><head><meta charset="utf-8">'
        f"<title>-</title><style>{style}</style></head><body>{drawn}</body></html>"
    )


def _style_sheet() -> str:
    return files("socroi.reports.page").joinpath("page.css").read_text(encoding="utf-8")


def _title(page: Page) -> str:
    return " · ".join(part for part in (page.title, page.company, page.period) if part)


def _band(page: Page) -> str:
    brand = page.brand
    logo = ""
    if brand.logo:
        source = f"data:{brand.logo_kind};base64,{b64encode(brand.logo).decode()}"
        logo = f'<img src="{source}" alt="{escape(page.logo_text)}">'
    above = " · ".join(part for part in (page.company, brand.name) if part)
    whose = f"<p>{escape(above)}</p>" if above else ""
    label = f'<p class="label">{escape(page.label)}</p>' if page.label else ""
    return (
        f'<div class="band"><header>{logo}<div class="words">{whose}<h1>{escape(page.title)}</h1>'
        f"<p>{escape(page.period)} · {escape(page.money)}</p></div>{label}</header></div>"
    )


def _parts(page: Page) -> Iterable[str]:
    yield _cards(page)
    yield _lines(page.said, "said")
    charts = [
        drawing.bars(page.bars, page) if page.bars else "",
        drawing.columns(page.columns, page) if page.columns else "",
    ]
    yield _pair(charts)
    known = "".join(f"<p>{escape(line)}</p>" for line in page.known.lines)
    drawn = [
        _table(table, f"table{place}", known if table is page.evidence else "")
        for place, table in enumerate(page.tables)
    ]
    if page.evidence is None:
        drawn.append(_lines(page.known, "known"))
    drawn += [_lines(page.next, "next"), _lines(page.open, "open")]
    if page.moved is not None:
        drawn.insert(0, drawing.waterfall(page.moved, page))
    kept = [part for part in drawn if part]
    half = _half(kept)
    yield _pair([f"<div>{''.join(part)}</div>" for part in (kept[:half], kept[half:]) if part])


def _half(parts: list[str]) -> int:
    """Return after how many parts the second column begins, so that the two are about as long."""
    sizes = [3 + part.count("<tr") + 2 * part.count("<p") + part.count("<li") for part in parts]
    whole = sum(sizes)
    return min(range(len(parts) + 1), key=lambda place: abs(whole - 2 * sum(sizes[:place])))


def _pair(parts: list[str]) -> str:
    there = [part for part in parts if part]
    return f'<div class="pair">{"".join(there)}</div>' if len(there) > 1 else "".join(there)


def _cards(page: Page) -> str:
    cards = []
    for card in page.cards:
        loss = " loss" if card.loss else ""
        note = f'<dd class="note">{escape(card.note)}</dd>' if card.note else ""
        cards.append(f'<div><dt>{escape(card.label)}</dt><dd class="value{loss}">{escape(card.value)}</dd>{note}</div>')
    return f'<dl class="cards">{"".join(cards)}</dl>'


def _lines(lines: Lines, name: str) -> str:
    if not lines.lines:
        return ""
    said = "".join(f"<p>{escape(line)}</p>" for line in lines.lines)
    heading = f'<h2 id="{name}">{escape(lines.title)}</h2>'
    return f'<section class="{name}" aria-labelledby="{name}">{heading}{said}</section>'


def _table(table: Table, name: str, below: str) -> str:
    numbers = numeric(table)
    kind = ' class="brief"' if max(len(row[0]) for row in table.rows) <= BRIEF else ""
    looks = ["" if number else ' class="text"' for number in numbers]
    heads = zip(table.headings, looks, strict=True)
    head = "".join(f'<th scope="col"{look}>{escape(heading)}</th>' for heading, look in heads)
    rows = []
    for place, row in enumerate(table.rows):
        strong = ' class="strong"' if place in table.strong else ""
        cells = "".join(f"<td{look}>{escape(cell)}</td>" for look, cell in zip(looks[1:], row[1:], strict=True))
        rows.append(f'<tr{strong}><th scope="row">{escape(row[0])}</th>{cells}</tr>')
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    return (
        f'<section aria-labelledby="{name}"><h2 id="{name}">{escape(table.title)}</h2>'
        f'<div class="wide" tabindex="0" role="group" aria-labelledby="{name}"><table{kind} aria-labelledby="{name}">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>{note}{below}</section>"
    )
