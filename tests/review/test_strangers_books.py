"""A stranger's ledger in several languages: each way in which a mistake stands in it is found, and nothing else is."""

import re
import time
from datetime import date, timedelta

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

import socroi
from socroi.review.checking import check

ENGLISH = ("Campaign", "Spend", "Revenue", "ROI")
GERMAN = ("Kampagne", "Kosten", "Umsatz", "ROI")
SPANISH = ("Campaña", "Gasto", "Ingresos", "ROI")
MONTHS = ("January", "February", "March", "May", "June", "July", "August", "September")
NUMBERED = ("2026-01", "2026-02", *(f"2026-0{month}" for month in range(4, 10)))
MONATE = ("Jan", "Feb", "März", "Mai", "Juni", "Juli", "Aug", "Sep")
FIRST = 2


class Ledger:
    """A list of campaigns with an ROI for each and a total, in a workbook of openpyxl's."""

    def __init__(self, headings=ENGLISH, rows=8, money="General"):
        self.book = openpyxl.Workbook()
        self.sheet = self.book.active
        self.sheet.title = "List"
        self.sheet.append(headings)
        for place in range(rows):
            row = FIRST + place
            roi = f"=(C{row}-B{row})/B{row}"
            self.sheet.append([f"{headings[0]} {chr(65 + place)}", 120 + 35 * place, 300 + 61 * place, roi])
        self.last, self.total = FIRST + rows - 1, FIRST + rows
        sums = [f"=SUM({column}{FIRST}:{column}{self.last})" for column in "BC"]
        self.sheet.append(["Total", *sums, f"=(C{self.total}-B{self.total})/B{self.total}"])
        for row in self.sheet.iter_rows(min_row=FIRST):
            row[3].number_format = "0%"
            row[1].number_format = row[2].number_format = money

    def __setitem__(self, where, value):
        """Write a cell; t in its address is the row of the total, l the last row above it."""
        self.sheet[self.told(where)] = self.told(value) if isinstance(value, str) and value[:1] == "=" else value

    def told(self, text):
        return re.sub(r"(?<=[A-Z])[tl]\b", lambda found: str(self.total if found[0] == "t" else self.last), text)

    def column(self, letter, heading, values, look="General"):
        self.sheet[f"{letter}1"] = heading
        for row, value in enumerate(values, FIRST):
            self.sheet[f"{letter}{row}"] = value
            self.sheet[f"{letter}{row}"].number_format = look

    def names(self, values, look="General"):
        self.column("A", self.sheet["A1"].value, values, look)

    def other(self, name, *rows):
        sheet = self.book.create_sheet(name)
        for row in rows:
            sheet.append([self.told(value) if str(value)[:1] == "=" else value for value in row])
        return sheet

    def found(self, folder):
        path = folder / "list.xlsx"
        self.book.save(path)
        socroi.recalculate(path)
        return {(finding.rule, finding.where) for finding in check(path, second=False).findings}


def cells(**values):
    """A plant that writes cells."""

    def plant(ledger):
        for where, value in values.items():
            ledger[where] = value

    return plant


def beside(heading, usual, odd, look="General"):
    """A plant that adds a column in which one value is odd."""

    def plant(ledger):
        ledger.column("E", heading, [odd if place == 1 else usual + place / 100 for place in range(8)], look)

    return plant


def elsewhere(name, *rows):
    """A plant that adds a sheet."""
    return lambda ledger: ledger.other(name, *rows)


def setting(ledger):
    ledger.other("Settings", ["Margin", 40])
    ledger["Ct"] = "=SUM(C2:Cl)*Settings!B1"


def in_months(*months):
    return lambda ledger: ledger.names(months)


def without(column):
    def plant(ledger):
        ledger[f"{column}4"] = None
        ledger["D4"] = None

    return plant


def zero_month(ledger):
    ledger.names(("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug"))
    ledger["B8"], ledger["C8"], ledger["D8"] = 0, 0, None


def dollars(ledger):
    ledger.sheet["C3"].number_format = "[$$-409]#,##0.00"


def currency_column(ledger):
    ledger.column("E", "Currency", ["USD" if place == 2 else "EUR" for place in range(8)])


