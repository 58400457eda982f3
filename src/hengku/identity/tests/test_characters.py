"""NUL characters and halves of surrogate pairs are refused before anybody stores or seeks them."""

import json
from typing import Any

import pytest
from django.test import Client


def refused(answer: Any) -> list[list[str | int]]:
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_characters"), answer.content
    return [error["loc"] for error in answer.json()["errors"]]


@pytest.mark.parametrize(
    "path", ["items?q=%00", "items/lookup?q=a%00b", "search?q=%00", "stock/on-hand?q=%00", "items?limit=5&filter=%00"]
)
def test_a_query_with_a_nul_names_its_parameter(db: None, path: str) -> None:
    (loc,) = refused(Client().get(f"/api/v1/{path}"))
    assert loc[0] in {"q", "filter"}


def test_a_path_with_a_nul_leads_nowhere(db: None) -> None:
    answer = Client().get("/api/v1/reports/%00")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("bad", ["a\x00b", "\ud800"])
def test_a_body_names_the_field(db: None, bad: str) -> None:
    body = json.dumps({"username": "x", "lines": [{"name": "ok"}, {"name": bad}]})
    answer = Client().post("/api/v1/session", body, content_type="application/json")
    assert refused(answer) == [["lines", 1, "name"]]


def test_what_only_looks_like_it_passes(db: None) -> None:
    body = json.dumps({"username": "\\u0000 😀", "password": "x"})
    answer = Client().post("/api/v1/session", body, content_type="application/json")
    assert answer.json()["code"] != "invalid_characters"
