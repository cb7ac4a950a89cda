"""`make faults`: every command that writes, with a disk or a memory that refuses at each moment of it.

What must be true of each: it ends in words, and not with a traceback; each file is the old one or the new one, whole; no
temporary file is left. `python tests/fuzz/faults.py --kinds disk --commands fill,report` tries some of them.
"""

import argparse
import collections
import contextlib
import io
import json
import os
import re
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent), str(ROOT / "tests" / "books"), str(ROOT / "tests" / "cli")]

from moments import Moments, emptied, failing_disk, files_of, outcome, refusing_memory  # noqa: E402

KINDS = ("disk", "full", "memory")
"""A disk that fails once; a disk that is full from one moment on; memory that is refused once."""
TIMES = re.compile(r"\d+([.,]\d+)? m?s\b")
LACKS = re.compile("could not be computed|not-computed|kept the old value|kept its old value|[Mm]emory|#UNKNOWN!")
"""What a command says, or writes, where a part is not computed because memory was refused."""
SEVERAL = {"demo", "demo --from", "import", "import --undo", "import, answered", "utm --book", "report clients", "calc clients", "calc clients -o", "calc several", "report, all", "whatif, both", "portfolio clients"}  # fmt: skip
"""Commands that leave more than one file: each is the old or the new one, but not all need be the same."""


def commands():
    """Every command that writes, by a name."""
    from tests.cli.test_full_disk import COMMANDS

    new = {name: command for name, command in COMMANDS.items() if name != "demo"}
    return new | {
        "demo": ("demo", "-o", "."),
        "demo --from": COMMANDS["demo"],
        "new --example": ("new", "programme", "--example", "-o", "old.xlsx", "--force"),
        "new kpi_scorecard": ("new", "kpi_scorecard", "--lang", "fa", "--start", "2026-04", "-o", "old.xlsx", "--force"),
        "fill --over": ("fill", "plan.xlsx", "rows.csv", "--over", "-o", "old.xlsx"),
        "fill, in place": ("fill", "plan.xlsx", "rows.csv"),
        "calc example": ("calc", "example.xlsx"),
        "calc clients": ("calc", "clients", "-j", "1"),
        "calc clients -o": ("calc", "clients", "-o", "made", "-j", "1"),
        "calc several": ("calc", "book.xlsx", "plan.xlsx", "-o", "made", "-j", "1"),
        "freeze example": ("freeze", "example.xlsx", "-o", "old.xlsx", "--force"),
        "plain example": ("plain", "example.xlsx", "-o", "old.xlsx", "--force"),
        "whatif, both": ("whatif", "book.xlsx", "--set", "A1=1,2", "--read", "A2", "-o", "old.csv", "--chart", "old.png", "--force"),
        "import, answered": ("import", "plan.xlsx", "export.csv", "--yes", "--currency", "EUR", "--truth", "claims"),
        "import --undo": ("import", "imported.xlsx", "--undo", "1", "--yes"),
        "import --map": ("import", "plan.xlsx", "own.csv", "--map", "own.toml", "--yes"),
        "report pdf": ("report", "example.xlsx", "-o", "old.pdf", "--force"),
        "report png": ("report", "example.xlsx", "-o", "old.png", "--force"),
        "report pptx": ("report", "example.xlsx", "-o", "old.pptx", "--force"),
        "report docx": ("report", "example.xlsx", "-o", "old.docx", "--force"),
        "report clients": ("report", "clients", "-o", "made"),
        "check xlsx": ("check", "plan.xlsx", "-o", "old.xlsx", "--force", "--with", "none"),
        "check sarif": ("check", "plan.xlsx", "--format", "sarif", "-o", "old.csv", "--force", "--with", "none"),
        "compare --picture": ("compare", "example.xlsx", "now.xlsx", "--picture", "fresh.png"),
        "explain --picture": ("explain", "example.xlsx", "--from", "2026-01", "--to", "2026-02", "--picture", "fresh.svg"),
        "utm --book": ("utm", "links.csv", "-o", "old.csv", "--book", "plan.xlsx", "--force"),
        "convert": ("convert", "foreign.ods"),
        "addin javascript": ("addin", "javascript", "project"),
        "portfolio xlsx": ("portfolio", "clients", "--no-cache", "-j", "1", "-o", "fresh.xlsx"),
        "portfolio html": ("portfolio", "clients", "--no-cache", "-j", "1", "-o", "fresh.html"),
        "portfolio csv": ("portfolio", "clients", "--no-cache", "-j", "1", "-o", "fresh.csv"),
        "portfolio parquet": ("portfolio", "clients", "--cache", "memory", "-j", "1", "-o", "fresh.parquet"),
    }  # fmt: skip


