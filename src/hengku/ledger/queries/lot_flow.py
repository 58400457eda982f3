"""Where lots came from, what became of them, and where they are: told by the moves themselves, both directions (3.5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.ledger.types import MovementType
from hengku.masterdata.types import PlaceKind

_FLOWS = """
SELECT m.lot_id, f.kind, t.kind, m.movement_type, m.reverses_id IS NOT NULL, sum(m.quantity)
FROM ledger_move m JOIN masterdata_place f ON f.id = m.from_place_id JOIN masterdata_place t ON t.id = m.to_place_id
WHERE m.lot_id = ANY(%s::bigint[]) AND m.book_id = %s AND m.owner_id IS NULL
GROUP BY 1, 2, 3, 4, 5
"""
_EDGES = """
    SELECT DISTINCT o.lot_id AS from_lot, i.lot_id AS to_lot
    FROM ledger_move o JOIN ledger_move i ON i.posting_id = o.posting_id AND i.from_place_id = o.to_place_id
    JOIN masterdata_place between_them ON between_them.id = o.to_place_id AND between_them.kind IN ('ASM', 'ADJ', 'PROD')
    WHERE {narrowed} AND o.lot_id IS NOT NULL AND i.lot_id IS NOT NULL AND o.lot_id <> i.lot_id AND o.reverses_id IS NULL
      AND (o.making = i.making OR (o.making IS NULL AND (between_them.kind = 'ASM' OR i.source_line_id = o.source_line_id)))
      AND NOT EXISTS (SELECT FROM ledger_move undone WHERE undone.reverses_id = o.id)
"""
_BACKWARD = _EDGES.format(narrowed="i.lot_id = ANY(%s::bigint[])")
_FORWARD = _EDGES.format(narrowed="o.lot_id = ANY(%s::bigint[])")
_RECEIPTS = """
SELECT m.lot_id, p.document_id, p.business_date, sum(m.quantity)
FROM ledger_move m JOIN ledger_posting p ON p.id = m.posting_id JOIN masterdata_place f ON f.id = m.from_place_id
WHERE m.lot_id = ANY(%s::bigint[]) AND m.book_id = %s AND m.reverses_id IS NULL AND m.movement_type = ANY(%s::text[])
  AND NOT EXISTS (SELECT FROM ledger_move undone WHERE undone.reverses_id = m.id)
GROUP BY 1, 2, 3 ORDER BY 3, 2
"""
_SHIPMENTS = """
SELECT m.lot_id, p.document_id, p.business_date, sum(CASE WHEN t.kind = 'CUS' THEN m.quantity ELSE -m.quantity END)
FROM ledger_move m JOIN ledger_posting p ON p.id = m.posting_id
JOIN masterdata_place f ON f.id = m.from_place_id JOIN masterdata_place t ON t.id = m.to_place_id
WHERE m.lot_id = ANY(%s::bigint[]) AND m.book_id = %s AND 'CUS' IN (f.kind, t.kind) AND m.reverses_id IS NULL
  AND NOT EXISTS (SELECT FROM ledger_move undone WHERE undone.reverses_id = m.id)
GROUP BY 1, 2, 3 ORDER BY 3, 2
"""
_INSIDE = frozenset(
    {PlaceKind.WAREHOUSE, PlaceKind.ARRIVAL, PlaceKind.TRANSIT, PlaceKind.SUBCONTRACTOR, PlaceKind.CONSIGNMENT, PlaceKind.LOAN}
)  # fmt: skip
_BRINGS = ("PURCHASE", "OPENING", "OTHER_IN", "COUNT_GAIN")
DEPTH = 20
"""How many conversions a trace follows."""


@dataclass(slots=True)
class Tie:
    """Quantities of one lot; received, less what went back to the supplier (returned), = the sum of all the others. converted:
    became other lots or goods in production. in_transit: on the way between our warehouses; elsewhere: lent, consigned, with subcontractors or in the arrival area."""

    received: Decimal = ZERO
    customers: Decimal = ZERO
    on_hand: Decimal = ZERO
    in_transit: Decimal = ZERO
    elsewhere: Decimal = ZERO
    converted: Decimal = ZERO
    destroyed: Decimal = ZERO
    returned: Decimal = ZERO
    lost: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        parts = (
            self.customers,
            self.on_hand,
            self.in_transit,
            self.elsewhere,
            self.converted,
            self.destroyed,
            self.lost,
        )
        return sum(parts, ZERO)


@dataclass(frozen=True, slots=True)
class LotPaper:
    """A document that brought in or took out a lot; quantity from its own view."""

    lot_id: int
    document_id: int
    business_date: date
    quantity: Decimal


def lot_ties(*, book_id: int, lot_ids: Sequence[int]) -> dict[int, Tie]:
    """Every lot's quantities, our own goods in one book."""
    ties = {lot_id: Tie() for lot_id in lot_ids}
    for lot_id, source, target, movement, is_reversal, quantity in sql.rows(
        connection, _FLOWS, [list(lot_ids), book_id]
    ):
        ends = (PlaceKind(target), PlaceKind(source)) if is_reversal else (PlaceKind(source), PlaceKind(target))
        _add(ties[lot_id], *ends, movement, -quantity if is_reversal else quantity)
    return ties


