"""Rows that the tests of the portfolio share, and the engines that run them."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from socroi.portfolio import engines, rows

TEMPLATES = Path(__file__).parents[2] / "workbook_templates"


@pytest.fixture
def ask(tmp_path):
    """Run the expression over rows in DuckDB, or in another engine that is open; gives the lines as records."""

    def run(found, question, worths=(), connection=None):
        from socroi.portfolio.expression import portfolio
        from socroi.portfolio.result import _frame

        pq.write_table(rows.table(found), tmp_path / "rows.parquet")
        pq.write_table(rows.worth_table(worths), tmp_path / "worths.parquet")

        def answer(opened):
            tables = [engines.view(opened, name, tmp_path / f"{name}.parquet") for name in ("rows", "worths")]
            return _frame(portfolio(*tables, question)).astype(object).where(lambda each: each.notna(), None)

        if connection is not None:
            return answer(connection).to_dict("records")
        with engines.duckdb() as opened:
            return answer(opened).to_dict("records")

    return run


@pytest.fixture
def book(tmp_path):
    """Copy the example of a template to a file, in a language."""

    def copy(name="ann.xlsx", template="four_step", language="en"):
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(TEMPLATES / language / f"{template}_example.xlsx", target)
        return target

    return copy


@pytest.fixture(scope="session")
def spark(program, package, tmp_path_factory):
    """Spark on this machine, by Ibis; one for all tests, as it takes seconds to start."""
    program("java", "Java 17")
    package("pyspark", "pip install '.[spark]'")
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["SPARK_LOCAL_DIRS"] = str(tmp_path_factory.mktemp("spark"))
    with engines.spark("local[2,4]") as connection:
        connection._session.sparkContext.setLogLevel("ERROR")
        yield connection


@pytest.fixture(scope="session")
def postgres(program, package):
    """The address of a PostgreSQL server of our own, on a socket in a folder; gone after the tests."""
    package("psycopg", "pip install 'psycopg[binary]'")
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    control = str(places[0] / "pg_ctl") if places else program("pg_ctl", "apt-get install postgresql")
    # Not among pytest's own folders, which nobody else may enter: the server refuses to run as root.
    folder = Path(tempfile.mkdtemp(prefix="socroi-pg-"))
    as_user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    if as_user:
        os.chown(folder, 65534, 65534)
    data = folder / "data"

    def call(*arguments):
        subprocess.run([*as_user, *map(str, arguments)], check=True, capture_output=True, cwd=folder)

    call(control, "initdb", "-D", data, "-o", "--auth=trust --username=postgres --encoding=UTF8 --no-sync")
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    call(control, "start", "-w", "-D", data, "-l", folder / "log", "-o", options)
    try:
        yield f"postgres://postgres@/postgres?host={folder}"
    finally:
        call(control, "stop", "-w", "-m", "immediate", "-D", data)
        shutil.rmtree(folder)
