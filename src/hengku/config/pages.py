"""The built pages: hashed assets are cached for ever, every other path gets the shell and lets it route."""

from pathlib import Path

import ninja
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.gzip import gzip_page
from django.views.static import serve

_FOR_EVER = "public, max-age=31536000, immutable"
_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; "
    "frame-src 'self' blob:; frame-ancestors 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
)
"""Nothing from elsewhere runs in our pages; styles are inline because the component library makes them at run time."""
_DOCS = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>HengKu API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css"></head><body><div id="swagger-ui"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>"""
_START = "SwaggerUIBundle({url: '/api/v1/openapi.json', dom_id: '#swagger-ui', deepLinking: true})"


def built_pages() -> Path:
    """Folder of the built pages: inside the package when installed from a wheel, else the checkout's web/dist."""
    packaged = settings.SOURCE_ROOT / "config" / "static_pages"
    return packaged if packaged.is_dir() else settings.REPOSITORY_ROOT / "web" / "dist"


@gzip_page
def page(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """A built file, or the shell for any path the pages route themselves; compressed, for phones on a weak network."""
    root = built_pages()
    if path and (root / path).is_file():
        response = serve(request, path, document_root=str(root))
        response["Cache-Control"] = _FOR_EVER if path.startswith("assets/") else "no-cache"
        return response
    shell = root / "index.html"
    if not shell.is_file():
        return HttpResponse("Pages are not built yet: run `make setup`. 页面尚未构建，请运行 make setup。", status=503)
    response = FileResponse(shell.open("rb"), content_type="text/html; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Content-Security-Policy"] = _POLICY
    return response


def api_docs(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """The API's description to read and to try; its viewer comes with a package, not from elsewhere."""
    if not path:
        return HttpResponse(_DOCS, headers={"Content-Security-Policy": _POLICY})
    if path == "start.js":
        return HttpResponse(_START, content_type="text/javascript")
    return serve(request, path, document_root=str(Path(ninja.__file__).parent / "static" / "ninja"))
