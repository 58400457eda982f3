"""The two faces of the one application: WSGI for requests, ASGI for the event stream."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hengku.config.settings")

from django.core.asgi import get_asgi_application  # noqa: E402 (settings must be named before Django loads)
from django.core.wsgi import get_wsgi_application  # noqa: E402

wsgi = get_wsgi_application()
asgi = get_asgi_application()
