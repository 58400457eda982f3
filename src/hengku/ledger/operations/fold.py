"""Fold postings into monthly turnover and month ends, behind the postings.

A posting is fresh until its fold removes it in the same transaction that adds its rows: whoever reads turnover plus fresh
postings in one statement counts everything once, however late something commits. A reversal counts negative on the side of its
original, as red documents are shown.
"""

from django.db import connection, transaction

from hengku.kernel import sql
from hengku.ledger.operations.carry import carry_due, carry_late, hold_months
from hengku.ledger.rules.turnover import AMOUNTS, LEGS

BATCH = 5_000
"""Postings per transaction: large enough to merge rows, small enough to hold no reader of the projection up."""

_TAKE = """
DELETE FROM ledger_fresh_posting WHERE posting_id IN (
    SELECT posting_id FROM ledger_fresh_posting ORDER BY posting_id LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING posting_id
"""
_NOTE_UNPROVED = "INSERT INTO ledger_unproved_posting (posting_id) SELECT unnest(%s::bigint[]) ON CONFLICT DO NOTHING"
_ADD_QUANTITIES = f"""
INSERT INTO ledger_turnover AS t (book_id, item_id, place_id, bin_id, lot_id, status, owner_id, project_id, month,
                                  movement_type, in_quantity, out_quantity)
{LEGS.format(which="m.posting_id = ANY(%s)")}
ORDER BY 2, 3, 9, 10, 1, 4, 5, 6, 7, 8
ON CONFLICT (item_id, place_id, month, movement_type, book_id, bin_id, lot_id, status, owner_id, project_id) DO UPDATE
SET in_quantity = t.in_quantity + excluded.in_quantity, out_quantity = t.out_quantity + excluded.out_quantity
"""
_ADD_AMOUNTS = f"""
INSERT INTO ledger_pool_turnover AS t (pool_id, place_id, month, movement_type, kind, in_quantity, out_quantity, in_amount,
                                       out_amount)
{AMOUNTS.format(which="e.posting_id = ANY(%s)")}
ORDER BY 1, 3, 4, 5, 2
ON CONFLICT (pool_id, month, movement_type, kind, place_id) DO UPDATE
SET in_quantity = t.in_quantity + excluded.in_quantity, out_quantity = t.out_quantity + excluded.out_quantity,
    in_amount = t.in_amount + excluded.in_amount, out_amount = t.out_amount + excluded.out_amount
"""


def fold(*, limit: int = BATCH) -> list[int]:
    """Fold up to `limit` fresh postings and carry the months that are due; gives the postings' ids (empty: nothing was fresh).
    Several may run at once."""
    ids = _fold(limit)
    if ids:
        carry_due()
    return ids


@transaction.atomic
def _fold(limit: int) -> list[int]:
    ids = [pk for (pk,) in sql.rows(connection, _TAKE, [limit])]
    if ids:
        hold_months()
        sql.write(connection, _ADD_QUANTITIES, [ids, ids])
        sql.write(connection, _ADD_AMOUNTS, [ids])
        sql.write(connection, _NOTE_UNPROVED, [ids])
        carry_late(ids)
    return ids


def fold_all() -> int:
    """Fold until nothing is fresh; gives the number of postings."""
    folded = 0
    while ids := fold():
        folded += len(ids)
    return folded
