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
3. Try it: `XLWINGS_ENVIRONMENT=dev xlwings-server` in this folder, then open http://127.0.0.1:8000/manifest.xml.
   Serve it: `XLWINGS_PROJECT_DIR=$PWD uvicorn serve:app --no-access-log` behind HTTPS, which Excel insists on.
4. In the Microsoft 365 admin center, deploy the add-in with the address of `manifest.xml`. One person alone can
   load it in Excel under Home, Add-ins, More Add-ins, My Add-ins, Upload.

The functions are then `=SOC.SOCROI(...)`: Office puts the add-in's name before each of them.

## Who may ask, and how much

- **Who.** `serve.py` does not start where everybody who reaches the address would be answered. Fill in the three lines
  of Microsoft Entra ID in `.env` (or a provider of your own, as the documentation of xlwings Server says); where a
  private network or a proxy lets only your people through, say `SOCROI_OPEN=yes`.
- **From where.** Only pages of your own address may call it (`XLWINGS_CORS_ALLOW_ORIGINS`). Where Excel on the web is
  kept out, its console names the origin to add; we had no Excel on the web to see it.
- **How much.** A request of more than 8 MiB is refused (413), one that takes longer than a minute is given up (504).
- **What is kept.** Nothing: what people send is neither stored nor logged. `XLWINGS_LOG_LEVEL` and `--no-access-log`
  keep it so, also where an error would quote a cell.

More: `docs/excel.md` of SOCROI, and the documentation of xlwings Server. Made by `make generate`; `socroi addin server
FOLDER` writes a copy with add-in identities of its own.
"""

_ENVIRONMENT: Final = """# Your key; the word noncommercial is the key for noncommercial use.
XLWINGS_LICENSE_KEY="your_license_key"
# Any long random text of your own.
XLWINGS_SECRET_KEY="change me"
XLWINGS_ENVIRONMENT="prod"
# Only pages of this address may call the functions: put your own in.
XLWINGS_CORS_ALLOW_ORIGINS=["https://socroi.example.com"]
# Who may ask: people of your organisation, by Microsoft Entra ID. Remove the marks, and fill in what its app
# registration says.
# XLWINGS_AUTH_PROVIDERS=["entraid"]
# XLWINGS_AUTH_ENTRAID_CLIENT_ID="..."
# XLWINGS_AUTH_ENTRAID_TENANT_ID="..."
# Or nobody is asked, because only your own people reach this address:
# SOCROI_OPEN=yes
# An error may quote what somebody sent, so errors are not written down.
XLWINGS_LOG_LEVEL="CRITICAL"
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

_SERVE: Final = '''"""The server with its guard: uvicorn serve:app --no-access-log."""

from xlwings_server.config import settings
from xlwings_server.main import main_app

from socroi.hosts.server_guard import guarded, require_guests

require_guests(settings.auth_providers, settings.environment)
app = guarded(main_app)
'''

PROJECT: Final = {
    "README.md": _README,
    ".env.example": _ENVIRONMENT,
    "pyproject.toml": _SETTINGS,
    "requirements.txt": f"socroi[server]=={__version__}\n",
    "serve.py": _SERVE,
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
