"""What the README says to type can be typed, in its order, and does what it says."""

import re
import shlex
from pathlib import Path

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
COMMANDS = [shlex.split(line) for line in re.findall(r"^\| .+ \| `socroi (.+)` \|$", README, re.MULTILINE)]


def test_the_commands_of_the_readme_work_one_after_the_other(run, tmp_path):
    (tmp_path / "results.csv").write_text("Month,Platform,KPI,Quantity\n2026-07,Facebook,Leads,12\n")
    (tmp_path / "clients").mkdir()
    (tmp_path / "downloads").mkdir()
    (tmp_path / "downloads" / "ads.csv").write_text(
        "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions\n"
        "2026-07-01,2026-07-31,Invented,100,1000\n"
    )
    said = {}
    for command in COMMANDS:
        if "export.csv" in command:  # the user's own
            continue
        status, out, err = run(*command)
        assert (status, err) == (0, ""), command
        said[command[0]] = said.get(command[0], "") + out
        if command[:2] == ["calc", "mine.xlsx"]:
            (tmp_path / "clients" / "one.xlsx").write_bytes((tmp_path / "mine.xlsx").read_bytes())
    assert {"new", "fill", "calc", "whatif", "functions", "freeze"} <= said.keys()
    assert "1 row into the table Results" in said["fill"]
    # 17,289 of return on 12,549 of cost in the example's nine months.
    assert re.search(r"^ROI!\w+\t37\.77", said["calc"], re.MULTILINE)
    assert "is the same in all of them" not in said["whatif"]
    assert (tmp_path / "done" / "one.xlsx").exists()
    assert (tmp_path / "roi.png").exists()
