"""Rules of fields on documents: what is shown, closed, required, must hold, goes together, stands once."""

from typing import Any

import pytest

from hengku.documents.models import Document
from hengku.documents.operations.entry import create_from_entries, update_from_entry
from hengku.documents.operations.transition import transition_documents
from hengku.documents.queries.incoming import Entry
from hengku.documents.tests.conftest import World
from hengku.documents.tests.test_form_designs import design
from hengku.documents.tests.test_own_fields import entry, field, place, refused, save
from hengku.documents.types import TransitionCommand
from hengku.kernel.errors import Refused
from hengku.metadata.operations.custom_fields import update_field

__all__ = ["place"]


def head(world: World, code: str, kind: str = "text", **rules: Any) -> Any:
    return field(world, code, kind, target="test_order", **rules)


def test_a_field_that_is_not_shown_has_no_value_and_is_not_required(place: World) -> None:
    head(place, "x_kind", "choice", choices=[{"label": "急"}, {"label": "缓"}])
    why = head(place, "x_why", required=True, shown_when='{x_kind} = "o1"', pattern="[a-z]+")
    head(place, "x_more", shown_when="NOT(ISBLANK({x_why}))")
    told = save(place, entry(place, header={"x_kind": "o2", "x_why": "ABC", "x_more": "b"}))
    assert (told["x_why"], told["x_more"]) == (None, None)
    assert f"f_{why.pk}" not in Document.objects.get().ext
    assert refused(place, entry(place, header={"x_kind": "o1"})) == [("required", ("header", "x_why"))]
    assert refused(place, entry(place, header={"x_kind": "o1", "x_why": "ABC"})) == [
        ("pattern_differs", ("header", "x_why"))
    ]
    assert save(place, entry(place, header={"x_kind": "o1", "x_why": "abc", "x_more": "b"}))["x_more"] == "b"


