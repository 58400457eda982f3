"""Recompute every projection from the facts. Needed only after tampering or a mistake in this very code; the prover says when."""

from dataclasses import dataclass

from django.db import connection, transaction

from hengku.kernel import sql
from hengku.ledger.operations import layers
from hengku.ledger.operations.carry import carry_due
from hengku.ledger.operations.replay_layers import replay_items
from hengku.ledger.rules.turnover import AMOUNTS, LEGS

_LOCK = """
LOCK TABLE ledger_balance, ledger_cost_pool, ledger_cost_layer, ledger_cost_piece, ledger_carried_month, ledger_fresh_posting, ledger_turnover, ledger_pool_turnover
IN EXCLUSIVE MODE
"""
_BALANCES = """
WITH leg AS (
    SELECT book_id, item_id, to_place_id AS place_id, to_bin_id AS bin_id, lot_id, to_status AS status, owner_id, project_id,
           quantity, coalesce(second_quantity, 0) AS second_quantity, business_date
    FROM ledger_move
    UNION ALL
    SELECT book_id, item_id, from_place_id, from_bin_id, lot_id, from_status, owner_id, project_id, -quantity,
           -coalesce(second_quantity, 0), business_date
    FROM ledger_move
), fact AS (
    SELECT leg.book_id, leg.item_id, leg.place_id, leg.bin_id, leg.lot_id, leg.status, leg.owner_id, leg.project_id,
           sum(leg.quantity) AS quantity, sum(leg.second_quantity) AS second_quantity, max(leg.business_date) AS last_date
    FROM leg JOIN masterdata_place pl ON pl.id = leg.place_id
     AND pl.kind IN ('WH', 'ARR', 'TRANSIT', 'SUBCON', 'CONSIGN', 'LOAN')
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
)
INSERT INTO ledger_balance AS b (book_id, item_id, place_id, bin_id, lot_id, status, owner_id, project_id, quantity,
                                 second_quantity, last_date, may_be_negative)
SELECT fact.*, fact.quantity < 0 FROM fact
ON CONFLICT (item_id, place_id, book_id, bin_id, lot_id, status, owner_id, project_id) DO UPDATE
SET quantity = excluded.quantity, second_quantity = excluded.second_quantity, last_date = excluded.last_date,
    may_be_negative = excluded.may_be_negative
WHERE (b.quantity, b.second_quantity, b.last_date) IS DISTINCT FROM
      (excluded.quantity, excluded.second_quantity, excluded.last_date)
"""
_PACKED = """
UPDATE ledger_balance b SET packed_quantity = coalesce(c.quantity, 0)
FROM ledger_balance o LEFT JOIN (SELECT balance_id, sum(quantity) AS quantity FROM ledger_package_content GROUP BY 1) c
  ON c.balance_id = o.id
WHERE o.id = b.id AND b.packed_quantity <> coalesce(c.quantity, 0)
"""
"""What stands in packages is told by their contents."""
_EMPTY_BALANCES = """
UPDATE ledger_balance b SET quantity = 0, second_quantity = 0, may_be_negative = false
WHERE (b.quantity <> 0 OR b.second_quantity <> 0) AND NOT EXISTS (
    SELECT FROM ledger_move m WHERE m.item_id = b.item_id AND m.book_id = b.book_id
    AND m.lot_id IS NOT DISTINCT FROM b.lot_id AND m.owner_id IS NOT DISTINCT FROM b.owner_id
    AND m.project_id IS NOT DISTINCT FROM b.project_id
    AND ((m.to_place_id = b.place_id AND m.to_bin_id IS NOT DISTINCT FROM b.bin_id AND m.to_status = b.status)
      OR (m.from_place_id = b.place_id AND m.from_bin_id IS NOT DISTINCT FROM b.bin_id AND m.from_status = b.status)))
"""
_POOLS = """
WITH running AS (
    SELECT e.pool_id, e.business_date, coalesce(e.origin_id, e.id) AS origin, e.id,
           sum(e.quantity) OVER pool AS quantity, sum(e.amount) OVER pool AS amount
    FROM ledger_cost_entry e
    WINDOW pool AS (PARTITION BY e.pool_id ORDER BY e.business_date, coalesce(e.origin_id, e.id), e.id ROWS UNBOUNDED PRECEDING)
), newest AS (
    SELECT pool_id, sum(quantity) AS quantity, sum(amount) AS amount, max(business_date) AS last_date
    FROM ledger_cost_entry GROUP BY 1
), positive AS (
    SELECT DISTINCT ON (pool_id) pool_id, quantity, amount FROM running WHERE quantity > 0
    ORDER BY pool_id, business_date DESC, origin DESC, id DESC
), receipt AS (
    SELECT DISTINCT ON (pool_id) pool_id, quantity, amount FROM ledger_cost_entry WHERE quantity > 0 ORDER BY pool_id, business_date, id
), fact AS (
    SELECT p.id, coalesce(newest.quantity, 0) AS quantity, coalesce(newest.amount, 0) AS amount,
           coalesce(newest.last_date, p.last_date) AS last_date,
           CASE WHEN p.method = 'MONTH_AVERAGE' THEN p.last_unit_quantity
                ELSE coalesce(positive.quantity, CASE WHEN i.previous_unit_cost > 0 THEN 10000 END, receipt.quantity, 0) END AS last_quantity,
           CASE WHEN p.method = 'MONTH_AVERAGE' THEN p.last_unit_amount
                ELSE coalesce(positive.amount, nullif(i.previous_unit_cost, 0) * 10000, receipt.amount, 0) END AS last_amount
    FROM ledger_cost_pool p JOIN masterdata_item i ON i.id = p.item_id LEFT JOIN newest ON newest.pool_id = p.id LEFT JOIN positive ON positive.pool_id = p.id
    LEFT JOIN receipt ON receipt.pool_id = p.id
)
UPDATE ledger_cost_pool p
SET quantity = fact.quantity, amount = fact.amount, last_date = fact.last_date, last_unit_quantity = fact.last_quantity,
    last_unit_amount = fact.last_amount
FROM fact WHERE fact.id = p.id AND (p.quantity, p.amount, p.last_date, p.last_unit_quantity, p.last_unit_amount)
    IS DISTINCT FROM (fact.quantity, fact.amount, fact.last_date, fact.last_quantity, fact.last_amount)
"""
"""The unit cost with which a month began (month-end average) is a close's finding, and stays."""
_STANDARDS = """
UPDATE ledger_cost_pool p SET standard_cost = newest.unit_cost
FROM (
    SELECT DISTINCT ON (book_id, item_id) book_id, item_id, unit_cost FROM ledger_standard_cost
    ORDER BY book_id, item_id, valid_from DESC, posting_id DESC NULLS LAST
) newest
WHERE p.book_id = newest.book_id AND p.item_id = newest.item_id AND p.method = 'STANDARD'
  AND p.standard_cost IS DISTINCT FROM newest.unit_cost
"""
_TURNOVER = f"""
INSERT INTO ledger_turnover (book_id, item_id, place_id, bin_id, lot_id, status, owner_id, project_id, month, movement_type,
                             in_quantity, out_quantity)
{LEGS.format(which="true")}
"""
_POOL_TURNOVER = f"""
INSERT INTO ledger_pool_turnover (pool_id, place_id, month, movement_type, kind, in_quantity, out_quantity, in_amount, out_amount)
{AMOUNTS.format(which="true")}
"""

