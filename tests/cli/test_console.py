"""Progress is shown to people at a terminal, and to nobody else."""

import io
import sys

from socroi.cli.console import progress_bar


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_bar_says_what_is_done_before_while_and_after_counting(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    seen = []
    with progress_bar("computing", before="reading", after="writing") as count:
        for done in (0, 400_000, 800_000):
            count(done, 800_000)
            seen.append(terminal.getvalue())
    assert "reading" in terminal.getvalue()
    assert "writing" in terminal.getvalue()
    assert "800,000 of 800,000" in terminal.getvalue()
    assert "writing" not in seen[0]


def test_a_pipe_gets_no_bar(capsys):
    with progress_bar("computing") as count:
        assert count is None
    assert capsys.readouterr().err == ""
