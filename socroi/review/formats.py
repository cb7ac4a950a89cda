"""Findings as text: JSON, SARIF for code hosts, Markdown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from socroi import __version__
from socroi.review.rules.rule import rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from socroi.review.checking import CheckResult
    from socroi.review.finding import Finding

_LEVELS: Final = {"error": "error", "warning": "warning", "note": "note"}


def as_json(results: Sequence[CheckResult]) -> str:
    """Return the findings as JSON: a list of workbooks, each with its findings."""
    return json.dumps([_book(result) for result in results], ensure_ascii=False, indent=2)


def _book(result: CheckResult) -> dict[str, Any]:
    standing = result.standing
    return {
        "file": result.file,
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
            lines += ["| | cell | what is wrong | what to do | rule |", "|---|---|---|---|---|"]
            lines += [
                "| " + " | ".join(map(_cell, (each.severity, each.where, each.sentence, each.advice, each.rule))) + " |"
                for each in result.findings
            ]
        else:
            lines.append("Nothing found.")
        parts.append("\n".join([*lines, ""]))
    return "\n".join(parts)


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
    headings = ("File", "Severity", "Sheet", "Cell", "What is wrong", "What to do", "Rule")
    sheet.write_row(0, 0, headings, bold)
    row = 0
    for result in results:
        for each in result.findings:
            row += 1
            cells = (each.file, each.severity, each.sheet, each.cell, each.sentence, each.advice, each.rule)
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text, wrapped)
    for column, width in enumerate((28, 10, 14, 10, 70, 60, 22)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(row, 1), len(headings) - 1)
    book.close()
    put(path, memory.getvalue())
