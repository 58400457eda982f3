"""What holds for every kind of record, whoever described it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.contracts.conftest import SignIn
from tests.contracts.samples import SAMPLES

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocTypeSpec
from hengku.identity.types import Viewer
from hengku.kernel.errors import Refused
from hengku.kernel.sql import counted
from hengku.metadata.api.routes import list_json
from hengku.metadata.queries.describe import field_json, resource_json
from hengku.metadata.queries.incoming import values_from
from hengku.metadata.queries.listing import ListParams, each_record
from hengku.metadata.queries.records import read_record, visible_to
from hengku.metadata.rules.registry import RESOURCES
from hengku.metadata.rules.values import NUMBERS
from hengku.metadata.types import FieldType, ResourceSpec

PINNED = Path(__file__).parent / "query_counts.json"
ALL = [pytest.param(spec, id=spec.name) for spec in RESOURCES]
MADE = [pytest.param(spec, id=spec.name) for spec in RESOURCES if spec.create is not None]


@pytest.mark.parametrize("spec", MADE)
def test_there_is_a_sample(spec: ResourceSpec) -> None:
    assert spec.name in SAMPLES, f"add a sample of {spec.name} to tests/contracts/samples.py"


def test_nobody_and_strangers_get_nothing(sign_in: SignIn, sampled: dict[str, str]) -> None:
    stranger, nobody = sign_in("stranger"), Client()
    for spec in RESOURCES:
        path = f"/api/v1/{spec.name}"
        one = f"{path}/{sampled.get(spec.name, '1')}"
        for address in (path, f"{path}/lookup", f"{path}/export", one):
            assert nobody.get(address).status_code == 401, address
        for address in (path, f"{path}/lookup", f"{path}/export"):
            assert stranger.get(address).json()["code"] == "permission_denied", address
        assert stranger.get(one).json()["code"] == "not_found", one
        if spec.create is not None:
            answer = stranger.post(path, json.dumps(SAMPLES[spec.name]), content_type="application/json")
            assert answer.status_code == 403, path
        if spec.update is not None:
            assert stranger.patch(one, "{}", content_type="application/json").status_code == 404, one
        if spec.delete is not None:
            assert stranger.delete(one).status_code == 404, one


def test_unchanged_data_can_be_sent_back(boss: Client, sampled: dict[str, str]) -> None:
    """What a form shows is what it may save: reading and writing speak the same language."""
    for spec in RESOURCES:
        if spec.update is None:
            continue
        path = f"/api/v1/{spec.name}/{sampled[spec.name]}"
        record = boss.get(path).json()
        writable = {one.name for one in spec.fields if not one.readonly} | {child.name for child in spec.children}
        values = {name: value for name, value in record.items() if name in writable}
        answer = boss.patch(path, json.dumps({**values, "rev": record["rev"]}), content_type="application/json")
        assert answer.status_code == 200, (spec.name, answer.json())
        after = {name: value for name, value in answer.json().items() if name in writable}
        assert after == values, spec.name


def test_a_stale_revision_is_refused(boss: Client, sampled: dict[str, str]) -> None:
    for spec in RESOURCES:
        if spec.update is None:
            continue
        path = f"/api/v1/{spec.name}/{sampled[spec.name]}"
        body = {"rev": 0, **SAMPLES[spec.name]}
        answer = boss.patch(path, json.dumps(body), content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (409, "stale_revision"), spec.name
        assert "{" not in answer.json()["detail"]


def test_a_masked_field_appears_nowhere(boss: Client, sampled: dict[str, str]) -> None:
    """Each field in turn is declared sensitive; for somebody whose roles hide it, it does not exist."""
    viewer = Viewer(user_id=None, username="x", name="x", masked=frozenset({"cost"}), all_powerful=True)
    for spec in RESOURCES:
        for one in spec.fields:
            if one.name in (spec.code_field, spec.title_field) or one.type is FieldType.PASSWORD:
                continue
            hiding = replace(
                spec, fields=tuple(other.but(mask="cost") if other is one else other for other in spec.fields)
            )
            where = (spec.name, one.name)
            assert one.name not in {told["name"] for told in resource_json(hiding, viewer)["fields"]}, where
            page = list_json(hiding, viewer, ListParams())
            assert all(one.name not in row for row in page["items"]), where
            assert one.name not in page["totals"], where
            fields, rows = each_record(
                queryset=visible_to(spec=hiding, viewer=viewer), fields=hiding.fields, viewer=viewer, params=ListParams()
            )  # fmt: skip
            assert one not in fields, where
            assert all(one.name not in row for row in rows), where
            if spec.name in sampled:
                record = read_record(spec=hiding, viewer=viewer, record_id=int(sampled[spec.name]))
                assert one.name not in record, where
            for question in (
                ListParams(sort=one.name), ListParams(fields=one.name),
                ListParams(filter=json.dumps([[one.name, "isnull", True]])),
            ):  # fmt: skip
                with pytest.raises(Refused, match="unknown"):
                    list_json(hiding, viewer, question)
            with pytest.raises(Refused, match="unknown_field"):
                values_from(spec=hiding, viewer=viewer, raw={one.name: None}, at=datetime.now(UTC), record_id=1)


def test_purchase_prices_stay_with_those_who_may_see_them(sign_in: SignIn, sampled: dict[str, str]) -> None:
    path, one = "/api/v1/price-entries", f"/api/v1/price-entries/{sampled['price-entries']}"
    assert sign_in("buyer").get(one).json()["price"] == "1234.56"
    seller = sign_in("seller")
    assert seller.get(one).status_code == 404
    assert seller.get(path).json()["items"] == []
    assert "1234.56" not in seller.get(f"{path}/export?format=csv").content.decode()


def test_lists_sort_filter_and_search_by_every_field_that_says_so(boss: Client, sampled: dict[str, str]) -> None:
    for spec in RESOURCES:
        for one in spec.fields:
            if one.type is FieldType.PASSWORD:
                continue
            if one.sortable and one.type not in (FieldType.JSON, FieldType.IMAGE, FieldType.REFERENCES):
                answer = boss.get(f"/api/v1/{spec.name}", {"sort": f"-{one.name}", "limit": "1"})
                assert answer.status_code == 200, (spec.name, one.name, answer.json())
                cursor = answer.json()["next_cursor"]
                if cursor:
                    more = boss.get(f"/api/v1/{spec.name}", {"sort": f"-{one.name}", "cursor": cursor})
                    assert more.status_code == 200, (spec.name, one.name)
            if one.filterable:
                clause = json.dumps([[one.name, "isnull", True]])
                answer = boss.get(f"/api/v1/{spec.name}", {"filter": clause})
                assert answer.status_code == 200, (spec.name, one.name, answer.json())
        assert boss.get(f"/api/v1/{spec.name}", {"q": "样 sample"}).status_code == 200, spec.name
        assert boss.get(f"/api/v1/{spec.name}/lookup", {"q": "sample"}).status_code == 200, spec.name


def _statements(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured, counted() as prepared:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.json())
    asked = [query for query in captured.captured_queries if not query["sql"].startswith("SET search_path")]
    return len(asked) + len(prepared) - 1


def test_statement_counts_may_only_fall(boss: Client, sampled: dict[str, str]) -> None:
    """Besides the one that says who asks. When a number has fallen, write the smaller one into the file."""
    pinned: dict[str, dict[str, int]] = json.loads(PINNED.read_text(encoding="utf-8"))
    measured: dict[str, dict[str, int]] = {}
    for spec in RESOURCES:
        path = f"/api/v1/{spec.name}"
        boss.get(path)  # what a process keeps after its first request is not counted
        measured[spec.name] = {"list": _statements(boss, path), "lookup": _statements(boss, f"{path}/lookup?q=s")}
        if spec.name in sampled:
            measured[spec.name]["read"] = _statements(boss, f"{path}/{sampled[spec.name]}")
        assert measured[spec.name]["list"] <= 3, (spec.name, measured[spec.name])
    assert measured == pinned, f"pinned numbers may only fall; measured now:\n{json.dumps(measured, indent=1)}"


def test_everything_is_said_in_both_languages(boss: Client, sign_in: SignIn) -> None:
    english, chinese = boss, sign_in("boss")
    chinese.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"

    def texts(node: Any) -> list[str]:
        if isinstance(node, dict):
            own = [str(node[key]) for key in ("label", "label_plural", "help") if node.get(key)]
            return own + [text for part in node.values() for text in texts(part)]
        return [text for part in node for text in texts(part)] if isinstance(node, list) else []

    words = texts({key: part for key, part in english.get("/api/v1/meta").json().items() if key != "account_set"})
    assert not [text for text in words if any("一" <= letter <= "鿿" for letter in text)]
    assert len(words) == len(
        texts({key: part for key, part in chinese.get("/api/v1/meta").json().items() if key != "account_set"})
    )


@pytest.mark.parametrize("spec", [pytest.param(one, id=one.code) for one in DOCUMENT_TYPES if one.partner_role])
def test_a_document_offers_the_partners_it_takes(spec: DocTypeSpec) -> None:
    partner = next(one for one in spec.header_fields if one.name == "partner")
    assert partner.ref_filter == {f"is_{spec.partner_role}": "true"}
    assert field_json(partner)["ref_filter"] == partner.ref_filter
    assert set(partner.ref_filter) <= set(next(one for one in RESOURCES if one.name == partner.ref).lookup_by)


def test_a_number_no_column_holds_is_refused_at_its_field(boss: Client, sampled: dict[str, str]) -> None:
    """Every number of every kind of record, far too large: an answer with the limit, never a failure of the server."""
    tried = 0
    for spec in RESOURCES:
        for one in spec.fields:
            if spec.update is None or one.readonly or one.type not in NUMBERS | {FieldType.INTEGER}:
                continue
            path = f"/api/v1/{spec.name}/{sampled[spec.name]}"
            body = {"rev": 1, one.name: "999999999999999"}
            answer = boss.patch(path, json.dumps(body), content_type="application/json")
            assert answer.status_code == 422, (spec.name, one.name, answer.content)
            errors = answer.json()["errors"]
            assert [(error["loc"], error["code"]) for error in errors] == [([one.name], "number_too_large")], one.name
            assert errors[0]["params"]["max"] in errors[0]["message"]
            tried += 1
    assert tried > 10
