"""What each stock document of warehousing moves: from where, to where, and with which amount (domain specification 2.4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from hengku.documents.rules.posting import request_key, with_lots
from hengku.documents.types import LoadedDocument, LoadedLine
from hengku.ledger.types import AmountRequest, MovementType, MoveRequest, PostingRequest, Spot
from hengku.masterdata.types import PlaceKind, StockStatus


@dataclass(frozen=True, slots=True)
class Places:
    """Place ids a posting needs: of our warehouses, of goods on the way to them, of the world outside by kind, and of what is lent
    by the loan's document."""

    warehouses: Mapping[int, int]
    transits: Mapping[int, int]
    outside: Mapping[PlaceKind, int]
    lent: Mapping[int, int] = field(default_factory=dict)


Ends = Callable[[LoadedLine, Places], tuple[Spot, Spot]]
"""Source and target of a line."""


def _here(line: LoadedLine, places: Places) -> Spot:
    return Spot(places.warehouses[_known(line.warehouse_id, line)], line.bin_id, status_of(line))


def _there(line: LoadedLine, places: Places) -> Spot:
    return Spot(places.warehouses[_known(line.to_warehouse_id, line)], line.to_bin_id, status_of(line))


def _on_the_way(line: LoadedLine, places: Places) -> Spot:
    return Spot(places.transits[_known(line.to_warehouse_id, line)], None, status_of(line))


def status_of(line: LoadedLine) -> StockStatus:
    """The stock status a line speaks of; available unless said otherwise."""
    return StockStatus(line.status or StockStatus.AVAILABLE)


def _known(warehouse_id: int | None, line: LoadedLine) -> int:
    if warehouse_id is None:
        raise ValueError(f"line {line.id} of a stock document lacks a warehouse")
    return warehouse_id


def _from_outside(kind: PlaceKind) -> Ends:
    return lambda line, places: (Spot(places.outside[kind]), _here(line, places))


def _to_outside(kind: PlaceKind) -> Ends:
    return lambda line, places: (_here(line, places), Spot(places.outside[kind]))


def _bin_to_bin(line: LoadedLine, places: Places) -> tuple[Spot, Spot]:
    source = _here(line, places)
    return source, Spot(source.place_id, line.to_bin_id, source.status)


def _status_to_status(line: LoadedLine, places: Places) -> tuple[Spot, Spot]:
    source = _here(line, places)
    return source, Spot(source.place_id, source.bin_id, StockStatus(line.to_status or source.status))


def _scrapped(line: LoadedLine, places: Places) -> tuple[Spot, Spot]:
    """What is lent and lost leaves the place of the loan."""
    held = places.lent.get(line.source_document_id) if line.source_document_id is not None else None
    return (_here(line, places) if held is None else Spot(held)), Spot(places.outside[PlaceKind.SCRAP])


ENDS: Mapping[str, Ends] = {
    "opening_stock": _from_outside(PlaceKind.OPENING),
    "opening_transit": lambda line, places: (Spot(places.outside[PlaceKind.OPENING]), _on_the_way(line, places)),
    "other_in": _from_outside(PlaceKind.ADJUSTMENT),
    "count_gain": _from_outside(PlaceKind.ADJUSTMENT),
    "other_out": _to_outside(PlaceKind.ADJUSTMENT),
    "count_loss": _to_outside(PlaceKind.ADJUSTMENT),
    "scrap": _scrapped,
    "transfer": lambda line, places: (_here(line, places), _there(line, places)),
    "transfer_out": lambda line, places: (_here(line, places), _on_the_way(line, places)),
    "transfer_in": lambda line, places: (_on_the_way(line, places), _there(line, places)),
    "transit_loss": lambda line, places: (_on_the_way(line, places), Spot(places.outside[PlaceKind.ADJUSTMENT])),
    "bin_move": _bin_to_bin,
    "status_change": _status_to_status,
}
"""Document type → ends of its lines."""

