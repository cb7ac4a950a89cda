"""`make reports`: writes docs/report, the pictures docs/pictures/report_*.png and the outputs of docs/notebook.ipynb.

Needs Chromium and the packages of the extra `report`, and nbclient with ipykernel.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import socroi
from socroi import templates

ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "docs" / "report"
PICTURES = ROOT / "docs" / "pictures"
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"
SCREENS = (
    ("report_screen", (1200, 1560), []),
    ("report_phone", (500, 2560), ["--blink-settings=preferredColorScheme=0"]),
)
"""Picture, window in pixels, and what else Chromium is told: 0 is dark."""
SHOWN_WIDTH = 700
COLOURS = 128


def run_notebook(path):
    """Run a notebook in an empty folder, and return it with its outputs and without what differs from run to run."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        NotebookClient(notebook, timeout=300, resources={"metadata": {"path": folder}}).execute()
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        cell["metadata"] = {}
        for output in cell.get("outputs", []):
            output.pop("transient", None)
    return notebook


def write_reports():
    """Write the report of the example in every format."""
    book = templates.shipped("four_step", example=True)
    for kind in ("pdf", "pptx", "docx"):
        socroi.report(book, REPORTS / f"four_step.{kind}")


def draw():
    """Draw the sheets of two languages, and the page as a browser shows it."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for language in ("en", "fa"):
            path = place / f"report_{language}.png"
            socroi.report(templates.shipped("four_step", language, example=True), path)
            _keep(Image.open(path), path.name)
        page = place / "page.html"
        socroi.report(templates.shipped("four_step", example=True), page)
        chromium = shutil.which("chromium") or sys.exit("chromium is missing: apt-get install chromium.")
        for name, size, told in SCREENS:
            path = place / f"{name}.png"
            command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *told]
            command += [f"--user-data-dir={place / 'profile'}", f"--screenshot={path}"]
            command += [f"--window-size={size[0]},{size[1]}", page.as_uri()]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
            _keep(Image.open(path), path.name)


def _keep(image, name):
    """Write a picture in few colours, no wider than the page that shows it."""
    scale = min(1, SHOWN_WIDTH / image.width)
    small = image.convert("RGB").resize((round(image.width * scale), round(image.height * scale)))
    small.quantize(COLOURS).save(PICTURES / name, optimize=True)


if __name__ == "__main__":
    import nbformat

    REPORTS.mkdir(exist_ok=True)
    write_reports()
    draw()
    nbformat.write(run_notebook(NOTEBOOK), NOTEBOOK)
