"""Sales return: goods come back from the customer."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.kernel.money import share
from hengku.ledger.operations.post import post
from hengku.ledger.queries.known_cost import latest_receipts
from hengku.masterdata.queries.books import book_facts
from hengku.masterdata.queries.places import outside_place_id, warehouse_place_ids
from hengku.masterdata.types import PlaceKind, UnlinkedReturnCost
from hengku.sales.rules.shipping import return_posting, return_problems


def guard_sales_returns(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Every reason against taking these goods back that sales knows."""
    return [problem for document in documents for problem in return_problems(document)]


def post_sales_returns(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """CUS → WH. Raises Refused with the ledger's reasons (an item that never had a cost has none to come back at)."""
    places = warehouse_place_ids(
        {line.warehouse_id for document in documents for line in document.lines if line.warehouse_id}
    )
    requests = [
        return_posting(
            document,
            warehouse_places=places,
            customer_place=outside_place_id(PlaceKind.CUSTOMER, document.partner_id),
            amounts=_latest_costs(document, places),
        )
        for document in documents
    ]
    post(act=act, requests=requests)


def _latest_costs(document: LoadedDocument, places: Mapping[int, int]) -> dict[int, Decimal]:
    """What lines without a shipment come back at where the book takes the latest receipt; lines of goods never received are
    left to the pool."""
    unlinked = [line for line in document.lines if line.source_line_id is None and line.warehouse_id is not None]
    if not unlinked or book_facts(document.book_id).unlinked_return_cost != UnlinkedReturnCost.LATEST_RECEIPT:
        return {}
    keys = {line.id: (line.item_id, places[line.warehouse_id or 0]) for line in unlinked}
    received = latest_receipts(book_id=document.book_id, keys=keys.values())
    return {
        line.id: share(received[keys[line.id]][1], line.base_quantity, received[keys[line.id]][0])
        for line in unlinked
        if keys[line.id] in received
    }
