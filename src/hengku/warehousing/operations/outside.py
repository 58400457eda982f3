"""Posting of loans and consignment. Each raises kernel.errors.Refused with the ledger's reasons."""

from collections.abc import Sequence

from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.ledger.operations.post import post
from hengku.masterdata.operations.places import partner_places
from hengku.masterdata.queries.places import outside_place_id, warehouse_place_ids
from hengku.masterdata.types import PlaceKind
from hengku.warehousing.rules.outside import KINDS, OutsidePlaces, outside_posting


def post_outside_documents(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Move goods to the partner's place, back, or on to the customer."""
    kind = KINDS[documents[0].type]
    partners = {document.partner_id for document in documents if document.partner_id is not None}
    held = partner_places(kind=kind, partner_ids=partners)
    warehouses = warehouse_place_ids(
        {line.warehouse_id for document in documents for line in document.lines if line.warehouse_id is not None}
    )
    requests = [
        outside_posting(
            document,
            OutsidePlaces(
                warehouses,
                held[document.partner_id or 0],
                outside_place_id(PlaceKind.CUSTOMER, document.partner_id),
            ),
        )
        for document in documents
    ]
    post(act=act, requests=requests)


def guard_sources(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """What comes from a partner's place says which line brought it there."""
    del act
    return [
        Refusal("required", {"field": "source_line_id"}, ("line", line.id, "source_line_id"))
        for document in documents
        for line in document.lines
        if line.source_line_id is None
    ]
