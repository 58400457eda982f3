"""Invariants of warehousing: I19b two-step transfers as the documents tell them (the ledger proves I19 from its facts), I46 counts."""

from decimal import Decimal

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain
from hengku.ledger.queries.custody import balances
from hengku.metadata.rules.invariants import CheckWindow, Findings, Invariant
from hengku.warehousing import texts
from hengku.warehousing.queries.adjustments import settled_lines

_SENT = """
WITH arrived AS (
  SELECT k.source_line_id, sum(k.quantity) AS quantity
    FROM documents_document d JOIN documents_link k ON k.target_document_id = d.id AND k.kind = 'EXECUTE'
   WHERE d.type IN ('transfer_in', 'transit_loss') AND d.state = 'POSTED' AND d.reverses_id IS NULL
   GROUP BY k.source_line_id
)
SELECT d.book_id, p.id, l.item_id, i.code, w.code, sum(l.base_quantity), sum(coalesce(a.quantity, 0)),
       bool_or(coalesce(a.quantity, 0) > l.base_quantity)
  FROM documents_document d
  JOIN documents_line l ON l.document_id = d.id
  JOIN masterdata_item i ON i.id = l.item_id
  JOIN masterdata_place p ON p.kind = 'TRANSIT' AND p.warehouse_id = l.to_warehouse_id
  JOIN masterdata_warehouse w ON w.id = l.to_warehouse_id
  LEFT JOIN arrived a ON a.source_line_id = l.id
 WHERE d.type = 'transfer_out' AND d.state = 'POSTED' AND d.reverses_id IS NULL
 GROUP BY d.book_id, p.id, l.item_id, i.code, w.code
"""
_TRANSITS = (
    "SELECT b.id, array_agg(p.id) FROM masterdata_book b, masterdata_place p WHERE p.kind = 'TRANSIT' GROUP BY b.id"
)


def check_transfers(window: CheckWindow) -> Findings:
    """I19 seen from the documents: what set off = what arrived + what was lost + what the ledger says is still on the way, per item and target."""
    standing: dict[tuple[int, int, int], Decimal] = {}
    for book_id, place_ids in sql.rows(connection, _TRANSITS):
        for row in balances(book_id=book_id, place_ids=place_ids):
            key = (book_id, row.place_id, row.item_id)
            standing[key] = standing.get(key, ZERO) + row.quantity
    failing: list[dict[str, str]] = []
    sent = sql.rows(connection, _SENT)
    for book_id, place_id, item_id, item, warehouse, quantity, arrived, overdrawn in sent:
        on_the_way = standing.pop((book_id, place_id, item_id), ZERO)
        if overdrawn or quantity != arrived + on_the_way:
            failing.append(
                {
                    "item": item,
                    "warehouse": warehouse,
                    "sent": plain(quantity),
                    "arrived": plain(arrived),
                    "on_the_way": plain(on_the_way),
                }
            )
    failing += [
        {"item_id": str(item_id), "place_id": str(place_id), "sent": "0", "on_the_way": plain(quantity)}
        for (_, place_id, item_id), quantity in standing.items()
        if quantity != 0
    ]
    return Findings(len(sent) + len(standing), tuple(failing))


def check_counts(window: CheckWindow) -> Findings:
    """I46: of a finished count every difference is posted; of a running one no more than the difference is."""
    lines = settled_lines()
    failing = tuple(
        {
            "sheet": line.sheet,
            "line": str(line.line_id),
            "difference": plain(line.difference),
            "posted": plain(line.posted),
        }
        for line in lines
        if line.posted not in ({line.difference} if line.finished else {line.difference, ZERO})
    )
    return Findings(len(lines), failing)


INVARIANTS = (
    Invariant("I19b", texts.I19_TITLE, check_transfers),
    Invariant("I46", texts.I46_TITLE, check_counts),
)
