"""Shipping and taking back as stock moves."""

from collections.abc import Mapping

from hengku.documents.rules.posting import move_in, move_out, posting_of
from hengku.documents.types import LoadedDocument
from hengku.kernel.errors import Refusal
from hengku.ledger.types import MovementType, PostingRequest, Spot
from hengku.masterdata.types import StockStatus
from hengku.sales.rules.specs import RETURN_STATUSES


def shipment_posting(
    document: LoadedDocument, *, warehouse_places: Mapping[int, int], customer_place: int
) -> PostingRequest:
    """WH → CUS, priced by the cost method; a line made from an order uses up what that order line reserved."""
    outside = Spot(customer_place)
    moves = (move_out(line, outside=outside, warehouse_places=warehouse_places) for line in document.lines)
    return posting_of(document, MovementType.SALE, moves)


def return_posting(
    document: LoadedDocument, *, warehouse_places: Mapping[int, int], customer_place: int
) -> PostingRequest:
    """CUS → WH in the status its condition calls for. Linked: the shipment's cost comes back pro rata (R3); unlinked: the
    pool's current average."""
    outside = Spot(customer_place)
    moves = (move_in(line, outside=outside, warehouse_places=warehouse_places) for line in document.lines)
    return posting_of(document, MovementType.SALE_RETURN, moves)


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
