"""Moves of loans and consignment: out to the partner's own place, and from there back, to a customer, or lost.

What leaves a partner's place names the line that brought it there, whose amount it shares (4.10).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hengku.documents.rules.posting import posting_of, spot_of, with_lots
from hengku.documents.types import LoadedDocument, LoadedLine
from hengku.ledger.types import MovementType, MoveRequest, PostingRequest, Spot
from hengku.masterdata.types import PlaceKind

KINDS: Mapping[str, PlaceKind] = {
    "loan_out": PlaceKind.LOAN,
    "loan_return": PlaceKind.LOAN,
    "consignment_out": PlaceKind.CONSIGNMENT,
    "consignment_return": PlaceKind.CONSIGNMENT,
    "consignment_settlement": PlaceKind.CONSIGNMENT,
}
"""Type → kind of the partner's place its goods go to or come from."""
_MOVEMENTS = {
    PlaceKind.LOAN: MovementType.LOAN,
    PlaceKind.CONSIGNMENT: MovementType.CONSIGNMENT,
}
_GOES_OUT = frozenset({"loan_out", "consignment_out"})


@dataclass(frozen=True, slots=True)
class OutsidePlaces:
    """Place ids: of warehouses, of what this document's partner holds for us, of the customer."""

    warehouses: Mapping[int, int]
    held: int
    customer: int


def outside_posting(document: LoadedDocument, places: OutsidePlaces) -> PostingRequest:
    """Everything a document about goods at a partner's place posts."""
    sold = document.type == "consignment_settlement"
    movement = MovementType.CONSIGNMENT_SALE if sold else _MOVEMENTS[KINDS[document.type]]
    return posting_of(document, movement, (_move(document, line, places) for line in document.lines))


def _move(document: LoadedDocument, line: LoadedLine, places: OutsidePlaces) -> MoveRequest:
    held = Spot(places.held)
    goes_out = document.type in _GOES_OUT
    if document.type == "consignment_settlement":
        source, target = held, Spot(places.customer)
    elif goes_out:
        source, target = spot_of(line, places.warehouses), held
    else:
        source, target = held, spot_of(line, places.warehouses)
    return with_lots(
        MoveRequest(
            line_id=line.id,
            item_id=line.item_id,
            quantity=line.base_quantity,
            source=source,
            target=target,
            lot_id=line.lot_id,
            second_quantity=line.second_quantity,
            returns_line_id=None if goes_out else line.source_line_id,
        ),
        line,
    )
