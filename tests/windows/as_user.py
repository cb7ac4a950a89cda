"""Run by the Windows Python: puts the add-in in place, looks at it and takes it away, for a user of some name."""

import json
import os
import subprocess
import sys
from pathlib import Path


def outcomes(home):
    """What the three commands answer where the user's files lie in `home`, as Windows would set it."""
    own = {**os.environ, "USERPROFILE": str(home), "APPDATA": str(home / "AppData" / "Roaming")}
    for word in ("install", "status", "remove"):
        command = [sys.executable, "-X", "utf8=0", "-m", "socroi", "addin", word]
        done = subprocess.run(command, env=own, check=False, capture_output=True, stdin=subprocess.PIPE)
        there = sorted(path.name for path in home.rglob("*") if path.is_file())
        yield [done.returncode, (done.stdout + done.stderr).decode("utf-8"), there]


sys.stdout.write(json.dumps(list(outcomes(Path(sys.argv[1])))))