ADS = ("Ads", ["Platform", "Spend", "Clicks", "Conversions"], ["Meta", 100, 900, 8], ["TikTok", 120, 950, 9])
ANZEIGEN = ["Plattform", "Ausgaben", "Klicks", "Käufe"]
SUMS = ["All", "=SUM(B2:B3)", "=SUM(C2:C3)", "=SUM(D2:D3)"]
COSTS = ("Costs", ["Item", "Cost"], ["Facebook ads", 1], ["Canva", 2], ["Agency", 3])
KOSTEN = ("Kosten", ["Posten", "Kosten"], ["Anzeigen", 1], ["Software", 2], ["Agentur", 3])
PLANTED = {
    "AVERAGE": ("mean-of-ratios", "List!Dt", cells(Dt="=AVERAGE(D2:Dl)")),
    "sum by count": ("mean-of-ratios", "List!Dt", cells(Dt="=SUM(D2:Dl)/COUNT(D2:Dl)")),
    "SUMPRODUCT by ROWS": ("mean-of-ratios", "List!Dt", cells(Dt="=SUMPRODUCT(D2:Dl)/ROWS(D2:Dl)")),
    "cells added and divided": ("mean-of-ratios", "List!Dt", cells(Dt="=(D2+D3+D4)/3")),
    "AVERAGE of single cells": ("mean-of-ratios", "List!Dt", cells(Dt="=AVERAGE(D2,D4,D6)")),
    "guarded": ("mean-of-ratios", "List!Dt", cells(Dt="=IFERROR(AVERAGE(D2:Dl),0)")),
    "on another sheet": ("mean-of-ratios", "Sum!B1", elsewhere("Sum", ["Average ROI", "=AVERAGE(List!D2:Dl)"])),
    "ratios added up": ("ratios-added-up", "List!Dt", cells(Dt="=SUM(D2:Dl)")),
    "without the last": ("range-stops-short", "List!Bt", cells(Bt="=SUM(B2:B8)")),
    "without the first": ("range-stops-short", "List!Bt", cells(Bt="=SUM(B3:Bl)")),
    "absolute": ("range-stops-short", "List!Ct", cells(Ct="=SUM($C$2:$C$7)")),
    "cells left out": ("total-skips-rows", "List!Bt", cells(Bt="=B2+B3+B5+B6+B7+B8+B9")),
    "a SUM of two ranges": ("total-skips-rows", "List!Bt", cells(Bt="=SUM(B2:B3,B5:Bl)")),
    "two SUMs": ("total-skips-rows", "List!Bt", cells(Bt="=SUM(B2:B3)+SUM(B5:Bl)")),
    "a row taken off": ("total-skips-rows", "List!Bt", cells(Bt="=SUM(B2:Bl)-B5")),
    "tax": ("number-in-formula", "List!Ct", cells(Ct="=SUM(C2:Cl)/1.19")),
    "a number added": ("number-in-formula", "List!Bt", cells(Bt="=SUM(B2:Bl)+250")),
    "a number inside SUM": ("number-in-formula", "List!Bt", cells(Bt="=SUM(B2:Bl,250)")),
    "a margin rounded": ("number-in-formula", "List!Ct", cells(Ct="=ROUND(SUM(C2:Cl)*0.27,2)")),
    "euro sign": ("text-for-number", "List!B3", cells(B3="155 €")),
    "points and a comma": ("text-for-number", "List!C3", cells(C3="1.361,00")),
    "a thousand as k": ("text-for-number", "List!C3", cells(C3="1.3k")),
    "a code": ("text-for-number", "List!B3", cells(B3="USD 155")),
    "rupees": ("text-for-number", "List!B3", cells(B3="Rs. 1,155")),
    "a minus at the end": ("text-for-number", "List!B3", cells(B3="155-")),
    "about": ("text-for-number", "List!B3", cells(B3="~155")),
    "35 as a percentage": ("percent-typed-whole", "List!E3", beside("Margin", 0.3, 35, "0%")),
    "35 among shares": ("percent-typed-whole", "List!E3", beside("Conversion rate", 0.3, 35)),
    "35 among shares, in German": ("percent-typed-whole", "List!E3", beside("Marge", 0.3, 35)),
    "35 among shares, in Persian": ("percent-typed-whole", "List!E3", beside("حاشیه سود", 0.3, 35)),
    "40 as a factor": ("percent-typed-whole", "Settings!B1", setting),
    "a month left out": ("month-left-out", "List!A5", in_months(*MONTHS)),
    "a month left out, in German": ("month-left-out", "List!A5", in_months(*MONATE)),
    "a month left out, as numbers": ("month-left-out", "List!A4", in_months(*NUMBERED)),
    "a month of zeros": ("month-of-zeros", "List!A8", zero_month),
    "no cost": ("one-side-only", "List!B4", without("B")),
    "no return": ("one-side-only", "List!C4", without("C")),
    "no labour": ("cost-without-labour", "Costs!B2:B4", elsewhere(*COSTS)),
    "no labour, in German": ("cost-without-labour", "Kosten!B2:B4", elsewhere(*KOSTEN)),
    "claims": ("claims-added-up", "Ads!D4", elsewhere(*ADS, SUMS)),
    "claims added one by one": ("claims-added-up", "Ads!D4", elsewhere(*ADS, [*SUMS[:3], "=D2+D3"])),
    "claims, in German": ("claims-added-up", "Ads!D4", elsewhere("Ads", ANZEIGEN, *ADS[2:], SUMS)),
    "a column of currencies": ("currencies-mixed", "List!B4", currency_column),
    "a number over a formula": ("formula-overwritten", "List!D6", cells(D6=1.5)),
    "a number for the last formula": ("formula-overwritten", "List!Dl", cells(Dl=1.5)),
    "a total that was typed": ("formula-overwritten", "List!Bt", cells(Bt=1940)),
    "ROAS among ROIs": ("formula-differs", "List!D6", cells(D6="=C6/B6")),
    "another row's cost": ("formula-differs", "List!D6", cells(D6="=(C6-B5)/B6")),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_a_mistake_in_a_strangers_ledger_is_found_in_its_cell_and_no_other(tmp_path, name):
    rule, where, plant = PLANTED[name]
    ledger = Ledger((ENGLISH, SPANISH)[list(PLANTED).index(name) % 2])
    plant(ledger)
    assert ledger.found(tmp_path) == {(rule, ledger.told(where))}


def test_an_amount_in_another_currency_is_found(tmp_path):
    ledger = Ledger(money="[$€-407]#,##0.00")
    dollars(ledger)
    assert ledger.found(tmp_path) == {("currencies-mixed", "List!C3")}


def weeks(ledger):
    ledger.names([date(2026, 1, 5) + timedelta(days=7 * place) for place in range(8)], "yyyy-mm-dd")


def growth(ledger):
    ledger.column("E", "Growth", [None, *(f"=C{row}/C{row - 1}-1" for row in range(3, 10))], "0%")


def shares(ledger):
    ledger.column("E", "Share", [f"=B{row}/B$10" for row in range(2, 10)], "0%")
    ledger["Et"] = "=SUM(E2:El)"


def guarded(ledger):
    ledger.column("D", "ROI", [f'=IF(B{row}=0,"",(C{row}-B{row})/B{row})' for row in range(2, 10)], "0%")
    ledger["B4"] = 0


RIGHT = {
    "nothing planted": cells(),
    "months over the turn of the year": in_months("Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May"),
    "quarters": in_months("Jan", "Apr", "Jul", "Oct", "Jan", "Apr", "Jul", "Oct"),
    "weeks": weeks,
    "a part of the list": cells(A11="of which the first half", B11="=SUM(B2:B5)"),
    "growth": growth,
    "shares that come to a whole": shares,
    "a mean of money": cells(A11="Mean", B11="=AVERAGE(B2:Bl)"),
    "a month's part": cells(A12="A month", B12="=Bt/12"),
    "numbers of posts": lambda ledger: ledger.column("E", "Post ID", [f"1000{row}" for row in range(8)]),
    "post codes": lambda ledger: ledger.column("E", "ZIP", [f"0{row}123" for row in range(8)]),
    "ROAS beside": lambda ledger: ledger.column("E", "ROAS", [f"=C{row}/B{row}" for row in range(2, 11)]),
    "no cost, and no ROI": guarded,
    "a budget below": cells(A11="Budget", B11=2500),
    "a list of platforms with labour": elsewhere(*KOSTEN, ["Personalkosten", 4]),
}  # fmt: skip


@pytest.mark.parametrize("headings", [ENGLISH, GERMAN], ids=["English", "German"])
@pytest.mark.parametrize("name", RIGHT)
def test_nothing_is_found_in_a_ledger_that_is_right(tmp_path, name, headings):
    ledger = Ledger(headings)
    RIGHT[name](ledger)
    assert ledger.found(tmp_path) == set()


def test_a_table_of_texts_that_look_like_numbers_is_counted_once_and_not_for_every_text(tmp_path):
    # 6,000 postcodes took the square of their number: half a minute of processor time, and 60,000 an hour.
    book = openpyxl.Workbook()
    book.active.append(["Place", "Postcode"])
    for number in range(6_000):
        book.active.append([f"Place {number}", f"{10_000 + number}"])
    book.active.add_table(Table(displayName="Places", ref="A1:B6001"))
    book.save(tmp_path / "places.xlsx")
    start = time.process_time()
    assert not check(tmp_path / "places.xlsx", second=False).findings
    assert time.process_time() - start < 15
