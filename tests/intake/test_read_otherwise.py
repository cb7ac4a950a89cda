"""A file that is imported again with answers that read it otherwise, and answers that fit none of the files."""

import pytest
from exporters import write
from intake_files import money_of, rows_of

from socroi.errors import SocroiError
from socroi.intake.importing import commit, import_exports, plan_undo

OCTOBER = ("2026-10", "Meta")
ADS = (
    "Campaign name,Day,Amount spent (EUR),Purchases,Worth of it",
    "A,2026-10-01,100,3,450",
    "A,2026-10-02,20,1,50",
)


def cost(book):
    return sum(row["amount"] or 0 for row in rows_of(book, "Costs"))


@pytest.fixture
def ads(tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    return write(folder, *ADS)


def test_a_column_that_is_named_later_completes_the_rows_of_the_same_file(plan, ads):
    first = import_exports(plan, [ads])
    assert any('--column "revenue=HEADING"' in note for note in first.files[0].notes)
    assert [row["revenue"] for row in rows_of(plan, "Results") if row["quantity"] == 4] == [None]
    second = import_exports(plan, [ads], columns={"revenue": "Worth of it"})
    assert second.files[0].brought.completed == 2
    assert money_of(plan) == ({OCTOBER: 120.0}, {OCTOBER: (4, 500.0)})


def test_the_same_answer_twice_and_no_answer_any_more_leave_every_byte(plan, ads):
    import_exports(plan, [ads], columns={"revenue": "Worth of it"})
    before = plan.read_bytes()
    for columns in ({"revenue": "Worth of it"}, {}):
        assert [each.state for each in import_exports(plan, [ads], columns=columns).files] == ["already there"]
        assert plan.read_bytes() == before


def test_a_total_that_is_named_later_is_taken_off(plan, tmp_path):
    file = write(tmp_path, ADS[0], ADS[1], "B,2026-10-02,20,1,50", "C,2026-10-03,7,1,50")
    import_exports(plan, [file])
    assert cost(plan) == 127
    import_exports(plan, [file], totals=[4])
    assert cost(plan) == 120


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"revenue": "Worth of"}, "it has no column “Worth of”. Did you mean “Worth of it”"),
        ({"revenue": "Sum"}, "it has no column “Sum”. Say the heading as it stands in the file: “socroi export”"),
        ({"revenu": "Worth of it"}, "Meta Ads Manager has no field “revenu”. Did you mean “revenue”"),
    ],
)
def test_a_heading_or_a_field_that_is_mistyped_is_refused_and_nothing_is_written(plan, ads, columns, said):
    before = plan.read_bytes()
    with pytest.raises(SocroiError, match=said):
        import_exports(plan, [ads], columns=columns)
    assert plan.read_bytes() == before


def test_a_heading_of_one_file_is_not_asked_of_the_others(plan, ads):
    other = ads.with_name("other.csv")
    other.write_text("Campaign name,Day,Amount spent (EUR),Purchases\nB,2026-10-03,10,2\n")
    import_exports(plan, [ads, other], columns={"revenue": "Worth of it"})
    assert cost(plan) == 130


def test_among_several_files_the_earlier_ones_keep_the_answers_that_they_had(plan, tmp_path, ads):
    file = write(tmp_path, ADS[0], ADS[1], "B,2026-10-02,20,1,50", "C,2026-10-03,7,1,50")
    import_exports(plan, [file], totals=[4])
    result = import_exports(plan, [file, ads], columns={"revenue": "Worth of it"})
    assert [each.state for each in result.files] == ["already there", "new"]
    assert result.files[0].notes == ["With other answers it is read anew where it is named alone."]
    assert cost(plan) == 140  # A on two days, B on one; C is the total


def test_a_file_that_was_read_anew_is_taken_back_as_a_whole(plan, ads):
    import_exports(plan, [ads])
    import_exports(plan, [ads], columns={"revenue": "Worth of it"})
    commit(plan_undo(plan, 2))
    assert cost(plan) == 0