BRINGS_ITS_AMOUNT = frozenset({"opening_stock", "opening_transit", "other_in"})
"""Own-cost documents (R2). A count gain may name an amount too; without one it comes in at the current average (4.10)."""

TAKES_ANY_STATUS = frozenset({"scrap"})
"""Goods that are written off may be in any status; a line that names none takes usable stock of the lot first."""

FOLLOWS_SOURCE = frozenset({"transfer_in", "transit_loss", "scrap"})
"""They take back pro rata what their transfer_out or loan_out line put on the way (TR-1, TR-2)."""


def amount_of(document: LoadedDocument, line: LoadedLine) -> Decimal | None:
    """The line's own cost; None = calculated by the cost method or carried."""
    if document.type in BRINGS_ITS_AMOUNT:
        return line.net
    if document.type == "count_gain" and line.net != 0:
        return line.net
    return None


def owner_of(line: LoadedLine) -> int | None:
    """Whose goods a line moves, when they are not ours."""
    said = line.extra.get("owner")
    return int(str(said)) if said not in (None, "") else None


def posting_of(document: LoadedDocument, places: Places) -> PostingRequest:
    """Everything a stock document of warehousing posts."""
    ends = ENDS[document.type]
    moves = []
    for line in document.lines:
        source, target = ends(line, places)
        moves.append(
            with_lots(
                MoveRequest(
                    line_id=line.id,
                    item_id=line.item_id,
                    quantity=line.base_quantity,
                    source=source,
                    target=target,
                    lot_id=line.lot_id,
                    owner_id=owner_of(line),
                    second_quantity=line.second_quantity,
                    amount=amount_of(document, line),
                    returns_line_id=line.source_line_id if document.type in FOLLOWS_SOURCE else None,
                    any_status=document.type in TAKES_ANY_STATUS and line.status is None,
                ),
                line,
            )
        )
    return _request(document, moves=tuple(moves))


def adjustment_of(document: LoadedDocument, places: Places) -> PostingRequest:
    """Amounts without quantity (R7): into the pool of the line's warehouse, or of the receipt it corrects."""
    return _request(
        document,
        amounts=tuple(
            AmountRequest(
                line_id=line.id,
                item_id=line.item_id,
                place_id=places.warehouses[_known(line.warehouse_id, line)],
                amount=line.net,
                lot_id=line.lot_id,
                adjusts_line_id=adjusted_line(line),
            )
            for line in document.lines
        ),
    )


def adjusted_line(line: LoadedLine) -> int | None:
    """The receipt line an adjustment belongs to, if one was named."""
    named = line.extra.get("adjusts_line")
    return int(str(named)) if named not in (None, "") else None


_MOVEMENTS = {
    "opening_stock": MovementType.OPENING,
    "opening_transit": MovementType.OPENING,
    "other_in": MovementType.OTHER_IN,
    "count_gain": MovementType.COUNT_GAIN,
    "other_out": MovementType.OTHER_OUT,
    "count_loss": MovementType.COUNT_LOSS,
    "scrap": MovementType.SCRAP,
    "transfer": MovementType.TRANSFER,
    "transfer_out": MovementType.TRANSFER,
    "transfer_in": MovementType.TRANSFER,
    "transit_loss": MovementType.TRANSIT_LOSS,
    "bin_move": MovementType.BIN_MOVE,
    "status_change": MovementType.STATUS_CHANGE,
    "cost_adjustment": MovementType.COST_ADJUSTMENT,
}


def _request(
    document: LoadedDocument, *, moves: tuple[MoveRequest, ...] = (), amounts: tuple[AmountRequest, ...] = ()
) -> PostingRequest:
    return PostingRequest(
        request_key=request_key(document),
        book_id=document.book_id,
        document_id=document.id,
        document_type=document.type,
        movement_type=_MOVEMENTS[document.type],
        business_date=document.business_date,
        moves=moves,
        amounts=amounts,
    )
