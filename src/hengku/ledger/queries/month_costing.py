"""A month of the pools under the month-end average, read for its costing: what they began with and every base entry."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from hengku.identity.types import Viewer
from hengku.kernel import sql
from hengku.ledger.operations.pools import load_chains
from hengku.ledger.queries.cost_book import seen_pools
from hengku.ledger.queries.reading import Sql, fetch
from hengku.ledger.rules.costing import Chain
from hengku.ledger.rules.month_costing import Costing, MonthPool, MonthRow, PoolMonth, Unit, cost_month
from hengku.ledger.rules.months import next_month
from hengku.ledger.types import CostBasis, CostKind, MovementType
from hengku.masterdata.types import CostMethod

_CHAINED = frozenset({CostBasis.SHARE, CostBasis.SPLIT})
RETURNS = frozenset({MovementType.SALE_RETURN, MovementType.MATERIAL_RETURN})
"""Movements that give back what was issued: negative issues."""
_COSTED = "({0}.method = 'MONTH_AVERAGE' OR {0}.place_id IN (SELECT id FROM masterdata_place WHERE kind = 'ASM'))"
"""Pools that take part in a month's costing: those of the method, and the places where goods are made out of others."""
_POOLS = """
SELECT p.id, p.item_id, p.scope_id, p.place_id, p.quantity - coalesce(k.quantity, 0), p.amount - coalesce(k.amount, 0),
       p.last_unit_amount, p.last_unit_quantity, k.pool_id IS NOT NULL, p.method
FROM ledger_cost_pool p
LEFT JOIN (SELECT e.pool_id, sum(e.quantity) AS quantity, sum(e.amount) AS amount FROM ledger_cost_entry e
           JOIN ledger_cost_pool c ON c.id = e.pool_id AND c.book_id = %s AND {costed}
           WHERE e.business_date >= %s AND (%s::bigint[] IS NULL OR c.id = ANY(%s::bigint[])) GROUP BY 1) k ON k.pool_id = p.id
WHERE p.book_id = %s AND {costed_p} AND (%s::bigint[] IS NULL OR p.id = ANY(%s::bigint[]))
  AND (k.pool_id IS NOT NULL OR p.quantity <> 0 OR p.amount <> 0) ORDER BY p.id
""".format(costed=_COSTED.format("c"), costed_p=_COSTED.format("p"))  # noqa: S608 (constants only)
_ROWS = """
SELECT e.id, e.pool_id, e.business_date, e.kind, e.basis, e.quantity, e.amount + coalesce(k.amount, 0),
       e.expensed_amount + coalesce(k.expensed, 0), coalesce(k.residual, 0), e.source_entry_id, e.movement_type, e.source_line_id,
       e.place_id
FROM ledger_cost_entry e
LEFT JOIN (SELECT c.origin_id, sum(c.amount) FILTER (WHERE c.kind <> 'RESIDUAL') AS amount, sum(c.expensed_amount) AS expensed,
                  sum(c.amount) FILTER (WHERE c.kind = 'RESIDUAL') AS residual
           FROM ledger_cost_entry c WHERE c.pool_id = ANY(%s::bigint[]) AND c.business_date >= %s AND c.business_date < %s
             AND c.origin_id IS NOT NULL GROUP BY 1) k ON k.origin_id = e.id
WHERE e.pool_id = ANY(%s::bigint[]) AND e.business_date >= %s AND e.business_date < %s AND e.origin_id IS NULL
ORDER BY e.business_date, e.id
"""
_POOLS_OF_ITEM = """
SELECT id FROM ledger_cost_pool WHERE book_id = %s AND item_id = ANY(%s::bigint[]) AND method = 'MONTH_AVERAGE'
"""
_FED_BY = f"""
SELECT DISTINCT p.id FROM ledger_cost_entry e JOIN ledger_cost_pool p ON p.id = e.pool_id
WHERE e.id = ANY(%s::bigint[]) AND {_COSTED.format("p")} AND e.business_date >= %s AND NOT p.id = ANY(%s::bigint[])
"""  # noqa: S608 (constants only)


class PoolFacts(NamedTuple):
    """A pool as the month begins. last_*: the unit cost it began with; has_rows: something happened since."""

    id: int
    item_id: int
    scope_id: int
    place_id: int | None
    quantity: Decimal
    amount: Decimal
    last_amount: Decimal
    last_quantity: Decimal
    has_rows: bool
    method: str


class RowFacts(NamedTuple):
    """What corrections of a row repeat of it."""

    line_id: int
    movement_type: str
    place_id: int | None


@dataclass(frozen=True, slots=True)
class LoadedMonth:
    """Everything the costing of a month asks for, and the result."""

    month: date
    pools: dict[int, PoolFacts]
    rows: dict[int, MonthRow]
    facts: dict[int, RowFacts]
    costing: Costing


