"""The engines that run the expression: DuckDB here, Spark on a cluster, a database where the rows lie."""

from __future__ import annotations

import importlib.util
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from socroi.errors import SourceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import ibis.expr.types as ir

ENGINES: Final = ("duckdb", "spark")
_NEEDS: Final = {"portfolio": ("ibis", "duckdb", "pyarrow"), "spark": ("pyspark",)}


def require(extra: str) -> None:
    """Refuse to go on without the packages of an extra.

    Raises:
        UsageError: one of them is not installed.
    """
    missing = [name for name in _NEEDS[extra] if importlib.util.find_spec(name) is None]
    if missing:
        raise UsageError(
            f"this needs the Python package {missing[0]}, which is not installed.",
            hint=f"It belongs to the extra “{extra}”: pip install '.[{extra}]' in the folder of SOCROI.",
        )


@contextmanager
def duckdb(*, memory: str | None = None, spill: Path | None = None, threads: int | None = None) -> Iterator[Any]:
    """Open DuckDB in this process, through Ibis.

    Args:
        memory: how much it may take, such as `2GB`, the rest goes to disk; left out: four fifths of the machine's.
        spill: the folder on that disk.
        threads: how many; left out: one for each core.

    Raises:
        UsageError: the limit is no size, or the rows fit neither in it nor beside it on the disk.
    """
    require("portfolio")
    import duckdb as driver
    import ibis

    # Lines are put in order by their names in the end; keeping the order of rows on the way only takes memory.
    settings = {
        "memory_limit": memory,
        "temp_directory": None if spill is None else str(spill),
        "threads": threads,
        "preserve_insertion_order": False,
    }
    try:
        connection = ibis.duckdb.connect(**{name: value for name, value in settings.items() if value is not None})
    except driver.ParserException as problem:
        raise UsageError(f"{memory} is no size of memory.", hint="Say it as 800MB or 4GB.") from problem
    try:
        yield connection
    except driver.OutOfMemoryException as problem:
        within = f"the {memory} it was given" if memory else "this machine's memory"
        raise UsageError(
            f"DuckDB does not get by with {within}, or has no room to put the rest on disk.",
            hint="Give it more with --memory, make room in the folder of temporary files, or divide by fewer names.",
        ) from problem
    finally:
        connection.disconnect()


@contextmanager
def spark(master: str | None = None) -> Iterator[Any]:
    """Open Spark through Ibis.

    Args:
        master: address of the cluster; left out: the session's own settings, else this machine.
    """
    require("portfolio")
    import ibis

    with session(master) as opened:
        yield ibis.pyspark.connect(opened)


@contextmanager
def session(master: str | None = None) -> Iterator[Any]:
    """Open a Spark session, and close it if it was not there before.

    Raises:
        UsageError: Spark is not installed, or does not start.
    """
    require("spark")
    from pyspark.sql import SparkSession

    # Without it numbers of a date may be read in the zone of the machine.
    builder = SparkSession.builder.appName("socroi").config("spark.sql.session.timeZone", "UTC")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    address = master or (None if os.environ.get("SPARK_HOME") else "local[*]")
    if address is not None:
        builder = builder.master(address)
        if address.startswith("local"):
            # On this machine its workers are this Python, which has the packages; a cluster has its own.
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
            # The usual two hundred parts are for a cluster; here each costs more than it holds.
            builder = builder.config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "4")
    before = SparkSession.getActiveSession()
    try:
        opened = builder.getOrCreate()
    except Exception as problem:
        raise UsageError(
            f"Spark does not start: {type(problem).__name__}: {str(problem).partition(chr(10))[0]}.",
            hint="It needs Java 17 (JAVA_HOME), and --master names a cluster that can be reached.",
        ) from problem
    try:
        yield opened
    finally:
        if before is None:
            opened.stop()


@contextmanager
def opened(engine: str, master: str | None = None, **settings: Any) -> Iterator[Any]:
    """Open an engine by its name."""
    if engine == "spark":
        with spark(master) as connection:
            yield connection
    else:
        with duckdb(**settings) as connection:
            yield connection


def view(connection: Any, name: str, file: Path) -> ir.Table:
    """Return the table of a Parquet file."""
    table: ir.Table = connection.read_parquet(str(file), table_name=name)
    return table


def database(address: str) -> Any:
    """Connect to a database by its address.

    Raises:
        SourceError: it cannot be reached, or Ibis speaks no such thing.
    """
    require("portfolio")
    import ibis

    try:
        return ibis.connect(address)
    except ImportError as problem:
        raise SourceError(
            f"the driver of this database is not installed: {problem}.",
            where=without_password(address),
            hint=f"Install it: pip install 'ibis-framework[{address.partition(':')[0]}]'.",
        ) from problem
    except Exception as problem:
        said = " ".join(str(problem).split())
        raise SourceError(
            f"the database cannot be opened: {said}.", where=without_password(address), hint="Check the address."
        ) from problem


def without_password(address: str) -> str:
    """Return a database's address as it may be shown."""
    head, mark, rest = address.partition("://")
    user, at, place = rest.rpartition("@")
    return f"{head}{mark}{user.partition(':')[0]}{at}{place}" if mark and at else address
