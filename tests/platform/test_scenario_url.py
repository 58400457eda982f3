"""Stories against a running product: it makes a sandbox set on request, takes a clock there, and many at once."""

import re
from pathlib import Path

import httpx
from tests.platform.conftest import run_hengku
from tests.platform.test_serve import served

from hengku.config.embedded.home import Home

STORY = Path(__file__).parent / "crowd.yaml"
PASSWORD = "Keeper-1234"


def test_a_story_is_told_at_an_address(filled_home: Home) -> None:
    with served(filled_home) as running:
        token = token_of_new_owner(running.address, running.said())
        told = run_hengku(filled_home, "scenario", "run", STORY, "--url", running.address, HENGKU_TOKEN=token)
        assert told.returncode == 0, told.stdout + told.stderr
        bearer = {"Authorization": f"Bearer {token}"}
        example = httpx.post(f"{running.address}/api/v1/scenarios/S03/run", headers=bearer, timeout=60).json()
        assert (example["passed"], example["steps"], example["differences"]) == (True, 5, [])
        sets = httpx.get(f"{running.address}/api/v1/account-sets", headers=bearer).json()
        assert [(one["sandbox"], one["archived"]) for one in sets] == [(False, False), (True, True)]


def token_of_new_owner(address: str, said: str) -> str:
    """Set the first account set up with the link the server printed, sign in, and make an API token."""
    link = re.search(r"setup\?token=(\S+)", said)
    assert link is not None
    answers = {"token": link[1], "book_name": "Shop", "owner_username": "boss", "owner_password": PASSWORD,
               "warehouse_name": "WH1", "start_month": "2026-01-01"}  # fmt: skip
    with httpx.Client(base_url=f"{address}/api/v1") as client:
        client.post("/setup", json=answers).raise_for_status()
        client.headers["X-CSRFToken"] = client.get("/session").json()["csrf_token"]
        body = {"username": "boss", "password": PASSWORD, "account_set": "main"}
        client.headers["X-CSRFToken"] = client.post("/session", json=body).raise_for_status().json()["csrf_token"]
        made = client.post("/api-tokens", json={"name": "stories", "scope": ["*:*"]}).raise_for_status()
        return str(made.json()["token"])
