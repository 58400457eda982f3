"""信用总览: customers on credit with what they have used, orders that would go beyond, and what somebody let pass."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from hengku.documents.queries.people import names_of
from hengku.documents.queries.visible import visible
from hengku.finance.models import CreditRelease
from hengku.finance.queries.credit import credit_of
from hengku.identity.types import Viewer
from hengku.masterdata.models import Partner

_MOST = 500


def credit_overview(*, viewer: Viewer, book_id: int, on: date) -> dict[str, Any]:
    """customers: those with a limit or days, who has least left first. waiting: their sales orders not approved yet that ask for
    more than is left. released: documents that went beyond, the newest first, with the figures of that moment."""
    partners = list(
        Partner.objects.filter(Q(credit_limit__isnull=False) | Q(credit_days__isnull=False), is_customer=True).order_by(
            "code"
        )[:_MOST]
    )
    rows = [
        {"partner": {"id": str(one.pk), "code": one.code, "name": one.name}}
        | credit_of(book_id=book_id, partner_id=one.pk, on=on)
        for one in partners
    ]
    rows.sort(key=lambda row: (row["available"] is None, Decimal(row["available"] or 0)))
    left = {int(row["partner"]["id"]): Decimal(row["available"]) for row in rows if row["available"] is not None}
    return {
        "customers": rows,
        "waiting": _waiting(viewer, book_id, left),
        "released": _released(viewer, book_id),
    }


def _waiting(viewer: Viewer, book_id: int, left: dict[int, Decimal]) -> list[dict[str, Any]]:
    asked = visible(viewer=viewer).filter(
        type="sales_order", state__in=("DRAFT", "SUBMITTED"), book_id=book_id, partner_id__in=left
    )
    return [
        {
            "document": {"id": str(one.pk), "type": one.type, "number": one.number or ""},
            "partner": one.partner.name if one.partner else "",
            "business_date": one.business_date.isoformat(),
            "amount": f"{one.total_amount:.2f}",
            "over": f"{one.total_amount - left[one.partner_id or 0]:.2f}",
        }
        for one in asked.select_related("partner").order_by("business_date", "pk")[:_MOST]
        if one.total_amount > left[one.partner_id or 0]
    ]


def _released(viewer: Viewer, book_id: int) -> list[dict[str, Any]]:
    rows = list(CreditRelease.objects.filter(book_id=book_id).order_by("-released_at")[:100])
    documents = visible(viewer=viewer).select_related("partner").in_bulk([one.document_id for one in rows])
    people = names_of([one.released_by_id for one in rows], viewer=viewer)
    return [
        {
            "document": {"id": str(found.pk), "type": found.type, "number": found.number or ""},
            "partner": found.partner.name if found.partner else "",
            "amount": f"{one.amount:.2f}",
            "exposure": f"{one.exposure:.2f}",
            "limit": None if one.limit is None else f"{one.limit:.2f}",
            "overdue_days": one.overdue_days,
            "by": people.get(one.released_by_id, ""),
            "at": one.released_at.isoformat(),
        }
        for one in rows
        for found in [documents.get(one.document_id)]
        if found is not None
    ]
