"""The portfolio's expression over millions of rows, beside pandas, polars, dask and Spark in the same run.

    python -m benchmarks.portfolio                     10 million rows
    python -m benchmarks.portfolio --rows 100000000    100 million
    python -m benchmarks.portfolio --memory 2GiB       DuckDB under a limit, with what it put on disk
    python -m benchmarks.portfolio --books 1000        workbooks into one table as well
    python -m benchmarks.portfolio --peers duckdb      ours alone

Everyone answers the same question from the same Parquet file, by platform and month: what is left of the sales or
quantity times worth, the cost, the ROI. A time counts only with the right answer. The peers write the plain query of
their own library; our expression also divides shared costs, ranks, and looks for outliers and double claims.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.machine import about_this_machine
from benchmarks.measuring import ROOT, Run, measured

PLATFORMS = ("Facebook", "Instagram", "LinkedIn", "X", "YouTube", "TikTok")
PEERS = ("duckdb", "polars", "pandas", "dask", "spark")
PACKAGES = ("ibis-framework", "duckdb", "polars", "pandas", "dask", "pyspark", "pyarrow")
LIMIT = 1800.0


def write_rows(target: Path, rows: int) -> None:
    """Write rows that are the same every time: a thousand clients, six platforms, twelve months, blanks among them."""
    import duckdb

    names = ", ".join(f"'{name}'" for name in PLATFORMS)
    duckdb.sql(
        f"""COPY (SELECT (DATE '2026-01-01' + to_months((i % 12)::INT))::DATE AS month,
        'Client ' || (hash(i) % 1000) AS client, [{names}][(hash(i * 7) % 6)::INT + 1] AS platform,
        CASE WHEN i % 3 > 0 THEN 'leads' END AS kpi, CASE WHEN i % 3 > 0 THEN (i % 50)::DOUBLE END AS quantity,
        CASE WHEN i % 3 = 0 THEN (hash(i * 13) % 90000)::DOUBLE / 100 END AS revenue,
        CASE WHEN i % 5 > 0 THEN (hash(i * 17) % 40000)::DOUBLE / 100 END AS cost
        FROM range({rows}) t(i)) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"""  # noqa: S608 - our own numbers
    )


def ask_duckdb(file: Path, memory: str | None) -> tuple[Any, float]:
    """Run our expression in DuckDB; return its lines and the most MiB that lay on disk."""
    spill = file.parent / "spill"
    spill.mkdir(exist_ok=True)
    most, stop = [0.0], threading.Event()

    def watch() -> None:
        while not stop.wait(0.05):
            sizes = [each.stat().st_size for each in spill.rglob("*") if each.is_file()]
            most[0] = max(most[0], sum(sizes) / 2**20)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        return ours(file, memory=memory, spill=spill), most[0]
    finally:
        stop.set()
        watcher.join()


def ours(file: Path, engine: str = "duckdb", **settings: Any) -> Any:
    """Run our expression in an engine, as `socroi portfolio FILE --by platform,month` does."""
    from socroi.portfolio.expression import Question
    from socroi.portfolio.result import compute
    from socroi.portfolio.sources import gather

    worths = [{"kpi": "leads", "worth": 5.0}]
    question = Question(("platform", "month"))
    return compute(gather([str(file)]), question, worths, engine=engine, by_client=False, **settings).lines


def ask_spark(file: Path, memory: str | None) -> tuple[Any, float]:
    """Run the same expression in Spark."""
    del memory
    return ours(file, "spark", master="local[*]"), 0.0


def ask_pandas(file: Path, memory: str | None) -> tuple[Any, float]:
    """Ask with pandas."""
    del memory
    import pandas as pd

    frame = pd.read_parquet(file)
    frame["returned"] = frame["revenue"].fillna(frame["quantity"] * 5.0)
    sums = frame.groupby(["platform", "month"])[["returned", "cost"]].sum(min_count=1)
    sums["roi"] = (sums["returned"] - sums["cost"]) * 100 / sums["cost"]
    return sums.reset_index(), 0.0


def ask_dask(file: Path, memory: str | None) -> tuple[Any, float]:
    """Ask with dask."""
    del memory
    import dask.dataframe as dd

    frame = dd.read_parquet(file)
    frame["returned"] = frame["revenue"].fillna(frame["quantity"] * 5.0)
    sums = frame.groupby(["platform", "month"])[["returned", "cost"]].sum(min_count=1).compute()
    sums["roi"] = (sums["returned"] - sums["cost"]) * 100 / sums["cost"]
    return sums.reset_index(), 0.0


def ask_polars(file: Path, memory: str | None) -> tuple[Any, float]:
    """Ask with polars, lazily."""
    del memory
    import polars as pl

    value = pl.coalesce(pl.col("revenue"), pl.col("quantity") * 5.0)
    sums = (
        pl.scan_parquet(file)
        .group_by("platform", "month")
        .agg(returned=value.sum(), cost=pl.col("cost").sum())
        .with_columns(roi=(pl.col("returned") - pl.col("cost")) * 100 / pl.col("cost"))
    )
    return sums.collect(engine="streaming").to_pandas(), 0.0


def answer(name: str, file: Path, memory: str | None) -> None:
    """Answer in this process, and print what is needed to check it."""
    begun = time.perf_counter()
    lines, spilled = globals()[f"ask_{name}"](file, memory)
    said = {
        "lines": len(lines), "returned": float(lines["returned"].sum()), "cost": float(lines["cost"].sum()),
        "highest": float(lines["roi"].max()), "spilled": spilled, "inside": time.perf_counter() - begun,
    }  # fmt: skip
    print(json.dumps(said))


def truth(file: Path) -> dict[str, float]:
    """Return the right answer, by SQL that nobody else uses."""
    import duckdb

    query = f"""SELECT count(*), sum(r), sum(c), max((r - c) * 100 / c) FROM (SELECT platform, month,
        sum(coalesce(revenue, quantity * 5)) r, sum(cost) c FROM '{file}' GROUP BY ALL)"""  # noqa: S608 - our own file
    found = duckdb.sql(query).fetchall()[0]
    return dict(zip(("lines", "returned", "cost", "highest"), map(float, found), strict=True))


def run_peer(name: str, file: Path, wanted: dict[str, float], memory: str | None) -> tuple[Run, dict[str, float]]:
    """Run one in a process of its own, and check its answer."""
    command = [sys.executable, "-m", "benchmarks.portfolio", "--answer", name, "--file", str(file)]
    command += ["--memory", memory] if memory else []
    with tempfile.TemporaryDirectory(prefix="socroi-bench-") as folder:
        run, printed = measured(command, LIMIT, Path(folder))
    if run.problem:
        return run, {}
    said: dict[str, float] = json.loads(printed.strip().splitlines()[-1])
    wrong = [key for key, value in wanted.items() if abs(said[key] - value) > 1e-6 * max(1.0, abs(value))]
    if wrong:
        run.problem = f"wrong: {wrong[0]} is {said[wrong[0]]}, not {wanted[wrong[0]]}"
    return run, said


def read_books(count: int, folder: Path) -> str:
    """Read workbooks of our template into one table; return a line of what it took."""
    from socroi.books.workers import cores
    from socroi.portfolio.folder import read_books as read_all

    source = ROOT / "workbook_templates" / "en" / "four_step_example.xlsx"
    paths = []
    for number in range(count):
        paths.append(folder / f"{number:06}.xlsx")
        shutil.copyfile(source, paths[-1])
    begun, busy = time.perf_counter(), time.process_time()
    alone = sum(not reading.problem for reading in read_all(paths, jobs=1))
    busy = time.process_time() - busy
    one = time.perf_counter() - begun
    begun = time.perf_counter()
    together = sum(not reading.problem for reading in read_all(paths, jobs=cores()))
    many = time.perf_counter() - begun
    if not alone == together == count:
        raise SystemExit(f"{count - min(alone, together)} of the books could not be read.")
    return (
        f"{count:,} workbooks (four_step, example): {count / one:,.0f} a second in one process "
        f"({count / busy:,.0f} a second of processor time), {count / many:,.0f} with {cores()} processes."
    )


def table(rows: int, memory: str | None, peers: tuple[str, ...] = PEERS) -> None:
    """Print the machine, the versions and a line for each."""
    for line in about_this_machine():
        print(line)
    versions = [f"{name} {importlib.metadata.version(name)}" for name in PACKAGES if _there(name)]
    print(f"- {', '.join(versions)}")
    print(f"- {rows:,} rows by platform and month{f', DuckDB under {memory}' if memory else ''}\n")
    print("| | seconds, whole process | inside | peak MiB | on disk MiB | times as long as DuckDB |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="socroi-bench-") as folder:
        file = Path(folder) / "rows.parquet"
        write_rows(file, rows)
        wanted, base = truth(file), 0.0
        for name in peers:
            if name != "duckdb" and importlib.util.find_spec({"spark": "pyspark"}.get(name, name)) is None:
                print(f"| {name} | not installed | | | | |")
                continue
            run, said = run_peer(name, file, wanted, memory if name == "duckdb" else None)
            label = {"duckdb": "**socroi on DuckDB**", "spark": "socroi on Spark"}.get(name, name)
            if run.problem:
                print(f"| {label} | {run.problem} | | {run.peak:,.0f} | | |")
                continue
            base = base or run.seconds
            # Spark's memory is Java's, in a process that is not ours to measure.
            peak = "Java's" if name == "spark" else f"{run.peak:,.0f}"
            print(
                f"| {label} | {run.seconds:.2f} | {said['inside']:.2f} | {peak} | {said['spilled']:,.0f} "
                f"| {run.seconds / base:.1f} |",
                flush=True,
            )


def _there(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--memory", help="DuckDB's limit, such as 2GiB")
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=PEERS)
    parser.add_argument("--books", type=int, default=0)
    parser.add_argument("--answer", choices=PEERS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.answer:
        answer(given.answer, given.file, given.memory)
        return
    if given.peers:
        table(given.rows, given.memory, tuple(given.peers))
    if given.books:
        with tempfile.TemporaryDirectory(prefix="socroi-bench-") as folder:
            print(f"\n{read_books(given.books, Path(folder))}")


if __name__ == "__main__":
    main()
