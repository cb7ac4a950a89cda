"""The sample CSV files beside the templates: `socroi fill` takes each, and each says what its columns mean."""

import csv

import pytest
from every_template import Figures

import socroi
from socroi.hosts.templates_page import templates_page
from socroi.templates import build, find, names
from socroi.templates.samples import samples

SAMPLES = [(name, sample) for name in names() for sample in samples(find(name))]


def test_every_template_has_a_sample():
    assert {name for name, _ in SAMPLES} == set(names())
    assert ("four_step", "Costs") in {(name, sample.table) for name, sample in SAMPLES}


@pytest.mark.parametrize(("name", "sample"), SAMPLES, ids=[sample.path.stem for _, sample in SAMPLES])
def test_sample_goes_into_its_table_and_nothing_in_it_is_amiss(tmp_path, name, sample):
    path = tmp_path / "book.xlsx"
    build(name, "en", path)
    done = socroi.fill(path, sample.path)
    with sample.path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (done.table, done.rows, done.uncomputed) == (sample.table, len(rows), [])
    filled = socroi.read_template(path, keys=True)[sample.table]
    for key in sample.columns:
        assert filled[key].isna().tolist() == [row[key] == "" for row in rows]
    # The touches of the paths are not listed yet; nothing else is to be put right.
    assert Figures(path)["stops"] == 0


@pytest.mark.parametrize(("name", "sample"), SAMPLES, ids=[sample.path.stem for _, sample in SAMPLES])
def test_page_of_the_templates_says_what_the_columns_of_a_sample_mean(name, sample):
    page = templates_page()
    section = page.partition(f'<a id="{name}"></a>')[2].partition("<a id=")[0]
    assert f"workbook_templates/samples/{sample.path.name}" in section
    typed = {column.key for column in find(name).tables[sample.table] if column.formula is None}
    assert set(sample.columns) <= typed
    for key in sample.columns:
        assert f"| `{key}` |" in section
