"""What is left of FIFO layers, and what a document took from which layers or lots."""

from itertools import groupby
from typing import Any

from hengku.identity.types import Viewer
from hengku.kernel.money import split
from hengku.ledger.queries.cost_book import PoolQuestion, asked_pools, seen_pools
from hengku.ledger.queries.reading import Sql, fetch
from hengku.masterdata.types import CostMethod

_LAYER = """SELECT l.entry_id, l.piece, count(*) OVER (PARTITION BY l.entry_id) AS pieces, p.document_id, e.source_line_id,
                   l.business_date, l.pool_id, l.left_quantity, l.left_amount
              FROM ledger_cost_layer l JOIN ledger_cost_entry e ON e.id = l.entry_id JOIN ledger_posting p ON p.id = e.posting_id"""


def cost_layers(*, viewer: Viewer, question: PoolQuestion) -> list[dict[str, Any]]:
    """Layers with goods left, oldest first: document_id, source_line_id, piece (None when its entry brought one layer only),
    business_date, scope, quantity, amount."""
    return fetch(
        Sql(
            f"""SELECT l.document_id, l.source_line_id, CASE WHEN l.pieces > 1 THEN l.piece END AS piece, l.business_date,
                       s.name AS scope, l.left_quantity AS quantity, l.left_amount AS amount
                  FROM ({_LAYER}) l JOIN ledger_cost_pool c ON c.id = l.pool_id
                  JOIN masterdata_cost_scope s ON s.id = c.scope_id
                 WHERE l.left_quantity > 0 AND """  # noqa: S608 (constants only)
        )
        + asked_pools(viewer, question)
        + Sql(" ORDER BY s.name, c.id, l.business_date, l.entry_id, l.piece")
    )


def cost_consumption(*, viewer: Viewer, book_id: int, document_id: int) -> list[dict[str, Any]]:
    """Per line of a document what it took, in order; goods given back are negative: line_id, document_id and source_line_id of
    the layer (None: issued before the goods came), piece, lot, quantity, amount. The map as it stands after every replay.

    Lines that took lots of a pool which does not tell lots apart share their amount out by quantity (C4)."""
    return _mapped(viewer, book_id, document_id) + _by_lot(viewer, book_id, document_id)


def _by_lot(viewer: Viewer, book_id: int, document_id: int) -> list[dict[str, Any]]:
    rows = fetch(
        Sql(
            """SELECT e.id AS entry_id, e.source_line_id AS line_id, NULL AS document_id, NULL AS source_line_id, NULL AS piece,
                      t.number AS lot, m.quantity * -sign(e.quantity) AS quantity,
                      -e.amount - (SELECT coalesce(sum(k.amount), 0) FROM ledger_cost_entry k WHERE k.corrects_id = e.id) AS amount
                 FROM ledger_cost_entry e JOIN ledger_posting p ON p.id = e.posting_id JOIN ledger_cost_pool c ON c.id = e.pool_id
                 JOIN ledger_move m ON m.posting_id = e.posting_id AND m.source_line_id = e.source_line_id
                  AND m.item_id = c.item_id AND e.place_id = CASE WHEN e.quantity < 0 THEN m.from_place_id ELSE m.to_place_id END
                 JOIN masterdata_lot t ON t.id = m.lot_id
                WHERE p.document_id = %s AND e.origin_id IS NULL AND e.quantity <> 0 AND e.method NOT IN (%s, %s)
                  AND (e.quantity < 0 OR e.basis = 'SHARE') AND """,
            (document_id, CostMethod.SPECIFIC.value, CostMethod.FIFO.value),
        )
        + seen_pools(viewer, book_id)
        + Sql(" ORDER BY e.id, m.id")
    )
    for _, group in groupby(rows, key=lambda row: row["entry_id"]):
        parts = list(group)
        for row, amount in zip(parts, split(parts[0]["amount"], [row["quantity"] for row in parts]), strict=True):
            row["amount"] = amount
    return rows


def _mapped(viewer: Viewer, book_id: int, document_id: int) -> list[dict[str, Any]]:
    return fetch(
        Sql(
            f"""WITH layer AS ({_LAYER}),
                mine AS (SELECT e.id, e.source_line_id AS line_id, e.method, e.kind, e.quantity, e.amount, c.lot_id
                           FROM ledger_cost_entry e JOIN ledger_posting p ON p.id = e.posting_id
                           JOIN ledger_cost_pool c ON c.id = e.pool_id
                          WHERE p.document_id = %s AND e.origin_id IS NULL AND e.quantity <> 0
                            AND (e.quantity < 0 OR e.basis = 'SHARE') AND """,  # noqa: S608 (constants only)
            (document_id,),
        )
        + seen_pools(viewer, book_id)
        + Sql(
            """), taken AS (
                SELECT m.line_id, m.id AS entry_id, min(t.by_entry_id * 1000 + t.seq) AS place, t.layer_entry_id, t.layer_piece,
                       sum(t.quantity) AS quantity, sum(t.amount) AS amount
                  FROM mine m JOIN ledger_cost_piece t ON t.entry_id = m.id GROUP BY 1, 2, 4, 5
                UNION ALL
                SELECT m.line_id, m.id, l.piece, l.origin_entry_id, l.origin_piece, -l.quantity, -l.amount
                  FROM mine m JOIN ledger_cost_layer l ON l.entry_id = m.id WHERE m.quantity > 0)
                SELECT f.line_id, l.document_id, l.source_line_id, CASE WHEN l.pieces > 1 THEN l.piece END AS piece, NULL AS lot,
                       f.quantity, f.amount, f.entry_id, f.place
                  FROM taken f LEFT JOIN layer l ON l.entry_id = f.layer_entry_id AND l.piece = f.layer_piece
                 WHERE f.quantity <> 0 OR f.amount <> 0
                UNION ALL
                SELECT m.line_id, NULL, NULL, NULL, t.number, -m.quantity,
                       -m.amount - (SELECT coalesce(sum(k.amount), 0) FROM ledger_cost_entry k WHERE k.corrects_id = m.id), m.id, 0
                  FROM mine m JOIN masterdata_lot t ON t.id = m.lot_id WHERE m.method = %s
                 ORDER BY 8, 9""",
            (CostMethod.SPECIFIC.value,),
        )
    )
