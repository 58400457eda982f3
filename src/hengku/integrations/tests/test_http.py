"""The wizard, the feed and the webhooks' log through HTTP."""

import asyncio
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from hengku.identity.api.request import session_lifetime
from hengku.identity.operations.accounts import create_owner, create_user, issue_setup_token
from hengku.identity.operations.roles import seed_roles
from hengku.identity.operations.sign_in import open_session
from hengku.identity.types import SYSTEM, Act, Viewer
from hengku.integrations.api.stream import Stream, visible_kinds
from hengku.integrations.handlers import drain_webhooks
from hengku.integrations.jobs import work_import, work_webhooks
from hengku.integrations.models import WebhookDelivery
from hengku.integrations.tests.conftest import Run, csv_bytes, xlsx_bytes
from hengku.integrations.tests.test_import_documents import ITEMS, OPENING
from hengku.masterdata.models import Book, Item, Warehouse

PASSWORD = "correct horse battery"


@pytest.fixture
def owner(act: Act, book: int, settings: Settings) -> Client:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    seed_roles(act=act)
    return _client(act, create_owner(act=act, username="boss", name="老板", password=PASSWORD))


@pytest.fixture
def stranger(act: Act, owner: Client) -> Client:
    return _client(act, create_user(act=act, username="nobody", name="外人", password=PASSWORD))


def _client(act: Act, user_id: int) -> Client:
    from datetime import UTC, datetime

    client = Client(headers={"accept-language": "en"})
    opened = open_session(user_id=user_id, address="", agent="", at=datetime.now(UTC), lifetime=session_lifetime())
    client.cookies["hengku_session"] = opened.secret
    return client


def upload(client: Client, kind: str, content: bytes, name: str = "x.csv") -> Any:
    return client.post("/api/v1/imports", {"kind": kind, "file": SimpleUploadedFile(name, content)})


