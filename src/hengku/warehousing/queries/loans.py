"""What is lent to whom: per line of posted loans, what came back, was sold and was lost."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.documents.queries.visible import visible
from hengku.identity.types import Viewer
from hengku.kernel import sql

_LINES = """
SELECT d.id, d.number, d.business_date, n.due_date, d.partner_id, p.code, p.name, l.line_no, l.item_id, i.code, i.name,
       l.base_quantity, coalesce(t.returned, 0), coalesce(t.sold, 0), coalesce(t.lost, 0)
  FROM documents_document d
  JOIN documents_line l ON l.document_id = d.id
  JOIN masterdata_item i ON i.id = l.item_id
  JOIN masterdata_partner p ON p.id = d.partner_id
  LEFT JOIN warehousing_loan n ON n.document_id = d.id
  LEFT JOIN LATERAL (
    SELECT sum(k.quantity) FILTER (WHERE x.type = 'loan_return') AS returned,
           sum(k.quantity) FILTER (WHERE x.type = 'shipment') AS sold,
           sum(k.quantity) FILTER (WHERE x.type = 'scrap') AS lost
      FROM documents_link k JOIN documents_document x ON x.id = k.target_document_id
     WHERE k.source_line_id = l.id AND k.kind = 'EXECUTE' AND x.state = 'POSTED' AND x.reverses_id IS NULL
  ) t ON true
 WHERE d.id = ANY(%s::bigint[]) AND (%s::bigint IS NULL OR l.item_id = %s)
 ORDER BY p.code, d.business_date, d.id, l.line_no
"""


@dataclass(frozen=True, slots=True)
class LoanLine:
    """One line of a loan in base units; balance = lent - returned - sold - lost."""

    document_id: int
    number: str
    business_date: date
    due_date: date | None
    partner_id: int
    partner_code: str
    partner_name: str
    line_no: int
    item_id: int
    item_code: str
    item_name: str
    lent: Decimal
    returned: Decimal
    sold: Decimal
    lost: Decimal

    @property
    def balance(self) -> Decimal:
        return self.lent - self.returned - self.sold - self.lost


def loan_lines(
    *,
    viewer: Viewer,
    book_id: int,
    item_id: int | None = None,
    partner_id: int | None = None,
    document_id: int | None = None,
) -> list[LoanLine]:
    """Lines of live loans the viewer may see, by partner and date; of one item, partner or loan if named."""
    seen = visible(viewer=viewer, types=["loan_out"]).filter(book_id=book_id, state="POSTED", reverses_id=None)
    if partner_id is not None:
        seen = seen.filter(partner_id=partner_id)
    if document_id is not None:
        seen = seen.filter(pk=document_id)
    ids = list(seen.values_list("pk", flat=True))
    return [LoanLine(*row) for row in sql.rows(connection, _LINES, [ids, item_id, item_id])]
