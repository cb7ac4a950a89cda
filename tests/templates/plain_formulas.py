"""Formulas with each call of a function of ours replaced by its twin: for LibreOffice without our add-in."""

import re

from socroi.definition.registry import formulas
from socroi.definition.twin import substitute
from socroi.engine.formula.parser import parse
from socroi.engine.formula.text import render

CALL = re.compile(r"\b(SOC[A-Z]+|KPIVALUE)\(")


def plain(text):
    """Return a formula without our functions; one that has no twin becomes an error that shows it is unknown."""
    while found := CALL.search(text):
        arguments, end = split(text, found.end())
        text = text[: found.start()] + "(" + instead(found[1], arguments) + ")" + text[end:]
    return text


def split(text, start):
    """The arguments of a call that opens before `start`, and where it ends."""
    depth, quoted, pieces, begin = 0, False, [], start
    for place in range(start, len(text)):
        sign = text[place]
        if sign == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif sign in "([{":
            depth += 1
        elif sign in ")]}" and depth:
            depth -= 1
        elif sign == "," and not depth:
            pieces.append(text[begin:place])
            begin = place + 1
        elif sign == ")":
            return [*pieces, text[begin:place]], place + 1
    raise AssertionError(text)


def instead(name, arguments):
    formula = formulas().get(name)
    if formula is None or not formula.twin:
        return "#NAME?"
    given = {
        parameter.name: argument
        for parameter, argument in zip(formula.parameters, arguments, strict=False)
        if argument != ""
    }
    body = render(parse(formula.expression(list(given))), prefixes=True)
    # LibreOffice asks of ROWS that its argument is a range or an array: a number becomes an array of one.
    given = {name: f"{{{it}}}" if re.fullmatch(r"-?[0-9.]+", it) else f"({it})" for name, it in given.items()}
    return substitute(body, given)
