"""How suppliers deliver (domain specification 9.3): on time, complete, and how much of it passes inspection."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.kernel import sql


class Delivery(NamedTuple):
    """One supplier over a period. lines: order lines promised in it and due; on_time: of these, received in full (but for the book's
    short tolerance) by the promised date; short: not received in full yet. inspected, passed: base quantities of inspections."""

    partner_id: int
    lines: int
    on_time: int
    short: int
    inspected: Decimal
    passed: Decimal


_DUE = """
WITH asked AS (
  SELECT %s::bigint AS book, %s::date AS first, %s::date AS last, %s::date AS today, %s::bigint AS partner
), due AS (
  SELECT l.id, d.partner_id, x.delivery_date, l.base_quantity * (1 - b.short_tolerance) AS enough
    FROM asked a
    JOIN purchasing_order_line x ON x.delivery_date BETWEEN a.first AND least(a.last, a.today)
    JOIN documents_line l ON l.id = x.line_id
    JOIN documents_document d ON d.id = l.document_id AND d.state = 'APPROVED' AND d.book_id = a.book
    JOIN masterdata_book b ON b.id = d.book_id
   WHERE a.partner IS NULL OR d.partner_id = a.partner
), came AS (
  SELECT due.id, sum(g.base_quantity) AS received,
         sum(g.base_quantity) FILTER (WHERE gd.business_date <= due.delivery_date) AS in_time
    FROM due
    JOIN documents_link k ON k.kind = 'EXECUTE' AND k.source_line_id IN (
         SELECT due.id
          UNION ALL
         SELECT n.target_line_id FROM documents_link n JOIN documents_line x ON x.id = n.target_line_id
          WHERE n.source_line_id = due.id AND n.kind = 'EXECUTE' AND x.type = 'receiving_notice')
    JOIN documents_line g ON g.id = k.target_line_id AND g.type = 'goods_receipt'
    JOIN documents_document gd ON gd.id = g.document_id AND gd.state = 'POSTED'
   GROUP BY due.id
)
"""
_DELIVERIES = f"""{_DUE}, delivered AS (
  SELECT due.partner_id, count(*) AS lines, count(*) FILTER (WHERE came.in_time >= due.enough) AS on_time,
         count(*) FILTER (WHERE coalesce(came.received, 0) < due.enough) AS short
    FROM due LEFT JOIN came ON came.id = due.id GROUP BY 1
), inspected AS (
  SELECT s.partner_id, sum(l.base_quantity + (x.concession + x.refused) * l.factor_numerator / l.factor_denominator) AS all_of_it,
         sum(l.base_quantity + x.concession * l.factor_numerator / l.factor_denominator) AS passed
    FROM asked a
    JOIN documents_document d ON d.book_id = a.book AND d.type = 'incoming_inspection' AND d.state = 'POSTED'
         AND d.reverses_id IS NULL AND d.business_date BETWEEN a.first AND a.last
    JOIN documents_line l ON l.document_id = d.id
    JOIN purchasing_inspection_line x ON x.line_id = l.id
    JOIN documents_link k ON k.target_line_id = l.id AND k.kind IN ('REFUSE', 'REFER')
    JOIN documents_document s ON s.id = k.source_document_id
   WHERE a.partner IS NULL OR s.partner_id = a.partner
   GROUP BY 1
)
SELECT coalesce(a.partner_id, i.partner_id), coalesce(a.lines, 0), coalesce(a.on_time, 0), coalesce(a.short, 0),
       coalesce(i.all_of_it, 0), coalesce(i.passed, 0)
  FROM delivered a FULL JOIN inspected i ON i.partner_id = a.partner_id
 WHERE coalesce(a.partner_id, i.partner_id) IS NOT NULL
 ORDER BY 1
"""  # noqa: S608 (constants only)
_DUE_LINES = f"""{_DUE}
SELECT due.partner_id, l.document_id, l.line_no, due.delivery_date, coalesce(came.in_time >= due.enough, false),
       coalesce(came.received, 0) < due.enough
  FROM due JOIN documents_line l ON l.id = due.id LEFT JOIN came ON came.id = due.id
 ORDER BY due.delivery_date, l.document_id, l.line_no
