"""The server of a soak, started as its users start it, and the clients that load it."""

import collections
import contextlib
import os
import random
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from soak_clients import KINDS, TOKEN, Wrong

from socroi.hosts.server import PROJECT

ROOT = Path(__file__).resolve().parents[2]
AUTH = f'''"""Who may ask, for a trial: whoever holds one token."""
from fastapi.exceptions import HTTPException
from xlwings_server.models import User

async def validate_token(token_string):
    if token_string == "{TOKEN}":
        return User(id="1", name="trial")
    raise HTTPException(status_code=401, detail="Who are you?")
'''


@contextlib.contextmanager
def server(folder):
    """Start the project's server with a gate of its own; gives the process and its port."""
    for name, text in {**PROJECT, "auth/__init__.py": "", "auth/custom/__init__.py": AUTH}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copyfile(folder / ".env.example", folder / ".env")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "XLWINGS_PROJECT_DIR": str(folder),
        "XLWINGS_LICENSE_KEY": "noncommercial",
        "XLWINGS_AUTH_PROVIDERS": '["custom"]',
    }
    command = [*(sys.executable, "-m", "uvicorn", "serve:app", "--no-access-log"), "--host", "127.0.0.1", "--port", str(port)]  # fmt: skip
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            for _ in range(1200):
                assert process.poll() is None, (folder / "log").read_text()
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield process, port
        finally:
            process.terminate()
            process.wait(timeout=60)


def loaded(process, port, options):
    """Let the clients ask until the time is over; return counts, what was wrong, and (seconds, MiB) of the server."""
    counts, wrong, samples = collections.Counter(), [], []
    begun = time.monotonic()
    until = begun + options.minutes * 60
    names = [name for name, (weight, _) in KINDS.items() for _ in range(weight)]

    def client(number):
        draw = random.Random(f"{options.seed} {number}")
        while time.monotonic() < until:
            kind = draw.choice(names)
            try:
                KINDS[kind][1](port, draw)
            except Wrong as fault:
                wrong.append(f"{kind}: {fault}")
            except Exception as fault:  # noqa: BLE001 - whatever it is, the others go on and it is told
                wrong.append(f"{kind}: {fault!r}")
            counts[kind] += 1
            time.sleep(draw.expovariate(options.rate / options.clients))

    clients = [threading.Thread(target=client, args=(number,), daemon=True) for number in range(options.clients)]
    for each in clients:
        each.start()
    while time.monotonic() < until:
        assert process.poll() is None, "the server has ended"
        samples.append((time.monotonic() - begun, memory(process.pid)))
        time.sleep(options.every)
    for each in clients:
        each.join(120)
    return counts, wrong, samples


def memory(process):
    """The MiB that a process occupies."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
