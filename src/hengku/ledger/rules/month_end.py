"""The one definition of a month's end in SQL: the end of the month before and what the month turned over, pools spread over
places."""

from collections.abc import Sequence
from datetime import date

from hengku.ledger.rules.months import previous_month

CARRY = """
INSERT INTO ledger_month_end (book_id, month, item_id, place_id, quantity, unusable, amount)
WITH place AS MATERIALIZED (
    SELECT p.id, w.cost_scope_id AS scope_id FROM masterdata_place p
    JOIN masterdata_book_warehouse w ON w.warehouse_id = p.warehouse_id AND w.book_id = %s
    WHERE p.kind IN ('WH', 'TRANSIT')
), stock AS (
    SELECT x.item_id, x.place_id, place.scope_id, sum(x.quantity) AS quantity, sum(x.unusable) AS unusable FROM (
        SELECT item_id, place_id, quantity, unusable FROM ledger_month_end e
        WHERE e.book_id = %s AND e.month = %s{e_items}
        UNION ALL
        SELECT item_id, place_id, in_quantity - out_quantity,
               CASE WHEN status = 'AVAILABLE' THEN 0 ELSE in_quantity - out_quantity END FROM ledger_turnover t
        WHERE t.book_id = %s AND t.month = %s AND t.owner_id IS NULL{t_items}
    ) x JOIN place ON place.id = x.place_id GROUP BY 1, 2, 3
), pool AS (
    SELECT y.item_id, y.scope_id, sum(y.amount) AS amount FROM (
        SELECT e.item_id, place.scope_id, e.amount FROM ledger_month_end e JOIN place ON place.id = e.place_id
        WHERE e.book_id = %s AND e.month = %s{e_items}
        UNION ALL
        SELECT c.item_id, c.scope_id, t.in_amount - t.out_amount
        FROM ledger_pool_turnover t JOIN ledger_cost_pool c ON c.id = t.pool_id
        WHERE c.book_id = %s AND t.month = %s AND (c.place_id IS NULL OR c.place_id IN (SELECT id FROM place)){c_items}
    ) y GROUP BY 1, 2
)
SELECT %s::bigint, %s::date, k.item_id, k.place_id, k.quantity, k.unusable, CASE
    WHEN k.whole = 0 THEN CASE WHEN k.nth = 1 THEN coalesce(pool.amount, 0) ELSE 0 END
    ELSE round(coalesce(pool.amount, 0) * k.upto / k.whole, 2) - round(coalesce(pool.amount, 0) * (k.upto - k.quantity) / k.whole, 2) END
FROM (SELECT stock.*, sum(quantity) OVER (PARTITION BY item_id, scope_id) AS whole,
             sum(quantity) OVER (PARTITION BY item_id, scope_id ORDER BY place_id) AS upto,
             row_number() OVER (PARTITION BY item_id, scope_id ORDER BY place_id) AS nth FROM stock) k
LEFT JOIN pool ON pool.item_id = k.item_id AND pool.scope_id = k.scope_id
WHERE k.quantity <> 0 OR k.unusable <> 0 OR (pool.amount <> 0 AND (k.whole <> 0 OR k.nth = 1))
ORDER BY k.item_id, k.place_id
"""
"""Inserts one month's end of a book."""


def carry(book_id: int, month: date, items: Sequence[int] | None = None) -> tuple[str, list[object]]:
    """Statement and parameters that write the end of `month` (its first day): of all items, or of some."""
    before, narrowed = previous_month(month), [] if items is None else [list(items)]
    condition = "" if items is None else " AND {}.item_id = ANY(%s::bigint[])"
    statement = CARRY.format(**{f"{alias}_items": condition.format(alias) for alias in "etc"})
    of_before, of_month = [book_id, before, *narrowed], [book_id, month, *narrowed]
    return statement, [book_id, *of_before, *of_month, *of_before, *of_month, book_id, month]
