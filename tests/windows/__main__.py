"""`make windows-suite PARTS=tests/books`: the tests of other parts, run by the Windows Python itself.

What fails has to be looked at: links, permissions, devices and programs of Unix are not there, and a test may ask
for them.
"""

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from wine import FOLDER, PROJECT, Windows

MOST_SECONDS = 3600


def main():
    """Run pytest under Wine, print what it prints, and end as it ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="+", help="folders and files of tests")
    parts = parser.parse_args().parts
    windows = Windows(os.environ.get(FOLDER) or PROJECT / ".cache" / "wine")
    words = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short")
    done = windows.run(*words, *parts, cwd=PROJECT, timeout=MOST_SECONDS)
    sys.stdout.write(done.stdout + done.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
