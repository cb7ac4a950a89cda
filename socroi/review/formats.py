"""Findings as text and as a workbook: JSON, SARIF for code hosts, Markdown, XLSX.

What a program reads, such as the names of rules, is the same in every language.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from socroi import __version__
from socroi.review.rules.rule import rules
from socroi.review.subject import SCOPE
from socroi.review.template_words import texts_of
from socroi.templates.texts import SOURCE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from socroi.review.checking import CheckResult
    from socroi.review.finding import Finding

_LEVELS: Final = {"error": "error", "warning": "warning", "note": "note"}
_COLUMNS: Final = ("file", "severity", "sheet", "cell", "sentence", "advice", "rule")


def word(language: str, key: str) -> str:
    """Return a word that stands beside findings, such as that of a severity, in a language."""
    return texts_of(language)[f"{SCOPE}/{key}"]


def _language_of(results: Sequence[CheckResult]) -> str:
    """The language that all of them are told in; English where they differ."""
    found = {result.language for result in results}
    return found.pop() if len(found) == 1 else SOURCE


def as_json(results: Sequence[CheckResult]) -> str:
    """Return the findings as JSON: a list of workbooks, each with its findings."""
    return json.dumps([_book(result) for result in results], ensure_ascii=False, indent=2)


def _book(result: CheckResult) -> dict[str, Any]:
    standing = result.standing
    return {
        "file": result.file,
        "language": result.language,
        "formulas": result.formulas,
        "uncomputed": result.uncomputed,
        "roi": None if standing is None else standing.roi,
        "counts": result.counts(),
        "second_engine": {
            "name": result.testimony.engine or None,
            "compared": result.testimony.compared,
            "silent": result.testimony.silent,
            "note": result.testimony.note,
        },
        "findings": [as_dict(finding) for finding in result.findings],
    }


def as_dict(finding: Finding) -> dict[str, str]:
    """Return a finding as what JSON can hold."""
    return {
        "sheet": finding.sheet,
        "cell": finding.cell,
        "rule": finding.rule,
        "severity": finding.severity,
        "sentence": finding.sentence,
        "advice": finding.advice,
    }


def as_sarif(results: Sequence[CheckResult]) -> str:
    """Return the findings as SARIF 2.1.0, which code hosts show beside a change."""
    every = [finding for result in results for finding in result.findings]
    known = rules()
    titles = {ident: known[ident].title if ident in known else ident for ident in {finding.rule for finding in every}}
    run = {
        "tool": {
            "driver": {
                "name": "socroi check",
                "version": __version__,
                "rules": [{"id": ident, "shortDescription": {"text": titles[ident]}} for ident in sorted(titles)],
            }
        },
        "results": [
            {
                "ruleId": finding.rule,
                "level": _LEVELS[finding.severity],
                "message": {"text": f"{finding.where}: {finding.sentence} {finding.advice}"},
                "locations": [
                    {
                        "physicalLocation": {"artifactLocation": {"uri": finding.file.replace("\\", "/")}},
                        "logicalLocations": [{"fullyQualifiedName": finding.where, "kind": "member"}],
                    }
                ],
            }
            for finding in every
        ],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def as_markdown(results: Sequence[CheckResult]) -> str:
    """Return the findings as Markdown, a table for each workbook."""
    parts = []
    for result in results:
        lines = [f"## {result.file}", ""]
        if result.findings:
            headings = (word(result.language, f"column.{key}") for key in ("cell", "sentence", "advice", "rule"))
            lines += [_row(["", *headings]), "|---|---|---|---|---|"]
            lines += [
                _row([severity_of(result, each), each.where, each.sentence, each.advice, each.rule])
                for each in result.findings
            ]
        else:
            lines.append(word(result.language, "column.nothing"))
        parts.append("\n".join([*lines, ""]))
    return "\n".join(parts)


def severity_of(result: CheckResult, finding: Finding) -> str:
    """Return the word for how bad a finding is, in the language of the others."""
    return word(result.language, f"severity.{finding.severity}")


def _row(texts: Sequence[str]) -> str:
    return f"| {' | '.join(map(_cell, texts))} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def write_workbook(results: Sequence[CheckResult], path: Path) -> None:
    """Write the findings into a workbook, a row for each."""
    import io

    import xlsxwriter

    from socroi.workbook.writing.replacing import put

    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Findings")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    language = _language_of(results)
    headings = [word(language, f"column.{key}") for key in _COLUMNS]
    sheet.write_row(0, 0, headings, bold)
    if texts_of(language).right_to_left:
        sheet.right_to_left()
    row = 0
    for result in results:
        for each in result.findings:
            row += 1
            severity = word(language, f"severity.{each.severity}")
            cells = (each.file, severity, each.sheet, each.cell, each.sentence, each.advice, each.rule)
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text, wrapped)
    for column, width in enumerate((28, 10, 14, 10, 70, 60, 22)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(row, 1), len(headings) - 1)
    book.close()
    put(path, memory.getvalue())
