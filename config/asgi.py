"""The web process: pages over HTTP, and one WebSocket a page."""

import os

from django.core.asgi import get_asgi_application

from config.startup import run_startup_checks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
pages = get_asgi_application()

# A web process with a missing or weak secret must not start, whoever starts it: Daphne runs no checks by itself.
run_startup_checks()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402

from notifications.live.consumer import live_page  # noqa: E402

live = URLRouter([path("live/", live_page)])  # type: ignore[arg-type]  # Django's stubs know views only
application = ProtocolTypeRouter({"http": pages, "websocket": live})
