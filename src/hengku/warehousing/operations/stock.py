"""Posting of warehousing's stock documents: one verb each, all of them one call to the ledger.

Each raises kernel.errors.Refused with the ledger's reasons (insufficient_stock names what is available, period_closed...).
"""

from collections.abc import Sequence

from hengku.documents.rules.posting import reversal_requests
from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.ledger.operations.post import post
from hengku.ledger.operations.reverse import reverse
from hengku.masterdata.operations.places import partner_places
from hengku.masterdata.queries.places import outside_place_id, transit_place_id, warehouse_place_ids
from hengku.masterdata.types import PlaceKind
from hengku.warehousing.rules.moves import Places, adjustment_of, posting_of

_OUTSIDE = {
    "opening_stock": PlaceKind.OPENING,
    "opening_transit": PlaceKind.OPENING,
    "other_in": PlaceKind.ADJUSTMENT,
    "other_out": PlaceKind.ADJUSTMENT,
    "count_gain": PlaceKind.ADJUSTMENT,
    "count_loss": PlaceKind.ADJUSTMENT,
    "transit_loss": PlaceKind.ADJUSTMENT,
    "scrap": PlaceKind.SCRAP,
}
_TRAVELS = frozenset({"opening_transit", "transfer_out", "transfer_in", "transit_loss"})


def post_stock_documents(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Move what documents of one type say (opening, transfers, other in and out, scrap, bin moves, status changes, gains, losses)."""
    places = _places(documents)
    post(act=act, requests=[posting_of(document, places) for document in documents])


def post_cost_adjustments(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Add amounts to cost pools, quantities untouched (R7)."""
    places = _places(documents)
    post(act=act, requests=[adjustment_of(document, places) for document in documents])


def reverse_stock_documents(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Mirror the postings of the originals among `documents`."""
    reverse(act=act, requests=reversal_requests(documents))


def _places(documents: Sequence[LoadedDocument]) -> Places:
    lines = [(document.type, line) for document in documents for line in document.lines]
    warehouses = {id_ for _, line in lines for id_ in (line.warehouse_id, line.to_warehouse_id) if id_ is not None}
    targets = {line.to_warehouse_id for code, line in lines if code in _TRAVELS and line.to_warehouse_id is not None}
    kinds = {_OUTSIDE[document.type] for document in documents if document.type in _OUTSIDE}
    return Places(
        warehouses=warehouse_place_ids(warehouses),
        transits={target: transit_place_id(target) for target in targets},
        outside={kind: outside_place_id(kind) for kind in kinds},
        lent=_lent([document for document in documents if document.type == "scrap"]),
    )


def _lent(documents: Sequence[LoadedDocument]) -> dict[int, int]:
    """Place of the goods by loan that a line writes off."""
    loans = {
        line.source_document_id: document.partner_id
        for document in documents
        for line in document.lines
        if line.source_type == "loan_out" and line.source_document_id is not None and document.partner_id is not None
    }
    held = partner_places(kind=PlaceKind.LOAN, partner_ids=set(loans.values()))
    return {loan: held[partner] for loan, partner in loans.items()}
