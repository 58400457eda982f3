"""Moves of goods that belong to others: in and out with their owner, and used up as a purchase from them."""

from collections.abc import Mapping
from dataclasses import dataclass

from hengku.documents.rules.currency import in_book, rate_of
from hengku.documents.rules.posting import posting_of, spot_of, with_lots
from hengku.documents.types import LoadedDocument, LoadedLine
from hengku.kernel.errors import Refusal
from hengku.ledger.types import MovementType, MoveRequest, PostingRequest, Spot

COMING = frozenset({"custody_in", "borrow"})


@dataclass(frozen=True, slots=True)
class CustodyPlaces:
    """warehouses: place of each; owners: where other people's goods come from and go back to; used: where they are used up."""

    warehouses: Mapping[int, int]
    owners: int
    used: int


def custody_posting(document: LoadedDocument, places: CustodyPlaces, *, tax_is_cost: bool) -> PostingRequest:
    """Everything a document about goods of others posts. tax_is_cost: input tax cannot be deducted (C10)."""
    if document.type == "custody_use":
        moves = [move for line in document.lines for move in _used(document, line, places, tax_is_cost=tax_is_cost)]
        return posting_of(document, MovementType.CUSTODY_USE, moves)
    owners = Spot(places.owners)
    moves = []
    for line in document.lines:
        here = spot_of(line, places.warehouses)
        source, target = (owners, here) if document.type in COMING else (here, owners)
        moves.append(_move(document, line, source, target))
    return posting_of(document, MovementType.CUSTODY, moves)


def _move(document: LoadedDocument, line: LoadedLine, source: Spot, target: Spot) -> MoveRequest:
    return with_lots(
        MoveRequest(
            line_id=line.id,
            item_id=line.item_id,
            quantity=line.base_quantity,
            source=source,
            target=target,
            lot_id=line.lot_id,
            owner_id=document.partner_id,
            second_quantity=line.second_quantity,
        ),
        line,
    )


def _used(
    document: LoadedDocument, line: LoadedLine, places: CustodyPlaces, *, tax_is_cost: bool
) -> tuple[MoveRequest, ...]:
    """The owner takes the goods out, sells them to us, and we use them up at that very price: our own goods are not touched."""
    here, owners = spot_of(line, places.warehouses), Spot(places.owners)

    def ours(source: Spot, target: Spot, *, bought: bool) -> MoveRequest:
        return MoveRequest(
            line_id=line.id,
            item_id=line.item_id,
            quantity=line.base_quantity,
            source=source,
            target=target,
            lot_id=line.lot_id,
            second_quantity=line.second_quantity,
            amount=in_book(line.total if tax_is_cost else line.net, rate_of(document.extra)) if bought else None,
            making=line.line_no,
        )

    return (
        _move(document, line, here, owners),
        ours(owners, here, bought=True),
        ours(here, Spot(places.used), bought=False),
    )


def use_problems(document: LoadedDocument) -> list[Refusal]:
    """Goods of others are bought at a price."""
    return [
        Refusal("price_missing", {}, ("line", line.id, "price"))
        for line in document.lines
        if line.total == 0 and not line.reason
    ]
