"""The pages' and the documentation's addresses: nothing comes from elsewhere, nothing outside the folders is served."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_documentation_runs_from_our_own_files() -> None:
    client = Client()
    shell = client.get("/api/docs")
    assert shell.status_code == 200
    assert b"//" not in shell.content.replace(b"</", b"")
    for name in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js"):
        answer = client.get(f"/api/docs/{name}")
        answer.close()
        assert answer.status_code == 200
    assert "default-src 'self'" in shell["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["/api/docs/../../apps.py", "/api/docs/%2e%2e/%2e%2e/__init__.py", "/../../pyproject.toml"]
)
def test_nothing_outside_the_folder_is_served(path: str) -> None:
    assert Client().get(path).status_code == 400