"""  # noqa: S608 (constants only)
_INSPECTIONS = """
SELECT s.partner_id, d.id, d.business_date,
       l.base_quantity + (x.concession + x.refused) * l.factor_numerator / l.factor_denominator,
       l.base_quantity + x.concession * l.factor_numerator / l.factor_denominator
  FROM documents_document d JOIN documents_line l ON l.document_id = d.id
  JOIN purchasing_inspection_line x ON x.line_id = l.id
  JOIN documents_link k ON k.target_line_id = l.id AND k.kind IN ('REFUSE', 'REFER')
  JOIN documents_document s ON s.id = k.source_document_id
 WHERE d.book_id = %s AND d.type = 'incoming_inspection' AND d.state = 'POSTED' AND d.reverses_id IS NULL
   AND d.business_date BETWEEN %s AND %s AND s.partner_id = %s ORDER BY d.business_date, d.id
"""


class DueLine(NamedTuple):
    """One order line behind a supplier's figures."""

    partner_id: int
    document_id: int
    line_no: int
    day: date
    is_on_time: bool
    is_short: bool


class Inspected(NamedTuple):
    """One inspection line behind a supplier's figures."""

    partner_id: int
    document_id: int
    day: date
    inspected: Decimal
    passed: Decimal


def due_lines(*, book_id: int, first: date, last: date, today: date, partner_id: int) -> list[DueLine]:
    """The order lines `deliveries` counts for one supplier."""
    return [DueLine(*row) for row in sql.rows(connection, _DUE_LINES, (book_id, first, last, today, partner_id))]


def inspections(*, book_id: int, first: date, last: date, partner_id: int) -> list[Inspected]:
    """The inspection lines `deliveries` adds up for one supplier."""
    return [Inspected(*row) for row in sql.rows(connection, _INSPECTIONS, (book_id, first, last, partner_id))]


def deliveries(*, book_id: int, first: date, last: date, today: date, partner_id: int | None = None) -> list[Delivery]:
    """Every supplier with something promised or inspected from `first` to `last`, both included."""
    asked = (book_id, first, last, today, partner_id)
    return [Delivery(*row) for row in sql.rows(connection, _DELIVERIES, asked)]


class Paid(NamedTuple):
    """One receipt line with its price without tax per base unit, and the one before of the same item and supplier."""

    document_id: int
    number: str
    date: date
    line_no: int
    partner_id: int | None
    item_id: int
    quantity: Decimal
    net: Decimal
    previous_quantity: Decimal | None
    previous_net: Decimal | None


_PAID = """
WITH line AS (
  SELECT d.id, d.number, d.business_date, l.line_no, d.partner_id, l.item_id, l.base_quantity, l.net,
         lag(l.base_quantity) OVER w AS previous_quantity, lag(l.net) OVER w AS previous_net
    FROM documents_line l
    JOIN documents_document d ON d.id = l.document_id
   WHERE d.book_id = %s AND l.type = 'goods_receipt' AND d.state = 'POSTED' AND d.reverses_id IS NULL AND l.net > 0
     AND l.item_id = coalesce(%s::bigint, l.item_id) AND d.partner_id = coalesce(%s::bigint, d.partner_id)
  WINDOW w AS (PARTITION BY l.item_id, d.partner_id, d.currency ORDER BY d.business_date, d.id, l.line_no)
)
SELECT * FROM line WHERE business_date BETWEEN %s AND %s ORDER BY item_id, partner_id, business_date, id, line_no
"""


def prices_paid(
    *, book_id: int, first: date, last: date, item_id: int | None = None, partner_id: int | None = None
) -> list[Paid]:
    """Receipts with a price from `first` to `last`; the price before may be older."""
    asked = (book_id, item_id, partner_id, first, last)
    return [Paid(*row) for row in sql.rows(connection, _PAID, asked)]
