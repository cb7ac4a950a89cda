import contextlib
import random
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from socroi.errors import SourceError, UsageError
from socroi.portfolio import engines, result, rows, sources
from socroi.portfolio.expression import SHARES, Question

DRAW = random.Random(17)


def some(value):
    return None if DRAW.random() < 0.3 else value


ROWS = [
    {
        "client": DRAW.choice("ABCDEFGH"), "month": date(2026, DRAW.randint(1, 12), 1), "currency": "EUR",
        "platform": DRAW.choice(["FB", "fb", " IG", None]), "kpi": DRAW.choice(["Leads", "sales", None]),
        "quantity": some(float(DRAW.randint(0, 9))), "revenue": some(float(DRAW.randint(0, 900))),
        "cost": some(float(DRAW.randint(0, 400))), "shared": DRAW.random() < 0.1,
        "claims": DRAW.choice([None, "platform", "orders", "analytics"]), "source": DRAW.choice(["Meta", "X"]),
    }
    for _ in range(400)
]  # fmt: skip
WORTHS = [{"kpi": "leads", "worth": 4.0}, {"client": "a", "kpi": "Leads", "worth": 6.0, "margin": 0.5}]
QUESTIONS = [
    *(Question(share=share) for share in SHARES),
    Question(("platform",), margin=0.4),
    Question(("client",)),
    Question(("quarter", "platform")),
]


def alike(some, others):
    assert len(some) == len(others)
    for one, other in zip(some, others, strict=True):
        for name, cell in one.items():
            wanted = pytest.approx(cell, rel=1e-9, abs=1e-9) if isinstance(cell, float) else cell
            assert other[name] == wanted, name


@pytest.mark.spark
def test_spark_gives_the_lines_that_duckdb_gives(ask, spark):
    for question in QUESTIONS[::3]:
        here = ask(ROWS, question, WORTHS)
        alike(here, ask(ROWS, question, WORTHS, connection=spark))


def records(found):
    lines = found.lines.astype(object)
    return lines.where(lines.notna(), None).to_dict("records")


@pytest.mark.postgres
def test_a_real_postgresql_computes_the_same_lines_inside(ask, postgres):
    table = rows.table(ROWS)
    with contextlib.closing(Closing(engines.database(postgres))) as held:
        held.connection.create_table("results", table)
    for question in QUESTIONS:
        gathered = sources.Gathered(databases=[(postgres, "results")])
        alike(ask(ROWS, question, WORTHS), records(result.compute(gathered, question, WORTHS)))


@pytest.mark.postgres
def test_a_table_that_a_database_does_not_have_is_named(postgres):
    with pytest.raises(SourceError, match="no table “nothing”"):
        result.compute(sources.Gathered(databases=[(postgres, "nothing")]), Question())


class Closing:
    """A connection that is closed as others are."""

    def __init__(self, connection):
        self.connection = connection

    def close(self):
        self.connection.disconnect()


def test_a_database_of_duckdb_gives_the_same_lines(ask, tmp_path):
    import duckdb

    with contextlib.closing(duckdb.connect(str(tmp_path / "house.duckdb"))) as house:
        house.register("given", rows.table(ROWS))
        house.execute("CREATE TABLE portfolio AS SELECT * FROM given")
    gathered = sources.gather([str(tmp_path / "house.duckdb")])
    alike(ask(ROWS, Question(), WORTHS), records(result.compute(gathered, Question(), WORTHS)))


def test_a_password_in_an_address_is_never_shown():
    assert engines.without_password("postgres://me:secret@host/shop") == "postgres://me@host/shop"
    assert engines.without_password("duckdb:///a.duckdb") == "duckdb:///a.duckdb"
    with pytest.raises(SourceError) as refused:
        engines.database("postgres://me:secret@127.0.0.1:9/shop")
    assert "secret" not in str(refused.value)


def test_a_package_that_is_missing_is_told_of_with_its_extra(monkeypatch):
    monkeypatch.setattr(engines.importlib.util, "find_spec", lambda _: None)
    for extra in ("portfolio", "spark"):
        with pytest.raises(engines.UsageError, match=rf"pip install '.\[{extra}\]'"):
            engines.require(extra)


@pytest.fixture
def posts(tmp_path):
    """A Parquet file of 200,000 posts, each in two rows: 0 to 89 of return, 1 to 7 of cost."""
    rows = range(400_000)
    held = {"campaign": [f"post {row % 200_000}" for row in rows], "revenue": [float(row % 90) for row in rows]}
    pq.write_table(pa.table({**held, "cost": [float(row % 7 + 1) for row in rows]}), tmp_path / "posts.parquet")
    return str(tmp_path / "posts.parquet")


def test_more_groups_than_memory_holds_go_to_disk_and_leave_nothing_behind(posts, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    answer = result.compute(sources.gather([posts]), Question(("campaign",)), by_client=False, memory="100MB")
    assert len(answer.lines) == 200_000
    # By hand: 400,000 rows hold 4,444 times 0..89 and 0..39 once more; 57,142 times 1..7 and 1..6 once more.
    assert (answer.total.returned, answer.total.cost) == (4_444 * 4_005 + 780, 57_142 * 28 + 21)
    assert list((tmp_path / "here").iterdir()) == []


@pytest.mark.parametrize(("memory", "said"), [("8MB", "with the 8MB it was given"), ("plenty", "plenty is no size")])
def test_a_limit_that_is_too_small_or_none_is_told_in_words(posts, memory, said):
    with pytest.raises(UsageError, match=said):
        result.compute(sources.gather([posts]), Question(("campaign",)), by_client=False, memory=memory)
