"""What holds for every address of the API, whoever added it."""

import json
from typing import Any

import pytest
from django.test import Client
from tests.contracts.conftest import SignIn

from hengku.config.cli.openapi import described

OPEN = {
    "/api/v1/session", "/api/v1/setup", "/api/v1/public/statement", "/api/v1/public/automation",
    "/api/v1/session/passkey", "/api/v1/session/passkey/options",
    "/api/v1/sign-in/providers", "/api/v1/sign-in/{code}", "/api/v1/sign-in/{code}/callback",
    *(f"/api/v1/public/link/{verb}" for verb in ("open", "password", "fill", "ask", "files")),
}  # fmt: skip
"""Asked before anybody is signed in, or by who holds a link."""
FOR_ALL = {"/api/v1/meta", "/api/v1/saved-views", "/api/v1/health"}
"""Answers that say nothing of the account set's data."""
ROUTES: list[tuple[str, str, dict[str, Any]]] = [
    (path, method, operation)
    for path, methods in json.loads(described())["paths"].items()
    for method, operation in methods.items()
]


def _address(path: str, ids: dict[str, str]) -> str:
    resource = path.removeprefix("/api/v1/").split("/")[0]
    parts = []
    for part in path.split("/"):
        known = ids.get(resource, "1")
        parts.append(known if part.startswith("{") else part)
    return "/".join(parts)


def _addresses(path: str, ids: dict[str, str], boss: Client) -> list[str]:
    """The address with known ids; every report by its name."""
    if path != "/api/v1/reports/{name}":
        return [_address(path, ids)]
    return [f"/api/v1/reports/{one['name']}" for one in boss.get("/api/v1/meta").json()["reports"]]


def _query(operation: dict[str, Any]) -> dict[str, str]:
    """Something for every required parameter; files as text, and nobody waits for the books."""
    asked = [one for one in operation.get("parameters", []) if one["in"] == "query"]
    known = {"format": "csv", "type": "goods_receipt", "target": "purchase_return", "wait": "0"}
    names = [one["name"] for one in asked if one.get("required") or one["name"] in ("format", "wait")]
    return {name: known.get(name, "1") for name in names}


@pytest.mark.parametrize(
    ("path", "method", "operation"), ROUTES, ids=[f"{method} {path}" for path, method, _ in ROUTES]
)
def test_nobody_gets_in(db: None, path: str, method: str, operation: dict[str, Any]) -> None:
    if path in OPEN:
        assert operation.get("security") is None
        return
    answer = getattr(Client(), method)(_address(path, {}), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_strangers_learn_nothing(sign_in: SignIn, sampled: dict[str, str], papers: dict[str, str]) -> None:
    stranger, boss = sign_in("stranger"), sign_in("boss")
    told_to_boss = 0
    for path, method, operation in ROUTES:
        if method != "get" or path in OPEN | FOR_ALL:
            continue
        query = _query(operation)
        for address in _addresses(path, {**sampled, **papers}, boss):
            answer = stranger.get(address, query)
            assert answer.status_code < 500, (address, answer.content[:300])
            told = answer.content.decode(errors="replace")
            assert "SAMPLE" not in told, (address, told[:300])
            assert "样" not in told, (address, told[:300])
            told_to_boss += "SAMPLE" in boss.get(address, query).content.decode(errors="replace")
    assert told_to_boss >= 20, "the same questions are answered to somebody with rights"


def test_strangers_change_nothing(sign_in: SignIn, sampled: dict[str, str], papers: dict[str, str]) -> None:
    stranger = sign_in("stranger")
    for path, method, operation in ROUTES:
        if method == "get" or path.startswith(("/api/v1/session", "/api/v1/setup", "/api/v1/saved-views")):
            continue
        answer = getattr(stranger, method)(_address(path, {**sampled, **papers}), "{}", content_type="application/json")
        assert 400 <= answer.status_code < 500, (method, path, answer.status_code, operation.get("operationId"))


def test_prices_and_costs_reach_nobody_whose_roles_hide_them(
    sign_in: SignIn, sampled: dict[str, str], papers: dict[str, str]
) -> None:
    """The receipt of 4 at 1,234.56 is worth 4,938.24: neither figure may reach a keeper or a seller by any address."""
    boss = sign_in("boss")
    figures = ("1234.56", "1,234.56", "4938.24", "4,938.24")
    told_to_boss = 0
    for username in ("keeper", "seller"):
        person = sign_in(username)
        for path, method, operation in ROUTES:
            if method != "get" or path in OPEN:
                continue
            query = _query(operation)
            for address in _addresses(path, {**sampled, **papers}, boss):
                told = person.get(address, query).content.decode(errors="replace")
                assert not [figure for figure in figures if figure in told], (username, address, told[:500])
                if username == "keeper":
                    told = boss.get(address, query).content.decode(errors="replace")
                    told_to_boss += any(figure in told for figure in figures)
    assert told_to_boss >= 8, "the owner does see them"
