"""What goods are taken for: kept beside the document, told to the books, and held against the department's limits."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection

from hengku.documents.rules.accounting import AccountingHint
from hengku.documents.rules.usage import ACCOUNTS, Usage
from hengku.documents.types import LoadedDocument, SideTable
from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain
from hengku.warehousing.models import Use, UseLimit

Values = Mapping[int, Mapping[str, Any]]
Extras = dict[int, dict[str, object]]

_HINTS = """
SELECT l.id, u.usage, u.department, coalesce(nullif(l.tax_rate, 0), i.tax_rate, b.tax_rate), b.taxpayer = 'GENERAL', l.tax, d.type
  FROM documents_line l JOIN warehousing_use u ON u.document_id = l.document_id
  JOIN documents_document d ON d.id = l.document_id JOIN masterdata_book b ON b.id = d.book_id
  JOIN masterdata_item i ON i.id = l.item_id
 WHERE l.document_id = ANY(%s::bigint[])
"""
_TAKEN = """
SELECT u.department, l.item_id, sum(l.base_quantity)
  FROM warehousing_use u JOIN documents_document d ON d.id = u.document_id AND d.book_id = %s
   AND d.state = 'POSTED' AND d.reverses_id IS NULL AND d.type IN ('other_out', 'custody_use')
   AND date_trunc('month', d.business_date::timestamp)::date = %s
   AND d.id <> ALL(%s::bigint[])
  JOIN documents_line l ON l.document_id = d.id
 WHERE u.department = %s AND l.item_id = ANY(%s::bigint[]) GROUP BY 1, 2
"""


def _write(headers: Values, lines: Values) -> None:
    del lines
    Use.objects.bulk_create(
        [
            Use(document_id=key, usage=values.get("usage") or "", department=values.get("department") or "")
            for key, values in headers.items()
        ],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["usage", "department"],
    )


def _read(document_ids: Sequence[int], line_ids: Sequence[int]) -> tuple[Extras, Extras]:
    del line_ids
    found = Use.objects.filter(document_id__in=document_ids).values_list("document_id", "usage", "department")
    return {key: {"usage": usage or None, "department": department or None} for key, usage, department in found}, {}


SIDE = SideTable(_write, _read)


def use_hints(document_ids: Sequence[int]) -> dict[int, AccountingHint]:
    """The account the use calls for; welfare of a general taxpayer takes the input VAT along (VX-6). Another issue with a market
    price is given away: its output VAT is part of the expense (VX-5)."""
    hints = {}
    for line_id, usage, department, rate, general, tax, kind in sql.rows(connection, _HINTS, [sorted(document_ids)]):
        welfare = usage == Usage.WELFARE and general
        given_away = kind == "other_out" and general and not welfare
        hints[line_id] = AccountingHint(
            counter=ACCOUNTS[Usage(usage)] if usage else "",
            department=department,
            transfer_out_rate=(rate or ZERO) if welfare else ZERO,
            output_tax=tax if given_away else ZERO,
        )
    return hints


def guard_usage(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """An issue says what it is for: for the whole document, or a reason on the line."""
    del act
    return [
        Refusal("required", {}, ("line", line.id, "reason"))
        for document in documents
        for line in document.lines
        if not (line.reason or document.extra.get("usage"))
    ]


def guard_limits(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """What a department may take of an item in a month, this document included: more is warned of, or refused."""
    del act
    problems: list[Refusal] = []
    for document in documents:
        department = str(document.extra.get("department") or "")
        wanted: dict[int, Decimal] = defaultdict(Decimal)
        for line in document.lines:
            wanted[line.item_id] += line.base_quantity
        limits = UseLimit.objects.filter(book_id=document.book_id, department=department, item_id__in=wanted)
        known = {limit.item_id: limit for limit in limits.select_related("item")} if department else {}
        if not known:
            continue
        month = document.business_date.replace(day=1)
        # Asked of a document that takes effect as it is saved, the document itself is there already.
        params = [document.book_id, month, [one.id for one in documents], department, sorted(known)]
        taken = {item_id: quantity for _, item_id, quantity in sql.rows(connection, _TAKEN, params)}
        for item_id, limit in known.items():
            before = taken.get(item_id, ZERO)
            if before + wanted[item_id] > limit.quantity:
                told = {
                    "department": department,
                    "item": f"{limit.item.code} {limit.item.name}",
                    "limit": plain(limit.quantity),
                    "taken": plain(before),
                    "available": plain(max(limit.quantity - before, ZERO)),
                }
                where = ("header", "department")
                problems.append(Refusal("use_limit_exceeded", told, where, "block" if limit.refuses else "warn"))
    return problems
