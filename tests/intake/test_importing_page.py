"""The transcript of docs/importing.md is what the commands print; `SOCROI_WRITE=1` writes it anew."""

import os
import re
import shlex
from pathlib import Path

import pytest

from socroi import cli

PAGE = Path(__file__).resolve().parents[2] / "docs" / "importing.md"
FILE = re.compile(r"^`([\w.]+)`[^\n]*\n\n```csv\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_transcript_of_the_page_is_what_is_printed(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    page = PAGE.read_text(encoding="utf-8")
    for name, content in FILE.findall(page):
        Path(name).write_text(content, encoding="utf-8")

    def run(block):
        said = ["```console"]
        for line in block[1].splitlines():
            if not line.startswith("$ "):
                continue
            said.append(line)
            with pytest.raises(SystemExit) as ended:
                cli.main(shlex.split(line)[2:])
            assert not ended.value.code
            said += [text.rstrip() for text in capsys.readouterr().out.splitlines()]
        return "\n".join([*said, "```"])

    made = CONSOLE.sub(run, page)
    if os.environ.get("SOCROI_WRITE"):
        PAGE.write_text(made, encoding="utf-8")
    assert made == page or os.environ.get("SOCROI_WRITE")
