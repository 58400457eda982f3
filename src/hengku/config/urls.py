"""Addresses: the API, the health probe, and the pages for everything else."""

from importlib import import_module
from importlib.util import find_spec

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from ninja import Router

from hengku.config.api import router as house_router
from hengku.config.directory import middleware
from hengku.config.pages import api_docs, page
from hengku.config.wiring import ROOMS
from hengku.identity.api import account_sets
from hengku.identity.api.edge import create_api
from hengku.metadata.api import mount_resources


def healthz(request: HttpRequest) -> HttpResponse:
    """Alive and able to reach the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def _routers() -> list[tuple[str, Router]]:
    found = []
    for room in ROOMS:
        if find_spec(f"hengku.{room}.api"):
            module = import_module(f"hengku.{room}.api")
            if hasattr(module, "router"):
                found.append((room, module.router))
    return found


account_sets.offer(enter=middleware.go_into, cookie=lambda name: (middleware.COOKIE, middleware.sign(name)))
api = create_api()
api.add_router("", house_router)
for _room, _router in _routers():
    api.add_router("", _router, tags=[_room])
mount_resources(api)

urlpatterns = [
    path("healthz", healthz),
    path("api/v1/", api.urls),
    path("api/docs", api_docs),
    path("api/docs/<path:path>", api_docs),
    re_path(r"^(?!api/)(?P<path>.*)$", page),
]
