"""Who makes what: products and their components, weights, and what stands against a making."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from hengku.documents.types import DocumentState, LoadedDocument, LoadedLine
from hengku.ledger.types import Spot
from hengku.warehousing.rules.making import (
    MakingFacts,
    becoming_problems,
    groups_of,
    making_posting,
    making_problems,
    weights_of,
)

D = Decimal
FACTS = MakingFacts(warehouses={7: 70}, between=90)


def line(number: int, item: int, quantity: str, **extra: Any) -> LoadedLine:
    return LoadedLine(
        id=100 + number, line_no=number, item_id=item, unit_id=1, quantity=D(quantity), base_quantity=D(quantity),
        second_quantity=None, warehouse_id=7, bin_id=None, to_warehouse_id=None, to_bin_id=None, lot_id=extra.pop("lot", None),
        status=None, to_status=extra.pop("to_status", None), price=None, net=D(0), tax=D(0), total=D(0), reason="",
        source_line_id=None, source_document_id=None, link_kind=None, extra=extra,
    )  # fmt: skip


def document(kind: str, *lines: LoadedLine, **extra: Any) -> LoadedDocument:
    return LoadedDocument(
        id=5, type=kind, number="", state=DocumentState.DRAFT, book_id=1, partner_id=None, warehouse_id=7,
        to_warehouse_id=None, business_date=date(2026, 10, 1), rev=1, reverses_id=None, lines=lines, extra=extra,
        created_by_id=None, created_at=datetime(2026, 10, 1, tzinfo=UTC),
    )  # fmt: skip


def test_components_belong_to_the_line_they_name_else_to_the_first_product() -> None:
    two = document(
        "assembly",
        line(1, 1, "1", role="PRODUCT"),
        line(2, 2, "4", role="PRODUCT"),
        line(3, 3, "1", role="COMPONENT"),
        line(4, 4, "1", role="COMPONENT", of_line=2),
    )
    assert {number: [one.id for one in parts] for number, (_, parts) in groups_of(two).items()} == {1: [103], 2: [104]}
    assert making_problems(two) == []
    posting = making_posting(document("assembly", *two.lines, fee=D("10.01")), FACTS)
    assert posting.fees == ((1, D("2.00")), (2, D("8.01")))
    assert [(move.making, move.source, move.target) for move in posting.moves] == [
        (1, Spot(70), Spot(90)), (1, Spot(90), Spot(70)), (2, Spot(70), Spot(90)), (2, Spot(90), Spot(70)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((line(1, 1, "1", role="COMPONENT"),), ["making_needs_product"]),
        ((line(1, 1, "1", role="PRODUCT"),), ["making_needs_components"]),
        ((line(1, 1, "1"), line(2, 2, "1")), []),
        ((line(1, 1, "1", role="PRODUCT"), line(2, 1, "1", role="COMPONENT")), ["making_of_itself"]),
        (
            (line(1, 1, "1", role="PRODUCT"), line(2, 2, "1", role="COMPONENT", of_line=2)),
            ["making_unknown_product", "making_needs_components"],
        ),
    ],
)
def test_what_stands_against_a_making(lines: tuple[LoadedLine, ...], expected: list[str]) -> None:
    assert sorted(one.code for one in making_problems(document("assembly", *lines))) == sorted(expected)


def test_the_cost_of_a_disassembly_is_shared_out_by_reference_then_by_what_is_known_then_by_quantity() -> None:
    parts = [line(1, 1, "6", reference_cost=D(5)), line(2, 2, "3")]
    assert weights_of(parts, {102: (D("36.00"), D(1))}) == [D(30), D("108.000000")]
    assert weights_of(parts, {}) == [D(30), D(0)]
    assert weights_of([line(1, 1, "6"), line(2, 2, "3")], {}) == [D(6), D(3)]


def test_a_lot_change_that_keeps_the_lot_only_moves_between_statuses() -> None:
    change = document("lot_change", line(1, 1, "2", lot=8, to_status="BLOCKED"))
    (move,) = making_posting(change, FACTS).moves
    assert (move.making, move.source.place_id, move.target.place_id, move.target.status) == (None, 70, 70, "BLOCKED")
    out, back = making_posting(
        document("lot_change", line(1, 1, "2", lot=8, to_lot="N")), MakingFacts({7: 70}, 90, lots={101: 9})
    ).moves
    assert (out.lot_id, back.lot_id, out.making, back.making, out.target, back.source) == (
        8,
        9,
        1,
        1,
        Spot(90),
        Spot(90),
    )
    assert [one.code for one in becoming_problems(document("lot_change", line(1, 1, "2", lot=8)))] == [
        "nothing_changes"
    ]
