"""The functions as one page of HTML that opens in any browser, for the ribbon's help button."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Final

from socroi import __version__
from socroi.definition.registry import formulas
from socroi.hosts.pages import takes

if TYPE_CHECKING:
    from socroi.definition.formula import Formula

_STYLE: Final = """
:root{color-scheme:light dark;--ground:#fff;--ink:#222;--line:#ccc;--soft:#f4f4f4;--here:#fff7d6;--link:#0b5cad}
@media (prefers-color-scheme:dark){
:root{--ground:#12181d;--ink:#e9eef2;--line:#4a5863;--soft:#1b242b;--here:#3a3312;--link:#8ec5ff}}
body{font:15px/1.5 "Segoe UI",system-ui,sans-serif;max-width:56rem;margin:1.5rem auto;padding:0 1rem}
body{color:var(--ink);background:var(--ground)}
h2{margin-top:2.5rem;border-bottom:1px solid var(--line)}h3{margin-top:2rem}a{color:var(--link)}
nav a{display:inline-block;padding:.15rem 0}
body{overflow-wrap:anywhere}code,pre{font-family:Consolas,monospace}
pre{background:var(--soft);padding:.7rem;white-space:pre-wrap}table{border-collapse:collapse;width:100%}
td{border-top:1px solid var(--line);padding:.3rem .6rem .3rem 0;vertical-align:top}td:first-child{white-space:nowrap}
:target{background:var(--here)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
"""


def help_page(first: str = "") -> str:
    """Return the page; the function named `first`, where there is one, stands above all others."""
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>SOCROI {__version__}: the functions</title><style>{_STYLE}</style></head><body>",
        '<main><h1>The functions of SOCROI</h1><nav aria-label="All functions"><p>',
        " · ".join(f'<a href="#{name}">{name}</a>' for name in formulas()),
        "</p></nav>",
        _section(formulas()[first], anchor="first") if first else "",
    ]
    for family, group in groupby(formulas().values(), key=lambda formula: formula.family):
        parts.append(f"<h2>{escape(family.title)}</h2><p>{escape(family.question)}</p>")
        parts += [_section(formula, anchor=formula.name) for formula in group]
    return "".join([*parts, "</main></body></html>\n"])


def _section(formula: Formula, *, anchor: str) -> str:
    arguments = "".join(
        f"<tr><td><code>{p.name}</code></td><td>{escape(p.doc)} ({escape(takes(p))})</td></tr>"
        for p in formula.parameters
    )
    errors = "".join(
        f"<tr><td><code>{code}</code></td><td>{escape(when)}</td></tr>" for code, when in formula.errors.items()
    )
    examples = escape("\n".join(map(str, formula.examples)))
    twin = f"<p>The same in plain Excel:</p><pre>={escape(formula.twin)}</pre>" if formula.twin else ""
    works = "".join(f"<li>{key}: {escape(work.reference)}</li>" for key, work in formula.works.items())
    return (
        f'<h3 id="{anchor}"><code>={formula.signature}</code></h3><p>{escape(formula.summary)}</p>'
        f"<table>{arguments}</table><p><b>Returns</b> {escape(formula.returns)}</p><table>{errors}</table>"
        f"<pre>{examples}</pre>{twin}<p><b>Source</b> {escape(formula.source)}</p><ul>{works}</ul>"
    )
