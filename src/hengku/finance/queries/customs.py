"""What customs reckon with: the value of goods and freight on their own papers."""

from collections.abc import Collection
from decimal import Decimal

from django.db import connection

from hengku.documents.rules.currency import RATE_SQL, in_book
from hengku.finance.models import InvoiceFact, MoneyFact
from hengku.kernel import sql
from hengku.kernel.money import ZERO

_GOODS = f"""
SELECT l.net, {RATE_SQL} FROM documents_line l JOIN documents_document d ON d.id = l.document_id
WHERE d.id = ANY(%s::bigint[]) AND d.type = 'goods_receipt'
"""  # noqa: S608 (constants only)


def customs_value(*, document_ids: Collection[int]) -> Decimal:
    """完税价格 in book currency: net of the invoices, receipts and charges named."""
    goods = sum((in_book(net, rate) for net, rate in sql.rows(connection, _GOODS, [list(document_ids)])), ZERO)
    invoices = InvoiceFact.objects.filter(document_id__in=document_ids).values_list("net", flat=True)
    charges = MoneyFact.objects.filter(pk__in=document_ids, kind="LANDED").values_list("net", flat=True)
    return goods + sum(invoices, ZERO) + sum(charges, ZERO)