def costed_month(
    *,
    book_id: int,
    month: date,
    item_ids: Collection[int] | None = None,
    previous: Mapping[int, Unit] | None = None,
) -> LoadedMonth:
    """What a month (its first day) of the book costs as things stand; writes nothing. item_ids: only these items, and whatever feeds
    their pools. previous: by pool, the unit cost an earlier month began with; the pools themselves know the newest one only."""
    pool_ids = None if item_ids is None else _pools_with_feeders(book_id, month, item_ids)
    pools = _pools(book_id, month, pool_ids)
    rows, facts = _rows(month, pools)
    chains = _chains(rows)
    known = previous or {}
    months = [
        MonthPool(one.id, one.quantity, one.amount, known.get(one.id, Unit(one.last_amount, one.last_quantity)))
        for one in pools.values()
    ]
    return LoadedMonth(month, pools, rows, facts, cost_month(pools=months, rows=list(rows.values()), chains=chains))


def _pools_with_feeders(book_id: int, month: date, item_ids: Collection[int]) -> list[int]:
    found = {pk for (pk,) in sql.rows(connection, _POOLS_OF_ITEM, [book_id, sorted(item_ids)])}
    fresh = set(found)
    while fresh:
        rows, _ = _rows(month, dict.fromkeys(fresh))
        sources = [row.source_id for row in rows.values() if row.source_id is not None and not row.is_priced]
        fresh = {pk for (pk,) in sql.rows(connection, _FED_BY, [sources, month, sorted(found)])} if sources else set()
        found |= fresh
    return sorted(found)


def _pools(book_id: int, month: date, pool_ids: Sequence[int] | None) -> dict[int, PoolFacts]:
    wanted = list(pool_ids) if pool_ids is not None else None
    params = [book_id, month, wanted, wanted, book_id, wanted, wanted]
    return {row[0]: PoolFacts(*row) for row in sql.rows(connection, _POOLS, params)}


def _rows(month: date, pools: Mapping[int, PoolFacts | None]) -> tuple[dict[int, MonthRow], dict[int, RowFacts]]:
    """pools: with what they are; None while only the links of their rows matter."""
    rows: dict[int, MonthRow] = {}
    facts: dict[int, RowFacts] = {}
    span = [list(pools), month, next_month(month)]
    for pk, pool, day, kind, basis, quantity, amount, expensed, residual, source, movement, line, place in sql.rows(
        connection, _ROWS, [*span, *span]
    ):
        about = pools[pool]
        gathers = about is not None and about.method != CostMethod.MONTH_AVERAGE
        rows[pk] = MonthRow(
            pk, pool, day, CostKind(kind), CostBasis(basis), quantity, amount, expensed, residual, source,
            movement in RETURNS, gathers,
        )  # fmt: skip
        facts[pk] = RowFacts(line, movement, place)
    return rows, facts


def _chains(rows: dict[int, MonthRow]) -> dict[int, Chain]:
    """Who shares amounts that are not settled yet: goods on the way, lent or consigned."""
    sharing = (row.source_id for row in rows.values() if row.basis in _CHAINED and not row.is_priced)
    return load_chains({source for source in sharing if source is not None and source in rows}, {})


_SEEN = """
SELECT c.id AS pool_id, c.item_id, i.code AS item_code, i.name AS item_name, i.spec AS item_spec, s.name AS scope, l.kind AS place_kind
FROM ledger_cost_pool c JOIN masterdata_item i ON i.id = c.item_id JOIN masterdata_cost_scope s ON s.id = c.scope_id
LEFT JOIN masterdata_place l ON l.id = c.place_id WHERE
"""


def month_costs(
    *, viewer: Viewer, book_id: int, month: date, item_id: int | None = None, warehouse_id: int | None = None
) -> list[tuple[dict[str, Any], PoolMonth]]:
    """Each pool under the month-end average with its month as things stand: (item_id, item_code, item_name, item_spec, scope, place_kind), by
    item. A month that is open is costed as if it ended now; of a closed one this is what the close found.

    Refuses not_found for a book the viewer may not see.
    """
    asked = seen_pools(viewer, book_id) + Sql(" AND c.method = 'MONTH_AVERAGE'")
    if item_id is not None:
        asked += Sql(" AND c.item_id = %s", (item_id,))
    if warehouse_id is not None:
        asked += Sql(
            " AND c.scope_id IN (SELECT cost_scope_id FROM masterdata_book_warehouse WHERE book_id = %s AND warehouse_id = %s)",
            (book_id, warehouse_id),
        )
    pools = fetch(Sql(_SEEN) + asked + Sql(" ORDER BY i.code, s.name, c.place_id NULLS FIRST"))
    if not pools:
        return []
    items = None if item_id is None else [item_id]
    months = costed_month(book_id=book_id, month=month.replace(day=1), item_ids=items).costing.months
    return [(pool, months[pool["pool_id"]]) for pool in pools if pool["pool_id"] in months]
