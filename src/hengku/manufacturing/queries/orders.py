"""Released production orders as people pick them."""

from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from hengku.documents.models import Document, Line
from hengku.documents.queries.visible import visible
from hengku.documents.types import DocumentState
from hengku.identity.types import Viewer


def released_orders() -> QuerySet[Document]:
    """Released orders; `running` = not closed."""
    still_open = Case(
        When(stopped_at__isnull=True, then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    return Document.objects.filter(type="production_order", state=DocumentState.APPROVED.value).annotate(
        running=still_open
    )


def look_up_orders(*, viewer: Viewer, q: str, limit: int, running: bool | None = None) -> list[dict[str, Any]]:
    """Released orders whose number, remarks or product contain `q`, newest first: {id, code, name = product, hint, extra}."""
    found = visible(viewer=viewer, types=["production_order"]).filter(state=DocumentState.APPROVED.value)
    if running is not None:
        found = found.filter(stopped_at__isnull=running)
    if wanted := q.strip():
        made = Line.objects.filter(item_name__icontains=wanted, type="production_order").values("document_id")
        found = found.filter(Q(number__icontains=wanted) | Q(remarks__icontains=wanted) | Q(pk__in=made))
    rows = list(found.order_by("-business_date", "-pk").values_list("pk", "number", "business_date")[:limit])
    products: dict[int, str] = {}
    for document_id, name in (
        Line.objects.filter(document_id__in=[row[0] for row in rows])
        .order_by("document_id", "line_no")
        .values_list("document_id", "item_name")
    ):
        products.setdefault(document_id, name)
    return [
        {"id": str(pk), "code": number or "", "name": products.get(pk, ""), "hint": on.isoformat(), "extra": {}}
        for pk, number, on in rows
    ]
