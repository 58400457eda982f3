"""What material documents say beside the common document, and what the books must know of them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import OuterRef, Subquery

from hengku.documents.rules.accounting import AccountingHint
from hengku.documents.rules.usage import Usage
from hengku.kernel import sql
from hengku.manufacturing.models import MaterialDocument
from hengku.manufacturing.rules.material import COUNTERS
from hengku.manufacturing.types import Material, OrderFacts

Extras = dict[int, dict[str, object]]

_MATERIALS = """
SELECT m.document_id, m.usage, o.id, coalesce(o.number, ''), o.book_id, o.state, o.stopped_at IS NOT NULL
  FROM manufacturing_material_document m LEFT JOIN documents_document o ON o.id = m.production_order_id
 WHERE m.document_id = ANY(%s::bigint[])
"""
_HINTS = """
SELECT l.id, m.usage, m.production_order_id, coalesce(nullif(l.tax_rate, 0), i.tax_rate, b.tax_rate), b.taxpayer = 'GENERAL'
  FROM documents_line l JOIN manufacturing_material_document m ON m.document_id = l.document_id
  JOIN documents_document d ON d.id = l.document_id JOIN masterdata_book b ON b.id = d.book_id
  JOIN masterdata_item i ON i.id = l.item_id
 WHERE l.document_id = ANY(%s::bigint[])
"""
_USERS = """
SELECT m.production_order_id, d.type, coalesce(d.number, '')
  FROM manufacturing_material_document m JOIN documents_document d ON d.id = m.document_id
 WHERE m.production_order_id = ANY(%s::bigint[]) AND d.state NOT IN ('VOID', 'REVERSED') AND d.reverses_id IS NULL
 ORDER BY d.id DESC
"""
_ORDER_LINES = """
SELECT l.id, l.line_no, d.id, d.business_date, l.item_id, i.code, i.name,
       CASE WHEN d.type = 'material_return' THEN -l.base_quantity ELSE l.base_quantity END
  FROM manufacturing_material_document m JOIN documents_document d ON d.id = m.document_id
  JOIN documents_line l ON l.document_id = d.id JOIN masterdata_item i ON i.id = l.item_id
 WHERE m.production_order_id = %s AND m.usage = 'PRODUCTION' AND d.state IN ('POSTED', 'REVERSED')
 ORDER BY d.business_date, d.id, l.line_no
"""


def _kept(column: str) -> Callable[[str], Any]:
    return lambda document: Subquery(MaterialDocument.objects.filter(document_id=OuterRef(document)).values(column)[:1])


MATERIAL_ASKED: Mapping[str, Callable[[str], Any]] = {
    "usage": _kept("usage"),
    "kind": _kept("kind"),
    "production_order": _kept("production_order_id"),
}
"""Header fields of material documents that questions may be about."""


class MaterialLine(NamedTuple):
    """One line of an order's material; quantity in base units, negative for what came back."""

    id: int
    line_no: int
    document_id: int
    business_date: date
    item_id: int
    item_code: str
    item_name: str
    quantity: Decimal


def materials_of(*, document_ids: Sequence[int]) -> dict[int, Material]:
    """Use and order by id of the issue or return."""
    return {
        document_id: Material(
            document_id,
            Usage(usage),
            None if order_id is None else OrderFacts(order_id, number, book_id, state == "APPROVED", stopped),
        )
        for document_id, usage, order_id, number, book_id, state, stopped in sql.rows(
            connection, _MATERIALS, [sorted(set(document_ids))]
        )
    }


def documents_of_orders(*, order_ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Type and number of the issues and returns that stand on these orders, newest first."""
    found: dict[int, list[tuple[str, str]]] = {}
    for order_id, document_type, number in sql.rows(connection, _USERS, [sorted(order_ids)]):
        found.setdefault(order_id, []).append((document_type, number))
    return found


def read_material(document_ids: Sequence[int], line_ids: Sequence[int]) -> tuple[Extras, Extras]:
    """Use, kind and order for display."""
    rows = MaterialDocument.objects.filter(document_id__in=document_ids)
    headers: Extras = {
        document_id: {"usage": usage, "kind": kind, "production_order": order_id}
        for document_id, usage, kind, order_id in rows.values_list(
            "document_id", "usage", "kind", "production_order_id"
        )
    }
    return headers, {}


def material_hints(document_ids: Sequence[int]) -> dict[int, AccountingHint]:
    """The account the use calls for; production names its order as cost object, welfare of a general taxpayer takes the input
    VAT along (VX-6)."""
    return {
        line_id: AccountingHint(
            counter=COUNTERS[Usage(usage)],
            cost_object=order_id if usage == Usage.PRODUCTION else None,
            transfer_out_rate=rate if usage == Usage.WELFARE and general and rate else Decimal(0),
        )
        for line_id, usage, order_id, rate, general in sql.rows(connection, _HINTS, [sorted(document_ids)])
    }


def material_lines(*, order_id: int) -> list[MaterialLine]:
    """Lines of posted issues and returns of an order, reversals included, in order of date and document."""
    return [MaterialLine._make(row) for row in sql.rows(connection, _ORDER_LINES, [order_id])]
