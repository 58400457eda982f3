"""Blanket orders as their call-offs need them."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from hengku.kernel import sql
from hengku.purchasing.rules.blanket import Blanket

_BLANKETS = """
SELECT b.id, coalesce(b.number, ''), b.ext->>'valid_from', b.ext->>'valid_to', b.ext->>'limit_amount',
       coalesce((SELECT sum(l.net) FROM documents_link k
                   JOIN documents_line l ON l.id = k.target_line_id
                   JOIN documents_document t ON t.id = k.target_document_id
                  WHERE k.source_document_id = b.id AND k.kind = 'EXECUTE' AND t.state = 'APPROVED'
                    AND t.id <> ALL(%s::bigint[])), 0)
  FROM documents_document b
 WHERE b.id = ANY(%s::bigint[]) AND b.type = 'blanket_order'
   FOR NO KEY UPDATE OF b
"""


def blankets(ids: Collection[int], *, without: Collection[int]) -> dict[int, Blanket]:
    """Those of these documents that are blanket orders, locked against each other's call-offs; called leaves out the orders
    `without`."""
    if not ids:
        return {}
    rows = sql.rows(connection, _BLANKETS, (sorted(without), sorted(ids)))
    return {row[0]: Blanket(row[0], row[1], _day(row[2]), _day(row[3]), _amount(row[4]), row[5]) for row in rows}


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _amount(text: Any) -> Decimal | None:
    return Decimal(text) if text else None
