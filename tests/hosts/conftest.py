import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


class Worker:
    """A process that answers lines of JSON with lines of JSON."""

    def __init__(self, command, **environment):
        paths = os.pathsep.join((str(ROOT), str(HERE)))
        variables = {**os.environ, "PYTHONPATH": paths, **environment}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(list(map(str, command)), stdin=pipe, stdout=pipe, text=True, env=variables)

    def ask(self, *request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the worker ended without an answer; its errors are above"
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()


@pytest.fixture(scope="session")
def worker():
    """`worker(command)` starts a worker; all of them end with the session."""
    started = []

    def start(*command, **environment):
        started.append(Worker(command, **environment))
        return started[-1]

    yield start
    for each in started:
        each.close()


@pytest.fixture(scope="session")
def classic(worker, package):
    """xlwings' own code for Windows, on top of a stubbed pywin32."""
    package("xlwings", "pip install '.[excel]'")
    return worker(sys.executable, HERE / "classic_worker.py")


@pytest.fixture(scope="session")
def officejs(worker, package):
    """xlwings' Office.js engine, in-process."""
    package("xlwings", "pip install '.[excel]'")
    return worker(sys.executable, HERE / "officejs_worker.py", "socroi.hosts.excel")
