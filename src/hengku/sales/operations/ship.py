"""Shipment: goods go to the customer."""

from collections.abc import Sequence

from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.ledger.operations.post import post
from hengku.masterdata.operations.places import partner_places
from hengku.masterdata.queries.places import outside_place_id, warehouse_place_ids
from hengku.masterdata.types import PlaceKind
from hengku.sales.rules.shipping import shipment_posting, shipment_problems


def guard_shipments(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Every reason against shipping that sales knows."""
    return [problem for document in documents for problem in shipment_problems(document)]


def post_shipments(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """WH → CUS; reservations of the order lines are used up. Raises Refused with the ledger's reasons
    (insufficient_stock names what is available)."""
    places = warehouse_place_ids(
        {line.warehouse_id for document in documents for line in document.lines if line.warehouse_id}
    )
    lent = _lent(documents)
    requests = [
        shipment_posting(
            document,
            warehouse_places=places,
            customer_place=outside_place_id(PlaceKind.CUSTOMER, document.partner_id),
            lent=lent,
        )
        for document in documents
    ]
    post(act=act, requests=requests)


def _lent(documents: Sequence[LoadedDocument]) -> dict[int, int]:
    """Place of the goods by loan that a line sells from."""
    loans = {
        line.source_document_id: document.partner_id
        for document in documents
        for line in document.lines
        if line.source_type == "loan_out" and line.source_document_id is not None and document.partner_id is not None
    }
    held = partner_places(kind=PlaceKind.LOAN, partner_ids=set(loans.values()))
    return {loan: held[partner] for loan, partner in loans.items()}
