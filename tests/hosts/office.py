"""A LibreOffice of our own: a private profile, and a user who is not root, as `unopkg` demands."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

NOBODY = 65534
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""
"""Else LibreOffice shows what Excel stored."""

HERE = Path(__file__).parent


class Office:
    """Runs LibreOffice's programs; `folder` is where its user may read and write."""

    def __init__(self, program, more_settings=""):
        self.program = program
        # Not pytest's own folder, which only its user may enter.
        self.folder = Path(tempfile.mkdtemp(prefix="socroi-office-")).resolve()
        settings = self.folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        written = ALWAYS_RECALCULATE.replace("</oor:items>", f"{more_settings}</oor:items>")
        settings.write_text(written, encoding="utf-8")
        self.profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        self.as_user = {}
        if os.geteuid() == 0:
            self.as_user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            for path in [self.folder, *self.folder.rglob("*")]:
                os.chown(path, NOBODY, NOBODY)

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def take(self, path, name=None):
        """Copy a file to where the user can read it, and return where that is."""
        copy = self.folder / (name or Path(path).name)
        shutil.copyfile(path, copy)
        copy.chmod(0o644)
        return copy

    def environment(self, **more):
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        return kept | {"HOME": str(self.folder), "SAL_USE_VCLPLUGIN": "svp"} | more

    def run(self, *command, **options):
        """Run a program as the user; its output as text."""
        done = subprocess.run(
            list(map(str, command)), check=False, capture_output=True, text=True, timeout=180, cwd=self.folder,
            env=self.environment(), **self.as_user, **options,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def unopkg(self, action, *arguments):
        return self.run(self.program("unopkg"), action, *arguments, self.profile)

    def convert(self, *paths, kind="xlsx"):
        """Open workbooks, recalculate them and save them as `kind`; returns the saved ones, in one run."""
        out = self.folder / "converted"
        soffice = self.program("soffice")
        self.run(soffice, "--headless", self.profile, "--convert-to", kind, "--outdir", out, *paths)
        saved = [out / f"{path.stem}.{kind}" for path in paths]
        missing = [path.name for path in saved if not path.exists()]
        assert missing == []
        return saved

    @contextmanager
    def running(self, *options, **environment):
        """A LibreOffice that runs until the block ends; gives the name of the pipe to put questions through."""
        pipe = f"socroi{os.getpid()}"
        accept = f"--accept=pipe,name={pipe};urp;StarOffice.ServiceManager"
        office = subprocess.Popen(
            [self.program("soffice"), "--norestore", *options, self.profile, accept], cwd=self.folder,
            env=self.environment(**environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, **self.as_user,
        )  # fmt: skip
        try:
            yield pipe
            self.put(pipe, ["close"])
            office.wait(timeout=30)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(office.pid, signal.SIGKILL)
            office.wait()

    def put(self, pipe, *questions):
        """Put questions to a running LibreOffice, through its own Python; `office_worker.py` says which there are."""
        worker = self.take(HERE / "office_worker.py")
        return json.loads(self.run(self.python(), worker, pipe, input=json.dumps(questions)))

    def ask(self, *questions):
        """Put questions to a LibreOffice started for them."""
        with self.running("--headless") as pipe:
            return self.put(pipe, *questions)

    def python(self):
        """The Python that LibreOffice uses: one that comes with it, or the system's."""
        beside = Path(self.program("soffice")).resolve().parent / "python"
        return beside if beside.exists() else "/usr/bin/python3"
