"""Another engine's values are held against ours: a cell that differs is named; one voice alone is no finding."""

from dataclasses import dataclass

import pytest

from socroi.errors import CellError
from socroi.review.subject import Place, Subject
from socroi.review.witnesses import formulas, ironcalc, witness


@dataclass
class Said:
    """An engine that says what a test puts into its mouth."""

    values: dict

    def compute(self, *_):
        return self.values


@pytest.fixture
def subject(own_book):
    return Subject(own_book())


@pytest.mark.parametrize("engine", [ironcalc, formulas], ids=["ironcalc", "formulas"])
def test_another_engine_computes_the_shops_workbook_as_ours_does(subject, engine):
    values = engine.compute(subject, None)
    assert len(values) >= 10
    total = Place(0, 9, 2)
    assert values[total] == subject.value(total) == sum(400 + 37 * place for place in range(8))


def heard(subject, monkeypatch, **said):
    monkeypatch.setattr(witness, "SMALL", dict.fromkeys(said, 1000))
    monkeypatch.setattr(witness, "NAMES", tuple(said))
    monkeypatch.setattr(witness, "installed", lambda name: name in said)
    monkeypatch.setattr(witness, "import_module", lambda path: Said(said[path.rpartition(".")[2]]))
    return witness.hear(subject, next(iter(said)))


def everything(subject, **changed):
    values = {
        Place(region.sheet, region.row + down, region.column): subject.value(
            Place(region.sheet, region.row + down, region.column)
        )
        for region in subject.regions()
        for down in range(region.count)
    }
    return values | {Place(0, 9, 2): value for value in changed.values()}


def test_two_engines_that_agree_against_ours_are_an_error(subject, monkeypatch):
    other = everything(subject, total=4000.0)
    found = heard(subject, monkeypatch, one=other, two=other).findings
    assert [(each.where, each.severity) for each in found] == [("Campaigns!C10", "error")]
    assert "4,000" in found[0].sentence
    assert "4,236" in found[0].sentence


def test_an_engine_that_stands_alone_against_two_is_told_of_and_no_finding(subject, monkeypatch):
    testimony = heard(subject, monkeypatch, one=everything(subject, total=4000.0), two=everything(subject))
    assert testimony.findings == ()
    assert testimony.note == "one differs in 1 cells in which two agrees with socroi."


def test_a_function_that_the_other_engine_does_not_know_is_no_difference(subject, monkeypatch):
    testimony = heard(subject, monkeypatch, one=everything(subject, total=CellError("#NAME?")))
    assert testimony.findings == ()
    assert testimony.silent == 2  # the total, and the ROI that reads it
