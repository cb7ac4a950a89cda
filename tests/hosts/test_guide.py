"""The guide for Excel names commands, options and buttons that exist."""

import re
from pathlib import Path

import click
import pytest

from socroi.cli.commands import cli
from socroi.hosts import vba_modules

GUIDE = (Path(__file__).parents[2] / "docs" / "excel.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"socroi ((?:addin|freeze|new|calc)(?: [^\s`|]+)*)", GUIDE.replace("\n", " \n"))))


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_guide_exists_with_its_options(line):
    words, command = line.split(), cli
    context = click.Context(cli)
    while words and isinstance(command, click.Group) and words[0] in command.list_commands(context):
        command = command.get_command(context, words.pop(0))
    assert command is not cli
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("-")} <= options


def test_every_button_is_described():
    for _, label, *_ in vba_modules.BUTTONS:
        assert f"| {label} |" in GUIDE


def test_every_link_inside_the_guide_leads_somewhere():
    anchors = {
        re.sub(r"[^\w\- ]", "", heading.replace("`", "")).strip().lower().replace(" ", "-")
        for heading in re.findall(r"(?m)^#+ (.*)$", GUIDE)
    }
    assert set(re.findall(r"\]\(#([^)]*)\)", GUIDE)) <= anchors


def test_the_guide_says_plainly_that_no_excel_was_at_hand():
    assert "Nothing here was ever opened in a real Excel" in GUIDE
