"""Photos, attachments, signatures and documents named in own fields: looked at when sent, opened with the rights of the record."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from hengku.documents.queries.own_targets import _header, _lines
from hengku.documents.tests.conftest import World
from hengku.documents.tests.test_api import Api, api, order_body
from hengku.documents.tests.test_own_fields import field
from hengku.kernel.errors import Refused
from hengku.metadata.models import KeptFile
from hengku.metadata.rules.own_targets import OWN_TARGETS, offer_own_target

__all__ = ["api"]


@pytest.fixture
def place(world: World, settings: Any, tmp_path: Path) -> World:
    settings.FILES_FOLDER = tmp_path
    if "test_order" not in OWN_TARGETS:
        offer_own_target(_header("test_order"))
        offer_own_target(_lines("test_order"))
    return world


def picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (600, 300), "red").save(drawn, "PNG")
    return drawn.getvalue()


def upload(api: Api, name: str, content: bytes, status: int = 201) -> Any:
    answer = api.client.post("/api/v1/files", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == status, answer.content
    return answer.json()


def with_header(world: World, **values: Any) -> dict[str, Any]:
    body = order_body(world)
    return {**body, "header": {**body["header"], **values}}


def codes(api: Api, body: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    return [(one["code"], one["loc"]) for one in api.post("/documents", body, 422)["errors"]]


def test_files_are_looked_at_and_opened_with_the_record(place: World, api: Api) -> None:
    field(place, "x_photo", "photo", target="test_order")
    field(place, "x_papers", "files", target="test_order", required=True)
    red, text = upload(api, "a\\损坏.png", picture()), upload(api, "说明.txt", b"read me")
    assert (red["name"], red["content_type"]) == ("损坏.png", "image/png")
    for name, content in (("x.png", b"\x89PNG no picture"), ("x.html", b"<script>"), ("x.pdf", b"MZ")):
        assert upload(api, name, content, 422)["errors"][0]["code"] == "file_type"
    assert codes(api, order_body(place)) == [("required", ["header", "x_papers"])]
    assert codes(api, with_header(place, x_papers=[text["id"]], x_photo=[text["id"]])) == [
        ("file_not_a_picture", ["header", "x_photo"])
    ]
    assert codes(api, with_header(place, x_papers=["0" * 32])) == [("file_unknown", ["header", "x_papers"])]
    assert codes(api, with_header(place, x_papers=["../a"])) == [("invalid_files", ["header", "x_papers"])]

    made = api.post("/documents", with_header(place, x_photo=[red], x_papers=[text["id"]]), 201)
    [told] = made["x_photo"]
    assert (told["name"], told["url"]) == ("损坏.png", f"/files/{red['id']}?of=test_order&record={made['id']}")
    [row] = api.get("/documents?type=test_order&fields=x_photo")["items"]
    assert row["x_photo"] == [told]
    assert api.client.get(f"/api/v1{told['url']}").getvalue() == picture()
    small = api.client.get(f"/api/v1{told['url']}&thumb=true")
    assert (small["Content-Type"], small["Content-Disposition"][:6]) == ("image/webp", "inline")
    assert api.client.get(f"/api/v1{made['x_papers'][0]['url']}")["Content-Disposition"].startswith("attachment")
    other = api.post("/documents", with_header(place, x_papers=[text["id"]]), 201)
    api.get(f"/files/{red['id']}?of=test_order&record={other['id']}", 404)
    KeptFile.objects.update(author_id=place.act.actor_id)
    api.get(f"/files/{red['id']}", 404)


def test_a_field_names_a_document(place: World, api: Api) -> None:
    with pytest.raises(Refused) as caught:
        field(place, "x_of", "document", target="test_order")
    assert caught.value.code == "field_refers_to_what"
    field(place, "x_of", "document", target="test_order", refers_to="test_order")
    first = api.post("/documents", order_body(place), 201)
    second = api.post("/documents", with_header(place, x_of=f"code:{first['number']}"), 201)
    assert second["x_of"] == {"id": first["id"], "code": first["number"], "name": first["number"]}
    [hit] = api.get(f"/document-types/test_order/lookup?q={first['number']}")
    assert (hit["id"], hit["hint"]) == (first["id"], "甲供应商 2026-03-10")
    found = api.get(f'/documents?type=test_order&filter=[["x_of","eq","code:{first["number"]}"]]')["items"]
    assert [row["id"] for row in found] == [second["id"]]
    assert codes(api, with_header(place, x_of="999999999")) == [("unknown_reference", ["header", "x_of"])]