def send(client: Client, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    return getattr(client, method)(f"/api/v1{path}", json.dumps(body or {}), content_type="application/json")


def test_the_wizard_from_upload_to_undo(owner: Client) -> None:
    answer = upload(
        owner, "items", xlsx_bytes([["编码", "名称", "计数单位"], ["A1", "甲", "个"], ["A2", "", "个"]]), "goods.xlsx"
    )
    assert answer.status_code == 200, answer.content
    found = answer.json()
    assert [(column["title"], column["field"]) for column in found["columns"]] == [
        ("编码", "code"),
        ("名称", "name"),
        ("计数单位", None),
    ]
    assert (found["header_row"], found["rows_total"], found["state"]) == (0, 2, "UPLOADED")
    path = f"/imports/{found['id']}"
    changed = send(
        owner,
        "put",
        f"{path}/mapping",
        {"columns": {"0": "code", "1": "name", "2": "base_unit"}, "options": {"make_missing": False}},
    )
    assert changed.json()["options"] == {"make_missing": False}
    looked = send(owner, "post", f"{path}/preview").json()
    assert looked["counts"] == {"created": 1, "updated": 0, "unchanged": 0, "skipped": 0, "refused": 1}
    assert looked["rows"][1]["errors"] == [{"field": "name", "message": "Name: Required"}]
    started = send(owner, "post", f"{path}/run", {"partial": True})
    assert started.json()["state"] == "RUNNING"
    assert send(owner, "post", f"{path}/run", {}).status_code == 409
    job = ProcrastinateJob.objects.get(task_name="integrations.run_import")
    work_import(**job.args)
    done = owner.get(f"/api/v1{path}").json()
    assert (done["state"], done["created"], done["refused"], done["rows_done"]) == ("PARTIAL", 1, 1, 2)
    errors = owner.get(f"/api/v1{path}/errors.xlsx")
    assert errors["Content-Disposition"].endswith('.xlsx"')
    assert errors.content.startswith(b"PK")
    assert "code" in owner.get(f"/api/v1{path}/mapping.yaml").content.decode()
    undone = send(owner, "post", f"{path}/undo").json()
    assert undone == {"state": "UNDONE", "kept": []}
    assert not Item.objects.exists()
    listed = owner.get("/api/v1/import-runs").json()
    assert [(run["file_name"], run["state"]) for run in listed["items"]] == [("goods.xlsx", "UNDONE")]


def test_what_the_wizard_refuses(owner: Client, stranger: Client) -> None:
    assert upload(owner, "nonsense", b"a,b").json()["code"] == "import_kind_unknown"
    assert upload(owner, "items", b"\x00\x00").json()["code"] == "file_unreadable"
    assert upload(stranger, "items", csv_bytes([["a"], ["b"]])).status_code == 403
    found = upload(owner, "items", csv_bytes([["编码"], ["A1"]])).json()
    assert stranger.get(f"/api/v1/imports/{found['id']}").status_code == 404
    missing = send(owner, "post", f"/imports/{found['id']}/run", {})
    assert (missing.status_code, missing.json()["code"]) == (422, "mapping_missing_field")
    cancelled = send(owner, "post", f"/imports/{found['id']}/cancel").json()
    assert cancelled["state"] == "CANCELLED"
    assert send(owner, "post", f"/imports/{found['id']}/cancel").status_code == 409


def test_kinds_are_those_the_viewer_may_import(owner: Client, stranger: Client) -> None:
    kinds = {kind["kind"]: kind for kind in owner.get("/api/v1/imports/kinds").json()}
    assert {"items", "opening-stock", "goods-receipts", "shipments", "prices"} <= set(kinds)
    assert kinds["items"]["label"] == "Items"
    assert stranger.get("/api/v1/imports/kinds").json() == []


def test_what_takes_effect_is_in_the_feed_and_told_to_webhooks(
    owner: Client, stranger: Client, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = send(
        owner, "post", "/webhooks", {"name": "财务", "url": "https://example.org/hook", "events": ["opening_stock.*"]}
    )
    assert made.status_code in (200, 201), made.content
    run("items", ITEMS)
    run("opening-stock", OPENING)
    feed = owner.get("/api/v1/events").json()
    assert [event["type"] for event in feed["items"]] == ["opening_stock.post"]
    assert owner.get(f"/api/v1/events?after={feed['next_after']}").json()["items"] == []
    assert stranger.get("/api/v1/events").json()["items"] == []
    assert drain_webhooks() == 1
    delivery = WebhookDelivery.objects.get()
    assert delivery.kind == "opening_stock.post"
    assert ProcrastinateJob.objects.filter(task_name="integrations.send_webhooks").count() == 1
    import httpx

    real = httpx.Client
    answers = httpx.MockTransport(lambda request: httpx.Response(204))
    monkeypatch.setattr(httpx, "Client", lambda **given: real(transport=answers))
    work_webhooks(account_set="main")
    hook = delivery.webhook_id
    log = owner.get(f"/api/v1/webhooks/{hook}/deliveries").json()["items"]
    assert [(one["state"], one["response_status"]) for one in log] == [("DELIVERED", 204)]
    assert stranger.get(f"/api/v1/webhooks/{hook}/deliveries").status_code == 403
    assert send(owner, "post", f"/webhooks/{hook}/replay", {"delivery": log[0]["id"]}).json() == {"count": 1}


def test_the_stream_speaks_to_those_who_may_hear() -> None:
    async def story() -> list[str]:
        stream = Stream(account_set="main", viewer=SYSTEM)
        messages = stream.messages()
        heard = [await anext(messages)]
        stream.tell((7, ("goods_receipt.post",)))
        heard.append(await anext(messages))
        return heard

    first, second = asyncio.run(story())
    assert first.startswith("retry:")
    assert second == 'id: 7\nevent: change\ndata: {"position": "7", "types": ["goods_receipt.post"]}\n\n'
    assert visible_kinds(Viewer(user_id=1, username="x", name="x"), ["goods_receipt.post"]) == []


def test_the_stream_needs_a_sign_in(owner: Client) -> None:
    assert Client().get("/api/v1/stream").status_code == 401


def test_set_up_asks_at_most_eight_things_and_needs_its_token(db: None, act: Act, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    client = Client(headers={"accept-language": "en"})
    state = client.get("/api/v1/setup").json()
    assert state["required"] is True
    assert len(state["questions"]) <= 8
    from dataclasses import replace
    from datetime import UTC, datetime

    token = issue_setup_token(act=replace(act, at=datetime.now(UTC)))
    answers = {
        "token": token, "book_name": "Acme", "owner_username": "boss", "owner_password": PASSWORD, "warehouse_name": "Main",
        "start_month": "2026-11-15", "costing_scope": "WAREHOUSE", "currency": "EUR",
    }  # fmt: skip
    assert send(client, "post", "/setup", {**answers, "token": "wrong"}).status_code == 403
    weak = send(client, "post", "/setup", {**answers, "owner_password": "123"})
    assert (weak.status_code, weak.json()["code"]) == (422, "password_weak")
    assert weak.json()["errors"][0]["loc"] == ["owner_password"]
    assert not Book.objects.exists()
    done = send(client, "post", "/setup", answers)
    assert done.status_code == 200, done.content
    book = Book.objects.get()
    assert (book.currency, str(book.start_month), book.costing_scope) == ("EUR", "2026-11-01", "WAREHOUSE")
    assert Warehouse.objects.get().name == "Main"
    assert client.get("/api/v1/setup").json()["required"] is False
    assert send(client, "post", "/setup", answers).status_code == 409


def test_set_up_may_load_the_demo_company(
    db: None, act: Act, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace
    from datetime import UTC, datetime

    from hengku.documents.models import Document
    from hengku.integrations.operations import demo_shop
    from hengku.integrations.rules import demo_story

    monkeypatch.setattr(demo_story, "WEEKS", 1)
    monkeypatch.setattr(demo_shop, "WEEKS", 1)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    token = issue_setup_token(act=replace(act, at=datetime.now(UTC)))
    answers = {
        "token": token, "book_name": "演示", "owner_username": "boss", "owner_password": PASSWORD, "warehouse_name": "主仓库",
        "start_month": datetime.now(UTC).date().isoformat(), "load_demo": True,
    }  # fmt: skip
    done = send(Client(), "post", "/setup", answers)
    assert done.status_code == 200, done.content
    assert Item.objects.count() >= 60
    assert Document.objects.filter(type="opening_stock", state="POSTED").exists()
    assert Book.objects.get().name == "演示"
