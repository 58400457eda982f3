"""Purchase return: goods go back to the supplier."""

from collections.abc import Sequence

from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.ledger.operations.post import post
from hengku.masterdata.queries.places import outside_place_id, warehouse_place_ids
from hengku.masterdata.types import PlaceKind
from hengku.purchasing.rules.receipt import return_posting


def post_purchase_returns(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """WH → SUP. Raises Refused with the ledger's reasons (insufficient_stock names what is available)."""
    places = warehouse_place_ids(
        {line.warehouse_id for document in documents for line in document.lines if line.warehouse_id}
    )
    requests = [
        return_posting(
            document,
            warehouse_places=places,
            supplier_place=outside_place_id(PlaceKind.SUPPLIER, document.partner_id),
        )
        for document in documents
    ]
    post(act=act, requests=requests)