def arrange(folder):
    """Write the files that the commands read and replace."""
    from tests.cli import test_full_disk
    from tests.cli.test_convert import packed_book

    test_full_disk.arrange(folder)
    for name in ("old.pdf", "old.pptx", "old.docx"):
        (folder / name).write_bytes(b"of last year")
    (folder / "clients").mkdir()
    for name in ("ann.xlsx", "bob.xlsx"):
        shutil.copyfile(folder / "example.xlsx", folder / "clients" / name)
    packed_book(folder / "foreign.ods")
    import socroi

    book = socroi.open(folder / "example.xlsx")
    book["margin"] = 0.5
    book.save(folder / "now.xlsx")
    shutil.copyfile(folder / "plan.xlsx", folder / "imported.xlsx")
    before = Path.cwd()
    os.chdir(folder)
    try:
        said = [
            outcome(("import", "imported.xlsx", "export.csv", "--yes")),
            outcome(("export", "export.csv", "--teach", "own.toml")),
        ]
        assert [each[0] for each in said] == [0, 0], said
    finally:
        os.chdir(before)
    shutil.copyfile(folder / "export.csv", folder / "own.csv")


class Judge:
    """Says what is wrong with what a copy came to.

    Args:
        root: where the copy ran.
        old: the files before.
        new: the files after, where nothing failed.
        several: whether the command leaves more than one file.
        said: what it printed, where nothing failed.
        kind: what was refused.
    """

    def __init__(self, root, old, new, said, *, several, kind):
        self.root, self.old, self.new, self.several, self.kind = root, old, new, several, kind
        self.said = TIMES.sub("", said)
        self.ends = collections.Counter()

    def __call__(self, what, status, out, err):
        """Return what is wrong, "" for nothing."""
        self.ends[status] += 1
        if status == -2000:
            return "it did not end"
        if status < 0 or "Traceback" in out + err:
            return f"status {status}: {(out + err)[-1500:]}"
        if status not in {0, 1, 2, 3}:
            return f"status {status}: {err[-500:]}"
        if status == 2 and (not err.strip() or "socroi: " not in err):
            return f"it was refused without a word: {err!r} {out!r}"
        if self.kind == "memory" and status != 2 and TIMES.sub("", out) != self.said and not LACKS.search(out + err):
            return f"it says something else, and not that anything is wrong: {out[-300:]} {err[-300:]}"
        left = files_of(self.root / "work")
        for place in ("work", "tmp", "home", "cache"):
            for name in files_of(self.root / place):
                # What cannot be looked into cannot be taken away.
                if name.endswith(".tmp") or (place == "tmp" and what != "open" and not name.startswith(("lu", "OSL"))):
                    return f"{place}/{name} is left; {err[-300:]}"
        for name, content in self.old.items():
            if name not in left:
                return f"{name} is gone; {err[-300:]}"
            if content != left[name] and not self._whole(name, left[name]):
                return f"{name} is neither the old nor the new one; {err[-300:]}"
        for name in left.keys() - self.old.keys():
            if not self._whole(name, left[name]):
                return f"{name} is half a file; {err[-300:]}"
        changed = {name for name in left if left[name] is not None and left[name] != self.old.get(name)}
        if status == 2 and changed and not self.several:
            return f"it said that it was refused, and wrote {sorted(changed)}; {err[-300:]}"
        if (
            status == 0
            and self.kind != "memory"
            and not {n for n in self.new if self.new[n] != self.old.get(n, 0)} <= left.keys()
        ):
            return f"it said that it was done, and {sorted(self.new.keys() - left.keys())} are not there"
        return ""

    def _whole(self, name, content):
        """Whether a file is the new one, or at least one of its kind that is complete: times stand in some of them."""
        if content == self.new.get(name, content if content is None else None):
            return True
        if content is None:
            return True
        if self.kind == "memory" and LACKS.search(content.decode("utf-8", "replace")):
            return True
        if content[:2] == b"PK":
            with contextlib.suppress(Exception):
                return zipfile.ZipFile(io.BytesIO(content)).testzip() is None
            return False
        ends = {
            b"%PDF": b"%%EOF",
            b"\x89PNG": b"IEND\xaeB`\x82",
            b"<!do": b"</html>",
            b"<!DO": b"</html>",
            b"<?xm": b"svg>",
        }
        end = ends.get(content[:4])
        return (end is not None and content.rstrip().endswith(end)) or (
            end is None and abs(len(content) - len(self.new.get(name) or b"")) < 40
        )


