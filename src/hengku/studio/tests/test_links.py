"""Doors for strangers: what a link opens, and everything it keeps shut; through HTTP."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from hengku.documents.models import Comment, Document, Event
from hengku.documents.tests.conftest import World, world
from hengku.documents.tests.test_api import Api, api
from hengku.identity.models import AuditEntry
from hengku.identity.queries import epoch
from hengku.kernel.texts import Text
from hengku.metadata.rules.configuration import CONFIGURATION
from hengku.metadata.types import FieldSpec, FieldType
from hengku.studio.models import PublicLink, PublicLinkKey, PublicLinkUse
from hengku.studio.operations import link_doors
from hengku.studio.rules.links import asked, closed_values, query_problems, shut

__all__ = ["api", "world"]
AT = datetime(2026, 3, 10, tzinfo=UTC)


class Stranger:
    """Somebody with nothing but the address of a link; cookies are kept to see that none are made."""

    def __init__(self, path: str) -> None:
        self.client = Client(headers={"Accept-Language": "zh-CN"})
        self.key = path.removeprefix("/open/")

    def post(self, verb: str, body: dict[str, Any], status: int = 200, **more: Any) -> Any:
        epoch.forget()  # every request of a stranger finds out for itself what there is
        answer = self.client.post(
            f"/api/v1/public/link/{verb}", body, headers={"Authorization": f"Bearer {self.key}"}, **more
        )
        assert answer.status_code == status, answer.content.decode()
        assert not answer.cookies
        return answer.json()

    def send(self, verb: str, body: dict[str, Any], status: int = 200) -> Any:
        return self.post(verb, body, status, content_type="application/json")


def test_when_a_link_is_open() -> None:
    link = PublicLink(active=True, expires_at=AT, most=2)
    assert shut(link, filled=1, at=AT - timedelta(seconds=1)) == ""
    assert shut(link, filled=1, at=AT) == "link_expired"
    assert shut(link, filled=2, at=AT - timedelta(seconds=1)) == "link_full"
    assert shut(PublicLink(active=False), filled=0, at=AT) == "link_closed"
    assert shut(PublicLink(active=True, revoked_at=AT), filled=0, at=AT) == "link_closed"


def test_only_what_a_link_names_comes_in() -> None:
    names = ["x_why", "row.x_many"]
    assert closed_values({"x_why": "a"}, [{"x_many": "1"}], names) == []
    found = closed_values(
        {"x_why": "a", "remarks": "b"}, [{"x_many": "1"}, {"x_why": "c", "source_line_id": "1"}], names
    )
    assert [one.loc for one in found] == [("header", "remarks"), ("lines", 1, "x_why"), ("lines", 1, "source_line_id")]
    clauses, wrong = asked(["number", "name"], {"number": "A", "name": " ", "state": "DRAFT"})
    assert clauses == [["number", "eq", "A"]]
    assert [(one.code, one.loc[1]) for one in wrong] == [("required", "name"), ("link_field_closed", "state")]
    assert asked(["number"], {"number": ["A", "B"]})[0] == []
    fields = {"name": FieldSpec("name", Text("a", "a")), "who": FieldSpec("who", Text("b", "b"), FieldType.REFERENCE)}
    assert [one.loc for one in query_problems(fields, ["who", "cost"], ["who"])] == [
        ("field_names", 1),
        ("conditions", 0),
    ]
    assert [one.loc for one in query_problems(fields, ["who"], [])] == [("conditions",)]


@pytest.fixture
def form(api: Api) -> str:
    api.post("/user-forms", {"name": "设备点检", "code": "u_check", "prefix": "DJ", "has_rows": True}, status=201)
    fields: list[dict[str, Any]] = [
        {"target": "u_check", "code": "x_device", "label": "设备", "kind": "text", "required": True},
        {"target": "u_check", "code": "x_photo", "label": "照片", "kind": "photo"},
        {"target": "u_check", "code": "x_cost", "label": "费用", "kind": "amount"},
        {"target": "u_check", "code": "x_goods", "label": "商品", "kind": "item"},
        {"target": "u_check:line", "code": "x_point", "label": "项目", "kind": "text", "required": True},
        {"target": "u_check:line", "code": "x_score", "label": "得分", "kind": "number"},
    ]
    for one in fields:
        api.post("/custom-fields", one, status=201)
    return "u_check"


FILL = {"name": "点检二维码", "kind": "FILL", "target": "u_check", "on_fill": "submit",
        "field_names": ["x_device", "x_photo", "row.x_point", "row.x_score"]}  # fmt: skip


def made(api: Api, body: dict[str, Any]) -> tuple[str, Stranger]:
    link = api.post("/public-links", body, status=201)
    address = api.get(f"/public-links/{link['id']}/address")
    assert address["qr"].startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    return f"/public-links/{link['id']}", Stranger(address["path"])


def test_a_form_is_filled_in_by_somebody_who_holds_the_link(api: Api, form: str) -> None:
    bad = api.post("/public-links", {**FILL, "field_names": ["x_goods", "row.x_point"]}, status=422)
    assert [one["code"] for one in bad["errors"]] == ["link_field_unfit", "link_field_needed"]
    path, guest = made(api, FILL)
    door = guest.send("open", {})
    assert [one["name"] for one in door["header"]] == ["x_device", "x_photo"]
    assert [one["name"] for one in door["rows"]] == ["x_point", "x_score"]

    picture = BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "PNG")
    photo = guest.post("files", {"file": SimpleUploadedFile("a.png", picture.getvalue())}, 201)
    body: dict[str, Any] = {
        "header": {"x_device": "空压机", "x_photo": [photo["id"]]},
        "lines": [{"x_point": "油位", "x_score": "9"}],
        "once": "k1",
    }
    refused = guest.send("fill", {**body, "header": {**body["header"], "x_cost": "5"}}, 422)
    assert [(one["code"], one["loc"]) for one in refused["errors"]] == [("link_field_closed", ["header", "x_cost"])]
    filled = guest.send("fill", body, 201)
    assert (filled["number"][:3], filled["state"]) == ("DJ-", "SUBMITTED")
    assert guest.send("fill", body, 201) == filled
    document = Document.objects.get(type=form)
    told = api.get(f"/documents/{document.pk}")
    assert (told["x_device"], told["x_photo"][0]["id"], told["lines"][0]["x_score"]) == ("空压机", photo["id"], "9")
    assert Event.objects.filter(document_id=document.pk, reason="外部链接 点检二维码", address="127.0.0.1").count() == 2
    assert AuditEntry.objects.get(entity="public-links", action="fill").after == {"document": str(document.pk)}
    [use] = api.get(f"{path}/uses")
    assert (use["number"], use["address"]) == (filled["number"], "127.0.0.1")

    api.call("PATCH", path, {"most": 1})
    assert guest.send("open", {}, 403)["code"] == "link_full"
    assert guest.send("fill", body, 201) == filled  # the answer that never arrived
    api.call("PATCH", path, {"most": None, "per_link": 1})
    assert guest.send("fill", {**body, "once": "k2"}, 429)["code"] == "link_wait"
    api.call("DELETE", path, status=422)
    old, address = guest, api.post(f"{path}/renew", {})
    assert old.send("open", {}, 404)["code"] == "link_unknown"
    assert Stranger(address["path"]).send("open", {})["label"] == "设备点检"
    api.call("POST", f"{path}/revoke", {}, 204)
    assert Stranger(address["path"]).send("open", {}, 403)["code"] == "link_closed"
    piece = CONFIGURATION.get("public-links").read()
    assert piece == {}


def test_a_password_and_an_end(api: Api, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path, guest = made(api, {**FILL, "password": "春天2026", "on_fill": "draft"})
    assert "春天2026" not in str(list(AuditEntry.objects.values_list("after", flat=True)))
    assert PublicLinkKey.objects.get().password.startswith("argon2$")
    body = {"header": {"x_device": "空压机"}, "lines": [{"x_point": "油位"}]}
    for verb in ("open", "fill"):
        assert guest.send(verb, body if verb == "fill" else {}, 403)["code"] == "link_password_needed"
    assert (
        guest.send("fill", {**body, "pass": PublicLinkKey.objects.get().secret_hash}, 403)["code"]
        == "link_password_needed"
    )
    assert guest.send("password", {"password": "春天"}, 403)["code"] == "link_password_wrong"
    given = guest.send("password", {"password": "春天2026"})["pass"]
    assert guest.send("fill", {**body, "pass": given}, 201)["state"] == "DRAFT"
    monkeypatch.setattr(link_doors, "PASSWORDS_PER_ADDRESS", 2)
    assert guest.send("password", {"password": "春天2026"}, 429)["code"] == "link_wait"
    api.call("PATCH", path, {"password": "秋天2026"})
    assert guest.send("open", {"pass": given}, 403)["code"] == "link_password_needed"
    api.call("PATCH", path, {"password": "", "expires_at": "2020-01-01T00:00:00Z"})
    assert guest.send("open", {}, 403)["code"] == "link_expired"
    assert guest.send("fill", body, 403)["code"] == "link_expired"
    piece = CONFIGURATION.get("public-links").read()["点检二维码"]
    assert "password" not in piece
    assert "runner" not in piece


def test_a_question_shows_what_it_names_and_no_more(api: Api, world: World) -> None:
    ask = {
        "name": "查商品",
        "kind": "QUERY",
        "target": "items",
        "field_names": ["name", "base_unit"],
        "conditions": ["code"],
    }
    assert api.post("/public-links", {**ask, "target": "users"}, status=404)["code"] == "dataset_unknown"
    assert api.post("/public-links", {**ask, "conditions": []}, status=422)["errors"][0]["loc"] == ["conditions"]
    path, guest = made(api, ask)
    assert [one["name"] for one in guest.send("open", {})["conditions"]] == ["code"]
    assert guest.send("ask", {"values": {}}, 422)["errors"][0]["loc"] == ["values", "code"]
    assert guest.send("ask", {"values": {"code": "T-00"}})["rows"] == []
    found = guest.send("ask", {"values": {"code": "T-001"}})
    assert [set(row) for row in found["rows"]] == [{"name", "base_unit"}]
    assert isinstance(found["rows"][0]["base_unit"], str)
    assert guest.send("fill", {"header": {}}, 403)["code"] == "link_closed"
    assert PublicLinkUse.objects.count() == 2
    # Nothing else of the house opens with the key, nor a session with the page.
    answer = guest.client.get("/api/v1/items", headers={"Authorization": f"Bearer {guest.key}"})
    assert answer.status_code == 401
    api.call("DELETE", path, status=422)


def test_a_link_lends_no_rights_its_maker_lacks(api: Api, form: str) -> None:
    grants = [
        {"resource": "public-links", "action": "*"},
        {"resource": form, "action": "view"},
        {"resource": "users", "action": "view"},
    ]
    role = api.post("/roles", {"code": "doors", "name": "Doors", "grants": grants}, status=201)
    person = {
        "username": "dora",
        "name": "Dora",
        "password": "correct horse battery",
        "roles": [role["id"]],
        "must_change_password": False,
    }
    api.post("/users", person, status=201)
    dora = Api()
    dora.post("/session", {"username": "dora", "password": "correct horse battery"})
    boss = api.get("/users?q=boss")["items"][0]["id"]
    refused = dora.post("/public-links", {**FILL, "runner": boss}, status=422)
    assert [one["code"] for one in refused["errors"]] == ["link_runner"]
    made_by_dora = dora.post("/public-links", FILL, status=201)
    guest = Stranger(dora.get(f"/public-links/{made_by_dora['id']}/address")["path"])
    body = {"header": {"x_device": "空压机"}, "lines": [{"x_point": "油位"}]}
    assert guest.send("fill", body, 403)["code"] == "permission_denied"
    assert not Document.objects.filter(type=form).exists()
    assert not Comment.objects.exists()
