"""Call-offs of a blanket order: inside its validity and within its amount. Its quantities are limited by the links."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hengku.documents.types import LoadedDocument
from hengku.kernel.errors import Refusal


@dataclass(frozen=True, slots=True)
class Blanket:
    """An agreement a call-off draws on. called: net amount of its other approved call-offs."""

    id: int
    number: str
    valid_from: date | None
    valid_to: date | None
    limit: Decimal | None
    called: Decimal


def call_off_problems(order: LoadedDocument, blanket: Blanket, amount: Decimal) -> list[Refusal]:
    """Reasons against approving an order that takes `amount` (without tax) of an agreement."""
    problems = []
    too_early = blanket.valid_from is not None and order.business_date < blanket.valid_from
    too_late = blanket.valid_to is not None and order.business_date > blanket.valid_to
    if too_early or too_late:
        params = {
            "number": blanket.number,
            "from": blanket.valid_from.isoformat() if blanket.valid_from else "–",
            "to": blanket.valid_to.isoformat() if blanket.valid_to else "–",
            "date": order.business_date.isoformat(),
        }
        problems.append(Refusal("blanket_not_valid", params, ("header", "business_date")))
    if blanket.limit is not None and blanket.called + amount > blanket.limit:
        params = {
            "number": blanket.number,
            "limit": f"{blanket.limit:.2f}",
            "remaining": f"{max(blanket.limit - blanket.called, Decimal(0)):.2f}",
            "requested": f"{amount:.2f}",
        }
        problems.append(Refusal("blanket_amount_exceeded", params, ("lines",)))
    return problems
