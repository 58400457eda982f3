"""Use, kind and order of material as pure rules."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from hengku.documents.rules.usage import Usage
from hengku.documents.types import DocumentState, LinkKind, LoadedDocument, LoadedLine
from hengku.ledger.types import Spot
from hengku.manufacturing.rules.material import (
    COUNTERS,
    issue_posting,
    issue_problems,
    order_problems,
    place_kind,
    return_posting,
    return_problems,
    status_of,
)
from hengku.manufacturing.types import Material, OrderFacts, ReturnKind
from hengku.masterdata.types import PlaceKind, StockStatus

WAREHOUSE, OUTSIDE = {7: 70}, {PlaceKind.PRODUCTION: 90, PlaceKind.ADJUSTMENT: 91}
OPEN_ORDER = OrderFacts(1, "SCDD-1", 1, released=True, closed=False)


def document(kind: str, *, status: str | None = None, source: int | None = None) -> LoadedDocument:
    line = LoadedLine(
        id=11, line_no=1, item_id=3, unit_id=1, quantity=Decimal(2), base_quantity=Decimal(2), second_quantity=None,
        warehouse_id=7, bin_id=None, to_warehouse_id=None, to_bin_id=None, lot_id=None, status=status, to_status=None,
        price=None, net=Decimal(0), tax=Decimal(0), total=Decimal(0), reason="", source_line_id=source,
        source_document_id=source, link_kind=LinkKind.RETURN if source else None, extra={},
    )  # fmt: skip
    return LoadedDocument(
        id=5, type=kind, number="", state=DocumentState.DRAFT, book_id=1, partner_id=None, warehouse_id=7,
        to_warehouse_id=None, business_date=date(2026, 10, 1), rev=1, reverses_id=None, lines=(line,), extra={},
        created_by_id=None, created_at=datetime(2026, 10, 1, tzinfo=UTC),
    )  # fmt: skip


def codes(order: OrderFacts | None, usage: Usage = Usage.PRODUCTION) -> list[str]:
    return [one.code for one in issue_problems(document("material_issue"), Material(5, usage, order))]


def test_an_order_is_charged_by_production_only_while_it_is_open() -> None:
    assert codes(None) == codes(OPEN_ORDER) == codes(None, Usage.RESEARCH) == []
    assert codes(OPEN_ORDER, Usage.RESEARCH) == ["order_for_production_only"]
    assert codes(OrderFacts(1, "", 2, released=True, closed=False)) == ["order_of_another_book"]
    assert codes(OrderFacts(1, "", 1, released=False, closed=False)) == ["order_not_released"]
    assert codes(OrderFacts(1, "", 1, released=True, closed=True)) == ["order_closed"]
    assert order_problems(None) == []


def test_every_use_has_its_account_and_only_production_goes_into_production() -> None:
    assert set(COUNTERS) == set(Usage)
    assert {usage for usage in Usage if place_kind(usage) is PlaceKind.PRODUCTION} == {Usage.PRODUCTION}
    for usage, place in ((Usage.PRODUCTION, 90), (Usage.OVERHEAD, 91)):
        posting = issue_posting(document("material_issue"), usage, warehouse_places=WAREHOUSE, outside=OUTSIDE)
        assert (posting.moves[0].source, posting.moves[0].target) == (Spot(70), Spot(place))


@pytest.mark.parametrize(
    ("kind", "entered", "status"),
    [
        (ReturnKind.GOOD_RETURN, None, StockStatus.AVAILABLE),
        (ReturnKind.GOOD_RETURN, "HOLD", StockStatus.HOLD),
        (ReturnKind.BAD_MATERIAL, None, StockStatus.REJECTED),
        (ReturnKind.BAD_WORK, None, StockStatus.REJECTED),
        (ReturnKind.BAD_WORK, "HOLD", StockStatus.HOLD),
    ],
)
def test_the_kind_of_return_decides_the_status(kind: ReturnKind, entered: str | None, status: StockStatus) -> None:
    assert status_of(kind, entered) is status
    returned = document("material_return", status=entered, source=4)
    (move,) = return_posting(returned, Usage.PRODUCTION, kind, warehouse_places=WAREHOUSE, outside=OUTSIDE).moves
    assert (move.source, move.target, move.returns_line_id) == (Spot(90), Spot(70, None, status), 4)


def test_a_return_is_of_one_order_and_bad_material_is_not_available() -> None:
    returned = document("material_return", status="AVAILABLE", source=4)
    one = Material(4, Usage.PRODUCTION, OPEN_ORDER)
    assert return_problems(returned, [one], ReturnKind.GOOD_RETURN) == []
    problems = return_problems(returned, [one, Material(6, Usage.PRODUCTION, None)], ReturnKind.BAD_WORK)
    assert [problem.code for problem in problems] == ["bad_material_not_available", "return_of_several_orders"]
