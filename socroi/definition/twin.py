"""The twin of a function: the same in plain Excel, guarded so that its errors are the same too.

A twin is written as bare arithmetic over the argument names. `guarded` puts around it what the gate does in Python, as
conditions derived from each argument's kind and shape, in the gate's own order: an error inside an argument is the
result; then text or a wrong shape (#VALUE!), then nothing there at all or an unknown choice (#N/A), then limits
(#NUM!).

One idiom needs its reason said: `x<""` asks whether x is a number. Excel sorts numbers before every text, the empty
text included, and booleans after them; a blank equals the empty text. Unlike ISNUMBER, every engine computes it cell
by cell over an array, and it lets an error through. Likewise `LEN(x)` is above 0 for whatever is not blank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from socroi.definition.units import Holds, Shape, Single

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from socroi.definition.parameter import Parameter

_WORD: Final = re.compile(r'"(?:[^"]|"")*"|#[A-Z0-9/]+[!?]?|(?P<name>[A-Za-z_][A-Za-z0-9_.]*)(?P<call>\s*\()?')
_BINDERS: Final = ("LET", "LAMBDA")
_ERRORS_FIRST: Final = "IF(0*("
"""How each guarded twin begins: an error inside an argument is the result."""
_GUARD: Final = re.compile(rf"{re.escape(_ERRORS_FIRST)}(?:SUMPRODUCT\()?LEN\(")


def substitute(text: str, replacements: dict[str, str]) -> str:
    """Return Excel text with names replaced; function names and quoted texts are left alone."""

    def replaced(match: re.Match[str]) -> str:
        name = match["name"]
        return match[0] if name is None or match["call"] else replacements.get(name, match[0])

    return _WORD.sub(replaced, text)


def names(text: str) -> tuple[set[str], set[str]]:
    """Return the free names and the function names of Excel text; what LET and LAMBDA bind is not free."""
    free: set[str] = set()
    functions: set[str] = set()
    inner = set(bound(text))
    for match in _WORD.finditer(text):
        if match["call"]:
            functions.add(match["name"])
        elif match["name"] and match["name"] not in inner and match["name"] not in {"TRUE", "FALSE"}:
            free.add(match["name"])
    return free, functions


def bound(text: str) -> Iterator[str]:
    """Yield the names that stand alone as an argument of LET or LAMBDA before its last."""
    calls: list[str] = []
    for match in re.finditer(r'"(?:[^"]|"")*"|(?P<open>[A-Za-z0-9_.]*)\(|(?P<close>\))|(?P<name>[A-Za-z_]\w*)', text):
        if match["open"] is not None:
            calls.append(match["open"])
        elif match["close"]:
            calls.pop()
        elif match["name"] and calls and calls[-1] in _BINDERS:
            before, after = text[match.start() - 1], text[match.end() : match.end() + 1]
            if before in "(," and after == ",":
                yield match["name"]


def literal(value: object) -> str:
    """Return a default value as Excel writes it; an argument without one is the empty text."""
    if value is None:
        return '""'
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return f"{value:.15g}" if isinstance(value, (int, float)) else '"' + str(value).replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Guarded:
    """A twin over the arguments that are given, and what has to be looked at before it, in this order.

    Attributes:
        errors: an error inside one of these expressions is the result.
        refusals: for each cell error, when it is the result: the sum of its conditions is not 0.
        body: the twin itself.
    """

    errors: tuple[str, ...]
    refusals: tuple[tuple[str, tuple[str, ...]], ...]
    body: str


def parts(twin: str, parameters: Sequence[Parameter], given: Collection[str]) -> Guarded:
    """Return the twin and its guards, each by itself; the arguments are those of `guarded`."""
    present = [parameter for parameter in parameters if parameter.name in given]
    refusals = (
        ("#VALUE!", [c for p in present for c in _unreadable(p, present)]),
        ("#N/A", [c for p in present if (c := _missing(p, present))] + _incomplete(present)),
        ("#NUM!", [_over(p, limit) for p in present if (limit := _outside(p))]),
    )
    return Guarded(
        tuple(_over(p, f"LEN({p.name})") for p in present if p.shape is not Shape.GRID),
        tuple((code, tuple(conditions)) for code, conditions in refusals if conditions),
        substitute(twin, {p.name: _read(p, present) for p in parameters}),
    )


def guarded(twin: str, parameters: Sequence[Parameter], given: Collection[str]) -> str:
    """Return the twin as an expression of the arguments that are given.

    Args:
        twin: bare Excel text over the names of all parameters.
        parameters: every parameter of the function, in order.
        given: the names of the arguments that the call has; each of the others is replaced by its default.
    """
    found = parts(twin, parameters, given)
    body = found.body
    for code, conditions in reversed(found.refusals):
        body = f"IF({'+'.join(conditions)},{code},{body})"
    return f"{_ERRORS_FIRST}{'+'.join(found.errors)}),0,{body})" if found.errors else body


def is_guarded(text: str) -> bool:
    """Whether a formula has our guards, as each wording of a twin had them; nobody types them by hand."""
    return _GUARD.search(re.sub(r"\s|_xl[a-z]+\.", "", text)) is not None


def _over(parameter: Parameter, condition: str) -> str:
    """Count the cells of an argument for which a condition holds; an element-wise argument answers for each cell."""
    return f"({condition})" if parameter.shape is Shape.EACH else f"SUMPRODUCT({_numeric(condition)})"


def _numeric(condition: str) -> str:
    return condition if "*" in condition or condition.startswith("LEN(") else f"--({condition})"


def _unreadable(parameter: Parameter, present: Sequence[Parameter]) -> Iterator[str]:
    """Yield the conditions under which an argument is #VALUE!: text for a number, or a shape that does not fit."""
    x, one_cell = parameter.name, f"ROWS({parameter.name})*COLUMNS({parameter.name})=1"
    if parameter.shape is Shape.ONE:
        yield (
            f"(ROWS({x})*COLUMNS({x})>1)*(SUMPRODUCT(LEN({x}))>0)"
            if not parameter.required
            else f"(ROWS({x})*COLUMNS({x})>1)"
        )
    if parameter.kind.holds is Holds.NUMBER:
        no_number = _over(parameter, f'(LEN({x})>0)*({x}>="")')
        yield no_number if parameter.shape in {Shape.ONE, Shape.EACH} else f"({one_cell})*{no_number}"
    elif parameter.kind.holds is Holds.CHOICE:
        yield f"(SUMPRODUCT(LEN({x}))>0)*(SUMPRODUCT(--ISTEXT({x}))=0)"
    elif parameter.kind.holds is Holds.BOOLEAN:
        # Only TRUE and FALSE are FALSE or above; of the numbers, 0 and 1 stand for them.
        yield _over(parameter, f'(LEN({x})>0)*({x}<FALSE)*(({x}>="")+({x}<>0)*({x}<>1)>0)')
    partners = [p.name for p in present if p.shape in {Shape.PAIRED, Shape.ALIGNED}]
    if x in partners and len(partners) > 1:
        sizes = [f"({size}({x})<>MAX({','.join(f'{size}({p})' for p in partners)}))" for size in ("ROWS", "COLUMNS")]
        misfit = f"({'+'.join(sizes)})"
        if parameter.single is Single.FOR_ALL:
            yield f"(ROWS({x})*COLUMNS({x})>1)*{misfit}"
        elif parameter.required:
            yield misfit
        else:
            yield f"((ROWS({x})*COLUMNS({x})>1)+SUMPRODUCT(LEN({_trimmed(parameter)}))>0)*{misfit}"


