"""What lines cost and how a pool came to its state. Callers mask for viewers without the right to see cost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.money import unit_cost

_LINES = """
SELECT source_line_id, sum(amount), sum(amount) FILTER (WHERE amount > 0), sum(expensed_amount)
FROM ledger_cost_entry WHERE source_line_id = ANY(%s) AND kind <> 'RESIDUAL' GROUP BY 1
"""
_POOLS = """
SELECT p.id, s.name, p.lot_id, pl.code, p.quantity, p.amount, p.last_date
FROM ledger_cost_pool p JOIN masterdata_cost_scope s ON s.id = p.scope_id
LEFT JOIN masterdata_place pl ON pl.id = p.place_id
WHERE p.book_id = %s AND p.item_id = ANY(%s) ORDER BY s.code, p.id
"""
_HISTORY = """
SELECT e.id, e.kind, e.basis, e.movement_type, e.quantity, e.amount, e.expensed_amount, e.before_quantity, e.before_amount,
       e.business_date, e.recorded_at, p.document_id, p.document_type, e.source_line_id, e.source_entry_id,
       sum(e.quantity) OVER pool, sum(e.amount) OVER pool
FROM ledger_cost_entry e JOIN ledger_posting p ON p.id = e.posting_id
WHERE e.pool_id = %s
WINDOW pool AS (ORDER BY e.business_date, coalesce(e.origin_id, e.id), e.id ROWS UNBOUNDED PRECEDING)
ORDER BY e.business_date, coalesce(e.origin_id, e.id), e.id
LIMIT %s
"""


def line_costs(*, line_ids: Iterable[int]) -> dict[int, Decimal]:
    """Current cost of document lines, later corrections included, as a positive amount in the document's own direction
    (cost of goods shipped, value received, value moved by a transfer). Lines without value are left out."""
    wanted = sorted(set(line_ids))
    costs: dict[int, Decimal] = {}
    for line_id, total, inward, expensed in sql.rows(connection, _LINES, [wanted]) if wanted else ():
        costs[line_id] = abs(total) if total else (expensed or inward or Decimal("0.00"))
    return costs


def line_values(*, line_ids: Iterable[int]) -> dict[int, Decimal]:
    """What document lines brought into (positive) or took from (negative) our stock, later corrections included."""
    wanted = sorted(set(line_ids))
    return {row[0]: row[1] for row in sql.rows(connection, _LINES, [wanted])} if wanted else {}


@dataclass(frozen=True, slots=True)
class PoolState:
    """A cost pool now. place: code of the place outside the warehouses that has its own pool."""

    id: int
    scope: str
    lot_id: int | None
    place: str | None
    quantity: Decimal
    amount: Decimal
    last_date: date

    @property
    def unit(self) -> Decimal | None:
        return unit_cost(self.amount, self.quantity)


def pool_states(*, book_id: int, item_ids: Sequence[int]) -> list[PoolState]:
    """The pools of these items."""
    return [PoolState(*row) for row in sql.rows(connection, _POOLS, [book_id, list(item_ids)])]


@dataclass(frozen=True, slots=True)
class PoolStep:
    """One entry of a pool in key order, with the state after it: the derivation of a unit cost, row by row."""

    entry_id: int
    kind: str
    basis: str
    movement_type: str
    quantity: Decimal
    amount: Decimal
    expensed: Decimal
    before_quantity: Decimal
    before_amount: Decimal
    business_date: date
    recorded_at: datetime
    document_id: int
    document_type: str
    line_id: int
    source_entry_id: int | None
    balance_quantity: Decimal
    balance_amount: Decimal

    @property
    def unit(self) -> Decimal | None:
        return unit_cost(self.balance_amount, self.balance_quantity)


def pool_history(*, pool_id: int, limit: int = 10_000) -> list[PoolStep]:
    """Every entry of a pool in key order (business date, then posting order; corrections beside what they correct)."""
    return [PoolStep(*row) for row in sql.rows(connection, _HISTORY, [pool_id, limit])]
