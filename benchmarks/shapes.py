"""The shapes that workbooks have beside the long ledger: what each engine takes for each of them.

    python -m benchmarks.shapes OUT.xlsx SHAPE    write one of the workbooks, and print its answer

A shape is written without values, with one cell, Totals!B1, that sums up what was computed. What that cell must hold
is reckoned here in plain Python while the formulas are written, so that no engine is the judge of another.
"""

from __future__ import annotations

import argparse
import calendar
import datetime as dt
import itertools
import random
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name as letters

from benchmarks.measuring import ROOT, Run, run_engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter.worksheet import Worksheet

    Shape = Callable[[xlsxwriter.Workbook, int], tuple[str, float]]
    """It fills a workbook, so many times as long; it returns the formula of the check and what that must come to."""

ENGINES: Final = ("socroi_process", "formualizer", "formualizer_cache", "ironcalc", "libreoffice")
SEED: Final = 7
LIMIT: Final = 60.0
"""Seconds that one run may take."""
LONG: Final = 10.0
"""A run of more seconds than this is not repeated."""
EPOCH: Final = dt.date(1899, 12, 30)


def put(sheet: Worksheet, row: int, column: int, formula: str) -> None:
    """Write a formula that shows nothing yet."""
    sheet.write_formula(row, column, f"={formula}", None, "")