def _add(tie: Tie, source: PlaceKind, target: PlaceKind, movement: str, quantity: Decimal) -> None:
    _stand(tie, source, -quantity)
    _stand(tie, target, quantity)
    if source not in _INSIDE:
        _came(tie, source, movement, quantity)
    if target not in _INSIDE:
        _went(tie, target, movement, quantity)


def _stand(tie: Tie, place: PlaceKind, quantity: Decimal) -> None:
    if place is PlaceKind.WAREHOUSE:
        tie.on_hand += quantity
    elif place is PlaceKind.TRANSIT:
        tie.in_transit += quantity
    elif place in _INSIDE:
        tie.elsewhere += quantity


def _came(tie: Tie, source: PlaceKind, movement: str, quantity: Decimal) -> None:
    if source is PlaceKind.CUSTOMER:
        tie.customers -= quantity
    elif source in {PlaceKind.SCRAP, PlaceKind.DESTROYED}:
        tie.destroyed -= quantity
    elif movement == MovementType.MATERIAL_RETURN:
        tie.converted -= quantity
    else:
        tie.received += quantity


def _went(tie: Tie, target: PlaceKind, movement: str, quantity: Decimal) -> None:
    if target is PlaceKind.CUSTOMER:
        tie.customers += quantity
    elif target in {PlaceKind.SCRAP, PlaceKind.DESTROYED}:
        tie.destroyed += quantity
    elif movement == MovementType.ARRIVAL:
        tie.received -= quantity
    elif target in {PlaceKind.SUPPLIER, PlaceKind.PARTNER}:
        tie.returned += quantity
        tie.received -= quantity
    elif target is PlaceKind.ADJUSTMENT and movement in {
        MovementType.COUNT_LOSS, MovementType.TRANSIT_LOSS, MovementType.OTHER_OUT,
    }:  # fmt: skip
        tie.lost += quantity
    else:
        tie.converted += quantity


@dataclass(frozen=True, slots=True)
class Flow:
    """What one move of a lot counts for in its Tie, by the names of its quantities."""

    document_id: int
    date: date
    amounts: dict[str, Decimal]


_MOVES = """
SELECT p.document_id, m.business_date, f.kind, t.kind, m.movement_type, m.reverses_id IS NOT NULL, m.quantity
FROM ledger_move m JOIN ledger_posting p ON p.id = m.posting_id
JOIN masterdata_place f ON f.id = m.from_place_id JOIN masterdata_place t ON t.id = m.to_place_id
WHERE m.lot_id IN (SELECT id FROM masterdata_lot WHERE %s IN (id, parent_id)) AND m.book_id = %s AND m.owner_id IS NULL ORDER BY m.business_date, m.id
"""
_FIGURES = (
    "received", "customers", "on_hand", "in_transit", "elsewhere", "converted", "destroyed", "returned", "lost", "total",
)  # fmt: skip


def lot_flows(*, book_id: int, lot_id: int) -> list[Flow]:
    """The moves behind the Tie of a lot and of the serial numbers in it, oldest first."""
    found = []
    for document_id, day, source, target, movement, is_reversal, quantity in sql.rows(
        connection, _MOVES, [lot_id, book_id]
    ):
        tie = Tie()
        ends = (PlaceKind(target), PlaceKind(source)) if is_reversal else (PlaceKind(source), PlaceKind(target))
        _add(tie, *ends, movement, -quantity if is_reversal else quantity)
        found.append(Flow(document_id, day, {name: getattr(tie, name) for name in _FIGURES}))
    return found


def lot_edges(*, lot_ids: Iterable[int], forward: bool) -> list[tuple[int, int]]:
    """(from lot, to lot) of everything these lots were made of, or became; step by step, up to DEPTH steps."""
    known: list[tuple[int, int]] = []
    seen = set(lot_ids)
    frontier = set(seen)
    for _ in range(DEPTH):
        if not frontier:
            break
        found = sql.rows(connection, _FORWARD if forward else _BACKWARD, [sorted(frontier)])
        known += [edge for edge in found if edge not in known]
        frontier = {edge[1 if forward else 0] for edge in found} - seen
        seen |= frontier
    return known


def receipts_of(*, book_id: int, lot_ids: Sequence[int]) -> list[LotPaper]:
    """Documents that brought these lots in, oldest first; reversed ones are left out."""
    return [LotPaper(*row) for row in sql.rows(connection, _RECEIPTS, [list(lot_ids), book_id, list(_BRINGS)])]


def shipments_of(*, book_id: int, lot_ids: Sequence[int]) -> list[LotPaper]:
    """Documents that took these lots to customers, or (negative) brought them back."""
    return [LotPaper(*row) for row in sql.rows(connection, _SHIPMENTS, [list(lot_ids), book_id])]
