"""Reservations that stock no longer covers: what expires or is blocked cannot stay promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction

from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.money import ZERO

_USABLE = """
SELECT coalesce(sum(b.quantity) FILTER (WHERE b.status = 'AVAILABLE' AND b.owner_id IS NULL), 0)
FROM (SELECT quantity, status, owner_id FROM ledger_balance
      WHERE book_id = %s AND item_id = %s AND place_id = %s ORDER BY id FOR UPDATE) b
"""
_OPEN = """
SELECT id, demand_line_id, lot_id, quantity - consumed_quantity - released_quantity
FROM ledger_reservation
WHERE book_id = %s AND item_id = %s AND place_id = %s AND quantity > consumed_quantity + released_quantity
ORDER BY priority DESC, id DESC FOR UPDATE
"""
_GIVE_UP = """
UPDATE ledger_reservation r SET released_quantity = r.released_quantity + u.quantity
FROM unnest(%s::bigint[], %s::numeric[]) AS u(id, quantity) WHERE r.id = u.id
"""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Usable stock of a place that is about to become unusable, per lot."""

    book_id: int
    item_id: int
    place_id: int
    lots: tuple[tuple[int, Decimal], ...]


@transaction.atomic(savepoint=False)
def give_up_beyond(*, act: Act, leaving: Sequence[Leaving]) -> list[int]:
    """Release what would no longer be covered once this stock is gone: claims on the very lots first, then the least urgent and
    newest ones; gives their demand lines, whose shortage stays a backorder."""
    del act  # the document that makes the stock unusable tells who and why
    lines: list[int] = []
    for one in leaving:
        key = (one.book_id, one.item_id, one.place_id)
        ((usable,),) = sql.rows(connection, _USABLE, key)
        claims = sql.rows(connection, _OPEN, key)
        gone = dict(one.lots)
        back = {pk: open_ for pk, _, lot_id, open_ in claims if lot_id in gone}
        rest = sum((open_ for *_, open_ in claims), ZERO) - sum(back.values(), ZERO)
        excess = rest - (usable - sum(gone.values(), ZERO))
        for pk, _, _, open_ in claims:
            if excess <= 0:
                break
            if pk not in back:
                back[pk] = min(open_, excess)
                excess -= back[pk]
        if back:
            sql.write(connection, _GIVE_UP, [list(back), list(back.values())])
            lines += [line_id for pk, line_id, *_ in claims if pk in back]
    return lines
