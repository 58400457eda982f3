"""What stands in cost pools: every entry with the pool after it, the pools themselves, and closing snapshots.

Rows stand in cost order (business date, posting sequence); a correction stands behind the row whose place it takes (`origin`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hengku.identity.queries.restrict import allowed_ids
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.kernel.quantity import plain
from hengku.ledger.queries.reading import STOCK, Sql, among_seen, fetch, seen_warehouses
from hengku.masterdata.types import CostMethod


@dataclass(frozen=True, slots=True)
class PoolQuestion:
    """Pools of one item; lot narrows specific costing, warehouse the scope it belongs to; place_kind: pools outside the warehouses
    of this kind, of one partner if named."""

    book_id: int
    item_id: int
    lot: str | None = None
    warehouse_id: int | None = None
    place_kind: str | None = None
    partner_id: int | None = None


def cost_ledger(*, viewer: Viewer, question: PoolQuestion, effective: bool) -> list[dict[str, Any]]:
    """Entries of the pools in cost order: pool_id, document_id, document_type, source_line_id, kind, business_date, quantity,
    amount, balance_quantity, balance_amount, scope, lot.

    effective: deltas are added into the row they correct, as if it had been priced so at once. Under the month-end average
    that is always so: an issue has no amount of its own before the close.
    """
    return fetch(
        Sql(
            """SELECT f.*, sum(f.quantity) OVER after AS balance_quantity, sum(f.amount) OVER after AS balance_amount
                 FROM (SELECT e.pool_id, p.document_id, p.document_type, base.source_line_id, base.business_date,
                              coalesce(e.origin_id, e.id) AS place,
                              CASE WHEN e.kind IN ('OWN', 'ISSUE') THEN 'MOVE'
                                   WHEN e.kind = 'DELTA' AND (%s OR e.method = %s) THEN 'MOVE' ELSE e.kind END AS kind,
                              sum(e.quantity) AS quantity, sum(e.amount) AS amount, min(e.id) AS first_id,
                              s.name AS scope, t.number AS lot
                         FROM ledger_cost_entry e
                         JOIN ledger_cost_entry base ON base.id = coalesce(e.origin_id, e.id)
                         JOIN ledger_posting p ON p.id = base.posting_id
                         JOIN ledger_cost_pool c ON c.id = e.pool_id
                         JOIN masterdata_cost_scope s ON s.id = c.scope_id
                         LEFT JOIN masterdata_lot t ON t.id = c.lot_id
                        WHERE """,
            (effective, CostMethod.MONTH_AVERAGE.value),
        )
        + asked_pools(viewer, question)
        + (Sql(" AND c.place_id IS NULL") if question.place_kind is None else Sql(""))
        + Sql(
            """ GROUP BY 1, 2, 3, 4, 5, 6, 7, 11, 12) f
                WHERE f.quantity <> 0 OR f.amount <> 0 OR f.kind = 'MOVE'
               WINDOW after AS (PARTITION BY f.pool_id ORDER BY f.business_date, f.place, f.first_id ROWS UNBOUNDED PRECEDING)
                ORDER BY f.pool_id, f.business_date, f.place, f.first_id"""
        )
    )


def cost_pools(*, viewer: Viewer, question: PoolQuestion) -> list[dict[str, Any]]:
    """Pools as they stand: scope, lot, place_kind (None for our own stock), partner_id, method, quantity, amount."""
    return fetch(
        Sql(
            """SELECT c.id AS pool_id, s.name AS scope, t.number AS lot, l.kind AS place_kind, l.partner_id, c.method, c.quantity,
                      c.amount
                 FROM ledger_cost_pool c JOIN masterdata_cost_scope s ON s.id = c.scope_id
                 LEFT JOIN masterdata_lot t ON t.id = c.lot_id LEFT JOIN masterdata_place l ON l.id = c.place_id
                WHERE """
        )
        + asked_pools(viewer, question)
        + Sql(" ORDER BY s.name, t.number NULLS FIRST, c.id")
    )


def seen_pools(viewer: Viewer, book_id: int) -> Sql:
    """Pools `c` of a book whose warehouses the viewer may all see: a pool's amount cannot be shown in part. Refuses not_found."""
    books = allowed_ids(viewer, STOCK, "view", "book")
    if books is not None and book_id not in books:
        raise refuse("not_found", status=404)
    seen = Sql("c.book_id = %s", (book_id,))
    warehouses = seen_warehouses(viewer=viewer)
    if warehouses is not None:
        seen += Sql(
            " AND c.scope_id NOT IN (SELECT cost_scope_id FROM masterdata_book_warehouse"
            " WHERE book_id = %s AND NOT warehouse_id = ANY(%s))",
            (book_id, sorted(warehouses)),
        )
    return seen + among_seen(viewer=viewer, column="c.item_id")