_FOLDED = (
    "ledger_fresh_posting",
    "ledger_turnover",
    "ledger_pool_turnover",
    "ledger_month_end",
    "ledger_carried_month",
)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Rows that were wrong (balances, pools) and rows written anew (turnover)."""

    balances: int
    pools: int
    turnover: int
    pool_turnover: int


@transaction.atomic
def rebuild() -> Rebuilt:
    """Recompute balances, pools, turnover and month ends from moves and cost entries; postings wait meanwhile. Facts are not touched."""
    sql.write(connection, _LOCK)
    balances = sql.write(connection, _BALANCES) + sql.write(connection, _EMPTY_BALANCES)
    balances += sql.write(connection, _PACKED)
    pools = sql.write(connection, _POOLS) + sql.write(connection, _STANDARDS)
    sql.write(
        connection,
        "INSERT INTO ledger_unproved_posting SELECT posting_id FROM ledger_fresh_posting ON CONFLICT DO NOTHING",
    )
    for table in _FOLDED:
        sql.write(connection, f"DELETE FROM {table}")  # noqa: S608 (constants only)
    _rebuild_layers()
    rebuilt = Rebuilt(balances, pools, sql.write(connection, _TURNOVER), sql.write(connection, _POOL_TURNOVER))
    carry_due()
    return rebuilt


def _rebuild_layers() -> None:
    again = list(replay_items())
    sql.write(connection, "DELETE FROM ledger_cost_piece")
    sql.write(connection, "DELETE FROM ledger_cost_layer")
    for one in again:
        outcomes, pools = one.replayed.outcomes, one.replayed.pools
        layers.write(rows=one.rows, outcomes=outcomes, before=one.openings, after=pools, real={})
