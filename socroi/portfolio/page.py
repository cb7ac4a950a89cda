"""The portfolio as one HTML page that needs nothing else: the questions with their bars, and every client."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from socroi.portfolio.questions import clients, pages
from socroi.workbook.writing.replacing import put

if TYPE_CHECKING:
    from collections.abc import Mapping

    from socroi.portfolio.questions import Client, Page
    from socroi.portfolio.result import Portfolio

_STYLE: Final = """
:root{color-scheme:light dark;--ink:#1d2730;--soft:#5a6670;--line:#d9dfe4;--paper:#fff;--gain:#2b6c99;--loss:#b85a14}
@media(prefers-color-scheme:dark){:root{--ink:#e8edf1;--soft:#a3afb9;--line:#3a444d;--paper:#161c21;--gain:#6aaede;
--loss:#ee9a55}}
*{box-sizing:border-box}body{margin:0 auto;max-width:70rem;padding:1.5rem;font:1rem/1.5 system-ui,sans-serif;
color:var(--ink);background:var(--paper)}
h1{margin:0 0 1rem}h2{margin:2.5rem 0 .25rem}p{margin:.25rem 0;overflow-wrap:anywhere}.soft{color:var(--soft)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1rem;margin:1rem 0}
.figures div{border-top:3px solid var(--line);padding-top:.4rem}.figures b{display:block;font-size:1.6rem}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;margin-top:.75rem}
th,td{padding:.35rem .6rem .35rem 0;text-align:start;border-bottom:1px solid var(--line);vertical-align:top;
overflow-wrap:anywhere}
.n{text-align:end;white-space:nowrap;font-variant-numeric:tabular-nums}th{font-weight:600;color:var(--soft)}
.bar{width:28%;min-width:4rem}.bar i{display:block;height:.9rem;margin-top:.3rem;background:var(--gain);min-width:1px}
.loss .bar i{background:var(--loss)}a{color:var(--gain)}ul{margin:0;padding-inline-start:1.1rem}
@media(max-width:640px){body{padding:1rem}table,tbody,tr,td{display:block}thead{display:none}
tr{border-bottom:1px solid var(--line);padding:.5rem 0}td{border:0;padding:.1rem 0}.n{text-align:start}
td[data-head]::before{content:attr(data-head) " ";color:var(--soft)}.bar{width:100%}td:empty{display:none}}
@media print{a{color:inherit}}
"""
_RANGE: Final = "with estimates"
_HEADS: Final = (("returned", "Return"), ("cost", "Cost"), ("profit", "Profit"), ("roi", "ROI"))


def write_page(result: Portfolio, target: Path) -> None:
    """Write the page."""
    put(target, page_of(result, Path(os.path.realpath(target)).parent).encode("utf-8"))


def page_of(result: Portfolio, folder: Path) -> str:
    """Return the page; books are linked as seen from a folder."""
    total = result.total
    figures = (
        (f"Return, {total.label}", _money(total.returned)), ("Cost", _money(total.cost)),
        ("Profit", _money(total.profit)), ("ROI", _percent(total.roi)),
    )  # fmt: skip
    shown = "".join(f"<div><span class=soft>{escape(name)}</span><b>{escape(text)}</b></div>" for name, text in figures)
    money = f"<p class=soft>Money in {escape(result.currency)}.</p>" if result.currency else ""
    remarks = "".join(f"<p class=soft>{escape(remark)}</p>" for remark in result.remarks)
    body = "".join(_section(page) for page in pages(result))
    rows = "".join(_client(client, folder) for client in clients(result))
    heads = "".join(f"<th class=n>{head}</th>" for _, head in _HEADS)
    heads += f"<th class=n>{_RANGE}</th>"
    table = (
        f"<h2>Clients</h2><div class=wide><table><thead><tr><th>Client</th>{heads}<th>Book</th><th>Open checks</th>"
        f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Portfolio</title><style>{_STYLE}</style></head><body><h1>Portfolio</h1>"
        f"<div class=figures>{shown}</div>{money}{remarks}{body}{table}</body></html>\n"
    )


def _section(page: Page) -> str:
    head = f"<section id={page.key}><h2>{escape(page.title)}</h2><p class=soft>{escape(page.sentence)}</p>"
    if page.lines.empty:
        return f"{head}</section>"
    largest = float(page.lines[page.figure].abs().max()) if page.lines[page.figure].notna().any() else 0.0
    rows = []
    for line in page.lines.to_dict("records"):
        figure = line[page.figure]
        share = 0.0 if not largest or _unknown(figure) else abs(float(figure)) * 100 / largest
        look = " class=loss" if page.key in {"loses", "unknown"} else ""
        cells = "".join(f'<td class=n data-head="{name}">{_shown(key, line[key])}</td>' for key, name in _HEADS)
        rows.append(
            f"<tr{look}><td dir=auto>{escape(str(line['name']))}</td>"
            f'<td class=bar><i style="width:{share:.1f}%"></i></td>'
            f"{cells}<td>{escape(str(line['status']))}</td></tr>"
        )
    heads = "".join(f"<th class=n>{name}</th>" for _, name in _HEADS)
    return (
        f"{head}<div class=wide><table><thead><tr><th>Line</th><th></th>{heads}<th></th></tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div></section>"
    )


def _client(client: Client, folder: Path) -> str:
    figures = "".join(
        f'<td class=n data-head="{name}">{"" if client.line is None else _shown(key, client.line[key])}</td>'
        for key, name in _HEADS
    )
    figures += f'<td class=n data-head="{_RANGE}">{"" if client.line is None else _ranged(client.line)}</td>'
    links = "<br>".join(_link(file, folder) for file in client.files)
    checks = "".join(f"<li dir=auto>{escape(check)}</li>" for check in client.checks)
    said = escape(client.problem) if client.problem else f"<ul>{checks}</ul>" if checks else ""
    return f"<tr><td dir=auto>{escape(client.name)}</td>{figures}<td>{links}</td><td>{said}</td></tr>"


def _ranged(line: Mapping[str, Any]) -> str:
    """Return the ROI with what is estimated beside the counted return, low to high; nothing where nothing is."""
    low, high = line["roi_low"], line["roi_high"]
    return "" if _unknown(low) or _unknown(high) else f"{_percent(low)} – {_percent(high)}"


def _link(file: str, folder: Path) -> str:
    path = Path(os.path.realpath(file))
    try:
        place = quote(os.path.relpath(path, folder).replace(os.sep, "/"))
    except ValueError:  # on another drive
        place = path.as_uri()
    # Without ./ a name such as javascript:x.xlsx would be read as a scheme.
    address = place if place.startswith(("../", "file:")) else f"./{place}"
    return f'<a href="{escape(address)}">{escape(path.name)}</a>'


def _unknown(figure: Any) -> bool:
    return figure is None or bool(figure != figure)  # noqa: PLR0124 - NaN is unequal to itself


def _shown(key: str, figure: Any) -> str:
    return _percent(figure) if key == "roi" else _money(figure)


def _money(figure: Any) -> str:
    return "–" if _unknown(figure) else f"{figure:,.0f}"


def _percent(figure: Any) -> str:
    return "–" if _unknown(figure) else f"{figure:,.0f}%"
