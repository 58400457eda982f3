"""The two faces of the one application: WSGI for requests, ASGI for the event stream."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hengku.config.settings")

from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application

wsgi = get_wsgi_application()
asgi = get_asgi_application()