def halves_up(number: float, digits: int) -> float:
    """Round as a spreadsheet does."""
    from decimal import ROUND_HALF_UP, Decimal

    return float(Decimal(repr(number)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def small(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """A sheet of 30 rows: the time that it takes to start."""
    sheet = book.add_worksheet("Data")
    for row in range(30 * times):
        sheet.write_number(row, 0, row + 1)
        put(sheet, row, 1, f"A{row + 1}*3+SUM(A$1:A{row + 1})")
    return f"SUM(Data!B1:B{30 * times})", sum(3.0 * n + n * (n + 1) / 2 for n in range(1, 30 * times + 1))


def lookups(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """50,000 exact lookups of texts in a price list that is not sorted."""
    draw = random.Random(SEED)
    prices, sales = book.add_worksheet("Prices"), book.add_worksheet("Sales")
    names = [f"ITEM-{n:05d}" for n in range(12_000)]
    draw.shuffle(names)
    price = {}
    for row, name in enumerate(names):
        price[name] = draw.randint(100, 9_900) / 100
        prices.write_string(row, 0, name)
        prices.write_number(row, 1, price[name])
    total = 0.0
    for row in range(25_000 * times):
        name, count = draw.choice(names), draw.randint(1, 20)
        sales.write_string(row, 0, name)
        sales.write_number(row, 1, count)
        put(sales, row, 2, f"VLOOKUP(A{row + 1},Prices!$A$1:$B$12000,2,FALSE)*B{row + 1}")
        put(sales, row, 3, f"INDEX(Prices!$B$1:$B$12000,MATCH(A{row + 1},Prices!$A$1:$A$12000,0))")
        total += price[name] * count + price[name]
    return f"SUM(Sales!C1:D{25_000 * times})", total


def bands(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """60,000 lookups of the band that an amount lies in, and a word for each."""
    draw = random.Random(SEED)
    rates, data = book.add_worksheet("Rates"), book.add_worksheet("Data")
    for row in range(300):
        rates.write_number(row, 0, row * 200)
        rates.write_number(row, 1, (row + 1) / 1000)
    total, large = 0.0, 0
    for row in range(60_000 * times):
        amount = draw.randint(0, 59_999)
        data.write_number(row, 0, amount)
        put(data, row, 1, f"A{row + 1}*VLOOKUP(A{row + 1},Rates!$A$1:$B$300,2,TRUE)")
        put(data, row, 2, f'IF(B{row + 1}>9000,"large",IF(B{row + 1}>900,"middle","small"))')
        value = amount * ((amount // 200 + 1) / 1000)
        total += value
        large += value > 9000
    return f'SUM(Data!B1:B{60_000 * times})+COUNTIF(Data!C1:C{60_000 * times},"large")', total + large


def conditional_sums(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """1,800 sums by a name, a kind and a month, over a log of 40,000 rows."""
    draw, rows = random.Random(SEED), 40_000 * times
    log, table = book.add_worksheet("Log"), book.add_worksheet("Table")
    months = [dt.date(2020 + n // 12, n % 12 + 1, 1) for n in range(37)]
    days = [(month - EPOCH).days for month in months]
    sums: defaultdict[tuple[int, int], float] = defaultdict(float)
    for row in range(rows):
        day, name, paid, amount = (
            draw.randint(days[0], days[36] - 1),
            draw.randrange(50),
            draw.random() < 0.5,
            draw.randint(1, 9_999) / 100,
        )
        log.write_number(row, 0, day)
        log.write_string(row, 1, f"N{name}")
        log.write_string(row, 2, "paid" if paid else "organic")
        log.write_number(row, 3, amount)
        if paid:
            sums[name, next(n for n in range(35, -1, -1) if days[n] <= day)] += amount
    for month in range(36):
        table.write_number(0, month + 1, days[month])
    for name in range(50):
        table.write_string(name + 1, 0, f"N{name}")
        for month in range(36):
            top = f"{letters(month + 1)}$1"
            month_of = f'Log!$A$1:$A${rows},">="&{top},Log!$A$1:$A${rows},"<"&EDATE({top},1)'
            who = f'Log!$B$1:$B${rows},$A{name + 2},Log!$C$1:$C${rows},"paid"'
            put(table, name + 1, month + 1, f"SUMIFS(Log!$D$1:$D${rows},{who},{month_of})")
    return "SUM(Table!B2:AK51)", sum(sums.values())


def chain(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """80,000 rows of a balance and of a state, each made from the row above."""
    draw = random.Random(SEED)
    sheet = book.add_worksheet("Data")
    balance, state, total = 0.0, 0.0, 0.0
    for row in range(80_000 * times):
        move = draw.randint(-4_000, 4_500) / 100
        sheet.write_number(row, 0, move)
        put(sheet, row, 1, f"B{row}+A{row + 1}" if row else "A1")
        put(sheet, row, 2, f"IF(C{row}>500,C{row}/2,C{row}*1.002+MAX(A{row + 1},0))" if row else "A1")
        state = (state / 2 if state > 500 else state * 1.002 + max(move, 0)) if row else move
        balance += move
        total += balance
    return f"SUM(Data!B1:B{80_000 * times})+Data!C{80_000 * times}", total + state


def model(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """A model of 240 months to the right and 240 lines: each month is made from the one before."""
    months, lines = 240, 240 * times
    sheet = book.add_worksheet("Model")
    growth = [(month % 10) / 8 for month in range(months)]
    before = [50.0 + line for line in range(lines)]
    total = 0.0
    for line in range(lines):
        sheet.write_string(line, 0, f"line {line + 1}")
        sheet.write_number(line, 1, before[line])
    for month in range(months):
        here, last = letters(month + 2), letters(month + 1)
        sheet.write_number(lines, month + 2, growth[month])
        now: list[float] = []
        for line in range(lines):
            if line % 6 == 5:
                put(sheet, line, month + 2, f"SUM({here}{line - 4}:{here}{line})/4-{last}{line + 1}*0.2")
                now.append(sum(now[line - 5 :]) / 4 - before[line] * 0.2)
            else:
                put(sheet, line, month + 2, f"{last}{line + 1}*(1+0.01*{here}${lines + 1})")
                now.append(before[line] * (1 + 0.01 * growth[month]))
        before = now
        total += sum(now)
    return f"SUM(Model!C1:{letters(months + 1)}{lines})/1000", total / 1000


def by_hand(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """40,000 formulas written by hand, no two alike."""
    draw = random.Random(SEED)
    sheet = book.add_worksheet("Data")
    given = [draw.randint(1, 99) for _ in range(1_000)]
    for row, number in enumerate(given):
        sheet.write_number(row, 0, number)
    running = [0, *itertools.accumulate(given)]
    total = 0.0
    for place in range(40_000 * times):
        a, b, c = (draw.randrange(1_000) for _ in range(3))
        n, form = draw.randint(2, 60), place % 5
        low, high = min(a, b), max(a, b)
        text, value = (
            (f"$A${a + 1}*{n}+A{b + 1}-{n + 1}", given[a] * n + given[b] - n - 1),
            (f"IF(A{a + 1}>A{b + 1},A{c + 1},{n})", given[c] if given[a] > given[b] else n),
            (f"ROUND(A{a + 1}/A{b + 1},{n % 4})", halves_up(given[a] / given[b], n % 4)),
            (f"SUM(A{low + 1}:A{high + 1})", running[high + 1] - running[low]),
            (f"MAX(A{a + 1},A{b + 1},{n})", max(given[a], given[b], n)),
        )[form]
        put(sheet, place // 20, 2 + place % 20, text)
        total += value
    return f"SUM(Data!C1:V{2_000 * times})", total


def texts(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """50,000 rows of addresses: trimmed, cut, joined, in capitals, dates in words."""
    draw = random.Random(SEED)
    sheet = book.add_worksheet("Data")
    total, names = 0, Counter[str]()
    for row in range(50_000 * times):
        first, host, day = (
            draw.choice(("ada", "ben", "eva")),
            f"post{draw.randint(1, 80)}",
            draw.randint(43_000, 45_000),
        )
        sheet.write_string(row, 0, f" {first}.x@{host}.example  ")
        sheet.write_number(row, 1, day)
        put(sheet, row, 2, f'PROPER(LEFT(TRIM(A{row + 1}),FIND(".",TRIM(A{row + 1}))-1))')
        put(
            sheet,
            row,
            3,
            f'UPPER(MID(TRIM(A{row + 1}),FIND("@",TRIM(A{row + 1}))+1,99))&" "&TEXT(B{row + 1},"yyyy-mm-dd")',
        )
        put(sheet, row, 4, f'LEN(SUBSTITUTE(D{row + 1},"POST","P"))+VALUE(TEXT(B{row + 1},"0.0"))')
        names[first] += 1
        total += len(f"{host}.example") - 3 + 11 + day
    return f'SUM(Data!E1:E{50_000 * times})+COUNTIF(Data!C1:C{50_000 * times},"Ada")', total + names["ada"]


def dates(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """50,000 rows of calendar arithmetic."""
    draw = random.Random(SEED)
    sheet = book.add_worksheet("Data")
    total = 0
    for row in range(50_000 * times):
        number, step = draw.randint(42_000, 45_000), draw.randint(1, 20)
        day = EPOCH + dt.timedelta(number)
        sheet.write_number(row, 0, number)
        sheet.write_number(row, 1, step)
        put(sheet, row, 2, f"EOMONTH(A{row + 1},1)")
        put(sheet, row, 3, f"NETWORKDAYS(A{row + 1},A{row + 1}+B{row + 1})")
        put(sheet, row, 4, f"YEAR(A{row + 1})*100+MONTH(A{row + 1})+WEEKDAY(A{row + 1},2)")
        put(sheet, row, 5, f'DATEDIF(A{row + 1},C{row + 1},"d")')
        year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
        end = (dt.date(year, month, calendar.monthrange(year, month)[1]) - EPOCH).days
        worked = sum((day + dt.timedelta(n)).weekday() < 5 for n in range(step + 1))
        total += end + worked + day.year * 100 + day.month + day.isoweekday() + end - number
    return f"SUM(Data!C1:F{50_000 * times})", total


def many_sheets(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """120 sheets of 100 rows, and one that gathers their totals."""
    total = 0.0
    for client in range(120 * times):
        sheet = book.add_worksheet(f"Client {client + 1}")
        for row in range(100):
            a, b = (client * 5 + row * 3) % 97, 1 + (client + row) % 7
            sheet.write_number(row, 0, a)
            sheet.write_number(row, 1, b)
            put(sheet, row, 2, f"A{row + 1}*B{row + 1}")
            put(sheet, row, 3, f"IF(B{row + 1}=0,0,(A{row + 1}-B{row + 1})*100/B{row + 1})")
            total += a * b + (a - b) * 100 / b
        put(sheet, 100, 2, "SUM(C1:C100)")
        put(sheet, 100, 3, "SUM(D1:D100)")
    everyone = book.add_worksheet("All")
    for client in range(120 * times):
        put(everyone, client, 0, f"'Client {client + 1}'!C101")
        put(everyone, client, 1, f"'Client {client + 1}'!D101")
    return f"SUM(All!A1:B{120 * times})", total


def products(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """300 sums of products with conditions, over 8,000 rows."""
    draw, rows = random.Random(SEED), 8_000 * times
    log, table = book.add_worksheet("Log"), book.add_worksheet("Table")
    sums: defaultdict[int, float] = defaultdict(float)
    for row in range(rows):
        key, amount, kind = draw.randint(1, 300), draw.randint(100, 900) / 100, draw.choice("abcd")
        log.write_number(row, 0, key)
        log.write_number(row, 1, amount)
        log.write_string(row, 2, kind)
        sums[key] += amount if kind != "d" else 0
    for row in range(300):
        table.write_number(row, 0, row + 1)
        put(table, row, 1, f'SUMPRODUCT((Log!$A$1:$A${rows}=A{row + 1})*(Log!$C$1:$C${rows}<>"d")*Log!$B$1:$B${rows})')
    return "SUM(Table!B1:B300)", sum(sums.values())


def growing_windows(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """12,000 rows of counts and sums so far."""
    draw = random.Random(SEED)
    sheet = book.add_worksheet("Data")
    counts, sums = Counter[int](), Counter[int]()
    running, total = 0, 0
    for row in range(12_000 * times):
        key, amount = draw.randint(0, 250), draw.randint(1, 900)
        sheet.write_string(row, 0, f"c{key}")
        sheet.write_number(row, 1, amount)
        put(sheet, row, 2, f"COUNTIF($A$1:A{row + 1},A{row + 1})")
        put(sheet, row, 3, f"SUM($B$1:B{row + 1})")
        put(sheet, row, 4, f"SUMIF($A$1:A{row + 1},A{row + 1},$B$1:B{row + 1})")
        counts[key] += 1
        sums[key] += amount
        running += amount
        total += counts[key] + running + sums[key]
    return f"SUM(Data!C1:E{12_000 * times})/1000", total / 1000


def whole_columns(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """25,000 lookups and 800 conditional sums in references to whole columns."""
    draw = random.Random(SEED)
    log, table = book.add_worksheet("Log"), book.add_worksheet("Table")
    sums, total = Counter[int](), 0.0
    for row in range(25_000 * times):
        key, amount = draw.randrange(400), draw.randint(1, 90)
        log.write_string(row, 0, f"k{key}")
        log.write_number(row, 1, amount)
        put(log, row, 2, f"IFERROR(VLOOKUP(A{row + 1},Table!A:B,2,FALSE),0)+B{row + 1}")
        sums[key] += amount
        total += key / 4 + amount
    for key in range(400):
        table.write_string(key, 0, f"k{key}")
        table.write_number(key, 1, key / 4)
        put(table, key, 2, f"SUMIF(Log!A:A,A{key + 1},Log!B:B)")
    return f"SUM(Log!C1:C{25_000 * times})+SUM(Table!C1:C400)", total + sum(sums.values())


def offsets(book: xlsxwriter.Workbook, times: int = 1) -> tuple[str, float]:
    """3,500 windows by OFFSET and as many cells by INDIRECT."""
    draw = random.Random(SEED)
    log, board = book.add_worksheet("Log"), book.add_worksheet("Board")
    first, second = ([draw.randint(1, 90) for _ in range(4_500)] for _ in range(2))
    for row in range(4_500):
        log.write_number(row, 0, first[row])
        log.write_number(row, 1, second[row])
    total = 0
    for row in range(3_500 * times):
        at = draw.randint(1, 4_480)
        board.write_number(row, 0, at)
        put(board, row, 1, f"SUM(OFFSET(Log!$A$1,A{row + 1},0,12,1))")
        put(board, row, 2, f'INDIRECT("Log!B"&A{row + 1})')
        total += sum(first[at : at + 12]) + second[at - 1]
    return f"SUM(Board!B1:C{3_500 * times})", total


SHAPES: Final[dict[str, Shape]] = {
    each.__name__: each
    for each in (
        *(small, lookups, bands, conditional_sums, chain, model, by_hand, texts, dates, many_sheets, products),
        *(growing_windows, whole_columns, offsets),
    )
}


def write(path: Path, shape: Shape, times: int = 1) -> float:
    """Write the workbook of a shape; return what Totals!B1 must come to."""
    with xlsxwriter.Workbook(path) as book:
        check, answer = shape(book, times)
        totals = book.add_worksheet("Totals")
        totals.write_string(0, 0, "Check")
        put(totals, 0, 1, check)
    return float(answer)


def section(names: list[str], titles: dict[str, str], repeat: int) -> list[str]:
    """Return the part of the page about the shapes.

    Args:
        names: the engines that are installed.
        titles: what the table calls them.
        repeat: runs of which the fastest counts.
    """
    engines = [name for name in ENGINES if name in names]
    lines = [
        "\n## Other shapes\n",
        "Each a whole process as above, seconds and in brackets the CPU seconds; the fastest of the engines in bold.\n",
        f"| workbook | {' | '.join(titles[name] for name in engines)} |",
        f"|---|{'---|' * len(engines)}",
    ]
    with tempfile.TemporaryDirectory(prefix="socroi-shapes-") as folder:
        for shape, filled in SHAPES.items():
            path = Path(folder) / f"{shape}.xlsx"
            # In a process of its own, whose memory goes with it.
            command = [sys.executable, "-m", "benchmarks.shapes", str(path), shape]
            said = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stdout
            runs = _runs(path, float(said), engines, repeat)
            first = min((run.seconds for run in runs.values() if not run.problem), default=0.0)
            cells = [_cell(runs[name], first) for name in engines]
            lines.append(f"| {(filled.__doc__ or '').rstrip('.')} | {' | '.join(cells)} |")
    return lines


def _runs(path: Path, answer: float, engines: list[str], repeat: int) -> dict[str, Run]:
    best: dict[str, Run] = {}
    for _ in range(repeat):
        for name in engines:
            known = best.get(name)
            if known is None or not (known.problem or known.seconds > LONG):
                run = run_engine(name, path, {"B1": answer}, LIMIT, None)
                if known is None or run.problem or run.seconds < known.seconds:
                    best[name] = run
    return best


def _cell(run: Run, first: float) -> str:
    if run.problem:
        return run.problem.replace("|", "/")
    shown = f"{run.seconds:.2f}"
    return f"{f'**{shown}**' if run.seconds == first else shown} ({run.cpu:.2f})"


def main() -> None:
    """Write one workbook."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.shapes", description="Write one of the workbooks.")
    parser.add_argument("out", type=Path)
    parser.add_argument("shape", choices=list(SHAPES))
    given = parser.parse_args()
    print(repr(write(given.out, SHAPES[given.shape])))


if __name__ == "__main__":
    main()
