"""Checks a firm writes itself: read when saved, asked before documents take effect, in every way they may."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hengku.documents.models import Document, DocumentCheck
from hengku.documents.operations.checks import create_check, update_check
from hengku.documents.operations.create import create_and_transition
from hengku.documents.operations.draft import create_documents
from hengku.documents.operations.transition import transition_documents
from hengku.documents.queries.detail import document_json
from hengku.documents.rules.formula_fields import formula_fields, formula_values
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.tests.conftest import TODAY, World
from hengku.documents.types import TransitionCommand
from hengku.identity.types import SYSTEM
from hengku.kernel.errors import Refused
from hengku.kernel.sql import counted
from hengku.kernel.texts import speak


def check(world: World, formula: str, **changes: object) -> DocumentCheck:
    values: dict[str, object] = {
        "document_type": "test_order", "name": "限价", "formula": formula, "message": "单价太高，请找采购经理", **changes,
    }  # fmt: skip
    return create_check(act=world.act, values=values)


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in caught.value.refusals]


def test_a_check_refuses_in_one_step_and_in_two(world: World) -> None:
    check(world, "MAX({lines.price}) <= 100")
    dear, fair = world.order(world.bottles("1", "120")), world.order(world.bottles("1", "100"))
    with pytest.raises(Refused) as caught:
        create_and_transition(act=world.act, drafts=[dear], transition="approve")
    assert codes(caught) == ["check_failed"]
    assert caught.value.refusals[0].message("zh-CN") == "单价太高，请找采购经理（校验规则：限价）"
    assert not Document.objects.exists()
    ids = create_documents(act=world.act, drafts=[dear, fair])
    with pytest.raises(Refused) as caught:
        transition_documents(act=world.act, commands=[TransitionCommand(ids[0], "approve")])
    assert codes(caught) == ["check_failed"]
    with pytest.raises(Refused):
        transition_documents(act=world.act, commands=[TransitionCommand(ids[0], "submit")])
    [done] = transition_documents(act=world.act, commands=[TransitionCommand(ids[1], "approve")])
    assert done.state == "APPROVED"


def test_a_warning_may_be_confirmed_and_a_blank_says_nothing(world: World) -> None:
    check(world, "{total_amount} < 1000", blocks=False)
    check(world, 'COUNTIF({lines.bin.code}, "=", "B-01") = 0 / 0', name="空")
    large = world.order(world.bottles("100", "100"))
    with pytest.raises(Refused) as caught:
        create_and_transition(act=world.act, drafts=[large], transition="approve")
    assert (caught.value.code, codes(caught)) == ("confirmation_required", ["check_warns"])
    assert create_and_transition(act=world.act, drafts=[large], transition="approve", confirm={"check_warns"})


def test_switched_off_and_other_types_are_left_alone(world: World) -> None:
    made = check(world, "FALSE")
    check(world, "FALSE", document_type="test_return")
    update_check(act=world.act, record_id=made.pk, values={"active": False})
    assert create_and_transition(act=world.act, drafts=[world.order(world.bottles("1"))], transition="approve")


def test_without_checks_nothing_more_is_asked(world: World) -> None:
    order = world.order(world.bottles("1"))
    create_and_transition(act=world.act, drafts=[order], transition="approve")
    with counted() as before, CaptureQueriesContext(connection) as before_of_models:
        create_and_transition(act=world.act, drafts=[order], transition="approve")
    check(world, "TRUE", document_type="test_receipt")
    with counted() as after, CaptureQueriesContext(connection) as after_of_models:
        create_and_transition(act=world.act, drafts=[order], transition="approve")
    assert (len(after), len(after_of_models)) == (len(before), len(before_of_models))


@pytest.mark.parametrize(
    ("formula", "code", "place"),
    [
        ("{total_amount} <", "formula_syntax", "17"),
        ("{gibts_nicht} > 1", "formula_unknown_field", "1"),
        ("{total_amount}", "formula_kind", "1"),
        ("{lines.price} > 1", "formula_kind", "1"),
    ],
)
def test_what_cannot_be_read_is_not_saved(world: World, formula: str, code: str, place: str) -> None:
    with pytest.raises(Refused) as caught:
        check(world, formula)
    [refusal] = caught.value.refusals
    assert (refusal.code, refusal.loc, refusal.params["place"]) == (code, ("formula",), place)
    speak("en")
    assert place in refusal.message("en")
    speak("zh-CN")
    assert not DocumentCheck.objects.exists()


def test_values_come_out_of_the_document(world: World) -> None:
    order = world.order(world.bottles("2", "3.5"), world.bottles("1", "4"))
    [order_id] = create_documents(act=world.act, drafts=[order])
    whole: dict[str, Any] = json.loads(json.dumps(document_json(viewer=SYSTEM, document_id=order_id)))
    types = {field.path: field.type for field in formula_fields(DOCUMENT_TYPES.get("test_order"))}
    values = formula_values(whole, types, types)
    assert values["partner.name"] == "甲供应商"
    assert values["total_net"] == Decimal("11.00")
    assert values["lines.price"] == [Decimal("3.5"), Decimal(4)]
    assert values["lines.item.code"] == ["T-001", "T-001"]
    assert values["lines.bin.code"] == [None, None]
    assert values["business_date"] == TODAY


def test_every_field_of_every_type_is_in_its_json() -> None:
    """Paths a formula may read are told by the type's own description: none is misspelt, none has two kinds."""
    for spec in DOCUMENT_TYPES:
        fields = formula_fields(spec)
        assert len({field.path for field in fields}) == len(fields), spec.code
        assert {"business_date", "number"} <= {field.path for field in fields}, spec.code
