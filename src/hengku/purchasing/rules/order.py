"""What a purchase order must satisfy before it is a commitment."""

from datetime import date
from decimal import Decimal

from hengku.documents.types import LoadedDocument
from hengku.kernel.errors import Refusal


def order_problems(document: LoadedDocument) -> list[Refusal]:
    """Reasons against approving: an impossible tolerance; a delivery before the order is only worth a warning."""
    problems = []
    for line in document.lines:
        tolerance, delivery = line.extra.get("tolerance"), line.extra.get("delivery_date")
        if isinstance(tolerance, Decimal) and not 0 <= tolerance <= 1:
            problems.append(Refusal("tolerance_bad", {}, ("line", line.id, "tolerance")))
        if isinstance(delivery, date) and delivery < document.business_date:
            params = {"delivery": delivery.isoformat(), "ordered": document.business_date.isoformat()}
            problems.append(Refusal("delivery_before_order", params, ("line", line.id, "delivery_date"), "warn"))
    return problems
