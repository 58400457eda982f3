"""The built pages: hashed assets are cached for ever, every other path gets the shell and lets it route."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.views.static import serve

_FOR_EVER = "public, max-age=31536000, immutable"


def built_pages() -> Path:
    """Folder of the built pages: inside the package when installed from a wheel, else the checkout's web/dist."""
    packaged = settings.SOURCE_ROOT / "config" / "static_pages"
    return packaged if packaged.is_dir() else settings.REPOSITORY_ROOT / "web" / "dist"


def page(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """A built file, or the shell for any path the pages route themselves."""
    root = built_pages()
    if path and (root / path).is_file():
        response = serve(request, path, document_root=str(root))
        response["Cache-Control"] = _FOR_EVER if path.startswith("assets/") else "no-cache"
        return response
    shell = root / "index.html"
    if not shell.is_file():
        return HttpResponse("Pages are not built yet: run `make setup`. 页面尚未构建,请运行 make setup。", status=503)
    response = FileResponse(shell.open("rb"), content_type="text/html; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
