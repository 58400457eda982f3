"""A design of a document's form holds for whoever writes, from the next request on."""

from typing import Any

import pytest

from hengku.documents.operations.entry import create_from_entries
from hengku.documents.queries.describe import type_json
from hengku.documents.queries.incoming import Entry
from hengku.documents.queries.own_targets import _header, _lines
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.tests.conftest import World
from hengku.identity.types import SYSTEM
from hengku.kernel.errors import Refused
from hengku.metadata.operations.custom_fields import create_field
from hengku.metadata.operations.form_designs import save_design
from hengku.metadata.queries.form_designs import design_json
from hengku.metadata.rules.own_targets import OWN_TARGETS, offer_own_target


@pytest.fixture
def place(world: World) -> World:
    if "test_order" not in OWN_TARGETS:
        offer_own_target(_header("test_order"))
        offer_own_target(_lines("test_order"))
    return world


def design(world: World, target: str, fields: dict[str, dict[str, Any]], rev: int = 0) -> None:
    save_design(act=world.act, target=target, rev=rev, fields=fields, layout=None)


def refused(world: World, **header: Any) -> list[tuple[str, tuple[Any, ...]]]:
    told = Entry(
        "test_order",
        {"book": str(world.book), "business_date": "2026-03-10", "partner": str(world.supplier), "warehouse": str(world.main), **header},
        [{"item": str(world.bottle), "quantity": "1", "price": "10"}],
    )  # fmt: skip
    try:
        create_from_entries(act=world.act, entries=[told])
    except Refused as problem:
        return [(one.code, tuple(one.loc)) for one in problem.refusals]
    return []


def test_words_places_and_duties_hold_for_pages_and_programs(place: World) -> None:
    create_field(act=place.act, values={"target": "test_order", "code": "x_temp", "label": "温度", "kind": "number"})
    assert refused(place) == []
    changes = {"partner": {"label": "供货方", "order": 1}, "x_temp": {"order": 0, "group": "冷链"}}
    design(place, "test_order", changes)
    design(place, "test_order:line", {"bin": {"required": True, "label": "货位"}})
    told = type_json(DOCUMENT_TYPES.get("test_order"), SYSTEM)
    first, second = told["header_fields"][:2]
    assert (first["name"], first["group"], second["label"]) == ("x_temp", "冷链", "供货方")
    assert next(one["label"] for one in told["list_fields"] if one["name"] == "partner") == "供货方"
    assert refused(place) == [("required", ("lines", 0, "bin"))]
    with pytest.raises(Refused) as caught:
        design(place, "test_order", {"partner": {"hidden": True}}, rev=1)
    assert caught.value.refusals[0].loc == ("fields", "partner", "hidden")


def test_the_designer_reads_fields_as_they_are_without_changes(place: World) -> None:
    create_field(
        act=place.act, values={"target": "test_order", "code": "x_temp", "label": "温度", "kind": "number", "least": 2}
    )
    design(place, "test_order", {"partner": {"label": "供货方"}})
    told = design_json(viewer=SYSTEM, target="test_order")
    partner = next(one for one in told["base"] if one["name"] == "partner")
    assert (partner["texts"]["label"], partner["class"]) == ("往来单位", "L")
    assert told["fields"] == {"partner": {"label": "供货方"}}
    [own] = told["own"]
    assert (own["code"], own["kind"], own["least"]) == ("x_temp", "number", "2")
    assert {"members", "choices"} <= {one["name"] for one in told["kinds"]}
    assert not {"members", "choices"} & {
        one["name"] for one in design_json(viewer=SYSTEM, target="test_order:line")["kinds"]
    }
    with pytest.raises(Refused) as caught:
        design(place, "test_order", {}, rev=0)
    assert caught.value.refusals[0].code == "stale_revision"
