"""Sales orders: what is asked before approval, and the stock they claim."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import F, Q

from hengku.documents.models import Line, LineProgress, Link
from hengku.documents.operations.command import in_command
from hengku.documents.queries.completion import unfinished
from hengku.documents.queries.load import load_documents
from hengku.documents.queries.rights import document_allows, document_sees
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocumentState, LinkKind, LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, refuse
from hengku.kernel.money import ZERO
from hengku.ledger.operations.pegs import pegs_of
from hengku.ledger.operations.reserve import release, reserve
from hengku.ledger.queries.custody import open_reservations
from hengku.ledger.types import ReservationRequest
from hengku.masterdata.models import Book
from hengku.masterdata.queries.places import warehouse_place_ids
from hengku.sales import texts
from hengku.sales.operations.incoming import claim_incoming, trim_to_demand
from hengku.sales.queries.notified import notified
from hengku.sales.queries.quotations import expired_quotations
from hengku.sales.rules.order import order_problems, quotation_problems, reservation_requests


def guard_sales_orders(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Every reason against approving these orders."""
    found = [problem for document in documents for problem in order_problems(document)]
    sources = {line.source_document_id for document in documents for line in document.lines} - {None}
    if sources:
        found += expired_quotations(document_ids=[one for one in sources if one is not None], documents=documents)
    return found


def guard_quotations(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """An offer does not end before it is made."""
    return [problem for document in documents for problem in quotation_problems(document)]


def reserve_orders(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Claim what is still to be shipped and not yet reserved: as much as is there, the shortage stays a backorder."""
    line_ids = [line.id for document in documents for line in document.lines]
    settled: defaultdict[int, Decimal] = defaultdict(Decimal)
    for line_id, shipped in LineProgress.objects.filter(line_id__in=line_ids).values_list(
        "line_id", "executed_quantity"
    ):
        settled[line_id] += shipped
    for line_id, held in open_reservations(demand_line_ids=line_ids).items():
        settled[line_id] += held
    for line_id, told in notified(line_ids=line_ids).items():
        settled[line_id] += told
    places = warehouse_place_ids(
        {line.warehouse_id for document in documents for line in document.lines if line.warehouse_id}
    )
    requests = [
        request
        for document in documents
        for request in reservation_requests(document, warehouse_places=places, settled=settled)
    ]
    until = _deadlines(act, documents)
    timed = [
        one if until[one.document_id] is None else replace(one, expires_at=until[one.document_id]) for one in requests
    ]
    taken = reserve(act=act, requests=timed, partial=True) if timed else []
    claiming = {document.id for document in documents if document.extra.get("reserve_incoming")}
    if claiming:
        _claim_the_rest(act, documents, list(zip(timed, taken, strict=True)), claiming)


def _deadlines(act: Act, documents: Sequence[LoadedDocument]) -> dict[int, datetime | None]:
    """When each order's reservation ends by itself: as it says about payment, else as the book says; None = never."""
    days = dict(Book.objects.filter(pk__in={one.book_id for one in documents}).values_list("pk", "reservation_days"))
    found: dict[int, datetime | None] = {}
    for document in documents:
        minutes, lasts = document.extra.get("pay_minutes"), days[document.book_id]
        if isinstance(minutes, int) and minutes > 0:
            found[document.id] = act.at + timedelta(minutes=minutes)
        else:
            found[document.id] = None if lasts is None else act.at + timedelta(days=lasts)
    return found


def _claim_the_rest(
    act: Act,
    documents: Sequence[LoadedDocument],
    taken: Sequence[tuple[ReservationRequest, Decimal]],
    claiming: set[int],
) -> None:
    """What stock does not cover claims goods to come; what stock covers now waits for nothing any more."""
    warehouses = {line.id: line.warehouse_id for document in documents for line in document.lines}
    short = {one.demand_line_id: one.quantity - part for one, part in taken}
    mine = [line.id for document in documents if document.id in claiming for line in document.lines]
    trim_to_demand(act, {line_id: short.get(line_id, ZERO) for line_id in mine})
    waits: dict[int, Decimal] = defaultdict(Decimal)
    for one in pegs_of(demand_line_ids=mine):
        waits[one.demand_line_id] += one.open
    wanted = [
        (replace(one, quantity=one.quantity - part - waits[one.demand_line_id]), warehouses[one.demand_line_id] or 0)
        for one, part in taken
        if one.document_id in claiming and one.quantity > part + waits[one.demand_line_id]
    ]
    for book_id in sorted({one.book_id for one, _ in wanted}):
        claim_incoming(act, book_id=book_id, short=[pair for pair in wanted if pair[0].book_id == book_id])


def release_orders(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Give up everything these orders have reserved (反审核, 手工关闭)."""
    release(
        act=act,
        demand_line_ids=[line.id for document in documents for line in document.lines],
        reason=str(texts.ORDER_GONE),
    )


def release_short_lines(*, act: Act, shipment_ids: Sequence[int]) -> list[int]:
    """Give up what is still reserved for order lines that these shipments closed short (短装); gives the lines."""
    sources = Link.objects.filter(target_document_id__in=shipment_ids, kind=LinkKind.EXECUTE).values("source_line_id")
    above = Link.objects.filter(target_line_id__in=sources, kind=LinkKind.EXECUTE).values("source_line_id")
    lines = (
        Line.objects.filter(
            Q(pk__in=sources) | Q(pk__in=above),
            type="sales_order",
            progress__executed_quantity__lt=F("base_quantity"),
        )
        .exclude(unfinished())
        .order_by("pk")
    )
    done = list(lines.values_list("pk", flat=True))
    told = Link.objects.filter(source_line_id__in=done, target_line__type="delivery_notice")
    holders = [*done, *told.values_list("target_line_id", flat=True)]
    line_ids = list(open_reservations(demand_line_ids=holders))
    waiting = [one.demand_line_id for one in pegs_of(demand_line_ids=done)]
    if line_ids or waiting:
        release(act=act, demand_line_ids=[*line_ids, *waiting], reason=str(texts.CLOSED_SHORT))
    return line_ids


def reserve_again(*, act: Act, order_id: int) -> dict[int, Decimal]:
    """Reserve what has become available for the backorder of an approved order; gives what each line holds now.

    Raises Refused: not_found (404), permission_denied (403), order_not_open.
    """

    def work() -> dict[int, Decimal]:
        found = load_documents([order_id], for_update=True)
        if not found or found[0].type != "sales_order" or not document_sees(act.viewer, found[0]):
            raise refuse("not_found", status=404)
        order, spec = found[0], DOCUMENT_TYPES.get("sales_order")
        if not document_allows(act.viewer, order, spec, "approve"):
            raise refuse("permission_denied", status=403, resource=str(spec.label), action="approve")
        if order.state != DocumentState.APPROVED or order.stopped:
            raise refuse("order_not_open", number=order.number)
        reserve_orders(act, [order])
        return open_reservations(demand_line_ids=[line.id for line in order.lines])

    return in_command(work)
