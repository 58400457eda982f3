"""Shipping and taking back as stock moves."""

from collections.abc import Mapping

from hengku.documents.rules.posting import request_key
from hengku.documents.types import LinkKind, LoadedDocument, LoadedLine
from hengku.kernel.errors import Refusal
from hengku.ledger.types import MovementType, MoveRequest, PostingRequest, Spot
from hengku.masterdata.types import StockStatus
from hengku.sales.rules.specs import RETURN_STATUSES


def spot_of(line: LoadedLine, warehouse_places: Mapping[int, int]) -> Spot:
    """Where in our warehouse the line's goods are: place, bin, status (available unless said otherwise)."""
    if line.warehouse_id is None:
        raise ValueError(f"line {line.id} of a stock document has no warehouse")
    return Spot(warehouse_places[line.warehouse_id], line.bin_id, StockStatus(line.status or StockStatus.AVAILABLE))


def shipment_posting(
    document: LoadedDocument, *, warehouse_places: Mapping[int, int], customer_place: int
) -> PostingRequest:
    """WH → CUS, priced by the cost method; a line made from an order uses up what that order line reserved."""
    return PostingRequest(
        request_key=request_key(document),
        book_id=document.book_id,
        document_id=document.id,
        document_type=document.type,
        movement_type=MovementType.SALE,
        business_date=document.business_date,
        moves=tuple(
            MoveRequest(
                line_id=line.id,
                item_id=line.item_id,
                quantity=line.base_quantity,
                source=spot_of(line, warehouse_places),
                target=Spot(customer_place),
                lot_id=line.lot_id,
                second_quantity=line.second_quantity,
                demand_line_id=line.source_line_id if line.link_kind == LinkKind.EXECUTE else None,
            )
            for line in document.lines
        ),
    )


def return_posting(
    document: LoadedDocument, *, warehouse_places: Mapping[int, int], customer_place: int
) -> PostingRequest:
    """CUS → WH in the status its condition calls for. Linked: the shipment's cost comes back pro rata (R3); unlinked: the
    pool's current average."""
    return PostingRequest(
        request_key=request_key(document),
        book_id=document.book_id,
        document_id=document.id,
        document_type=document.type,
        movement_type=MovementType.SALE_RETURN,
        business_date=document.business_date,
        moves=tuple(
            MoveRequest(
                line_id=line.id,
                item_id=line.item_id,
                quantity=line.base_quantity,
                source=Spot(customer_place),
                target=spot_of(line, warehouse_places),
                lot_id=line.lot_id,
                second_quantity=line.second_quantity,
                returns_line_id=line.source_line_id if line.link_kind == LinkKind.RETURN else None,
            )
            for line in document.lines
        ),
    )


def shipment_problems(document: LoadedDocument) -> list[Refusal]:
    """Only available goods go to a customer (I11)."""
    return [
        Refusal("ships_available_only", {}, ("line", line.id, "status"))
        for line in document.lines
        if line.status not in {None, StockStatus.AVAILABLE}
    ]


def return_problems(document: LoadedDocument) -> list[Refusal]:
    """Returned goods are good, to be inspected or damaged."""
    return [
        Refusal("return_condition", {}, ("line", line.id, "status"))
        for line in document.lines
        if line.status is not None and line.status not in RETURN_STATUSES
    ]
