"""Shipping and taking back as stock moves."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from hengku.documents.rules.posting import move_in, move_out, posting_of, with_gift
from hengku.documents.types import LoadedDocument, LoadedLine
from hengku.kernel.errors import Refusal
from hengku.ledger.types import MovementType, MoveRequest, PostingRequest, Spot
from hengku.masterdata.types import StockStatus
from hengku.sales.rules.specs import CONDITIONS, SCRAP

NOTHING_LENT: Mapping[int, int] = MappingProxyType({})
NO_AMOUNTS: Mapping[int, Decimal] = MappingProxyType({})


def shipment_posting(
    document: LoadedDocument,
    *,
    warehouse_places: Mapping[int, int],
    customer_place: int,
    lent: Mapping[int, int] = NOTHING_LENT,
) -> PostingRequest:
    """WH → CUS, priced by the cost method; a line made from an order uses up what that order line reserved. lent: place of the
    goods by loan (借出转销售): they go from there at their share of the amount they were lent with."""
    outside = Spot(customer_place)
    moves = (
        _sold_loan(line, Spot(lent[line.source_document_id]), outside)
        if line.source_document_id is not None and line.source_document_id in lent
        else with_gift(move_out(line, outside=outside, warehouse_places=warehouse_places), line)
        for line in document.lines
    )
    return posting_of(document, MovementType.SALE, moves)


def _sold_loan(line: LoadedLine, held: Spot, outside: Spot) -> MoveRequest:
    return MoveRequest(
        line_id=line.id,
        item_id=line.item_id,
        quantity=line.base_quantity,
        source=held,
        target=outside,
        lot_id=line.lot_id,
        second_quantity=line.second_quantity,
        returns_line_id=line.source_line_id,
    )


def return_posting(
    document: LoadedDocument,
    *,
    warehouse_places: Mapping[int, int],
    customer_place: int,
    amounts: Mapping[int, Decimal] = NO_AMOUNTS,
) -> PostingRequest:
    """CUS → WH in the status its condition calls for. Linked: the shipment's cost comes back pro rata (R3); unlinked: the
    pool's current average, or what `amounts` says by line id."""
    outside = Spot(customer_place)
    moves = (
        with_gift(
            move_in(_kept(line), outside=outside, warehouse_places=warehouse_places, amount=amounts.get(line.id)), line
        )
        for line in document.lines
    )
    return posting_of(document, MovementType.SALE_RETURN, moves)


def is_scrap(line: LoadedLine) -> bool:
    """Goods that come back only to be thrown away."""
    return line.status == SCRAP


def _kept(line: LoadedLine) -> LoadedLine:
    """Until its scrap document takes it away, what is to be scrapped stands among the rejected goods."""
    return replace(line, status=StockStatus.REJECTED.value) if is_scrap(line) else line


def shipment_problems(document: LoadedDocument) -> list[Refusal]:
    """Only available goods go to a customer (I11)."""
    return [
        Refusal("ships_available_only", {}, ("line", line.id, "status"))
        for line in document.lines
        if line.status not in {None, StockStatus.AVAILABLE}
    ]


def return_problems(document: LoadedDocument) -> list[Refusal]:
    """Returned goods are good, to be inspected, damaged or scrap."""
    return [
        Refusal("return_condition", {}, ("line", line.id, "status"))
        for line in document.lines
        if line.status is not None and line.status not in CONDITIONS
    ]
