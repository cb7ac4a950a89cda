"""The server with its guard: uvicorn serve:app --no-access-log."""

from xlwings_server.config import settings
from xlwings_server.main import main_app

from socroi.hosts.server_guard import guarded, require_guests

require_guests(settings.auth_providers, settings.environment)
app = guarded(main_app)
