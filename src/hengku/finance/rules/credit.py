"""信用额度/信用期: what a customer owes by the book's rules, and whether one more document goes beyond (domain specification 5.6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from hengku.documents.rules.currency import in_book, rate_of
from hengku.documents.types import LoadedDocument
from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO
from hengku.masterdata.types import SalesControl


@dataclass(frozen=True, slots=True)
class CreditTerms:
    """What was agreed with a customer, and what the book counts. limit, days: None = not watched."""

    partner: str
    limit: Decimal | None
    days: int | None
    control: SalesControl
    counts_shipped: bool
    counts_orders: bool
    less_advances: bool


@dataclass(frozen=True, slots=True)
class Exposure:
    """Open receivables; shipped and not invoiced, and ordered and not shipped, both with tax; advances; days the oldest open
    receivable is overdue."""

    receivable: Decimal
    shipped: Decimal
    orders: Decimal
    advances: Decimal
    overdue_days: int

    def counted(self, terms: CreditTerms) -> Decimal:
        """What counts towards the limit."""
        return (
            self.receivable
            + (self.shipped if terms.counts_shipped else ZERO)
            + (self.orders if terms.counts_orders else ZERO)
            - (self.advances if terms.less_advances else ZERO)
        )


def worth(documents: Iterable[LoadedDocument]) -> Decimal:
    """What these documents add, with tax, in book currency."""
    return sum(
        (in_book(line.total, rate_of(document.extra)) for document in documents for line in document.lines), ZERO
    )


def beyond(terms: CreditTerms, exposure: Exposure, added: Decimal) -> list[Refusal]:
    """Why a document worth `added` may not go through, with the figures. The severity is the caller's: see masterdata.rules.control."""
    found = []
    used = exposure.counted(terms)
    if terms.limit is not None and used + added > terms.limit:
        found.append(
            Refusal(
                "credit_exceeded",
                {
                    "partner": terms.partner,
                    "limit": f"{terms.limit:.2f}",
                    "exposure": f"{used:.2f}",
                    "amount": f"{added:.2f}",
                    "available": f"{max(terms.limit - used, ZERO):.2f}",
                    "over": f"{used + added - terms.limit:.2f}",
                    "receivable": f"{exposure.receivable:.2f}",
                    "shipped": f"{exposure.shipped:.2f}",
                    "orders": f"{exposure.orders:.2f}",
                    "advances": f"{exposure.advances:.2f}",
                },
                ("header", "partner"),
            )
        )
    if terms.days is not None and exposure.overdue_days > terms.days:
        params = {"partner": terms.partner, "days": str(terms.days), "overdue": str(exposure.overdue_days)}
        found.append(Refusal("credit_overdue", params, ("header", "partner")))
    return found
