"""The page in headless Chromium: axe-core finds nothing that keeps somebody from reading it, and nothing sticks out.

A copy of the page gets axe-core (tests/hosts/node) and tells the frame around it what was found, which Chromium prints.
"""

import json
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest

from socroi.reports.page.brand import Brand
from socroi.reports.page.html import html

AXE = Path(__file__).parents[2] / "hosts" / "node" / "node_modules" / "axe-core" / "axe.min.js"
LOOK = """
<script>{axe}</script>
<script>
axe.run({{resultTypes: ["violations"]}}).then(found => {{
  const outside = box => box.right > innerWidth + 1 || box.left < -1;
  const apart = [...document.querySelectorAll("body *")].filter(each => !each.closest("svg, table"));
  parent.postMessage({{
    broken: found.violations.map(each => [each.id, each.help, each.nodes.map(node => node.html.slice(0, 200))]),
    passes: found.passes.length,
    outside: apart.filter(each => outside(each.getBoundingClientRect())).map(each => each.outerHTML.slice(0, 120)),
    cut: [...document.querySelectorAll(".wide")].filter(each => each.scrollWidth > each.clientWidth + 1).length,
    width: innerWidth,
    wide: document.documentElement.scrollWidth,
    ground: getComputedStyle(document.body).backgroundColor,
  }}, "*");
}});
</script>
"""
FRAME = """<!DOCTYPE html><title>-</title><pre></pre><iframe src="page.html" width="{width}" height="3000"
 style="border:0"></iframe><script>
onmessage = event => document.querySelector("pre").textContent = encodeURIComponent(JSON.stringify(event.data));
</script>"""
"""Headless Chromium has no window narrower than 500 pixels, so the page stands in a frame."""


@pytest.fixture
def look(program, folder, tmp_path):
    """What the browser found in a page of a width in pixels."""
    chromium = program("chromium", "apt-get install chromium")
    folder(AXE.parent)

    def run(page, width, *, dark=False):
        axe = LOOK.format(axe=AXE.read_text(encoding="utf-8"))
        (tmp_path / "page.html").write_text(html(page).replace("</body>", f"{axe}</body>"), encoding="utf-8")
        (tmp_path / "frame.html").write_text(FRAME.format(width=width), encoding="utf-8")
        command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
        command += ["--window-size=1300,3100", "--virtual-time-budget=60000", "--dump-dom"]
        command += ["--blink-settings=preferredColorScheme=0"] if dark else []
        address = (tmp_path / "frame.html").as_uri()
        done = subprocess.run([*command, address], capture_output=True, text=True, check=True, timeout=120)
        return json.loads(unquote(re.search(r"<pre>([^<]+)</pre>", done.stdout)[1]))

    return run


@pytest.mark.chromium
@pytest.mark.parametrize(
    ("name", "language", "width", "dark"),
    [
        ("four_step", "en", 1200, False),
        ("four_step", "en", 1200, True),
        ("four_step", "fa", 360, False),
        ("kpi_scorecard", "en", 360, True),
        ("four_step", "hu", 390, False),
        ("hidden_returns", "hu", 360, False),
    ],
)
def test_everybody_can_read_the_page_and_nothing_sticks_out(name, language, width, dark, example_page, look):
    found = look(example_page(name, language), width, dark=dark)
    assert found["broken"] == []
    assert found["passes"] > 20
    assert found["width"] == width
    assert found["outside"] == []
    assert found["wide"] <= width
    assert found["cut"] == 0
    assert found["ground"] == ("rgb(18, 24, 29)" if dark else "rgb(255, 255, 255)")


@pytest.mark.chromium
@pytest.mark.parametrize("colour", ["#FFCC00", "#777777"])
def test_letters_can_be_read_on_the_colour_of_a_client(colour, example_page, look):
    brand = Brand("Northwind", colour=colour, footer="Ask us.")
    assert look(example_page("hidden_returns", "hu", brand=brand), 800)["broken"] == []
