"""Goods to come that orders may claim: open purchase order lines, and transfers on their way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.documents.queries.promise import due_days
from hengku.kernel import sql
from hengku.kernel.money import ZERO

_SUPPLIES = """
SELECT l.id, l.type, l.document_id, l.item_id, CASE WHEN l.type = 'transfer_out' THEN l.to_warehouse_id ELSE l.warehouse_id END,
       d.partner_id, d.business_date, l.base_quantity - coalesce(p.executed_quantity, 0), d.book_id
  FROM documents_line l
  JOIN documents_document d ON d.id = l.document_id AND d.stopped_at IS NULL AND d.reverses_id IS NULL
   AND d.state = CASE WHEN l.type = 'transfer_out' THEN 'POSTED' ELSE 'APPROVED' END
  LEFT JOIN documents_line_progress p ON p.line_id = l.id
 WHERE l.type IN ('purchase_order', 'transfer_out') AND {which} AND coalesce(p.executed_quantity, 0) < l.base_quantity
 ORDER BY l.id
"""
_LOCK = "SELECT id FROM documents_document WHERE id = ANY(%s::bigint[]) ORDER BY id FOR NO KEY UPDATE"


@dataclass(frozen=True, slots=True)
class Supply:
    """A line that still brings `left` base units of an item to a warehouse, on `due`. partner_id: whom it comes from, where it is
    bought."""

    line_id: int
    type: str
    document_id: int
    item_id: int
    warehouse_id: int
    partner_id: int | None
    due: date
    left: Decimal


def open_supplies(*, book_id: int, item_ids: Sequence[int], lock: bool = False) -> list[Supply]:
    """What is still to come of these items, the earliest first. lock: nobody receives, stops or claims it meanwhile."""
    which = "d.book_id = %s AND l.item_id = ANY(%s::bigint[])"
    params = (book_id, list(item_ids))
    if lock:
        found = sql.rows(connection, _SUPPLIES.format(which=which), params)
        sql.rows(connection, _LOCK, ([row[2] for row in found],))
    return _read(which, params)


def supplies(*, line_ids: Sequence[int]) -> dict[int, Supply]:
    """Those of these lines that still bring something."""
    return {one.line_id: one for one in _read("l.id = ANY(%s::bigint[])", (list(line_ids),))} if line_ids else {}


def _read(which: str, params: Sequence[object]) -> list[Supply]:
    rows = sql.rows(connection, _SUPPLIES.format(which=which), params)
    due = due_days({row[0]: row[1] for row in rows})
    found = [
        Supply(pk, code, document_id, item_id, warehouse_id, partner_id, due.get(pk) or day, left)
        for pk, code, document_id, item_id, warehouse_id, partner_id, day, left, _ in rows
        if warehouse_id is not None and left > ZERO
    ]
    return sorted(found, key=lambda one: (one.due, one.line_id))
