"""Sales orders: what is asked before approval, and the stock they claim."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from hengku.documents.models import LineProgress
from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.ledger.operations.reserve import release, reserve
from hengku.ledger.queries.custody import open_reservations
from hengku.masterdata.queries.places import warehouse_place_ids
from hengku.sales.rules.order import order_problems, reservation_requests


def guard_sales_orders(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Every reason against approving these orders."""
    return [problem for document in documents for problem in order_problems(document)]


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
