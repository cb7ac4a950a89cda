"""Answers questions about Calc from inside LibreOffice's Python: JSON in, JSON out.

["functions"]                    name, category, description and arguments of every function of Calc
["configured", locale, path]     the strings of a node of the configuration, as a user of that language gets them
["typed", {cell: formula}]       what each cell shows when the formulas are typed into a new sheet, in English
["steps", path, rounds, names]    the values of named cells after each round of typing, {place: text}, into a workbook
    ["cell", address]                formula and text of a cell of the workbook in front
    ["close"]                        LibreOffice ends
"""

import contextlib
import json
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def named(name, value):
    pair = PropertyValue()
    pair.Name, pair.Value = name, value
    return pair


def connected(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ServiceManager")
        except NoConnectException:
            time.sleep(0.25)
    raise SystemExit("LibreOffice does not answer")


def functions(services):
    found = []
    every = services.createInstance("com.sun.star.sheet.FunctionDescriptions")
    for index in range(every.Count):
        one = {pair.Name: pair.Value for pair in every.getByIndex(index)}
        arguments = [[a.Name, a.Description, a.IsOptional] for a in one["Arguments"] or ()]
        found.append([one["Name"], one["Category"], one["Description"], arguments])
    return found


def configured(services, locale, path):
    provider = services.createInstance("com.sun.star.configuration.ConfigurationProvider")
    arguments = (named("nodepath", path), named("Locale", locale))
    return strings(provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", arguments))


def strings(node):
    if not hasattr(node, "getElementNames"):
        return node
    return {name: strings(node.getByName(name)) for name in node.getElementNames()}


def typed(services, formulas):
    desktop = services.createInstance("com.sun.star.frame.Desktop")
    book = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (named("Hidden", True),))
    sheet = book.Sheets.getByIndex(0)
    for cell, formula in formulas.items():
        sheet.getCellRangeByName(cell).setFormula(formula)
    shown = {cell: sheet.getCellRangeByName(cell).getString() for cell in formulas}
    book.close(True)
    return shown


def steps(services, path, rounds, names):
    desktop = services.createInstance("com.sun.star.frame.Desktop")
    book = desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, (named("Hidden", True),))
    places = {name: book.NamedRanges.getByName(name).getReferredCells() for name in names}
    after = []
    for texts in rounds:
        for place, text in texts.items():
            sheet, _, address = place.rpartition("!")
            book.Sheets.getByName(sheet).getCellRangeByName(address).setFormula(text)
        after.append({name: cells.getCellByPosition(0, 0).getValue() for name, cells in places.items()})
    book.close(True)
    return after


def cell(services, address):
    desktop = services.createInstance("com.sun.star.frame.Desktop")
    book = desktop.getCurrentComponent()
    if book is None or not hasattr(book, "Sheets"):
        return None
    found = book.Sheets.getByIndex(0).getCellRangeByName(address)
    return [found.getFormula(), found.getString()]


def close(services):
    desktop = services.createInstance("com.sun.star.frame.Desktop")
    with contextlib.suppress(Exception):  # the bridge may break while LibreOffice closes
        for frame in [desktop.getFrames().getByIndex(i) for i in range(desktop.getFrames().getCount())]:
            frame.getController().getModel().setModified(False)
        desktop.terminate()


office = connected(sys.argv[1])
json.dump([globals()[name](office, *arguments) for name, *arguments in json.load(sys.stdin)], sys.stdout)
