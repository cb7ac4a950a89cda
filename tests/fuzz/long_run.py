"""A long run of the random attacks in one process: each batch under an alarm, counted in a file, gone on with where it ended.

`python tests/fuzz -n 1000000 --seed 4 --counts counts.json`; the same line again goes on. A batch that took the process
with it is tried again case by case, and the case that does so again is written down and passed over.
"""

import contextlib
import faulthandler
import gc
import json
import os
import re
import signal
import sys
import tempfile
import time
from pathlib import Path

from fuzz_kinds import COUNTED_AS, SHARES, tried

BATCH = 20
PATIENCE = 240
"""Seconds by the clock that a batch may take: the processor may be busy with much else."""
MOST_MEMORY = 2 << 30


class OverstayedError(BaseException):
    """A batch did not end; no handler of the code that is tried may take it for its own."""


class Counts:
    """What was tried and found so far, kept in a file."""

    def __init__(self, path, seed):
        self.path = Path(path)
        fresh = {"seed": seed, "cases": {}, "tries": {}, "seconds": 0.0, "memory": 0, "failed": [], "under_way": None}
        self.all = json.loads(self.path.read_text(encoding="utf-8")) if self.path.exists() else fresh
        assert self.all["seed"] == seed, f"{path} counts a run with the seed {self.all['seed']}"

    @property
    def total(self):
        return sum(self.all["cases"].values())

    def next_kind(self, kinds):
        """The kind that is furthest behind its share."""
        return min(kinds, key=lambda kind: self.all["cases"].get(kind, 0) / SHARES[kind])

    def save(self):
        beside = self.path.with_suffix(".part")
        beside.write_text(json.dumps(self.all, indent=1), encoding="utf-8")
        beside.replace(self.path)

    def told(self):
        """One line with all figures."""
        cases = ", ".join(f"{count:,} {kind}" for kind, count in sorted(self.all["cases"].items()))
        return (
            f"seed {self.all['seed']}: {self.total:,} cases ({cases}) in {self.all['seconds']:,.0f} s of processor time, "
            f"at most {self.all['memory'] >> 20:,} MiB; {len(self.all['failed']):,} of them failed."
        )


def run(path, count, seed, kinds, seconds=None):
    """Try cases until so many are counted, and return whether one failed."""
    counts = Counts(path, seed)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(dir=_memory_folder()) as name, _watched():
        folder = Path(name)
        if counts.all["under_way"]:
            _again(counts, folder)
        while counts.total < count and (seconds is None or time.monotonic() - started < seconds):
            kind = counts.next_kind(kinds)
            _batch(counts, kind, BATCH, folder)
    print(counts.told())  # noqa: T201 - a program's answer
    for kind, number, _ in counts.all["failed"]:
        print(f"  python tests/fuzz --case {kind} {number}")  # noqa: T201
    return bool(counts.all["failed"])


def _batch(counts, kind, size, folder):
    """Try the next cases of a kind."""
    every, first = counts.all, seed_number(counts, kind)
    every["under_way"] = [kind, first, size]
    counts.save()
    signal.alarm(PATIENCE)
    faulthandler.dump_traceback_later(2 * PATIENCE, exit=True, file=sys.__stderr__)
    at, began = first, time.process_time()
    try:
        for at in range(first, first + size):
            if wrong := tried(kind, at, folder):
                every["failed"].append([kind, at, wrong[-3000:]])
    except OverstayedError:
        every["failed"].append([kind, at, f"the batch was not through after {PATIENCE} s by the clock"])
    finally:
        signal.alarm(0)
        faulthandler.cancel_dump_traceback_later()
    used = _most_memory()
    every["memory"] = max(every["memory"], used)
    if used > MOST_MEMORY:
        every["failed"].append([kind, first, f"one of {size} cases from here on took {used:,} bytes of memory"])
    done = at - first + 1
    every["tries"][kind] = every["tries"].get(kind, 0) + done
    every["cases"][kind] = every["cases"].get(kind, 0) + done * COUNTED_AS.get(kind, 1)
    every["seconds"] += time.process_time() - began
    every["under_way"] = None
    counts.save()


def seed_number(counts, kind):
    """The number of the next case of a kind."""
    return counts.all["seed"] * 1_000_000 + counts.all["tries"].get(kind, 0)


def _again(counts, folder):
    """A batch took its process with it: try its cases one by one, and pass over the one that does so alone."""
    kind, first, size = counts.all["under_way"]
    if size == 1:
        counts.all["failed"].append([kind, first, "it took the process with it"])
        counts.all["tries"][kind] = counts.all["tries"].get(kind, 0) + 1
        counts.all["under_way"] = None
    for _ in range(size if size > 1 else 0):
        _batch(counts, kind, 1, folder)


@contextlib.contextmanager
def _watched():
    """Let an alarm end a batch, and a polite signal the run after saving nothing half-counted."""

    def overstayed(*_):
        raise OverstayedError

    def ended(*_):
        raise KeyboardInterrupt

    before = {
        number: signal.signal(number, do) for number, do in ((signal.SIGALRM, overstayed), (signal.SIGTERM, ended))
    }
    # What was loaded stays: looking through it again and again is a tenth of the time.
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        for number, do in before.items():
            signal.signal(number, do)


def _memory_folder():
    """Where files are only in memory: a sync costs nothing there."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a folder of its own is made in it


def _most_memory():
    """The most memory that the process has had since it was asked for last."""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) * 1024 if found else 0
