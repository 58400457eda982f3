"""Which lots a line would take, and what else lies there: shown while it is typed; the posting decides under locks (3.5)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.ledger.rules.allocation import LotFacts, Shelf, choose, order_key
from hengku.masterdata.rules.lots import days_left
from hengku.masterdata.types import StockStatus

_SHELVES = """
SELECT k.nr, t.id, t.number, t.expiry_date, coalesce(f.business_date, '9999-12-31'), coalesce(f.posting_id, 0), b.status,
       sum(b.quantity) - coalesce(max(r.held), 0)
FROM unnest(%s::int[], %s::bigint[], %s::bigint[], %s::text[]) AS k(nr, item_id, place_id, status)
JOIN ledger_balance b ON b.item_id = k.item_id AND b.place_id = k.place_id AND b.book_id = %s AND b.status = k.status
 AND b.owner_id IS NULL AND b.quantity > 0
JOIN masterdata_lot t ON t.id = b.lot_id
LEFT JOIN LATERAL (SELECT m.business_date, m.posting_id FROM ledger_move m WHERE m.lot_id = t.id
                   ORDER BY m.business_date, m.id LIMIT 1) f ON true
LEFT JOIN LATERAL (SELECT sum(c.quantity - c.consumed_quantity - c.released_quantity) AS held FROM ledger_reservation c
                   WHERE c.book_id = %s AND c.item_id = b.item_id AND c.place_id = b.place_id AND c.lot_id = t.id) r ON true
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""


@dataclass(frozen=True, slots=True)
class LotQuestion:
    """A line that is being typed: base units wanted of an item at a warehouse's place, in one status."""

    item_id: int
    place_id: int
    quantity: Decimal
    min_life_days: int = 0
    status: StockStatus = StockStatus.AVAILABLE


@dataclass(frozen=True, slots=True)
class LotOffer:
    """A lot that lies there: free base units, of which `take` would be taken; usable: may it go at all?"""

    lot_id: int
    number: str
    expiry_date: date | None
    days_left: int | None
    free: Decimal
    take: Decimal
    usable: bool


def lot_offers(*, book_id: int, on: date, consumes: bool, lines: Sequence[LotQuestion]) -> list[list[LotOffer]]:
    """Per line the lots of its place in the order in which they would be taken; lines of the same goods share what is there."""
    if not lines:
        return []
    columns = [
        list(range(len(lines))), [one.item_id for one in lines], [one.place_id for one in lines],
        [one.status.value for one in lines],
    ]  # fmt: skip
    shelves: list[list[Shelf]] = [[] for _ in lines]
    for nr, pk, number, expiry, day, posting, status, free in sql.rows(
        connection, _SHELVES, [*columns, book_id, book_id]
    ):
        shelves[nr].append(Shelf(LotFacts(pk, number, expiry, (day, posting)), StockStatus(status), None, free))
    taken: dict[tuple[int, int], Decimal] = {}
    return [_offers(one, found, taken, on, consumes) for one, found in zip(lines, shelves, strict=True)]


def _offers(
    question: LotQuestion, shelves: list[Shelf], taken: dict[tuple[int, int], Decimal], on: date, consumes: bool
) -> list[LotOffer]:
    for shelf in shelves:
        shelf.free -= taken.get((shelf.lot.id, question.place_id), ZERO)
    offered = [replace(shelf) for shelf in sorted(shelves, key=order_key)]
    choice = choose(question.quantity, shelves, on=on, consumes=consumes, min_life_days=question.min_life_days)
    parts = {part.lot_id or 0: part.quantity for part in choice.parts}
    for lot_id, quantity in parts.items():
        taken[lot_id, question.place_id] = taken.get((lot_id, question.place_id), ZERO) + quantity
    unusable = {lot.id for lot in (*choice.expired, *choice.short_lived)}
    return [
        LotOffer(
            shelf.lot.id, shelf.lot.number, shelf.lot.expiry_date,
            None if shelf.lot.expiry_date is None else days_left(shelf.lot.expiry_date, on), shelf.free,
            parts.get(shelf.lot.id, ZERO), shelf.lot.id not in unusable,
        )
        for shelf in offered
    ]  # fmt: skip
