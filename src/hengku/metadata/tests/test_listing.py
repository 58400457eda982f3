"""Lists: filters, order, pages, counts, in three statements."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hengku.identity.models import AuditEntry, User
from hengku.identity.types import Act


@pytest.fixture
def entries(owner: Client, act: Act) -> list[AuditEntry]:
    rows = [
        AuditEntry(
            at=act.at + timedelta(days=number), actor_id=None, actor_name=f"p{number % 3}", entity="things",
            entity_id=str(number), action="x" if number % 2 else "", before=None, after={"n": number},
        )
        for number in range(25)
    ]  # fmt: skip
    return AuditEntry.objects.bulk_create(rows)


def _list(client: Client, **params: Any) -> Any:
    clauses = params.pop("filter", [])
    return client.get(
        "/api/v1/audit-entries", {**params, "filter": json.dumps([["entity", "eq", "things"], *clauses])}
    ).json()


@pytest.mark.parametrize("sort", ["", "at", "-at", "actor,-at", "-action,actor", "action"])
def test_pages_join_to_the_whole_list_in_order(owner: Client, entries: list[AuditEntry], sort: str) -> None:
    whole = [one["id"] for one in _list(owner, sort=sort, limit=100)["items"]]
    assert len(whole) == 25
    seen: list[str] = []
    cursor = ""
    while True:
        page = _list(owner, sort=sort, limit=4, cursor=cursor)
        seen += [one["id"] for one in page["items"]]
        assert (page["count"], page["count_capped"]) == (25, False)
        cursor = page["next_cursor"] or ""
        if not cursor:
            break
    assert seen == whole


@pytest.mark.parametrize("sort", ["last_login", "-last_login", "-last_login,-username"])
def test_nothing_has_its_place_in_the_order_too(owner: Client, act: Act, sort: str) -> None:
    User.objects.bulk_create(
        User(
            username=f"u{number}", name="u", created_at=act.at, updated_at=act.at,
            last_login=act.at + timedelta(days=number % 4) if number % 3 else None,
        )
        for number in range(12)
    )  # fmt: skip
    whole = [one["id"] for one in owner.get("/api/v1/users", {"sort": sort, "limit": "100"}).json()["items"]]
    assert len(whole) == 13
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = owner.get("/api/v1/users", {"sort": sort, "limit": "5", "cursor": cursor}).json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert seen == whole


def test_a_page_takes_three_statements_besides_the_session(owner: Client, entries: list[AuditEntry]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        _list(owner, limit=5)
    with CaptureQueriesContext(connection) as many:
        _list(owner, limit=25)
    assert len(few) == len(many) <= 3


@pytest.mark.parametrize(
    ("clause", "count"),
    [
        (["actor", "eq", "p1"], 8),
        (["actor", "ne", "p1"], 17),
        (["actor", "in", ["p1", "p2"]], 16),
        (["actor", "contains", "P"], 25),
        (["action", "isnull", True], 13),
        (["action", "isnull", False], 12),
        (["actor", "between", ["p1", "p2"]], 16),
    ],
)
def test_filters(owner: Client, entries: list[AuditEntry], clause: list[Any], count: int) -> None:
    assert _list(owner, filter=[clause])["count"] == count


def test_days_of_a_moment(owner: Client, entries: list[AuditEntry]) -> None:
    day = entries[3].at.date().isoformat()
    assert _list(owner, filter=[["at", "eq", day]])["count"] == 1
    assert _list(owner, filter=[["at", "lte", day]])["count"] == 4
    assert _list(owner, filter=[["at", "lt", day]])["count"] == 3
    assert _list(owner, filter=[["at", "gt", day]])["count"] == 21


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"filter": "nonsense"}, "filter_malformed"),
        ({"filter": '[["nothing","eq",1]]'}, "filter_field_unknown"),
        ({"filter": '[["at","contains","1"]]'}, "filter_op_unknown"),
        ({"filter": '[["at","gte","yesterday"]]'}, "invalid_date"),
        ({"filter": '[["after","eq",1]]'}, "filter_field_unknown"),
        ({"sort": "nothing"}, "sort_unknown"),
        ({"sort": "after"}, "sort_unknown"),
        ({"fields": "nothing"}, "field_unknown"),
        ({"cursor": "rubbish"}, "cursor_invalid"),
        ({"limit": "0"}, "invalid_number"),
    ],
)
def test_questions_that_make_no_sense_say_why(owner: Client, params: dict[str, str], code: str) -> None:
    answer = owner.get("/api/v1/audit-entries", params)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_only_the_fields_asked_for(owner: Client, entries: list[AuditEntry]) -> None:
    assert set(_list(owner, fields="actor,at")["items"][0]) == {"id", "actor", "at"}


def test_search_needs_every_word(owner: Client, entries: list[AuditEntry]) -> None:
    assert owner.get("/api/v1/audit-entries", {"q": "things p2"}).json()["count"] == 8
