"""Delivery notices: the order's reservation goes with the instruction to ship, and back when that is cancelled or closed."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from hengku.documents.models import Line
from hengku.documents.operations.progress import executed_quantities
from hengku.documents.types import LoadedDocument, LoadedLine
from hengku.identity.types import Act
from hengku.kernel.money import ZERO
from hengku.ledger.operations.reserve import hand_over
from hengku.ledger.queries.custody import open_reservations
from hengku.ledger.types import ReservationRequest
from hengku.masterdata.queries.places import warehouse_place_ids
from hengku.sales.models import SalesOrder
from hengku.sales.rules.order import PRIORITY


def take_reservations(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """The notices' lines hold what they tell the warehouse to ship, of the very lot and bin where they name them: from what the
    order holds, then from what is free."""
    executed = executed_quantities(documents)
    places = _places(line.warehouse_id for document in documents for line in document.lines)
    priorities = _priorities({line.source_document_id for document in documents for line in document.lines})
    gives: dict[int, Decimal] = {}
    requests = []
    for document in documents:
        for line in document.lines:
            wanted = line.base_quantity - executed.get(line.id, ZERO)
            if wanted <= 0 or line.warehouse_id is None:
                continue
            if line.source_line_id is not None:
                gives[line.source_line_id] = gives.get(line.source_line_id, ZERO) + wanted
            priority = priorities.get(line.source_document_id or 0, PRIORITY)
            requests.append(_request(document, line, places[line.warehouse_id], wanted, priority))
    if requests:
        hand_over(act=act, gives=gives, requests=requests)


def give_reservations_back(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """What the notices' lines still hold goes back to their order lines; without an order, or when that was closed, to everybody."""
    lines = [line for document in documents for line in document.lines]
    held = open_reservations(demand_line_ids=[line.id for line in lines])
    sources = {line.id: line.source_line_id for line in lines if line.id in held and line.source_line_id is not None}
    orders = {
        line.pk: line
        for line in Line.objects.filter(
            pk__in=sources.values(), document__state="APPROVED", document__stopped_at__isnull=True
        ).select_related("document")
    }
    places = _places(line.warehouse_id for line in orders.values())
    priorities = _priorities({line.document_id for line in orders.values()})
    requests = [
        ReservationRequest(
            book_id=order.document.book_id,
            item_id=order.item_id or 0,
            place_id=places[order.warehouse_id],
            demand_line_id=order.pk,
            document_id=order.document_id,
            quantity=held[line_id],
            priority=priorities[order.document_id],
        )
        for line_id, source in sources.items()
        for order in [orders.get(source)]
        if order is not None and order.warehouse_id is not None
    ]
    if held:
        hand_over(act=act, gives=held, requests=requests, gives_up=True)


def _request(
    document: LoadedDocument, line: LoadedLine, place_id: int, quantity: Decimal, priority: int
) -> ReservationRequest:
    return ReservationRequest(
        book_id=document.book_id,
        item_id=line.item_id,
        place_id=place_id,
        demand_line_id=line.id,
        document_id=document.id,
        quantity=quantity,
        bin_id=line.bin_id,
        lot_id=line.lot_id,
        priority=priority,
    )


def _places(warehouse_ids: Iterable[int | None]) -> Mapping[int, int]:
    return warehouse_place_ids({one for one in warehouse_ids if one is not None})


def _priorities(order_ids: Iterable[int | None]) -> dict[int, int]:
    """Priority of each sales order among these documents."""
    wanted = {one for one in order_ids if one is not None}
    known = dict(SalesOrder.objects.filter(pk__in=wanted).values_list("pk", "priority")) if wanted else {}
    return {one: known.get(one, PRIORITY) for one in wanted}
