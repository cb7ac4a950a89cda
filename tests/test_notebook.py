"""docs/notebook.ipynb runs from top to bottom, and shows what it says."""

import json
import re
from pathlib import Path

import pytest

pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")
NOTEBOOK = Path(__file__).parents[1] / "docs" / "notebook.ipynb"


def outputs(notebook):
    """What each cell shows as text."""
    return [
        [output.get("text") or output["data"]["text/plain"] for output in cell["outputs"]]
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    ]


def as_one(text):
    return "".join(text) if isinstance(text, list) else text


@pytest.mark.filterwarnings("default")  # of Jupyter's own
def test_every_cell_runs_and_shows_what_the_page_says():
    from draw_reports import run_notebook

    kept = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    found = [[as_one(text) for text in cell] for cell in outputs(run_notebook(NOTEBOOK))]
    assert found == [[as_one(text) for text in cell] for cell in outputs(kept)], "run `make reports`"
    assert sum(map(len, found)) > 8


def test_it_holds_no_path_of_the_machine_on_which_it_was_run():
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert not re.search(r"(/home/|/tmp/|/root/|/Users/|[A-Z]:\\\\|site-packages)", text)
