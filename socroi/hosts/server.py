"""A ready project for xlwings Server, which has a licence of its own: we bring the functions, its user the key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from socroi import __version__

if TYPE_CHECKING:
    from pathlib import Path

_README: Final = f"""# SOCROI {__version__} on xlwings Server

A project for `xlwings-server`: Excel on Windows, on a Mac and on the web calls the functions on your own server.

1. `pip install ".[server]"` on the server, in a copy of SOCROI's project (Python 3.11 or newer).
2. Copy `.env.example` to `.env` and put your xlwings licence key in. xlwings Server is not ours: it is free for
   noncommercial use (the key is then the word `noncommercial`) and paid otherwise.
3. Try it: `xlwings-server` in this folder, then open http://127.0.0.1:8000/manifest.xml.
   Serve it: `XLWINGS_PROJECT_DIR=$PWD uvicorn xlwings_server.main:main_app` behind HTTPS, which Excel insists on.
4. In the Microsoft 365 admin center, deploy the add-in with the address of `manifest.xml`. One person alone can
   load it in Excel under Home, Add-ins, More Add-ins, My Add-ins, Upload.

The functions are then `=SOC.SOCROI(...)`: Office puts the add-in's name before each of them.

More: `docs/excel.md` of SOCROI, and the documentation of xlwings Server. Made by `make generate`; `socroi addin server
FOLDER` writes a copy with add-in identities of its own.
"""

_ENVIRONMENT: Final = """# Your key; the word noncommercial is the key for noncommercial use.
XLWINGS_LICENSE_KEY="your_license_key"
# Any long random text of your own.
XLWINGS_SECRET_KEY="change me"
XLWINGS_ENVIRONMENT="prod"
# Excel on the web calls from other addresses than its page's own.
XLWINGS_CORS_ALLOW_ORIGINS=["*"]
"""

_SETTINGS: Final = """[tool.xlwings_server]
project_name = "SOCROI"
functions_namespace = "SOC"
enable_socketio = false
enable_hotreload = false
# Who Excel takes the add-in for: one identity for each environment.
manifest_id_dev = "5f0f3c06-6b1e-4a53-9d5e-0c6a5c1f7a01"
manifest_id_qa = "5f0f3c06-6b1e-4a53-9d5e-0c6a5c1f7a02"
manifest_id_uat = "5f0f3c06-6b1e-4a53-9d5e-0c6a5c1f7a03"
manifest_id_staging = "5f0f3c06-6b1e-4a53-9d5e-0c6a5c1f7a04"
manifest_id_prod = "5f0f3c06-6b1e-4a53-9d5e-0c6a5c1f7a05"
"""

PROJECT: Final = {
    "README.md": _README,
    ".env.example": _ENVIRONMENT,
    "pyproject.toml": _SETTINGS,
    "requirements.txt": f"socroi[server]=={__version__}\n",
    "custom_functions/__init__.py": '"""What Excel sees as functions."""\n\nfrom socroi.hosts.excel import *\n',
    "custom_scripts/__init__.py": '"""Buttons of the task pane: none of ours."""\n',
}
"""The files of the project."""


def own_identity(folder: Path) -> None:
    """Give a copy of the project add-in identities of its own, so that two servers are two add-ins to Excel."""
    settings = folder / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    text = re.sub(r'(?m)^(manifest_id_\w+ = )".*"$', lambda found: f'{found[1]}"{uuid4()}"', text)
    settings.write_text(text, encoding="utf-8", newline="\n")
