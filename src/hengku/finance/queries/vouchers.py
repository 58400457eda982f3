"""Vouchers with their lines and the documents behind them, for pages and programs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.finance.models import Voucher
from hengku.finance.queries.standing import keys_by_account
from hengku.identity.models import User
from hengku.kernel import sql

_LINES = """
SELECT l.voucher_id, l.id, l.book_id, l.summary, a.id, a.code, a.name, l.debit, l.credit, l.quantity, p.id, p.code, p.name,
       i.id, i.code, i.name, d.id, d.number, l.department
FROM finance_voucher_line l JOIN finance_account a ON a.id = l.account_id
LEFT JOIN masterdata_partner p ON p.id = l.partner_id
LEFT JOIN masterdata_item i ON i.id = l.item_id
LEFT JOIN documents_document d ON d.id = l.document_id
WHERE l.voucher_id = ANY(%s::bigint[]) ORDER BY l.voucher_id, l.seq
"""
_DOCUMENTS = """
SELECT DISTINCT s.voucher_id, d.id, d.type, coalesce(d.number, '') FROM finance_voucher_source s
JOIN documents_document d ON d.id = s.document_id WHERE s.voucher_id = ANY(%s::bigint[]) ORDER BY 1, 2
"""


def vouchers() -> QuerySet[Voucher]:
    """Vouchers with their number as people write it, and who made and reviewed them."""
    names = User.objects.values("name")
    return Voucher.objects.annotate(
        label=Concat("word", Value("-"), Cast("number", CharField()), output_field=CharField()),
        maker=Subquery(names.filter(pk=OuterRef("made_by_id"))[:1]),
        reviewer=Subquery(names.filter(pk=OuterRef("reviewed_by_id"))[:1]),
    )


def _reference(pk: object, code: object, name: object) -> dict[str, str] | None:
    return None if pk is None else {"id": str(pk), "code": str(code or ""), "name": str(name or "")}


def line_rows(voucher_ids: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    """Lines by voucher, in order; key: what the account stands for in the templates."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    keys: dict[int, Mapping[int, str]] = {}
    for row in sql.rows(connection, _LINES, [list(voucher_ids)]):
        voucher_id, line_id, book_id, summary, account_id, code, name, debit, credit, quantity = row[:10]
        if book_id not in keys:
            keys[book_id] = keys_by_account(book_id=book_id)
        found[voucher_id].append(
            {
                "id": line_id,
                "summary": summary,
                "account": _reference(account_id, code, name),
                "key": keys[book_id].get(account_id, ""),
                "debit": debit,
                "credit": credit,
                "quantity": quantity,
                "partner": _reference(*row[10:13]),
                "item": _reference(*row[13:16]),
                "cost_object": _reference(row[16], row[17], row[17]),
                "department": row[18],
            }
        )
    return found


def document_rows(voucher_ids: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    """The documents each voucher states."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for voucher_id, document_id, type_, number in sql.rows(connection, _DOCUMENTS, [list(voucher_ids)]):
        label = str(DOCUMENT_TYPES.get(type_).label) if type_ in DOCUMENT_TYPES else type_
        found[voucher_id].append({"id": document_id, "type": type_, "label": label, "number": number})
    return found
