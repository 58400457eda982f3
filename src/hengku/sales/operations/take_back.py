"""Sales return: goods come back from the customer."""

from collections.abc import Sequence

from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.ledger.operations.post import post
from hengku.masterdata.queries.places import outside_place_id, warehouse_place_ids
from hengku.masterdata.types import PlaceKind
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
        )
        for document in documents
    ]
    post(act=act, requests=requests)