def _missing(parameter: Parameter, present: Sequence[Parameter]) -> str:
    """Return the condition under which an argument is #N/A, or nothing where it cannot be."""
    x, holds, shape = parameter.name, parameter.kind.holds, parameter.shape
    if holds is Holds.CHOICE:
        options = ",".join(map(literal, parameter.kind.choices))
        unknown = f"(SUMPRODUCT(--(TRIM({x})={{{options}}}))=0)"
        return unknown if parameter.required else f"{unknown}*SUMPRODUCT(LEN(TRIM({x})))"
    if shape is Shape.EACH:
        return f"(LEN({_trimmed(parameter)})=0)"
    if not parameter.required or (shape is Shape.PAIRED and len(_paired(present)) > 1):
        return ""
    if holds is Holds.NUMBER and shape in {Shape.COLUMN, Shape.PAIRED, Shape.ALIGNED}:
        return f'(SUMPRODUCT(--({x}<""))=0)'
    return f"(SUMPRODUCT(LEN({_trimmed(parameter)}))=0)"


def _trimmed(parameter: Parameter) -> str:
    return f"TRIM({parameter.name})" if parameter.kind.holds in {Holds.TEXT, Holds.CHOICE} else parameter.name


def _paired(present: Sequence[Parameter]) -> list[Parameter]:
    return [p for p in present if p.shape is Shape.PAIRED and p.required]


def _incomplete(present: Sequence[Parameter]) -> list[str]:
    """Return the condition that no row has all of the paired arguments."""
    paired = _paired(present)
    return [f"(SUMPRODUCT({'*'.join(map(_is_known, paired))})=0)"] if len(paired) > 1 else []


def _is_known(parameter: Parameter) -> str:
    x = parameter.name
    return f'({x}<"")' if parameter.kind.holds is Holds.NUMBER else f"(LEN({_trimmed(parameter)})>0)"


def _outside(parameter: Parameter) -> str:
    """Return the condition for a number outside the limits of its kind."""
    x, kind = parameter.name, parameter.kind
    below, above = ("<=", ">=") if kind.open else ("<", ">")
    if kind.holds is not Holds.NUMBER or not kind.limited:
        return ""
    sides = [f"({x}{below}{kind.low:g})"] if kind.low > float("-inf") else []
    sides += [f"({x}{above}{kind.high:g})"] if kind.high < float("inf") else []
    # A blank counts as 0 in a comparison, and a text as larger than every number: only numbers may be refused here.
    return f'({x}<"")*{sides[0] if len(sides) == 1 else "(" + "+".join(sides) + ")"}'


def _read(parameter: Parameter, present: Sequence[Parameter]) -> str:
    """Return what stands for an argument inside the twin: cleaned, and the default where it is blank or not given."""
    value, default = _trimmed(parameter), literal(parameter.default)
    given = parameter in present
    if parameter.shape is Shape.PAIRED:
        if not parameter.required:
            value = f"IF({_is_known(parameter)},{value},{default})" if given else default
        # A row that lacks something counts for nothing in any sum.
        return f"IF({'*'.join(map(_is_known, _paired(present)))},{value},0)"
    if not given:
        return default
    if parameter.required or parameter.shape in {Shape.GRID, Shape.EACH}:
        return value
    return f"IF({_over(parameter, f'LEN({value})')},{value},{default})"
