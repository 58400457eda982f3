"""Sales orders: what is asked before approval, and the stock they claim."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import F, Q

from hengku.documents.models import Line, LineProgress, Link
from hengku.documents.operations.command import in_command
from hengku.documents.queries.completion import unfinished
from hengku.documents.queries.load import load_documents
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.rules.rights import document_allows, document_sees
from hengku.documents.types import DocumentState, LinkKind, LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, refuse
from hengku.ledger.operations.reserve import release, reserve
from hengku.ledger.queries.custody import open_reservations
from hengku.masterdata.queries.places import warehouse_place_ids
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
    if requests:
        reserve(act=act, requests=requests, partial=True)


def release_orders(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Give up everything these orders have reserved (反审核, 手工关闭)."""
    release(act=act, demand_line_ids=[line.id for document in documents for line in document.lines])


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
    if line_ids:
        release(act=act, demand_line_ids=line_ids)
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
