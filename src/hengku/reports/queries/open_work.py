"""What waits: open orders, goods on the way, papers to post. Counted for the home page and for everybody's work queue."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.db.models.functions import Coalesce

from hengku.documents.models import Document, Line
from hengku.documents.queries.completion import unfinished as line_unfinished
from hengku.documents.queries.visible import visible
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocumentState
from hengku.identity.types import Viewer
from hengku.kernel.money import ZERO

ORDER_TYPES = ("purchase_order", "sales_order")


@dataclass(frozen=True, slots=True)
class OpenOrders:
    """Orders in force with something left to carry out. late: whose promised day has passed."""

    type: str
    label: str
    count: int
    amount: Decimal
    late: int


def unfinished(*, viewer: Viewer, code: str, state: DocumentState = DocumentState.APPROVED) -> "QuerySet[Document]":
    """Documents of a type in force that still have a line not carried out."""
    left = Line.objects.filter(line_unfinished(), document_id=OuterRef("pk"))
    return visible(viewer=viewer, types=[code]).filter(Exists(left), state=state, stopped_at=None, reverses=None)


def open_orders(*, viewer: Viewer, today: date) -> list[OpenOrders]:
    """Open orders by type, for the types the viewer may see."""
    return [_open(viewer, code, today) for code in ORDER_TYPES if code in DOCUMENT_TYPES and viewer.may(code, "view")]


def _open(viewer: Viewer, code: str, today: date) -> OpenOrders:
    spec = DOCUMENT_TYPES.get(code)
    found = unfinished(viewer=viewer, code=code)
    sums = found.aggregate(amount=Coalesce(Sum("total_amount"), ZERO))
    return OpenOrders(code, str(spec.label), found.count(), sums["amount"], _late(code, found, today))


def _late(code: str, orders: "QuerySet[Document]", today: date) -> int:
    """Orders with an unfinished line promised before today."""
    side = DOCUMENT_TYPES.get(code).side
    if side is None:
        return 0
    lines = Line.objects.filter(line_unfinished(), document_id__in=orders.values("pk"))
    documents = dict(lines.values_list("pk", "document_id"))
    _, own = side.read([], list(documents))
    late = {documents[line_id] for line_id, values in own.items() if _before(values.get("delivery_date"), today)}
    return len(late)


def _before(day: object, today: date) -> bool:
    return isinstance(day, date) and day < today
