"""Books in a bucket. The bucket is moto's, a server on this machine; what lies in it is read back with boto3."""

import io

import pytest

from socroi.cli.calc import _in_buckets
from socroi.errors import SourceError, UsageError, WorkbookError
from socroi.portfolio import buckets, sources
from socroi.portfolio.cluster import Errand, _computed, recalculate_on_spark

openpyxl = pytest.importorskip("openpyxl")
boto3 = pytest.importorskip("boto3")
moto = pytest.importorskip("moto.server")


def bytes_of(revenue):
    workbook = openpyxl.Workbook()
    workbook.active.append([revenue, 500, "=SOCROI(A1,B1)"])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


class Bucket:
    """A bucket called agency with three books, one of them broken, and a lock file."""

    def __init__(self, port):
        keys = {"aws_access_key_id": "me", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
        self.client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}", **keys)
        self.client.create_bucket(Bucket="agency")
        self.settings = f"?endpoint_override=127.0.0.1:{port}&scheme=http&region=us-east-1"
        for name, content in (
            ("a.xlsx", bytes_of(1000)), ("sub/b.xlsx", bytes_of(750)), ("broken.xlsx", b"PK\x03\x04"),
            ("~$a.xlsx", b"lock"), ("notes.txt", b"no book"),
        ):  # fmt: skip
            self.put(f"clients/{name}", content)

    def put(self, key, content):
        self.client.put_object(Bucket="agency", Key=key, Body=content)

    def get(self, key):
        return self.client.get_object(Bucket="agency", Key=key)["Body"].read()

    def roi(self, key):
        return openpyxl.load_workbook(io.BytesIO(self.get(key)), data_only=True).active["C1"].value

    def address(self, place):
        return f"s3://me:secret@agency/{place}{self.settings}"


@pytest.fixture
def bucket():
    server = moto.ThreadedMotoServer(port=0, verbose=False)
    server.start()
    try:
        yield Bucket(server.get_host_and_port()[1])
    finally:
        boto3.DEFAULT_SESSION = None
        server.stop()


def test_books_of_a_bucket_are_computed_in_place_and_a_broken_one_is_a_row(bucket, tmp_path):
    names = buckets.inside(bucket.address("clients"), (".xlsx",))
    assert names == ["a.xlsx", "broken.xlsx", "sub/b.xlsx"]
    errands = [Errand(buckets.joined(bucket.address("clients"), name)) for name in names]
    errands.append(Errand(bucket.address("clients/gone.xlsx")))
    rows = {row[0]: row[-1] for row in _computed(errands, tmp_path)}
    assert [buckets.shown(book).rpartition("/")[2] for book, problem in rows.items() if problem] == [
        "gone.xlsx", "broken.xlsx",
    ]  # fmt: skip
    # By hand: 500 on 500, and 250 on 500.
    assert (bucket.roi("clients/a.xlsx"), bucket.roi("clients/sub/b.xlsx")) == (100, 50)
    assert bucket.get("clients/broken.xlsx") == b"PK\x03\x04"
    assert not any("secret" in problem for problem in rows.values())


def test_a_book_that_is_computed_already_is_not_put_there_again(bucket, tmp_path):
    errand = Errand(bucket.address("clients/a.xlsx"))
    _computed([errand], tmp_path)
    before = bucket.client.head_object(Bucket="agency", Key="clients/a.xlsx")["LastModified"]
    (tmp_path / "again").mkdir()
    _computed([errand], tmp_path / "again")
    assert bucket.client.head_object(Bucket="agency", Key="clients/a.xlsx")["LastModified"] == before


def test_another_ones_save_meanwhile_is_never_written_over(bucket, tmp_path):
    address = bucket.address("clients/a.xlsx")
    fetched = buckets.fetch(address, tmp_path)
    bucket.put("clients/a.xlsx", b"somebody else's")
    with pytest.raises(WorkbookError, match="changed by somebody else"):
        buckets.store(fetched.file, address, fetched)
    assert bucket.get("clients/a.xlsx") == b"somebody else's"


@pytest.mark.spark
def test_spark_computes_a_bucket_into_another_folder_of_it(bucket, spark):
    errands = [
        Errand(bucket.address(f"clients/{name}"), bucket.address(f"out/{name}")) for name in ("a.xlsx", "sub/b.xlsx")
    ]
    before = bucket.get("clients/a.xlsx")
    assert not any(row.problem for row in recalculate_on_spark(errands, running=spark._session))
    assert (bucket.roi("out/a.xlsx"), bucket.roi("out/sub/b.xlsx")) == (100, 50)
    assert bucket.get("clients/a.xlsx") == before


def test_tables_and_books_of_a_bucket_are_sources_of_a_portfolio(bucket, tmp_path):
    bucket.put("tables/rows.csv", b"client,month,revenue,cost\nAnn,2026-01,150,100\n")
    gathered = sources.gather([bucket.address("tables"), bucket.address("clients/a.xlsx")], copies=tmp_path)
    assert [table.num_rows for table in gathered.tables] == [1]
    assert gathered.tables[0]["file"].to_pylist() == ["s3://agency/tables/rows.csv"]
    (problem,) = gathered.problems
    assert "s3://agency/clients/a.xlsx" in problem
    assert "secret" not in problem


def test_a_bucket_that_cannot_be_reached_is_one_sentence_without_its_keys():
    with pytest.raises(SourceError, match="cannot be reached") as refused:
        buckets.inside("s3://me:secret@agency/x?endpoint_override=127.0.0.1:9&scheme=http&region=us-east-1", (".csv",))
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((["s3://agency/clients"], None, "here"), "--engine spark"),
        ((["s3://agency/clients", "clients"], None, "spark"), "one after the other"),
        ((["s3://agency/clients"], "computed", "spark"), "one after the other"),
    ],
)
def test_books_in_a_bucket_want_spark_and_no_others_beside_them(arguments, said):
    with pytest.raises(UsageError) as refused:
        _in_buckets(*arguments)
    assert said in str(refused.value)
