"""Invoice lines beside the orders and receipts they charge for."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from hengku.finance.rules.three_way import Charge
from hengku.kernel import sql

_AGREED = """
  JOIN documents_link ki ON ki.target_line_id = l.id AND ki.kind = 'INVOICE'
  JOIN documents_line g ON g.id = ki.source_line_id AND g.type = 'goods_receipt'
  JOIN documents_document gd ON gd.id = g.document_id AND gd.currency = d.currency
  JOIN masterdata_book b ON b.id = d.book_id
  JOIN masterdata_item i ON i.id = l.item_id
  LEFT JOIN documents_link k1 ON k1.target_line_id = g.id AND k1.kind = 'EXECUTE'
  LEFT JOIN documents_line s1 ON s1.id = k1.source_line_id
  LEFT JOIN documents_link k2 ON k2.target_line_id = s1.id AND k2.kind = 'EXECUTE' AND s1.type = 'receiving_notice'
  LEFT JOIN documents_line o ON o.id = coalesce(k2.source_line_id, s1.id) AND o.type = 'purchase_order'
       AND o.price IS NOT NULL
  LEFT JOIN documents_document od ON od.id = o.document_id AND od.currency = d.currency
"""
"""The order's line is reached through the receipt, over its notice where there was one."""
_CHARGE = """
       l.id, i.code || ' ' || i.name, coalesce(od.number, gd.number, ''),
       CASE WHEN od.id IS NULL THEN g.base_quantity ELSE o.base_quantity END,
       CASE WHEN od.id IS NULL THEN g.net ELSE o.net END, l.base_quantity, l.net, b.match_amount, b.match_percent
"""
_OF_LINES = f"""
SELECT {_CHARGE} FROM documents_line l JOIN documents_document d ON d.id = l.document_id {_AGREED}
 WHERE l.id = ANY(%s::bigint[]) ORDER BY l.id
"""  # noqa: S608 (constants only)
_POSTED = f"""
SELECT {_CHARGE}, d.id, d.number, d.business_date, l.line_no, d.partner_id, l.item_id, coalesce(od.id, gd.id)
  FROM documents_line l JOIN documents_document d ON d.id = l.document_id {_AGREED}
 WHERE d.book_id = %s AND d.type = 'purchase_invoice' AND d.state = 'POSTED' AND d.reverses_id IS NULL
   AND coalesce(d.ext->>'red', 'false') <> 'true' AND d.business_date BETWEEN %s AND %s
 ORDER BY d.business_date, d.id, l.line_no
"""  # noqa: S608 (constants only)


class PostedCharge(NamedTuple):
    """A posted invoice line with its match."""

    charge: Charge
    document_id: int
    number: str
    date: date
    line_no: int
    partner_id: int | None
    item_id: int
    agreed_id: int


def charges_of(line_ids: Collection[int]) -> list[Charge]:
    """These invoice lines, as far as they charge for goods received."""
    return [Charge(*row) for row in sql.rows(connection, _OF_LINES, (sorted(line_ids),))] if line_ids else []


def posted_charges(*, book_id: int, first: date, last: date) -> list[PostedCharge]:
    """Lines of posted invoices of these days, both included; credit notes and what was reversed are left out."""
    rows: list[tuple[Any, ...]] = sql.rows(connection, _POSTED, (book_id, first, last))
    return [PostedCharge(Charge(*row[:9]), *row[9:]) for row in rows]
