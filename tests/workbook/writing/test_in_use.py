"""A file that another program has open."""

import pytest

from socroi.errors import WorkbookError
from socroi.workbook.writing.in_use import despite_locks
from socroi.workbook.writing.replacing import atomic, put

# The form of LibreOffice's LockFileCommon::ParseEntry, and what users of Excel find in its file of 165 bytes.
LIBREOFFICE = b",Ana M\xc3\xa1rquez,laptop,29.11.2026 09:12,file:///home/ana/.config/libreoffice/4;"
EXCEL = bytes([3]) + b"Ana" + b" " * 51 + bytes([3, 0]) + "Ana".encode("utf-16-le") + b" \0" * 51


@pytest.mark.parametrize(
    ("lock", "content", "said"),
    [
        (".~lock.plan.xlsx#", LIBREOFFICE, r"open in LibreOffice \(Ana Márquez\); nothing was written"),
        ("~$plan.xlsx", EXCEL, r"open in Excel \(Ana\); nothing was written"),
        ("~$plan.xlsx", b"", r"open in Excel; nothing was written"),
        (".~lock.plan.xlsx#", b"\xff\xfe\0", r"open in LibreOffice.*; nothing was written"),
    ],
)
def test_a_file_that_is_open_elsewhere_is_left_alone(tmp_path, lock, content, said):
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(b"old")
    (tmp_path / lock).write_bytes(content)
    with pytest.raises(WorkbookError, match=said):
        put(plan, b"new")
    assert plan.read_bytes() == b"old"
    with despite_locks():
        put(plan, b"new")
    assert plan.read_bytes() == b"new"
    with pytest.raises(WorkbookError):
        put(plan, b"newer")


def write_while(plan, something_happens):
    with atomic(plan) as file:
        file.write(b"new")
        something_happens()


def test_a_lock_of_another_file_says_nothing(tmp_path):
    (tmp_path / "plan.xlsx").write_bytes(b"old")
    (tmp_path / "~$my plan.xlsx").write_bytes(EXCEL)
    put(tmp_path / "plan.xlsx", b"new")
    assert (tmp_path / "plan.xlsx").read_bytes() == b"new"


def test_a_file_that_is_opened_while_it_is_written_is_left_alone(tmp_path):
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(b"old")
    with pytest.raises(WorkbookError, match="open in Excel"):
        write_while(plan, lambda: (tmp_path / "~$plan.xlsx").write_bytes(EXCEL))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.xlsx", "~$plan.xlsx"]
    assert plan.read_bytes() == b"old"
