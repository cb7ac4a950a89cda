import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from socroi.errors import WorkbookError
from socroi.reports import picture


def texts(results, monkeypatch):
    """Every text in the figure, in the order in which it was drawn."""
    from matplotlib.figure import Figure

    kept = []
    monkeypatch.setattr(Figure, "savefig", lambda figure, *_, **__: kept.append(figure))
    with tempfile.TemporaryDirectory() as folder:
        picture.draw(results, Path(folder) / "roi.png")
    return [text.get_text() for text in kept[0].findobj(lambda artist: hasattr(artist, "get_text"))]


@pytest.mark.parametrize("which", ["results", "unknown"])
def test_the_picture_is_a_png_of_1920_by_1200(which, tmp_path, request):
    image = pytest.importorskip("PIL.Image")
    picture.draw(request.getfixturevalue(which), tmp_path / "roi.png")
    with image.open(tmp_path / "roi.png") as opened:
        assert (opened.format, opened.size) == ("PNG", (1920, 1200))


def test_the_same_results_give_the_same_bytes(results, tmp_path):
    picture.draw(results, tmp_path / "a.png")
    picture.draw(results, tmp_path / "b.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_the_headline_and_every_platform_stand_in_it(results, monkeypatch):
    found = texts(results, monkeypatch)
    assert {"+33%", "600", "450", "150", "Instagram", "LinkedIn", "+100%", "\N{MINUS SIGN}75%"} <= set(found)


def test_cost_that_is_still_to_come_stands_under_the_cost(results, monkeypatch):
    assert "another 900 still to come this year" in texts(replace(results, ahead=900.0), monkeypatch)


def test_demo_numbers_are_called_so(results, monkeypatch):
    assert "Demo numbers" in texts(results.labelled("Demo numbers", []), monkeypatch)


def test_without_a_roi_it_says_why_in_place_of_charts(unknown, monkeypatch):
    found = texts(unknown.labelled("", ["No revenue is known."]), monkeypatch)
    assert "Why there is no ROI yet" in found
    assert "No revenue is known." in found
    assert found.count("not known") == 4


def test_remarks_stand_below(results, monkeypatch):
    assert "Both claim it." in texts(results.labelled("", ["Both claim it."]), monkeypatch)


def test_a_picture_that_cannot_be_written_is_refused(results, tmp_path):
    with pytest.raises(WorkbookError, match="cannot be written"):
        picture.draw(results, tmp_path / "gone" / "roi.png")
