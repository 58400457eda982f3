"""A hidden price is hidden everywhere, and cannot be written; a stranger sees nothing."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from hengku.documents.models import Line
from hengku.documents.operations.create import create_and_transition
from hengku.documents.operations.entry import create_from_entries
from hengku.documents.operations.export import export_documents
from hengku.documents.operations.transition import transition_documents
from hengku.documents.queries.describe import describe_document_types
from hengku.documents.queries.detail import document_json
from hengku.documents.queries.incoming import Entry
from hengku.documents.queries.links import link_graph
from hengku.documents.queries.listing import list_documents
from hengku.documents.queries.print_data import print_data
from hengku.documents.queries.push_down import push_down
from hengku.documents.tests.conftest import AT, World
from hengku.documents.types import LineDraft, TransitionCommand
from hengku.identity.types import Act, Scope, Viewer
from hengku.kernel import sql
from hengku.kernel.errors import Refused
from hengku.metadata.queries.listing import ListParams

PRICE = "77.31"


def keeper_of(*warehouses: int) -> Viewer:
    scope = Scope(warehouse_ids=frozenset(warehouses))
    return Viewer(9, "k", "管", {("*", "*"): (scope,)}, masked=frozenset({"purchase_price", "cost"}))


@pytest.fixture
def order(world: World) -> int:
    draft = world.order(world.bottles("2", PRICE))
    return create_and_transition(act=world.act, drafts=[draft], transition="approve")[0]


def every_reading(viewer: Viewer, order: int) -> list[Any]:
    """All the ways in which an order reaches a person."""
    params = ListParams()
    return [
        document_json(viewer=viewer, document_id=order),
        list_documents(viewer=viewer, code="test_order", params=params),
        export_documents(act=Act(viewer, AT), code="test_order", params=params, kind="csv", with_lines=True)[
            2
        ].decode(),
        push_down(viewer=viewer, source_ids=[order], target="test_receipt", at=AT),
        print_data(viewer=viewer, document_id=order),
        describe_document_types(viewer),
    ]


def test_a_hidden_price_is_nowhere(world: World, order: int) -> None:
    seller = Viewer(8, "o", "o", {("*", "*"): (Scope(),)})
    shown = [str(one) for one in every_reading(seller, order)]
    hidden = [str(one) for one in every_reading(keeper_of(world.main), order)]
    figures = (PRICE, "154.62", "174.72", "20.10")
    assert all(any(figure in text for figure in figures) for text in shown[:5])
    assert not any(figure in text for text in hidden for figure in figures)
    assert "total_amount" in shown[5]
    [mine] = [one for one in describe_document_types(keeper_of(world.main)) if one["code"] == "test_order"]
    assert "price" not in [field["name"] for field in mine["line_fields"]]


def test_a_hidden_price_cannot_be_written_but_comes_from_the_source(world: World, order: int) -> None:
    act = replace(world.act, viewer=keeper_of(world.main))
    line = Line.objects.get(document_id=order).pk
    header = {"business_date": "2026-03-10", "book": str(world.book)}
    entry = Entry("test_receipt", header, [{"source_line_id": str(line), "quantity": "1", "price": "1"}])
    [receipt] = create_from_entries(act=act, entries=[entry])
    assert Line.objects.get(document_id=receipt).price == Decimal(PRICE)


def test_strangers_get_404_and_empty_lists(world: World, order: int) -> None:
    stranger = keeper_of(world.side)
    readings = (
        lambda: document_json(viewer=stranger, document_id=order),
        lambda: push_down(viewer=stranger, source_ids=[order], target="test_receipt", at=AT),
        lambda: link_graph(viewer=stranger, document_id=order),
        lambda: print_data(viewer=stranger, document_id=order),
    )
    for read in readings:
        with pytest.raises(Refused) as caught:
            read()
        assert caught.value.status == 404
    assert list_documents(viewer=stranger, code="test_order", params=ListParams()).count == 0
    line = Line.objects.get(document_id=order).pk
    draft = world.draft("test_receipt", LineDraft(source_line_id=line), warehouse_id=world.side)
    with pytest.raises(Refused, match="unknown_reference"):
        create_and_transition(act=replace(world.act, viewer=stranger), drafts=[draft], transition="post")


@pytest.mark.parametrize("count", [1, 10])
def test_transitions_take_the_same_statements_for_any_number(world: World, count: int) -> None:
    ids = [
        one
        for _ in range(count)
        for one in create_and_transition(act=world.act, drafts=[world.order(world.bottles("2"))], transition="submit")
    ]
    with sql.counted() as statements:
        transition_documents(act=world.act, commands=[TransitionCommand(one, "approve") for one in ids])
    assert len(statements) == 5


@pytest.mark.parametrize("lines", [1, 30])
def test_a_detail_takes_the_same_statements_for_any_number_of_lines(world: World, lines: int) -> None:
    [order] = create_and_transition(
        act=world.act, drafts=[world.order(*[world.bottles("2") for _ in range(lines)])], transition="approve"
    )
    viewer = Viewer(8, "o", "o", {("test_order", "*"): (Scope(),)})
    with sql.counted() as statements:
        document_json(viewer=viewer, document_id=order)
    assert len(statements) == 3