def test_what_must_hold_and_options_that_go_together(place: World) -> None:
    field(place, "x_low")
    field(place, "x_high", must_hold="{line.x_high} >= {line.x_low}", message="上限不能低于下限")
    head(place, "x_a", "choice", choices=[{"label": "肉"}, {"label": "菜"}])
    head(
        place, "x_b", "choice", choices=[{"label": "牛"}, {"label": "葱"}], options_by="x_a", options={"o1": ["o1"], "o2": ["o2"]}
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        create_from_entries(act=place.act, entries=[entry(place, x_low="5", x_high="4")])
    assert caught.value.refusals[0].params["message"] == "上限不能低于下限"
    assert save(place, entry(place, x_high="4"))["lines"][0]["x_high"] == "4"
    assert refused(place, entry(place, header={"x_a": "o1", "x_b": "o2"})) == [
        ("option_not_offered", ("header", "x_b"))
    ]
    assert save(place, entry(place, header={"x_a": "o2", "x_b": "o2"}))["x_b"] == "o2"


def test_a_closed_field_stays_as_it_is(place: World) -> None:
    head(place, "x_done", "boolean")
    head(place, "x_sum", "number", locked_when="{x_done}")
    told = save(place, entry(place, header={"x_sum": "3"}))
    document_id, line = int(told["id"]), told["lines"][0]["id"]
    body = entry(place, header={"x_sum": "4", "x_done": True}, id=line)
    with pytest.raises(Refused) as caught:
        update_from_entry(act=place.act, document_id=document_id, entry=body, rev=1)
    assert [(one.code, one.loc) for one in caught.value.refusals] == [("field_locked", ("header", "x_sum"))]
    body = entry(place, header={"x_sum": "3.0", "x_done": True}, id=line)
    update_from_entry(act=place.act, document_id=document_id, entry=body, rev=1)


def test_a_unique_value_stands_once_among_documents_in_force(place: World) -> None:
    number = head(place, "x_no", "number", unique=True)
    field(place, "x_bag", "text", unique=True)
    first = save(place, entry(place, header={"x_no": "7.50"}, x_bag="B1"))
    assert refused(place, entry(place, header={"x_no": "7.5"}, x_bag="B1")) == [("value_taken", ("header", "x_no"))]
    assert refused(place, entry(place, x_bag="B1")) == [("value_taken", ("lines", 0, "x_bag"))]
    once = entry(place, x_bag="B2")
    twice = Entry(once.type, once.header, [*once.lines, *once.lines])
    assert refused(place, twice) == [("value_taken", ("lines", 1, "x_bag"))]
    body = entry(place, header={"x_no": "7.5"}, id=first["lines"][0]["id"], x_bag="B1")
    update_from_entry(act=place.act, document_id=int(first["id"]), entry=body, rev=1)
    transition_documents(act=place.act, commands=[TransitionCommand(int(first["id"]), "void")])
    save(place, entry(place, header={"x_no": "7.5"}, x_bag="B1"))
    update_field(act=place.act, record_id=number.pk, values={"unique": False})
    save(place, entry(place, header={"x_no": "7.5"}))
    with pytest.raises(Refused) as caught:
        update_field(act=place.act, record_id=number.pk, values={"unique": True})
    assert caught.value.refusals[0].params == {"value": "7.5"}


def test_built_in_fields_have_rules_where_their_class_allows(place: World) -> None:
    for name, delta in (
        ("warehouse", {"shown_when": "true"}),
        ("remarks", {"must_hold": "LEN({remarks}) < 5"}),
        ("remarks", {"required_when": "{remarks"}),
    ):
        with pytest.raises(Refused):
            design(place, "test_order", {name: delta})
    head(place, "x_gift", "boolean")
    design(
        place,
        "test_order",
        {
            "remarks": {"required_when": "{x_gift}", "must_hold": "LEN({remarks}) < 5", "message": "摘要太长"},
            "handler": {"shown_when": "{x_gift}"},
        },
    )
    assert refused(place, entry(place, header={"x_gift": True})) == [("required", ("header", "remarks"))]
    assert refused(place, entry(place, header={"remarks": "一二三四五"})) == [
        ("field_rule_broken", ("header", "remarks"))
    ]
    assert save(place, entry(place, header={"handler": "老王"}))["handler"] == ""
    assert save(place, entry(place, header={"x_gift": True, "remarks": "好", "handler": "老王"}))["handler"] == "老王"


def test_values_come_from_records_and_earlier_documents(place: World) -> None:
    for bad in (
        {"source": "partners"},
        {"source": "nothing", "take": "name", "where": [{"field": "id", "from": "partner"}]},
    ):
        with pytest.raises(Refused):
            head(place, "x_phone", fill=bad)
    by_partner = [{"field": "id", "from": "partner"}]
    head(place, "x_called", fill={"source": "partners", "take": "name", "where": by_partner, "when": "always"})
    with pytest.raises(Refused) as caught:
        head(place, "x_n", "number", fill={"source": "partners", "take": "name", "where": by_partner})
    assert caught.value.code == "field_fill_take"
    field(
        place,
        "x_spec",
        "text",
        fill={"source": "items", "take": "spec", "where": [{"field": "id", "from": "line.item"}]},
    )
    head(place, "x_no", "number")
    same = [{"field": "partner", "from": "partner"}]
    last = head(place, "x_last", "number", fill={"source": "test_order", "take": "x_no", "where": same})
    head(place, "x_sum", "number", fill={"source": "test_order", "take": "x_no", "where": same, "several": "sum"})
    first = save(place, entry(place, header={"x_no": "5", "x_called": "别的"}))
    assert (first["x_called"], first["x_last"], first["lines"][0]["x_spec"]) == ("甲供应商", None, "500ml")
    assert save(place, entry(place, header={"x_no": "7"}, x_spec="自填"))["lines"][0]["x_spec"] == "自填"
    third = save(place, entry(place))
    assert (third["x_last"], third["x_sum"]) == ("7", "12")
    assert save(place, entry(place, header={"x_last": "1"}))["x_last"] == "1"
    fill = {"source": "test_order", "take": "x_no", "where": same, "several": "block"}
    update_field(act=place.act, record_id=last.pk, values={"fill": fill})
    assert refused(place, entry(place)) == [("fill_several", ("header", "x_last"))]
