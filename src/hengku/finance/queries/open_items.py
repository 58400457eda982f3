"""Open items and matches as lists see them, and as their reports add them up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, JSONObject

from hengku.documents.models import Document
from hengku.finance.models import Match, OpenItem
from hengku.kernel.money import ZERO

BUCKETS = (0, 30, 60, 90, 180, 365)
"""Days overdue at which the next column begins: not due, 1–30, 31–60, 61–90, 91–180, 181–365, more (5.5)."""


def open_items() -> QuerySet[OpenItem]:
    """Items with their document."""
    documents = Document.objects.filter(pk=OuterRef("document_id"))
    return OpenItem.objects.annotate(
        document=JSONObject(
            id=Cast("document_id", CharField()),
            number=Subquery(documents.values("number")[:1]),
            type=Subquery(documents.values("type")[:1]),
        )
    )


def matches() -> QuerySet[Match]:
    """Matches with the numbers of both documents."""
    numbers = Document.objects.values("number")
    return Match.objects.annotate(
        debit_document=Subquery(numbers.filter(pk=OuterRef("debit__document_id"))[:1]),
        credit_document=Subquery(numbers.filter(pk=OuterRef("credit__document_id"))[:1]),
    )


@dataclass(frozen=True, slots=True)
class Aged:
    """A partner's open items by days overdue; amounts on the side's normal side."""

    side: str
    partner_id: int
    amounts: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, ZERO)


def bucket_of(due: date, on: date) -> int:
    """Position of the column: 0 = not due."""
    late = (on - due).days
    return sum(late > limit for limit in BUCKETS)


def aged(*, book_id: int, on: date, sides: Sequence[str]) -> list[Aged]:
    """账龄 by side and partner, as open now, aged on a day."""
    sums: dict[tuple[str, int], list[Decimal]] = {}
    rows = OpenItem.objects.filter(book_id=book_id, side__in=sides).exclude(open_amount=0)
    for side, partner_id, due, amount in rows.values_list("side", "partner_id", "due_date", "open_amount"):
        columns = sums.setdefault((side, partner_id), [ZERO] * (len(BUCKETS) + 1))
        columns[bucket_of(due, on)] += amount
    return [Aged(side, partner_id, tuple(columns)) for (side, partner_id), columns in sorted(sums.items())]