def swept(name, command, kind, folder, keep, most):
    """Refuse something at each moment of one command, or at so many; returns a record. It patches this process."""
    root, aside = folder / "root", folder / "aside"
    for each in (root / "work", root / "tmp", root / "home", root / "cache", aside):
        each.mkdir(parents=True)
    os.environ.update(
        HOME=str(root / "home"), XDG_CACHE_HOME=str(root / "cache"), TMPDIR=str(root / "tmp"), COLUMNS="120"
    )
    os.environ["MPLCONFIGDIR"] = str(folder)
    tempfile.tempdir = None
    work = root / "work"
    shutil.copytree(keep, work, dirs_exist_ok=True)
    os.chdir(work)
    old = files_of(work)
    first = outcome(command)
    new = files_of(work)
    record = {"command": name, "kind": kind, "status": first[0], "moments": 0, "passed": 0, "elsewhere": 0, "wrong": []}
    if first[0] not in {0, 1, 3} or "Traceback" in first[2]:
        return record | {"wrong": [(-1, "undisturbed", f"{first[0]}: {first[2][-1500:]}")]}
    again = partial(_put_back, root, keep)
    again()
    judge = Judge(root, old, new, first[1], several=name in SEVERAL, kind=kind)
    moments = Moments(root, aside, judge, lasting=kind == "full", counting=most is not None)
    (refusing_memory if kind == "memory" else failing_disk)(moments)
    if most is not None:
        outcome(command)
        again()
        moments.counted(most)
    found = outcome(command)
    moments.ended(found)
    moments.busy = True
    if found[0] != first[0]:
        moments.wrong.append((-1, "to the end", f"status {found[0]}, not {first[0]}: {found[2][-1500:]}"))
    return record | {
        "moments": len(moments.asked),
        "passed": moments.passed,
        "thinned": moments.thinned,
        "elsewhere": moments.elsewhere,
        "ends": dict(judge.ends),
        "asked": dict(collections.Counter(moments.asked)),
        "wrong": moments.wrong,
    }


def _put_back(root, keep):
    """Put everything back as it was before the command."""
    for each in (root / "work", root / "tmp", root / "home"):
        emptied(each)
    shutil.copytree(keep, root / "work", dirs_exist_ok=True)


def apart(name, command, kind, keep, most=None):
    """The same in a process of its own, which is patched for good and gone after it."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as place:  # noqa: S108
        folder = Path(place)
        pid = os.fork()
        if pid == 0:
            try:
                began = time.process_time()
                record = swept(name, command, kind, folder, keep, most)
                record["seconds"] = round(time.process_time() - began + sum(os.times()[2:4]), 1)
                (folder / "record").write_text(json.dumps(record), encoding="utf-8")
            except BaseException:  # noqa: BLE001 - it is told of
                import traceback

                (folder / "record").write_text(
                    json.dumps(
                        {"command": name, "kind": kind, "moments": 0, "wrong": [(-1, "sweep", traceback.format_exc())]}
                    ),
                    encoding="utf-8",
                )
            finally:
                os._exit(0)
        os.waitpid(pid, 0)
        path = folder / "record"
        if not path.exists():
            return {"command": name, "kind": kind, "moments": 0, "wrong": [(-1, "sweep", "the process is gone")]}
        return json.loads(path.read_text(encoding="utf-8"))


def main():
    """Sweep, tell of each command, and end with status 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--commands", help="names with commas between; left out: all")
    parser.add_argument("--most", type=int, help="of each command try so many moments at most, spread evenly")
    parser.add_argument(
        "--counts", metavar="FILE", help="a file of JSON lines; commands that stand in it are passed over"
    )
    options = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    known = commands()
    named = options.commands.split(";") if options.commands else list(known)
    done = set()
    if options.counts and Path(options.counts).exists():
        lines = Path(options.counts).read_text(encoding="utf-8").splitlines()
        done = {(each["command"], each["kind"]) for each in map(json.loads, lines)}
    failed = total = 0
    with tempfile.TemporaryDirectory() as place:
        keep = Path(place) / "keep"
        keep.mkdir()
        arrange(keep)
        for kind in options.kinds.split(","):
            for name in named:
                if (name, kind) in done:
                    continue
                record = apart(name, known[name], kind, keep, options.most)
                total += record["moments"]
                failed += len(record["wrong"])
                said = f"{kind} {name}: {record['moments']} moments, {len(record['wrong'])} wrong, {record}"
                print(said[:400], flush=True)  # noqa: T201 - a program's answer
                for number, what, wrong in record["wrong"][:3]:
                    print(f"   {number} {what}: {wrong}", flush=True)  # noqa: T201
                if options.counts:
                    with Path(options.counts).open("a", encoding="utf-8") as file:
                        file.write(json.dumps(record) + "\n")
    print(f"{total:,} moments, {failed:,} of them wrong.")  # noqa: T201
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
