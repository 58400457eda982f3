"""Goods between the supplier's truck and our stock: they arrive, wait in the arrival area, and leave it one way or the other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from hengku.documents.types import LoadedDocument, LoadedLine
from hengku.kernel.money import ZERO
from hengku.ledger.types import MovementType, MoveRequest, PostingRequest, Spot
from hengku.masterdata.types import StockStatus


def waiting_spot(arrival_place: int) -> Spot:
    """Where arrived goods stand: they wait for inspection (待检量)."""
    return Spot(arrival_place, None, StockStatus.HOLD)


def arrival_moves(
    document: LoadedDocument, *, arrival_places: Mapping[int, int], supplier_place: int, back: bool = False
) -> tuple[MoveRequest, ...]:
    """SUP → ARR for every line of a notice; `back`: the other way round, when the notice is cancelled or closed.
    Lines of nothing are left out."""
    outside = Spot(supplier_place)
    moves = []
    for line in document.lines:
        here = waiting_spot(arrival_places[_warehouse_of(line)])
        source, target = (here, outside) if back else (outside, here)
        if line.base_quantity > 0:
            moves.append(_move(line, line.base_quantity, source, target))
    return tuple(moves)


def left_in_arrival(document: LoadedDocument, gone: Mapping[int, Decimal]) -> LoadedDocument:
    """The notice with what of each line is still in the arrival area; gone: received or refused, by line."""
    lines = tuple(
        replace(line, base_quantity=max(line.base_quantity - gone.get(line.id, ZERO), ZERO)) for line in document.lines
    )
    return replace(document, lines=lines)


def arrival_request(document: LoadedDocument, moves: Sequence[MoveRequest], *, key: str) -> PostingRequest:
    """A posting about the arrival area; key tells the postings of one document apart."""
    return PostingRequest(
        request_key=f"{document.type}:{document.id}:{key}",
        book_id=document.book_id,
        document_id=document.id,
        document_type=document.type,
        movement_type=MovementType.ARRIVAL,
        business_date=document.business_date,
        moves=tuple(moves),
    )


def refusal_move(line: LoadedLine, refused: Decimal, *, arrival_place: int, supplier_place: int) -> MoveRequest:
    """ARR → SUP: what the inspection refused (拒收)."""
    return _move(line, refused, waiting_spot(arrival_place), Spot(supplier_place))


def verdict_moves(line: LoadedLine, passed: Decimal, refused: Decimal, *, stock_place: int) -> list[MoveRequest]:
    """Goods already in stock on hold: what passed becomes available, what was refused becomes rejected."""
    here = Spot(stock_place, line.bin_id, StockStatus.HOLD)
    verdicts = ((passed, StockStatus.AVAILABLE), (refused, StockStatus.REJECTED))
    return [
        _move(line, quantity, here, Spot(stock_place, line.bin_id, status)) for quantity, status in verdicts if quantity
    ]


def _move(line: LoadedLine, quantity: Decimal, source: Spot, target: Spot) -> MoveRequest:
    return MoveRequest(
        line_id=line.id,
        item_id=line.item_id,
        quantity=quantity,
        source=source,
        target=target,
        lot_id=line.lot_id,
    )


def _warehouse_of(line: LoadedLine) -> int:
    if line.warehouse_id is None:
        raise ValueError(f"line {line.id} of a notice has no warehouse")
    return line.warehouse_id