def asked_pools(viewer: Viewer, question: PoolQuestion) -> Sql:
    """Pools `c` of the question that the viewer may see."""
    asked = seen_pools(viewer, question.book_id) + Sql(" AND c.item_id = %s", (question.item_id,))
    if question.lot is not None:
        asked += Sql(
            " AND c.lot_id IN (SELECT id FROM masterdata_lot WHERE item_id = %s AND number = %s)",
            (question.item_id, question.lot),
        )
    if question.warehouse_id is not None:
        asked += Sql(
            " AND c.scope_id IN (SELECT cost_scope_id FROM masterdata_book_warehouse WHERE book_id = %s AND warehouse_id = %s)",
            (question.book_id, question.warehouse_id),
        )
    if question.place_kind is not None:
        asked += Sql(
            " AND c.place_id IN (SELECT id FROM masterdata_place WHERE kind = %s AND (%s::bigint IS NULL OR partner_id = %s))",
            (question.place_kind, question.partner_id, question.partner_id),
        )
    return asked


def snapshot_values(*, book_id: int, month: date, warehouse_id: int | None = None) -> list[dict[str, Any]]:
    """Closing quantity and amount per pool of every snapshot of a month, newest first; superseded ones are kept. warehouse_id:
    only pools of the cost scope it belongs to."""
    return fetch(
        Sql(
            """SELECT s.id AS snapshot_id, s.taken_at, s.superseded_at, c.item_id, i.code AS item_code, i.name AS item_name,
                      t.number AS lot, v.quantity, v.amount
                 FROM ledger_period_snapshot s
                 LEFT JOIN ledger_snapshot_value v ON v.snapshot_id = s.id
                 LEFT JOIN ledger_cost_pool c ON c.id = v.pool_id
                 LEFT JOIN masterdata_item i ON i.id = c.item_id
                 LEFT JOIN masterdata_lot t ON t.id = c.lot_id
                WHERE s.book_id = %s AND s.month = %s
                  AND (%s::bigint IS NULL OR c.scope_id IN (
                      SELECT cost_scope_id FROM masterdata_book_warehouse WHERE book_id = s.book_id AND warehouse_id = %s))
                ORDER BY s.id DESC, i.code, t.number""",
            (book_id, month, warehouse_id, warehouse_id),
        )
    )


def snapshot_json(row: Mapping[str, Any], *, sees_cost: bool) -> dict[str, Any]:
    """One line of a snapshot; a snapshot without stock has one line without an item."""
    has_item = row["item_id"] is not None
    return {
        "state": "CURRENT" if row["superseded_at"] is None else "SUPERSEDED",
        "taken_at": row["taken_at"],
        "item": {"id": str(row["item_id"]), "code": row["item_code"], "name": row["item_name"]} if has_item else None,
        "lot": row["lot"],
        "quantity": plain(row["quantity"]) if has_item else None,
        "amount": f"{row['amount']:.2f}" if has_item and sees_cost else None,
    }
