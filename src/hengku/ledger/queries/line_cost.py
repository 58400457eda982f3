"""What a unit of a posted line costs, and whether that is final."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.money import ZERO, unit_cost
from hengku.ledger.queries.month_costing import RETURNS

_PRICED = """
(e.kind = 'ISSUE' OR (e.kind = 'OWN' AND e.quantity > 0 AND (e.basis = 'SHARE' OR (e.basis = 'AVERAGE' AND e.movement_type = ANY(%s)))))
"""
_BASES = """
SELECT e.source_line_id, e.id, e.quantity, e.amount + coalesce(k.amount, 0), k.corrects_id IS NOT NULL, p.last_unit_amount,
       p.last_unit_quantity
FROM ledger_cost_entry e JOIN ledger_cost_pool p ON p.id = e.pool_id
LEFT JOIN (SELECT c.corrects_id, sum(c.amount) AS amount FROM ledger_cost_entry c
           WHERE c.kind <> 'RESIDUAL' AND c.corrects_id IN (SELECT b.id FROM ledger_cost_entry b WHERE b.source_line_id = ANY(%s))
           GROUP BY 1) k ON k.corrects_id = e.id
WHERE e.source_line_id = ANY(%s) AND e.kind IN ('OWN', 'ISSUE') AND e.quantity <> 0 ORDER BY e.id
"""
_OPEN_MONTHS = f"""
WITH RECURSIVE up AS (
    SELECT e.id AS base_id, e.id, {_PRICED} AS priced FROM ledger_cost_entry e WHERE e.id = ANY(%s)
    UNION ALL
    SELECT up.base_id, e.id, {_PRICED} FROM up JOIN ledger_cost_entry b ON b.id = up.id AND NOT up.priced
    JOIN ledger_cost_entry e ON e.id = b.source_entry_id
)
SELECT DISTINCT up.base_id, up.id = up.base_id FROM up JOIN ledger_cost_entry e ON e.id = up.id AND up.priced
JOIN ledger_posting p ON p.id = e.posting_id
LEFT JOIN ledger_stock_period s ON s.book_id = p.book_id AND s.month = date_trunc('month', e.business_date::timestamp)::date
WHERE e.method = 'MONTH_AVERAGE' AND s.closed_at IS NULL
"""  # noqa: S608 (constants only)
"""Entries whose amount a month's unit cost decides, or follows one that is, in a month that is not closed."""
_UNCOVERED = """
SELECT e.id FROM ledger_cost_entry e JOIN ledger_cost_pool p ON p.id = e.pool_id
WHERE e.id = ANY(%s) AND e.kind = 'ISSUE' AND e.method <> 'MONTH_AVERAGE' AND p.quantity < 0 AND -p.quantity > (
    SELECT coalesce(-sum(l.quantity), 0) FROM ledger_cost_entry l
    WHERE l.pool_id = e.pool_id AND l.kind = 'ISSUE' AND (l.business_date, l.id) > (e.business_date, e.id))
"""
"""Issues from below zero that no receipt has covered yet: covers go to the oldest first (R5)."""


class LineCost(NamedTuple):
    """unit: cost per base unit, 6 places; is_provisional: a close or a receipt will still change it."""

    unit: Decimal | None
    is_provisional: bool


def line_unit_costs(*, line_ids: Iterable[int]) -> dict[int, LineCost]:
    """Unit cost of document lines, corrections included; lines without value, or with an amount only, are left out. A transfer tells
    what it took out. An issue the month-end average has not costed yet tells the unit cost the month began with."""
    wanted = sorted(set(line_ids))
    bases: dict[int, list[tuple[int, Decimal, Decimal, bool, Decimal, Decimal]]] = {}
    for line_id, *rest in sql.rows(connection, _BASES, [wanted, wanted]) if wanted else ():
        bases.setdefault(line_id, []).append(tuple(rest))
    if not bases:
        return {}
    ids = [row[0] for rows in bases.values() for row in rows]
    returns = sorted(RETURNS)
    waiting = dict(sql.rows(connection, _OPEN_MONTHS, [returns, ids, returns]))
    uncovered = {pk for (pk,) in sql.rows(connection, _UNCOVERED, [ids])}
    found: dict[int, LineCost] = {}
    for line_id, rows in bases.items():
        first = rows[0]
        mine = [row for row in rows if (row[1] > 0) == (first[1] > 0)]
        quantity, amount = sum((row[1] for row in mine), ZERO), sum((row[2] for row in mine), ZERO)
        if waiting.get(first[0]) and not first[3] and first[5]:
            amount, quantity = first[4], first[5]
        provisional = any(row[0] in waiting or row[0] in uncovered for row in rows)
        found[line_id] = LineCost(unit_cost(amount, quantity), provisional)
    return found
