"""`socroi functions`: the catalogue, read in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from socroi.cli.console import console
from socroi.definition.suggestion import closest
from socroi.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from socroi.definition.formula import Formula
    from socroi.definition.parameter import Parameter


@click.command(
    epilog="""\b
Examples:
  socroi functions              all of them, by family
  socroi functions SOCROI       one: arguments, errors, the plain Excel formula, examples
  socroi functions cost         a family, or every function that mentions the word"""
)
@click.argument("what", required=False)
def functions(what: str | None) -> None:
    """List the worksheet functions, or explain one.

    WHAT is the name of a function, the name of a family, or a word to look for.
    """
    from socroi.definition.registry import formulas

    known = formulas()
    out = console()
    if what is None:
        _list(out, known)
        return
    name = what.strip().removeprefix("=").partition("(")[0].upper()
    if name in known:
        _explain(out, known[name])
        return
    word = what.strip().casefold()
    family = {key: each for key, each in known.items() if word in (each.module, each.family.title.casefold())}
    found = family or {key: each for key, each in known.items() if word in _words(each)}
    if not found or name.startswith("SOC") or name == "KPIVALUE":
        raise _unknown(what, name, known)
    _list(out, found)


def _unknown(what: str, name: str, known: Mapping[str, Formula]) -> UsageError:
    meant = closest(name, known) or closest(f"SOC{name}", known, 0.8)
    hint = f"Did you mean {meant}?" if meant else "“socroi functions” lists them all."
    return UsageError(f"there is no function {what}, and none mentions it.", hint=hint)


def _words(each: Formula) -> str:
    return " ".join(
        (each.name, each.summary, each.returns, each.family.question, *(p.name for p in each.parameters))
    ).casefold()


def _list(out: Console, found: Mapping[str, Formula]) -> None:
    """One block for each family: its question, then a line for each function."""
    from rich.table import Table
    from rich.text import Text

    families = list(dict.fromkeys(each.family for each in found.values()))
    wide = max(map(len, found))
    for index, family in enumerate(families):
        module = next(each.module for each in found.values() if each.family == family)
        out.print(Text(("\n" if index else "") + f"{family.title} ({module})", style="bold"))
        out.print(Text(family.question, style="dim"))
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(width=wide, no_wrap=True)
        table.add_column()
        for each in found.values():
            if each.family == family:
                table.add_row(Text(each.name, style="cyan"), each.summary)
        out.print(table)
    out.print(
        Text(
            f"\n{len(found)} function{'' if len(found) == 1 else 's'}. “socroi functions NAME” explains one.",
            style="dim",
        )
    )


def _explain(out: Console, each: Formula) -> None:
    """Everything that the registry knows of one function."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    def heading(text: str) -> None:
        out.print(Text(f"\n{text}", style="bold"))

    def indented(text: str, style: str = "") -> None:
        out.print(Padding(Text(text, style=style), (0, 0, 0, 2), expand=False))

    def rows(pairs: list[tuple[str, str]]) -> None:
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(width=max(len(left) for left, _ in pairs), no_wrap=True)
        table.add_column()
        for left, right in pairs:
            table.add_row(Text(left, style="cyan"), Text(right))
        out.print(Padding(table, (0, 0, 0, 2), expand=False))

    out.print(Text(f"={each.signature}", style="bold cyan"), soft_wrap=True)
    out.print(each.summary)
    if each.parameters:
        heading("Arguments")
        rows([(p.name if p.required else f"[{p.name}]", _argument(p)) for p in each.parameters])
    heading("Returns")
    indented(each.returns + (" It fills the cells below and beside it." if each.spills else ""))
    heading("Errors")
    rows(list(each.errors.items()))
    heading("The same in plain Excel")
    if each.twin:
        out.print(Text(f"  ={each.twin}"), soft_wrap=True)
    else:
        indented("Excel has no formula for it.")
    heading("Examples")
    for example in each.examples:
        out.print(Text(f"  {example}"), soft_wrap=True)
    heading("Source")
    indented(each.source)
    out.print()
    rows([(key, work.reference) for key, work in each.works.items()])


def _argument(p: Parameter) -> str:
    """The meaning, then unit, shape and what stands for an argument that is left out."""
    parts = [p.kind.meaning, p.shape.value]
    if not p.required and p.default is not None:
        shown = p.default if not isinstance(p.default, bool) else str(p.default).upper()
        parts.append(f"left out: {shown:g}" if isinstance(shown, float) else f"left out: {shown}")
    return f"{p.doc} ({'; '.join(parts)})"
