"""What customers owe by the rules of credit: receivables, shipments not invoiced, open orders, advances (5.6)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from hengku.documents.rules.currency import RATE_SQL
from hengku.finance.rules.credit import CreditTerms, Exposure
from hengku.kernel import sql
from hengku.kernel.errors import refuse
from hengku.kernel.money import ZERO
from hengku.masterdata.models import Book, Partner
from hengku.masterdata.types import SalesControl

_ITEMS = """
SELECT coalesce(sum(o.open_amount) FILTER (WHERE o.side = 'AR' AND d.type NOT IN ('shipment', 'sales_return', 'consignment_settlement')), 0),
       coalesce(sum(o.open_amount) FILTER (WHERE o.side = 'AR' AND d.type IN ('shipment', 'sales_return', 'consignment_settlement')), 0),
       coalesce(sum(o.open_amount) FILTER (WHERE o.side = 'ADV-R'), 0),
       coalesce(%s::date - min(o.due_date) FILTER (WHERE o.side = 'AR' AND o.open_amount > 0), 0)
  FROM finance_open_item o JOIN documents_document d ON d.id = o.document_id
 WHERE o.book_id = %s AND o.partner_id = %s AND o.side IN ('AR', 'ADV-R') AND o.open_amount <> 0 AND d.id <> ALL(%s::bigint[])
"""
"""What goods opened as they left (revenue at issue) is counted as shipped, until it is invoiced or paid."""
_SHIPPED = f"""
SELECT coalesce(sum(CASE WHEN d.type = 'sales_return' THEN -1 ELSE 1 END
                    * round(l.total * {RATE_SQL} * (l.base_quantity - coalesce(i.quantity, 0)) / l.base_quantity, 2)), 0)
  FROM documents_document d
  JOIN documents_line l ON l.document_id = d.id AND l.base_quantity > 0
  LEFT JOIN finance_invoiced_line i ON i.goods_line_id = l.id
 WHERE d.book_id = %s AND d.partner_id = %s AND d.type IN ('shipment', 'sales_return', 'consignment_settlement')
   AND d.state = 'POSTED' AND d.reverses_id IS NULL AND d.id <> ALL(%s::bigint[])
   AND coalesce(i.quantity, 0) < l.base_quantity
   AND NOT EXISTS (SELECT FROM finance_open_item o WHERE o.document_id = d.id AND o.side = 'AR')
"""  # noqa: S608 (constants only)
"""Goods that opened nothing as they left (revenue at invoice); the others are among the open items."""
_ORDERS = f"""
WITH mine AS (
  SELECT k.source_line_id, k.source_document_id, t.base_quantity, d.state = 'POSTED' AS done
    FROM documents_line t JOIN documents_document d ON d.id = t.document_id AND d.type = 'shipment'
    JOIN documents_link k ON k.target_line_id = t.id AND k.kind = 'EXECUTE'
   WHERE t.document_id = ANY(%s::bigint[])
), taken AS (
  SELECT coalesce(up.source_line_id, m.source_line_id) AS line_id, sum(m.base_quantity) FILTER (WHERE NOT (m.done OR %s)) AS quantity
    FROM mine m
    LEFT JOIN documents_line n ON n.id = m.source_line_id AND n.type = 'delivery_notice'
    LEFT JOIN documents_link up ON up.target_line_id = n.id AND up.kind = 'EXECUTE'
   GROUP BY 1
)
SELECT coalesce(sum(round(l.total * {RATE_SQL} * greatest(l.base_quantity - coalesce(p.executed_quantity, 0) - coalesce(x.quantity, 0), 0)
                          / l.base_quantity, 2)), 0)
  FROM documents_document d
  JOIN masterdata_book b ON b.id = d.book_id
  JOIN documents_line l ON l.document_id = d.id AND l.base_quantity > 0
  LEFT JOIN documents_line_progress p ON p.line_id = l.id
  LEFT JOIN taken x ON x.line_id = l.id
 WHERE d.book_id = %s AND d.partner_id = %s AND d.type = 'sales_order' AND d.state = 'APPROVED' AND d.stopped_at IS NULL
   AND d.id <> ALL(%s::bigint[])
   AND coalesce(p.executed_quantity, 0) < l.base_quantity * (1 - b.short_tolerance)
"""  # noqa: S608 (constants only)
"""What shipments among the asked documents take of an order is no longer open, whether they are posted already or about to be."""


def credit_terms(*, book_id: int, partner_id: int) -> CreditTerms:
    """What was agreed with the partner and what the book counts. Raises Refused not_found (404)."""
    book, partner = Book.objects.get(pk=book_id), Partner.objects.filter(pk=partner_id).first()
    if partner is None:
        raise refuse("not_found", status=404)
    return CreditTerms(
        partner=partner.name,
        limit=partner.credit_limit,
        days=partner.credit_days,
        control=SalesControl(book.credit_control),
        counts_shipped=book.credit_counts_shipped,
        counts_orders=book.credit_counts_orders,
        less_advances=book.credit_less_advances,
    )


def exposure(
    *, book_id: int, partner_id: int, on: date, without: Sequence[int] = (), counted: bool = False
) -> Exposure:
    """As it stands, leaving the documents `without` aside (they are about to take effect), overdue as of `on`. counted: what they
    carry out of orders counts as carried out already."""
    aside = list(without)
    (items,), ((shipped,),), ((orders,),) = sql.batch(
        connection,
        (_ITEMS, (on, book_id, partner_id, aside)),
        (_SHIPPED, (book_id, partner_id, aside)),
        (_ORDERS, (aside, counted, book_id, partner_id, aside)),
    )
    receivable, left, advances, overdue = items
    return Exposure(receivable, shipped + left, orders, advances, max(int(overdue), 0))


def credit_of(*, book_id: int, partner_id: int, on: date) -> dict[str, Any]:
    """The customer's credit with its parts, as amounts in text: used = what counts by the book's rules; available = limit - used."""
    terms = credit_terms(book_id=book_id, partner_id=partner_id)
    now = exposure(book_id=book_id, partner_id=partner_id, on=on)
    used = now.counted(terms)
    parts = (
        ("receivable", now.receivable, True),
        ("shipped", now.shipped, terms.counts_shipped),
        ("orders", now.orders, terms.counts_orders),
        ("advances", -now.advances, terms.less_advances),
    )
    return {
        "limit": None if terms.limit is None else f"{terms.limit:.2f}",
        "days": terms.days,
        "control": terms.control.value,
        "used": f"{used:.2f}",
        "available": None if terms.limit is None else f"{max(terms.limit - used, ZERO):.2f}",
        "overdue_days": now.overdue_days,
        "parts": [{"name": name, "amount": _amount(amount), "counted": counted} for name, amount, counted in parts],
    }


def _amount(value: Decimal) -> str:
    return f"{value + ZERO:.2f}"
