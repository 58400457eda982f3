"""What expenses, other income and fund transfers bring to their vouchers."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hengku.documents.models import Document
from hengku.finance.models import MoneyFact
from hengku.finance.rules.extras import Extra
from hengku.finance.rules.spending import Spent, expense_lines, income_lines
from hengku.masterdata.models import Book
from hengku.masterdata.types import TaxpayerType


def expenses(document_ids: Sequence[int]) -> Mapping[int, Extra]:
    """E1, F1."""
    partners = _partners(document_ids)
    return {
        one.document_id: Extra(
            expense_lines(_spent(one), tax=one.tax, pay=one.account, partner_id=partners[one.document_id][0])
        )
        for one in MoneyFact.objects.filter(pk__in=document_ids)
    }


def incomes(document_ids: Sequence[int]) -> Mapping[int, Extra]:
    """E2."""
    partners = _partners(document_ids)
    small = set(Book.objects.filter(taxpayer=TaxpayerType.SMALL_SCALE).values_list("pk", flat=True))
    found = {}
    for one in MoneyFact.objects.filter(pk__in=document_ids):
        partner_id, book_id = partners[one.document_id]
        tax_key = "VAT-SMALL" if book_id in small else "VAT-OUT"
        found[one.document_id] = Extra(
            income_lines(_spent(one), tax=one.tax, tax_key=tax_key, pay=one.account, partner_id=partner_id)
        )
    return found


def _partners(document_ids: Sequence[int]) -> dict[int, tuple[int | None, int]]:
    rows = Document.objects.filter(pk__in=document_ids).values_list("pk", "partner_id", "book_id")
    return {pk: (partner_id, book_id) for pk, partner_id, book_id in rows}


def _spent(one: MoneyFact) -> list[Spent]:
    return [Spent(row["key"], Decimal(row["amount"]), str(row.get("department", ""))) for row in one.settled]
