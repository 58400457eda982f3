"""Receiving and returning as stock moves: from whom to where, and at which amount."""

from collections.abc import Mapping

from hengku.documents.rules.posting import request_key
from hengku.documents.types import LinkKind, LoadedDocument, LoadedLine
from hengku.kernel.errors import Refusal
from hengku.ledger.types import MovementType, MoveRequest, PostingRequest, Spot
from hengku.masterdata.types import StockStatus
from hengku.purchasing.rules.specs import RECEIVING_STATUSES


def spot_of(line: LoadedLine, warehouse_places: Mapping[int, int]) -> Spot:
    """Where in our warehouse the line's goods are: place, bin, status (available unless said otherwise)."""
    if line.warehouse_id is None:
        raise ValueError(f"line {line.id} of a stock document has no warehouse")
    return Spot(warehouse_places[line.warehouse_id], line.bin_id, StockStatus(line.status or StockStatus.AVAILABLE))


def receipt_posting(
    document: LoadedDocument, *, warehouse_places: Mapping[int, int], supplier_place: int, tax_is_cost: bool
) -> PostingRequest:
    """SUP → WH, each line bringing its own cost: the net amount, or the total where input tax cannot be deducted (C10)."""
    return PostingRequest(
        request_key=request_key(document),
        book_id=document.book_id,
        document_id=document.id,
        document_type=document.type,
        movement_type=MovementType.PURCHASE,
        business_date=document.business_date,
        moves=tuple(
            MoveRequest(
                line_id=line.id,
                item_id=line.item_id,
                quantity=line.base_quantity,
                source=Spot(supplier_place),
                target=spot_of(line, warehouse_places),
                lot_id=line.lot_id,
                second_quantity=line.second_quantity,
                amount=line.total if tax_is_cost else line.net,
            )
            for line in document.lines
        ),
    )


def return_posting(
    document: LoadedDocument, *, warehouse_places: Mapping[int, int], supplier_place: int
) -> PostingRequest:
    """WH → SUP. A linked line takes the receipt's cost with it pro rata (R3), an unlinked one is priced by the method."""
    return PostingRequest(
        request_key=request_key(document),
        book_id=document.book_id,
        document_id=document.id,
        document_type=document.type,
        movement_type=MovementType.PURCHASE_RETURN,
        business_date=document.business_date,
        moves=tuple(
            MoveRequest(
                line_id=line.id,
                item_id=line.item_id,
                quantity=line.base_quantity,
                source=spot_of(line, warehouse_places),
                target=Spot(supplier_place),
                lot_id=line.lot_id,
                second_quantity=line.second_quantity,
                returns_line_id=line.source_line_id if line.link_kind == LinkKind.RETURN else None,
            )
            for line in document.lines
        ),
    )


def receipt_problems(line: LoadedLine, item_name: str) -> list[Refusal]:
    """What is wrong with a line of a receipt: goods without a price need a reason; only two statuses may be received."""
    problems = []
    if line.net == 0 and not line.reason:
        problems.append(Refusal("price_required", {"item": item_name}, ("line", line.id, "price")))
    if line.status is not None and line.status not in RECEIVING_STATUSES:
        problems.append(Refusal("receipt_status", {}, ("line", line.id, "status")))
    return problems
