"""What every stock document says to the ledger: its natural key, its moves, and its mirror."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from hengku.documents.rules.reversal import line_ids, pairs
from hengku.documents.types import LinkKind, LoadedDocument, LoadedLine
from hengku.kernel.money import round_half_up
from hengku.ledger.types import AmountRequest, LotPart, MovementType, MoveRequest, PostingRequest, ReversalRequest, Spot
from hengku.masterdata.types import StockStatus


def request_key(document: LoadedDocument, transition: str = "post") -> str:
    """The natural key that makes posting twice impossible: "goods_receipt:123:post"."""
    return f"{document.type}:{document.id}:{transition}"


def spot_of(line: LoadedLine, warehouse_places: Mapping[int, int]) -> Spot:
    """Where in our warehouse the line's goods are: place, bin, status (available unless said otherwise)."""
    if line.warehouse_id is None:
        raise ValueError(f"line {line.id} of a stock document has no warehouse")
    return Spot(warehouse_places[line.warehouse_id], line.bin_id, StockStatus(line.status or StockStatus.AVAILABLE))


def posting_of(
    document: LoadedDocument,
    movement_type: MovementType,
    moves: Iterable[MoveRequest] = (),
    *,
    amounts: Iterable[AmountRequest] = (),
) -> PostingRequest:
    """The document as one posting of these moves, with what its lines say about lots, and amounts."""
    lines = {line.id: line for line in document.lines}
    return PostingRequest(
        request_key=request_key(document),
        book_id=document.book_id,
        document_id=document.id,
        document_type=document.type,
        movement_type=movement_type,
        business_date=document.business_date,
        moves=tuple(with_lots(move, lines[move.line_id]) for move in moves),
        amounts=tuple(amounts),
    )


def with_lots(move: MoveRequest, line: LoadedLine) -> MoveRequest:
    """The move with the lots and the package somebody chose for its line, and with the life goods must still have."""
    if not line.extra:
        return move
    if line.extra.get("package"):
        move = replace(move, package_id=int(str(line.extra["package"])))
    chosen, days = line.extra.get("lots"), line.extra.get("min_life_days")
    if chosen and line.lot_id is None:
        move = replace(move, lots=lot_parts(line, chosen))
    return replace(move, min_life_days=int(str(days))) if days else move


def lot_parts(line: LoadedLine, chosen: object) -> tuple[LotPart, ...]:
    """Lots chosen for a line, in base units; the last takes the rest of a line that is told in full."""
    parts = [(int(one["lot"]), Decimal(str(one["quantity"]))) for one in chosen] if isinstance(chosen, list) else []
    told = sum((quantity for _, quantity in parts), Decimal(0))
    gift = Decimal(str(line.extra.get("gift_quantity") or 0))
    made, rest = [], line.base_quantity + gift_base(line)
    for position, (lot_id, quantity) in enumerate(parts):
        last = position == len(parts) - 1 and told == line.quantity + gift
        base = rest if last else round_half_up(quantity * line.base_quantity / line.quantity, 6)
        rest -= base
        made.append(LotPart(lot_id, base))
    return tuple(made)


def move_in(
    line: LoadedLine, *, outside: Spot, warehouse_places: Mapping[int, int], amount: Decimal | None = None
) -> MoveRequest:
    """The line's goods come from outside into our warehouse, at `amount` if they bring one; a linked return brings back its
    source's cost (R3)."""
    return MoveRequest(
        line_id=line.id,
        item_id=line.item_id,
        quantity=line.base_quantity,
        source=outside,
        target=spot_of(line, warehouse_places),
        lot_id=line.lot_id,
        second_quantity=line.second_quantity,
        amount=amount,
        returns_line_id=line.source_line_id if line.link_kind == LinkKind.RETURN else None,
    )


def move_out(line: LoadedLine, *, outside: Spot, warehouse_places: Mapping[int, int]) -> MoveRequest:
    """The line's goods leave our warehouse; a line that carries out an order uses up what that reserved, a linked return takes
    its source's cost along (R3)."""
    return MoveRequest(
        line_id=line.id,
        item_id=line.item_id,
        quantity=line.base_quantity,
        source=spot_of(line, warehouse_places),
        target=outside,
        lot_id=line.lot_id,
        second_quantity=line.second_quantity,
        returns_line_id=line.source_line_id if line.link_kind == LinkKind.RETURN else None,
        demand_line_id=line.source_line_id if line.link_kind == LinkKind.EXECUTE else None,
    )


def with_gift(move: MoveRequest, line: LoadedLine) -> MoveRequest:
    """The move with what goes free with the line: the amount is for all of it (domain specification 2.2, gift quantity)."""
    return replace(move, quantity=move.quantity + gift_base(line)) if line.extra else move


def gift_base(line: LoadedLine) -> Decimal:
    """What goes free with the line, in base units."""
    numerator, denominator = line.factor
    return Decimal(str(line.extra.get("gift_quantity") or 0)) * numerator / denominator


def reversal_requests(documents: Sequence[LoadedDocument]) -> list[ReversalRequest]:
    """What an effect of "reverse" asks of the ledger: each original's mirror, with the mirror's date and lines."""
    return [
        ReversalRequest(
            request_key=request_key(original, "reverse"),
            book_id=original.book_id,
            original_document_id=original.id,
            document_id=mirror.id,
            document_type=mirror.type,
            business_date=mirror.business_date,
            line_ids=line_ids(mirror),
        )
        for original, mirror in pairs(documents)
    ]
