"""Fields an account set adds to documents: told, taken, checked, kept; known to the next request of every process."""

from typing import Any

import pytest

from hengku.documents.models import Document, Line
from hengku.documents.operations.entry import create_from_entries, update_from_entry
from hengku.documents.operations.transition import transition_documents
from hengku.documents.queries.detail import document_json
from hengku.documents.queries.incoming import Entry
from hengku.documents.queries.own_targets import _header, _lines
from hengku.documents.queries.push_down import push_down
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.tests.conftest import AT, World
from hengku.documents.types import TransitionCommand
from hengku.identity.types import SYSTEM
from hengku.kernel.errors import Refused
from hengku.metadata.models import CustomField
from hengku.metadata.operations.custom_fields import create_field, delete_field, update_field
from hengku.metadata.rules.own_targets import OWN_TARGETS, offer_own_target


@pytest.fixture
def place(world: World) -> World:
    if "test_order" not in OWN_TARGETS:
        offer_own_target(_header("test_order"))
        offer_own_target(_lines("test_order"))
    return world


def field(world: World, code: str, kind: str = "number", **changes: Any) -> CustomField:
    target = changes.pop("target", "test_order:line")
    return create_field(act=world.act, values={"target": target, "code": code, "label": code, "kind": kind, **changes})


def entry(world: World, *, header: dict[str, Any] | None = None, **line: Any) -> Entry:
    return Entry(
        "test_order",
        {"book": str(world.book), "business_date": "2026-03-10", "partner": str(world.supplier), "warehouse": str(world.main), **(header or {})},
        [{"item": str(world.bottle), "quantity": "1", "price": "10", **line}],
    )  # fmt: skip


def save(world: World, told: Entry) -> dict[str, Any]:
    [id_] = create_from_entries(act=world.act, entries=[told])
    return document_json(viewer=SYSTEM, document_id=id_)


def refused(world: World, told: Entry) -> list[tuple[str, tuple[Any, ...]]]:
    with pytest.raises(Refused) as caught:
        create_from_entries(act=world.act, entries=[told])
    return [(one.code, one.loc) for one in caught.value.refusals]


def test_values_are_stored_in_one_way_and_told_as_sent(place: World) -> None:
    temp = field(place, "x_temp", least=-40, most=60, places=1)
    when = field(place, "x_when", "datetime", target="test_order")
    who = field(place, "x_for", "partner", target="test_order")
    tags = field(place, "tags", "choices", target="test_order", choices=[{"label": "急"}, {"label": "冷"}])
    told = save(
        place,
        entry(
            place,
            header={"x_when": "2026-03-10T12:00:00+08:00", "x_for": "code:TC", "x_tags": ["o2", "o1"]},
            x_temp="9.10",
        ),
    )
    [line] = told["lines"]
    assert (line["x_temp"], told["x_tags"], told["x_when"]) == ("9.1", ["o1", "o2"], "2026-03-10T04:00:00Z")
    assert told["x_for"] == {"id": str(place.customer), "code": "TC", "name": "乙客户"}
    assert Line.objects.get().ext == {f"f_{temp.pk}": 9.1}
    assert Document.objects.get().ext == {
        f"f_{when.pk}": "2026-03-10T04:00:00Z",
        f"f_{who.pk}": place.customer,
        f"f_{tags.pk}": ["o1", "o2"],
    }


def test_rules_are_kept_whoever_writes(place: World) -> None:
    field(place, "x_temp", least=-40, most=60, places=1, required=True)
    field(place, "x_code", "text", pattern=r"[A-Z]\d+", target="test_order")
    field(place, "x_for", "partner", target="test_order")
    assert refused(place, entry(place)) == [("required", ("lines", 0, "x_temp"))]
    assert refused(place, entry(place, x_temp="61")) == [("too_large", ("lines", 0, "x_temp"))]
    assert refused(place, entry(place, x_temp="1.25")) == [("too_many_places", ("lines", 0, "x_temp"))]
    assert refused(place, entry(place, header={"x_code": "a1"}, x_temp="1")) == [
        ("pattern_differs", ("header", "x_code"))
    ]
    assert refused(place, entry(place, header={"x_for": "999999"}, x_temp="1")) == [
        ("unknown_reference", ("header", "x_for"))
    ]
    assert refused(place, entry(place, x_temp="1", x_other="1")) == [("unknown_field", ("lines", 0, "x_other"))]


def test_defaults_and_conditions_read_the_draft(place: World) -> None:
    field(place, "x_area", "text", default="A区", target="test_order")
    field(place, "x_twice", default_formula="{line.quantity} * 2")
    field(place, "x_why", "text", required_when="{line.x_twice} > 10")
    told = save(place, entry(place))
    assert (told["x_area"], told["lines"][0]["x_twice"], told["lines"][0]["x_why"]) == ("A区", "2", None)
    assert refused(place, entry(place, quantity="6")) == [("required", ("lines", 0, "x_why"))]
    assert save(place, entry(place, x_twice=None, quantity="6"))["lines"][0]["x_twice"] is None


def test_an_edit_keeps_what_it_does_not_speak_of(place: World) -> None:
    temp, gone = field(place, "x_temp"), field(place, "x_gone", "text")
    told = save(place, entry(place, x_temp="4", x_gone="保留"))
    delete_field(act=place.act, record_id=gone.pk)
    body = entry(place, id=told["lines"][0]["id"])
    update_from_entry(act=place.act, document_id=int(told["id"]), entry=body, rev=1)
    assert Line.objects.get().ext == {f"f_{temp.pk}": 4, f"f_{gone.pk}": "保留"}
    body = entry(place, id=told["lines"][0]["id"], x_temp=None)
    update_from_entry(act=place.act, document_id=int(told["id"]), entry=body, rev=2)
    assert Line.objects.get().ext == {f"f_{gone.pk}": "保留"}
    assert "x_gone" not in document_json(viewer=SYSTEM, document_id=int(told["id"]))["lines"][0]


def test_code_and_kind_stay(place: World) -> None:
    made = field(place, "x_temp")
    for values, code in (
        ({"code": "x_t2"}, "field_fixed"),
        ({"kind": "date"}, "field_kind_fixed"),
        ({"pattern": "(a+)+"}, "field_pattern_bad"),
    ):
        with pytest.raises(Refused) as caught:
            update_field(act=place.act, record_id=made.pk, values=values)
        assert caught.value.refusals[0].code == code
    update_field(act=place.act, record_id=made.pk, values={"label": "冷链温度"})
    assert [str(one.label) for one in DOCUMENT_TYPES.get("test_order").line_fields if one.key] == ["冷链温度"]


def test_what_is_made_from_a_document_takes_fields_of_the_same_code(place: World) -> None:
    for target in ("test_receipt", "test_receipt:line"):
        if target not in OWN_TARGETS:
            offer_own_target((_lines if target.endswith(":line") else _header)("test_receipt"))
    for target in ("test_order:line", "test_receipt:line"):
        field(place, "x_temp", target=target)
    field(place, "x_for", "partner", target="test_order")
    field(place, "x_for", "partner", target="test_receipt")
    field(place, "x_only", "text", target="test_order")
    told = save(place, entry(place, header={"x_for": "code:TC", "x_only": "甲"}, x_temp="4"))
    transition_documents(act=place.act, commands=[TransitionCommand(int(told["id"]), "approve")])
    made = push_down(viewer=SYSTEM, source_ids=[int(told["id"])], target="test_receipt", at=AT)
    assert (made["lines"][0]["x_temp"], made["header"]["x_for"]["code"]) == ("4", "TC")
    assert "x_only" not in made["header"]
