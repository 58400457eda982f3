"""New drafts: filled, checked, counted, linked, numbered."""

from decimal import Decimal

import pytest

from hengku.documents.models import Document, Event, Line, LineProgress, Link
from hengku.documents.operations.create import create_and_transition
from hengku.documents.operations.draft import create_documents
from hengku.documents.tests.conftest import World
from hengku.documents.types import LineDraft
from hengku.kernel import sql
from hengku.kernel.errors import Refused


def refusals(caught: pytest.ExceptionInfo[Refused]) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(refusal.code, refusal.loc) for refusal in caught.value.refusals]


def approved_order(world: World, *lines: LineDraft) -> list[int]:
    """An approved order; gives the ids of its lines."""
    order = create_and_transition(act=world.act, drafts=[world.order(*lines)], transition="approve")[0]
    return list(Line.objects.filter(document_id=order).order_by("line_no").values_list("pk", flat=True))


def test_a_draft_is_filled_and_counted(world: World) -> None:
    lines = [
        world.bottles("2", "120", unit_id=world.box),
        LineDraft(item_id=world.flour, quantity=Decimal("1.5"), price=Decimal("3.333")),
    ]
    [order_id] = create_documents(act=world.act, drafts=[world.order(*lines)])
    order = Document.objects.get(pk=order_id)
    boxes, flour = Line.objects.filter(document_id=order_id).order_by("line_no")
    assert (boxes.base_quantity, boxes.factor_numerator, boxes.item_name, boxes.item_spec) == (
        Decimal(24),
        12,
        "酱油",
        "500ml",
    )
    assert (boxes.net, boxes.tax, boxes.total) == (Decimal("240.00"), Decimal("31.20"), Decimal("271.20"))
    assert (flour.net, flour.tax, flour.tax_rate) == (Decimal("5.00"), Decimal("0.45"), Decimal("0.09"))
    assert boxes.warehouse_id == world.main
    assert (order.total_net, order.total_tax, order.total_amount) == (
        Decimal("245.00"),
        Decimal("31.65"),
        Decimal("276.65"),
    )
    assert (order.state, order.number, order.rev, order.currency) == ("DRAFT", "TDD-202603-0001", 1, "CNY")
    assert list(Event.objects.filter(document_id=order_id).values_list("name", "to_state")) == [("create", "DRAFT")]


def test_every_refusal_is_told_at_its_place(world: World) -> None:
    lines = [
        LineDraft(quantity=Decimal(1)),
        world.bottles("0"),
        world.bottles("0.5"),
        world.bottles("1", bin_id=world.bin),
        world.bottles("1", unit_id=99_999),
    ]
    with pytest.raises(Refused) as caught:
        create_documents(act=world.act, drafts=[world.order(*lines, partner_id=world.customer)])
    assert refusals(caught) == [
        ("not_a_supplier", ("header", "partner")),
        ("required", ("lines", 0, "item")),
        ("quantity_not_positive", ("lines", 1, "quantity")),
        ("not_whole_unit", ("lines", 2, "quantity")),
        ("bin_not_in_warehouse", ("lines", 3, "bin")),
        ("line_unit_not_of_item", ("lines", 4, "unit")),
    ]
    assert not Document.objects.filter(type="test_order").exists()


def test_a_receipt_takes_what_is_left_of_the_order(world: World) -> None:
    [line] = approved_order(world, world.bottles("10", "12.5"))
    [first] = create_documents(
        act=world.act,
        drafts=[world.draft("test_receipt", LineDraft(source_line_id=line, quantity=Decimal(4)), partner_id=None)],
    )
    [second] = create_documents(
        act=world.act, drafts=[world.draft("test_receipt", LineDraft(source_line_id=line), partner_id=None)]
    )
    rest = Line.objects.get(document_id=second)
    assert (rest.quantity, rest.price, rest.net) == (Decimal(6), Decimal("12.5"), Decimal("75.00"))
    assert Document.objects.get(pk=first).partner_id == world.supplier
    progress = LineProgress.objects.get(pk=line)
    assert (progress.linked_quantity, progress.executed_quantity) == (Decimal(10), Decimal(0))
    assert Link.objects.filter(source_line_id=line).count() == 2


def test_more_than_the_order_is_refused_with_what_is_left(world: World) -> None:
    [line] = approved_order(world, world.bottles("10"))
    create_documents(
        act=world.act, drafts=[world.draft("test_receipt", LineDraft(source_line_id=line, quantity=Decimal(7)))]
    )
    with pytest.raises(Refused) as caught:
        create_documents(
            act=world.act, drafts=[world.draft("test_receipt", LineDraft(source_line_id=line, quantity=Decimal(4)))]
        )
    assert refusals(caught) == [("tolerance_exceeded", ("lines", 0, "quantity"))]
    assert caught.value.refusals[0].params["remaining"] == "3"
    assert LineProgress.objects.get(pk=line).linked_quantity == 7


def test_numbers_have_no_gap_when_a_command_fails(world: World) -> None:
    drafts = [world.order(world.bottles("1")) for _ in range(3)]
    create_documents(act=world.act, drafts=drafts)
    with pytest.raises(Refused):
        create_documents(act=world.act, drafts=[world.order(world.bottles("1")), world.order(world.bottles("-1"))])
    create_documents(act=world.act, drafts=[world.order(world.bottles("1"))])
    numbers = Document.objects.filter(type="test_order").order_by("pk").values_list("number", flat=True)
    assert list(numbers) == [f"TDD-202603-000{serial}" for serial in (1, 2, 3, 4)]


@pytest.mark.parametrize("line_count", [1, 40])
def test_creating_takes_six_statements(world: World, line_count: int) -> None:
    [line] = approved_order(world, world.bottles("1000"))
    lines = [LineDraft(source_line_id=line, quantity=Decimal(1)) for _ in range(line_count)]
    with sql.counted() as statements:
        create_documents(act=world.act, drafts=[world.draft("test_receipt", *lines)])
    assert len(statements) == 6


@pytest.mark.parametrize("line_count", [1, 40])
def test_creating_and_posting_takes_six_statements_beside_its_effects(world: World, line_count: int) -> None:
    [line] = approved_order(world, world.bottles("1000"))
    lines = [LineDraft(source_line_id=line, quantity=Decimal(1)) for _ in range(line_count)]
    with sql.counted() as statements:
        create_and_transition(act=world.act, drafts=[world.draft("test_receipt", *lines)], transition="post")
    assert len(statements) == 6


def test_every_character_arrives_as_it_was_typed(world: World) -> None:
    remarks = ["", "NULL", 'a"b', "back\\slash", "{1,2}", "两行\n与制表\t", "'; --", "%s $1 %%"]
    lines = [world.bottles("1", remarks=text) for text in remarks]
    [order] = create_documents(act=world.act, drafts=[world.order(*lines, remarks='头"\\{}')])
    saved = Line.objects.filter(document_id=order).order_by("line_no").values_list("remarks", flat=True)
    assert list(saved) == remarks
    assert Document.objects.get(pk=order).remarks == '头"\\{}'
