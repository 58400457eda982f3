"""What a sales order must satisfy, and what it claims of the stock."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from hengku.documents.rules.posting import gift_base
from hengku.documents.types import LoadedDocument
from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO
from hengku.ledger.types import ReservationRequest

PRIORITY = 100
"""Of an order that names none; the smaller number reserves first."""


def order_problems(document: LoadedDocument) -> list[Refusal]:
    """Reasons against approving: an impossible tolerance; a promise before the order is only worth a warning."""
    problems = []
    for line in document.lines:
        tolerance, promised = line.extra.get("tolerance"), line.extra.get("promised_date")
        if isinstance(tolerance, Decimal) and not 0 <= tolerance <= 1:
            problems.append(Refusal("over_shipment_bad", {}, ("line", line.id, "tolerance")))
        if isinstance(promised, date) and promised < document.business_date:
            params = {"promised": promised.isoformat(), "ordered": document.business_date.isoformat()}
            problems.append(Refusal("promised_before_order", params, ("line", line.id, "promised_date"), "warn"))
    return problems


def quotation_problems(document: LoadedDocument) -> list[Refusal]:
    """An offer that ends before it is made."""
    until = day_of(document.extra.get("valid_until"))
    if until is None or until >= document.business_date:
        return []
    params = {"valid_until": until.isoformat(), "date": document.business_date.isoformat()}
    return [Refusal("valid_until_passed", params, ("header", "valid_until"))]


def day_of(value: object) -> date | None:
    """A day as a document keeps it: as entered, or as text once it is stored."""
    if isinstance(value, str) and value:
        return date.fromisoformat(value)
    return value if isinstance(value, date) else None


def reservation_requests(
    document: LoadedDocument, *, warehouse_places: Mapping[int, int], settled: Mapping[int, Decimal]
) -> list[ReservationRequest]:
    """Claims on the stock of each line's warehouse: what was ordered less what is `settled` (shipped or reserved already)."""
    priority = document.extra.get("priority")
    requests = []
    for line in document.lines:
        wanted = line.base_quantity + gift_base(line) - settled.get(line.id, ZERO)
        if wanted > 0 and line.warehouse_id is not None:
            requests.append(
                ReservationRequest(
                    book_id=document.book_id,
                    item_id=line.item_id,
                    place_id=warehouse_places[line.warehouse_id],
                    demand_line_id=line.id,
                    document_id=document.id,
                    quantity=wanted,
                    priority=priority if isinstance(priority, int) else PRIORITY,
                )
            )
    return requests
