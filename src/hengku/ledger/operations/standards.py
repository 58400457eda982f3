"""Standard costs in the database: the first one of an item, the history a replay needs, new ones."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.errors import Refused, refuse
from hengku.ledger.operations.shortfall import item_names
from hengku.ledger.types import PostingRequest

_FIRST = """
INSERT INTO ledger_standard_cost (book_id, item_id, valid_from, unit_cost)
SELECT DISTINCT p.book_id, p.item_id, '0001-01-01'::date, i.standard_cost
FROM unnest(%s::bigint[], %s::bigint[]) AS k(book_id, item_id)
JOIN ledger_cost_pool p ON p.item_id = k.item_id AND p.book_id = k.book_id AND p.method = 'STANDARD'
JOIN masterdata_item i ON i.id = p.item_id AND i.standard_cost IS NOT NULL
WHERE NOT EXISTS (SELECT FROM ledger_standard_cost s WHERE s.item_id = p.item_id AND s.book_id = p.book_id)
ORDER BY 1, 2
ON CONFLICT DO NOTHING
"""
_TAKE = """
UPDATE ledger_cost_pool p SET standard_cost = newest.unit_cost, last_date = greatest(p.last_date, newest.valid_from)
FROM (
    SELECT DISTINCT ON (s.book_id, s.item_id) s.book_id, s.item_id, s.unit_cost, s.valid_from
    FROM unnest(%s::bigint[], %s::bigint[]) AS k(book_id, item_id)
    JOIN ledger_standard_cost s ON s.item_id = k.item_id AND s.book_id = k.book_id
    ORDER BY s.book_id, s.item_id, s.valid_from DESC, s.posting_id DESC NULLS LAST
) newest
WHERE p.item_id = newest.item_id AND p.book_id = newest.book_id AND p.method = 'STANDARD' AND p.standard_cost IS NULL
"""
"""A pool made after a change of the standard counts as used up to that day, so that earlier goods find the standard of their time."""
_HISTORY = """
SELECT p.id, s.valid_from, s.unit_cost, s.posting_id
FROM ledger_cost_pool p JOIN ledger_standard_cost s ON s.item_id = p.item_id AND s.book_id = p.book_id
WHERE p.id = ANY(%s::bigint[]) ORDER BY s.valid_from, s.posting_id NULLS FIRST
"""
_SCOPES = """
SELECT k.nth, w.cost_scope_id, min(l.id) FROM unnest(%s::bigint[]) WITH ORDINALITY AS k(book_id, nth)
JOIN masterdata_book_warehouse w ON w.book_id = k.book_id
JOIN masterdata_place l ON l.warehouse_id = w.warehouse_id AND l.kind = 'WH'
GROUP BY 1, 2 ORDER BY 1, 2
"""
_KEEP = """
INSERT INTO ledger_standard_cost (book_id, item_id, valid_from, unit_cost, posting_id, line_id)
SELECT u.* FROM unnest(%s::bigint[], %s::bigint[], %s::date[], %s::numeric[], %s::bigint[], %s::bigint[]) AS u
"""


def begin(items: Iterable[tuple[int, int]]) -> None:
    """Let new pools of these (book, item) start with the item's standard cost, where they are costed by it and it has one."""
    wanted = sorted(set(items))
    sql.write(connection, _FIRST, sql.columns_of(wanted, 2))
    sql.write(connection, _TAKE, sql.columns_of(wanted, 2))


class Standard(NamedTuple):
    """A standard cost from a day on; posting_id None: since ever."""

    valid_from: date
    unit_cost: Decimal
    posting_id: int | None


def history_of(pool_ids: Iterable[int]) -> dict[int, list[Standard]]:
    """Standard costs of these pools' items, oldest first."""
    found: dict[int, list[Standard]] = {}
    for pool_id, *standard in sql.rows(connection, _HISTORY, [sorted(set(pool_ids))]):
        found.setdefault(pool_id, []).append(Standard(*standard))
    return found


def scopes_of(book_ids: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """(scope, a warehouse place of it) of each of these books."""
    found: dict[int, list[tuple[int, int]]] = {}
    for nth, scope_id, place_id in sql.rows(connection, _SCOPES, [list(book_ids)]):
        found.setdefault(book_ids[nth - 1], []).append((scope_id, place_id))
    return found


def keep(requests: Sequence[PostingRequest], posting_ids: Mapping[str, int]) -> None:
    """Note the new standard costs of these postings."""
    rows = [
        (
            request.book_id,
            one.item_id,
            request.business_date,
            one.unit_cost,
            posting_ids[request.request_key],
            one.line_id,
        )
        for request in requests
        for one in request.standards
    ]
    if rows:
        sql.write(connection, _KEEP, sql.columns_of(rows, 6))


def missing(item_id: int, line_id: int) -> Refused:
    """standard_missing: no standard cost was in force."""
    code, name = item_names([item_id])[item_id]
    return refuse("standard_missing", loc=("line", line_id), item=code, name=name)
